"""Vectorised draws: one seeded stream for each part of the municipality, so that one part may change alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key")

STREAMS = (
    "candidates",
    "needs",
    "wishes",
    "identities",
    "workplaces",
    "provisions",
    "openings",
    "support",
    "decisions",
    "outcomes",
)


def streams(seed: int, size: int) -> dict[str, np.random.Generator]:
    """One generator for each name in `STREAMS`, decided by the seed and the number of candidates alone."""
    children = np.random.SeedSequence([seed, size]).spawn(len(STREAMS))
    return {name: np.random.default_rng(child) for name, child in zip(STREAMS, children, strict=True)}


def choose(rng: np.random.Generator, weights: Mapping[Key, float], n: int) -> list[Key]:
    """`n` independent draws from a distribution given as key → weight."""
    keys = list(weights)
    return [keys[i] for i in indices(rng, list(weights.values()), n)]


def indices(rng: np.random.Generator, weights: Sequence[float] | NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """`n` independent positions, each with probability in proportion to its weight."""
    cumulated = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(cumulated, rng.random(n) * cumulated[-1], side="right")
    return np.asarray(np.minimum(drawn, len(cumulated) - 1), dtype=np.int64)


def happens(rng: np.random.Generator, share: float, n: int) -> list[bool]:
    """`n` independent events, each with that probability."""
    drawn: list[bool] = (rng.random(n) < share).tolist()
    return drawn


def each(rng: np.random.Generator, shares: Mapping[Key, float], n: int) -> list[list[Key]]:
    """`n` sets, where each key belongs to the set independently with its own share."""
    keys = list(shares)
    hit = rng.random((n, len(keys))) < np.array(list(shares.values()))
    return [[key for key, is_in in zip(keys, row, strict=True) if is_in] for row in hit.tolist()]


def between(rng: np.random.Generator, span: tuple[float, float], n: int) -> NDArray[np.float64]:
    """`n` numbers spread evenly over the span."""
    return rng.uniform(span[0], span[1], n)


def whole(rng: np.random.Generator, low: int, high: int, n: int) -> list[int]:
    """`n` whole numbers from low to high, both included."""
    drawn: list[int] = rng.integers(low, high + 1, n).tolist()
    return drawn


def to_half(hours: NDArray[np.float64], low: float = 0.5, high: float = 37.0) -> NDArray[np.float64]:
    """Hours rounded to the half hour and kept within [low, high]."""
    return np.clip(np.round(hours * 2) / 2, low, high)


def hours_of(rng: np.random.Generator, table: Mapping[tuple[int, int], float], n: int) -> NDArray[np.float64]:
    """Weekly hours: an interval by its weight, then a half hour within it: (1, 5) holds 1 … 5, (6, 10) 5.5 … 10."""
    spans = np.array(list(table), dtype=np.float64)
    chosen = spans[indices(rng, list(table.values()), n)]
    low = np.where(chosen[:, 0] > spans[0, 0], chosen[:, 0] - 0.5, chosen[:, 0])
    steps = ((chosen[:, 1] - low) * 2 + 1).astype(np.int64)
    return np.asarray(low + rng.integers(0, steps) / 2, dtype=np.float64)


def pick(rng: np.random.Generator, rows: Sequence[Any], n: int) -> list[Any]:
    """`n` rows drawn evenly with replacement."""
    return [rows[i] for i in rng.integers(0, len(rows), n).tolist()]
