"""The loop of a worker: take a job, do it, take the next; end when asked to."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import threading
import time
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.services import leases
from matcher.services.errors import Unavailable
from matcher.services.leases import Claim, LostLease
from matcher.services.unit import Services
from matcher.settings import Settings
from matcher.worker.heart import Heart
from matcher.worker.work import Work

PAUSE = 0.5
"""Seconds between two looks for a job."""
OUTAGE = 3.0
"""Seconds before a database that does not answer is asked again."""
DAILY_LOOK = 60.0
"""Seconds between two looks whether something daily is due."""
FAULT = "Der skete en fejl hos os under arbejdet. Intet blev ændret; sig det til den, der driver systemet."
"""What is told of a fault of ours: never what was in the data."""
_LOG = logging.getLogger("brobygger.worker")


class Worker:
    """Takes jobs one at a time.

    Parameters
    ----------
    kinds
        What to do for each kind of job.
    name
        Tells this process from every other; made up when left out.
    """

    def __init__(
        self,
        services: Services,
        settings: Settings,
        kinds: Mapping[str, Callable[[Work], None]],
        name: str | None = None,
    ) -> None:
        self._services = services
        self._settings = settings
        self._kinds = kinds
        self.name = name or f"{platform.node()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.leaving = threading.Event()
        """Set it to end the loop; a job that is under way is handed back."""
        self._looked = -DAILY_LOOK

    def run(self, *, once: bool = False) -> int:
        """Work until asked to end; gives how many jobs were taken.

        Parameters
        ----------
        once
            End as soon as nothing waits.
        """
        taken = 0
        while not self.leaving.is_set():
            try:
                held = self._next()
                if held is not None:
                    taken += 1
                    self._carry_out(held)
                elif once:
                    return taken
                else:
                    self.leaving.wait(PAUSE)
            except (sa.exc.SQLAlchemyError, Unavailable):
                # A job under way is taken up again when its lease has run out, by this worker or another.
                _LOG.warning("the database does not answer; waiting")
                if once:
                    raise
                self.leaving.wait(OUTAGE)
        return taken

    def _next(self) -> Claim | None:
        leases.give_up(self._services)
        if time.monotonic() - self._looked >= DAILY_LOOK:
            leases.schedule(self._services)
            self._looked = time.monotonic()
        return leases.claim(self._services, self.name, self._settings.lease_seconds)

    def _carry_out(self, held: Claim) -> None:
        _LOG.info("job %s (%s) begins, attempt %d", held.job, held.kind, held.attempt)
        with Heart(self._services, held, self._settings.lease_seconds, self.leaving) as heart:
            try:
                self._kinds[held.kind](Work(self._services, self._settings, held, heart))
                _LOG.info("job %s is done", held.job)
            except LostLease:
                _LOG.info("job %s is not this worker's any more", held.job)
            except MatcherError as error:
                # An answer: the facts cannot be planned, the file cannot be read. Trying again would give the same.
                _LOG.info("job %s cannot be done", held.job)
                leases.fail(self._services, held, str(error))
            except Exception as error:
                # Only where it went wrong: the words of an error may hold somebody's data.
                _LOG.error("job %s met %s at %s", held.job, type(error).__name__, _places(error))
                leases.retry(self._services, held, FAULT)


def _places(error: BaseException) -> str:
    """The files and lines an error came through, the innermost last."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        found.append(f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(found[-8:])
