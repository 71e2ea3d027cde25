"""What people have judged before: a text that is like a judged one is like what that one was found to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.linking.danish import SMALL, stem, trade
from models.linking.spaces import TokenSpace, grams

NEAREST = 60
"""Judged texts that are looked at for one text."""


class Judged:
    """Judged texts with their right elements, to be recalled by likeness.

    The likeness of two texts is the mean of three cosines: of n-grams of three letters, of four, and of words.

    Parameters
    ----------
    texts
        The judged texts.
    right
        For each the numbers of its right elements, with how right (above 0).
    """

    def __init__(self, texts: Sequence[str], right: Sequence[Mapping[int, float]]) -> None:
        self.right = [frozenset(element for element, gain in found.items() if gain > 0) for found in right]
        self._times = Counter(element for found in self.right for element in found)
        self._every = np.array(sorted(self._times), dtype=np.int64)
        readers = (grams(3), grams(4), _content)
        self._spaces = [TokenSpace(reader).fit([trade(text) for text in texts]) for reader in readers]

    def recall(self, texts: Sequence[str], own: Sequence[int] | None = None) -> list[dict[int, float]]:
        """For each text the elements of the judged texts nearest to it, each with the best likeness.

        Parameters
        ----------
        texts
            Texts to look up.
        own
            For each the number of the judged text that it is itself and that must not answer for it: for learning.
        """
        read = [trade(text) for text in texts]
        likeness = sum((space.vectors(read) @ space.fitted_.T).toarray() for space in self._spaces) / len(self._spaces)
        likeness = np.asarray(likeness)
        if own is not None:
            likeness[np.arange(len(texts)), np.asarray(own)] = 0.0
        found: list[dict[int, float]] = []
        for row in likeness:
            order = np.argsort(-row, kind="stable")[:NEAREST]
            recalled: dict[int, float] = {}
            for place in order[row[order] > 0.0].tolist():
                for element in self.right[place]:
                    recalled.setdefault(element, float(row[place]))
            found.append(recalled)
        return found

    def right_elsewhere(self, elements: NDArray[np.int64], own: int | None = None) -> NDArray[np.bool_]:
        """Whether each element is right for a judged text, other than the one with the number `own` [elements]."""
        found: NDArray[np.bool_] = np.isin(elements, self._every)
        if own is not None:
            found &= ~np.isin(elements, [element for element in self.right[own] if self._times[element] == 1])
        return found


def _content(word: str) -> tuple[str, ...]:
    return () if word in SMALL else (stem(word),)
