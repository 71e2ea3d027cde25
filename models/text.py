"""Likeness of short Danish texts by character n-grams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_Places = NDArray[np.int64]


class TextLikeness:
    """Cosine likeness of two lists of texts under character n-gram TF-IDF.

    Character n-grams within word boundaries meet Danish half way: compounds (*rengøringshjælp*), inflections
    (*hylder, hylderne*) and small misspellings share most of their n-grams.

    The numbers are those of scikit-learn's ``TfidfVectorizer(analyzer="char_wb", sublinear_tf=True)``: each word is
    padded with a space on both sides, an n-gram that occurs t times in a text and in d of D texts weighs
    ``(1 + ln t) · (1 + ln((1 + D) / (1 + d)))``, and each text is a unit vector. Of n-grams that are equally frequent
    the first in the alphabet are kept. It is written here because importing scikit-learn takes seconds, and because the
    n-grams of a word are found once and not once for each time it is written.

    Once fitted it changes no more, so that several threads may ask it at a time.

    Parameters
    ----------
    shortest, longest
        Lengths of the n-grams.
    vocabulary
        Most n-grams kept, the most frequent first.
    """

    def __init__(self, shortest: int = 3, longest: int = 5, vocabulary: int = 20_000) -> None:
        self.shortest = shortest
        self.longest = longest
        self.vocabulary = vocabulary

    def fit(self, left: Sequence[str], right: Sequence[str]) -> Self:
        """Learn the n-grams that count, and what each weighs, from both lists; keep the right one to compare with.

        Sets ``columns_`` (the column of each n-gram), ``idf_`` (float32 [V]), ``words_`` (the columns of each word that
        was met) and ``right_`` (float32 CSR, R × V).
        """
        every: dict[str, int] = {}
        met: dict[str, _Places] = {}
        self.words_: dict[str, _Places] = {}
        counts = self._counted([*left, *right], lambda gram: every.setdefault(gram, len(every)), every, met)
        frequency = np.asarray(counts.sum(axis=0)).ravel().tolist()
        kept = sorted(every, key=lambda gram: (-frequency[every[gram]], gram))[: self.vocabulary]
        self.columns_ = {gram: column for column, gram in enumerate(sorted(kept))}
        found_in = np.bincount(counts.indices, minlength=len(every)).astype(np.float32)
        places = np.array([every[gram] for gram in self.columns_], dtype=np.int64)
        whole = np.float32(len(left) + len(right) + 1)
        self.idf_: NDArray[np.float32] = np.log(whole / (found_in[places] + np.float32(1.0))) + np.float32(1.0)
        self.words_ = {word: self._places(word, self.columns_.get) for word in met}
        self.right_: csr_matrix = self.vectors(right)
        self._by_gram = csr_matrix(self.right_.T)
        return self

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """Unit vectors of some texts: float32 CSR, len(texts) × V. An empty text is the zero vector: like nothing."""
        found = self._counted(texts, self.columns_.get, self.columns_, {})
        found.data = (np.log(found.data) + np.float32(1.0)) * self.idf_[found.indices]
        row = np.repeat(np.arange(len(texts)), np.diff(found.indptr))
        length = np.sqrt(np.bincount(row, weights=found.data.astype(np.float64) ** 2, minlength=len(texts)))
        found.data = (found.data / length[row]).astype(np.float32)
        return found

    def likeness(self, texts: Sequence[str], right: NDArray[np.integer] | None = None) -> NDArray[np.float32]:
        """Cosine of some texts with every right text, or with those at some places: float32 [n, m] in [0, 1]."""
        found = self.vectors(texts)
        if right is None:
            product: NDArray[np.float32] = (found @ self._by_gram).toarray()
        else:
            some, product = self.right_[right], np.empty((len(texts), len(right)), dtype=np.float32)
            for n in range(len(texts)):
                vector = np.zeros(len(self.columns_), dtype=np.float32)
                row = slice(found.indptr[n], found.indptr[n + 1])
                vector[found.indices[row]] = found.data[row]
                product[n] = some @ vector
        return np.clip(product, 0.0, 1.0)

    def _counted(
        self,
        texts: Sequence[str],
        column: Callable[[str], int | None],
        columns: dict[str, int],
        seen: dict[str, _Places],
    ) -> csr_matrix:
        """Count the n-grams of each text: float32 CSR, len(texts) × len(columns), columns rising within each row.

        The words that were not known before are put into `seen`.
        """
        found, counts, ends = [], [], [0]
        for text in texts:
            words = text.lower().split()
            for word in words:
                if word not in self.words_ and word not in seen:
                    seen[word] = self._places(word, column)
            known = [self.words_[word] if word in self.words_ else seen[word] for word in words]
            every = np.concatenate(known) if known else np.zeros(0, dtype=np.int64)
            every.sort()
            first = np.flatnonzero(np.diff(every, prepend=-1))
            found.append(every[first])
            counts.append(np.diff(first, append=len(every)))
            ends.append(ends[-1] + len(first))
        nothing = np.zeros(0, dtype=np.int64)
        return csr_matrix(
            (np.concatenate([nothing, *counts]).astype(np.float32), np.concatenate([nothing, *found]), np.array(ends)),
            shape=(len(texts), len(columns)),
        )

    def _places(self, word: str, column: Callable[[str], int | None]) -> _Places:
        places = (column(gram) for gram in self._grams(word))
        return np.array([place for place in places if place is not None], dtype=np.int64)

    def _grams(self, word: str) -> list[str]:
        """The n-grams of one word with a space on both sides; a word shorter than that counts once as it is."""
        padded = f" {word} "
        grams: list[str] = []
        for size in range(self.shortest, self.longest + 1):
            if size >= len(padded):
                grams.append(padded)
                break
            grams += [padded[start : start + size] for start in range(len(padded) - size + 1)]
        return grams
