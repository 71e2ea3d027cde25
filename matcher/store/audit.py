"""The log: every row carries the hash of the one before, so that nothing can be changed, removed or moved unseen.

A row that has been emptied by rule (`matcher.store.emptying`) keeps both hashes, so the chain goes on through it. What
its own hash was of is gone; `matcher.store.log_rules` says whether it was emptied by rule.

Only the last rows could be cut off together with the head; an anchor kept elsewhere (``brobygger audit anchor``) shows
that too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from matcher.store import tables
from matcher.store.hot import Hot
from matcher.store.log_classes import speaks_of_itself
from matcher.store.log_rules import Flaw, Rules, stamp

START = "0" * 64
"""What the first row has for the hash of the row before it."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be logged.

    Attributes
    ----------
    actor, role, organisation
        Who: the account's id, her role and where she works.
    purpose
        Why, where it is about a person; None otherwise.
    action, noun, object
        What was done to what: ``read``, ``candidate``, ``B12``.
    outcome
        done, refused or failed.
    request
        Id of the call.
    detail
        Names of fields, counts, codes and fingerprints; never a sensitive value.
    subjects
        Ids of the candidates whose data it was about.
    """

    actor: str
    role: str
    organisation: str
    purpose: str | None
    action: str
    noun: str
    object: str
    outcome: str
    request: str
    software: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look through the whole log found.

    Attributes
    ----------
    rows
        How many rows there are, emptied ones among them.
    number, hash
        The last one's: the anchor.
    flaws
        In the order of the log; none when it is whole.
    emptied
        How many rows have been emptied.
    """

    rows: int
    number: int
    hash: str
    flaws: tuple[Flaw, ...]
    emptied: int = 0


# Every call appends, so the statements are written once.
_LOCKED_HEAD = Hot(sa.select(tables.audit_head.c.number, tables.audit_head.c.hash).with_for_update())
_SAID = ("actor", "role", "organisation", "purpose", "action", "noun", "object", "outcome", "request", "software")
_WRITTEN = ("number", "at", *_SAID, "detail", "subjects", "previous", "hash")
_INSERT = sa.insert(sa.table("audit", *(sa.column(name, tables.audit.c[name].type) for name in _WRITTEN)))
_INSERT_SUBJECTS = sa.insert(tables.audit_subjects)
_INSERT_ONE, _INSERT_SUBJECT = Hot(_INSERT), Hot(_INSERT_SUBJECTS)
_NEW_HEAD = Hot(sa.update(tables.audit_head).values(number=sa.bindparam("last"), hash=sa.bindparam("last_hash")))


def append(connection: sa.Connection, entries: Collection[Entry], now: datetime) -> None:
    """Append rows to the log, in the transaction at hand.

    The head is locked until the transaction ends, so call this last.
    """
    if not entries:
        return
    number, previous = lock_head(connection)
    rows, subjects = [], []
    for entry in entries:
        number += 1
        values = {
            "number": number,
            "at": now,
            **{name: getattr(entry, name) for name in _SAID},
            "detail": json.loads(_line(entry.detail)),
            "subjects": _digest(entry.subjects),
            "previous": previous,
        }
        values["hash"] = previous = _hash(values)
        rows.append(values)
        subjects += [{"number": number, "candidate": candidate} for candidate in sorted(entry.subjects)]
    if len(rows) == 1:
        _INSERT_ONE(connection, rows[0])
    else:
        connection.execute(_INSERT, rows)
    if len(subjects) == 1:
        _INSERT_SUBJECT(connection, subjects[0])
    elif subjects:
        connection.execute(_INSERT_SUBJECTS, subjects)
    _NEW_HEAD(connection, {"last": number, "last_hash": previous})


