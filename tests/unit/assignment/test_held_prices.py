"""Prices of what a hard floor holds: a right price, not whatever large number the solver came upon."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.assignment.problem import Problem
from matcher.assignment.solver import solve


def two_for_one_place(options_of_the_pinned: int) -> Problem:
    """Two candidates, one place; a hard floor holds it for the first, who has one or two options there."""
    k = options_of_the_pinned
    held = np.zeros((k + 1, 1))
    held[:k] = 1.0
    return Problem.of(
        candidate=[0] * k + [1],
        value=[0.5] * k + [0.3],
        uses=np.ones((k + 1, 1)),
        capacity=[1.0],
        floors=held,
        at_least=[1.0],
        penalty=[np.inf],
    )


@pytest.mark.parametrize("options", [1, 2])
def test_a_held_place_costs_between_what_the_next_would_give_and_what_it_gives(options: int) -> None:
    result = solve(two_for_one_place(options))
    assert len(result.chosen) == 1 and result.chosen[0] < options
    assert 0.3 - 1e-9 <= result.prices[0] <= 0.5 + 1e-9
