"""The fit score: a logistic sum of named parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class AdditiveScore:
    """P(lasts) = 1 / (1 + exp(-(intercept + Σ weight_f · x_f))), always a sum of named parts.

    With no outcomes the weights are expert knowledge (a prior); outcomes will move them, never the form.

    Attributes
    ----------
    features
        Names, in the order of the columns of x.
    weights
        One log-odds weight for each feature.
    intercept
        Log-odds when every feature is 0.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def __post_init__(self) -> None:
        if len(self.features) != len(self.weights):
            raise ValueError("one weight for each feature is needed")
        if not np.isfinite([*self.weights, self.intercept]).all():
            raise ValueError("weights must be finite numbers")

    def contributions(self, x: NDArray[np.floating]) -> NDArray[np.float64]:
        """weight_f · x_f for each row: float64 [n, F] from features [n, F]."""
        if x.ndim != 2 or x.shape[1] != len(self.features):
            raise ValueError(f"expected {len(self.features)} feature columns, got shape {x.shape}")
        parts: NDArray[np.float64] = x.astype(np.float64) * np.asarray(self.weights)[None, :]
        return parts

    def probability(self, x: NDArray[np.floating]) -> NDArray[np.float64]:
        """P(lasts) for each row of features [n, F], strictly between 0 and 1."""
        log_odds = np.clip(self.intercept + self.contributions(x).sum(axis=1), -30.0, 30.0)
        probability: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-log_odds))
        return probability
