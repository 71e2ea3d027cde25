"""Letters that two texts share at their beginning and end, and how many must change: for many pairs at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 40
"""Letters compared; of a longer text the first forty. Twice as many must fit into eight bits."""
NEAREST = 20
"""Texts of each query whose edits are counted."""
_Places = NDArray[np.int64]


class Letters:
    """The letters of texts as numbers: code points [n, LONGEST] from the beginning and from the end, 0 after them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.forwards = _codes(texts)
        self.backwards = _codes([text[::-1] for text in texts])
        self.length: _Places = (self.forwards > 0).sum(axis=1)


def ends_alike(queries: Letters, texts: Letters, places: _Places) -> tuple[_Places, _Places]:
    """How many letters each query has in common with its texts, from the beginning and from the end: [n, m] each."""
    shared = []
    for left, right in ((queries.forwards, texts.forwards), (queries.backwards, texts.backwards)):
        differs = (left[:, None, :] != right[places]) | (left[:, None, :] == 0)
        shared.append(np.where(differs.any(axis=2), differs.argmax(axis=2), LONGEST))
    return shared[0], shared[1]


def edit_likeness(queries: Letters, texts: Letters, places: _Places, near: NDArray[np.float32]) -> NDArray[np.float32]:
    """One less the Levenshtein distance by the longer length, for the nearest texts of each query, else 0: [n, m]."""
    likeness = np.zeros(places.shape, dtype=np.float32)
    if not places.size:
        return likeness
    few = min(NEAREST, places.shape[1])
    column = np.argpartition(-near, few - 1, axis=1)[:, :few].ravel()
    row = np.repeat(np.arange(len(places)), few)
    text = places[row, column]
    left, right = queries.length[row], texts.length[text]
    distance = _distances(queries.forwards[row], left, texts.forwards[text], right)
    likeness[row, column] = 1.0 - distance / np.maximum(np.maximum(left, right), 1)
    return likeness


def _codes(texts: Sequence[str]) -> NDArray[np.uint32]:
    whole = np.array([*texts, " "], dtype=f"<U{LONGEST}")
    codes: NDArray[np.uint32] = whole.view("<u4").reshape(len(whole), LONGEST)[:-1]
    return codes


def _distances(
    left: NDArray[np.uint32], left_length: _Places, right: NDArray[np.uint32], right_length: _Places
) -> NDArray[np.int64]:
    """Levenshtein distances of pairs, row by row of the table for all pairs at once: [pairs]."""
    pairs = len(left)
    width = int(right_length.max(initial=0))
    steps = np.arange(width + 1, dtype=np.int8)
    row = np.broadcast_to(steps, (pairs, width + 1)).copy()
    distance = np.where(left_length == 0, right_length, 0)
    every = np.arange(pairs)
    for i in range(int(left_length.max(initial=0))):
        new = np.empty_like(row)
        new[:, 0] = i + 1
        changed = row[:, :-1] + (right[:, :width] != left[:, i : i + 1])
        new[:, 1:] = np.minimum(changed, row[:, 1:] + 1)
        # An insertion costs one for each column: the running minimum of value less column does all of them.
        row = np.minimum.accumulate(new - steps, axis=1) + steps
        done = left_length == i + 1
        distance[done] = row[every[done], right_length[done]]
    return distance
