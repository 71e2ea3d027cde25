"""Whose case a person is: begun by whoever brings her in, handed on by her, ended by an end date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.services.access import require_relation
from matcher.services.caller import Role
from matcher.services.errors import NotHere, Refused
from matcher.services.unit import Unit, new_id
from matcher.store import tables


class EndCode(StrEnum):
    """Why nobody is to have a case any more."""

    CASE_CLOSED = "case_closed"
    MOVED = "moved"
    MISTAKE = "mistake"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Relation:
    """One consultant's case relation to a candidate.

    Attributes
    ----------
    account, name
        Whose.
    since
        When she took the case.
    given_by
        Id of the account that gave it to her.
    """

    account: str
    name: str
    organisation: str
    since: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case can be handed to."""

    account: str
    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A candidate whom no active consultant has.

    Attributes
    ----------
    closed
        Whether somebody ended her case on purpose; otherwise she may have been forgotten.
    """

    candidate: str
    closed: bool


def begin_relation(unit: Unit, candidate: str, account: str) -> None:
    """Give an account a case relation to a candidate; nothing when there is one already."""
    table = tables.relations
    here = (table.c.candidate == candidate) & (table.c.account == account) & table.c.until.is_(None)
    if unit.connection.execute(sa.select(table.c.id).where(here)).first() is not None:
        return
    unit.connection.execute(
        sa.insert(table).values(
            id=new_id("re"), candidate=candidate, account=account, since=unit.now, given_by=unit.caller.account
        )
    )


def read_relations(unit: Unit, candidate: str) -> list[Relation]:
    """Everybody who has the case of one of the caller's candidates."""
    require_relation(unit, candidate)
    unit.record("read", "relation", candidate, subjects={candidate})
    return _relations(unit, candidate)


def give(unit: Unit, candidate: str, account: str, *, hand_over: bool = False) -> list[Relation]:
    """Give a colleague the case of a candidate, beside the caller or in her stead.

    Parameters
    ----------
    hand_over
        Whether every other relation ends: those of the caller alone when she is a consultant, all when she administers.

    Raises
    ------
    NotHere
        When the candidate is out of reach, or the account is no active consultant of the caller's organisation.
    """
    _require_candidate(unit, candidate)
    colleague = _colleague(unit, account)
    begin_relation(unit, candidate, colleague["id"])
    ended = 0
    if hand_over:
        table = tables.relations
        others = (table.c.candidate == candidate) & table.c.until.is_(None) & (table.c.account != account)
        if unit.caller.role is Role.CONSULTANT:
            others &= table.c.account == unit.caller.account
        ended = unit.connection.execute(sa.update(table).where(others).values(until=unit.now)).rowcount
    unit.record("give", "relation", candidate, subjects={candidate}, account=account, ended=ended)
    return _relations(unit, candidate)


def end(unit: Unit, candidate: str, account: str, code: EndCode | None) -> None:
    """End a relation, at once.

    Raises
    ------
    Refused
        When it is the last one and no code says why nobody is to have the case.
    """
    _require_candidate(unit, candidate)
    live = _live(unit, candidate)
    if account not in {row["account"] for row in live}:
        raise NotHere
    others = [row for row in live if row["account"] != account and _counts(row)]
    if not others and code is None:
        raise Refused(
            "Det er den sidste, der har sagen: giv den først til en kollega, eller sig med en kode, hvorfor den lukkes",
            "last_relation",
        )
    table = tables.relations
    here = (table.c.candidate == candidate) & (table.c.account == account) & table.c.until.is_(None)
    said = None if others or code is None else code.value
    unit.connection.execute(sa.update(table).where(here).values(until=unit.now, code=said))
    unit.record("end", "relation", candidate, subjects={candidate}, account=account, code=said)


