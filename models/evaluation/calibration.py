"""Does 70 % mean seven of ten? Reliability, Brier score and its skill, calibration error with its noise.

Brier = mean (p − y)² (G. W. Brier, Mon. Weather Rev. 78, 1950). Skill = 1 − Brier / Brier of the base rate; the base
rate is the one known when the probabilities were given, never that of the rows they are tried on.

ECE = Σ_b n_b / n · |mean p − mean y| over bins of equal count. It is never 0 by chance: with few rows in a bin the
mean of y strays. So it comes with what it would be were every probability right, by drawing y from p anew (J. Bröcker
and L. A. Smith, "Increasing the reliability of reliability diagrams", Weather and Forecasting 22, 2007).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import (
    LEVEL,
    REPETITIONS,
    Estimate,
    Floats,
    Indices,
    bootstrap_mean,
    finite,
    labels,
    nothing,
    percentiles,
    require,
    same_length,
    share,
)

BINS = 10
"""Bins of a reliability table; fewer where rows are few."""
_FEWEST_IN_A_BIN = 10
_AT_ONCE = 2_000_000
"""Rows drawn anew at a time: 16 MB."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Rows of about the same probability.

    Attributes
    ----------
    low, high
        Smallest and largest probability in it.
    predicted
        Mean probability.
    observed
        Share with y = 1, with Wilson's interval.
    """

    low: float
    high: float
    predicted: float
    observed: Estimate

    @property
    def consistent(self) -> bool:
        """Whether the interval of what was seen holds what was said."""
        return self.observed.holds(self.predicted)


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """ECE beside its noise.

    Attributes
    ----------
    value
        The error found.
    noise
        Its mean were every probability right.
    noise_high
        What it then stays below in `level` of all samples.
    p_value
        How often it would then be as large as this.
    bins, n
        Bins and rows.
    """

    value: float
    noise: float
    noise_high: float
    p_value: float
    bins: int
    n: int
    level: float

    @property
    def above_noise(self) -> bool:
        """Whether the error is more than chance explains."""
        return self.value > self.noise_high


def reliability_table(y: ArrayLike, p: ArrayLike, bins: int = BINS, level: float = LEVEL) -> tuple[ReliabilityBin, ...]:
    """What was said beside what was seen, in bins of equal count; equal probabilities are never split."""
    seen, said = _pairs(y, p)
    where = equal_count_bins(said, bins)
    found = []
    for b in range(int(where.max()) + 1 if len(where) else 0):
        inside = where == b
        found.append(
            ReliabilityBin(
                float(said[inside].min()),
                float(said[inside].max()),
                float(said[inside].mean()),
                share(int(seen[inside].sum()), int(inside.sum()), level),
            )
        )
    return tuple(found)


def brier(
    y: ArrayLike,
    p: ArrayLike,
    rng: np.random.Generator,
    level: float = LEVEL,
    weight: ArrayLike | None = None,
    repetitions: int = REPETITIONS,
) -> Estimate:
    """Mean squared distance of what was said from what was seen: 0 is perfect, .25 is saying one half always.

    Parameters
    ----------
    weight
        For rows that stand for others, e.g. by `models.evaluation.censoring`.
    """
    seen, said = _pairs(y, p)
    squared = (said - seen) ** 2
    if weight is None:
        return bootstrap_mean(squared, rng, level, repetitions)
    return _weighted(squared, _weights(weight, len(squared)), rng, level, repetitions)


def brier_skill(
    y: ArrayLike,
    p: ArrayLike,
    base_rate: float,
    rng: np.random.Generator,
    level: float = LEVEL,
    repetitions: int = REPETITIONS,
) -> Estimate:
    """1 − Brier / Brier of saying the base rate of everybody: above 0 it knows more than the mean of the past.

    Parameters
    ----------
    base_rate
        Share of y = 1 in the rows that were known before, in [0, 1].
    """
    seen, said = _pairs(y, p)
    require(0 <= base_rate <= 1, f"a base rate lies in [0, 1], not {base_rate}")
    n = len(seen)
    if n == 0:
        return nothing(0, level)
    own, plain = (said - seen) ** 2, (base_rate - seen) ** 2
    count = rng.multinomial(n, np.full(n, 1.0 / n), repetitions)
    return percentiles(_skill(own.mean(), plain.mean()), _skills(count @ own, count @ plain), n, level)


def calibration_error(
    y: ArrayLike,
    p: ArrayLike,
    rng: np.random.Generator,
    bins: int = BINS,
    level: float = LEVEL,
    repetitions: int = REPETITIONS,
) -> CalibrationError:
    """ECE over bins of equal count, with its noise level."""
    seen, said = _pairs(y, p)
    n = len(seen)
    if n == 0:
        return CalibrationError(math.nan, math.nan, math.nan, math.nan, 0, 0, level)
    where = equal_count_bins(said, bins)
    many = int(where.max()) + 1
    total = np.bincount(where, said, many)
    value = float(np.abs(total - np.bincount(where, seen, many)).sum() / n)
    drawn = np.empty(repetitions)
    for r in range(repetitions):
        right = np.bincount(where, rng.random(n) < said, many)
        drawn[r] = np.abs(total - right).sum() / n
    return CalibrationError(
        value=value,
        noise=float(drawn.mean()),
        noise_high=float(np.quantile(drawn, level)),
        p_value=float((1 + (drawn >= value).sum()) / (1 + repetitions)),
        bins=many,
        n=n,
        level=level,
    )


def equal_count_bins(p: Floats, bins: int = BINS) -> Indices:
    """The bin of each row: about as many rows in each, at least ten, equal probabilities together."""
    require(bins >= 1, f"at least one bin is needed, not {bins}")
    n = len(p)
    many = max(1, min(bins, n // _FEWEST_IN_A_BIN))
    values, of_row, count = np.unique(p, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2
    bin_of_value = np.minimum((middle * many / max(n, 1)).astype(np.intp), many - 1)
    used, dense = np.unique(bin_of_value, return_inverse=True)
    require(len(values) >= len(used), "more bins than values")
    found: Indices = dense[of_row]
    return found


def _pairs(y: ArrayLike, p: ArrayLike) -> tuple[NDArray[np.bool_], Floats]:
    seen, said = labels(y), finite(p, "p")
    same_length(y=seen, p=said)
    require(bool(((said >= 0) & (said <= 1)).all()), "a probability lies in [0, 1]")
    return seen, said


def _weights(weight: ArrayLike, n: int) -> Floats:
    row = finite(weight, "weight")
    require(len(row) == n, f"{len(row)} weights for {n} rows")
    require(bool((row >= 0).all()) and bool(row.sum() > 0 or n == 0), "weights are never negative, and not all 0")
    return row


def _weighted(values: Floats, weight: Floats, rng: np.random.Generator, level: float, repetitions: int) -> Estimate:
    n = len(values)
    if n == 0:
        return nothing(0, level)
    weighted, drawn = weight * values, np.empty(repetitions)
    step = max(1, _AT_ONCE // n)
    for first in range(0, repetitions, step):
        here = drawn[first : first + step]
        rows = rng.integers(0, n, (len(here), n))
        with np.errstate(invalid="ignore"):
            here[:] = weighted[rows].sum(axis=1) / weight[rows].sum(axis=1)
    return percentiles(float(weighted.sum() / weight.sum()), drawn, int((weight > 0).sum()), level)


def _skill(own: float, plain: float) -> float:
    return 1.0 - own / plain if plain > 0 else math.nan


def _skills(own: Floats, plain: Floats) -> Floats:
    ratio = np.divide(own, plain, out=np.full(len(own), np.nan), where=plain > 0)
    found: Floats = 1.0 - ratio
    return found
