"""The village's plan, made once for all tests, and a way to store its prices in an office."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.domain import Facts
from matcher.pipeline import Planned, make_plan
from matcher.services.caller import SYSTEM
from matcher.store import tables
from matcher.suggestions import prices_of, standing_of
from matcher.weights import load_weights
from tests.office import MORNING, Office

WEIGHTS = load_weights()


@cache
def village_plan() -> Planned:
    """The plan of the facts that every office begins with."""
    facts = make_municipality("village", 1, load_catalogue())
    return make_plan(_of_today(facts), load_catalogue(), WEIGHTS)


def _of_today(facts: Facts) -> Facts:
    return replace(facts, settings=replace(facts.settings, day=MORNING.date()))


def store_plan(office: Office, state: str = "draft", key: str = "plan_1") -> Planned:
    """Store what suggestions need of the village's plan: prices, standing, who is proposed where."""
    planned = village_plan()
    prices = prices_of(planned) or {}
    standing = {c: [s.opening, s.net, s.second] for c, s in standing_of(planned).items()}
    with office.services.unit(SYSTEM) as unit:
        values: dict[str, Any] = {
            "id": key,
            "state": state,
            "status": "optimal",
            "day": unit.day,
            "request": {},
            "seed": 0,
            "weights": {},
            "versions": {},
            "summary": {},
            "resources": {resource: {"price": price} for resource, price in prices.items()},
            "standing": standing,
            "created_at": unit.now,
            "created_by": "ac_kim",
            "finished_at": unit.now,
            "published_at": unit.now if state == "published" else None,
            "changed_at": unit.now,
        }
        unit.connection.execute(sa.insert(tables.plans).values(**values))
        for proposal in planned.plan.placements:
            unit.connection.execute(
                sa.insert(tables.plan_placements).values(
                    plan=key,
                    candidate=proposal.candidate,
                    opening=proposal.opening,
                    option=proposal.option,
                    hours=proposal.hours,
                    presence=proposal.presence,
                    tasks={},
                    measures=[],
                    uses={},
                    worth={},
                    pinned=False,
                    basis={},
                )
            )
    return planned
