"""Outcomes (forløb): how earlier placements went, also those from before this system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.domain import Outcome
from matcher.services import histories
from matcher.services.access import require_relation
from matcher.services.caller import Role
from matcher.services.errors import Malformed, Refused
from matcher.services.placement_reading import mine
from matcher.services.reasons import require_reason
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import key_of

_SEEN = ("candidate", "workplace", "scheme", "started", "ended", "hours", "tasks", "placement", "end_code")


@dataclass(frozen=True, slots=True)
class SeenOutcome:
    """One outcome; `values` by name: who, where, when, how many hours, which tasks, why it ended."""

    id: str
    version: int
    values: dict[str, Any]


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[SeenOutcome], str | None]:
    """The outcomes the caller may see, sorted by id, and where the next page begins.

    A consultant sees those of her own candidates; an auditor all of them, without names. An evaluator gets numbers of
    many people elsewhere, never rows.
    """
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    table = tables.outcomes
    query = sa.select(table).where(table.c.id > after).order_by(table.c.id).limit(limit + 1)
    if unit.caller.role is Role.CONSULTANT:
        query = query.where(table.c.candidate.in_(mine(unit)))
    rows = unit.connection.execute(query).mappings().all()
    page = rows[:limit]
    unit.record("list", "outcome", "", subjects={row["candidate"] for row in page}, after=after, count=len(page))
    found = [SeenOutcome(row["id"], row["version"], {name: row[name] for name in _SEEN}) for row in page]
    return found, page[-1]["id"] if len(rows) > limit else None


def create(unit: Unit, outcome: Outcome, end_code: str | None) -> SeenOutcome:
    """Write down how an earlier placement went.

    Raises
    ------
    NotHere
        When the candidate is not one of the caller's.
    Refused
        When the same one is written down already (``id_taken``).
    Malformed
        When a workplace, task or reason does not exist, or a day has not come yet.
    """
    require_relation(unit, outcome.candidate)
    _check(unit, outcome, end_code)
    key = key_of("outcomes", outcome)
    table = tables.outcomes
    if unit.connection.execute(sa.select(table.c.id).where(table.c.id == key)).first() is not None:
        raise Refused("Det forløb er skrevet i forvejen", "id_taken")
    histories.enter(unit, outcome, None, end_code)
    unit.record("create", "outcome", key, subjects={outcome.candidate})
    row = unit.connection.execute(sa.select(table).where(table.c.id == key)).mappings().one()
    return SeenOutcome(key, 1, {name: row[name] for name in _SEEN})


def _check(unit: Unit, outcome: Outcome, end_code: str | None) -> None:
    w = tables.workplaces
    if unit.connection.execute(sa.select(w.c.id).where(w.c.id == outcome.workplace)).first() is None:
        raise Malformed(f"Arbejdsstedet »{outcome.workplace}« findes ikke", "workplace")
    for task in sorted(outcome.tasks):
        if task not in unit.catalogue.tasks:
            raise Malformed(f"Opgaven {task} findes ikke i kataloget", "tasks")
    days: tuple[tuple[str, date | None], ...] = (("started", outcome.started), ("ended", outcome.ended))
    for name, day in days:
        if day is not None and day > unit.day:
            raise Malformed("Den dag er ikke kommet endnu", name)
    if end_code is None:
        return
    if outcome.ended is None:
        raise Malformed("Et forløb, der ikke er slut, har ingen grund til at slutte", "end_code")
    require_reason(unit, end_code, "ended")
