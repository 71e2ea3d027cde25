"""Carrying out a step of a placement: its row, its history, and everything that follows from it.

Nobody is asked here whether she may: `matcher.services.steps` does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import Binding
from matcher.domain.decision import BindingKind
from matcher.domain.plan import ResourceKind
from matcher.services import bookings, due, histories
from matcher.services.due import Due
from matcher.services.rechecking import Today, still_supply
from matcher.services.resources import refresh
from matcher.services.transitions import DECIDED_AGAINST, LIVE, State
from matcher.services.unit import Unit, new_id
from matcher.store import tables
from matcher.store.facts import PEOPLE, raise_revision, save_rows

_BY_THE_HOUR = (ResourceKind.OPENING_HOURS.value, ResourceKind.TASK_HOURS.value)
_FULL_TIME = "årsværk"


@dataclass(frozen=True, slots=True)
class Move:
    """A step that has been decided.

    Attributes
    ----------
    to, code, note
        Where to, and why.
    day
        When it began or ended.
    hours
        Effective hours a week from now on.
    answer_by, remind_on
        Until when the employer is waited for, and when she is to be reminded.
    decided_by, carried_out_by
        The named person, and who or what did it when that was not she; None for the caller herself.
    """

    to: State
    code: str
    note: str = ""
    day: date | None = None
    hours: float | None = None
    answer_by: date | None = None
    remind_on: date | None = None
    decided_by: str | None = None
    carried_out_by: str | None = None


def move(unit: Unit, row: Mapping[str, Any], step: Move) -> None:
    """Take a placement, whose row is locked, to another state with all that follows."""
    came_from, key = State(row["state"]), row["id"]
    decided_by = step.decided_by or unit.caller.account
    waits = step.to is State.INTRODUCED
    values: dict[str, Any] = {
        "state": step.to.value,
        "answer_by": step.answer_by if waits else None,
        "remind_on": step.remind_on if waits else None,
        "waiting_set_by": decided_by if waits else row["waiting_set_by"],
        "reminded_at": None if waits else row["reminded_at"],
        "version": row["version"] + 1,
        "changed_at": unit.now,
    }
    begins = step.to is State.STARTED and came_from is State.ACCEPTED
    if begins:
        values["started"] = step.day or unit.day
    if step.to is State.ENDED:
        values["ended"] = step.day or unit.day
    if step.hours is not None and step.hours != row["hours"]:
        values |= _with_hours(unit, row, step.hours)
    p = tables.placements
    unit.connection.execute(sa.update(p).where(p.c.id == key).values(**values))
    record_step(unit, key, came_from, step.to, step.code, step.note, step.hours, decided_by, step.carried_out_by)
    now = {**row, **values}
    if begins:
        histories.begin(unit, now)
        due.begin(unit, now)
    elif step.to is State.STARTED:
        histories.change_hours(unit, now)
    if step.to is State.ENDED:
        histories.finish(unit, now, step.code)
        due.close(unit, key, decided_by, (Due.REVIEW, Due.LAW))
    if came_from is State.INTRODUCED:
        due.close(unit, key, decided_by, (Due.REMINDER,))
    if step.to not in LIVE:
        bookings.release(unit, key)
        due.close(unit, key, decided_by, (Due.OUTGROWN,))
    if step.to in DECIDED_AGAINST and unit.catalogue.reasons[step.code].keeps_apart:
        keep_apart(unit, row["candidate"], row["opening"], step.code, decided_by)


def record_step(
    unit: Unit,
    placement: str,
    came_from: State | None,
    to: State,
    code: str,
    note: str = "",
    hours: float | None = None,
    decided_by: str | None = None,
    carried_out_by: str | None = None,
) -> None:
    """Write a step into a placement's history."""
    s = tables.steps
    last = unit.connection.execute(sa.select(sa.func.max(s.c.number)).where(s.c.placement == placement)).scalar()
    unit.connection.execute(
        sa.insert(s).values(
            id=new_id("st"),
            placement=placement,
            number=(last or 0) + 1,
            at=unit.now,
            decided_by=decided_by or unit.caller.account,
            carried_out_by=carried_out_by,
            came_from=None if came_from is None else came_from.value,
            to=to.value,
            code=code,
            note=note,
            hours=hours,
        )
    )


def keep_apart(unit: Unit, candidate: str, opening: str, code: str, decided_by: str) -> None:
    """Let later plans leave a pair out; a consultant may let it be again. A pin of the pair is gone then."""
    b = tables.bindings
    here = (b.c.candidate == candidate) & (b.c.opening == opening) & (b.c.kind == BindingKind.PIN.value)
    if unit.connection.execute(sa.delete(b).where(here)).rowcount:
        raise_revision(unit.connection, PEOPLE, unit.now)
    words = unit.catalogue.reasons[code].danish
    binding = Binding(candidate, opening, BindingKind.FORBID, words)
    save_rows(unit.connection, "bindings", [binding], unit.now, code=code, decided_by=decided_by)


def _with_hours(unit: Unit, row: Mapping[str, Any], hours: float) -> dict[str, Any]:
    """The columns of other hours; presence, tasks and what is booked by the hour follow in proportion."""
    share = hours / row["hours"]
    held = bookings.held_by(unit, row["id"])
    r = tables.resources
    query = sa.select(r.c.id).where(r.c.id.in_(list(held)), r.c.kind.in_(_BY_THE_HOUR) | (r.c.unit == _FULL_TIME))
    by_the_hour = unit.connection.execute(query).scalars().all()
    still_supply(unit)
    now = Today(unit, [row["opening"]], (), unit.day).resources()
    refresh(unit, [now[key] for key in by_the_hour if key in now])
    bookings.rebook(unit, row["id"], {key: held[key] * share for key in by_the_hour})
    return {
        "hours": hours,
        "presence": row["presence"] * share,
        "tasks": {task: amount * share for task, amount in row["tasks"].items()},
    }
