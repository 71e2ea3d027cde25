"""What a worker can do, by kind of job. Heavy packages are loaded by `warm`, once for the life of the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.services.jobs import Kind
from matcher.worker import imports, plan, silence, tidy
from matcher.worker.work import Work

KINDS: Mapping[str, Callable[[Work], None]] = {
    Kind.PLAN.value: plan.make,
    Kind.IMPORT.value: imports.take_in,
    Kind.SILENCE.value: silence.sweep,
    Kind.TIDY.value: tidy.clear,
}
"""Each does the whole of one job, or raises."""


def warm() -> None:
    """Load what takes seconds to load, so that the first job does not wait for it."""
    import matcher.assignment.solver
    import matcher.files.reading
    import matcher.pipeline  # noqa: F401
