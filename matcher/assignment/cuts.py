"""Cuts: rows that every plan keeps and that a fraction of a plan does not.

A row ``sum a_k x_k <= b`` over whole x gives, for any divisor d > 0, the mixed-integer rounding inequality
(Nemhauser and Wolsey 1990, section 2)

    sum F(a_k / d) x_k <= floor(b / d),   F(t) = floor(t) + max(0, frac(t) - f) / (1 - f),   f = frac(b / d)

If people need 4 or 5 of a mentor's 7 hours, only one of them can have the mentor (d = 4): without the cut the relaxed
problem places one and three quarters, and every bound is that much too high.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from matcher.assignment.compiled import compiled
from matcher.assignment.core import SLACK, Core, Flags, Indices
from matcher.assignment.problem import Floats

DIVISORS = 24
"""Divisors tried for each row: amounts that occur in it."""

VIOLATED = 1e-3
"""How far, in distance, a point must be beyond a cut for the cut to be worth a row."""


def find_cuts(core: Core, x: Floats, rows: Flags) -> tuple[sp.csr_matrix, Floats]:
    """Find for each row the most violated cut, if there is one.

    Parameters
    ----------
    core
        The core.
    x
        float64[K], how much of each option a relaxed plan chooses.
    rows
        bool[R], the rows to look at.

    Returns
    -------
    CSR K x Q of coefficients and float64[Q] of right-hand sides.
    """
    by_row = core.uses.tocsc()
    looked = np.flatnonzero(rows & (by_row.getnnz(axis=0) > 1))
    divisor = compiled(best_divisors, by_row.nnz)(
        looked,
        by_row.indptr.astype(np.int64),
        by_row.indices.astype(np.int64),
        by_row.data,
        core.capacity,
        x,
        DIVISORS,
        VIOLATED,
    )
    found = looked[divisor > 0]
    part = by_row[:, found].copy()
    share = np.repeat(divisor[divisor > 0], np.diff(part.indptr))
    full = np.repeat(_roomy(core.capacity[found]), np.diff(part.indptr)) / share
    fraction = full - np.floor(full)
    whole = np.floor(part.data / share)
    part.data = whole + np.maximum(0.0, part.data / share - whole - fraction) / (1.0 - fraction)
    part.eliminate_zeros()
    return part.tocsr(), np.floor(_roomy(core.capacity[found]) / divisor[divisor > 0])


def _roomy(capacity: Floats) -> Floats:
    """Give capacities with the rounding that a plan may use, so that no plan is cut off by it."""
    return capacity + SLACK * np.maximum(1.0, capacity)


def best_divisors(
    rows: Indices,
    start: Indices,
    option: Indices,
    amount: Floats,
    capacity: Floats,
    x: Floats,
    most: int,
    violated: float,
) -> Floats:
    """Kernel of :func:`find_cuts`: the divisor of the best cut of each row, 0 where there is none."""
    chosen = np.zeros(len(rows))
    tried = np.zeros(most)
    for place in range(len(rows)):
        r = rows[place]
        limit = capacity[r] + 1e-9 * max(1.0, capacity[r])
        count = 0
        best = violated
        for entry in range(start[r], start[r + 1]):
            if count >= most:
                break
            if x[option[entry]] < 1e-6:
                continue
            d = amount[entry]
            known = d <= 0.0 or d > limit
            for other in range(count):
                if tried[other] == d:
                    known = True
                    break
            if known:
                continue
            tried[count] = d
            count += 1
            full = limit / d
            right = np.floor(full)
            fraction = full - right
            left = 0.0
            norm = 0.0
            for other in range(start[r], start[r + 1]):
                share = amount[other] / d
                coefficient = np.floor(share)
                coefficient += max(0.0, share - coefficient - fraction) / (1.0 - fraction)
                if x[option[other]] > 1e-9:
                    left += coefficient * x[option[other]]
                    norm += coefficient * coefficient
            if norm > 0.0 and (left - right) / np.sqrt(norm) > best:
                best = (left - right) / np.sqrt(norm)
                chosen[place] = d
    return chosen
