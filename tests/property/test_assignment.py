"""The solver against trying every plan, on many small problems with every kind of rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.assignment import flow, solver
from matcher.assignment.check import check
from matcher.assignment.problem import Problem
from matcher.assignment.result import Result, Status
from tests.unit.assignment.brute_force import best_plan

METHODS = ["exact", "pool"]
AMOUNTS = [0.0, 0.0, 0.5, 1.0, 1.0, 2.0, 3.0]


@contextmanager
def only(method: str) -> Iterator[None]:
    """Let the solver use one method, whatever it would choose."""
    with patch.object(solver, "SMALL", 10**9 if method == "exact" else -1), patch.object(flow, "applies", _never):
        yield


def _never(_core: object) -> bool:
    return False


@st.composite
def problems(draw: st.DrawFn, *, options: int = 9, hard_rules: bool = True) -> Problem:
    """Draw a problem of up to four candidates with every kind of rule."""
    candidates, count = draw(st.integers(1, 4)), draw(st.integers(0, options))
    resources, floors = draw(st.integers(0, 3)), draw(st.integers(0, 2))

    def column(values: st.SearchStrategy[float], length: int) -> list[float]:
        return draw(st.lists(values, min_size=length, max_size=length))

    def matrix(columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array(column(st.sampled_from(AMOUNTS), count * columns)).reshape(count, columns)

    values = st.one_of(st.integers(-3, 6).map(float), st.floats(-3, 6).map(lambda v: round(v, 3)))
    penalties = st.sampled_from([0.0, 0.5, 2.0, 10.0, *([np.inf] if hard_rules else [])])
    indices = st.integers(0, max(count - 1, 0))
    some = st.lists(indices, max_size=2 if count else 0, unique=True)
    pinned = draw(some) if hard_rules and draw(st.booleans()) else []
    pairs = draw(st.lists(st.tuples(indices, indices).filter(lambda p: p[0] != p[1]), max_size=4 if count > 1 else 0))
    return Problem.of(
        candidate=np.array(draw(st.lists(st.integers(0, candidates - 1), min_size=count, max_size=count)), int),
        value=column(values, count),
        uses=matrix(resources),
        capacity=column(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 4.5]), resources),
        max_options=np.array(draw(st.lists(st.integers(0, 3), min_size=candidates, max_size=candidates)), int),
        hours=column(st.sampled_from([0.0, 4.0, 7.5, 10.0]), count),
        candidate_hours=column(st.sampled_from([7.5, 12.0, 20.0, np.inf]), candidates),
        floors=matrix(floors),
        at_least=column(st.sampled_from([0.0, 1.0, 2.0, 2.5]), floors),
        penalty=column(penalties, floors),
        conflicts=np.array(pairs, int).reshape(-1, 2),
        pinned=np.array(pinned, int),
        forbidden=np.array([k for k in draw(some) if k not in pinned], int),
    )


def claims_hold(problem: Problem, result: Result) -> None:
    found = check(
        problem,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )
    assert [violation.sentence for violation in found] == []


@pytest.mark.parametrize("method", METHODS)
@given(problem=problems())
@settings(max_examples=150)
def test_the_plan_is_as_good_as_the_best_of_all_plans(method: str, problem: Problem) -> None:
    with only(method):
        result = solver.solve(problem, time_limit=20)
    best = best_plan(problem)
    if best is None:
        assert result.status is Status.INFEASIBLE
        assert len(result.conflict) > 0
    else:
        assert result.status is Status.OPTIMAL
        assert result.objective == pytest.approx(best[0], abs=1e-6, rel=1e-6)
        claims_hold(problem, result)


@given(problem=problems(), standing=st.lists(st.integers(0, 8), max_size=4, unique=True))
@settings(max_examples=100)
def test_a_plan_stopped_at_once_keeps_every_rule_and_what_stands(problem: Problem, standing: list[int]) -> None:
    stands = [k for k in standing if k < problem.option_count and k not in problem.forbidden]
    result = solver.solve(problem, stop=lambda: True, standing=stands)
    if result.objective is None:
        return
    claims_hold(problem, result)
    for kept in ([], stands):
        chosen = sorted({*kept, *problem.pinned.tolist()})
        if not check(problem, chosen):
            assert result.objective >= worth(problem, chosen) - 1e-9


def worth(problem: Problem, chosen: list[int]) -> float:
    """Value of a plan less the penalties of what is short."""
    missing = np.maximum(0.0, problem.at_least - np.asarray(problem.floors[chosen].sum(axis=0)).ravel())
    short = missing > 0
    return float(problem.value[chosen].sum() - problem.penalty[short] @ missing[short])


@given(problem=problems(), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=80)
def test_the_order_of_rows_does_not_change_what_the_plan_is_worth(problem: Problem, seed: int) -> None:
    shuffled = permuted(problem, np.random.default_rng(seed))
    first, second = solver.solve(problem), solver.solve(shuffled)
    assert first.status is second.status
    assert first.objective == pytest.approx(second.objective, abs=1e-9)


def permuted(problem: Problem, random: np.random.Generator) -> Problem:
    """Number options, candidates, resources and floors in another order."""
    options, candidates = random.permutation(problem.option_count), random.permutation(problem.candidate_count)
    resources, floors = random.permutation(problem.resource_count), random.permutation(problem.floor_count)
    new_option, new_candidate = np.argsort(options), np.argsort(candidates)
    return Problem.of(
        candidate=new_candidate[problem.candidate[options]],
        value=problem.value[options],
        uses=problem.uses[options][:, resources],
        capacity=problem.capacity[resources],
        max_options=problem.max_options[candidates],
        hours=problem.hours[options],
        candidate_hours=problem.candidate_hours[candidates],
        floors=problem.floors[options][:, floors],
        at_least=problem.at_least[floors],
        penalty=problem.penalty[floors],
        conflicts=random.permutation(new_option[problem.conflicts]),
        pinned=random.permutation(new_option[problem.pinned]),
        forbidden=random.permutation(new_option[problem.forbidden]),
    )
