"""Statements that every call says: put into the database's own words once, and said in those ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa


class Hot:
    """One statement, made ready the first time it is said to each kind of database.

    SQLAlchemy works out anew what to send in every call; that takes longer than the database takes to answer. What goes
    in and comes out is left as it is, so no column may be one that has to be turned into something else: a moment or
    JSON; nor may it hold a list of any length.

    Parameters
    ----------
    statement
        With `sa.bindparam` wherever a value differs from call to call.
    """

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        self._made: dict[str, tuple[str, dict[str, Any], Sequence[str] | None]] = {}

    def __call__(self, connection: sa.Connection, values: Mapping[str, Any] | None = None) -> Any:
        """Say it; gives the database's answer, a `sqlalchemy.CursorResult`."""
        text, usual, places = self._ready(connection.dialect)
        given = {**usual, **(values or {})}
        return connection.exec_driver_sql(text, given if places is None else tuple(given[name] for name in places))

    def _ready(self, dialect: sa.Dialect) -> tuple[str, dict[str, Any], Sequence[str] | None]:
        made = self._made.get(dialect.name)
        if made is None:
            compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
            places = compiled.positiontup if compiled.positional else None
            made = self._made[dialect.name] = (compiled.string, dict(compiled.params), places)
        return made
