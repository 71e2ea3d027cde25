"""Solve a problem: look at its structure, choose the method, and answer with status, bound, gap and prices."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from matcher.assignment import exact, flow, pool
from matcher.assignment.clash import Clash
from matcher.assignment.clock import Clock
from matcher.assignment.core import Core, Indices, column_sums, core_of
from matcher.assignment.infeasible import Shortfall, explain, pin_clashes
from matcher.assignment.method import Found, Progress, Task, Watch
from matcher.assignment.prices import relax
from matcher.assignment.problem import Floats, Problem, ProblemError
from matcher.assignment.quick import free_bound, quick_plan
from matcher.assignment.reading import read_problem
from matcher.assignment.result import OPTIMAL_GAP, Result, Seconds, Status, relative_gap
from matcher.assignment.writing import result_document

QUICK = "by value (quick.py)"
"""What a plan is called that was stopped before a solver began."""

RELAXING = "Løser det lempede problem"
"""What is told at the beginning."""

SMALL = 3_000
"""Options up to which the whole problem is given to HiGHS as it is."""


def solve(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    gap: float = OPTIMAL_GAP,
    seed: int = 0,
    progress: Watch | None = None,
    stop: Callable[[], bool] | None = None,
    standing: Sequence[int] | Indices = (),
) -> Result:
    """Find the best plan.

    Parameters
    ----------
    problem
        The problem.
    time_limit
        Seconds after which the best plan so far is given.
    gap
        Relative gap at which to stop. The status is ``optimal`` only within a millionth, however large this is.
    seed
        For choices left to chance: the same problem and seed give the same plan, unless time ends the search.
    progress
        Is told of progress now and then, twice a second at most while a solver works.
    stop
        Asked about ten times a second; once it says so, the best plan so far is given within about a second. There is
        one from the beginning (``quick.py``), unless the hard floors are hard to meet.
    standing
        Options that stand now: the plan is worth no less than keeping all of them that fit together.

    Returns
    -------
    A result whatever the problem: when nothing can be found, its status and ``conflict`` say why.
    """
    if not (time_limit > 0 and gap >= 0):
        raise ProblemError("time_limit skal være over 0 og gap mindst 0.")
    told = _Told(progress)
    clock = told.clock = Clock(time_limit, stop, None if progress is None else told.again)
    clashes = pin_clashes(problem)
    if clashes:
        return _without_plan(problem, Status.INFEASIBLE, clock, clock.spent, "pins", conflict=tuple(clashes))
    whole = core_of(problem, fractions=True)
    if flow.applies(whole):
        built = clock.spent
        found, row_prices = flow.solve(whole)
        prices = np.zeros(problem.resource_count)
        prices[whole.resource] = row_prices
        return _answer(problem, found, whole.option, prices, clock, built)

    core = core_of(problem)
    stands = np.zeros(problem.option_count, bool)
    stands[np.asarray(standing, np.int64)] = True
    first = quick_plan(core, stands[core.option])
    built = clock.spent
    if clock.stopped():
        return _at_once(problem, core, first, clock, built)
    begun = None if first is None else core.plan_value(first)
    told(Progress(RELAXING, clock.spent, begun, free_bound(core)))
    relaxation = relax(problem, clock)
    task = Task(core, relaxation, clock, gap, seed, None if progress is None else told, first)
    found = exact.solve(task) if len(core.value) <= SMALL else pool.solve(task)
    if found.infeasible:
        conflict = explain(problem, clock, _shortfall(clock, seed))
        return _without_plan(problem, Status.INFEASIBLE, clock, built, found.method, conflict=tuple(conflict))
    prices = relaxation.resource_prices(problem)
    if found.chosen is None:
        return _without_plan(problem, Status.UNKNOWN, clock, built, found.method, bound=found.bound, prices=prices)
    return _answer(problem, found, core.option, prices, clock, built)


def _at_once(problem: Problem, core: Core, first: Indices | None, clock: Clock, built: float) -> Result:
    """Answer with what there was before any solver began."""
    bound = free_bound(core)
    if first is None:
        return _without_plan(problem, Status.UNKNOWN, clock, built, "none", bound=bound)
    found = Found(first, core.plan_value(first), bound, QUICK)
    return _answer(problem, found, core.option, np.zeros(problem.resource_count), clock, built)


class _Told:
    """What has been told last, so that it can be told again while a solver works and has nothing new to say."""

    def __init__(self, watch: Watch | None) -> None:
        self.watch = watch
        self.clock = Clock(0.0)
        self.last = Progress("", 0.0)

    def __call__(self, progress: Progress) -> None:
        self.last = progress
        if self.watch is not None:
            self.watch(progress)

    def again(self) -> None:
        """Tell that the work goes on."""
        self(replace(self.last, seconds=self.clock.spent))


def solve_file(
    path: Path,
    *,
    time_limit: float = 60.0,
    gap: float = OPTIMAL_GAP,
    seed: int = 0,
    progress: Watch | None = None,
) -> dict[str, Any]:
    """Solve the problem in a file and give the result document of ``DESIGN.md`` section 5.

    Raises
    ------
    ProblemError
        When the file is not a problem.
    """
    start = perf_counter()
    problem, labels = read_problem(path)
    read = perf_counter() - start
    result = solve(problem, time_limit=time_limit, gap=gap, seed=seed, progress=progress)
    document = result_document(result, labels)
    document["seconds"] |= {"read": round(read, 3), "total": round(read + result.seconds.total, 3)}
    return document


def _shortfall(clock: Clock, seed: int) -> Shortfall:
    """Give the solver to the search for causes."""

    def short(problem: Problem) -> Floats | None:
        result = solve(problem, time_limit=max(1.0, clock.left), seed=seed, stop=lambda: clock.stopped())
        return result.short if result.status is Status.OPTIMAL else None

    return short


def _answer(problem: Problem, found: Found, option: Indices, prices: Floats, clock: Clock, built: float) -> Result:
    """Turn a plan of the core into one of the problem; value, gap and status are counted again from the arrays."""
    assert found.chosen is not None
    chosen = np.sort(np.concatenate([problem.pinned.astype(np.int64), option[found.chosen]]))
    short = np.maximum(0.0, problem.at_least - column_sums(problem.floors, chosen))
    soft = np.isfinite(problem.penalty) & (short > 0)
    objective = math.fsum([*problem.value[chosen], *(-problem.penalty[soft] * short[soft])])
    # A bound below the plan itself can only be rounding.
    bound = max(objective, found.bound)
    gap = relative_gap(objective, bound)
    return Result(
        status=Status.OPTIMAL if gap <= OPTIMAL_GAP else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=_seconds(clock, built),
        method=found.method,
        chosen=chosen,
        prices=prices,
        short=short,
        stopped=clock.stopped() and gap > OPTIMAL_GAP,
    )


def _without_plan(
    problem: Problem,
    status: Status,
    clock: Clock,
    built: float,
    method: str,
    *,
    bound: float = math.inf,
    prices: Floats | None = None,
    conflict: tuple[Clash, ...] = (),
) -> Result:
    return Result(
        status=status,
        objective=None,
        bound=bound if math.isfinite(bound) else None,
        gap=None,
        seconds=_seconds(clock, built),
        method=method,
        chosen=np.zeros(0, np.int64),
        prices=np.zeros(problem.resource_count) if prices is None else prices,
        short=problem.at_least.copy(),
        conflict=conflict,
        stopped=clock.stopped() and status is Status.UNKNOWN,
    )


def _seconds(clock: Clock, built: float) -> Seconds:
    spent = clock.spent
    return Seconds(build=built, solve=spent - built, total=spent)
