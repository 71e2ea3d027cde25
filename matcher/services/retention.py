"""How long the log is kept: sealing and emptying its rows, and saying what would go (TRUST E2.4).

The chore of the worker and the command are the same run. Each batch is a unit of its own, kept whole or not at all, so
whoever is killed in the middle leaves a whole log; two who run at once take turns, and the second finds nothing left.
Between batches it lets others write.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import sqlalchemy as sa

from matcher.services.unit import Unit, entry
from matcher.settings import Settings
from matcher.store import emptying
from matcher.store.audit import Entry
from matcher.store.emptying import Due
from matcher.store.log_classes import DELETE, RETENTION, LogClass

Kept = Mapping[LogClass, int | None]
"""How many days each class is kept; None for ever."""
Begin = Callable[[], AbstractContextManager[Unit]]
"""Gives a unit for one step."""
PAUSE = 0.15
"""Seconds between batches. Those who wait for SQLite's lock ask again every tenth of a second, no oftener, so whoever
lets go of it and takes it again at once keeps them out for as long as he goes on."""


def kept(settings: Settings) -> Kept:
    """What has been set."""
    said = {
        LogClass.LOOKS: settings.keep_looks_days,
        LogClass.MATCHING: settings.keep_matching_days,
        LogClass.SIGN_INS: settings.keep_sign_ins_days,
        LogClass.REST: settings.keep_rest_days,
    }
    return {kind: days if isinstance(days, int) else None for kind, days in said.items()}


def delete_expired(look: Begin, begin: Begin, keep: Kept, pause: float = PAUSE) -> dict[LogClass, int]:
    """Seal what is a day old, and empty the rows whose time is up; how many of each class that has a time.

    Parameters
    ----------
    look, begin
        Give a unit that only reads, and one that writes a batch.
    pause
        Seconds between batches, in which others write.

    Raises
    ------
    MatcherError
        When a row is not as it was written: then nothing of its batch or after it is deleted.
    """
    while _seal(begin):
        time.sleep(pause)
    return {kind: _delete(look, begin, kind, days, pause) for kind, days in keep.items() if days is not None}


def due(unit: Unit, keep: Kept) -> dict[LogClass, Due]:
    """What would be deleted now, of each class that has a time; nothing is changed."""
    times = {kind: _until(unit.now, days) for kind, days in keep.items() if days is not None}
    return {kind: emptying.due(unit.connection, kind, until) for kind, until in times.items()}


def whole_since(connection: sa.Connection) -> dict[str, datetime]:
    """From when each class is still whole, by its name; of one that is not named nothing has been deleted."""
    return {kind.value: until for kind, until in sorted(emptying.deleted_until(connection).items())}


def _seal(begin: Begin) -> int:
    with begin() as unit:
        return emptying.seal(unit.connection, _by(unit), unit.now)


def _delete(look: Begin, begin: Begin, kind: LogClass, days: int, pause: float) -> int:
    rows, after = 0, 0
    while True:
        with look() as unit:
            span = emptying.next_due(unit.connection, kind, _until(unit.now, days), after)
        if span is None:
            return rows
        with begin() as unit:
            until = _until(unit.now, days)
            batch = emptying.empty(unit.connection, kind, days, until, _by(unit), unit.now, span)
        # None when somebody else has done it meanwhile.
        rows, after = (rows, span[1]) if batch is None else (rows + batch.rows, batch.last)
        time.sleep(pause)


def _until(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _by(unit: Unit) -> Entry:
    return entry(unit.caller, DELETE, RETENTION, "", frozenset(), "done", {})
