"""The most probable weights: the one minimum of a convex problem with bounds."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from models.likelihood import Column, Seen

_ALONE = 200_000
"""Multiplications of one product that OpenBLAS does not share among threads."""


class Problem:
    """What is minimised: minus the log-likelihood minus the log-prior, with its slope and curvature."""

    def __init__(self, x: Column, seen: Seen, many: int, mean: Column, sd: Column) -> None:
        self.seen, self.many, self.mean, self.precision = seen, many, mean, 1.0 / sd**2
        whole = len(seen.row) == len(x) and bool((seen.row == np.arange(len(x))).all())
        self.x = x if whole else x[seen.row]

    def at(self, w: Column) -> tuple[float, Column, Column]:
        """The value, its slope, and minus the second derivative of each entry."""
        value, first, second = self.seen.value(self.x @ w[: self.many] + w[self.many + self.seen.period])
        away = w - self.mean
        slope = self.precision * away
        slope[: self.many] -= self.x.T @ first
        slope[self.many :] -= np.bincount(self.seen.period, first, minlength=len(w) - self.many)
        return 0.5 * float(self.precision @ away**2) - value, slope, -second

    def value_and_slope(self, w: Column) -> tuple[float, Column]:
        """The value and its slope."""
        value, slope, _ = self.at(w)
        return value, slope

    def slope(self, w: Column) -> Column:
        """First derivatives [F + H]."""
        return self.at(w)[1]

    def curvature(self, w: Column) -> Column:
        """Second derivatives [F + H, F + H]; always positive definite, since the prior is."""
        bend = self.at(w)[2]
        many, all_of = self.many, len(w)
        out = np.diag(self.precision).astype(np.float64)
        # In small pieces: BLAS then stays in this thread. Its threads wait for each other on a busy machine.
        step = max(1, _ALONE // max(1, many * many))
        for first in range(0, len(self.x), step):
            piece = self.x[first : first + step]
            out[:many, :many] += (piece * bend[first : first + step, None]).T @ piece
        for j in range(all_of - many):
            mine = self.seen.period == j
            cross = self.x[mine].T @ bend[mine]
            out[:many, many + j] += cross
            out[many + j, :many] += cross
            out[many + j, many + j] += bend[mine].sum()
        return out


def most_probable(problem: Problem, start: Column, low: Column, high: Column) -> tuple[Column, int]:
    """The one minimum within the bounds: L-BFGS-B to its neighbourhood, Newton on the free weights to the last
    digits.
    """
    if len(problem.seen.row) == 0:
        return start.copy(), 0
    first = minimize(
        problem.value_and_slope,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=np.column_stack([low, high]),
        options={"maxiter": 12, "ftol": 1e-7},
    )
    w, steps = np.clip(first.x, low, high), int(first.nit)
    for _ in range(50):
        value, slope, _ = problem.at(w)
        free = ~(((w <= low) & (slope > 0)) | ((w >= high) & (slope < 0)))
        if not free.any() or np.abs(slope[free]).max() < 1e-9 * (1.0 + abs(value)):
            break
        step = np.zeros_like(w)
        step[free] = cho_solve(cho_factor(problem.curvature(w)[np.ix_(free, free)]), slope[free])
        length, moved = 1.0, np.clip(w - step, low, high)
        while length > 1e-6 and problem.at(moved)[0] > value:
            length /= 2
            moved = np.clip(w - length * step, low, high)
        if length <= 1e-6:
            break
        w, steps = moved, steps + 1
    return w, steps
