"""Likeness of short Danish texts by character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


class TextLikeness:
    """Cosine likeness of two lists of texts under character n-gram TF-IDF.

    Character n-grams within word boundaries meet Danish half way: compounds (*rengøringshjælp*), inflections
    (*hylder, hylderne*) and small misspellings share most of their n-grams.

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
        """Learn the weights of n-grams from both lists and turn both into unit vectors.

        Sets ``left_`` (float32 CSR, len(left) × V) and ``right_`` (float32 CSR, len(right) × V).
        An empty text is the zero vector: like nothing.
        """
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts = [*left, *right]
        vectorizer = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(self.shortest, self.longest),
            max_features=self.vocabulary,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self.left_: Any
        self.right_: Any
        if any(len(text.strip()) >= self.shortest for text in texts):
            both = csr_matrix(vectorizer.fit_transform(texts))
        else:
            both = csr_matrix((len(texts), 1), dtype=np.float32)
        self.left_, self.right_ = both[: len(left)], both[len(left) :]
        return self

    def likeness(self, rows: slice) -> NDArray[np.float32]:
        """Cosine of some left texts with every right text: float32 [n, len(right)] in [0, 1]."""
        product: NDArray[np.float32] = (self.left_[rows] @ self.right_.T).toarray()
        return np.clip(product, 0.0, 1.0)
