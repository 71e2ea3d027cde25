"""What each way of comparing is worth: a weighted sum, learnt from pairs that people have labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from models.linking.features import COLUMN, FEATURES


@dataclass(frozen=True)
class Asked:
    """One query with its candidates, as learning sees them.

    Attributes
    ----------
    features
        Comparisons [candidates, features].
    relevant
        How relevant each candidate is, 0 for not at all [candidates].
    """

    features: NDArray[np.float32]
    relevant: NDArray[np.float32]


def as_weights(named: dict[str, float]) -> NDArray[np.float64]:
    """Weights in the order of the features; a feature that is not named weighs nothing.

    Raises
    ------
    ValueError
        When a name is no feature.
    """
    weights = np.zeros(len(FEATURES))
    for name, weight in named.items():
        if name not in COLUMN:
            raise ValueError(f"{name!r} is no feature")
        weights[COLUMN[name]] = weight
    return weights


def score(features: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """The weighted sum of the last axis."""
    summed: NDArray[np.float32] = features @ weights.astype(np.float32)
    return summed


def learn_weights(asked: Sequence[Asked], prior: NDArray[np.float64], pull: float) -> NDArray[np.float64]:
    """The weights under which the relevant texts come first most often.

    Minimises ``-Σ_q ln(Σ_relevant exp(s) / Σ_all exp(s)) + pull/2 · Σ_f (w_f - prior_f)²`` with s the score: the chance
    that the text on top is a relevant one, with weights drawn to those that hold without examples. Queries without a
    relevant candidate say nothing.

    Parameters
    ----------
    asked
        The queries.
    prior
        Weights to start from and to stay near.
    pull
        How strongly.
    """
    telling = [one for one in asked if (one.relevant > 0).any()]
    if not telling:
        return prior.copy()
    sizes = np.array([len(one.features) for one in telling])
    first = np.cumsum(sizes) - sizes
    features = np.concatenate([one.features for one in telling]).astype(np.float64)
    gain = np.concatenate([one.relevant for one in telling]).astype(np.float64)
    query = np.repeat(np.arange(len(telling)), sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = features @ weights
        scores -= np.maximum.reduceat(scores, first)[query]
        power = np.exp(scores)
        hit = power * (gain > 0)
        total, good = np.add.reduceat(power, first), np.maximum(np.add.reduceat(hit, first), 1e-300)
        slope = features.T @ (power / total[query] - hit / good[query])
        away = weights - prior
        return float(np.log(total / good).sum() + 0.5 * pull * away @ away), slope + pull * away

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    learnt: NDArray[np.float64] = found.x
    return learnt
