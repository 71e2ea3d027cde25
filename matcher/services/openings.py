"""Openings (stillinger), with their tasks."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.domain import Opening
from matcher.services.codes import fresh, require_codes, require_task, require_text
from matcher.services.fields import OPENING_FIELDS
from matcher.services.outgrown import is_smaller, tell_of_outgrown
from matcher.services.supply_facts import Condition, Noun, how_many
from matcher.services.unit import Unit
from matcher.services.workplaces import at_employer, require_workplaces
from matcher.store import tables

_AHEAD = ("queued", "running", "draft", "published")


def at_workplace(workplace: str) -> Condition:
    """The openings of one workplace."""
    return tables.openings.c.workplace == workplace


def of_employer(employer: str) -> Condition:
    """The openings at all workplaces of one employer."""
    return tables.openings.c.workplace.in_(sa.select(tables.workplaces.c.id).where(at_employer(employer)))


def _check(unit: Unit, opening: Opening, old: Opening | None) -> None:
    require_workplaces(unit, [opening.workplace], "workplace")
    require_text(opening.title, "title")
    require_text(opening.text, "text")
    require_codes("languages", opening.languages, "languages", old.languages if old else ())
    require_codes("certificates", opening.certificates, "certificates", old.certificates if old else ())
    for field, part in fresh(opening.tasks, old.tasks if old else (), "tasks"):
        require_task(part, field)


def _used_by(unit: Unit, opening: str) -> list[str]:
    bindings, go_aheads, placements, links = tables.bindings, tables.go_aheads, tables.placements, tables.links
    planned, plans = tables.plan_placements, tables.plans
    ahead = planned.c.plan.in_(sa.select(plans.c.id).where(plans.c.state.in_(_AHEAD)))
    return [
        *how_many(unit, bindings, bindings.c.opening == opening, "binding", "bindinger"),
        *how_many(unit, go_aheads, go_aheads.c.opening == opening, "ja fra en borger", "ja fra borgere"),
        *how_many(unit, placements, placements.c.opening == opening, "forløb", "forløb"),
        *how_many(unit, links, links.c.opening == opening, "delt link", "delte links"),
        *how_many(unit, planned, (planned.c.opening == opening) & ahead, "plads i en plan", "pladser i planer"),
    ]


def _changed(unit: Unit, old: Opening, opening: Opening) -> None:
    if is_smaller(old, opening):
        tell_of_outgrown(unit, openings=[opening.id])


OPENINGS = Noun(
    name="openings",
    word="opening",
    danish="Stillingen",
    prefix="op",
    groups=OPENING_FIELDS,
    owned_by=of_employer,
    check=_check,
    used_by=_used_by,
    entered_by_employer=True,
    changed=_changed,
)
