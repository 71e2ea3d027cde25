"""One job in one worker's hands: whom it is done for, how far it is, and the transaction that finishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from matcher.services import leases
from matcher.services.caller import Caller
from matcher.services.jobs import Wish
from matcher.services.leases import Claim, LostLease
from matcher.services.unit import Services, Unit
from matcher.settings import Settings
from matcher.worker.heart import Heart


class Work:
    """What a kind of job works with.

    Attributes
    ----------
    held
        The job.
    services, settings
        As in a call.
    """

    def __init__(self, services: Services, settings: Settings, held: Claim, heart: Heart) -> None:
        self.services = services
        self.settings = settings
        self.held = held
        self._heart = heart

    @cached_property
    def caller(self) -> Caller:
        """Who asked for it."""
        return leases.asker(self.services, self.held)

    @property
    def about(self) -> str:
        """Id of the row the job makes."""
        return self.held.about

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the result."""
        return self._heart.wish is not None

    @property
    def should_stop(self) -> bool:
        """Whether to stop searching: the best so far is wanted, or nothing is any more."""
        return self._heart.wish is not Wish.NONE

    def report(self, stage: str, share: float, found: dict[str, Any] | None = None) -> None:
        """Tell how far the work is.

        Raises
        ------
        LostLease
            When nothing can come of it any more: a good moment to end.
        """
        self._heart.tell(stage, share, found)
        if not self.wanted:
            raise LostLease

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """A unit that only reads: the database as it is at one moment."""
        with self.services.unit(self.caller, writes=False) as unit:
            yield unit

    @contextmanager
    def beginning(self) -> Iterator[Unit]:
        """A unit that writes something on the way, while the job is still this worker's."""
        with self.services.unit(self.caller) as unit:
            leases.keep(unit, self.held)
            yield unit

    @contextmanager
    def finishing(self, found: Mapping[str, Any] | None = None) -> Iterator[Unit]:
        """The unit that writes the result and ends the job: both or neither; `found` is what the job says of it."""
        with self.services.unit(self.caller) as unit:
            leases.finish(unit, self.held, found)
            yield unit


__all__ = ["LostLease", "Work"]
