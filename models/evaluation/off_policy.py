"""What would another way of choosing have given? Estimates from choices logged with their chances.

Each row is one decision: what was chosen, how likely that was (the propensity, logged), how likely another policy would
have chosen the same, and what came of it. With w = π(a|x) / b(a|x):

* IPS     mean(w r): right on average, whatever the model; strays when w is large (D. G. Horvitz and D. J. Thompson,
  1952);
* SNIPS   Σ w r / Σ w: strays less, right in the long run (A. Swaminathan and T. Joachims, NIPS 2015);
* DR      mean(v + w (r − q)), with q(x, a) a model of the outcome and v = Σ_a π(a|x) q(x, a): right on average if the
          propensities are, and strays least when q is good (M. Dudík, J. Langford and L. Li, ICML 2011).

None can speak of what was never tried: where the logged policy gave a choice no chance, the other policy's share of
it is `unsupported`, and above a few percent the estimate is about another policy than was asked for. Clipping w at a
limit trades this straying for a bias downwards (for r ≥ 0); the share clipped is given with it, and by default
nothing is. Effective sample size = (Σ w)² / Σ w² (L. Kish, 1965): how many rows of the policy's own the log is worth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import (
    LEVEL,
    Estimate,
    Floats,
    finite,
    normal,
    nothing,
    require,
    same_length,
)

FEWEST_EFFECTIVE = 30
"""Effective rows below which an estimate is not to be relied on."""


@dataclass(frozen=True, slots=True)
class OffPolicy:
    """The value of another policy, seen from the log.

    Attributes
    ----------
    estimate
        With the interval of the central limit theorem.
    effective
        Effective sample size.
    largest
        Largest weight.
    clipped
        Share of the rows whose weight was clipped.
    unsupported
        Mean share of the other policy's choices that the log never tries; NaN when it was not given.
    """

    estimate: Estimate
    effective: float
    largest: float
    clipped: float
    unsupported: float = math.nan

    @property
    def reliable(self) -> bool:
        """Whether enough rows speak, and of the policy asked for (at most 5 % unsupported, where that is known)."""
        return self.effective >= FEWEST_EFFECTIVE and not self.unsupported > 0.05


def ips(
    reward: ArrayLike,
    propensity: ArrayLike,
    target: ArrayLike,
    level: float = LEVEL,
    clip: float | None = None,
    unsupported: float = math.nan,
) -> OffPolicy:
    """Inverse propensity scoring.

    Parameters
    ----------
    reward
        float [n], what came of the choice.
    propensity
        float [n] in (0, 1], the chance with which it was chosen.
    target
        float [n] in [0, 1], the chance with which the other policy would choose it.
    clip
        Largest weight; None clips nothing.
    """
    r, w, clipped = _weighted(reward, propensity, target, clip)
    return _of_mean(w * r, w, clipped, level, unsupported)


def snips(
    reward: ArrayLike,
    propensity: ArrayLike,
    target: ArrayLike,
    level: float = LEVEL,
    clip: float | None = None,
    unsupported: float = math.nan,
) -> OffPolicy:
    """Self-normalised IPS; the interval is that of a ratio of two means (delta method)."""
    r, w, clipped = _weighted(reward, propensity, target, clip)
    total = float(w.sum())
    if len(r) < 2 or total == 0:
        return OffPolicy(nothing(len(r), level), 0.0, math.nan, clipped, unsupported)
    value = float((w * r).sum()) / total
    error = math.sqrt(float((w**2 * (r - value) ** 2).sum())) / total
    return OffPolicy(normal(value, error, len(r), level), _effective(w), float(w.max()), clipped, unsupported)


def doubly_robust(
    reward: ArrayLike,
    propensity: ArrayLike,
    target: ArrayLike,
    said: ArrayLike,
    said_of_target: ArrayLike,
    level: float = LEVEL,
    clip: float | None = None,
    unsupported: float = math.nan,
) -> OffPolicy:
    """The model's value of the other policy, put right by the weighted error it makes on what was chosen.

    Parameters
    ----------
    said
        float [n], what a model says of the choice that was made. The model must not have learned from these rows.
    said_of_target
        float [n], what it says on average of what the other policy would choose.
    """
    r, w, clipped = _weighted(reward, propensity, target, clip)
    q, v = finite(said, "said"), finite(said_of_target, "said_of_target")
    same_length(reward=r, said=q, said_of_target=v)
    return _of_mean(v + w * (r - q), w, clipped, level, unsupported)


def unsupported_share(logging: ArrayLike, target: ArrayLike) -> float:
    """Mean share of the other policy's choices that the log never tries.

    Parameters
    ----------
    logging, target
        float [n, A], chances of every choice in every decision by the logged and by the other policy.
    """
    b, pi = np.asarray(logging, dtype=np.float64), np.asarray(target, dtype=np.float64)
    require(b.shape == pi.shape and b.ndim == 2, "both policies need chances of the same choices")
    return float((pi * (b <= 0)).sum(axis=1).mean()) if len(b) else math.nan


def difference(first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of the second less that of the first, row by row: two policies on the same log.

    Parameters
    ----------
    first, second
        float [n], each row's part of the estimate: w r for IPS, v + w (r − q) for DR, r for the log itself.
    """
    one, two = finite(first, "first"), finite(second, "second")
    n = same_length(first=one, second=two)
    if n < 2:
        return nothing(n, level)
    rows = two - one
    return normal(float(rows.mean()), float(rows.std(ddof=1)) / math.sqrt(n), n, level)


def weights(propensity: ArrayLike, target: ArrayLike, clip: float | None = None) -> Floats:
    """π / b for each row, at most `clip`.

    Raises
    ------
    ValueError
        When a chance is impossible: a logged choice always had a chance above 0.
    """
    b, pi = finite(propensity, "propensity"), finite(target, "target")
    same_length(propensity=b, target=pi)
    require(bool(((b > 0) & (b <= 1)).all()), "what was chosen had a chance above 0 and at most 1")
    require(bool(((pi >= 0) & (pi <= 1 + 1e-9)).all()), "a chance lies in [0, 1]")
    require(clip is None or clip > 0, "a limit of weights is above 0")
    raw: Floats = pi / b
    return raw if clip is None else np.minimum(raw, clip)


def _weighted(
    reward: ArrayLike, propensity: ArrayLike, target: ArrayLike, clip: float | None
) -> tuple[Floats, Floats, float]:
    r, raw = finite(reward, "reward"), weights(propensity, target)
    same_length(reward=r, propensity=raw)
    kept: NDArray[np.float64] = raw if clip is None else weights(propensity, target, clip)
    return r, kept, float((kept < raw).mean()) if len(raw) else math.nan


def _of_mean(rows: Floats, w: Floats, clipped: float, level: float, unsupported: float) -> OffPolicy:
    n = len(rows)
    if n < 2:
        return OffPolicy(nothing(n, level), 0.0, math.nan, clipped, unsupported)
    estimate = normal(float(rows.mean()), float(rows.std(ddof=1)) / math.sqrt(n), n, level)
    return OffPolicy(estimate, _effective(w), float(w.max()), clipped, unsupported)


def _effective(w: Floats) -> float:
    square = float((w**2).sum())
    return float(w.sum()) ** 2 / square if square > 0 else 0.0
