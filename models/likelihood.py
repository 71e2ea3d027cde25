"""What outcomes say about log-odds: log-likelihoods with first and second derivatives, each concave in the log-odds.

A placement is followed through periods, the first from the start to the first horizon, the next to the second. In each
period that it entered, it lasts to the end with probability p = logistic(η). Within a period the hazard follows a shape
g, rising from 0 to 1, that all placements share: it lasts to a point within the period with probability p ** g.

Three things can have been seen of a period, with s = -log p = log(1 + exp(-η)):

* it ran to the point g (still running there: right-censored; g = 1: it reached the horizon): log L = -s · g
* it ended, and would have been seen to end until the point g (g = 1: whenever it ended): log L = log(1 - exp(-s · g))
* it ended at the point g, and how long it would have been followed is not known: log L = log(s) - s · g

With every placement followed to the horizon the first two are plain logistic regression.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
RAN, ENDED_BY, ENDED_AT = 0, 1, 2


@dataclass(frozen=True)
class Seen:
    """What was seen, one entry for each placement and period it entered.

    Attributes
    ----------
    row, period
        int [m]: which row of features, and which period.
    kind
        int8 [m]: `RAN`, `ENDED_BY` or `ENDED_AT`.
    share
        float64 [m]: g, over 0 and at most 1.
    weight
        float64 [m]: how many such entries it stands for.
    """

    row: NDArray[np.intp]
    period: NDArray[np.intp]
    kind: NDArray[np.int8]
    share: Column
    weight: Column

    def value(self, log_odds: Column) -> tuple[float, Column, Column]:
        """Log-likelihood, and for each entry its first and (negative) second derivative in the log-odds."""
        small = np.exp(-np.abs(log_odds))
        s = np.maximum(-log_odds, 0.0) + np.log1p(small)
        q = np.where(log_odds > 0, small, 1.0) / (1.0 + small)  # 1 - p = -ds/dη
        curve = q * (1.0 - q)  # d²s/dη²
        g = self.share
        logs, first, second = -s * g, q * g, -curve * g
        by = self.kind == ENDED_BY
        whole = by & (g == 1.0)
        if whole.any():  # log(1 - p), without the long way round
            logs[whole] -= log_odds[whole]
            first[whole] -= 1.0
            by &= ~whole
        if by.any():
            z = s[by] * g[by]
            ratio = g[by] / np.expm1(np.minimum(z, 500.0))  # d log(1 - e^-z) / ds
            logs[by] = np.log(-np.expm1(-z))
            first[by] = -q[by] * ratio
            second[by] = curve[by] * ratio - q[by] ** 2 * ratio * (g[by] + ratio)
        at = self.kind == ENDED_AT
        if at.any():
            logs[at] += np.log(s[at])
            first[at] -= q[at] / s[at]
            second[at] += curve[at] / s[at] - (q[at] / s[at]) ** 2
        w = self.weight
        return float(w @ logs), w * first, w * np.minimum(second, 0.0)


def seen_once(lasted: NDArray[np.bool_], weight: Column) -> Seen:
    """Every row followed to the one horizon: lasted or not."""
    n = len(lasted)
    kind = np.where(lasted, RAN, ENDED_BY).astype(np.int8)
    return Seen(np.arange(n), np.zeros(n, dtype=np.intp), kind, np.ones(n), weight)


def seen_over_time(
    weeks: Column, ended: NDArray[np.bool_], followed: Column | None, horizons: tuple[float, ...], weight: Column
) -> Seen:
    """Rows followed for different times, cut into periods at the horizons.

    Parameters
    ----------
    weeks
        float64 [n]: how long it lasted, or has lasted until now.
    ended
        bool [n]: it is over.
    followed
        float64 [n] or None: for how many weeks an end would have been seen (from the start to the day of the data).
    """
    rows, periods, kinds, shares, weights = [], [], [], [], []
    start = 0.0
    for j, horizon in enumerate(horizons):
        # An end on the very day of a horizon is an end after it lasted so long.
        entered = np.flatnonzero(((weeks > start) | ((weeks == start) & ended)) & (weight > 0))
        t, over, w = weeks[entered], ended[entered] & (weeks[entered] < horizon), weight[entered]
        shape = _shape(t, over, w, start, horizon)
        if followed is None:
            kind = np.where(over, ENDED_AT, RAN)
            point = np.minimum(t, horizon)
        else:
            kind = np.where(over, ENDED_BY, RAN)
            point = np.minimum(np.where(over, np.maximum(followed[entered], t), t), horizon)
        rows.append(entered)
        periods.append(np.full(len(entered), j))
        kinds.append(kind)
        shares.append(shape(point))
        weights.append(w)
        start = horizon
    return Seen(
        np.concatenate(rows).astype(np.intp),
        np.concatenate(periods).astype(np.intp),
        np.concatenate(kinds).astype(np.int8),
        np.concatenate(shares),
        np.concatenate(weights),
    )


class _Shape:
    """g: how much of a period's hazard has passed at a point, by Nelson and Aalen over all rows; straight where none
    ended.
    """

    def __init__(self, times: Column, risen: Column, start: float, end: float) -> None:
        self.times, self.risen, self.start, self.end = times, risen, start, end

    def __call__(self, point: Column) -> Column:
        if len(self.times) == 0:
            share = (point - self.start) / (self.end - self.start)
        else:
            place = np.searchsorted(self.times, point, side="right")
            share = np.concatenate([[0.0], self.risen])[place]
        found: Column = np.where(point >= self.end, 1.0, np.clip(share, 1e-6, 1.0))
        return found


def _shape(t: Column, over: NDArray[np.bool_], weight: Column, start: float, end: float) -> _Shape:
    if not over.any():
        return _Shape(np.zeros(0), np.zeros(0), start, end)
    times, place = np.unique(t[over], return_inverse=True)
    ends = np.bincount(place, weights=weight[over])
    order = np.argsort(t)
    behind = np.concatenate([np.cumsum(weight[order][::-1])[::-1], [0.0]])
    at_risk = behind[np.searchsorted(t[order], times, side="left")]
    risen = np.cumsum(ends / at_risk)
    # When nobody has been followed to the end of the period, the rest of it is taken to be as the part that was seen.
    seen = (min(float(t.max()), end) - start) / (end - start)
    return _Shape(times, risen / risen[-1] * max(seen, 1e-6), start, end)
