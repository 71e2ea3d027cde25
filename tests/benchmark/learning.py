"""Training on a hundred thousand outcomes and scoring a million pairs, beside scikit-learn on the same matrices."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

OUTCOMES, FEATURES, PAIRS = 100_000, 40, 1_000_000
_MEBIBYTE = 1024


@dataclass(frozen=True)
class Trained:
    """Seconds, and the most memory the process held at a time in MiB, inputs included."""

    train: float
    durations: float
    score: float
    mebibytes: float


def ours() -> Trained:
    """The outcome model in a process of its own."""
    return _alone(_ours)


def logistic_regression() -> Trained:
    """scikit-learn's LogisticRegression, with the same amount of shrinkage, on the same matrices."""
    return _alone(_logistic_regression)


def _alone(work: Callable[[], Trained]) -> Trained:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work)


def _matrices() -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Features of the outcomes, whether they lasted, how many weeks, and features of the pairs."""
    random = np.random.default_rng(1)
    x, pairs = random.random((OUTCOMES, FEATURES)), random.random((PAIRS, FEATURES))
    hazard = np.logaddexp(0.0, -(x @ random.normal(0.3, 0.4, FEATURES) - 5.0))
    weeks = 13.0 * random.exponential(size=OUTCOMES) / hazard
    return x, weeks >= 13.0, weeks, pairs


def _ours() -> Trained:
    from models.outcome import OutcomeModel

    x, lasted, weeks, pairs = _matrices()
    model = OutcomeModel(prior_weights=np.full(FEATURES, 0.3), directions=np.zeros(FEATURES, dtype=int))
    model.fit(x[:100], lasted[:100]).predict_proba(pairs[:100])
    start = perf_counter()
    model.fit(x, lasted)
    train = perf_counter() - start
    followed = np.random.default_rng(2).uniform(1.0, 60.0, OUTCOMES)
    start = perf_counter()
    model.fit_durations(x, np.minimum(weeks, followed), weeks < followed, followed=followed)
    durations = perf_counter() - start
    start = perf_counter()
    said = model.predict_proba(pairs)
    score = perf_counter() - start
    assert said.shape == (PAIRS, 2)
    return Trained(train, durations, score, _most_memory())


def _logistic_regression() -> Trained:
    from sklearn.linear_model import LogisticRegression

    x, lasted, _, pairs = _matrices()
    # C is the variance of the prior: 0.5², as ours.
    model = LogisticRegression(C=0.25, max_iter=1000, tol=1e-6)
    model.fit(x[:100], lasted[:100]).predict_proba(pairs[:100])
    start = perf_counter()
    model.fit(x, lasted)
    train = perf_counter() - start
    start = perf_counter()
    model.predict_proba(pairs)
    return Trained(train, float("nan"), perf_counter() - start, _most_memory())


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE
