"""Deleting what has had its time: ended sign-ins, kept answers, uploads, reports and finished jobs."""

from __future__ import annotations

from matcher.services import expiry, imports
from matcher.worker.work import Work


def clear(work: Work) -> None:
    """Do it."""
    with work.finishing() as unit:
        expiry.clear_expired(unit)
        imports.clear_old(unit)
