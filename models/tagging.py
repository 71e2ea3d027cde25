"""Naming the class of a short text: logistic regression over pieces of words and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from threadpoolctl import threadpool_limits

from models.linking.spaces import TokenSpace, grams_from, whole

_FEW = 2_000
"""So many examples are looked at in the space that they span; of more the square matrix costs more than it saves."""
_NOTHING = 1e-10


class TextClassifier:
    """P(class | text) by multinomial logistic regression over character n-grams (2-5, within words) and words.

    Few examples of many classes want a strong pull towards nothing known, ``pull/2 · ‖W‖²``, and examples may weigh
    differently: a word from a description of the class counts as an example like any other, or less.

    Parameters
    ----------
    pull
        How strongly coefficients are drawn to 0.
    """

    def __init__(self, pull: float = 0.1) -> None:
        self.pull = pull

    def fit(self, texts: Sequence[str], labels: Sequence[str], weights: Sequence[float] | None = None) -> Self:
        """Learn from labelled texts. Sets ``classes_`` (sorted), ``coef_`` [features, classes], ``intercept_``."""
        if len(texts) != len(labels) or not len(texts):
            raise ValueError("at least one text is needed, and one label for each")
        self.classes_ = sorted(set(labels))
        self._spaces = (TokenSpace(grams_from(2, 5), sublinear=True).fit(texts), TokenSpace(whole).fit(texts))
        features = csr_matrix(hstack([space.fitted_ for space in self._spaces]), dtype=np.float64)
        place = {label: number for number, label in enumerate(self.classes_)}
        answer = np.zeros((len(texts), len(place)))
        answer[np.arange(len(texts)), [place[label] for label in labels]] = 1.0
        weight = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
        # Hundreds of products so small that two threads wait for each other longer than they work.
        with threadpool_limits(1, user_api="blas"):
            best = self._coefficients(features, answer, weight)
        self.coef_: NDArray[np.float64] = best[:-1]
        self.intercept_: NDArray[np.float64] = best[-1]
        return self

    def _coefficients(
        self, features: csr_matrix, answer: NDArray[np.float64], weight: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The best coefficients [features + 1, classes], the intercepts last; `answer` is 1 in the class of a row."""
        few = features.shape[0] <= _FEW
        rows, back = _row_space(features) if few else (features, None)
        shape = (rows.shape[1] + 1, answer.shape[1])

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            both = flat.reshape(shape)
            chance = _softmax(rows @ both[:-1] + both[-1])
            right = (chance * answer).sum(axis=1)
            error = (chance - answer) * weight[:, None]
            slope = np.vstack([rows.T @ error + self.pull * both[:-1], error.sum(axis=0)])
            penalty = 0.5 * self.pull * float((both[:-1] ** 2).sum())
            return float(-(weight * np.log(np.maximum(right, 1e-300))).sum()) + penalty, slope.ravel()

        found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 300})
        both = found.x.reshape(shape)
        own = both[:-1] if back is None else features.T @ (back @ both[:-1])
        return np.vstack([own, both[-1:]])

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """P(class) for each text: float64 [n, classes], each row summing to 1."""
        features = csr_matrix(hstack([space.vectors(texts) for space in self._spaces]), dtype=np.float64)
        return _softmax(features @ self.coef_ + self.intercept_)

    def predict(self, texts: Sequence[str]) -> list[str]:
        """The likeliest class of each text; of equally likely ones the first in the alphabet."""
        return [self.classes_[place] for place in self.predict_proba(texts).argmax(axis=1)]


def _row_space(features: csr_matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same examples as coordinates in the space they span, and the way back.

    The best coefficients are a sum of the examples, so that what few examples of many features call for is found among
    few numbers. With the Gram matrix K = X·Xᵀ = Q·Λ·Qᵀ the coordinates are Z = Q·√Λ; coefficients W of Z are those of X
    as Xᵀ·(Q/√Λ)·W, with the same length and the same scores.
    """
    size, directions = np.linalg.eigh((features @ features.T).toarray())
    kept = size > size[-1] * _NOTHING
    length = np.sqrt(size[kept])
    return np.ascontiguousarray(directions[:, kept] * length), directions[:, kept] / length


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    power = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance: NDArray[np.float64] = power / power.sum(axis=1, keepdims=True)
    return chance
