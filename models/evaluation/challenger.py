"""What the model must not be far behind: gradient boosting held to the same directions. For evaluation only.

It is never saved, never promoted and never shown to anybody: nobody can say why it said what it said. Where it is
clearly better on many outcomes, a feature's shape is wrong, and that is what to look for.

A weak challenger proves nothing, so it is given what it needs: no leaf of a few rows where there are few, and as many
trees as help on a tenth set aside where there are many (a fixed number stops long before it has found what forty
features say).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

CLIP = 1e-3
"""Its probabilities stay this far from 0 and 1."""
FEWEST_TO_STOP = 300
"""Rows of the rarer outcome from which a tenth can be set aside to say when to stop."""
_TREES, _MOST_TREES = 100, 500


def challenge(
    x: ArrayLike,
    y: ArrayLike,
    x_new: ArrayLike,
    directions: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Probabilities of y = 1 for new rows, learned by monotone histogram gradient boosting.

    Parameters
    ----------
    x, y
        Features [n, F] and 0 or 1 [n] to learn from.
    x_new
        Features [m, F].
    directions
        int [F]: 1 never falling, -1 never rising, 0 or left out free.
    sample_weight
        float [n], above 0: for rows that stand for others, e.g. by `models.evaluation.censoring`.
    seed
        For which rows are set aside to say when to stop; nothing else is left to chance.

    Returns
    -------
    float64 [m]; the share of y = 1 for each where all y are the same, one half where there are none.
    """
    # Takes seconds to import: only where it is used, and never in the API process.
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    features, seen = np.asarray(x, dtype=np.float64), np.asarray(y).astype(int)
    new = np.asarray(x_new, dtype=np.float64)
    if len(np.unique(seen)) < 2:
        return np.full(len(new), np.clip(seen.mean() if len(seen) else 0.5, CLIP, 1 - CLIP))
    stopping = bool(np.bincount(seen).min() >= FEWEST_TO_STOP)
    model: Any = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=_MOST_TREES if stopping else _TREES,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        # Weighted quantiles are slow to find, and finer bins than these find no more.
        max_bins=63,
        l2_regularization=1.0,
        monotonic_cst=None if directions is None else np.asarray(directions, dtype=int),
        early_stopping=stopping,
        random_state=seed,
    )
    # Its threads wait for each other at every node of every tree: on a busy machine minutes instead of a second.
    with threadpool_limits(1, user_api="openmp"):
        said: NDArray[np.float64] = model.fit(features, seen, sample_weight=sample_weight).predict_proba(new)[:, 1]
    return np.clip(said, CLIP, 1 - CLIP)
