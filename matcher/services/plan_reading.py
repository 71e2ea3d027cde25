"""Whose match is which: told to a consultant of her own candidates, to an auditor without needs, to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.disclosure.small_numbers import column
from matcher.services.access import Reach, related
from matcher.services.caller import Role
from matcher.services.errors import NotHere
from matcher.services.fields import Group, Sight, sight
from matcher.services.plans import SeenPlan, read, row_of
from matcher.services.unit import Unit
from matcher.store import tables

WORTH = ("people", "company", "society", "total", "lasts", "parts")
"""What an auditor reads of a placement's worth: how it was weighed, not what it was weighed from."""
PLACEMENT_GROUPS: Mapping[str, Group] = {
    "option": Group.MATCHES,
    "pinned": Group.MATCHES,
    "worth": Group.MATCHES,
    "hours": Group.SCHEME,
    "presence": Group.SCHEME,
    "tasks": Group.SCHEME,
    "measures": Group.NEEDS,
    "uses": Group.NEEDS,
    "texts": Group.NEEDS,
    "trace": Group.NEEDS,
}
"""Every field of a placement in a plan but whose and where it is. What is used tells what is needed."""
_IN_A_LIST = tuple(name for name in PLACEMENT_GROUPS if name != "trace")
_AT_ONCE = 500
_pp, _lo = tables.plan_placements, tables.plan_left_out


@dataclass(frozen=True, slots=True)
class SeenProposal:
    """One placement of a plan, as the caller may see it; what she may not see is not among the values."""

    candidate: str
    opening: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeenLeftOut:
    """Somebody the plan has no place for, and the main reason."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A rule that could not be kept: a pin that no option honours, or rules that exclude each other."""

    candidates: tuple[str, ...]
    opening: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What another plan means for one candidate: the openings she has in each."""

    candidate: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two plans side by side.

    Attributes
    ----------
    people
        How many gain a place, lose theirs, move, and stay; None where they are too few.
    moved
        The caller's own candidates whose openings differ.
    """

    before: SeenPlan
    after: SeenPlan
    people: Mapping[str, int | None]
    moved: tuple[Moved, ...]


def placements(unit: Unit, plan: str, limit: int, after: str = "") -> tuple[list[SeenProposal], str | None]:
    """Placements of so many candidates, sorted by candidate, and after whom the next page begins."""
    people, following = _page(unit, plan, _pp, limit, after)
    rows = _of(unit, _pp, plan, people, [_pp.c[name] for name in ("candidate", "opening", *_IN_A_LIST)])
    unit.record("list", "plan_placement", plan, subjects=set(people), count=len(rows), after=after)
    return [_proposal(unit, row) for row in rows], following


def placement(unit: Unit, plan: str, candidate: str, opening: str) -> SeenProposal:
    """One placement with its whole trace."""
    if not _may_see(unit, plan, candidate):
        raise NotHere
    here = (_pp.c.plan == plan) & (_pp.c.candidate == candidate) & (_pp.c.opening == opening)
    row = unit.connection.execute(sa.select(_pp).where(here)).mappings().one_or_none()
    if row is None:
        raise NotHere
    unit.record("read", "plan_placement", plan, subjects={candidate}, opening=opening)
    return _proposal(unit, dict(row))


def left_out(unit: Unit, plan: str, limit: int, after: str = "") -> tuple[list[SeenLeftOut], str | None]:
    """Those the plan has no place for, sorted, and after whom the next page begins."""
    people, following = _page(unit, plan, _lo, limit, after)
    rows = _of(unit, _lo, plan, people, [_lo.c.candidate, _lo.c.reason])
    unit.record("list", "plan_left_out", plan, subjects=set(people), count=len(rows), after=after)
    return [SeenLeftOut(row["candidate"], row["reason"]) for row in rows], following


