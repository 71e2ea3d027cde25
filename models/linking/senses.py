"""What is known to mean the same: senses, each with its labels in any language and a gloss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.linking.danish import plain
from models.linking.spaces import TokenSpace, grams_from

_TOPICS = 200
_FEWEST_TOPICS = 8
_SHARP = 12.0
_SPARE, _ROUNDS = 20, 3


@dataclass(frozen=True)
class Senses:
    """Labels that mean the same, and what they mean: an ESCO release read as text.

    Attributes
    ----------
    labels
        For each sense its labels, the preferred one first, in any language.
    glosses
        For each sense a text that describes it; may be empty.
    broader
        Pairs (sense, the broader sense it belongs to) by number: occupations and their ISCO group.
    """

    labels: tuple[tuple[str, ...], ...]
    glosses: tuple[str, ...]
    broader: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.glosses):
            raise ValueError("one gloss for each sense is needed; an empty one says that there is none")
        if not all(self.labels):
            raise ValueError("a sense without labels cannot be found")
        if not all(0 <= one < len(self.labels) for pair in self.broader for one in pair):
            raise ValueError("a broader sense must be one of the senses")


class SenseIndex:
    """The senses as columns: which text of a corpus is a label of which, and how a query is like each.

    A text belongs to the senses that have it as a label, case and signs apart. Several may.
    """

    def __init__(self, senses: Senses, texts: Sequence[str]) -> None:
        self.labels = sorted({label for labels in senses.labels for label in labels})
        place = {label: number for number, label in enumerate(self.labels)}
        by_plain: dict[str, set[int]] = defaultdict(set)
        for number, labels in enumerate(senses.labels):
            for label in labels:
                by_plain[plain(label)].add(number)
        self._senses_of = [sorted(by_plain.get(plain(text), ())) for text in texts]
        self.known: NDArray[np.bool_] = np.array([bool(found) for found in self._senses_of], dtype=bool)
        """Whether a text is a label of any sense [texts]."""
        # reduceat wants at least one entry for each row: sense 0 stands in, and `known` takes it out again.
        filled = [found or [0] for found in self._senses_of]
        self._sense = np.array(list(chain.from_iterable(filled)), dtype=np.int64)
        self._sense_start = np.cumsum([0, *map(len, filled)])[:-1]
        own = [sorted({place[label] for label in labels}) for labels in senses.labels]
        self._label = np.array(list(chain.from_iterable(own)), dtype=np.int64)
        self._label_start = np.cumsum([0, *map(len, own)])[:-1]
        pairs = sorted(set(senses.broader), key=lambda pair: (pair[1], pair[0]))
        self._member = np.array([member for member, _ in pairs], dtype=np.int64)
        self._group, self._group_start = np.unique(
            np.array([group for _, group in pairs], dtype=np.int64), return_index=True
        )
        broad = np.zeros(len(senses.labels), dtype=bool)
        broad[self._group] = True
        self.wide: NDArray[np.float32] = self.to_texts(broad[None, :].astype(np.float32))[0]
        """Whether a text is a label of a sense that has narrower ones, 1 or 0 [texts]."""
        whole = [" ".join([*labels, gloss]) for labels, gloss in zip(senses.labels, senses.glosses, strict=True)]
        self._space = TokenSpace(grams_from(3, 5), sublinear=True).fit(whole)
        self._by_gram = csr_matrix(self._space.fitted_.T)
        topics = min(_TOPICS, min(self._space.fitted_.shape) - 1)
        self._topics: NDArray[np.float32] | None = None
        if topics >= _FEWEST_TOPICS:
            self._topics = strongest_directions(self._space.fitted_, topics)
            self._sense_topics = _unit(self._space.fitted_ @ self._topics).T.copy()

    def from_labels(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The best of each sense's labels: float32 [n, senses] from the likeness with `labels` [n, labels]."""
        best: NDArray[np.float32] = np.maximum.reduceat(likeness[:, self._label], self._label_start, axis=1)
        return best

    def to_texts(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The best of each text's senses, 0 for a text that is no label: [n, texts] from [n, senses]."""
        best: NDArray[np.float32] = np.maximum.reduceat(likeness[:, self._sense], self._sense_start, axis=1)
        return best * self.known[None, :]

    def votes(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The share of what a query is like that lies in each sense's group: [n, senses], a group having its own share.

        Each narrower sense votes with exp(12 · likeness); of several groups of a sense the largest share counts.
        """
        found = np.zeros_like(likeness)
        if len(self._member):
            power = np.exp(_SHARP * (likeness - likeness.max(axis=1, keepdims=True)))[:, self._member]
            share = np.add.reduceat(power, self._group_start, axis=1)
            share /= np.maximum(share.sum(axis=1, keepdims=True), 1e-30)
            found[:, self._group] = share
            sizes = np.diff([*self._group_start, len(self._member)])
            np.maximum.at(found.T, self._member, np.repeat(share, sizes, axis=1).T)
        return found

    def gloss(self, queries: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How like each query is to what is written about each sense: by n-grams, and by topic, each [n, senses].

        Topics are the strongest directions of the n-grams of labels and glosses (latent semantic analysis,
        Deerwester et al., 1990): words that stand in the same descriptions are alike.
        """
        vectors = self._space.vectors(queries)
        grams: NDArray[np.float32] = (vectors @ self._by_gram).toarray()
        if self._topics is None:
            return grams, np.zeros_like(grams)
        topics: NDArray[np.float32] = _unit(vectors @ self._topics) @ self._sense_topics
        return grams, topics


def strongest_directions(rows: csr_matrix, count: int) -> NDArray[np.float32]:
    """The right singular vectors of the largest singular values: float32 [columns, count], the strongest first.

    By block power iteration from a fixed start (Halko, Martinsson and Tropp, 2011): twenty more directions than are
    wanted, three rounds.
    """
    turned = csr_matrix(rows.T)
    block = min(count + _SPARE, rows.shape[0])
    basis = np.random.default_rng(0).standard_normal((rows.shape[0], block), dtype=np.float32)
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(rows @ (turned @ basis))[0]
    reached = turned @ basis
    size, turn = np.linalg.eigh((reached.T @ reached).astype(np.float64))
    length = np.sqrt(np.maximum(size[::-1][:count], 1e-12))
    return np.ascontiguousarray(reached @ (turn[:, ::-1][:, :count] / length).astype(np.float32))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0.0] = 1.0
    unit: NDArray[np.float32] = (rows / length).astype(np.float32)
    return unit
