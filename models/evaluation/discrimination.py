"""Does it tell them apart? The area under the ROC curve, and concordance of times that have not all ended.

AUC is the probability that a row with y = 1 has the higher score than one with y = 0, equal scores counting one half.
Its interval is DeLong's (E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44, 1988), from the
placement of each row among those of the other kind, or Hanley and McNeil's (Radiology 143, 1982), which needs the
area and the counts only.

On outcomes of people at work an area above .8 means that something of the outcome has leaked into the features.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from models.evaluation.estimate import LEVEL, Estimate, Floats, finite, labels, normal, nothing, require, same_length

SUSPICIOUS = 0.8
"""An area above this on outcomes of people at work means a leak, not skill."""
_BLOCK = 512


def auc(y: ArrayLike, score: ArrayLike, level: float = LEVEL) -> Estimate:
    """The area with DeLong's interval.

    Where the two kinds are wholly apart DeLong's variance is 0 and says nothing; then the end of the interval is the
    one of m successes in m independent trials, m being the count of the rarer kind (each of m disjoint pairs is one).
    """
    seen, scores = _kinds(y, score)
    if seen.all() or not seen.any():
        return nothing(len(seen), level)
    above, below = _placements(seen, scores)
    value = float(above.mean())
    if value in (0.0, 1.0):
        end = ((1 - level) / 2) ** (1 / min(len(above), len(below)))
        low, high = (end, 1.0) if value == 1.0 else (0.0, 1.0 - end)
        return Estimate(value, low, high, len(seen), level)
    return _cut(normal(value, math.sqrt(_variance(above, below)), len(seen), level))


def auc_by_counts(area: float, ones: int, zeros: int, level: float = LEVEL) -> Estimate:
    """Hanley and McNeil's interval of an area that is known with its counts only, e.g. from a paper.

    SE² = (A(1−A) + (n₁−1)(Q₁−A²) + (n₀−1)(Q₂−A²)) / (n₁ n₀) with Q₁ = A/(2−A), Q₂ = 2A²/(1+A).
    """
    require(0 <= area <= 1, f"an area lies in [0, 1], not {area}")
    require(ones >= 1 and zeros >= 1, "both kinds are needed")
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (ones - 1) * (q1 - area**2) + (zeros - 1) * (q2 - area**2)
    return _cut(normal(area, math.sqrt(max(0.0, variance) / (ones * zeros)), ones + zeros, level))


def auc_difference(y: ArrayLike, first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Estimate:
    """The area of the second score less that of the first on the same rows, with DeLong's interval for paired areas."""
    seen, one = _kinds(y, first)
    _, two = _kinds(y, second)
    if seen.all() or not seen.any():
        return nothing(len(seen), level)
    above_one, below_one = _placements(seen, one)
    above_two, below_two = _placements(seen, two)
    above, below = above_two - above_one, below_two - below_one
    return normal(float(above.mean()), math.sqrt(_variance(above, below)), len(seen), level)


def concordance(weeks: ArrayLike, ended: ArrayLike, score: ArrayLike, level: float = LEVEL) -> Estimate:
    """How often of two the one with the higher score lasted longer, where it is known which did (Harrell's C).

    Two rows can be compared when the shorter time ended: the other certainly lasted longer. Equal scores count one
    half. Times of equal length can be compared when exactly one of them ended. C = Σ concordant / Σ comparable (F. E.
    Harrell et al., JAMA 247, 1982); with a_i and b_i the sums over the pairs of row i, SE² = 4 Σ_i (a_i − C b_i)² /
    (Σ_i b_i)² (the delta method for two U-statistics).

    Parameters
    ----------
    weeks
        How long each has been seen.
    ended
        Whether it ended then; otherwise it was still running (right-censored).
    score
        The higher, the longer it is said to last.
    """
    time, over, scores = finite(weeks, "weeks"), labels(ended, "ended"), finite(score, "score")
    n = same_length(weeks=time, ended=over, score=scores)
    concordant, comparable = np.zeros(n), np.zeros(n)
    for first in range(0, n, _BLOCK):
        here = slice(first, first + _BLOCK)
        outlived = (time[None, :] > time[here, None]) | ((time[None, :] == time[here, None]) & ~over[None, :])
        known = over[here, None] & outlived
        agrees = (scores[None, :] > scores[here, None]) + 0.5 * (scores[None, :] == scores[here, None])
        agrees = agrees * known
        concordant[here] += agrees.sum(axis=1)
        comparable[here] += known.sum(axis=1)
        concordant += agrees.sum(axis=0)
        comparable += known.sum(axis=0)
    if comparable.sum() == 0:
        return nothing(n, level)
    value = float(concordant.sum() / comparable.sum())
    error = 2 * math.sqrt(float(((concordant - value * comparable) ** 2).sum())) / float(comparable.sum())
    return _cut(normal(value, error, n, level))


def _kinds(y: ArrayLike, score: ArrayLike) -> tuple[NDArray[np.bool_], Floats]:
    seen, scores = labels(y), finite(score, "score")
    same_length(y=seen, score=scores)
    return seen, scores


def _placements(seen: NDArray[np.bool_], scores: Floats) -> tuple[Floats, Floats]:
    """Share of the zeros below each one, and of the ones above each zero; equal scores count one half."""
    ranks = rankdata(scores)
    ones, zeros = int(seen.sum()), int((~seen).sum())
    above = (ranks[seen] - rankdata(scores[seen])) / zeros
    below = 1.0 - (ranks[~seen] - rankdata(scores[~seen])) / ones
    return above, below


def _variance(above: Floats, below: Floats) -> float:
    def one(row: Floats) -> float:
        return float(row.var(ddof=1)) / len(row) if len(row) > 1 else 0.25

    return one(above) + one(below)


def _cut(found: Estimate) -> Estimate:
    return Estimate(found.value, max(0.0, found.low), min(1.0, found.high), found.n, found.level)
