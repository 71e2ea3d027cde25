"""Designing a trial by chance, and reading it: who gets it when, and what it did.

*Stepped wedge*: everybody gets it in the end, but chance decides in which period each cluster begins (M. A. Hussey and
J. P. Hughes, Contemp. Clin. Trials 28, 2007). The effect is β in  mean_ct = cluster_c + period_t + β · begun_ct  by
least squares, so what differs between clusters and what everybody's time brings are taken out. Its interval leaves
out one cluster after the other (jackknife, t with C − 1 degrees of freedom); the p-value draws the order of the
clusters anew, and holds whatever the outcome looks like (R. A. Fisher, 1935).

*Saturation*: chance decides first how large a share of each area gets it, then who (S. Baird, J. A. Bohren, C. McIntosh
and B. Özler, Rev. Econ. Stat. 100, 2018). Those without it in areas where many have it, beside those in areas where
nobody has, show whether somebody else paid for the gain: a Danish and a French trial of advice to the unemployed found
that they did (B. Crépon, E. Duflo, M. Gurgand, R. Rathelot and P. Zamora, Q. J. Econ. 128, 2013). The area is the unit:
intervals are made of means of areas (Welch), never of people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from models.evaluation.estimate import LEVEL, Estimate, Floats, mean, nothing, require

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Wedge:
    """When each cluster begins.

    Attributes
    ----------
    begins
        int [C], the period (from 0) from which the cluster has it.
    periods
        T.
    """

    begins: NDArray[np.intp]
    periods: int

    @property
    def begun(self) -> Flags:
        """bool [C, T]."""
        found: Flags = np.arange(self.periods) >= self.begins[:, None]
        return found


def stepped_wedge(clusters: int, steps: int, rng: np.random.Generator) -> Wedge:
    """A period in which nobody has it, then so many steps; about equally many clusters begin at each, drawn by chance.

    Raises
    ------
    ValueError
        When a step would have no cluster.
    """
    require(1 <= steps <= clusters, f"{clusters} clusters cannot begin in {steps} steps")
    return Wedge(rng.permutation(1 + np.arange(clusters) % steps).astype(np.intp), steps + 1)


def wedge_effect(means: ArrayLike, wedge: Wedge, level: float = LEVEL) -> Estimate:
    """The effect of having it, with the jackknife's interval over clusters.

    Parameters
    ----------
    means
        float [C, T], the mean outcome of each cluster in each period.
    """
    table = _table(means, wedge)
    value, low, high = wedge_effects(table[None], wedge, level)
    return Estimate(float(value[0]), float(low[0]), float(high[0]), len(table), level)


def wedge_effects(means: Floats, wedge: Wedge, level: float = LEVEL) -> tuple[Floats, Floats, Floats]:
    """The same of R trials of one design at once: effects and both ends of their intervals, float64 [R] each.

    Parameters
    ----------
    means
        float64 [R, C, T].
    """
    many, clusters, periods = means.shape
    require(clusters >= 3, "at least three clusters are needed for an interval")
    together = np.unique(wedge.begun, axis=0, return_counts=True)[1]
    require(len(together) != 2 or together.min() > 1, "of two steps each needs two clusters for an interval")
    found = means.reshape(many, -1) @ _reading(wedge.begun).reshape(-1)
    without = np.empty((many, clusters))
    for c in range(clusters):
        rest = np.arange(clusters) != c
        without[:, c] = means[:, rest].reshape(many, -1) @ _reading(wedge.begun[rest]).reshape(-1)
    spread = ((without - without.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    reach = stats.t.ppf(0.5 + level / 2, clusters - 1) * np.sqrt((clusters - 1) / clusters * spread)
    return found, found - reach, found + reach


def wedge_p_value(means: ArrayLike, wedge: Wedge, rng: np.random.Generator, repetitions: int = 1000) -> float:
    """How often the order of the clusters alone would give an effect as large, were there none."""
    table = _table(means, wedge)
    seen = abs(float((table * _reading(wedge.begun)).sum()))
    drawn = np.array(
        [abs(float((table[rng.permutation(len(table))] * _reading(wedge.begun)).sum())) for _ in range(repetitions)]
    )
    return float((1 + (drawn >= seen - 1e-12).sum()) / (1 + repetitions))


def before_and_after(means: ArrayLike, wedge: Wedge) -> float:
    """What a plain comparison would say: mean of what has begun less mean of what has not. For contrast only."""
    table = _table(means, wedge)
    return float(table[wedge.begun].mean() - table[~wedge.begun].mean())


def draw_saturations(areas: int, levels: Sequence[float], rng: np.random.Generator) -> Floats:
    """The share of each area that is to get it (float64 [A]): every level in about equally many areas, by chance."""
    require(all(0 <= level <= 1 for level in levels), "a saturation lies in [0, 1]")
    require(0.0 in levels, "without areas where nobody gets it, what others pay cannot be seen")
    require(areas >= 2 * len(levels), f"{areas} areas are too few for {len(levels)} levels: two of each at least")
    drawn: Floats = rng.permutation(np.resize(np.asarray(levels, dtype=np.float64), areas))
    return drawn


def draw_within(saturation: ArrayLike, people: int, rng: np.random.Generator) -> Flags:
    """Who gets it, bool [A, people]: in each area as many as its share says, rounded, by chance."""
    share = np.asarray(saturation, dtype=np.float64)
    order = np.argsort(rng.random((len(share), people)), axis=1)
    found: Flags = order < np.round(share * people)[:, None]
    return found


@dataclass(frozen=True, slots=True)
class AtSaturation:
    """Areas of one saturation beside those where nobody has it.

    Attributes
    ----------
    saturation, areas
        The share that got it, and in how many areas.
    treated
        Those who got it, less those in areas where nobody did; NaN at 0.
    untreated
        Those who did not, less the same: below 0 somebody else paid. NaN at 0 and 1.
    everybody
        All in the area, less the same: what it did for the area as a whole.
    """

    saturation: float
    areas: int
    treated: Estimate
    untreated: Estimate
    everybody: Estimate


@dataclass(frozen=True, slots=True)
class Saturated:
    """What a saturation trial says.

    Attributes
    ----------
    nobody
        Mean outcome in areas where nobody has it.
    direct
        Those with it less those without it in the same area: what a plain trial would report as the effect.
    displacement
        How the outcome of those without it changes from nobody to everybody having it (slope over areas).
    by_saturation
        In rising order, without 0.
    """

    nobody: Estimate
    direct: Estimate
    displacement: Estimate
    by_saturation: tuple[AtSaturation, ...]


def saturation_effects(
    outcome: ArrayLike, treated: ArrayLike, saturation: ArrayLike, level: float = LEVEL
) -> Saturated:
    """Read a saturation trial.

    Parameters
    ----------
    outcome
        float [A, n], of each person.
    treated
        bool [A, n].
    saturation
        float [A], as drawn.
    """
    y, got, share = np.asarray(outcome, dtype=np.float64), np.asarray(treated, dtype=bool), np.asarray(saturation)
    require(y.ndim == 2 and y.shape == got.shape and share.shape == (len(y),), "one saturation for each area is needed")
    with_it, without_it = _means(y, got), _means(y, ~got)
    nobody = without_it[share == 0]
    found = []
    for at in np.unique(share[share > 0]).tolist():
        here = share == at
        found.append(
            AtSaturation(
                at,
                int(here.sum()),
                apart(with_it[here], nobody, level),
                apart(without_it[here], nobody, level) if at < 1 else nothing(int(here.sum()), level),
                apart(y[here].mean(axis=1), nobody, level),
            )
        )
    both = (share > 0) & (share < 1)
    return Saturated(
        mean(nobody, level),
        mean((with_it - without_it)[both], level),
        slope(share[share < 1], without_it[share < 1], level),
        tuple(found),
    )


def apart(first: Floats, second: Floats, level: float = LEVEL) -> Estimate:
    """Mean of the first less mean of the second, with Welch's interval; n counts both."""
    n, a, b = len(first) + len(second), len(first), len(second)
    if min(a, b) < 2:
        return nothing(n, level)
    one, two = float(first.var(ddof=1)) / a, float(second.var(ddof=1)) / b
    value = float(first.mean() - second.mean())
    if one + two == 0:
        return Estimate(value, value, value, n, level)
    freedom = (one + two) ** 2 / (one**2 / (a - 1) + two**2 / (b - 1))
    reach = float(stats.t.ppf(0.5 + level / 2, freedom)) * math.sqrt(one + two)
    return Estimate(value, value - reach, value + reach, n, level)


