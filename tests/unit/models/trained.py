"""Invented placements of which the truth is known, and a model trained on them."""

from __future__ import annotations

import numpy as np

from models.saving import SavedModel
from models.training import Outcomes, Prior, train

DAY = np.datetime64("2026-07-01")
PRIOR = Prior(("wanted", "near", "idle"), (0.5, 0.5, 0.3), 0.0, (1, 1, 1))
TRUTH = np.array([1.5, 0.2, 0.0])


def invented(n: int, seed: int = 0) -> Outcomes:
    """n placements over two and a half years; 13 weeks are reached with log-odds x · TRUTH - 0.5."""
    random = np.random.default_rng(seed)
    x = random.random((n, 3))
    began = np.datetime64("2024-01-01") + random.integers(0, 900, n).astype("timedelta64[D]")
    hazard = np.logaddexp(0.0, -(x @ TRUTH - 0.5))
    lasts = (91 * random.exponential(size=n) / hazard).astype(int).astype("timedelta64[D]")
    ended = np.where(began + lasts <= DAY, began + lasts, np.datetime64("NaT"))
    groups = {"ordning": ["fleksjob" if share > 0.02 else "småjob" for share in random.random(n)]}
    return Outcomes(x, began, ended, DAY, np.full(n, np.nan), groups)


def nearly_all_last(n: int = 200, seed: int = 3) -> Outcomes:
    """Placements of which one in eight ends before the thirteen weeks, all of them followed for long."""
    random = np.random.default_rng(seed)
    began = np.datetime64("2024-01-01") + np.sort(random.integers(0, 500, n)).astype("timedelta64[D]")
    ended = np.full(n, np.datetime64("NaT"), dtype="datetime64[D]")
    fails = random.random(n) < 0.12
    ended[fails] = began[fails] + random.integers(10, 85, fails.sum()).astype("timedelta64[D]")
    return Outcomes(random.random((n, 3)), began, ended, DAY, np.full(n, np.nan), {"Ordning": ["fleksjob"] * n})


def trained(n: int = 400, seed: int = 0) -> SavedModel:
    """A model of those."""
    return train(invented(n, seed), PRIOR, software={"brobygger": "0.1.0"})
