"""Statements that every call says: put into the database's own words once, and said in those ever after."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

_Turn = Callable[[Any], Any]
_NOTHING: Mapping[str, Any] = {}


class Hot:
    """One statement, made ready the first time it is said to each kind of database.

    SQLAlchemy works out anew what to send and how to read the answer in every call; that takes longer than the database
    takes to answer. Here both are worked out once, with SQLAlchemy's own types, and the driver is spoken to directly.

    Parameters
    ----------
    statement
        With `sa.bindparam` wherever a value differs from call to call; it may hold no list of any length.
    """

    def __init__(self, statement: sa.Executable) -> None:
        self._statement: Any = statement
        self._made: dict[str, _Ready] = {}

    def __call__(self, connection: sa.Connection, values: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """Say it in the transaction at hand; gives the rows of the answer, each a tuple with names.

        Raises
        ------
        sqlalchemy.exc.DBAPIError
            When the database refuses it, as everywhere else.
        """
        if not connection.in_transaction():
            raise sa.exc.InvalidRequestError("a hot statement is said in a transaction that has begun")
        ready = self._made.get(connection.dialect.name) or self._ready(connection.dialect)
        kinds, rows = say(connection, ready.text, ready.given(values))
        return ready.rows(kinds, rows)

    def one(self, connection: sa.Connection, values: Mapping[str, Any] = _NOTHING) -> Any:
        """The same, of which there is exactly one row.

        Raises
        ------
        sqlalchemy.exc.NoResultFound, sqlalchemy.exc.MultipleResultsFound
            When there is not.
        """
        rows = self(connection, values)
        if len(rows) == 1:
            return rows[0]
        wrong = sa.exc.MultipleResultsFound if rows else sa.exc.NoResultFound
        raise wrong(f"{len(rows)} rows where there is one")

    def _ready(self, dialect: sa.Dialect) -> _Ready:
        compiled: Any = self._statement.compile(dialect=dialect)
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise sa.exc.InvalidRequestError("a hot statement holds no list of any length")
        made = self._made[dialect.name] = _Ready(compiled, self._statement, dialect)
        return made


class _Ready:
    """A statement in the words of one kind of database.

    Attributes
    ----------
    text
        What is said.
    """

    def __init__(self, compiled: Any, statement: Any, dialect: sa.Dialect) -> None:
        self.text: str = compiled.string
        binds: Mapping[str, sa.BindParameter[Any]] = compiled.binds
        self._dialect = dialect
        self._positional: bool = compiled.positional
        self._names: tuple[str, ...] = tuple(compiled.positiontup if self._positional else binds)
        self._usual = {name: bind.effective_value for name, bind in binds.items() if not bind.required}
        turns = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
        self._inwards = {name: turn for name, turn in turns.items() if turn is not None}
        self._columns = list(statement.selected_columns) if isinstance(statement, sa.Select) else []
        self._outwards: list[tuple[int, _Turn]] | None = None
        names = [column.key or f"column_{place}" for place, column in enumerate(self._columns)]
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]

    def given(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The values as the driver takes them; a KeyError when one is missing."""
        said = {**self._usual, **values}
        for name, turn in self._inwards.items():
            said[name] = turn(said[name])
        return [said[name] for name in self._names] if self._positional else said

    def rows(self, kinds: Sequence[Any], found: list[Any]) -> list[Any]:
        """The rows as the domain takes them.

        Parameters
        ----------
        kinds
            What the driver says of each column.
        """
        make = self._row._make
        if self._outwards is None:
            if not kinds:
                return []
            # Only an answer says how the driver writes a number.
            self._outwards = self._turned(kinds)
        if not self._outwards:
            return [make(one) for one in found]
        rows = []
        for one in found:
            values = list(one)
            for place, turn in self._outwards:
                values[place] = turn(values[place])
            rows.append(make(values))
        return rows

    def _turned(self, kinds: Sequence[Any]) -> list[tuple[int, _Turn]]:
        turns = [
            column.type.dialect_impl(self._dialect).result_processor(self._dialect, kind[1])
            for column, kind in zip(self._columns, kinds, strict=True)
        ]
        return [(place, turn) for place, turn in enumerate(turns) if turn is not None]


def say(
    connection: sa.Connection, text: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> tuple[Sequence[Any], list[Any]]:
    """Say something to the database in its driver's own words; gives the columns and the rows of the answer.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        When the database refuses it; a connection that is lost is let go of.
    """
    driver: Any = connection.connection
    cursor = driver.cursor()
    try:
        cursor.execute(text, values)
        return ((), []) if cursor.description is None else (cursor.description, list(cursor.fetchall()))
    except connection.dialect.loaded_dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, driver, cursor)
        refusal = sa.exc.DBAPIError.instance(
            text,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        )
        if lost:
            connection.invalidate(error)
        raise refusal from error
    finally:
        cursor.close()
