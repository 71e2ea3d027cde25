"""Deleting what has had its time: ended sign-ins, kept answers, uploads, reports, finished jobs, rows of the log."""

from __future__ import annotations

import logging

from matcher.services import expiry, imports, retention
from matcher.worker.work import Work

_LOG = logging.getLogger("brobygger.worker")


def clear(work: Work) -> None:
    """Do it. The log comes last and in batches: it may be much, and is refused where the log is not whole."""
    with work.beginning() as unit:
        expiry.clear_expired(unit)
        imports.clear_old(unit)
    found = retention.delete_expired(work.reading, work.beginning, retention.kept(work.settings))
    if any(found.values()):
        _LOG.info("rows of the log emptied: %s", ", ".join(f"{kind} {rows}" for kind, rows in found.items()))
    with work.finishing({str(kind): rows for kind, rows in found.items()}):
        pass