def lock_head(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash of the last row; until the transaction ends nobody else appends."""
    number, digest = _LOCKED_HEAD.one(connection)
    return number, digest


def anchor(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash of the last row: noted down elsewhere, they show that nothing up to it was replaced."""
    row = connection.execute(sa.select(tables.audit_head)).one()
    return row.number, row.hash


def verify(
    connection: sa.Connection, anchors: Collection[tuple[int, str]] = (), now: datetime | None = None
) -> Verification:
    """Look through the whole log.

    On PostgreSQL the transaction must see one state of the database throughout (`Store.reading` does), or rows that are
    appended meanwhile look like a flaw.

    Parameters
    ----------
    anchors
        (number, hash) of rows as they were noted down elsewhere.
    now
        The present moment; with it, what the log says of itself and dates in the future is found.
    """
    flaws: list[Flaw] = []
    noted: dict[int, set[str]] = {}
    for at, digest in anchors:
        noted.setdefault(at, set()).add(digest)
    number, previous, rows, emptied = 0, START, 0, 0
    rules = Rules(_of_itself(connection))
    flaws += rules.flaws
    flaws += _not_noted(noted.pop(0, set()), 0, START)
    for row, subjects in _all(connection):
        rows += 1
        here = row["number"]
        if type(here) is not int or here <= 0:
            flaws.append(Flaw(number + 1, f"Række {here!r} hører ikke til i loggen"))
            continue
        if here != number + 1:
            flaws.append(Flaw(number + 1, _missing(number + 1, here - 1)))
        elif row.get("previous") != previous:
            flaws.append(Flaw(here, f"Række {here} følger ikke efter rækken før den"))
        if "hash" not in row:
            flaws.append(Flaw(here, f"Række {here} kan ikke læses"))
        elif row["emptied"] is not None:
            emptied += 1
        else:
            flaws += not_as_written(row, subjects)
        flaws += rules.look(row, subjects)
        number, previous = here, row.get("hash", "")
        flaws += _not_noted(noted.pop(number, set()), number, previous)
    heads = connection.execute(sa.select(tables.audit_head)).all()
    if [(head.number, head.hash) for head in heads] != [(number, previous)]:
        said = " og ".join(str(head.number) for head in heads) or "intet"
        flaws.append(Flaw(number + 1, f"Loggens hoved siger {said}, men den sidste række er {number}: {previous}"))
    flaws += (Flaw(gone, f"Række {gone}, der blev noteret som anker, findes ikke") for gone in sorted(noted))
    flaws += (Flaw(of, f"Der står borgere på række {of}, som ikke findes") for of in _orphans(connection))
    flaws += rules.end(now)
    return Verification(rows, number, previous, tuple(sorted(flaws, key=lambda flaw: flaw.number)), emptied)


def not_as_written(row: Mapping[str, Any], subjects: Collection[str]) -> list[Flaw]:
    """What is wrong with a row that has not been emptied, as it is in the database.

    Parameters
    ----------
    subjects
        The candidates that stand under the row.
    """
    number = row["number"]
    if row["retention"] is not None or not _gives(row["hash"], _hash, row):
        return [Flaw(number, f"Række {number} er ændret, efter at den blev skrevet")]
    if not _gives(row["subjects"], _digest, subjects):
        return [Flaw(number, f"Række {number} handler ikke om de borgere, den blev skrevet om")]
    return []


def _gives(digest: str, of: Callable[[Any], str], what: Any) -> bool:
    """Whether that is the digest; a value that no call could have written has none."""
    try:
        return of(what) == digest
    except (ValueError, TypeError, AttributeError):
        return False


def _not_noted(digests: set[str], number: int, found: str) -> list[Flaw]:
    if digests <= {found}:
        return []
    return [Flaw(number, f"Række {number} er ikke den, der blev noteret som anker")]


def _all(connection: sa.Connection) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """Every row with its subjects, some at a time: a log is long."""
    audit, about = tables.audit, tables.audit_subjects
    numbers = sa.select(audit.c.number).order_by(audit.c.number).limit(_AT_ONCE)
    first: int | None = None
    while True:
        some = connection.execute(numbers if first is None else numbers.where(audit.c.number > first)).scalars().all()
        if not some:
            return
        first = some[-1]
        yield from (({"number": odd}, frozenset()) for odd in some if type(odd) is not int)
        some = [number for number in some if type(number) is int]
        if not some:
            continue
        between = (some[0], some[-1])
        pairs = connection.execute(
            sa.select(about).where(about.c.number.between(*between)).order_by(about.c.number)
        ).all()
        subjects = {number: frozenset(p.candidate for p in own) for number, own in groupby(pairs, lambda p: p.number)}
        for row in _rows(connection, *between):
            yield row, subjects.get(row["number"], frozenset())


def _of_itself(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    """The seals and records of deletions, each read for itself: one that cannot be read does not hide the others."""
    number = tables.audit.c.number
    numbers = connection.execute(sa.select(number).where(speaks_of_itself()).order_by(number)).scalars().all()
    for one in numbers:
        yield from _rows(connection, one, one) if type(one) is int else ()


def _rows(connection: sa.Connection, first: int, last: int) -> Iterator[Mapping[str, Any]]:
    """Those rows; of one that cannot be read (no date where a date should be) only the number."""
    audit = tables.audit
    query = sa.select(audit).where(audit.c.number.between(first, last)).order_by(audit.c.number)
    try:
        yield from [dict(row) for row in connection.execute(query).mappings().all()]
    except (ValueError, TypeError):
        if first == last:
            yield {"number": first}
            return
        middle = (first + last) // 2
        yield from _rows(connection, first, middle)
        yield from _rows(connection, middle + 1, last)


def _orphans(connection: sa.Connection) -> Sequence[int]:
    about = tables.audit_subjects.c.number
    there = sa.select(tables.audit.c.number).where(tables.audit.c.number == about).exists()
    return connection.execute(sa.select(about).distinct().where(~there).order_by(about)).scalars().all()


def _hash(row: Mapping[str, Any]) -> str:
    said = {name: row[name] for name in (*_SAID, "number", "detail", "subjects", "previous")}
    said["at"] = stamp(row["at"])
    return hashlib.sha256(_line(said).encode()).hexdigest()


def _digest(subjects: Collection[str]) -> str:
    return hashlib.sha256(_line(sorted(subjects)).encode()).hexdigest()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _missing(first: int, last: int) -> str:
    return f"Række {first} mangler" if first == last else f"Rækkerne {first} til {last} mangler"
