"""A copy of the facts in memory, brought up to date row by row: reading a whole region anew takes ten seconds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from matcher.domain import Facts
from matcher.store.coding import from_mapping
from matcher.store.facts import NOUNS, load_settings

_AT_ONCE = 500
_Stamp = tuple[int, datetime]


class FactsCopy:
    """Some tables of the facts, each row with the version it was read at. For one thread at a time.

    Parameters
    ----------
    names
        Tables to keep; what they refer to must be among them.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = [name for name in NOUNS if name in names]
        self._rows: dict[str, dict[str, tuple[_Stamp, Any]]] = {name: {} for name in self._names}

    def brought_up_to_date(self, connection: sa.Connection, day: date) -> Facts:
        """The facts of those tables as of that day; only rows that are new or changed since the last time are read."""
        found = {name: self._fresh(connection, name) for name in self._names}
        return Facts(settings=load_settings(connection, day), **found)

    def _fresh(self, connection: sa.Connection, name: str) -> tuple[Any, ...]:
        kind, table = NOUNS[name]
        query = sa.select(table.c.id, table.c.version, table.c.changed_at).order_by(table.c.id)
        stamps: dict[str, _Stamp] = {row.id: (row.version, row.changed_at) for row in connection.execute(query)}
        old = self._rows[name]
        kept = {key: old[key] for key, stamp in stamps.items() if key in old and old[key][0] == stamp}
        wanted = [key for key in stamps if key not in kept]
        for row in _rows(connection, table, wanted):
            kept[row["id"]] = (stamps[row["id"]], from_mapping(kind, row))
        self._rows[name] = kept
        return tuple(kept[key][1] for key in stamps)


def _rows(connection: sa.Connection, table: sa.Table, wanted: Sequence[str]) -> Collection[Any]:
    found: list[Any] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found += connection.execute(sa.select(table).where(table.c.id.in_(some))).mappings()
    return found
