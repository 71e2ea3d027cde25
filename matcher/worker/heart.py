"""The heartbeat: says while a job is done that it goes on, and hears what is asked of it."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from matcher.services import leases
from matcher.services.jobs import Wish
from matcher.services.leases import Claim
from matcher.services.unit import Services

TICK = 0.5
"""Seconds between two looks; progress is written at most this often."""
_LOG = logging.getLogger("brobygger.worker")


class Heart:
    """A thread that renews the lease for as long as the block lasts.

    It writes when there is progress to tell, and otherwise a few times in each lease. A database that does not answer
    is asked again: only a lease that has run out, or a row that says so, loses the job.

    Parameters
    ----------
    leaving
        Set when the worker is asked to end; the job is then handed back at once.
    """

    def __init__(self, services: Services, held: Claim, lease_seconds: float, leaving: threading.Event) -> None:
        self._services = services
        self._held = held
        self._lease = lease_seconds
        self._leaving = leaving
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._told: tuple[str, float, dict[str, Any]] = ("", 0.0, {})
        self._written = self._told
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)
        self.wish: Wish | None = Wish.NONE
        """What is asked of the job; None when it is lost."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def tell(self, stage: str, share: float, found: dict[str, Any] | None = None) -> None:
        """Note how far the work is; the thread writes it when it comes round."""
        with self._lock:
            self._told = (stage, min(1.0, max(0.0, share)), self._told[2] if found is None else found)

    def _beat(self) -> None:
        tick = min(TICK, self._lease / 4)
        renewed = time.monotonic()
        while not self._over.wait(tick) and self.wish is not None:
            try:
                if self._leaving.is_set():
                    leases.hand_back(self._services, self._held)
                    self.wish = None
                    return
                with self._lock:
                    told = self._told
                if told != self._written or time.monotonic() - renewed >= self._lease / 3:
                    self.wish = leases.renew(self._services, self._held, self._lease, *told)
                    self._written, renewed = told, time.monotonic()
                else:
                    self.wish = leases.wish_of(self._services, self._held)
            except sa.exc.SQLAlchemyError:
                _LOG.warning("the database does not answer; job %s goes on", self._held.job)
