"""What every method promises: the contract that a new method has to pass."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.assignment.check import check
from matcher.assignment.method import Progress
from matcher.assignment.problem import Problem
from matcher.assignment.result import Result, Status
from matcher.assignment.solver import solve
from tests.unit.assignment.methods import MAKE_A_PLAN_OF_ANYTHING, METHODS, only
from tests.unit.assignment.small import CASES, PLACES, Case, one_place, two_by_two

PAIRS = [
    pytest.param(method, case, id=f"{method}: {case.name}")
    for method in METHODS
    for case in (PLACES if method == "flow" else CASES)
]


def solved(method: str, problem: Problem, seed: int = 0) -> Result:
    with only(method):
        return solve(problem, time_limit=20, seed=seed)


@pytest.mark.parametrize(("method", "case"), PAIRS)
def test_finds_and_proves_the_best_plan(method: str, case: Case) -> None:
    result = solved(method, case.problem)
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(case.value, abs=1e-9)
    assert tuple(result.chosen) == case.chosen
    assert result.bound == pytest.approx(case.value, abs=1e-6)
    assert result.gap is not None
    assert result.gap <= 1e-6


@pytest.mark.parametrize(("method", "case"), PAIRS)
def test_every_claim_passes_the_independent_check(method: str, case: Case) -> None:
    result = solved(method, case.problem)
    found = check(
        case.problem,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )
    assert found == []


@pytest.mark.parametrize("method", METHODS)
def test_the_price_of_a_place_lies_between_the_loss_without_and_the_gain_with_one_more(method: str) -> None:
    # One place for 3, 2.5 and 2: one more would give 2.5, without it 3 would be lost.
    price = solved(method, one_place.problem).prices[0]
    assert 2.5 - 1e-9 <= price <= 3.0 + 1e-9


@pytest.mark.parametrize("method", METHODS)
def test_the_same_problem_and_seed_give_the_same_plan(method: str) -> None:
    # Four plans are worth the same, so only the method's own order can decide.
    ties = Problem.of(candidate=[0, 0, 1, 1], value=np.ones(4), uses=np.tile(np.eye(2), (2, 1)), capacity=[1.0, 1.0])
    assert solved(method, ties).chosen.tolist() == solved(method, ties).chosen.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_a_problem_of_nothing_has_the_empty_plan(method: str) -> None:
    empty = Problem.of(candidate=[], value=[], uses=np.zeros((0, 1)), capacity=[1.0], max_options=[1])
    result = solved(method, empty)
    assert (result.status, result.objective, result.gap, len(result.chosen)) == (Status.OPTIMAL, 0.0, 0.0, 0)


@pytest.mark.parametrize("method", MAKE_A_PLAN_OF_ANYTHING)
def test_floors_that_no_plan_can_meet_are_infeasible_even_where_parts_of_options_could(method: str) -> None:
    # Two of 4 hours in 7: three quarters of the second would do, but there are no three quarters of a person.
    problem = Problem.of(
        candidate=[0, 1],
        value=[1.0, 1.0],
        uses=[[4.0], [4.0]],
        capacity=[7.0],
        floors=[[1.0], [1.0]],
        at_least=[1.5],
    )
    result = solved(method, problem)
    assert result.status is Status.INFEASIBLE
    assert (result.objective, result.bound, result.gap) == (None, None, None)
    assert [(clash.resources, clash.amount) for clash in result.conflict] == [((0,), 1.0)]


def test_progress_is_told_while_a_method_works() -> None:
    seen: list[Progress] = []
    with only("pool"):
        solve(two_by_two.problem, progress=seen.append)
    assert [step.stage for step in seen][:3] == ["Løser det lempede problem", "Finder priser", "Forbedrer planen"]
    assert seen[-1].objective == pytest.approx(7.0)
