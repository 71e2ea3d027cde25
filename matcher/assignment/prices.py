"""What prices mean, and how those that are shown are found.

The price of a resource is its dual in the relaxed problem, where an option may be chosen in part: what one more unit
would be worth, as long as little is added. It is never negative, and 0 where something is left over. Which one is shown
where several are right:

* Places only (``flow.py``): the smallest, which is exactly what the best plan gains by one more place.
* Otherwise: what the linear program gives, by simplex a corner and by interior point the middle of the right ones;
  where a resource has nothing to give, the smallest price at which nobody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from matcher.assignment.bounds import Bound, Prices, bound_at
from matcher.assignment.bundles import singles
from matcher.assignment.clock import Clock
from matcher.assignment.core import SLACK, Core, Indices, core_of
from matcher.assignment.highs import Relaxed, solve_relaxed
from matcher.assignment.problem import Floats, Problem
from matcher.assignment.program import PoolProgram, pool_program
from matcher.assignment.result import relative_gap
from matcher.assignment.splitting import split

LARGE = 20_000
"""Options from which simplex is given up for interior point when it is slow."""

SLOW = 0.5
"""Simplex iterations for each row of the program from which simplex counts as slow. Rows of which few can bind, as a
municipality's are, take some .05; where most do, simplex takes 4 and more, and interior point is three to ten times as
fast (DECISIONS 33 has the figures)."""

TRUSTED = 1e-6
"""Relative distance between an interior solution and the bound of its prices that still counts as solved."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The relaxed problem and its answer.

    Attributes
    ----------
    core
        The core with fractions (see ``core.core_of``), every group split into rows.
    x
        float64[K of the core], how much of each option is chosen.
    value
        What this is worth, the pins included; no plan is worth more when ``solved``.
    bound
        The bound at its prices.
    solved, infeasible
        Solved to the end; proven to have no solution at all.
    loose
        Simplex was not slow: few of its rows bind, and the whole problem may be within reach of an integer program.
    """

    core: Core
    x: Floats
    value: float
    bound: Bound
    solved: bool
    infeasible: bool
    loose: bool

    def resource_prices(self, problem: Problem) -> Floats:
        """Give float64[R], the price of each resource of the problem."""
        prices = np.zeros(problem.resource_count)
        own = self.core.resource >= 0
        prices[self.core.resource[own]] = self.bound.prices.rows[own]
        return prices

    def share_of(self, core: Core) -> Floats:
        """Give how much of each option of another core of the same problem is chosen."""
        share = np.zeros(int(max(core.option.max(initial=-1), self.core.option.max(initial=-1))) + 1)
        share[self.core.option] = self.x
        return share[core.option]

    def prices_of(self, core: Core) -> Prices:
        """Give the prices by the rows and floors of another core; rows that stand for no resource cost nothing."""
        rows = _carried(self.core.resource, self.bound.prices.rows, core.resource)
        return Prices.within(core, rows, _carried(self.core.floor, self.bound.prices.floors, core.floor))


def _carried(known: Indices, amounts: Floats, wanted: Indices) -> Floats:
    """Look amounts up by index; -1 and what is not known give 0."""
    table = np.zeros(int(max(known.max(initial=-1), wanted.max(initial=-1))) + 2)
    table[known] = amounts
    table[-1] = 0.0
    return table[wanted]


def relax(problem: Problem, clock: Clock) -> Relaxation:
    """Solve the relaxed problem."""
    whole = core_of(problem, fractions=True)
    core = split(whole, whole.most > 1)
    built = pool_program(core, singles(core), core.penalty)
    slow = int(SLOW * len(built.program.upper))
    enough = slow if len(core.value) > LARGE else None
    corner = solve_relaxed(built.program, seconds=clock.left, interior=False, iterations=enough, clock=clock)
    if corner.solved or corner.infeasible or not clock.left:
        return replace(_read(core, built, corner), loose=corner.effort <= slow)
    inner = solve_relaxed(built.program, seconds=clock.left, interior=True, clock=clock)
    relaxed = _read(core, built, inner)
    if inner.infeasible or not clock.left or relative_gap(relaxed.value, relaxed.bound.value) <= TRUSTED:
        return relaxed
    corner = solve_relaxed(built.program, seconds=clock.left, interior=False, clock=clock)
    again = _read(core, built, corner)
    return again if again.solved or again.bound.value < relaxed.bound.value else relaxed


def _read(core: Core, built: PoolProgram, answer: Relaxed) -> Relaxation:
    prices = _lowered(built, answer.dual)
    x = answer.x[: len(core.value)]
    value = core.base + float(built.program.worth @ answer.x)
    return Relaxation(core, x, value, bound_at(core, prices), answer.solved, answer.infeasible, False)


def _lowered(built: PoolProgram, dual: Floats) -> Prices:
    """Lower prices that may be any number from some point on to that point.

    Where a resource has nothing to give, any price above the smallest at which nobody asks for it is right too; where a
    hard floor holds a resource, its price and the floor's may rise together for ever. Solvers then give large numbers.
    """
    core, prices = built.core, built.prices(dual)
    empty = np.flatnonzero((core.capacity <= SLACK) & (prices.rows > 0))
    held = np.flatnonzero(core.hard & (prices.floors > 0))
    if not len(empty) and not len(held):
        return prices
    rows, floors = prices.rows.copy(), prices.floors.copy()
    # What each option lacks before it would be chosen; the group's own dual is part of what it pays.
    group_dual = np.zeros(len(core.most))
    choice = np.diff(core.start) > 1
    group_dual[choice] = np.maximum(dual[: built.group_rows], 0.0)
    lacks = np.maximum(0.0, group_dual[core.group] - prices.reduced(core))
    by_row = core.uses.tocsc()
    for r in empty.tolist():
        options, amounts = _column(by_row, r)
        step = min(float(rows[r]), float((lacks[options] / amounts).min(initial=np.inf)))
        rows[r] -= step
        lacks[options] -= step * amounts
    by_floor = core.counts.tocsc()
    for g in held.tolist():
        members, counted = _column(by_floor, g)
        if np.ptp(counted) > 0:
            continue
        for r in _shared_rows(core, members, rows):
            options, amounts = _column(by_row, r)
            outside = ~np.isin(options, members)
            share = float(amounts[~outside][0] / counted[0])
            room = float((lacks[options[outside]] / amounts[outside]).min(initial=np.inf))
            step = min(float(rows[r]), float(floors[g]) / share, room)
            rows[r] -= step
            floors[g] -= step * share
            lacks[options[outside]] -= step * amounts[outside]
    return Prices(np.maximum(rows, 0.0), np.maximum(floors, 0.0))


def _column(matrix: sp.csc_matrix, column: int) -> tuple[Indices, Floats]:
    """Give the rows and amounts of one column."""
    part = slice(matrix.indptr[column], matrix.indptr[column + 1])
    return matrix.indices[part], matrix.data[part]


def _shared_rows(core: Core, members: Indices, rows: Floats) -> list[int]:
    """Give the rows with a price that all members use by the same amount."""
    used = core.uses[members].tocsc()
    by_all = np.flatnonzero(np.diff(used.indptr) == len(members)).tolist()
    return [r for r in by_all if rows[r] > 0 and np.ptp(_column(used, r)[1]) == 0]


def complementary_slackness(relaxation: Relaxation) -> float:
    """Measure the breach of complementary slackness: none proves solution and prices optimal, both together.

    Three things must hold: a row with something left over costs nothing; a floor that is passed earns nothing, and one
    that is short earns its penalty; a group takes no more than what its options are worth at these prices, and all of
    that (the value of its best option, in parts that add up to one where that is more than nothing).

    Returns
    -------
    The sum of all breaches, each weighed by the amount it concerns, relative to the larger of 1 and the value.
    """
    core, x, prices = relaxation.core, relaxation.x, relaxation.bound.prices
    left = core.capacity - core.uses.T @ x
    over = core.counts.T @ x - core.at_least
    breach = float((prices.rows * np.abs(left)).sum())
    breach += float((prices.floors * np.maximum(over, 0.0)).sum())
    soft = ~core.hard
    breach += float(((core.penalty - prices.floors)[soft] * np.maximum(-over, 0.0)[soft]).sum())
    taken = np.bincount(core.group, x * prices.reduced(core), len(core.most))
    breach += float(np.abs(relaxation.bound.best - taken).sum())
    return breach / max(1.0, abs(relaxation.value))
