"""Taking a step in the life of a match: by a named person, with a coded reason, when everything it needs is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from matcher.services import due
from matcher.services.caller import Role
from matcher.services.due import Due, DueDate
from matcher.services.errors import Malformed, NotAllowed, Outdated, Refused
from matcher.services.go_aheads import Said, give, stands
from matcher.services.moves import Move, move
from matcher.services.placement_reading import SeenPlacement, seen, within_reach
from matcher.services.reasons import require_reason
from matcher.services.transitions import DANISH, TRANSITIONS, State, following
from matcher.services.unit import Unit
from matcher.store import tables

_LONGEST_WAIT = 90
_LONGEST_AGO = 366
_FULL_TIME = 37.0
_SAID = {"go_ahead_meeting": Said.MEETING, "go_ahead_call": Said.TELEPHONE, "go_ahead_written": Said.WRITING}
"""How the candidate said yes, by the reason of the step."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long an employer is waited for when nobody says otherwise: days until she is reminded, and until it ends."""

    reminder_days: int
    silence_days: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step somebody wants to take.

    Attributes
    ----------
    to, code, note
        Where to, with which reason, and in her own words.
    answer_by
        Until when the employer is waited for, when she is told.
    started, ended
        The first and the last day of the job; today when left out.
    hours
        Effective hours a week, when they are others than agreed.
    """

    to: State
    code: str
    note: str = ""
    answer_by: date | None = None
    started: date | None = None
    ended: date | None = None
    hours: float | None = None


def take(unit: Unit, placement: str, step: Step, version: int, waiting: Waiting) -> SeenPlacement:
    """Take a step.

    Raises
    ------
    NotHere
        When the placement is not within the caller's reach.
    Outdated
        When somebody has changed it since that version.
    Refused
        When the step does not follow (``does_not_follow``), the candidate's yes is missing (``no_go_ahead``), or what
        it uses is not left (``taken``).
    NotAllowed
        When another role takes that step.
    Malformed
        When the reason is not one for this step, or a value does not belong to it.
    """
    row = within_reach(unit, placement, lock=True)
    if row["version"] != version:
        raise Outdated
    came_from = State(row["state"])
    transition = TRANSITIONS.get((came_from, step.to))
    if transition is None:
        raise Refused(_no_way(came_from, step.to), "does_not_follow")
    if unit.caller.role not in transition.roles:
        raise NotAllowed("Det trin tager kommunen, ikke virksomheden.")
    require_reason(unit, step.code, transition.reason)
    _require_fitting(unit, step, came_from, row)
    candidate, opening = row["candidate"], row["opening"]
    if step.to is State.GO_AHEAD and not stands(unit, candidate, opening):
        give(unit, candidate, opening, _SAID[step.code])
    if transition.needs_go_ahead and not stands(unit, candidate, opening):
        raise Refused("Borgerens ja til denne stilling mangler eller er trukket tilbage; spørg borgeren", "no_go_ahead")
    answer_by, remind_on = _wait(unit, step, waiting) if step.to is State.INTRODUCED else (None, None)
    move(
        unit,
        row,
        Move(
            to=step.to,
            code=step.code,
            note=step.note,
            day=step.started or step.ended,
            hours=step.hours,
            answer_by=answer_by,
            remind_on=remind_on,
        ),
    )
    _tell_of(unit, placement)
    unit.record(
        "step",
        "placement",
        placement,
        subjects={candidate},
        came_from=came_from.value,
        to=step.to.value,
        code=step.code,
    )
    return _now(unit, row)


def _tell_of(unit: Unit, placement: str) -> None:
    """Put what an employer has done on the consultant's list, once until she has been there; her own step shows it."""
    if unit.caller.role is Role.CONSULTANT:
        due.close(unit, placement, unit.caller.account, (Due.EMPLOYER_STEP,))
    elif not due.is_open(unit, placement, Due.EMPLOYER_STEP):
        due.add(unit, placement, DueDate(unit.day, Due.EMPLOYER_STEP))


def _now(unit: Unit, row: Mapping[str, Any]) -> SeenPlacement:
    """The placement as it is now, also where it has just gone out of an employer's reach by her own step."""
    p = tables.placements
    now = unit.connection.execute(sa.select(p).where(p.c.id == row["id"])).mappings().one()
    return seen(unit, {**row, **now})


def _no_way(came_from: State, to: State) -> str:
    ways = [DANISH[state] for state in following(came_from)]
    then = f"det næste kan være: {', '.join(ways)}" if ways else "der er ikke flere trin"
    return f"Fra »{DANISH[came_from]}« kan det ikke blive til »{DANISH[to]}«; {then}"


def _require_fitting(unit: Unit, step: Step, came_from: State, row: Mapping[str, Any]) -> None:
    """Refuse values that do not belong to the step, or that cannot be."""
    if unit.caller.role is Role.EMPLOYER and step.note:
        raise Malformed("Vælg en grund fra listen; fri tekst om en person tages der ikke imod her", "note")
    belongs = {
        "answer_by": step.to is State.INTRODUCED,
        "started": step.to is State.STARTED and came_from is State.ACCEPTED,
        "ended": step.to is State.ENDED,
        "hours": step.to is State.STARTED,
    }
    for name, fits in belongs.items():
        if getattr(step, name) is not None and not fits:
            raise Malformed("Det hører ikke til dette trin; udelad det", name)
    if step.hours is not None and not 0.5 <= step.hours <= _FULL_TIME:
        raise Malformed("Timer om ugen er fra 0,5 til 37", "hours")
    if came_from is State.STARTED and step.to is State.STARTED and step.hours in (None, row["hours"]):
        raise Malformed("Skriv de nye timer om ugen", "hours")
    first, last = step.started or unit.day, step.ended or unit.day
    if first < unit.day - timedelta(days=_LONGEST_AGO):
        raise Malformed("Starten ligger mere end et år tilbage; skriv forløbet under tidligere forløb", "started")
    if first > unit.day:
        raise Malformed("Skriv først starten, når jobbet er begyndt", "started")
    if last > unit.day:
        raise Malformed("Skriv først slutningen, når jobbet er slut", "ended")
    if step.to is State.ENDED and last < row["started"]:
        raise Malformed("Slutningen ligger før starten", "ended")


def _wait(unit: Unit, step: Step, waiting: Waiting) -> tuple[date, date | None]:
    """Until when the employer is waited for, and when she is reminded: no later than the day before."""
    until = step.answer_by or unit.day + timedelta(days=waiting.silence_days)
    if not unit.day < until <= unit.day + timedelta(days=_LONGEST_WAIT):
        raise Malformed(f"Fristen skal ligge fra i morgen til om {_LONGEST_WAIT} dage", "answer_by")
    remind = min(unit.day + timedelta(days=waiting.reminder_days), until - timedelta(days=1))
    return until, remind if remind > unit.day else None
