"""A unit of work: one caller, one transaction, and the rows of the log that belong to it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher import __version__
from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import IdTaken, Incomplete, NotAllowed, NotHere, NotSignedIn, Unavailable
from matcher.services.warm import Warmth
from matcher.store import Store, audit
from matcher.store.facts import revisions_last
from matcher.store.secrets import Cipher
from matcher.store.tables import metadata

if TYPE_CHECKING:
    from matcher.services.thinking import Thinking

_LOG = logging.getLogger("brobygger.log")
HERE = metadata.HERE
"""Days begin and end at midnight here."""


def now() -> datetime:
    """The present moment; tests give another clock."""
    return datetime.now(UTC)


def new_id(kind: str) -> str:
    """An id that says nothing: ``pl_`` and sixteen letters and digits for kind ``pl``."""
    return f"{kind}_{secrets.token_hex(8)}"


@dataclass
class Unit:
    """What a service works with while one call is carried out.

    Attributes
    ----------
    connection
        Its transaction.
    caller
        Who asks.
    now
        The moment of the call; one for all that it does.
    cipher
        For CPR numbers.
    """

    connection: sa.Connection
    caller: Caller
    now: datetime
    cipher: Cipher
    _entries: list[audit.Entry] = field(default_factory=list)

    @property
    def day(self) -> date:
        """Today in Denmark."""
        return self.now.astimezone(HERE).date()

    @property
    def catalogue(self) -> Catalogue:
        """What is the same for every municipality."""
        return load_catalogue()

    def require(self, *roles: Role) -> None:
        """Refuse a caller of another role."""
        if self.caller.role not in roles:
            raise NotAllowed

    @property
    def purpose(self) -> Purpose:
        """Why the caller looks at a person.

        Raises
        ------
        Incomplete
            When she has not said.
        """
        if self.caller.purpose is None:
            raise Incomplete("Sig, hvorfor du slår borgeren op: angiv et formål (Brobygger-Purpose)")
        return self.caller.purpose

    def record(
        self,
        action: str,
        noun: str,
        key: str,
        *,
        subjects: frozenset[str] | set[str] | tuple[str, ...] = (),
        outcome: str = "done",
        **detail: Any,
    ) -> None:
        """Put a row into the log, together with everything else this unit does.

        Parameters
        ----------
        action, noun, key
            ``read``, ``candidate``, its id.
        subjects
            The candidates it is about; then the caller must have said her purpose.
        detail
            Names of fields, counts, codes, fingerprints; never a sensitive value.
        """
        purpose = self.caller.purpose
        if subjects and purpose is None and self.caller.role is not Role.SYSTEM:
            purpose = self.purpose
        self._entries.append(entry(self.caller, action, noun, key, frozenset(subjects), outcome, detail))

    def write_log(self) -> None:
        """Append what has been recorded; the last thing before the transaction ends.

        Raises
        ------
        Unavailable
            When the log cannot be written: then nothing is done and nothing is shown.
        """
        try:
            audit.append(self.connection, self._entries, self.now)
        except sa.exc.SQLAlchemyError as error:
            # Not the whole error: its statement may hold what was to be written.
            _LOG.error("the log cannot be written; all that is about people is refused: %s", type(error).__name__)
            raise Unavailable(
                "Loggen kan ikke skrives, så intet blev vist eller ændret. Sig det til den, der driver systemet."
            ) from error
        self._entries.clear()


@dataclass(frozen=True)
class Services:
    """The way to begin a unit of work.

    Attributes
    ----------
    store
        The database.
    cipher
        For CPR numbers.
    clock
        Gives the present moment.
    warmth
        What suggestions and shortlists are made from, kept between calls.
    """

    store: Store
    cipher: Cipher
    clock: Callable[[], datetime] = now
    warmth: Warmth = field(default_factory=Warmth, compare=False, repr=False)

    @cached_property
    def thinking(self) -> Thinking:
        """What works suggestions out, here or in a process beside."""
        from matcher.services.thinking import Thinking

        return Thinking(self.warmth)

    @property
    def today(self) -> date:
        """Today in Denmark."""
        return self.clock().astimezone(HERE).date()

    @contextmanager
    def unit(self, caller: Caller, *, writes: bool = True) -> Iterator[Unit]:
        """One unit of work: kept whole at the end, or not at all.

        Parameters
        ----------
        writes
            False for what neither changes anything nor is about a person: then nothing may be recorded.
        """
        try:
            with self.store.writing() if writes else self.store.reading() as connection:
                unit = Unit(connection, caller, self.clock(), self.cipher)
                with revisions_last(connection):
                    yield unit
                unit.write_log()
        except (NotAllowed, NotHere) as refusal:
            self._record_refusal(caller, refusal)
            raise
        except IdTaken as refusal:
            # About her whose id it is: whoever tries ids to see who is here is seen.
            why = {"why": refusal.code}
            self._log(entry(caller, "create", refusal.noun, refusal.key, frozenset({refusal.key}), "refused", why))
            raise

    def _record_refusal(self, caller: Caller, refusal: NotAllowed | NotHere | NotSignedIn) -> None:
        """Log that somebody was turned away: who and in which call; what it was is in the call's own log line."""
        kind = "role" if isinstance(refusal, NotAllowed) else "reach"
        self._log(entry(caller, "refuse", "call", caller.request, frozenset(), "refused", {"why": kind}))

    def _log(self, row: audit.Entry) -> None:
        """Write a row after everything else of the call has been undone."""
        with self.store.writing() as connection:
            audit.append(connection, [row], self.clock())


def entry(
    caller: Caller,
    action: str,
    noun: str,
    key: str,
    subjects: frozenset[str],
    outcome: str,
    detail: dict[str, Any],
) -> audit.Entry:
    """A row of the log about something a caller did."""
    return audit.Entry(
        actor=caller.account,
        role=caller.role.value,
        organisation=caller.organisation,
        purpose=None if caller.purpose is None else caller.purpose.value,
        action=action,
        noun=noun,
        object=key,
        outcome=outcome,
        # Of no call: a name of its own, so that nobody can guess from its hash what stood in a row that was emptied.
        request=new_id("row") if caller.request == "-" else caller.request,
        software=__version__,
        detail=detail,
        subjects=subjects,
    )
