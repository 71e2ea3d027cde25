"""Opening a database so that what it has said is written stays written, and writers wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from matcher.domain import MatcherError
from matcher.store.hot import say

BUSY_SECONDS = 30.0
"""How long a writer of another process is waited for on SQLite."""
_WRITES = "brobygger_writes"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "temp_store=MEMORY")
"""Without recursive triggers a REPLACE would take a row of the log away unseen by the trigger that refuses it."""


class Store:
    """One database with its connections.

    Attributes
    ----------
    url
        Where it is, without a password.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})
        # PostgreSQL shows each statement the newest rows unless told to stay at the beginning; SQLite always stays.
        still = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine if self.is_sqlite else engine.execution_options(**still)
        self._one_writer = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the embedded database."""
        return self._engine.dialect.name == "sqlite"

    @property
    def engine(self) -> sa.Engine:
        """For migrations; everything else goes through `reading` and `writing`."""
        return self._engine

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that only reads: it sees the database as it was when it began."""
        with self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that may write; all of it is kept, or on any exception nothing.

        SQLite has one writer at a time. Within a process writers queue here; between processes SQLite's own lock is
        taken at the beginning, so that no reader has to be turned into a writer half way.
        """
        turn = self._one_writer if self.is_sqlite else nullcontext()
        with turn, self._writing.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def open_store(url: str, *, pool: int = 20) -> Store:
    """Open a database.

    Parameters
    ----------
    url
        ``sqlite:///path/to/file.db`` or ``postgresql+psycopg://…``; ``postgresql://`` means the same.
    pool
        Most connections at once.

    Raises
    ------
    MatcherError
        When the address is none of these, or the driver of PostgreSQL is not installed.
    """
    try:
        address = make_url(url)
    except sa.exc.ArgumentError:
        raise MatcherError("Databasens adresse kan ikke læses; skriv fx sqlite:///brobygger.db") from None
    if address.get_backend_name() == "sqlite":
        return Store(_sqlite(address, pool))
    if address.get_backend_name() == "postgresql":
        return Store(_postgresql(address, pool))
    raise MatcherError(
        f"Databasen »{address.get_backend_name()}« kendes ikke; brug sqlite:///fil.db eller postgresql://vært/navn"
    )


def _sqlite(address: sa.URL, pool: int) -> sa.Engine:
    if not address.database or address.database == ":memory:":
        raise MatcherError("Databasen skal ligge i en fil, fx sqlite:///brobygger.db; i hukommelsen ville intet blive")
    engine = sa.create_engine(
        address.set(drivername="sqlite+pysqlite"),
        poolclass=sa.QueuePool,
        pool_size=pool,
        max_overflow=0,
        # An error that is logged must not hold what was to be written.
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # The driver would begin transactions by itself, and as readers; `_begin` does.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        say(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(address: sa.URL, pool: int) -> sa.Engine:
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        return sa.create_engine(
            address,
            pool_size=pool,
            max_overflow=0,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"options": "-c timezone=UTC -c lock_timeout=30s"},
        )
    except ModuleNotFoundError:
        raise MatcherError("PostgreSQL kræver sin driver; installér Brobygger med tillægget »postgres«") from None