def read_colleagues(unit: Unit, limit: int, after: str = "") -> tuple[list[Colleague], str | None]:
    """Active consultants of the caller's organisation, sorted by id, and where the next page begins."""
    unit.require(Role.CONSULTANT)
    table = tables.accounts
    query = sa.select(table).where(
        table.c.role == Role.CONSULTANT.value,
        table.c.active,
        table.c.organisation == unit.caller.organisation,
        table.c.id > after,
    )
    rows = unit.connection.execute(query.order_by(table.c.id).limit(limit + 1)).mappings().all()
    found = [Colleague(row["id"], row["name"]) for row in rows[:limit]]
    return found, found[-1].account if len(rows) > limit else None


def read_missing(unit: Unit, limit: int, after: str = "") -> tuple[list[Missing], str | None]:
    """Candidates whom no active consultant has, by ids alone, so that nobody is lost."""
    unit.require(Role.ADMINISTRATOR)
    c, r, a = tables.candidates, tables.relations, tables.accounts
    held = (
        sa.select(r.c.id)
        .join(a, a.c.id == r.c.account)
        .where(r.c.candidate == c.c.id, r.c.until.is_(None), a.c.active, a.c.role == Role.CONSULTANT.value)
    )
    query = sa.select(c.c.id).where(c.c.id > after, ~held.exists()).order_by(c.c.id).limit(limit + 1)
    ids = list(unit.connection.execute(query).scalars())
    page = ids[:limit]
    unit.record("list", "missing_relation", "", after=after, count=len(page))
    rows = unit.connection.execute(
        sa.select(r.c.candidate, r.c.until, r.c.code).where(r.c.candidate.in_(page)).order_by(r.c.since, r.c.id)
    ).all()
    # On purpose: the one that ended last was ended with a code, and none goes on at a closed account.
    last = {row.candidate: row for row in sorted(rows, key=lambda row: (row.until is None, row.until or unit.now))}
    found = [Missing(key, key in last and last[key].code is not None) for key in page]
    return found, page[-1] if len(ids) > limit else None


def organisations_of(unit: Unit, candidate: str) -> frozenset[str]:
    """Where those who have the case work; none when nobody has it."""
    return frozenset(row["organisation"] for row in _live(unit, candidate))


def _require_candidate(unit: Unit, candidate: str) -> None:
    """Refuse who may not decide whose case it is; the candidate's row is locked, so that nobody else decides meanwhile.

    A consultant has the case herself. An administrator knows the id, and nobody of another organisation has the case.
    """
    unit.require(Role.CONSULTANT, Role.ADMINISTRATOR)
    c = tables.candidates
    query = sa.select(c.c.id).where(c.c.id == candidate).with_for_update(key_share=True)
    there = unit.connection.execute(query).first()
    if unit.caller.role is Role.CONSULTANT:
        require_relation(unit, candidate)
    elif there is None or not organisations_of(unit, candidate) <= {unit.caller.organisation}:
        raise NotHere


def _colleague(unit: Unit, account: str) -> sa.RowMapping:
    table = tables.accounts
    query = sa.select(table).where(
        table.c.id == account,
        table.c.role == Role.CONSULTANT.value,
        table.c.active,
        table.c.organisation == unit.caller.organisation,
    )
    row = unit.connection.execute(query.with_for_update(key_share=True)).mappings().one_or_none()
    if row is None:
        raise NotHere("Kontoen er ikke en aktiv jobkonsulent i din organisation.")
    return row


def _live(unit: Unit, candidate: str) -> list[dict[str, Any]]:
    r, a = tables.relations, tables.accounts
    query = (
        sa.select(r.c.account, r.c.since, r.c.given_by, a.c.name, a.c.organisation, a.c.active, a.c.role)
        .join(a, a.c.id == r.c.account)
        .where(r.c.candidate == candidate, r.c.until.is_(None))
    )
    return [dict(row) for row in unit.connection.execute(query.order_by(r.c.since, r.c.account)).mappings()]


def _counts(row: Mapping[str, Any]) -> bool:
    """Whether a relation means that somebody looks after the case."""
    return bool(row["active"]) and row["role"] == Role.CONSULTANT.value


def _relations(unit: Unit, candidate: str) -> list[Relation]:
    return [
        Relation(row["account"], row["name"], row["organisation"], row["since"], row["given_by"])
        for row in _live(unit, candidate)
    ]
