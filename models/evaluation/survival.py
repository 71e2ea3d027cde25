"""How many are still there after so many weeks, with those of whom nobody knows yet.

E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53, 1958: S(t) = Π_{t_i ≤ t} (1 − d_i / n_i) over the times t_i at which
d_i of n_i ended. Its interval is that of log(−log S) with Greenwood's variance Σ d_i / (n_i (n_i − d_i)), so that it
stays between 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, 1980).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.evaluation.estimate import LEVEL, Floats, finite, labels, require, same_length, z_of


@dataclass(frozen=True)
class Survival:
    """A curve of steps: from each time on, until the next.

    Attributes
    ----------
    times
        float64 [m], rising, the first 0.
    lasting
        float64 [m], share that lasts longer than that time.
    low, high
        Its interval; NaN where it cannot be said.
    at_risk
        int [m], how many were still there and watched just before.
    n
        All.
    """

    times: Floats
    lasting: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    n: int

    def at(self, weeks: float) -> tuple[float, float, float]:
        """The share that lasts longer than so many weeks, with its interval; NaN where nobody was watched so long."""
        place = int(np.searchsorted(self.times, weeks, side="right")) - 1
        if place < 0 or weeks > self.times[-1]:
            return (float("nan"),) * 3
        return float(self.lasting[place]), float(self.low[place]), float(self.high[place])


def survival(weeks: ArrayLike, ended: ArrayLike, level: float = LEVEL) -> Survival:
    """Kaplan and Meier's curve.

    Parameters
    ----------
    weeks
        float [n] ≥ 0, how long each has been seen.
    ended
        bool [n], whether it ended then; otherwise it was still running.
    """
    time, over = finite(weeks, "weeks"), labels(ended, "ended")
    n = same_length(weeks=time, ended=over)
    require(bool((time >= 0).all()), "weeks are never negative")
    times = np.unique(np.append(time, 0.0))
    at = np.searchsorted(times, time)
    ends = np.bincount(at, over, len(times))
    at_risk = n - np.concatenate([[0.0], np.cumsum(np.bincount(at, minlength=len(times)))[:-1]])
    step = np.divide(ends, at_risk, out=np.zeros(len(times)), where=at_risk > 0)
    lasting = np.cumprod(1.0 - step)
    left = at_risk - ends
    variance = np.cumsum(np.divide(ends, at_risk * left, out=np.zeros(len(times)), where=(ends > 0) & (left > 0)))
    low, high = np.full(len(times), np.nan), np.full(len(times), np.nan)
    inner = (lasting > 0) & (lasting < 1)
    log = np.log(lasting[inner])
    reach = z_of(level) * np.sqrt(variance[inner]) / -log
    low[inner], high[inner] = lasting[inner] ** np.exp(reach), lasting[inner] ** np.exp(-reach)
    return Survival(times, lasting, low, high, at_risk, n)
