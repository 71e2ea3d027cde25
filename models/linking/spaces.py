"""Texts as sparse vectors: TF-IDF over tokens of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.linking.danish import words

Tokens = Callable[[str], Iterable[str]]
"""The tokens of a word, repeated as often as they occur."""


class TokenSpace:
    """Unit vectors of texts: a token met t times in a text and in d of D texts weighs ``t · (1 + ln((1+D) / (1+d)))``.

    Parameters
    ----------
    tokens
        Reads the tokens of one word, as `words` finds them in a text. Each word is read once, however often it occurs.
    sublinear
        Count ``1 + ln t`` instead of t: for long texts.
    """

    def __init__(self, tokens: Tokens, sublinear: bool = False) -> None:
        self.tokens = tokens
        self.sublinear = sublinear

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn the tokens and what each weighs. Sets ``columns_``, ``idf_`` and ``fitted_`` (float32 CSR [n, V])."""
        self.columns_: dict[str, int] = {}
        self._known: dict[str, list[int]] = {}
        counts = self._counts(texts, grow=True)
        found = np.bincount(counts.indices, minlength=len(self.columns_))
        self.idf_: NDArray[np.float32] = (np.log((1.0 + len(texts)) / (1.0 + found)) + 1.0).astype(np.float32)
        self.fitted_ = self._weighted(counts)
        return self

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """Unit vectors: float32 CSR [n, V]. Tokens that were not fitted are left out; a text of none is zero."""
        return self._weighted(self._counts(texts, grow=False))

    def _counts(self, texts: Sequence[str], grow: bool) -> csr_matrix:
        columns, found, ends = self.columns_, [], [0]
        known = self._known
        met: dict[str, list[int]] = {}
        for text in texts:
            for word in words(text):
                places = known.get(word)
                if places is None:
                    places = met.get(word)
                if places is None:
                    tokens = self.tokens(word)
                    if grow:
                        places = [columns.setdefault(token, len(columns)) for token in tokens]
                    else:
                        places = [columns[token] for token in tokens if token in columns]
                    met[word] = places
                found += places
            ends.append(len(found))
        if grow:
            self._known = met
        counts = csr_matrix(
            (np.ones(len(found), dtype=np.float32), np.array(found, dtype=np.int64), np.array(ends)),
            shape=(len(texts), len(columns)),
        )
        counts.sum_duplicates()
        return counts

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        times = 1.0 + np.log(counts.data) if self.sublinear else counts.data
        counts.data = times * self.idf_[counts.indices]
        return unit_rows(counts)


def unit_rows(matrix: csr_matrix) -> csr_matrix:
    """The rows of a matrix brought to length 1; a zero row stays zero."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(row, weights=matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0]))
    length[length == 0.0] = 1.0
    return csr_matrix(
        ((matrix.data / length[row]).astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape
    )


@lru_cache(maxsize=400_000)
def grams_of_word(word: str, size: int) -> tuple[str, ...]:
    """The n-grams of one word with a space on both sides; a shorter word is its own."""
    padded = f" {word} "
    if len(padded) <= size:
        return (padded,)
    return tuple(padded[start : start + size] for start in range(len(padded) - size + 1))


def forget_grams() -> None:
    """Empty what is remembered of the words whose n-grams were read."""
    grams_of_word.cache_clear()


def grams(size: int) -> Tokens:
    """Read the character n-grams of a word."""
    return lambda word: grams_of_word(word, size)


def grams_from(shortest: int, longest: int) -> Tokens:
    """Read the character n-grams of several lengths."""

    def read(word: str) -> list[str]:
        return [gram for size in range(shortest, longest + 1) for gram in grams_of_word(word, size)]

    return read


def whole(word: str) -> tuple[str, ...]:
    """Read a word as it is."""
    return (word,)
