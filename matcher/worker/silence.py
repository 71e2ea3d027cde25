"""The day's look at employers who have not answered."""

from __future__ import annotations

from matcher.services import silence
from matcher.worker.work import Work


def sweep(work: Work) -> None:
    """Remind them, and end the waiting where a person has set a date for it."""
    with work.finishing() as unit:
        silence.sweep(unit)
