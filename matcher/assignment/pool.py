"""Large problems with side resources: prices, then a pool of bundles, then a plan made better piece by piece.

1. *Prices* (``columns.py``): a bound that no plan exceeds, and prices that prove it.
2. *Pool*: the bundles near each group's best. A bundle further from it than the bound is from the plan at hand cannot
   be in a better plan; so once all the others fit in one program, its optimum is the problem's.
3. *Plan*: greedy along the relaxed plan, then ``improve.py`` until the pool of step 2 is small enough, or time is up.
4. *Proof*: when the search has come to rest before either, the whole problem as one integer program that begins with
   the plan found; only where few rows bind. Where every bundle lies near its group's best there is nothing to leave
   out, and cuts say more than prices can: on the municipality of the demo they close the last .2 % within a minute.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from matcher.assignment import exact
from matcher.assignment.bounds import Prices, bound_at
from matcher.assignment.bundles import can_bundle, near_bundles, pool_of, singles
from matcher.assignment.columns import Priced, near_distance, price
from matcher.assignment.core import Core
from matcher.assignment.greedy import greedy_plan
from matcher.assignment.improve import FIRST_SIZE, Plan
from matcher.assignment.method import Found, Task, nothing
from matcher.assignment.problem import Floats
from matcher.assignment.quick import free_bound
from matcher.assignment.splitting import split

METHOD = "prices, bundle pool and neighbourhood search (HiGHS)"

EACH = 5.0
"""Bundles for each group that the search chooses among, about."""

CLOSABLE = 15_000, 4
"""The pool of step 2 is tried when it holds no more than this many bundles, or this many times the groups."""

CLOSER = 0.7
"""How much nearer to the bound the plan must have come before step 2 is tried again."""

PATIENT = 3
"""Rounds of search without meeting the hard floors, or at rest, before the whole problem is tried."""

RESTING = 0.02
"""A round that closes less than this part of what is between plan and bound is one at rest."""

TO_PROVE = 0.8
"""Part of the time left that the whole problem is given then."""

WHOLE = 300_000
"""Options up to which the whole problem is tried when the search has come to rest."""


def solve(task: Task) -> Found:
    """Solve by prices, pool and search."""
    if task.relaxation.infeasible:
        return nothing(METHOD, infeasible=True)
    if task.clock.stopped():
        return task.begun(METHOD, min(task.relaxation.bound.value, free_bound(task.core)))
    core = split(task.core, ~can_bundle(task.core))
    penalty = _elastic(task, core)
    task.tell("Finder priser", None, task.relaxation.bound.value)
    priced = price(core, task.relaxation.prices_of(core), penalty, task.clock)
    bound = min(priced.bound.value, task.relaxation.bound.value, _free(core))
    if task.clock.stopped():
        return task.begun(METHOD, bound)
    plan = _first_plan(core, priced, penalty, task.seed)
    return _improved(task, core, priced, plan, bound)


def _free(core: Core) -> float:
    """The bound when nothing costs anything: everybody's best."""
    return bound_at(core, Prices(np.zeros(len(core.capacity)), np.zeros(len(core.at_least)))).value


def _elastic(task: Task, core: Core) -> Floats:
    """Give every floor a finite penalty: for a hard one, far above what the relaxed problem pays for it."""
    dearest = max(
        float(np.abs(core.value).max(initial=1.0)), float(task.relaxation.bound.prices.floors.max(initial=0.0))
    )
    return np.where(core.hard, 20.0 * dearest, core.penalty)


def _first_plan(core: Core, priced: Priced, penalty: Floats, seed: int) -> Plan:
    """Choose bundles along the relaxed plan, among a pool wide enough to improve it in."""
    reduced = priced.bound.prices.reduced(priced.core)
    elastic = replace(priced.core, penalty=penalty)
    within = near_distance(elastic, priced.bound, EACH)
    wide, _ = near_bundles(elastic, reduced, priced.bound.best, within, room=20 * len(core.most) + 10_000)
    pool = wide.joined(priced.pool)
    share = np.zeros(len(pool))
    share[pool.places_of(priced.pool)] = priced.share
    without_cuts = Prices(priced.bound.prices.rows[: len(core.capacity)], priced.bound.prices.floors)
    taken = np.flatnonzero(greedy_plan(core, pool, share, without_cuts))
    return Plan(core, pool, priced.bound, reduced, penalty, taken, seed)


def _improved(task: Task, core: Core, priced: Priced, plan: Plan, bound: float) -> Found:
    """Search until the plan is good enough, then prove it, or until time is up."""
    reduced = priced.bound.prices.reduced(priced.core)
    room = max(CLOSABLE[0], CLOSABLE[1] * len(core.most))
    best, tried = task.begun(METHOD, bound), math.inf
    if best.chosen is not None and best.value > core.plan_value(plan.chosen):
        plan.adopt(best.chosen)
    batch = max(20, len(core.most) // FIRST_SIZE)
    rounds = resting = 0
    while True:
        before, best = best, _better(core, best, plan)
        task.tell("Forbedrer planen", best.value if best.chosen is not None else None, best.bound)
        distance = best.bound - best.value
        if best.within(task.gap) or task.clock.left <= 0:
            return best
        if distance < CLOSER * tried and math.isfinite(distance):
            near, complete = near_bundles(priced.core, reduced, priced.bound.best, distance, room=room, each=room)
            if complete:
                tried = distance
                assert best.chosen is not None
                pool = near.joined(pool_of(core, best.chosen))
                task.tell("Beviser planen", best.value, best.bound)
                closed = exact.solve_pool(
                    task, priced.core, pool, best.bound, best.chosen, seconds=task.clock.left * 0.4
                )
                best = Found(closed.chosen, closed.value, max(closed.value, closed.bound), METHOD)
                assert best.chosen is not None
                plan.adopt(best.chosen)
                resting = 0
                continue
        rounds += 1
        resting = resting + 1 if best.value - before.value < RESTING * distance else 0
        if resting == PATIENT and best.chosen is not None and task.relaxation.loose and len(core.value) <= WHOLE:
            best = _proven(task, best)
            assert best.chosen is not None
            plan.adopt(best.chosen)
            continue
        if best.chosen is None and rounds == PATIENT:
            # The hard floors are what is difficult here, and perhaps impossible: only the whole problem can tell.
            whole = exact.solve(task, seconds=task.clock.left * 0.5)
            if whole.infeasible:
                return whole
            best = Found(whole.chosen, whole.value, min(best.bound, whole.bound), METHOD)
            if whole.chosen is not None:
                plan.adopt(whole.chosen)
            continue
        for _ in range(batch):
            if task.clock.left <= 0:
                break
            plan.step(min(task.clock.left, 5.0), task.clock)


def _proven(task: Task, best: Found) -> Found:
    """Try to prove a plan the best, or to find a better one, by the whole problem at once."""
    assert best.chosen is not None
    core = split(task.core, task.core.most > 1)
    task.tell("Beviser planen", best.value, best.bound)
    seconds = task.clock.left * TO_PROVE
    found = exact.solve_pool(task, core, singles(core), best.bound, best.chosen, seconds=seconds)
    return Found(found.chosen, found.value, max(found.value, found.bound), METHOD)


def _better(core: Core, best: Found, plan: Plan) -> Found:
    """Take the search's plan when it is worth more."""
    chosen = plan.chosen
    value = core.plan_value(chosen)
    return Found(chosen, value, best.bound, METHOD) if value > best.value else best
