"""Reading the log: an auditor all of it, others what they have done, an administrator whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.services.access import related, require_relation
from matcher.services.caller import Role
from matcher.services.errors import NotAllowed
from matcher.services.unit import Unit
from matcher.store import audit, tables

READERS = (Role.CONSULTANT, Role.EMPLOYER, Role.EVALUATOR, Role.AUDITOR)
"""Who may read rows; all but the auditor her own alone."""
KEEPERS = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Who may see whether the log is whole."""
_SEE_PEOPLE = frozenset({Role.CONSULTANT, Role.AUDITOR})
"""Who may see whose data a row is about: the auditor of all, a consultant of those she has a case relation to.

A plan that she has asked for is about everybody. An employer knows people by a pseudonym and an evaluator not at all.
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Which rows are wanted; what is None or empty is not asked for.

    Attributes
    ----------
    action, noun, actor, candidate
        Exactly these.
    first, last
        Lowest and highest number.
    newest_first
        In falling order of number.
    after
        Number after which to go on, in that order.
    """

    action: str = ""
    noun: str = ""
    actor: str = ""
    candidate: str = ""
    first: int | None = None
    last: int | None = None
    newest_first: bool = False
    after: int | None = None

    @property
    def fields(self) -> list[str]:
        """Names of what is asked for; they go into the log, their values do not."""
        given = {
            "action": self.action,
            "noun": self.noun,
            "actor": self.actor,
            "candidate": self.candidate,
            "first": self.first is not None,
            "last": self.last is not None,
        }
        return [name for name, asked in given.items() if asked]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log, as the caller may see it.

    Attributes
    ----------
    object, detail, subjects
        None where the caller may not know whom it is about.
    emptied
        Number of the row that says by which rule the contents of this one were deleted; None where they are there.
    """

    number: int
    at: datetime
    actor: str
    role: str
    organisation: str
    purpose: str | None
    action: str
    noun: str
    outcome: str
    request: str
    software: str
    hash: str
    object: str | None = None
    detail: dict[str, Any] | None = None
    subjects: tuple[str, ...] | None = None
    emptied: int | None = None


def read(unit: Unit, criterion: Criterion, limit: int) -> tuple[list[Row], int | None]:
    """Rows of the log by number, and after which number the next page begins. The look is itself logged.

    A look at what has been done with one person's data is a look at that person.

    Raises
    ------
    NotAllowed
        When somebody who may not know whose data a row is about asks for one candidate, or asks for another actor.
    NotHere
        When a consultant asks for a candidate to whom she has no case relation.
    """
    unit.require(*READERS)
    caller = unit.caller
    own = None if caller.role is Role.AUDITOR else caller.account
    if criterion.candidate and caller.role not in _SEE_PEOPLE:
        raise NotAllowed("Din rolle kan ikke søge i loggen efter en borger.")
    if own is not None and criterion.actor not in ("", own):
        raise NotAllowed("Du kan kun se dine egne handlinger i loggen.")
    if criterion.candidate and caller.role is Role.CONSULTANT:
        require_relation(unit, criterion.candidate)
    found = unit.connection.execute(_query(criterion, own).limit(limit + 1)).mappings().all()
    rows, more = found[:limit], len(found) > limit
    about = _subjects(unit, [row["number"] for row in rows])
    named = {criterion.candidate} if _is_candidate(unit, criterion.candidate) else set()
    unit.record("read", "audit", "", subjects=named, criterion=criterion.fields, count=len(rows))
    known = set().union(*about.values()) if caller.role is Role.AUDITOR else related(unit)
    shown = [_row(caller.role, dict(row), about.get(row["number"], ()), known) for row in rows]
    return shown, rows[-1]["number"] if more else None


def integrity(unit: Unit) -> audit.Verification:
    """Look through the whole log for flaws: about a minute for a million rows."""
    unit.require(*KEEPERS)
    return audit.verify(unit.connection, now=unit.now)


def anchor(unit: Unit) -> tuple[int, str]:
    """Number and hash of the last row, to be kept where whoever runs the database cannot change it."""
    unit.require(*KEEPERS)
    return audit.anchor(unit.connection)


def _query(criterion: Criterion, own: str | None) -> sa.Select[Any]:
    table, about = tables.audit, tables.audit_subjects
    query = sa.select(table)
    for column in (table.c.action, table.c.noun, table.c.actor):
        wanted = getattr(criterion, column.name)
        if wanted:
            query = query.where(column == wanted)
    if own is not None:
        query = query.where(table.c.actor == own)
    if criterion.candidate:
        query = query.join(about, about.c.number == table.c.number).where(about.c.candidate == criterion.candidate)
    if criterion.first is not None:
        query = query.where(table.c.number >= criterion.first)
    if criterion.last is not None:
        query = query.where(table.c.number <= criterion.last)
    if criterion.newest_first:
        query = query.order_by(table.c.number.desc())
        return query if criterion.after is None else query.where(table.c.number < criterion.after)
    query = query.order_by(table.c.number)
    return query if criterion.after is None else query.where(table.c.number > criterion.after)


def _subjects(unit: Unit, numbers: list[int]) -> dict[int, tuple[str, ...]]:
    table = tables.audit_subjects
    query = sa.select(table).where(table.c.number.in_(numbers)).order_by(table.c.number, table.c.candidate)
    found: dict[int, list[str]] = {}
    for row in unit.connection.execute(query):
        found.setdefault(row.number, []).append(row.candidate)
    return {number: tuple(candidates) for number, candidates in found.items()}


def _is_candidate(unit: Unit, candidate: str) -> bool:
    """Whether there is such a person: what else was typed does not belong in the log."""
    if not candidate:
        return False
    query = sa.select(tables.candidates.c.id).where(tables.candidates.c.id == candidate)
    return unit.connection.execute(query).first() is not None


def _row(role: Role, row: dict[str, Any], subjects: tuple[str, ...], known: Set[str]) -> Row:
    said = {name: row[name] for name in Row.__slots__ if name in row and name not in ("object", "detail", "subjects")}
    hidden = [candidate for candidate in subjects if candidate not in known]

    def tells(text: str) -> bool:
        # A key may be made of a candidate's id.
        return any(candidate in text for candidate in hidden)

    plain = None if tells(row["object"]) else row["object"]
    if role not in _SEE_PEOPLE:
        return Row(**said, object=plain)
    detail = None if tells(json.dumps(row["detail"], ensure_ascii=False)) else row["detail"]
    return Row(**said, object=plain, detail=detail, subjects=tuple(c for c in subjects if c in known))