def slope(x: Floats, y: Floats, level: float = LEVEL) -> Estimate:
    """How much y changes for one more of x, by least squares, with Student's t interval on n − 2."""
    n = len(x)
    away = x - x.mean() if n else x
    if n < 3 or not (away**2).sum():
        return nothing(n, level)
    value = float((away * y).sum() / (away**2).sum())
    rest = y - y.mean() - value * away
    error = math.sqrt(float((rest**2).sum()) / (n - 2) / float((away**2).sum()))
    reach = float(stats.t.ppf(0.5 + level / 2, n - 2)) * error
    return Estimate(value, value - reach, value + reach, n, level)


def _table(means: ArrayLike, wedge: Wedge) -> Floats:
    table = np.asarray(means, dtype=np.float64)
    require(table.shape == wedge.begun.shape, "a mean for each cluster and period is needed")
    require(bool(np.isfinite(table).all()), "a mean that is not finite: leave the cluster out by name instead")
    return table


def _reading(begun: Flags) -> Floats:
    """What each cell counts for in the effect, float64 [C, T]: having begun, cleared of clusters and periods."""
    d = begun.astype(np.float64)
    cleared = d - d.mean(axis=1, keepdims=True) - d.mean(axis=0) + d.mean()
    square = float((cleared**2).sum())
    require(square > 1e-12, "all clusters begin together: then nothing tells the effect from the time")
    found: Floats = cleared / square
    return found


def _means(y: Floats, inside: Flags) -> Floats:
    """Mean of each row where it is inside; NaN where it is nowhere."""
    count = inside.sum(axis=1)
    found: Floats = np.divide((y * inside).sum(axis=1), count, out=np.full(len(y), np.nan), where=count > 0)
    return found
