"""Choices whose truth is known: lists through the real tie-breaks, a planted consultant, all of it in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from matcher.domain.plan import Proposal, Worth
from matcher.domain.suggestion import Suggestion, Suggestions
from matcher.features import FEATURE_NAMES
from matcher.services import drawn_lists
from matcher.services.caller import Purpose
from matcher.services.choices import RESULTS
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.tie_breaks import TieBreaks, seed_of
from matcher.value import PARTS, weighed
from matcher.weights import Weights
from models.tie_breaks import chances_at_places
from tests.office import Office

LEVELS = np.array([0.5, 0.495, 0.49, 0.27, 0.05])
"""Value less price by the weights in use: the first three change places at random, the others never."""
LOOKED_AT = np.array([0.45, 0.25, 0.15, 0.1, 0.05])
"""How often the consultant takes what stands at each place."""
PLANTED = FEATURE_NAMES.index("room_to_grow")
"""The feature that decides whether it begins: .1 + .8 · feature."""
LASTING = 0.7
"""Share of what begins that also lasts."""


@dataclass
class Known:
    """What was planted.

    Attributes
    ----------
    truth
        By result, then by (moment, candidate): what the other weights' order of that list would give on average.
    """

    truth: dict[str, dict[tuple[datetime, str], float]]


def plant(
    office: Office, people: tuple[str, ...], days: int, others: Weights, weights: Weights, seed: int = 7
) -> Known:
    """Show each of those people a list a day, the last one 30 weeks ago, and let what is planted come of it."""
    rng = np.random.default_rng(seed)
    known = Known({name: {} for name in RESULTS})
    first = office.clock.now - timedelta(weeks=30, days=days)
    caller = office.caller("consultant", Purpose.MATCHING)
    openings = np.array([opening.id for opening in office.facts.openings])
    made: list[dict[str, Any]] = []
    for n in range(days):
        with office.services.unit(caller) as unit:
            unit.now = at = first + timedelta(days=n)
            for candidate in people:
                shown, x = _show(unit, candidate, rng.choice(openings, 5, replace=False), rng, weights)
                net = weighed(x["features"], x["parts"], others).total - x["price"]
                begins = 0.1 + 0.8 * x["features"][:, PLANTED]
                value = float(LOOKED_AT @ chances_at_places(net, 0.02) @ begins)
                known.truth["started"][at, candidate] = value
                known.truth["lasted"][at, candidate] = value * LASTING
                place = int(rng.choice(5, p=LOOKED_AT))
                if rng.random() < begins[place]:
                    made.append(_begun(office, candidate, shown[place], at, rng.random() < LASTING))
                else:
                    made.append(_placed(candidate, shown[place], at, "refused"))
            unit.write_log()
    outcomes = [
        {**outcome, "id": f"ou_{key}", "placement": f"pl_{key}"}
        for key, row in enumerate(made)
        if (outcome := row.pop("outcome", None)) is not None
    ]
    with office.store.writing() as connection:
        connection.execute(sa.insert(tables.placements), [{**row, "id": f"pl_{key}"} for key, row in enumerate(made)])
        connection.execute(sa.insert(tables.outcomes), outcomes)
    return known


def _show(
    unit: Unit, candidate: str, openings: NDArray[np.str_], rng: np.random.Generator, weights: Weights
) -> tuple[list[str], dict[str, NDArray[np.float64]]]:
    """One list, put in order by the engine's tie-breaks, logged and kept as the service does; and what was on it."""
    features = np.round(rng.random((5, len(FEATURE_NAMES))), 6)
    parts = np.ones((5, len(PARTS)))
    # The price makes of any value the level that is wanted.
    price = np.round(weighed(features, parts, weights).total - LEVELS, 9)
    ties = TieBreaks(seed_of(candidate, unit.day.isoformat(), ""))
    order, chances = ties.order(LEVELS, [False] * 5, 5)
    suggestions = tuple(
        Suggestion(
            _proposal(candidate, str(openings[n]), features[n], parts[n]), (), price[n], LEVELS[n], planned=False
        )
        for n in order
    )
    shown = [one.proposal.opening for one in suggestions]
    said: dict[str, Any] = {"order": shown, "propensities": list(chances.at_place), "listed": list(chances.listed)}
    unit.record("suggest", "candidate", candidate, subjects={candidate}, seed=chances.seed, **said)
    drawn_lists.keep(unit, Suggestions(candidate, suggestions, 5, (), 0, True, chances), weights.version)
    return shown, {"features": features[order], "parts": parts[order], "price": price[order]}


def _proposal(candidate: str, opening: str, features: NDArray[np.float64], parts: NDArray[np.float64]) -> Proposal:
    fit = tuple((name, float(value), 0.0) for name, value in zip(FEATURE_NAMES, features, strict=True))
    worth = Worth(0.5, 0.5, 0.5, 0.5, 0.5, tuple(zip(PARTS, parts.tolist(), strict=True)), fit)
    return Proposal(f"{candidate}/{opening}/1", candidate, opening, 4.0, 5.0, (), (), worth, (), 10.0)


def _placed(candidate: str, opening: str, at: datetime, state: str) -> dict[str, Any]:
    work: dict[str, Any] = {"scheme": "fleksjob", "hours": 4.0, "presence": 5.0, "tasks": {}, "measures": []}
    made = {"created_at": at + timedelta(hours=1), "created_by": "ac_kim", "changed_at": at + timedelta(hours=1)}
    return {"candidate": candidate, "opening": opening, "state": state, **work, "worth": {}, "employer_text": ""} | made


def _begun(office: Office, candidate: str, opening: str, at: datetime, lasts: bool) -> dict[str, Any]:
    started = at.date() + timedelta(weeks=2)
    outcome = {
        "candidate": candidate,
        "workplace": office.facts.opening_by_id[opening].workplace,
        "scheme": "fleksjob",
        "started": started,
        "ended": started + timedelta(weeks=20 if lasts else 4),
        "end_code": "ended_agreed",
        "hours": 4.0,
        "tasks": [],
        "changed_at": at,
    }
    return {**_placed(candidate, opening, at, "ended"), "outcome": outcome}
