"""Within whose reach a person is: a case relation opens her case, a broken glass her name, a role alone nothing."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import sqlalchemy as sa

from matcher.services.caller import Role
from matcher.services.errors import NotHere
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.hot import Hot


class Reach(StrEnum):
    """How near a caller is to a person."""

    RELATION = "relation"
    BROKEN_GLASS = "broken_glass"
    NONE = "none"


def reach_of(unit: Unit, candidate: str) -> Reach:
    """How near the caller is to that candidate; NONE also when there is no such candidate."""
    if unit.caller.role is Role.CONSULTANT and _has_relation(unit, candidate):
        return Reach.RELATION
    if unit.caller.role is Role.CONSULTANT and _has_broken_glass(unit, candidate):
        return Reach.BROKEN_GLASS
    return Reach.NONE


def require_relation(unit: Unit, candidate: str) -> None:
    """Refuse a caller who has no case relation to that candidate, and one who has not said her purpose.

    Raises
    ------
    NotHere
        Whether or not there is such a candidate.
    """
    if reach_of(unit, candidate) is not Reach.RELATION:
        raise NotHere
    _ = unit.purpose


def related(unit: Unit, candidates: Collection[str] | None = None) -> frozenset[str]:
    """Of those candidates, or of all, the ones the caller has a case relation to."""
    if unit.caller.role is not Role.CONSULTANT:
        return frozenset()
    table = tables.relations
    query = sa.select(table.c.candidate).where(table.c.account == unit.caller.account, table.c.until.is_(None))
    if candidates is not None:
        query = query.where(table.c.candidate.in_(list(candidates)))
    return frozenset(unit.connection.execute(query).scalars())


# Every look at a person asks it, so it is written once.
_RELATION = Hot(
    sa.select(tables.relations.c.id)
    .where(
        tables.relations.c.account == sa.bindparam("account"),
        tables.relations.c.candidate == sa.bindparam("candidate"),
        tables.relations.c.until.is_(None),
    )
    .limit(1)
)


def _has_relation(unit: Unit, candidate: str) -> bool:
    asked = {"account": unit.caller.account, "candidate": candidate}
    return bool(_RELATION(unit.connection, asked))


def _has_broken_glass(unit: Unit, candidate: str) -> bool:
    table = tables.break_glass
    query = sa.select(table.c.id).where(
        table.c.account == unit.caller.account, table.c.candidate == candidate, table.c.until > unit.now
    )
    return unit.connection.execute(query.limit(1)).first() is not None
