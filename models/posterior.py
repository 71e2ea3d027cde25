"""What is believed about the weights: the prior, the posterior, and what the outcomes have added. Numbers only, no
scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
LOG_ODDS_MOST = 30.0
"""Log-odds are cut here, so that a probability is never exactly 0 or 1."""
LITTLE_LEARNED = 0.9
"""A feature of which the posterior sd is above this share of the prior sd: the outcomes have said too little about
it."""
ROW_LITTLE_LEARNED = 0.7
"""A row of which the log-odds have a posterior sd above this share of the prior sd: under half the variance is gone."""
WIDE = 0.5
"""An interval of a probability wider than this says too little, whatever it was before."""


@dataclass(frozen=True)
class Evidence:
    """What the outcomes say of one weight: the visible hand-over from expert knowledge to data.

    Attributes
    ----------
    feature
        Its name.
    prior_mean, prior_sd, posterior_mean, posterior_sd
        Log-odds.
    low, high
        The shortest interval with 90 % of the posterior, cut at the documented direction; `posterior_mean` lies in it.
    speaking
        How many outcomes speak: those in which the feature is not what it is most often. The rest only move the
        intercept.
    learned
        Share of the prior variance that the outcomes have taken away, 0–1.
    too_little
        The posterior sd is above `LITTLE_LEARNED` of the prior sd.
    """

    feature: str
    prior_mean: float
    prior_sd: float
    posterior_mean: float
    posterior_sd: float
    low: float
    high: float
    speaking: int
    learned: float
    too_little: bool


@dataclass(frozen=True)
class Posterior:
    """Gaussian belief about the weights of a logistic sum, before and after the outcomes.

    The last entry of every array is the intercept.

    Attributes
    ----------
    features
        Names of the F features.
    prior_mean, prior_sd
        float64 [F + 1].
    mean
        float64 [F + 1]: the most probable weights (MAP), which the score uses.
    centre
        float64 [F + 1]: centre of the Gaussian before it is cut at the directions; `mean` where no direction binds.
    covariance
        float64 [F + 1, F + 1]: inverse curvature at `mean` (Laplace).
    directions
        int [F]: 1 a weight may not be below 0, -1 not above, 0 free.
    speaking
        int [F + 1]: outcomes that speak for each weight; for the intercept all of them.
    """

    features: tuple[str, ...]
    prior_mean: Column
    prior_sd: Column
    mean: Column
    centre: Column
    covariance: Column
    directions: NDArray[np.int64]
    speaking: NDArray[np.int64]

    def __post_init__(self) -> None:
        many = len(self.features) + 1
        for name in ("prior_mean", "prior_sd", "mean", "centre", "speaking"):
            if getattr(self, name).shape != (many,):
                raise ValueError(f"{name} needs one number for each of {many - 1} features and the intercept")
        if self.covariance.shape != (many, many) or self.directions.shape != (many - 1,):
            raise ValueError(f"covariance needs {many} rows and columns, directions {many - 1} numbers")
        finite = (self.prior_mean, self.prior_sd, self.mean, self.centre, self.covariance)
        if not all(np.isfinite(values).all() for values in finite):
            raise ValueError("the numbers of a posterior must be finite")
        if (self.prior_sd <= 0).any() or (np.diag(self.covariance) <= 0).any():
            raise ValueError("standard deviations must be above 0")
        if (self.mean[:-1] * self.directions < 0).any():
            raise ValueError("a weight stands against its direction")

    def log_odds(self, x: NDArray[np.floating]) -> Column:
        """Log-odds that it lasts, for each row of features [n, F]."""
        found: Column = np.asarray(x, dtype=np.float64) @ self.mean[:-1] + self.mean[-1]
        return found

    def probability(self, x: NDArray[np.floating]) -> Column:
        """P(lasts) for each row of features [n, F], strictly between 0 and 1."""
        return logistic(self.log_odds(x))

    def spread(self, x: NDArray[np.floating]) -> Column:
        """Posterior standard deviation of the log-odds of each row."""
        return _spread(np.asarray(x, dtype=np.float64), self.covariance)

    def interval(self, x: NDArray[np.floating], level: float = 0.9) -> Column:
        """The interval of P(lasts), float64 [n, 2]: log-odds ± z · spread, then turned into probabilities."""
        away = two_sided(level) * self.spread(x)
        middle = self.log_odds(x)
        return np.column_stack([logistic(middle - away), logistic(middle + away)])

    def too_little(self, x: NDArray[np.floating], level: float = 0.9) -> NDArray[np.bool_]:
        """Rows of which the outcomes say too little: it is still the prior that speaks, or the interval is wide.

        True where the spread of the log-odds is above `ROW_LITTLE_LEARNED` of what it was before any outcome, or the
        interval at `level` is wider than `WIDE`.
        """
        x = np.asarray(x, dtype=np.float64)
        before = np.sqrt(x**2 @ self.prior_sd[:-1] ** 2 + self.prior_sd[-1] ** 2)
        bounds = self.interval(x, level)
        found: NDArray[np.bool_] = self.spread(x) > ROW_LITTLE_LEARNED * before
        return found | (bounds[:, 1] - bounds[:, 0] > WIDE)

    def evidence(self) -> tuple[Evidence, ...]:
        """The hand-over, weight by weight, the intercept last."""
        names = (*self.features, "intercept")
        sd = np.sqrt(np.diag(self.covariance))
        directions = (*self.directions.tolist(), 0)
        found = []
        for f, name in enumerate(names):
            low, high = _densest(float(self.centre[f]), float(sd[f]), directions[f], 0.9)
            learned = max(0.0, 1.0 - float(sd[f] / self.prior_sd[f]) ** 2)
            found.append(
                Evidence(
                    feature=name,
                    prior_mean=float(self.prior_mean[f]),
                    prior_sd=float(self.prior_sd[f]),
                    posterior_mean=float(self.mean[f]),
                    posterior_sd=float(sd[f]),
                    # Where others are held at their cut, the most probable of all together may lie a little outside.
                    low=min(low, float(self.mean[f])),
                    high=max(high, float(self.mean[f])),
                    speaking=int(self.speaking[f]),
                    learned=learned,
                    too_little=bool(sd[f] > LITTLE_LEARNED * self.prior_sd[f]),
                )
            )
        return tuple(found)


def logistic(log_odds: NDArray[np.floating]) -> Column:
    """1 / (1 + exp(-log-odds)), strictly between 0 and 1."""
    found: Column = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -LOG_ODDS_MOST, LOG_ODDS_MOST)))
    return found


def two_sided(level: float) -> float:
    """How many standard deviations to each side hold `level` of a normal distribution."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + level / 2.0)


def _spread(x: Column, covariance: Column) -> Column:
    cross = x @ covariance[:-1, -1]
    variance = np.einsum("nf,nf->n", x @ covariance[:-1, :-1], x) + 2.0 * cross + covariance[-1, -1]
    found: Column = np.sqrt(np.maximum(variance, 0.0))
    return found


def _densest(centre: float, sd: float, direction: int, level: float) -> tuple[float, float]:
    """The shortest interval with `level` of a normal distribution that is cut at 0 where a direction says so.

    The middle of a cut distribution would leave out its most likely value where that lies at the cut.
    """
    if direction < 0:
        low, high = _densest(-centre, sd, 1, level)
        return -high, -low
    normal = NormalDist()
    whole = normal.cdf(centre / sd) if direction > 0 else 1.0
    if whole * (1.0 - level) == 0.0:
        return 0.0, 0.0
    half = sd * normal.inv_cdf((1.0 + level * whole) / 2.0)
    if direction == 0 or centre >= half:
        return centre - half, centre + half
    # In the upper tail, where the numbers stay exact however far the centre lies on the wrong side.
    return 0.0, max(centre - sd * normal.inv_cdf((1.0 - level) * whole), 0.0)
