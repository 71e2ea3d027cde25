"""Prices from a pool that grows: each round the linear program of the pool gives prices, and prices give bundles.

This is Dantzig and Wolfe's decomposition (1960): at its end the bound is that of the linear program over *all* bundles,
which no fraction of a bundle can raise, though only a few bundles for each group were ever written down. Cuts found on
the way (``cuts.py``) are rows like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.assignment.bounds import Bound, Prices, bound_at
from matcher.assignment.bundles import Pool, near_bundles
from matcher.assignment.clock import Clock
from matcher.assignment.core import Core
from matcher.assignment.cuts import find_cuts
from matcher.assignment.highs import solve_relaxed
from matcher.assignment.problem import Floats
from matcher.assignment.program import pool_program
from matcher.assignment.result import relative_gap

CONVERGED = 2e-5
"""Relative distance between bound and pool at which prices are good enough."""

ROUNDS = 60
"""Rounds at most."""

FEW = 2.5
"""Bundles for each group that a round adds at most, about."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Where the prices ended.

    Attributes
    ----------
    core
        The core with cuts as rows at the end.
    bound
        The best bound, at prices of this core.
    pool, share
        The bundles written down, and how much of each the relaxed plan takes.
    """

    core: Core
    bound: Bound
    pool: Pool
    share: Floats


def price(core: Core, start: Prices, penalty: Floats, clock: Clock, *, share_of_time: float = 0.4) -> Priced:
    """Find prices at which pool and bound agree.

    Parameters
    ----------
    core
        Every conflict inside one group; every group small enough to bundle.
    start
        Prices to begin with.
    penalty
        float64[G], finite: what missing a unit of each floor costs here.
    clock
        The clock.
    share_of_time
        Part of the time left that may be spent.
    """
    elastic = replace(core, penalty=penalty)
    own_rows = len(core.capacity)
    end = clock.spent + share_of_time * clock.left
    best = bound_at(elastic, Prices.within(elastic, start.rows, start.floors))
    within = near_distance(elastic, best, FEW)
    prices, pool, share = best.prices, best.bundles, np.zeros(len(best.bundles))
    for _ in range(ROUNDS):
        current = bound_at(elastic, prices)
        if current.value < best.value:
            best = current
        near, _ = near_bundles(elastic, prices.reduced(elastic), current.best, within, room=room_of(elastic), each=20)
        pool = pool.joined(near).joined(current.bundles)
        built = pool_program(elastic, pool, penalty)
        if clock.stopped():
            share = np.zeros(len(pool))
            break
        answer = solve_relaxed(built.program, seconds=max(1.0, end - clock.spent), interior=True, clock=clock)
        if not answer.solved:
            share = np.zeros(len(pool))
            break
        share = answer.x[: len(pool)]
        prices = built.prices(answer.dual)
        value = elastic.base + float(built.program.worth @ answer.x)
        late = clock.spent > end
        if relative_gap(value, best.value) <= 100 * CONVERGED and not late:
            taken = pool.matrix(elastic).T @ share
            rows, capacity = find_cuts(elastic, taken, np.arange(len(elastic.capacity)) < own_rows)
            elastic = elastic.with_rows(rows, capacity)
            added = len(capacity)
        else:
            added = 0
        if added:
            prices = _extended(prices, added)
            best = replace(best, prices=_extended(best.prices, added))
        elif late or relative_gap(value, best.value) <= CONVERGED:
            break
    return Priced(replace(elastic, penalty=core.penalty), best, pool, share)


def _extended(prices: Prices, added: int) -> Prices:
    return Prices(np.concatenate([prices.rows, np.zeros(added)]), prices.floors)


def room_of(core: Core) -> int:
    """Give how many bundles to write down at most."""
    return 20 * len(core.most) + 10_000


def near_distance(core: Core, bound: Bound, each: float) -> float:
    """Find how near to the best a bundle must be for there to be about so many for each group."""
    reduced = bound.prices.reduced(core)
    wanted = int(each * len(core.most)) + 1
    low, high = 0.0, max(1e-9, float(np.abs(bound.best).max(initial=0.0)))
    for _ in range(12):
        middle = (low + high) / 2
        listed, complete = near_bundles(core, reduced, bound.best, middle, room=wanted)
        if complete and len(listed) < wanted:
            low = middle
        else:
            high = middle
    return low
