"""A number with its interval, and the ways to find one.

Sources: E. B. Wilson (1927), J. Am. Stat. Assoc. 22; C. J. Clopper and E. S. Pearson (1934), Biometrika 26; B. Efron
(1979), Ann. Stat. 7 (percentile bootstrap).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

TOO_SMALL = 30
"""Fewest rows a number is said of; below that the answer is "too small"."""
LEVEL = 0.95
"""How often an interval is to hold the true number."""
REPETITIONS = 1000
"""Samples drawn anew for a bootstrap interval."""
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, an interval around it, and what it rests on.

    Attributes
    ----------
    value
        NaN where it cannot be said, e.g. a ratio to nothing.
    low, high
        Ends of the interval; NaN where there is none.
    n
        Rows it was found from.
    level
        How often intervals made this way hold the true number.
    """

    value: float
    low: float
    high: float
    n: int
    level: float = LEVEL

    @property
    def too_small(self) -> bool:
        """Whether it rests on too few rows to be said."""
        return self.n < TOO_SMALL

    def holds(self, number: float) -> bool:
        """Whether the number lies in the interval."""
        return self.low <= number <= self.high

    def as_dict(self) -> dict[str, Any]:
        """For a report: NaN and infinity become None."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        shown: dict[str, Any] = {name: number if math.isfinite(number) else None for name, number in numbers.items()}
        return shown | {"n": self.n, "level": self.level, "too_small": self.too_small}


def nothing(n: int = 0, level: float = LEVEL) -> Estimate:
    """Nothing can be said."""
    return Estimate(math.nan, math.nan, math.nan, n, level)


def z_of(level: float) -> float:
    """How many standard errors an interval of that level reaches to each side: 1.96 for 0.95."""
    require(0 < level < 1, f"a level lies between 0 and 1, not {level}")
    return float(special.ndtri(0.5 + level / 2))


def normal(value: float, error: float, n: int, level: float = LEVEL) -> Estimate:
    """value ± z · standard error (the central limit theorem)."""
    reach = z_of(level) * error
    return Estimate(value, value - reach, value + reach, n, level)


def mean(values: ArrayLike, level: float = LEVEL) -> Estimate:
    """The mean with Student's t interval: mean ± t · s / √n."""
    row = finite(values, "values")
    n = len(row)
    if n < 2:
        return Estimate(float(row[0]), math.nan, math.nan, n, level) if n else nothing(0, level)
    reach = float(stats.t.ppf(0.5 + level / 2, n - 1)) * float(row.std(ddof=1)) / math.sqrt(n)
    return Estimate(float(row.mean()), float(row.mean()) - reach, float(row.mean()) + reach, n, level)


def share(successes: int, n: int, level: float = LEVEL) -> Estimate:
    """A share with Wilson's score interval.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
    """
    require(0 <= successes <= n, f"{successes} of {n} is no share")
    if n == 0:
        return nothing(0, level)
    z, p = z_of(level), successes / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    return Estimate(p, low, 1.0 if successes == n else min(1.0, middle + reach), n, level)


def exact_share(successes: int, n: int, level: float = LEVEL) -> Estimate:
    """A share with Clopper and Pearson's interval, which holds the truth at least as often as it says."""
    require(0 <= successes <= n, f"{successes} of {n} is no share")
    if n == 0:
        return nothing(0, level)
    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else float(special.betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(special.betaincinv(successes + 1, n - successes, 1 - tail))
    return Estimate(successes / n, low, high, n, level)


def bootstrap(
    statistic: Callable[[Indices], float],
    n: int,
    rng: np.random.Generator,
    level: float = LEVEL,
    repetitions: int = REPETITIONS,
) -> Estimate:
    """Any statistic of n rows with the percentile interval over rows drawn anew with replacement.

    Parameters
    ----------
    statistic
        Takes positions of rows, some of them several times. Samples where it is NaN are left out.
    """
    if n == 0:
        return nothing(0, level)
    value = statistic(np.arange(n))
    drawn = np.array([statistic(rng.integers(0, n, n)) for _ in range(repetitions)])
    return percentiles(value, drawn, n, level)


def bootstrap_mean(
    values: ArrayLike, rng: np.random.Generator, level: float = LEVEL, repetitions: int = REPETITIONS
) -> Estimate:
    """The mean of independent rows with a percentile interval; all samples at once."""
    row = finite(values, "values")
    n = len(row)
    if n == 0:
        return nothing(0, level)
    drawn = np.empty(repetitions)
    step = max(1, 2_000_000 // n)
    for first in range(0, repetitions, step):
        here = drawn[first : first + step]
        here[:] = row[rng.integers(0, n, (len(here), n))].mean(axis=1)
    return percentiles(float(row.mean()), drawn, n, level)


def percentiles(value: float, drawn: Floats, n: int, level: float = LEVEL) -> Estimate:
    """The interval that the drawn values span, without as many at each end as the level leaves."""
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return Estimate(value, math.nan, math.nan, n, level)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), n, level)


def holm(p_values: ArrayLike) -> Floats:
    """Holm's adjusted p-values (1979): if all null hypotheses are true, one is below α with probability at most α.

    Sorted, the j-th of m becomes max over i ≤ j of (m − i + 1) · p_i, at most 1. NaN stays NaN and does not count.
    """
    p = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    m = len(order)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(m, 0, -1)))
    return adjusted


def finite(values: ArrayLike, name: str) -> Floats:
    """One row of finite numbers.

    Raises
    ------
    ValueError
        When they are not one row, or one of them is NaN or infinite.
    """
    row = np.asarray(values, dtype=np.float64)
    require(row.ndim == 1, f"{name} must be one row of numbers, not of shape {row.shape}")
    require(bool(np.isfinite(row).all()), f"{name} holds a number that is not finite; leave rows out by name instead")
    return row


def labels(values: ArrayLike, name: str = "y") -> NDArray[np.bool_]:
    """One row of 0 and 1 (or False and True).

    Raises
    ------
    ValueError
        When one of them is something else.
    """
    row = finite(values, name)
    require(bool(np.isin(row, (0.0, 1.0)).all()), f"{name} must be 0 or 1")
    found: NDArray[np.bool_] = row == 1.0
    return found


def same_length(**columns: NDArray[Any]) -> int:
    """How many rows the columns have.

    Raises
    ------
    ValueError
        When they differ, with the length of each.
    """
    lengths = {name: len(column) for name, column in columns.items()}
    require(len(set(lengths.values())) <= 1, f"columns of different length: {lengths}")
    return next(iter(lengths.values()), 0)


def require(promise: bool, sentence: str) -> None:
    """Refuse what cannot be measured.

    Raises
    ------
    ValueError
        With the sentence, when the promise is not kept.
    """
    if not promise:
        raise ValueError(sentence)
