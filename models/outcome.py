"""The outcome model: P(the placement lasts), from expert knowledge to data without changing its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import cho_factor, cho_solve
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_array, check_is_fitted, column_or_1d, validate_data

from models.likelihood import Seen, seen_once, seen_over_time
from models.most_probable import Problem, most_probable
from models.posterior import Column, Posterior, logistic, two_sided


class OutcomeModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Additive logistic model with a Gaussian prior on its weights and known directions.

    log-odds = intercept + Σ weight_f · x_f. The prior's centre is what experts say, its standard deviation how sure
    they are; the most probable weights given the outcomes (MAP) are found with scipy, and how sure one may be of
    them from the curvature there (Laplace; MacKay 2003, ch. 27). With no outcomes the model is the prior, exactly.

    Parameters
    ----------
    prior_weights
        Log-odds [F] that experts give; None means 0 for each.
    prior_intercept
        Log-odds when every feature is 0, for the first horizon; later horizons begin from the same number.
    prior_sd
        Standard deviation of the weights under the prior, one number or one for each: 0.5 lets some 50 outcomes move
        a weight.
    intercept_sd
        The same for each intercept.
    directions
        int [F]: 1 the weight may never be below 0, -1 never above, 0 or None free. The prior is cut there, so that
        no amount of data can turn a documented direction round.
    horizons
        Weeks, rising. `predict_proba` is about the first one; `fit` takes y as lasted to the first one.
    level
        Level of `too_little_evidence`.

    Attributes
    ----------
    coef_ : float64 [1, F]
        Weights.
    intercept_ : float64 [1]
        Intercept of the first horizon.
    covariance_ : float64 [F + 1, F + 1]
        Posterior covariance of the weights and, last, that intercept.
    later_intercepts_ : float64 [H - 1]
        Intercepts of lasting on from one horizon to the next; empty after `fit`.
    full_covariance_ : float64
        The same with every later intercept after the first.
    classes_ : [2]
        The class that did not last, the class that lasted.
    n_seen_ : int
        Outcomes with a weight above 0.
    n_features_in_ : int
        F.
    n_iter_ : int
        Steps of the search.

    Notes
    -----
    An outcome of which only 0 and 1 are known may be of one class alone, and there may be none at all when
    `prior_weights` says how many features there are: few outcomes are a state of the world, not a fault of the caller.
    """

    def __init__(
        self,
        prior_weights: ArrayLike | None = None,
        prior_intercept: float = 0.0,
        prior_sd: float | ArrayLike = 0.5,
        intercept_sd: float = 1.0,
        directions: ArrayLike | None = None,
        horizons: Sequence[float] = (13.0, 26.0),
        level: float = 0.9,
    ) -> None:
        self.prior_weights = prior_weights
        self.prior_intercept = prior_intercept
        self.prior_sd = prior_sd
        self.intercept_sd = intercept_sd
        self.directions = directions
        self.horizons = horizons
        self.level = level

    def __sklearn_tags__(self) -> Any:
        """Two classes only."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Learn from rows that were all followed to the horizon.

        Parameters
        ----------
        X
            Features [n, F]; n may be 0 when `prior_weights` is given.
        y
            [n]: lasted (1, or the later of two labels) or not.
        sample_weight
            [n]: a weight of 2 is the row twice.
        """
        X = self._features(X)  # noqa: N806
        lasted = self._labels(X, y)
        weight = self._weights(X, sample_weight)
        self._search(X, seen_once(lasted, weight), 1, weight)
        return self

    def fit_durations(
        self,
        X: ArrayLike,  # noqa: N803
        weeks: ArrayLike,
        ended: ArrayLike,
        sample_weight: ArrayLike | None = None,
        followed: ArrayLike | None = None,
    ) -> Self:
        """Learn from placements followed for different times, those still running among them (right-censored).

        Lasting from one horizon to the next is a discrete-time hazard with the same weights and an intercept of its own
        (Prentice & Gloeckler 1978; here with the logistic link). Within a period the hazard's shape is taken from
        all rows (Nelson-Aalen), so that a placement in its eighth week counts for eight weeks, neither as success
        nor not at all.

        Parameters
        ----------
        X
            Features [n, F].
        weeks
            float [n]: how long it lasted, or has lasted until now.
        ended
            bool [n]: it is over; False means it is still running.
        sample_weight
            [n].
        followed
            float [n]: weeks from its start to the day of the data. With it, lasting to a horizon is calibrated
            whatever the shape of the hazard; without it, the moment of each end is used.
        """
        X = self._features(X)  # noqa: N806
        horizons = tuple(float(weeks) for weeks in self.horizons)
        if not horizons or any(a >= b for a, b in zip((0.0, *horizons), horizons, strict=False)):
            raise ValueError(f"horizons must rise from above 0, not {horizons}")
        self.classes_ = np.array([0, 1])
        columns = {"weeks": weeks} if followed is None else {"weeks": weeks, "followed": followed}
        times = {name: np.asarray(value, dtype=np.float64) for name, value in columns.items()}
        over = np.asarray(ended, dtype=bool)
        for name, value in {**times, "ended": over}.items():
            if value.shape != (len(X),):
                raise ValueError(f"{name} needs one entry for each of {len(X)} rows")
            if not np.isfinite(value).all() or (value < 0).any():
                raise ValueError(f"{name} must be finite and at least 0")
        if followed is not None and (times["followed"] < times["weeks"] - 1e-9).any():
            raise ValueError("a placement cannot have lasted longer than it was followed")
        weight = self._weights(X, sample_weight)
        seen = seen_over_time(times["weeks"], over, times.get("followed"), horizons, weight)
        self._search(X, seen, len(horizons), weight)
        return self

    def decision_function(self, X: ArrayLike) -> Column:  # noqa: N803
        """Log-odds of lasting to the first horizon."""
        rows = self._checked(X)
        return self.posterior().log_odds(rows)

    def predict_proba(self, X: ArrayLike) -> Column:  # noqa: N803
        """P(did not last), P(lasted) to the first horizon: float64 [n, 2]."""
        lasts = logistic(self.decision_function(X))
        return np.column_stack([1.0 - lasts, lasts])

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """The likelier of the two classes."""
        lasts = self.decision_function(X) > 0
        chosen: NDArray[Any] = self.classes_[lasts.astype(int)]
        return chosen

    def predict_survival(self, X: ArrayLike) -> Column:  # noqa: N803
        """P(lasts to each horizon), float64 [n, H]; after `fit` of the first one alone."""
        steps = self.decision_function(X)[:, None] + np.concatenate([[0.0], self.later_intercepts_ - self.intercept_])
        return np.asarray(np.cumprod(logistic(steps), axis=1), dtype=np.float64)

    def predict_interval(self, X: ArrayLike, level: float = 0.9) -> Column:  # noqa: N803
        """Bounds between which P(lasts to the first horizon) lies with the given probability: float64 [n, 2]."""
        two_sided(level)
        return self.posterior().interval(self._checked(X), level)

    def too_little_evidence(self, X: ArrayLike) -> NDArray[np.bool_]:  # noqa: N803
        """Rows of which the outcomes say too little for a number; `models.posterior` says when."""
        return self.posterior().too_little(self._checked(X), self.level)

    @property
    def evidence(self) -> Any:
        """What the outcomes say of each weight, the intercept last: a tuple of `models.posterior.Evidence`."""
        return self.posterior().evidence()

    def posterior(self, features: Sequence[str] | None = None) -> Posterior:
        """The belief about the weights of the first horizon, with names for the features."""
        check_is_fitted(self)
        names = getattr(self, "feature_names_in_", None) if features is None else features
        many = self.n_features_in_
        return Posterior(
            features=tuple(f"x{f}" for f in range(many)) if names is None else tuple(str(name) for name in names),
            prior_mean=self.prior_mean_,
            prior_sd=self.prior_sd_,
            mean=np.append(self.coef_[0], self.intercept_),
            centre=self.centre_,
            covariance=self.covariance_,
            directions=self.directions_,
            speaking=self.speaking_,
        )

    def _features(self, X: ArrayLike) -> Column:  # noqa: N803
        if self.prior_weights is not None and np.shape(X)[:1] == (0,):
            rows = check_array(X, dtype=np.float64, ensure_min_samples=0)
            self.n_features_in_ = rows.shape[1]
        else:
            rows = validate_data(self, X, dtype=np.float64)
        self._prior()
        return np.asarray(rows, dtype=np.float64)

    def _checked(self, X: ArrayLike) -> Column:  # noqa: N803
        check_is_fitted(self)
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False), dtype=np.float64)

    def _prior(self) -> None:
        many = self.n_features_in_
        centre = np.zeros(many) if self.prior_weights is None else np.asarray(self.prior_weights, dtype=np.float64)
        if centre.shape != (many,):
            raise ValueError(f"prior_weights has {centre.size} numbers, X has {many} features")
        sd = np.broadcast_to(np.asarray(self.prior_sd, dtype=np.float64), (many,))
        self.directions_ = np.zeros(many, int) if self.directions is None else np.asarray(self.directions, dtype=int)
        if self.directions_.shape != (many,) or not np.isin(self.directions_, (-1, 0, 1)).all():
            raise ValueError(f"directions needs -1, 0 or 1 for each of {many} features")
        if (centre * self.directions_ < 0).any():
            raise ValueError("prior_weights stand against directions")
        self.prior_mean_ = np.append(centre, float(self.prior_intercept))
        self.prior_sd_ = np.append(sd, float(self.intercept_sd))
        if not np.isfinite(self.prior_mean_).all() or not (np.isfinite(self.prior_sd_) & (self.prior_sd_ > 0)).all():
            raise ValueError("the prior needs finite centres and standard deviations above 0")

    def _labels(self, X: Column, y: ArrayLike) -> NDArray[np.bool_]:  # noqa: N803
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        labels = np.asarray(y)
        if labels.ndim == 2 and labels.shape[1] == 1:
            labels = column_or_1d(labels, warn=True)
        if labels.shape != (len(X),):
            raise ValueError(f"y has shape {labels.shape}, and X {len(X)} rows: inconsistent numbers of samples")
        if len(labels) == 0:
            self.classes_ = np.array([0, 1])
            return np.zeros(0, dtype=bool)
        if labels.dtype.kind == "f" and not np.isfinite(labels).all():
            raise ValueError("Input y contains NaN or infinity")
        kind = type_of_target(labels, input_name="y")
        found = np.unique(labels)
        if kind.startswith("continuous"):
            raise ValueError(f"Unknown label type: {kind}; y says lasted or not")
        if len(found) > 2:
            raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
        if labels.dtype.kind in "biuf" and np.isin(found, (0, 1)).all():
            found = np.array([0, 1], dtype=labels.dtype)
        elif len(found) < 2:
            raise ValueError(f"y holds one class alone ({found[0]!r}), and it is not said what it is beside 0 and 1")
        self.classes_ = found
        lasted: NDArray[np.bool_] = labels == found[1]
        return lasted

    def _weights(self, X: Column, sample_weight: ArrayLike | None) -> Column:  # noqa: N803
        if sample_weight is None:
            return np.ones(len(X))
        weight = np.asarray(sample_weight, dtype=np.float64)
        if weight.ndim == 0:
            weight = np.full(len(X), float(weight))
        if weight.shape != (len(X),):
            raise ValueError(f"sample_weight needs one number for each of {len(X)} rows")
        if not np.isfinite(weight).all() or (weight < 0).any():
            raise ValueError("sample_weight must be finite and at least 0")
        if len(weight) and not weight.any():
            raise ValueError("every sample_weight is zero: leave the rows out instead")
        return weight

    def _search(self, X: Column, seen: Seen, periods: int, weight: Column) -> None:  # noqa: N803
        many = self.n_features_in_
        mean = np.concatenate([self.prior_mean_, np.full(periods - 1, self.prior_mean_[-1])])
        sd = np.concatenate([self.prior_sd_, np.full(periods - 1, self.prior_sd_[-1])])
        low = np.append(np.where(self.directions_ > 0, 0.0, -np.inf), np.full(periods, -np.inf))
        high = np.append(np.where(self.directions_ < 0, 0.0, np.inf), np.full(periods, np.inf))
        problem = Problem(X, seen, many, mean, sd)
        found, steps = most_probable(problem, mean, low, high)
        curve = problem.curvature(found)
        factor = cho_factor(curve)
        self.full_covariance_ = _symmetric(cho_solve(factor, np.eye(len(mean))))
        # Where a direction binds the slope is not 0: one Newton step says where the uncut belief has its centre.
        slope = problem.slope(found)
        bound = ((found <= low) & (slope > 0)) | ((found >= high) & (slope < 0))
        centre = found - cho_solve(factor, np.where(bound, slope, 0.0)) if bound.any() else found
        self.coef_ = found[None, :many].copy()
        self.intercept_ = found[many : many + 1].copy()
        self.later_intercepts_ = found[many + 1 :].copy()
        self.covariance_ = self.full_covariance_[: many + 1, : many + 1].copy()
        self.centre_ = centre[: many + 1].copy()
        self.n_iter_ = steps
        self.n_seen_ = int((weight > 0).sum())
        self.speaking_ = np.append(_speaking(X[weight > 0]), self.n_seen_)


def _symmetric(matrix: Column) -> Column:
    found: Column = (matrix + matrix.T) / 2.0
    return found


def _speaking(x: Column) -> NDArray[np.int64]:
    """For each feature, the rows in which it is not what it is most often."""
    usual = np.zeros(x.shape[1], dtype=np.int64)
    for f in range(x.shape[1] if len(x) else 0):
        usual[f] = np.unique(x[:, f], return_counts=True)[1].max()
    return len(x) - usual
