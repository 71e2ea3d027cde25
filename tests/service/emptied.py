"""Logs of which rows have been emptied, and processes that empty them. Light: every process of the tests imports it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from matcher.services import retention
from matcher.services.caller import SYSTEM
from matcher.services.unit import Services, Unit
from matcher.store import Store, audit, emptying, open_store, tables
from matcher.store.log_classes import LogClass
from matcher.store.secrets import Cipher
from tests.service.appending import MORNING, an_entry

A, S = tables.audit, tables.audit_subjects
LATER = MORNING + timedelta(days=1200)
"""When every row that was written on the first morning may go, of whatever class."""
KEPT: Mapping[LogClass, int] = {
    LogClass.LOOKS: 184,
    LogClass.MATCHING: 1095,
    LogClass.SIGN_INS: 184,
    LogClass.REST: 1095,
}


def a_row(action: str, noun: str = "candidate", number: int = 7) -> audit.Entry:
    """A row of that kind, about two people."""
    return replace(an_entry(number), action=action, noun=noun)


ONE_OF_EACH = [a_row("read"), a_row("suggest"), a_row("sign_in", "session"), a_row("create")]
"""A row of each class that has a time."""


def run_on(connection: sa.Connection, now: datetime, keep: Mapping[LogClass, int] = KEPT) -> dict[LogClass, int]:
    """What the worker does once a day, within one transaction."""

    @contextmanager
    def begin() -> Iterator[Unit]:
        yield Unit(connection, SYSTEM, now, Cipher("a key that nothing is closed with"))

    return retention.delete_expired(begin, begin, keep, pause=0)


def emptied(connection: sa.Connection) -> set[int]:
    """Numbers of the rows that have been emptied."""
    a = tables.audit.c
    return set(connection.execute(sa.select(a.number).where(a.emptied.is_not(None))).scalars())


def services(url: str) -> Services:
    """Services over that database, long after the first morning."""
    return Services(open_store(url, pool=2), Cipher("a key that nothing is closed with"), lambda: LATER)


def empty_everything(url: str, at_once: int) -> None:
    """Be a worker that empties what has had its time, so many rows in a transaction."""
    emptying.AT_ONCE = at_once
    ours = services(url)

    look = partial(ours.unit, SYSTEM, writes=False)
    retention.delete_expired(look, partial(ours.unit, SYSTEM), KEPT, pause=0)
    ours.store.close()


def write(store: Store, rows: list[audit.Entry], at: datetime = MORNING) -> None:
    with store.writing() as connection:
        audit.append(connection, rows, at)


def run(store: Store, now: datetime, **keep: int) -> dict[str, int]:
    """What the worker does once a day."""
    with store.writing() as connection:
        found = run_on(connection, now, {LogClass(kind): days for kind, days in keep.items()} or KEPT)
    return {str(kind): rows for kind, rows in found.items() if rows}


def sentences(store: Store, *anchors: tuple[int, str], now: datetime | None = None) -> list[str]:
    with store.reading() as connection:
        return [flaw.sentence for flaw in audit.verify(connection, anchors, now).flaws]


def rows_of(store: Store, *where: Any) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return [dict(r) for r in connection.execute(sa.select(A).where(*where).order_by(A.c.number)).mappings()]


def unguarded(store: Store, *statements: sa.Executable) -> None:
    """As an owner who takes the triggers away for a moment."""
    with store.writing() as connection:
        guards: list[str] = []
        if store.is_sqlite:
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, made in found:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
                guards.append(made)
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)
        for guard in guards:
            connection.exec_driver_sql(guard)
