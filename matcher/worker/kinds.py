"""What a worker can do, by kind of job. Heavy packages are loaded by `warm`, once for the life of the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.services.jobs import Kind
from matcher.worker.imports import take_in
from matcher.worker.plan import make
from matcher.worker.silence import sweep
from matcher.worker.tidy import clear
from matcher.worker.train import train
from matcher.worker.work import Work

KINDS: Mapping[str, Callable[[Work], None]] = {
    Kind.PLAN.value: make,
    Kind.IMPORT.value: take_in,
    Kind.SILENCE.value: sweep,
    Kind.TIDY.value: clear,
    Kind.TRAIN.value: train,
}
"""Each does the whole of one job, or raises."""


def warm() -> None:
    """Load what takes seconds to load, so that the first job does not wait for it."""
    import matcher.assignment.solver
    import matcher.files.reading
    import matcher.pipeline  # noqa: F401
