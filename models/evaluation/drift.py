"""Has what comes in changed? Each feature now beside the past, with the number of looks counted in, and completeness.

* KS: the largest distance between two empirical distributions, with its p-value (N. V. Smirnov 1939);
* PSI = Σ_b (p_b − q_b) ln(p_b / q_b) over bins of equal count in the past. By chance alone it is about (B − 1)(1/n +
  1/m) (B. Yurdakul, 2018), so the usual "above .2" means nothing for few rows: `psi_noise` stands beside it;
* whether values are missing more or less often than before: Fisher's exact test.

A change is claimed when a p-value adjusted by Holm over all features and both tests is under 5 %: where nothing has
changed, something is claimed in at most 5 % of looks. (Equal values make KS careful: it then claims less often.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import fisher_exact, ks_2samp

from models.evaluation.estimate import LEVEL, TOO_SMALL, Estimate, Floats, holm, require, share

ALPHA = 0.05
"""How often a change is claimed where there is none, over all features together."""
_BINS = 10


@dataclass(frozen=True, slots=True)
class FeatureDrift:
    """One feature, then and now.

    Attributes
    ----------
    name
        Of the feature.
    psi, psi_noise
        Population stability index of the known values, and what chance alone gives.
    ks
        Largest distance between the two distributions; NaN when there are too few known values.
    p_value
        Of the distance, adjusted over all features and tests.
    known_then, known_now
        Share of the rows in which it is known.
    p_value_known
        Of the change in that share, adjusted likewise.
    """

    name: str
    psi: float
    psi_noise: float
    ks: float
    p_value: float
    known_then: Estimate
    known_now: Estimate
    p_value_known: float

    @property
    def moved(self) -> bool:
        """Whether its values have changed more than chance explains."""
        return self.p_value < ALPHA

    @property
    def asked_otherwise(self) -> bool:
        """Whether it is known more or less often than chance explains."""
        return self.p_value_known < ALPHA


def drift(then: ArrayLike, now: ArrayLike, names: Sequence[str]) -> tuple[FeatureDrift, ...]:
    """Compare every feature with the past.

    Parameters
    ----------
    then, now
        float [n, F] and [m, F]; NaN means not known.
    names
        Of the F features.
    """
    past, present = np.asarray(then, dtype=np.float64), np.asarray(now, dtype=np.float64)
    require(past.ndim == present.ndim == 2, "features come as rows and columns")
    require(past.shape[1] == present.shape[1] == len(names), "then, now and names must be of the same features")
    many = len(names)
    p_values, distances = np.full((many, 2), np.nan), np.full(many, np.nan)
    for f in range(many):
        a, b = _known(past[:, f]), _known(present[:, f])
        if min(len(a), len(b)) >= TOO_SMALL:
            test = ks_2samp(a, b, method="asymp")
            distances[f], p_values[f, 0] = float(test.statistic), float(test.pvalue)
        if len(past) and len(present):
            p_values[f, 1] = _missing_otherwise(len(a), len(past), len(b), len(present))
    adjusted = holm(p_values.ravel()).reshape(p_values.shape)
    return tuple(
        FeatureDrift(
            name,
            stability_index(past[:, f], present[:, f]),
            stability_noise(past[:, f], present[:, f]),
            float(distances[f]),
            float(adjusted[f, 0]),
            share(len(_known(past[:, f])), len(past)),
            share(len(_known(present[:, f])), len(present)),
            float(adjusted[f, 1]),
        )
        for f, name in enumerate(names)
    )


def stability_index(then: ArrayLike, now: ArrayLike, bins: int = _BINS) -> float:
    """PSI of the known values; empty bins count as half a row. NaN when nothing is known."""
    a, b = _known(then), _known(now)
    if not len(a) or not len(b):
        return math.nan
    counts = _binned(a, b, bins)
    p, q = (np.maximum(row, 0.5) / np.maximum(row, 0.5).sum() for row in counts)
    return float(((q - p) * np.log(q / p)).sum())


def stability_noise(then: ArrayLike, now: ArrayLike, bins: int = _BINS) -> float:
    """What PSI is on average where nothing has changed: (B − 1)(1/n + 1/m)."""
    a, b = _known(then), _known(now)
    if not len(a) or not len(b):
        return math.nan
    return float((_binned(a, b, bins).shape[1] - 1) * (1 / len(a) + 1 / len(b)))


def completeness(
    known: ArrayLike, period: Sequence[str] | NDArray[np.str_], level: float = LEVEL
) -> tuple[tuple[str, Estimate], ...]:
    """Share of rows in which something is known, by period: (period, share with Wilson's interval), in order of time.

    Parameters
    ----------
    known
        bool [n].
    period
        Text that sorts by time, e.g. ``2026-11``.
    """
    row, when = np.asarray(known, dtype=bool), np.asarray(period, dtype=np.str_)
    require(row.shape == when.shape and row.ndim == 1, "one period for each row is needed")
    return tuple(
        (name, share(int(row[when == name].sum()), int((when == name).sum()), level))
        for name in np.unique(when).tolist()
    )


def _missing_otherwise(then: int, of_then: int, now: int, of_now: int) -> float:
    if (then, now) == (of_then, of_now):
        return 1.0
    return float(fisher_exact([[then, of_then - then], [now, of_now - now]]).pvalue)


def _known(values: ArrayLike) -> Floats:
    row = np.asarray(values, dtype=np.float64)
    return row[~np.isnan(row)]


def _binned(a: Floats, b: Floats, bins: int) -> Floats:
    """Counts [2, B] of both in bins of about equal count in the first; equal values are never split."""
    inner = np.unique(np.quantile(a, np.linspace(0, 1, bins + 1)[1:-1], method="inverted_cdf"))
    counts = np.array(
        [np.bincount(np.searchsorted(inner, row, side="left"), minlength=len(inner) + 1) for row in (a, b)]
    )
    # Where the largest value is frequent there is a bin above it: for what was never there.
    found: Floats = counts[:, counts.sum(axis=0) > 0].astype(np.float64)
    return found
