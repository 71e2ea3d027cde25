"""A bound on every plan from any prices, whoever found them.

For prices y >= 0 of the rows and z of the floors (0 <= z_g <= penalty_g) no plan is worth more than

    base + y . capacity - z . at_least + sum over groups of the best bundle's value - y . uses + z . counts

(Lagrange). The bound is computed here from the arrays alone, so it stands even when a linear program stopped early or
its duals are rough. With exact bundles it is never worse, and often better, than the linear program's own optimum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matcher.assignment.bundles import Pool, best_bundles
from matcher.assignment.core import Core
from matcher.assignment.problem import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of a core's rows and floors.

    Attributes
    ----------
    rows
        float64[R], >= 0.
    floors
        float64[G], >= 0 and at most the penalty: what a unit that counts is worth.
    """

    rows: Floats
    floors: Floats

    @classmethod
    def within(cls, core: Core, rows: Floats, floors: Floats) -> Prices:
        """Bring numbers that are nearly prices inside what prices may be."""
        return cls(np.maximum(rows, 0.0), np.clip(floors, 0.0, core.penalty))

    def reduced(self, core: Core) -> Floats:
        """Give each option's value less what it would pay, plus what it would earn."""
        reduced: Floats = core.value - core.uses @ self.rows + core.counts @ self.floors
        return reduced


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A bound and how it came about.

    Attributes
    ----------
    value
        No plan is worth more.
    prices
        The prices it holds for.
    best
        float64[N], worth of each group's best bundle at these prices.
    bundles
        The best bundles.
    """

    value: float
    prices: Prices
    best: Floats
    bundles: Pool


def bound_at(core: Core, prices: Prices) -> Bound:
    """Compute the bound; every conflict of the core must lie inside one group."""
    best, bundles = best_bundles(core, prices.reduced(core))
    value = math.fsum(
        [
            core.base,
            float(prices.rows @ core.capacity),
            -float(prices.floors @ core.at_least),
            math.fsum(best),
        ]
    )
    return Bound(value, prices, best, bundles)
