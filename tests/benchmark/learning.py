"""Training on a hundred thousand outcomes and scoring a million pairs, beside scikit-learn on the same matrices.

Each part runs in a process of its own that uses one thread for numbers, as the worker does. Training is what a
municipality's worker does with its outcomes: the features all have the direction that is documented, placements still
run, most have the chance with which they were shown, and the model is tried on later ones by groups, with bootstrap
intervals and beside the challenger. Imports count. The bare fit and the peer get the same matrix with every row
followed to the horizon, after a warm-up; the quickest of three runs counts.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.worker.process import one_thread
from tests.benchmark.row import Row, timed

T = TypeVar("T")
OUTCOMES, FEATURES, PAIRS = 100_000, 40, 1_000_000
MOST_SECONDS, MOST_MEBIBYTES, MOST_SECONDS_SCORING = 30.0, 2048.0, 2.0
_PRIOR, _INTERCEPT, _HORIZON = 0.3, -5.0, 13.0
_DAYS = 5 * 365
_GROUPS = {"Køn": 2, "Alder": 4, "Hensyn": 3, "Bopæl": 5, "Ordning": 6, "Timer om ugen": 4}
"""How many groups of each kind the model is tried on."""
_KIBI = 1024


@dataclass(frozen=True)
class Trained:
    """A whole training: seconds, how many of them a processor worked at it (fewer where others worked too), the most
    memory its process held at a time in MiB; and what it was about.
    """

    seconds: float
    processor: float
    mebibytes: float
    running: int
    tried_on: int


@dataclass(frozen=True)
class Fitted:
    """Seconds of a fit and of scoring, and the log-loss that it reached on its own rows."""

    fit: float
    score: float
    log_loss: float


def rows() -> list[Row]:
    """The lines of the table."""
    whole, own, plain = alone(training), alone(bare_fit), alone(logistic_regression)
    assert own.log_loss < plain.log_loss + 0.02, "the same matrix, and nothing like the same fit"
    return [
        Row(
            f"training on {OUTCOMES:,} outcomes × {FEATURES} features ({whole.running:,} still run), tried on "
            f"{whole.tried_on:,} later ones",
            f"{whole.seconds:.1f} s ({whole.processor:.1f} s of one processor), {whole.mebibytes:,.0f} MiB",
            f"under {MOST_SECONDS:.0f} s and {MOST_MEBIBYTES:,.0f} MiB",
            f"{whole.seconds / plain.fit:.1f} × LogisticRegression's fit",
            whole.seconds < MOST_SECONDS and whole.mebibytes < MOST_MEBIBYTES,
        ),
        Row(
            "the fit alone, on the same matrix",
            f"{own.fit:.2f} s",
            f"LogisticRegression {plain.fit:.2f} s",
            f"{plain.fit / own.fit:.1f} × as fast",
        ),
        Row(
            f"scoring {PAIRS:,} pairs",
            f"{own.score:.2f} s",
            f"LogisticRegression {plain.score:.2f} s; under {MOST_SECONDS_SCORING:.0f} s",
            f"{plain.score / own.score:.1f} × as fast",
            own.score < MOST_SECONDS_SCORING,
        ),
    ]


def alone(work: Callable[[], T]) -> T:
    """Run it in a fresh process with one thread for numbers."""
    before = dict(os.environ)
    one_thread()
    try:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(work)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _outcomes() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features and how many weeks each lasts; a few of the true weights stand against the documented direction."""
    random = np.random.default_rng(1)
    x = random.random((OUTCOMES, FEATURES))
    hazard = np.logaddexp(0.0, -(x @ random.normal(_PRIOR, 0.4, FEATURES) + _INTERCEPT))
    return x, _HORIZON * random.exponential(size=OUTCOMES) / hazard


def _pairs() -> NDArray[np.float64]:
    return np.random.default_rng(2).random((PAIRS, FEATURES))


def training() -> Trained:
    """All that `models.training.train` does."""
    x, weeks = _outcomes()
    random = np.random.default_rng(3)
    day = np.datetime64("2026-07-01")
    began = day - random.integers(0, _DAYS, OUTCOMES).astype("timedelta64[D]")
    ended = began + np.floor(7 * weeks).astype("timedelta64[D]")
    ended[ended > day] = np.datetime64("NaT")
    chance = np.where(random.random(OUTCOMES) < 0.7, random.uniform(0.02, 1.0, OUTCOMES), np.nan)
    groups = {
        kind: np.append(np.arange(many).astype(str), "")[random.integers(0, many + 1, OUTCOMES)].tolist()
        for kind, many in _GROUPS.items()
    }
    start, worked = perf_counter(), process_time()
    from models.training import Outcomes, Prior, train

    names = tuple(f"f{number}" for number in range(FEATURES))
    prior = Prior(names, (_PRIOR,) * FEATURES, _INTERCEPT, (1,) * FEATURES)
    model = train(Outcomes(x, began, ended, day, chance, groups), prior)
    seconds, worked = perf_counter() - start, process_time() - worked
    score = {name: said["value"] for name, said in model.metrics["brier"].items()}
    assert score["model"] < min(score["experts"], score["base_rate"]), score
    assert "challenger" in score and model.metrics["groups"].keys() == _GROUPS.keys()
    return Trained(seconds, worked, _most_memory(), model.data["running"], model.metrics["tried_on"])


def bare_fit() -> Fitted:
    """The outcome model alone, every row followed to the horizon."""
    from models.outcome import OutcomeModel

    x, weeks = _outcomes()
    pairs, lasted = _pairs(), weeks >= _HORIZON
    model = OutcomeModel([_PRIOR] * FEATURES, _INTERCEPT, directions=np.ones(FEATURES, dtype=int))
    model.fit(x[:100], lasted[:100]).predict_proba(pairs[:100])
    fit, score = least(lambda: model.fit(x, lasted)), least(lambda: model.predict_proba(pairs))
    return Fitted(fit, score, _log_loss(lasted, model.predict_proba(x)[:, 1]))


def logistic_regression() -> Fitted:
    """scikit-learn's, with the same amount of shrinkage; it knows neither a prior's centre nor directions."""
    from sklearn.linear_model import LogisticRegression

    x, weeks = _outcomes()
    pairs, lasted = _pairs(), weeks >= _HORIZON
    # C is the variance of the prior: 0.5², as ours.
    model = LogisticRegression(C=0.25, max_iter=1000, tol=1e-6)
    model.fit(x[:100], lasted[:100]).predict_proba(pairs[:100])
    fit, score = least(lambda: model.fit(x, lasted)), least(lambda: model.predict_proba(pairs))
    return Fitted(fit, score, _log_loss(lasted, model.predict_proba(x)[:, 1]))


def least(work: Callable[[], Any]) -> float:
    """Seconds of the quickest of three runs."""
    return min(timed(work)[0] for _ in range(3))


def _log_loss(lasted: NDArray[np.bool_], p: NDArray[np.float64]) -> float:
    return float(-np.where(lasted, np.log(p), np.log1p(-p)).mean())


def _most_memory() -> float:
    """MiB that this process held at most. What `getrusage` tells may be that of the process which started it."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / _KIBI
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIBI
