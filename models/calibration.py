"""Setting probabilities right: a map from what a model says to what happens. Measures are in `models/evaluation`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.likelihood import seen_once
from models.most_probable import Problem, most_probable
from models.posterior import Column, Posterior, logistic

FEWEST = 100
"""Outcomes below which no map is learned: the calibration error found is then mostly chance."""


@dataclass(frozen=True)
class Recalibration:
    """log-odds' = shift + slope · log-odds (Platt 1999). It keeps the order of the scores and the sum of named parts.

    Attributes
    ----------
    slope
        Below 1: the model was too sure. Never below 0.
    shift
        Above 0: more lasted than it said.
    """

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: NDArray[np.floating]) -> Column:
        """The probabilities, set right."""
        p = np.clip(np.asarray(probability, dtype=np.float64), 1e-13, 1.0 - 1e-13)
        return logistic(self.shift + self.slope * np.log(p / (1.0 - p)))

    def of(self, posterior: Posterior) -> Posterior:
        """The same belief about the weights, set right: every weight times the slope, the intercept shifted."""
        mean, centre = posterior.mean * self.slope, posterior.centre * self.slope
        mean[-1] += self.shift
        centre[-1] += self.shift
        return replace(
            posterior, mean=mean, centre=centre, covariance=posterior.covariance * max(self.slope, 1e-6) ** 2
        )


def learn_recalibration(
    lasted: NDArray[np.bool_],
    probability: NDArray[np.floating],
    sample_weight: NDArray[np.floating] | None = None,
    slope_sd: float = 0.5,
    shift_sd: float = 1.0,
) -> Recalibration:
    """The map that later outcomes ask for, held near doing nothing by a prior.

    Parameters
    ----------
    lasted
        bool [n], of placements that the model had not learned from.
    probability
        float [n]: what it said of them.
    slope_sd, shift_sd
        Standard deviations of the prior around slope 1 and shift 0.

    Returns
    -------
    Recalibration
        The one that changes nothing when there are fewer than `FEWEST` outcomes.
    """
    p = np.clip(np.asarray(probability, dtype=np.float64), 1e-13, 1.0 - 1e-13)
    y = np.asarray(lasted, dtype=bool)
    if p.shape != y.shape or p.ndim != 1:
        raise ValueError("one probability for each outcome is needed")
    if len(y) < FEWEST:
        return Recalibration()
    weight = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    x = np.log(p / (1.0 - p))[:, None]
    problem = Problem(x, seen_once(y, weight), 1, np.array([1.0, 0.0]), np.array([slope_sd, shift_sd]))
    found, _ = most_probable(problem, problem.mean, np.array([0.0, -np.inf]), np.array([np.inf, np.inf]))
    return Recalibration(float(found[0]), float(found[1]))
