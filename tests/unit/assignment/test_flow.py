"""Places only: when the flow is used, and what its prices are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.assignment.core import core_of
from matcher.assignment.flow import applies
from matcher.assignment.problem import Problem
from matcher.assignment.result import Status
from matcher.assignment.solver import solve

PLACES: dict[str, Any] = {
    "candidate": [0, 0, 1, 1],
    "value": [5.0, 3.0, 4.0, 1.0],
    "uses": [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]],
    "capacity": [1.0, 1.0],
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"max_options": [2, 3]}, True),
        ({"pinned": [0], "forbidden": [3]}, True),
        # The same amount for all at each place, and a place that no one needs.
        ({"uses": [[2.0, 0.0], [0.0, 0.5], [2.0, 0.0], [0.0, 0.5]], "capacity": [5.0, 0.7]}, True),
        ({"uses": [[1.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]}, True),
        ({"uses": [[2.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], "capacity": [2.0, 1.0]}, False),
        ({"uses": [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]}, False),
        # A second resource that never runs out does not matter.
        ({"uses": [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], "capacity": [1.0, 2.0]}, True),
        # Nor do conflicts between jobs that cannot be held together anyway, or hours for which there is room.
        ({"conflicts": [[0, 1]]}, True),
        ({"conflicts": [[0, 1]], "max_options": [2, 1]}, False),
        ({"conflicts": [[0, 3]]}, False),
        ({"max_options": [2, 1], "hours": [5.0] * 4, "candidate_hours": [10.0, np.inf]}, True),
        ({"max_options": [2, 1], "hours": [5.0] * 4, "candidate_hours": [9.0, np.inf]}, False),
        ({"floors": [[1.0], [0.0], [0.0], [0.0]], "at_least": [1.0], "penalty": [1.0]}, False),
        ({"floors": [[1.0], [0.0], [0.0], [0.0]], "at_least": [1.0], "penalty": [1.0], "pinned": [0]}, True),
    ],
)
def test_a_flow_is_used_when_only_places_bind(change: dict[str, Any], expected: bool) -> None:
    problem = Problem.of(**{**PLACES, **change})
    assert applies(core_of(problem, fractions=True)) is expected
    result = solve(problem)
    assert result.method.startswith("network flow") is expected
    assert result.status is Status.OPTIMAL


def test_prices_are_what_one_more_place_gains() -> None:
    # Best is 3 + 4 = 7. One more of place 0: 5 + 4 = 9, gains 2. One more of place 1: still 7, gains 0.
    assert solve(Problem.of(**PLACES)).prices.tolist() == [2.0, 0.0]
    # Both cost more when a third person wants place 1 too, for 2.5: best is 5 + 2.5 = 7.5. One more of place 0:
    # 5 + 4 + 2.5 = 11.5, gains 4. One more of place 1: 3 + 4 + 2.5 = 9.5, gains 2.
    third = {"candidate": [0, 0, 1, 1, 2], "value": [5.0, 3.0, 4.0, 1.0, 2.5], "uses": [*PLACES["uses"], [0.0, 1.0]]}
    assert solve(Problem.of(**{**PLACES, **third})).prices.tolist() == [4.0, 2.0]


def test_a_place_that_does_not_exist_has_a_price_too() -> None:
    # The only place has no room; one more would gain the better of the two.
    closed = Problem.of(candidate=[0, 1], value=[2.0, 3.0], uses=[[1.0], [1.0]], capacity=[0.0])
    assert solve(closed).prices.tolist() == [3.0]


def random_places(seed: int) -> Problem:
    """Twelve people, of whom some may hold two jobs, and five openings of one or two places of twenty minutes."""
    random = np.random.default_rng(seed)
    candidate = np.repeat(np.arange(12), 4)
    where = random.integers(0, 5, len(candidate))
    uses = np.zeros((len(candidate), 5))
    uses[np.arange(len(candidate)), where] = 1 / 3
    return Problem.of(
        candidate=candidate,
        value=random.normal(1.0, 1.0, len(candidate)),
        uses=uses,
        capacity=random.integers(0, 3, 5) / 3,
        max_options=random.integers(1, 3, 12),
    )


@pytest.mark.parametrize("seed", range(8))
def test_prices_and_plan_agree_with_solving_again_with_one_more_place(seed: int) -> None:
    problem = random_places(seed)
    result = solve(problem)
    assert result.objective is not None
    assert result.gap is not None
    assert result.gap <= 1e-9
    for r in range(5):
        more = problem.capacity.copy()
        more[r] += 1 / 3
        changed = {name: getattr(problem, name) for name in Problem.__dataclass_fields__}
        gained = solve(Problem(**{**changed, "capacity": more})).objective
        assert gained is not None
        assert result.prices[r] / 3 == pytest.approx(gained - result.objective, abs=1e-9)


def test_values_of_very_different_size_stay_exact_enough() -> None:
    problem = Problem.of(
        candidate=[0, 0, 1, 1], value=[1e9, 1e9 - 1e-3, 1e9, 1e-6], uses=PLACES["uses"], capacity=[1.0, 1.0]
    )
    result = solve(problem)
    # The first moves for a thousandth, so that the second has the best place: 2e9 - 0.001 against 1e9 + 1e-6.
    assert result.chosen.tolist() == [1, 2]
    assert result.gap is not None
    assert result.gap <= 1e-12
