"""Whether people decide, or only nod: what becomes of proposals, month by month (TRUST E4.4).

A decision is the first thing that a named person does about a proposal: she shows it to the candidate, or takes it
back. What a new plan takes back by itself is none. Each month stands for itself, without a total, so that a month of
few decisions cannot be worked out from the others; about fewer than ten nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

import sqlalchemy as sa

from matcher.disclosure.small_numbers import SMALL
from matcher.services.caller import SYSTEM, Role
from matcher.services.transitions import State
from matcher.services.unit import HERE, Unit
from matcher.store import tables

READERS = (Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR)
MONTHS = 12
"""How many months are told of, the present one among them."""
_BY_PLAN = "plan_replaced"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with how many it is of; no value where they are fewer than ten."""

    of: int | None
    value: float | None

    @property
    def too_small(self) -> bool:
        """Whether there are too few to say anything."""
        return self.of is None


@dataclass(frozen=True, slots=True)
class Month:
    """What was decided in one month.

    Attributes
    ----------
    month
        Its first day.
    taken_back
        Share of a plan's proposals that the consultant took back instead of showing them.
    own
        Share of what was shown that no plan had proposed.
    first_ranked
        Share of a plan's proposals that were shown and are the candidate's best opening by value minus price.
    accepted_own
        Share of what employers said yes to that no plan had proposed.
    hours_to_decision
        Median from proposal to decision.
    """

    month: date
    taken_back: Measure
    own: Measure
    first_ranked: Measure
    accepted_own: Measure
    hours_to_decision: Measure


@dataclass(frozen=True, slots=True)
class _Decision:
    month: date
    to: State
    hours: float
    plan: str | None
    is_first: bool


def oversight(unit: Unit) -> tuple[Month, ...]:
    """What became of proposals in each of the last twelve months, the latest first."""
    unit.require(*READERS)
    months = _months(unit.day)
    decisions = [d for d in _decisions(unit) if d.month in months]
    accepted = _accepted(unit)
    found = []
    for month in months:
        here = [d for d in decisions if d.month == month]
        shown = [d for d in here if d.to is State.SHOWN]
        found.append(
            Month(
                month=month,
                taken_back=_share([d.to is not State.SHOWN for d in here if d.plan is not None]),
                own=_share([d.plan is None for d in shown]),
                first_ranked=_share([d.is_first for d in shown if d.plan is not None]),
                accepted_own=_share([plan is None for when, plan in accepted if when == month]),
                hours_to_decision=_median([d.hours for d in here]),
            )
        )
    unit.record("read", "oversight", "", months=len(found))
    return tuple(found)


def _months(day: date) -> list[date]:
    first = day.year * 12 + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, first - MONTHS, -1)]


def _month(at: datetime) -> date:
    return at.astimezone(HERE).date().replace(day=1)


def _decisions(unit: Unit) -> list[_Decision]:
    """The first step of every placement after its proposal, when a person took it."""
    s, p = tables.steps, tables.placements
    query = (
        sa.select(s.c.at, s.c.to, p.c.created_at, p.c.plan, p.c.candidate, p.c.opening)
        .join(p, p.c.id == s.c.placement)
        .where(s.c.came_from == State.PROPOSED.value, s.c.code != _BY_PLAN, s.c.decided_by != SYSTEM.account)
        .order_by(s.c.at, s.c.id)
    )
    rows = unit.connection.execute(query).all()
    best = _best(unit, {row.plan for row in rows if row.plan is not None})
    return [
        _Decision(
            month=_month(row.at),
            to=State(row.to),
            hours=(row.at - row.created_at).total_seconds() / 3600,
            plan=row.plan,
            is_first=best.get((row.plan, row.candidate)) == row.opening,
        )
        for row in rows
    ]


def _best(unit: Unit, plans: set[str]) -> dict[tuple[str, str], str | None]:
    """Each candidate's best opening by the plan's own standing."""
    p = tables.plans
    found = {}
    for row in unit.connection.execute(sa.select(p.c.id, p.c.standing).where(p.c.id.in_(plans))):
        for candidate, place in (row.standing or {}).items():
            found[(row.id, candidate)] = place[0] if place else None
    return found


def _accepted(unit: Unit) -> list[tuple[date, str | None]]:
    """When an employer said yes, and to which plan's proposal."""
    s, p = tables.steps, tables.placements
    query = sa.select(s.c.at, p.c.plan).join(p, p.c.id == s.c.placement).where(s.c.to == State.ACCEPTED.value)
    return [(_month(row.at), row.plan) for row in unit.connection.execute(query)]


def _share(is_so: Sequence[bool]) -> Measure:
    if len(is_so) < SMALL:
        return Measure(None, None)
    return Measure(len(is_so), round(sum(is_so) / len(is_so), 3))


def _median(hours: Sequence[float]) -> Measure:
    if len(hours) < SMALL:
        return Measure(None, None)
    return Measure(len(hours), round(median(hours), 1))
