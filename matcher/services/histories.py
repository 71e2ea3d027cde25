"""The outcome of a placement (forløb) as it comes about: begun, other hours, over. Nothing about health or causes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from matcher.domain import Outcome
from matcher.domain.scheme import Scheme
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.coding import to_column
from matcher.store.facts import PEOPLE, key_of, raise_revision


def begin(unit: Unit, placement: Mapping[str, Any]) -> None:
    """Write the outcome of a placement that has begun; it runs until it ends."""
    o = tables.openings
    workplace = unit.connection.execute(sa.select(o.c.workplace).where(o.c.id == placement["opening"])).scalar_one()
    outcome = Outcome(
        candidate=placement["candidate"],
        workplace=workplace,
        scheme=Scheme(placement["scheme"]),
        started=placement["started"],
        hours=placement["hours"],
        tasks=frozenset(placement["tasks"]),
    )
    enter(unit, outcome, placement["id"])


def enter(unit: Unit, outcome: Outcome, placement: str | None = None, end_code: str | None = None) -> str:
    """Write an outcome; gives its id. Two that began at one workplace on one day have different ids."""
    table = tables.outcomes
    key = key_of("outcomes", outcome)
    if unit.connection.execute(sa.select(table.c.id).where(table.c.id == key)).first() is not None:
        key = f"{key}/{placement}"
    unit.connection.execute(
        sa.insert(table).values(
            id=key,
            candidate=outcome.candidate,
            workplace=outcome.workplace,
            scheme=outcome.scheme.value,
            started=outcome.started,
            ended=outcome.ended,
            hours=outcome.hours,
            tasks=to_column(outcome.tasks),
            placement=placement,
            end_code=end_code,
            recorded_by=unit.caller.account,
            version=1,
            changed_at=unit.now,
        )
    )
    raise_revision(unit.connection, PEOPLE, unit.now)
    return key


def change_hours(unit: Unit, placement: Mapping[str, Any]) -> None:
    """Give the outcome of a placement its hours."""
    _change(unit, placement, hours=placement["hours"], tasks=sorted(placement["tasks"]))


def finish(unit: Unit, placement: Mapping[str, Any], code: str) -> None:
    """Say when, at how many hours and why a placement has ended."""
    _change(unit, placement, ended=placement["ended"], hours=placement["hours"], end_code=code)


def _change(unit: Unit, placement: Mapping[str, Any], **values: Any) -> None:
    table = tables.outcomes
    here = table.c.placement == placement["id"]
    unit.connection.execute(
        sa.update(table).where(here).values(**values, version=table.c.version + 1, changed_at=unit.now)
    )
    raise_revision(unit.connection, PEOPLE, unit.now)
