"""Sealing rows of the log, and emptying those whose time is up: each batch is one transaction, with its row in the log.

Nothing is removed. An emptied row keeps its number, its time, both hashes and its class, and names the record of the
deletion; its contents and the people it was about are gone (TRUST E2.4). A row that is not as it was written is
never emptied: what somebody has done to it would go with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.store import audit, tables
from matcher.store.audit import Entry
from matcher.store.log_classes import DELETE, LEAST_DAYS, RETENTION, SEAL, LogClass, class_in_sql, speaks_of_itself
from matcher.store.log_rules import BLANK, numbers_digest, sealed, stamp

AT_ONCE = 1_000
"""Most rows in a batch."""
PAIRS_AT_ONCE = 5_000
"""After how many pairs of row and candidate a batch ends: a row may be about everybody."""
SEALED_AFTER = timedelta(days=1)
"""How old rows are when they are sealed."""
_a, _s = tables.audit, tables.audit_subjects


@dataclass(frozen=True, slots=True)
class Due:
    """Rows whose time is up.

    Attributes
    ----------
    rows
        How many.
    first_at, last_at
        When the oldest and the newest of them were written; None when there are none.
    """

    rows: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction has emptied: how many rows, and the highest number among them."""

    rows: int
    last: int


def seal(connection: sa.Connection, by: Entry, now: datetime) -> int:
    """Seal the next rows that are old enough, at most a batch; how many.

    Parameters
    ----------
    by
        Who does it; what is done is put in.

    Raises
    ------
    MatcherError
        When one of them is not as it was written.
    """
    audit.lock_head(connection)
    after = _sealed_until(connection)
    rows, subjects = _read(connection, sa.select(_a).where(_a.c.number > after).order_by(_a.c.number).limit(AT_ONCE))
    # A row that dates in the future is as old as those after it: some clock was wrong.
    old = rows[: max((n for n, row in enumerate(rows, start=1) if row["at"] < now - SEALED_AFTER), default=0)]
    # What the log says of itself is sealed with what comes after it, or there would be a seal of seals each day.
    if not old or (len(old) < AT_ONCE and all(row["noun"] == RETENTION for row in old)):
        return 0
    previous = _hash_of(connection, after)
    digest = hashlib.sha256()
    for number, row in enumerate(old, start=after + 1):
        if (row["number"], row["previous"], row["emptied"]) != (number, previous, None):
            raise _not_whole(number)
        _require_as_written(row, subjects)
        previous = row["hash"]
        digest.update(sealed(row))
    detail = {"first": after + 1, "last": after + len(old), "digest": digest.hexdigest()}
    audit.append(connection, [replace(by, action=SEAL, noun=RETENTION, object="", detail=detail)], now)
    return len(old)


def next_due(connection: sa.Connection, kind: LogClass, until: datetime, after: int) -> tuple[int, int] | None:
    """The lowest and highest number of the next batch after a number; None when there is none.

    It may read the whole log, so ask in a transaction that only reads: nobody waits for it.
    """
    wanted = (_a.c.number > after, _a.c.number <= _sealed_until(connection), *_due(until), class_in_sql() == kind.value)
    some = sa.select(_a.c.number).where(*wanted).order_by(_a.c.number).limit(AT_ONCE).subquery()
    first, last = connection.execute(sa.select(sa.func.min(some.c.number), sa.func.max(some.c.number))).one()
    return None if first is None else (first, last)


def empty(
    connection: sa.Connection,
    kind: LogClass,
    days: int,
    until: datetime,
    by: Entry,
    now: datetime,
    span: tuple[int, int],
) -> Batch | None:
    """Empty the sealed rows of a class from before a moment, at most a batch; None when there are none.

    Parameters
    ----------
    days
        How long the class is kept; it stands in the record.
    by
        Who does it; what is done is put in.
    span
        The lowest and highest number among which to look.

    Raises
    ------
    ValueError
        When the moment is nearer than those days, or than six months.
    MatcherError
        When one of the rows is not as it was written.
    """
    if kind is LogClass.KEPT or until > now - timedelta(days=max(days, LEAST_DAYS)):
        raise ValueError(f"rows of class {kind} may not be emptied up to {until}")
    head, _ = audit.lock_head(connection)
    first, last = span[0], min(span[1], _sealed_until(connection))
    query = sa.select(_a).where(_a.c.number.between(first, last), *_due(until), class_in_sql() == kind.value)
    rows, subjects = _read(connection, query.order_by(_a.c.number).limit(AT_ONCE))
    if not rows:
        return None
    for row in rows:
        _require_as_written(row, subjects)
    numbers = [row["number"] for row in rows]
    detail = {
        "until": stamp(until),
        "days": days,
        "first": numbers[0],
        "last": numbers[-1],
        "rows": len(numbers),
        "digest": numbers_digest(numbers),
    }
    audit.append(connection, [replace(by, action=DELETE, noun=RETENTION, object=kind.value, detail=detail)], now)
    if _empty(connection, numbers, kind, head + 1) != len(numbers):
        raise MatcherError("Databasen tømte ikke de rækker i loggen, den blev bedt om; intet er slettet")
    return Batch(len(numbers), numbers[-1])


