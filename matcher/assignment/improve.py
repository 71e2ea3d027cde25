"""Make a plan better piece by piece: free some people who compete for the same rows, solve them exactly, repeat.

Large neighbourhood search (Shaw 1998) along the rows that prices call scarce. Where to begin follows from the gap
itself:

    bound - plan = sum over groups of what they lost against their best bundle + sum over rows of price x what is left

so groups that lost much, and rows with something valuable left over, are where the plan can still win.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.bounds import Bound
from matcher.assignment.bundles import Pool, pool_of
from matcher.assignment.clock import Clock
from matcher.assignment.core import Core, Indices, column_sums
from matcher.assignment.highs import solve_whole
from matcher.assignment.problem import Floats
from matcher.assignment.program import assembled

FIRST_SIZE, SMALLEST, LARGEST = 120, 20, 600
"""Groups freed at a time: to begin with, at least, at most."""

EASY, TOUGH = 200, 600
"""Simplex iterations under and over which the next neighbourhood is made larger or smaller."""

BRANCHES, NEIGHBOURS = 5, 30
"""Rows followed from each group, and groups taken along from each row."""

LOCAL_GAP = 3e-4
"""Relative gap at which a neighbourhood is good enough."""

NODES = 20
"""Nodes of the search tree for one neighbourhood."""


class Plan:
    """A plan made of a pool's bundles, and the search that improves it.

    Parameters
    ----------
    core
        The core, without cuts.
    pool
        The bundles to choose among.
    bound
        Prices of the core's rows (and of cuts after them) to go by.
    reduced
        float64[K], the options' values at these prices, cuts included.
    penalty
        float64[G], finite.
    taken
        Places in the pool of the bundles to begin with; at most one of each group.
    seed
        For the choice of neighbourhoods.
    """

    def __init__(
        self, core: Core, pool: Pool, bound: Bound, reduced: Floats, penalty: Floats, taken: Indices, seed: int
    ) -> None:
        self.core = core
        self.penalty = penalty
        self._random = np.random.default_rng(seed)
        self._reduced = reduced
        self._best = bound.best
        self._price = bound.prices.rows[: len(core.capacity)]
        self._size = float(FIRST_SIZE)
        self._use(pool, taken)

    def _use(self, pool: Pool, taken: Indices) -> None:
        """Choose among another pool from now on, beginning with some of its bundles."""
        core = self.core
        self.pool = pool
        holds = pool.matrix(core)
        self._worth: Floats = holds @ core.value
        self._uses: sp.csr_matrix = (holds @ core.uses).tocsr()
        self._counts: sp.csr_matrix = (holds @ core.counts).tocsr()
        self._lost: Floats = self._best[pool.group] - holds @ self._reduced
        self._first = np.searchsorted(pool.group, np.arange(len(core.most) + 1))
        self._rows_of, self._groups_of = self._meetings()
        self.held = np.full(len(core.most), -1)
        self.held[pool.group[taken]] = taken
        self._left = core.capacity - column_sums(self._uses, taken)
        self._reached = column_sums(self._counts, taken)

    def adopt(self, chosen: Indices) -> None:
        """Go on from another plan."""
        bundles = pool_of(self.core, chosen)
        pool = self.pool.joined(bundles)
        self._use(pool, pool.places_of(bundles))

    def _meetings(self) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        """Give which groups meet at which scarce rows, both ways round; a row that all meet at says nothing."""
        groups = len(self.core.most)
        owner = sp.csr_matrix(
            (np.ones(len(self.pool)), (self.pool.group, np.arange(len(self.pool)))), shape=(groups, len(self.pool))
        )
        meets = (owner @ self._uses).tocsc()
        size = np.diff(meets.indptr)
        scarce = self._price > 1e-9 * max(1.0, float(self._price.max(initial=0.0)))
        kept = sp.diags((scarce & (size > 1) & (size <= max(50, groups // 3))).astype(np.float64))
        meets = (meets @ kept).tocsr()
        meets.eliminate_zeros()
        meets.data[:] = 1.0
        return meets, meets.T.tocsr()

    @property
    def taken(self) -> Indices:
        """Places in the pool of the bundles held."""
        return self.held[self.held >= 0]

    @property
    def chosen(self) -> Indices:
        """Options held, rising."""
        return self.pool.options(self.taken)

    @property
    def value(self) -> float:
        """Value of the plan, the base and every penalty included."""
        return self.core.base + float(self._worth[self.taken].sum()) - self._penalised(self._reached)

    def _penalised(self, reached: Floats) -> float:
        return float(self.penalty @ np.maximum(0.0, self.core.at_least - reached))

    def step(self, seconds: float, clock: Clock | None = None) -> float:
        """Free one neighbourhood and solve it, unless the clock says stop; give what the plan gained."""
        if not len(self.pool):
            return 0.0
        freed = self._neighbourhood()
        old = self.held[freed]
        old = old[old >= 0]
        columns = np.concatenate([np.arange(self._first[g], self._first[g + 1]) for g in freed])
        uses, counts = self._uses[columns], self._counts[columns]
        touched = np.unique(uses.indices)
        left = self._left + column_sums(self._uses, old)
        reached = self._reached - column_sums(self._counts, old)
        floors = np.flatnonzero(self.core.at_least > reached)
        lacking = (self.core.at_least - reached)[floors]
        program, _ = assembled(
            self.pool.group[columns],
            self._worth[columns],
            uses[:, touched],
            counts[:, floors],
            np.maximum(0.0, left[touched]),
            lacking,
            self.penalty[floors],
        )
        now = np.isin(columns, old)
        short = np.maximum(0.0, lacking - column_sums(counts, np.flatnonzero(now))[floors])
        answer = solve_whole(
            program,
            seconds=seconds,
            gap=LOCAL_GAP,
            seed=0,
            start=np.concatenate([now.astype(np.float64), short]),
            nodes=NODES,
            restarts=False,
            clock=clock,
        )
        self._adapt(answer.effort, answer.solved)
        if answer.x is None:
            return 0.0
        new = columns[answer.x[: len(columns)] > 0.5]
        before = float(self._worth[old].sum()) - self._penalised(self._reached)
        now_left = left - column_sums(self._uses, new)
        now_reached = reached + column_sums(self._counts, new)
        gain = float(self._worth[new].sum()) - self._penalised(now_reached) - before
        if gain < 0 or (now_left < -1e-9 * np.maximum(1.0, self.core.capacity)).any():
            return 0.0
        self.held[freed] = -1
        self.held[self.pool.group[new]] = new
        self._left, self._reached = now_left, now_reached
        return gain

    def _adapt(self, effort: int, solved: bool) -> None:
        if not solved or effort > TOUGH:
            self._size = max(float(SMALLEST), self._size / 1.15)
        elif effort < EASY:
            self._size = min(float(LARGEST), self._size * 1.1)

    def _neighbourhood(self) -> Indices:
        """Grow a set of groups that meet each other, from one that may gain."""
        size = min(int(self._size), len(self.held))
        seeds = iter(self._random.choice(len(self.held), size=size, p=self._hopes()))
        inside: dict[int, None] = {}
        waiting: list[int] = []
        while len(inside) < size:
            if not waiting:
                g = int(next(seeds, self._random.integers(len(self.held))))
                inside[g] = None
                waiting.append(g)
            g = waiting.pop(0)
            for r in self._some(self._rows_of, g, BRANCHES):
                for other in self._some(self._groups_of, r, NEIGHBOURS):
                    if other not in inside and len(inside) < size:
                        inside[other] = None
                        waiting.append(other)
        return np.sort(np.fromiter(inside, np.int64))

    def _some(self, meets: sp.csr_matrix, row: int, count: int) -> list[int]:
        """Draw some of the entries of a row."""
        found = meets.indices[meets.indptr[row] : meets.indptr[row + 1]]
        drawn: list[int] = self._random.permutation(found)[:count].tolist()
        return drawn

    def _hopes(self) -> npt.NDArray[np.float64]:
        """Give the chance of each group to be where a neighbourhood begins: its part in the gap."""
        hope = np.where(self.held >= 0, self._lost[self.held], self._best)
        unused = self._price * np.maximum(0.0, self._left) / np.maximum(1, np.diff(self._groups_of.indptr))
        hope = np.maximum(hope, 0.0) + self._rows_of @ unused
        hope += max(float(hope.mean()), 1e-12) * 0.2
        chance: Floats = hope / hope.sum()
        return chance
