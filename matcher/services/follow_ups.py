"""What a consultant must come back to: her list, and what she found when she did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import LegalRule
from matcher.services import due
from matcher.services.caller import Role
from matcher.services.due import Due, DueDate
from matcher.services.errors import Malformed, NotHere, Outdated, Refused
from matcher.services.moves import Move, move
from matcher.services.placement_reading import mine
from matcher.services.reasons import require_reason
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.store import tables


@dataclass(frozen=True, slots=True)
class SeenFollowUp:
    """One item of a consultant's list.

    Attributes
    ----------
    values
        The row with the candidate and the opening it is about.
    rule
        The rule of law that sets the day, in the version it was set by; None for other items.
    """

    values: Mapping[str, Any]
    rule: LegalRule | None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of coming back.

    Attributes
    ----------
    code, note
        What was found, as a coded reason and in words.
    hours
        Effective hours a week from now on, when they are others.
    again
        Another day, when it was not to be done today.
    """

    code: str
    note: str = ""
    hours: float | None = None
    again: date | None = None


def read_list(
    unit: Unit, limit: int, after: str = "", due_until: date | None = None, *, done: bool = False
) -> tuple[list[SeenFollowUp], str | None]:
    """The items about the caller's own candidates, the earliest first, and where the next page begins.

    Parameters
    ----------
    due_until
        Only those due by that day.
    done
        Those that have been done, instead of those that have not.
    """
    unit.require(Role.CONSULTANT)
    f = tables.follow_ups
    query = _mine(unit).where(f.c.done_at.is_not(None) if done else f.c.done_at.is_(None))
    if due_until is not None:
        query = query.where(f.c.due <= due_until)
    if after:
        day, key = _place(after)
        query = query.where((f.c.due > day) | ((f.c.due == day) & (f.c.id > key)))
    rows = unit.connection.execute(query.order_by(f.c.due, f.c.id).limit(limit + 1)).mappings().all()
    page = rows[:limit]
    unit.record("list", "follow_up", "", subjects={row["candidate"] for row in page}, count=len(page))
    following = f"{page[-1]['due'].isoformat()}/{page[-1]['id']}" if len(rows) > limit else None
    return [_seen(unit, row) for row in page], following


def read(unit: Unit, follow_up: str) -> SeenFollowUp:
    """One item about one of the caller's own candidates."""
    row = _own(unit, follow_up)
    unit.record("read", "follow_up", follow_up, subjects={row["candidate"]})
    return _seen(unit, row)


def finish(unit: Unit, follow_up: str, done: Done, version: int) -> SeenFollowUp:
    """Say what came of an item.

    Other hours are written on the placement and its outcome. A rule of law that asks again gets its next day.

    Raises
    ------
    NotHere
        When the item is not about a candidate of the caller's.
    Outdated
        When somebody has changed it since that version.
    Refused
        When it has been done (``done``), or the job is not running and has no hours (``not_running``).
    Malformed
        When the reason and the hours or the other day do not go together.
    """
    f = tables.follow_ups
    # The placement is locked first, as everywhere: a step of it closes its follow-ups.
    placement = _placement(unit, _own(unit, follow_up)["placement"])
    row = _own(unit, follow_up)
    if row["version"] != version:
        raise Outdated
    if row["done_at"] is not None:
        raise Refused("Opfølgningen er allerede gjort", "done")
    _require_fitting(unit, done)
    values = {
        "done_at": unit.now,
        "done_by": unit.caller.account,
        "code": done.code,
        "hours": done.hours,
        "note": done.note,
        "version": version + 1,
        "changed_at": unit.now,
    }
    unit.connection.execute(sa.update(f).where(f.c.id == follow_up).values(**values))
    if done.hours is not None:
        _change_hours(unit, placement, done, done.hours)
    _come_again(unit, row, placement, done)
    unit.record("finish", "follow_up", follow_up, subjects={row["candidate"]}, code=done.code)
    return _seen(unit, {**row, **values})


def _require_fitting(unit: Unit, done: Done) -> None:
    reason = require_reason(unit, done.code, "reviewed")
    if ("hours" in reason.steps) != (done.hours is not None):
        raise Malformed("Nye timer og en grund, der handler om timer, hører sammen: skriv begge eller ingen", "hours")
    if done.code == "not_reached" and done.again is None:
        raise Malformed("Skriv, hvilken dag der følges op igen", "again")
    if done.again is not None and done.again <= unit.day:
        raise Malformed("Den nye dag skal ligge efter i dag", "again")


def _change_hours(unit: Unit, placement: dict[str, Any], done: Done, hours: float) -> None:
    if placement["state"] != State.STARTED:
        raise Refused("Jobbet er ikke i gang, så det har ingen timer at ændre", "not_running")
    if hours == placement["hours"]:
        raise Malformed("Det er de timer, der står i forvejen", "hours")
    move(unit, placement, Move(State.STARTED, done.code, done.note, hours=hours))


def _come_again(unit: Unit, row: Mapping[str, Any], placement: Mapping[str, Any], done: Done) -> None:
    """Write down the day on which somebody must come back once more, where there is one."""
    day = done.again
    if day is None and row["rule"] is not None and placement["state"] == State.STARTED:
        rule = due.rules_on(unit, unit.day).get(row["rule"])
        day = None if rule is None else due.next_day(rule, unit.day)
        if rule is not None and day is not None:
            due.add(unit, row["placement"], DueDate(day, Due.LAW, rule=rule.id, version=rule.version))
    elif day is not None:
        again = DueDate(day, Due(row["kind"]), row["weeks"], row["rule"], row["rule_version"])
        due.add(unit, row["placement"], again)


def _placement(unit: Unit, placement: str) -> dict[str, Any]:
    p = tables.placements
    query = sa.select(p).where(p.c.id == placement).with_for_update(key_share=True)
    return dict(unit.connection.execute(query).mappings().one())


def _own(unit: Unit, follow_up: str) -> dict[str, Any]:
    row = unit.connection.execute(_mine(unit).where(tables.follow_ups.c.id == follow_up)).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def _mine(unit: Unit) -> sa.Select[Any]:
    f, p = tables.follow_ups, tables.placements
    query = sa.select(f, p.c.candidate, p.c.opening, p.c.state).join(p, p.c.id == f.c.placement)
    return query.where(p.c.candidate.in_(mine(unit)))


def _place(after: str) -> tuple[date, str]:
    day, _, key = after.partition("/")
    try:
        return date.fromisoformat(day), key
    except ValueError:
        raise Malformed("Brug »next« fra den forrige side", "after") from None


def _seen(unit: Unit, row: Mapping[Any, Any]) -> SeenFollowUp:
    versions = unit.catalogue.rule_versions(row["rule"]) if row["rule"] is not None else ()
    rule = next((rule for rule in versions if rule.version == row["rule_version"]), None)
    return SeenFollowUp({str(name): value for name, value in row.items()}, rule)
