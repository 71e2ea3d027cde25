"""Prices of the relaxed problem: right together with its solution, and readable where many are right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from matcher.assignment import prices as module
from matcher.assignment.bounds import Prices, bound_at
from matcher.assignment.clock import Clock
from matcher.assignment.highs import Program, Relaxed, solve_relaxed
from matcher.assignment.prices import complementary_slackness, relax
from matcher.assignment.problem import Problem
from matcher.assignment.solver import solve
from tests.unit.assignment.small import CASES, Case, mentor_hours


def town(seed: int) -> Problem:
    """Thirty people, forty options of several kinds each way: places, hours of a mentor, a budget, clauses."""
    random = np.random.default_rng(seed)
    candidate = np.repeat(np.arange(30), 5)
    count = len(candidate)
    opening = random.integers(0, 9, count)
    uses = np.zeros((count, 11))
    uses[np.arange(count), opening] = 1.0
    uses[:, 9] = random.choice([0.0, 0.0, 1.0, 3.0, 4.0], count)
    uses[:, 10] = random.uniform(0.2, 1.0, count)
    floors = (random.random((count, 2)) < 0.3).astype(float)
    return Problem.of(
        candidate=candidate,
        opening=opening,
        value=random.uniform(0.0, 1.0, count),
        uses=uses,
        capacity=[*random.integers(0, 4, 9).astype(float), 9.0, 6.5],
        max_options=random.integers(1, 4, 30),
        hours=random.integers(3, 9, count).astype(float),
        candidate_hours=random.integers(8, 15, 30).astype(float),
        floors=floors,
        at_least=[4.0, 3.0],
        penalty=[0.4, np.inf],
        conflicts=np.array([[k, k + 1] for k in range(0, count, 5)]),
    )


@pytest.mark.parametrize("large", [10**9, -1], ids=["simplex", "interior point"])
@pytest.mark.parametrize("problem", [*(case.problem for case in CASES), *map(town, range(5))])
def test_solution_and_prices_prove_each_other_optimal(problem: Problem, large: int) -> None:
    with patch.object(module, "LARGE", large), patch.object(module, "SLOW", 0.0):
        relaxation = relax(problem, Clock(20))
    assert relaxation.solved
    assert complementary_slackness(relaxation) < 1e-6
    assert relaxation.bound.value == pytest.approx(relaxation.value, abs=1e-6)
    assert (relaxation.bound.prices.rows >= 0).all()


@pytest.mark.parametrize(("slow", "ways"), [(0.0, [False, True]), (100.0, [False])])
def test_interior_point_takes_over_when_simplex_is_slow(slow: float, ways: list[bool]) -> None:
    asked: list[bool] = []

    def spied(program: Program, *, interior: bool, **more: Any) -> Relaxed:
        asked.append(interior)
        return solve_relaxed(program, interior=interior, **more)

    with (
        patch.object(module, "LARGE", -1),
        patch.object(module, "SLOW", slow),
        patch.object(module, "solve_relaxed", spied),
    ):
        relaxation = relax(town(1), Clock(20))
    assert asked == ways
    assert relaxation.value == pytest.approx(relax(town(1), Clock(20)).value)


def test_wrong_prices_are_told_from_right_ones() -> None:
    # 4 of 7 hours to the first, three quarters of 4 to the second (4 / 4 an hour), nothing to the third (3 / 3): price
    # 1.
    relaxation = relax(mentor_hours.problem, Clock(20))
    assert relaxation.value == pytest.approx(5.0 + 3.0)
    assert relaxation.resource_prices(mentor_hours.problem).tolist() == pytest.approx([1.0])
    core = relaxation.core
    dearer = replace(relaxation, bound=bound_at(core, Prices(np.array([1.1]), np.zeros(0))))
    # At 1.1 the second would lose 4.4 - 4 = 0.4 by it and yet holds three quarters of it: 0.3 is out of balance.
    assert complementary_slackness(dearer) * 8.0 == pytest.approx(0.3, abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_plan_is_worth_more_than_the_relaxed_one(case: Case) -> None:
    assert relax(case.problem, Clock(20)).value >= case.value - 1e-9


def test_what_is_not_there_costs_what_would_be_paid_for_it() -> None:
    # No quiet room at all. Anna would gain 3 - 1 = 2 by one, Bo 2.5 - 0.5 = 2: the smallest price at which nobody asks.
    problem = Problem.of(
        candidate=[0, 0, 1, 1],
        value=[3.0, 1.0, 2.5, 0.5],
        uses=[[1.0, 1.0], [0.0, 1.0], [1.0, 1.0], [0.0, 1.0]],
        capacity=[0.0, 2.0],
    )
    assert solve(problem).prices.tolist() == pytest.approx([2.0, 0.0])


def test_a_pin_that_takes_the_last_leaves_a_price() -> None:
    # Anna is pinned to the only place with the mentor's 2 hours; Bo would pay 4 for a place that is also his to have.
    problem = Problem.of(
        candidate=[0, 1],
        value=[1.0, 4.0],
        uses=[[1.0, 2.0], [1.0, 1.0]],
        capacity=[1.0, 5.0],
        pinned=[0],
    )
    result = solve(problem)
    assert result.chosen.tolist() == [0]
    assert result.prices.tolist() == pytest.approx([4.0, 0.0])
