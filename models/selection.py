"""Selection: only pairs that somebody proposed and chose are seen. What they stand for, from logged chances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST_CHANCE = 0.05
"""Chances below this are taken to be this: one rare pair may not stand for more than twenty."""


def selection_weights(chance: NDArray[np.floating], least: float = LEAST_CHANCE) -> NDArray[np.float64]:
    """Weights that let the seen pairs stand for all that could have been seen.

    Parameters
    ----------
    chance
        float [n]: the logged probability that the pair was shown; NaN where none was logged, which counts as the mean
        weight of the others (1 when there are none).
    least
        Smaller chances are cut here (clipped inverse propensities: a little bias for much less noise; Ionides 2008).

    Returns
    -------
    float64 [n], summing to (Σw)² / Σw², the number of equally weighted rows that say as much (Kish 1965), so that the
    posterior is not surer than the data allow.
    """
    chance = np.asarray(chance, dtype=np.float64)
    known = ~np.isnan(chance)
    if chance.ndim != 1 or (chance[known] <= 0).any() or (chance[known] > 1).any():
        raise ValueError("chances must be one column of numbers above 0 and at most 1")
    if not 0 < least <= 1:
        raise ValueError(f"least must lie above 0 and at most 1, not {least}")
    if not known.any():
        return np.ones(len(chance))
    weight = 1.0 / np.maximum(chance, least)
    weight[~known] = weight[known].mean()
    found: NDArray[np.float64] = weight * (weight.sum() / (weight**2).sum())
    return found
