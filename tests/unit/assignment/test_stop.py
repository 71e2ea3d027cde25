"""A search that is told to stop gives the best it has."""

from __future__ import annotations

from threading import Event

import highspy
import numpy as np
import pytest

from matcher.assignment.check import check
from matcher.assignment.clock import Clock
from matcher.assignment.method import Progress
from matcher.assignment.problem import Problem
from matcher.assignment.result import Result, Status
from matcher.assignment.solver import RELAXING, solve
from tests.unit.assignment.methods import MAKE_A_PLAN_OF_ANYTHING, only


def hard(people: int = 150, each: int = 20, resources: int = 15) -> Problem:
    """Many people, few resources, amounts that fit together badly: long to prove, quick to begin."""
    random = np.random.default_rng(7)
    options = people * each
    uses = random.integers(10, 40, (options, resources)) * (random.random((options, resources)) < 0.3)
    return Problem.of(
        candidate=np.repeat(np.arange(people), each),
        value=random.random(options) + 0.5,
        uses=uses.astype(float),
        capacity=np.full(resources, 197.0),
    )


HARD = hard()


def holds(result: Result) -> bool:
    return not check(
        HARD,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )


@pytest.mark.parametrize("method", MAKE_A_PLAN_OF_ANYTHING)
def test_the_best_plan_until_then_is_given_with_its_bound(method: str) -> None:
    seen: list[Progress] = []
    with only(method):
        result = solve(
            HARD,
            time_limit=250.0,
            gap=0.0,
            progress=seen.append,
            stop=lambda: any(step.objective is not None for step in seen if step.stage != RELAXING),
        )
    assert result.status is Status.FEASIBLE and result.stopped
    assert result.objective is not None and result.bound is not None and result.bound >= result.objective
    assert holds(result)


@pytest.mark.parametrize("method", MAKE_A_PLAN_OF_ANYTHING)
@pytest.mark.parametrize("early", [True, False])
def test_a_plan_is_kept_however_early_the_search_is_stopped(method: str, early: bool) -> None:
    seen: list[Progress] = []
    with only(method):
        result = solve(HARD, time_limit=250.0, progress=seen.append, stop=lambda: early or bool(seen))
    assert (result.status, result.stopped) == (Status.FEASIBLE, True)
    # By value alone: far more than half of what the whole search finds (about 78).
    assert result.objective is not None and result.objective > 50
    assert holds(result)


def test_without_time_the_plan_is_the_quick_one_and_keeps_every_rule() -> None:
    with only("pool"):
        result = solve(HARD, time_limit=1e-6)
    assert result.status is Status.FEASIBLE and not result.stopped
    assert result.objective is not None and result.objective > 50
    assert holds(result)


def test_nothing_is_known_where_a_hard_floor_is_beyond_a_quick_plan() -> None:
    # Two must come, and the place has room for one.
    hopeless = Problem.of(
        candidate=[0, 1], value=[1.0, 1.0], uses=[[1.0], [1.0]], capacity=[1.0], floors=[[1.0], [1.0]], at_least=[2.0]
    )
    result = solve(hopeless, stop=lambda: True)
    assert (result.status, result.objective, result.stopped) == (Status.UNKNOWN, None, True)


def test_a_search_that_was_over_has_not_been_stopped() -> None:
    small = Problem.of(candidate=[0], value=[1.0], uses=[[1.0]], capacity=[1.0])
    result = solve(small, stop=lambda: False)
    assert result.status is Status.OPTIMAL and not result.stopped


def test_progress_goes_on_while_a_solver_has_nothing_new_to_say() -> None:
    seen: list[Progress] = []
    with only("exact"):
        solve(HARD, time_limit=250.0, gap=0.0, progress=seen.append, stop=lambda: len(seen) > 4)
    assert [step.seconds for step in seen] == sorted(step.seconds for step in seen)
    last = seen[-1]
    assert last.gap == pytest.approx((last.bound - last.objective) / last.objective)  # type: ignore[operator]
    assert Progress("", 0.0).gap is None


def test_an_error_in_the_question_comes_out_and_not_through_the_solver() -> None:
    asked = iter([False, False, False])
    with only("exact"), pytest.raises(StopIteration):
        solve(HARD, time_limit=250.0, gap=0.0, stop=lambda: next(asked))


def test_the_clock_asks_seldom_and_remembers_the_answer() -> None:
    answers = [True]
    clock = Clock(60.0, lambda: answers.pop())
    assert clock.left == 0.0 and clock.stopped() and clock.left == 0.0
    asked: list[int] = []

    def never() -> bool:
        asked.append(1)
        return False

    idle = Clock(60.0, never)
    for _ in range(1000):
        idle.beat()
    assert len(asked) < 100 and idle.left > 0
    assert not Clock(1.0).stopped() and not Clock(1.0).watched


def test_a_solver_that_hears_nothing_is_left_behind_with_the_plan_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    # As HiGHS is between two turns, which may be 20 s apart: here there is no turn until the answer is there.
    running, answered, late = Event(), Event(), list[bool]()

    def deaf(highs: highspy.Highs) -> None:
        running.set()
        late.append(not answered.wait(20))

    problem = hard(people=20)
    plain = highspy.Highs.run
    monkeypatch.setattr(highspy.Highs, "run", lambda own: deaf(own) if _has_whole_numbers(own) else plain(own))
    with only("exact"):
        result = solve(problem, time_limit=60, stop=running.is_set)
    answered.set()
    assert late in ([], [False])
    assert result.stopped and result.status is Status.FEASIBLE
    assert not check(problem, result.chosen.tolist(), objective=result.objective, bound=result.bound)


def _has_whole_numbers(highs: highspy.Highs) -> bool:
    return len(highs.getLp().integrality_) > 0