def due(connection: sa.Connection, kind: LogClass, until: datetime) -> Due:
    """How many rows of a class are from before a moment and not emptied yet."""
    query = sa.select(sa.func.count(), sa.func.min(_a.c.at), sa.func.max(_a.c.at))
    return Due(*connection.execute(query.where(*_due(until), class_in_sql() == kind.value)).one())


def deleted_until(connection: sa.Connection) -> dict[LogClass, datetime]:
    """Up to which moment rows of each class have been emptied; a class is missing of which none have been."""
    found: dict[LogClass, datetime] = {}
    query = sa.select(_a.c.object, _a.c.detail).where(speaks_of_itself(), _a.c.action == DELETE)
    for row in connection.execute(query):
        try:
            kind, until = LogClass(row.object), datetime.fromisoformat(row.detail["until"])
            found[kind] = max(until, found.get(kind, until))
        except (KeyError, TypeError, ValueError):
            # Not as it was written: that is for `audit.verify` to say.
            continue
    return found


def _due(until: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (_a.c.emptied.is_(None), _a.c.at < until)


def _sealed_until(connection: sa.Connection) -> int:
    seals = sa.select(_a.c.number, _a.c.detail).where(speaks_of_itself(), _a.c.action == SEAL)
    newest = connection.execute(seals.order_by(_a.c.number.desc()).limit(1)).one_or_none()
    if newest is None:
        return 0
    last = newest.detail.get("last") if isinstance(newest.detail, dict) else None
    if type(last) is not int or not 0 < last < newest.number:
        raise _not_whole(newest.number)
    return last


def _hash_of(connection: sa.Connection, number: int) -> str:
    if number == 0:
        return audit.START
    digest = connection.execute(sa.select(_a.c.hash).where(_a.c.number == number)).scalar_one_or_none()
    if digest is None:
        raise _not_whole(number)
    return str(digest)


def _read(
    connection: sa.Connection, query: sa.Select[Any]
) -> tuple[Sequence[Mapping[str, Any]], Mapping[int, frozenset[str]]]:
    """The first of those rows of the log, up to a batch, and by number the candidates each is about."""
    try:
        rows = [dict(row) for row in connection.execute(query).mappings().all()]
    except (ValueError, TypeError):
        raise MatcherError("En række i loggen kan ikke læses; kør »brobygger audit verify«. Intet er slettet") from None
    numbers = [row["number"] for row in rows]
    # Not those of all rows in between: a plan is about everybody.
    pairs = sa.select(_s).where(_s.c.number.in_(numbers)).order_by(_s.c.number).limit(PAIRS_AT_ONCE)
    some = connection.execute(pairs).all() if rows else []
    if len(some) == PAIRS_AT_ONCE:
        last = some[-1].number
        rows = rows[: numbers.index(last) + 1]
        some = [pair for pair in some if pair.number != last]
        some += connection.execute(sa.select(_s).where(_s.c.number == last)).all()
    found: dict[int, set[str]] = {}
    for pair in some:
        found.setdefault(pair.number, set()).add(pair.candidate)
    return rows, {number: frozenset(candidates) for number, candidates in found.items()}


def _require_as_written(row: Mapping[str, Any], subjects: Mapping[int, frozenset[str]]) -> None:
    if audit.not_as_written(row, subjects.get(row["number"], frozenset())):
        raise _not_whole(row["number"])


def _not_whole(number: int) -> MatcherError:
    return MatcherError(
        f"Række {number} i loggen er ikke, som den blev skrevet; kør »brobygger audit verify«. "
        "Intet slettes fra loggen, før det er opklaret"
    )


def _empty(connection: sa.Connection, numbers: Sequence[int], kind: LogClass, record: int) -> int:
    """Empty them under their record; how many were. The database looks for itself whether the record covers them."""
    if connection.dialect.name == "postgresql":
        # The service has no right to change a row; this function has, for what a record covers.
        try:
            return int(connection.execute(sa.select(sa.func.audit_empty(record))).scalar_one())
        except sa.exc.ProgrammingError as error:
            raise MatcherError(
                "Tjenesten må ikke slette fra loggen: giv den retten til audit_empty, som der står i docs/running.md. "
                "Intet er slettet"
            ) from error
    blank = {**BLANK, "emptied": record, "retention": kind.value}
    changed = connection.execute(sa.update(_a).where(_a.c.number.in_(numbers)).values(blank)).rowcount
    connection.execute(sa.delete(_s).where(_s.c.number.in_(numbers)))
    return changed
