"""Placements as each may see them: a consultant those of her own candidates, an employer those she has been told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.ranking import pseudonym
from matcher.services.caller import Role
from matcher.services.errors import NotHere
from matcher.services.transitions import TRANSITIONS, State, following
from matcher.services.unit import Unit
from matcher.store import tables

EMPLOYER_STATES = (State.INTRODUCED, State.ACCEPTED, State.STARTED, State.ENDED)
"""States in which an employer may see a placement at her own workplace."""
_WHILE_GO_AHEAD = (State.INTRODUCED, State.ENDED)
"""Of these, the ones she sees only while the candidate's yes stands."""
_CONSULTANT_SEES = (
    "candidate",
    "opening",
    "workplace",
    "plan",
    "scheme",
    "hours",
    "presence",
    "tasks",
    "measures",
    "worth",
    "employer_text",
    "answer_by",
    "waiting_set_by",
    "remind_on",
    "reminded_at",
    "started",
    "ended",
    "created_at",
    "created_by",
)
_EMPLOYER_SEES = ("opening", "workplace", "scheme", "hours", "employer_text", "answer_by", "started", "ended")


@dataclass(frozen=True, slots=True)
class SeenPlacement:
    """What one caller sees of one placement.

    Attributes
    ----------
    id, version, state
        Of the row.
    following
        The states the caller may take it to.
    values
        By name, only those the caller may read.
    """

    id: str
    version: int
    state: str
    following: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeenStep:
    """What one caller sees of one step; `values` holds who, why and what she may read of it."""

    number: int
    at: datetime
    to: str
    values: dict[str, Any]


def read(unit: Unit, placement: str) -> SeenPlacement:
    """One placement, as the caller may see it; the look is logged."""
    row = within_reach(unit, placement)
    unit.record("read", "placement", placement, subjects={row["candidate"]})
    return seen(unit, row)


def read_list(
    unit: Unit, limit: int, after: str = "", state: State | None = None
) -> tuple[list[SeenPlacement], str | None]:
    """The placements within the caller's reach, sorted by id, and where the next page begins."""
    p = tables.placements
    query = _within_reach(unit).where(p.c.id > after).order_by(p.c.id).limit(limit + 1)
    if state is not None:
        query = query.where(p.c.state == state.value)
    rows = [dict(row) for row in unit.connection.execute(query).mappings()]
    page = rows[:limit]
    found = "" if state is None else state.value
    unit.record(
        "list", "placement", "", subjects={r["candidate"] for r in page}, after=after, state=found, count=len(page)
    )
    return [seen(unit, row) for row in page], page[-1]["id"] if len(rows) > limit else None


def read_steps(unit: Unit, placement: str) -> list[SeenStep]:
    """How a placement came to where it is, the first step first.

    An employer sees the states it has been in since she was told of it, and of the steps of her own the reason.
    """
    row = within_reach(unit, placement)
    unit.record("read", "steps", placement, subjects={row["candidate"]})
    s, a = tables.steps, tables.accounts
    query = sa.select(s, a.c.name, a.c.employer).join(a, a.c.id == s.c.decided_by, isouter=True)
    steps = unit.connection.execute(query.where(s.c.placement == placement).order_by(s.c.number)).mappings()
    if unit.caller.role is Role.CONSULTANT:
        return [_step(step, _all_of(step)) for step in steps]
    told = [step for step in steps if step["to"] in EMPLOYER_STATES]
    return [
        SeenStep(n, step["at"], step["to"], _own_of(step) if step["employer"] == unit.caller.employer else {})
        for n, step in enumerate(told, start=1)
    ]


def within_reach(unit: Unit, placement: str, *, lock: bool = False) -> dict[str, Any]:
    """The row of a placement within the caller's reach.

    Parameters
    ----------
    lock
        Nobody else changes it until the transaction ends.

    Raises
    ------
    NotHere
        Whether or not there is such a placement.
    """
    p = tables.placements
    if lock:
        # The locks come first, and what is read after them is what is there once they are held. As everywhere, the
        # candidate's is before the placement's: whoever takes her yes back must not wait for us while we wait for her.
        c = tables.candidates
        whose = sa.select(p.c.candidate).where(p.c.id == placement).scalar_subquery()
        unit.connection.execute(sa.select(c.c.id).where(c.c.id == whose).with_for_update(key_share=True))
        unit.connection.execute(sa.select(p.c.id).where(p.c.id == placement).with_for_update(key_share=True))
    row = unit.connection.execute(_within_reach(unit).where(p.c.id == placement)).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def seen(unit: Unit, row: Mapping[str, Any]) -> SeenPlacement:
    """Cut a row to what the caller may see."""
    role, state = unit.caller.role, State(row["state"])
    names = _CONSULTANT_SEES if role is Role.CONSULTANT else _EMPLOYER_SEES
    values = {name: row[name] for name in names}
    if role is not Role.CONSULTANT:
        values["pseudonym"] = pseudonym(row["candidate"], row["opening"], unit.cipher.pseudonym_key)
    may = tuple(to.value for to in following(state) if role in TRANSITIONS[state, to].roles)
    return SeenPlacement(row["id"], row["version"], state.value, may, values)


def mine(unit: Unit) -> sa.Select[Any]:
    """The candidates the caller has a case relation to, as a question."""
    r = tables.relations
    return sa.select(r.c.candidate).where(r.c.account == unit.caller.account, r.c.until.is_(None))


def _within_reach(unit: Unit) -> sa.Select[Any]:
    p, o, w = tables.placements, tables.openings, tables.workplaces
    query = sa.select(p, o.c.workplace).join(o, o.c.id == p.c.opening)
    match unit.caller.role:
        case Role.CONSULTANT:
            return query.where(p.c.candidate.in_(mine(unit)))
        case Role.EMPLOYER:
            own = w.c.employer == unit.caller.employer
            alone = [state.value for state in EMPLOYER_STATES if state not in _WHILE_GO_AHEAD]
            with_yes = p.c.state.in_([state.value for state in _WHILE_GO_AHEAD]) & _go_ahead_stands(unit)
            return query.join(w, w.c.id == o.c.workplace).where(own, p.c.state.in_(alone) | with_yes)
    return query.where(sa.false())


def _go_ahead_stands(unit: Unit) -> sa.ColumnElement[bool]:
    p, g = tables.placements, tables.go_aheads
    same = (g.c.candidate == p.c.candidate) & (g.c.opening == p.c.opening)
    return sa.select(g.c.id).where(same, _standing(unit)).exists()


def _standing(unit: Unit) -> sa.ColumnElement[bool]:
    g = tables.go_aheads
    return (g.c.given <= unit.day) & (g.c.withdrawn.is_(None) | (g.c.withdrawn > unit.day))


def _step(step: Mapping[Any, Any], values: dict[str, Any]) -> SeenStep:
    return SeenStep(step["number"], step["at"], step["to"], values)


def _all_of(step: Mapping[Any, Any]) -> dict[str, Any]:
    names = ("came_from", "decided_by", "carried_out_by", "code", "note", "hours")
    return {name: step[name] for name in names} | {"decided_by_name": step["name"]}


def _own_of(step: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: step[name] for name in ("code", "hours")}