def hindrances(unit: Unit, plan: str) -> list[Hindrance]:
    """Rules that could not be kept and placements that no longer can be as agreed, of the caller's own or of nobody."""
    unit.require(Role.CONSULTANT)
    summary = row_of(unit, plan)["summary"]
    mine = related(unit)
    told = (*summary.get("broken_pins", ()), *summary.get("otherwise", ()))
    pins = [Hindrance((b["candidate"],), b["opening"], b["sentence"]) for b in told]
    clashes = [Hindrance(tuple(c["candidates"]), None, c["sentence"]) for c in summary.get("conflict", ())]
    found = [h for h in (*pins, *clashes) if mine.issuperset(h.candidates)]
    unit.record("list", "plan_hindrance", plan, subjects={c for h in found for c in h.candidates}, count=len(found))
    return found


def compare(unit: Unit, before: str, after: str) -> Compared:
    """What the second plan gains and loses against the first."""
    one, other = read(unit, before), read(unit, after)
    had, has = _openings(unit, before), _openings(unit, after)
    everybody = sorted(set(had) | set(has))
    differing = [c for c in everybody if had.get(c, ()) != has.get(c, ())]
    numbers = [
        sum(c not in had for c in differing),
        sum(c not in has for c in differing),
        sum(c in had and c in has for c in differing),
        len(everybody) - len(differing),
    ]
    shown = numbers if unit.caller.role is Role.AUDITOR else column(numbers)
    mine = related(unit) & set(differing)
    unit.record("compare", "plan", before, subjects=mine, other=after, count=len(mine))
    return Compared(
        before=one,
        after=other,
        people=dict(zip(("gained", "lost", "moved", "same"), shown, strict=True)),
        moved=tuple(Moved(c, had.get(c, ()), has.get(c, ())) for c in sorted(mine)),
    )


def _openings(unit: Unit, plan: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    query = sa.select(_pp.c.candidate, _pp.c.opening).where(_pp.c.plan == plan).order_by(_pp.c.candidate, _pp.c.opening)
    for candidate, opening in unit.connection.execute(query):
        found[candidate] = (*found.get(candidate, ()), opening)
    return found


def _page(unit: Unit, plan: str, table: sa.Table, limit: int, after: str) -> tuple[list[str], str | None]:
    """The next candidates whose rows the caller may read."""
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    row_of(unit, plan)
    query = sa.select(table.c.candidate).distinct().where(table.c.plan == plan, table.c.candidate > after)
    if unit.caller.role is Role.AUDITOR:
        found = list(unit.connection.execute(query.order_by(table.c.candidate).limit(limit + 1)).scalars())
    else:
        found = []
        mine = sorted(c for c in related(unit) if c > after)
        for start in range(0, len(mine), _AT_ONCE):
            here = query.where(table.c.candidate.in_(mine[start : start + _AT_ONCE]))
            found += unit.connection.execute(here.order_by(table.c.candidate).limit(limit + 1)).scalars()
            if len(found) > limit:
                break
        found.sort()
    return found[:limit], found[limit - 1] if len(found) > limit else None


def _of(
    unit: Unit, table: sa.Table, plan: str, people: Iterable[str], columns: Iterable[sa.Column[Any]]
) -> list[Mapping[str, Any]]:
    here = (table.c.plan == plan) & table.c.candidate.in_(list(people))
    query = sa.select(*columns).where(here).order_by(*table.primary_key.columns)
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def _may_see(unit: Unit, plan: str, candidate: str) -> bool:
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    row_of(unit, plan)
    return unit.caller.role is Role.AUDITOR or candidate in related(unit, [candidate])


def _proposal(unit: Unit, row: Mapping[str, Any]) -> SeenProposal:
    role = unit.caller.role
    reach = Reach.RELATION if role is Role.CONSULTANT else Reach.NONE
    shown = (Sight.READ, Sight.WRITE)
    values = {
        name: row[name]
        for name, group in PLACEMENT_GROUPS.items()
        if name in row and sight(role, reach, group) in shown
    }
    if role is Role.AUDITOR:
        values["worth"] = {name: row["worth"][name] for name in WORTH}
    return SeenProposal(row["candidate"], row["opening"], values)
