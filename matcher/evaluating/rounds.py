"""How often must one plan? The same people planned for in fewer or more rounds, each round without knowing the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.evaluating.people import People
from models.evaluation.regret import Regret, hindsight, in_rounds, regret

ROUNDS = (1, 4, 12, 52)
"""Everybody at once, every quarter, every month, every week of a year."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What so many rounds reach of what one could have reached knowing everybody."""

    rounds: int
    found: Regret


def by_rounds(people: People, rounds: Sequence[int] = ROUNDS, seed: int = 1) -> tuple[Planned, ...]:
    """Plan for the people in rounds of about equal size, in the order in which they came; one by one at the end.

    Only places are scarce here, so every round can be solved exactly: it says how much is lost by planning seldom or
    often, not what the plan itself is worth.
    """
    value = people.best_values()
    places = np.array([opening.places for opening in people.planned.world.openings.rows])
    best = hindsight(value, places)
    n = len(value)
    order = np.argsort(people.arrival(np.random.default_rng(seed)), kind="stable")
    came = np.empty(n, dtype=np.intp)
    came[order] = np.arange(n)
    found = []
    for many in sorted({*(one for one in rounds if one < n), n}):
        reached, _ = in_rounds(value, places, came * many // max(n, 1))
        found.append(Planned(many, regret(reached, best)))
    return tuple(found)
