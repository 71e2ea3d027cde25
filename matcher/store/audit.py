"""The log: every row carries the hash of the one before, so that nothing can be changed, removed or moved unseen.

Only the last rows could be cut off together with the head; an anchor kept elsewhere (``brobygger audit anchor``) shows
that too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from matcher.store import tables

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
class Flaw:
    """Something that is not as it was written."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look through the whole log found.

    Attributes
    ----------
    rows
        How many rows there are.
    number, hash
        The last one's: the anchor.
    flaws
        In the order of the log; none when it is whole.
    """

    rows: int
    number: int
    hash: str
    flaws: tuple[Flaw, ...]


def append(connection: sa.Connection, entries: Collection[Entry], now: datetime) -> None:
    """Append rows to the log, in the transaction at hand.

    The head is locked until the transaction ends, so call this last.
    """
    if not entries:
        return
    head = tables.audit_head
    row = connection.execute(sa.select(head).with_for_update()).one()
    number, previous = row.number, row.hash
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
    connection.execute(sa.insert(tables.audit), rows)
    if subjects:
        connection.execute(sa.insert(tables.audit_subjects), subjects)
    connection.execute(sa.update(head).values(number=number, hash=previous))


def verify(connection: sa.Connection, anchors: Collection[tuple[int, str]] = ()) -> Verification:
    """Look through the whole log.

    Parameters
    ----------
    anchors
        (number, hash) of rows as they were noted down elsewhere.
    """
    flaws: list[Flaw] = []
    wanted = dict(anchors)
    number, previous, rows = 0, START, 0
    for row, subjects in _all(connection):
        rows += 1
        if row["number"] != number + 1:
            flaws.append(Flaw(number + 1, _missing(number + 1, row["number"] - 1)))
        elif row["previous"] != previous:
            flaws.append(Flaw(row["number"], f"Række {row['number']} følger ikke efter rækken før den"))
        if _hash(row) != row["hash"]:
            flaws.append(Flaw(row["number"], f"Række {row['number']} er ændret, efter at den blev skrevet"))
        elif _digest(subjects) != row["subjects"]:
            flaws.append(Flaw(row["number"], f"Række {row['number']} handler ikke om de borgere, den blev skrevet om"))
        number, previous = row["number"], row["hash"]
        if wanted.pop(number, previous) != previous:
            flaws.append(Flaw(number, f"Række {number} er ikke den, der blev noteret som anker"))
    head = connection.execute(sa.select(tables.audit_head)).one_or_none()
    if head is None or (head.number, head.hash) != (number, previous):
        last = "intet" if head is None else str(head.number)
        flaws.append(Flaw(number + 1, f"Loggens hoved siger {last}, men den sidste række er {number}"))
    flaws += (Flaw(gone, f"Række {gone}, der blev noteret som anker, findes ikke") for gone in sorted(wanted))
    return Verification(rows, number, previous, tuple(flaws))


_SAID = ("actor", "role", "organisation", "purpose", "action", "noun", "object", "outcome", "request", "software")


def _all(connection: sa.Connection) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """Every row with its subjects, some at a time: a log is long."""
    audit, about = tables.audit, tables.audit_subjects
    last = -1
    while True:
        query = sa.select(audit).where(audit.c.number > last).order_by(audit.c.number).limit(_AT_ONCE)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        first, last = rows[0]["number"], rows[-1]["number"]
        pairs = connection.execute(
            sa.select(about).where(about.c.number.between(first, last)).order_by(about.c.number)
        ).all()
        subjects = {number: frozenset(p.candidate for p in some) for number, some in groupby(pairs, lambda p: p.number)}
        for row in rows:
            yield dict(row), subjects.get(row["number"], frozenset())


def _hash(row: Mapping[str, Any]) -> str:
    said = {name: row[name] for name in (*_SAID, "number", "detail", "subjects", "previous")}
    said["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_line(said).encode()).hexdigest()


def _digest(subjects: Collection[str]) -> str:
    return hashlib.sha256("\n".join(sorted(subjects)).encode()).hexdigest()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _missing(first: int, last: int) -> str:
    return f"Række {first} mangler" if first == last else f"Rækkerne {first} til {last} mangler"
