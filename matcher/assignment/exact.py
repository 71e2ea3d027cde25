"""The whole problem as one integer program: small problems, to the end."""

from __future__ import annotations

import math

import numpy as np

from matcher.assignment.bundles import Pool, pool_of, singles
from matcher.assignment.core import Core, Indices
from matcher.assignment.greedy import greedy_plan, repaired
from matcher.assignment.highs import solve_whole
from matcher.assignment.method import Found, Task, nothing
from matcher.assignment.program import pool_program
from matcher.assignment.splitting import split

METHOD = "integer program (HiGHS)"


def solve(task: Task, *, seconds: float = math.inf) -> Found:
    """Solve by HiGHS, starting from a greedy plan along the relaxed one.

    Parameters
    ----------
    task
        The task.
    seconds
        Time for it, if less than what is left.
    """
    if task.relaxation.infeasible:
        return nothing(METHOD, infeasible=True)
    if task.clock.stopped():
        return task.begun(METHOD, task.relaxation.bound.value)
    core = split(task.core, task.core.most > 1)
    pool = singles(core)
    bound = task.relaxation.bound.value
    taken = greedy_plan(core, pool, task.relaxation.share_of(core), task.relaxation.prices_of(core))
    first = pool.options(taken)
    if task.first is not None and task.core.plan_value(task.first) > core.plan_value(first):
        first = task.first
    task.tell("Søger den bedste plan", core.plan_value(first), bound)
    return solve_pool(task, core, pool, bound, first, seconds=min(seconds, task.clock.left))


def solve_pool(task: Task, core: Core, pool: Pool, bound: float, first: Indices, *, seconds: float) -> Found:
    """Choose the best bundles of a pool by an integer program.

    Parameters
    ----------
    task
        The task.
    core, pool
        The bundles to choose among. The answer's bound holds for plans made of them.
    bound
        No plan is worth more.
    first
        A plan to begin with; need not meet the hard floors.
    seconds
        Time allowed.
    """
    built = pool_program(core, pool, core.penalty)
    value = core.plan_value(first)
    start = None
    if value > -np.inf:
        start = built.solution(first, pool.places_of(pool_of(core, first)))
    answer = solve_whole(built.program, seconds=seconds, gap=task.gap, seed=task.seed, start=start, clock=task.clock)
    if answer.infeasible and start is None:
        return nothing(METHOD, infeasible=True)
    proven = min(bound, core.base + answer.bound)
    if answer.x is not None:
        chosen = repaired(core, built.options(answer.x))
        if core.plan_value(chosen) > value:
            first, value = chosen, core.plan_value(chosen)
    if value == -np.inf:
        return nothing(METHOD, proven)
    return Found(first, value, proven, METHOD)
