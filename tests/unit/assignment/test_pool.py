"""Prices, pool and search on problems too large to try every plan, and what each stage leaves to the next."""

from __future__ import annotations

from time import process_time
from unittest.mock import patch

import numpy as np
import pytest

from matcher.assignment import improve, pool, prices
from matcher.assignment.bounds import Prices
from matcher.assignment.bundles import can_bundle, singles
from matcher.assignment.check import check
from matcher.assignment.clock import Clock
from matcher.assignment.columns import price
from matcher.assignment.core import column_sums, core_of
from matcher.assignment.greedy import greedy_plan, repaired
from matcher.assignment.method import Task
from matcher.assignment.prices import relax
from matcher.assignment.problem import Problem
from matcher.assignment.result import Result, Status
from matcher.assignment.solver import solve
from matcher.assignment.splitting import split
from tests.property.test_assignment import permuted
from tests.unit.assignment.methods import only


def town(seed: int = 0, people: int = 120) -> Problem:
    """People with twelve options each; a fifth need a mentor, some may hold three jobs; two clauses, one hard."""
    random = np.random.default_rng(seed)
    candidate = np.repeat(np.arange(people), 12)
    count, openings = len(candidate), people // 3
    opening = random.integers(0, openings, count)
    needs = np.where(random.random(people) < 0.2, random.integers(1, 7, people), 0)[candidate]
    uses = np.zeros((count, openings + people // 12))
    uses[np.arange(count), opening] = 1.0
    uses[np.arange(count), openings + opening % (people // 12)] = needs
    several = random.random(people) < 0.3
    pairs = [[k, k + 1] for k in range(0, count - 1, 7) if candidate[k] == candidate[k + 1]]
    return Problem.of(
        candidate=candidate,
        opening=opening,
        value=random.uniform(0.0, 1.0, count),
        uses=uses,
        capacity=[*random.integers(1, 4, openings).astype(float), *random.integers(3, 8, people // 12).astype(float)],
        max_options=np.where(several, 3, 1),
        hours=random.integers(3, 12, count).astype(float),
        candidate_hours=np.where(several, 16.0, np.inf),
        floors=(random.random((count, 2)) < 0.1).astype(float),
        at_least=[14.0, 12.0],
        penalty=[0.3, np.inf],
        conflicts=np.array(pairs),
    )


def claims_hold(problem: Problem, result: Result) -> bool:
    return not check(
        problem,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )


@pytest.mark.parametrize("seed", range(3))
def test_pool_and_whole_program_find_the_same_value(seed: int) -> None:
    problem = town(seed)
    with only("exact"):
        whole = solve(problem, time_limit=60)
    with only("pool"):
        pooled = solve(problem, time_limit=60)
    assert whole.status is Status.OPTIMAL
    assert pooled.status is Status.OPTIMAL
    assert pooled.objective == pytest.approx(whole.objective, rel=2e-6)
    assert claims_hold(problem, pooled)
    assert claims_hold(problem, whole)


def test_a_search_at_rest_is_followed_by_the_whole_problem() -> None:
    problem = town(0)
    with only("exact"):
        whole = solve(problem, time_limit=60)
    with only("pool"), patch.object(pool, "CLOSABLE", (0, 0)), patch.object(pool, "RESTING", 2.0):
        with patch.object(prices, "SLOW", 100.0):
            rested = solve(problem, time_limit=60, gap=0.0)
        with patch.object(prices, "SLOW", 0.0):
            tired = solve(problem, time_limit=3, gap=0.0)
    assert rested.status is Status.OPTIMAL
    assert rested.objective == pytest.approx(whole.objective, rel=2e-6)
    assert not rested.stopped, "proven to the last digit is proven: nothing is searched for until time is up"
    assert tired.status is Status.FEASIBLE and claims_hold(problem, tired)


def test_neither_the_order_nor_another_run_changes_the_plan() -> None:
    problem = town(5)
    random = np.random.default_rng(9)
    with only("pool"):
        first, again = solve(problem, time_limit=60), solve(problem, time_limit=60)
        other = solve(permuted(problem, random), time_limit=60)
    assert first.chosen.tolist() == again.chosen.tolist()
    assert first.objective == other.objective
    assert first.bound == other.bound


def test_exact_bundles_and_cuts_lower_the_bound_and_keep_the_best_plan() -> None:
    problem = town(1)
    clock = Clock(60)
    relaxation = relax(problem, clock)
    core = split(core_of(problem), np.zeros(len(core_of(problem).most), bool))
    task = Task(core, relaxation, clock, 1e-6, 0)
    priced = price(core, relaxation.prices_of(core), pool._elastic(task, core), clock)
    best = solve(problem, time_limit=60).objective
    assert best is not None
    assert len(priced.core.capacity) > len(core.capacity)
    assert best - 1e-9 <= priced.bound.value < relaxation.bound.value - 0.05


def test_a_search_only_ever_improves_and_keeps_every_row() -> None:
    problem = town(2)
    clock = Clock(60)
    relaxation = relax(problem, clock)
    core = split(core_of(problem), ~can_bundle(core_of(problem)))
    task = Task(core, relaxation, clock, 1e-6, 0)
    penalty = pool._elastic(task, core)
    with patch.object(improve, "FIRST_SIZE", 20):
        plan = pool._first_plan(core, price(core, relaxation.prices_of(core), penalty, clock), penalty, 0)
    value = plan.value
    for _ in range(20):
        gain = plan.step(5.0)
        assert gain >= 0.0
        assert plan.value == pytest.approx(value + gain)
        value = plan.value
        assert (column_sums(core.uses, plan.chosen) <= core.capacity + 1e-9).all()


def test_a_plan_over_a_row_is_repaired_at_least_loss() -> None:
    # 3 + 2 + 2 hours of 4.5: without the 2 worth least it is still 5; without the next, 3.
    problem = Problem.of(
        candidate=[0, 1, 2], value=[3.0, 2.0, 1.0], uses=[[3.0], [2.0], [2.0]], capacity=[4.5], max_options=[1, 1, 1]
    )
    core = core_of(problem)
    by_value = np.argsort(core.value)
    kept = repaired(core, np.sort(by_value))
    assert core.value[kept].tolist() == [3.0]
    assert repaired(core, kept).tolist() == kept.tolist()


def test_a_greedy_plan_takes_the_relaxed_plan_first_and_then_the_most_worth_beyond_prices() -> None:
    # The relaxed plan gives the first place to the one worth 1; what is left goes by worth.
    problem = Problem.of(
        candidate=[0, 1, 2, 3],
        value=[3.0, 2.0, 1.0, 0.5],
        uses=[[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]],
        capacity=[1.0, 1.0],
    )
    core = core_of(problem)
    share = np.where(core.value == 1.0, 1.0, 0.0)
    taken = greedy_plan(core, singles(core), share, Prices(np.array([0.0, 0.0]), np.zeros(0)))
    assert sorted(core.value[taken].tolist()) == [1.0, 2.0]


@pytest.mark.parametrize("limit", [0.001, 0.05, 0.3])
def test_when_time_is_out_there_is_an_honest_answer_soon(limit: float) -> None:
    problem = town(3, people=400)
    before = process_time()
    with only("pool"):
        result = solve(problem, time_limit=limit)
    # Seconds of this process, not of the clock: the machine may be busy with something else.
    assert process_time() - before < limit + 5.0
    if result.status is Status.UNKNOWN:
        assert result.chosen.tolist() == []
    else:
        assert claims_hold(problem, result)
