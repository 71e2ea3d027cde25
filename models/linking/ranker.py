"""Ranking the elements of a corpus for queries."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.bridge import JudgedHeads
from models.linking.danish import alternatives, written_out
from models.linking.features import COLUMN, Comparing
from models.linking.neighbours import Judged
from models.linking.senses import Senses
from models.linking.vectors import WordVectors
from models.linking.weighing import Asked, as_weights, learn_weights, score

BLOCK = 256
"""Queries compared at a time; bounds the memory, not the answer."""
THREADS = 2
"""Blocks compared at once; the answer is the same with any number."""
_MORE = 1.25
_LEARNT_FROM = 100
_RECALLED = 60
_Candidates = tuple[NDArray[np.int64], NDArray[np.float32]]

UNTRAINED = {
    "exact": 3.0,
    "gram2": 1.0,
    "gram3": 2.0,
    "gram4": 2.0,
    "words": 0.5,
    "edit": 0.5,
    "gloss": 2.0,
    "topic": 1.0,
    "bridge": 0.5,
    "back": 0.5,
    "vote": 1.5,
    "wide": 1.0,
    "judged": 1.0,
    "elsewhere": -0.5,
    "judged_head": 3.0,
    "vector": 1.0,
}
"""Weights without examples, for queries and texts of one language; what is judged is 0 until there are some."""

ACROSS = {
    "exact": 4.0,
    "gram3": 1.0,
    "gram4": 1.0,
    "label": 3.5,
    "gloss": 2.5,
    "topic": 2.0,
    "bridge": 1.0,
    "back": 1.0,
    "vote": 2.5,
    "wide": 1.0,
    "judged": 1.0,
    "vector": 1.0,
}
"""Weights without examples, for queries and texts of two languages: what is known to mean the same counts most.

"elsewhere" and "judged_head" start at nothing: in neither of two draws of folds did a start help there."""


@dataclass(frozen=True)
class Ranked:
    """One element that a query was found to be like; of a score only the order means anything."""

    element: str
    score: float


@dataclass(frozen=True)
class CrossValidated:
    """What a ranker says of judged queries that were left out when it learnt.

    Attributes
    ----------
    untrained, trained
        The ranking of each query.
    before, after
        Reciprocal rank of the first right element of each.
    """

    untrained: list[list[Ranked]]
    trained: list[list[Ranked]]
    before: NDArray[np.float64]
    after: NDArray[np.float64]


def reciprocal_ranks(
    ranked: Iterable[Sequence[Ranked]], relevant: Sequence[Mapping[str, float]]
) -> NDArray[np.float64]:
    """One by the rank of the first right element of each query; 0 where none is there."""
    found = []
    for elements, wanted in zip(ranked, relevant, strict=True):
        hits = (rank for rank, one in enumerate(elements, 1) if wanted.get(one.element, 0.0) > 0)
        found.append(1.0 / next(hits, np.inf))
    return np.array(found)


class TextRanker:
    """Ranks the elements of a corpus for any texts: the best label of an element counts.

    Parameters
    ----------
    senses
        What is known to mean the same (an ESCO release); without it the corpus is all there is.
    vectors
        Word vectors from a local file; without them letters are all there is.
    weights
        What each comparison is worth, by name of the feature; else `UNTRAINED`.
    pull
        How strongly learnt weights are drawn to those.
    """

    def __init__(
        self,
        senses: Senses | None = None,
        vectors: WordVectors | None = None,
        weights: Mapping[str, float] | None = None,
        pull: float = 3.0,
    ) -> None:
        self.senses = senses
        self.vectors = vectors
        self.weights = weights
        self.pull = pull

    def fit(self, elements: Sequence[str], texts: Sequence[str]) -> Self:
        """Read a corpus: for each row the element and one of its labels.

        Sets ``elements_`` (ids, rising), ``comparing_`` and ``weights_``.
        """
        if len(elements) != len(texts) or not len(texts):
            raise ValueError("a corpus has at least one row, and one text for each element")
        self.elements_ = sorted(set(elements))
        self._place = {element: number for number, element in enumerate(self.elements_)}
        pairs = sorted(
            {
                (piece, self._place[element])
                for element, text in zip(elements, texts, strict=True)
                for piece in dict.fromkeys([written_out(text), *alternatives(text)])
            }
        )
        distinct = list(dict.fromkeys(text for text, _ in pairs))
        self.comparing_ = Comparing(distinct, self.senses, self.vectors)
        number = {text: row for row, text in enumerate(distinct)}
        self._owner = np.array([owner for _, owner in pairs], dtype=np.int64)
        self._owners_of = np.searchsorted([number[text] for text, _ in pairs], np.arange(len(distinct) + 1))
        self._labels_each = max(1.0, len(pairs) / len(self.elements_))
        self._texts_of: list[list[int]] = [[] for _ in self.elements_]
        for text, owner in pairs:
            self._texts_of[owner].append(number[text])
        self.judged_: Judged | None = None
        self.judged_heads_: JudgedHeads | None = None
        self.weights_ = as_weights(self._named)
        return self

    def learn(self, queries: Sequence[str], relevant: Sequence[Mapping[str, float]]) -> Self:
        """Learn from queries with their relevant elements (id: relevance above 0): what to recall, and the weights.

        While the weights are learnt no query may recall itself. Sets ``judged_``, ``judged_heads_`` and ``weights_``.
        """
        gains = [
            {self._place[element]: gain for element, gain in wanted.items() if element in self._place and gain > 0}
            for wanted in relevant
        ]
        if any(gains):
            self.judged_ = Judged(queries, gains)
            self.judged_heads_ = JudgedHeads(
                [[self.comparing_.head(piece) for piece in alternatives(query)] for query in queries],
                [{head for owner in wanted for head in self._heads_of(owner)} for wanted in gains],
            )
            found = self._candidates(queries, _LEARNT_FROM, leave_own=True)
            self.weights_ = learn_weights(
                [_example(*one, wanted) for one, wanted in zip(found, gains, strict=True)],
                as_weights(self._named),
                self.pull,
            )
        return self

    def cross_validate(
        self,
        queries: Sequence[str],
        relevant: Sequence[Mapping[str, float]],
        folds: int = 10,
        top: int = 100,
        seed: int = 0,
    ) -> CrossValidated:
        """Rank each query untrained, and by what is learnt from the queries of the other folds alone.

        Folds are drawn with the seed. What was learnt before is forgotten.
        """
        self._forget()
        untrained = list(self.rank(queries, top))
        trained: list[list[Ranked]] = [[] for _ in queries]
        fold = np.random.default_rng(seed).permutation(len(queries)) % folds
        for held in range(min(folds, len(queries))):
            inside, outside = np.flatnonzero(fold != held).tolist(), np.flatnonzero(fold == held).tolist()
            self.learn([queries[place] for place in inside], [relevant[place] for place in inside])
            for place, found in zip(outside, self.rank([queries[place] for place in outside], top), strict=True):
                trained[place] = found
            self._forget()
        return CrossValidated(
            untrained, trained, reciprocal_ranks(untrained, relevant), reciprocal_ranks(trained, relevant)
        )

    def _forget(self) -> None:
        self.judged_ = None
        self.judged_heads_ = None
        self.weights_ = as_weights(self._named)

    @property
    def _named(self) -> dict[str, float]:
        return dict(self.weights if self.weights is not None else UNTRAINED)

    def rank(self, queries: Sequence[str], top: int = 100) -> Iterator[list[Ranked]]:
        """For each query the `top` elements, the best first; equal scores by id, descending (as trec_eval sorts).

        Scores are rounded to six decimals before they are compared, so that what is written sorts as it was ranked.
        """
        for owners, features in self._candidates(queries, top):
            order, scores = _order(owners, features, self.weights_, top)
            yield [
                Ranked(self.elements_[owner], value)
                for owner, value in zip(order.tolist(), scores.tolist(), strict=True)
            ]

    def _candidates(self, queries: Sequence[str], top: int, leave_own: bool = False) -> Iterator[_Candidates]:
        """For each query the candidate elements [m] (one may stand twice) and their comparisons [m, features]."""
        most = int(top * self._labels_each * _MORE) + 1
        waiting: deque[Future[list[_Candidates]]] = deque()
        # Arrays are worked on outside the interpreter's lock. A few blocks ahead at most, in the order of the queries.
        with ThreadPoolExecutor(THREADS) as threads:
            for start in range(0, len(queries), BLOCK):
                block = queries[start : start + BLOCK]
                own = range(start, start + len(block)) if leave_own else None
                waiting.append(threads.submit(self._block, block, most, own))
                if len(waiting) > THREADS:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()

    def _block(self, queries: Sequence[str], most: int, own: Sequence[int] | None) -> list[_Candidates]:
        asked = [alternatives(query) for query in queries]
        pieces = [piece for some in asked for piece in some]
        recalled = None if self.judged_ is None else self.judged_.recall(queries, own)
        also = None
        if recalled is not None:
            also = [
                [text for owner in found for text in self._texts_of[owner]][:_RECALLED]
                for found, some in zip(recalled, asked, strict=True)
                for _ in some
            ]
        places, features = self.comparing_.compare(pieces, most, also)
        self._fill_in_heads(asked, places, features, own)
        ends = np.cumsum([0, *map(len, asked)])
        found = [
            self._spread(places[start:end], features[start:end]) for start, end in zip(ends, ends[1:], strict=False)
        ]
        if self.judged_ is not None:
            for number, ((owners, rows), known) in enumerate(zip(found, recalled or (), strict=True)):
                likeness = np.array([known.get(owner, 0.0) for owner in owners.tolist()])
                elsewhere = self.judged_.right_elsewhere(owners, None if own is None else own[number])
                rows[:, COLUMN["judged"]] = likeness
                rows[:, COLUMN["elsewhere"]] = np.where(elsewhere, 1.0 - likeness, 0.0)
        return found

    def _fill_in_heads(
        self,
        asked: Sequence[Sequence[str]],
        places: NDArray[np.int64],
        features: NDArray[np.float32],
        own: Sequence[int] | None,
    ) -> None:
        if self.judged_heads_ is None:
            return
        pieces = [(piece, None if own is None else own[number]) for number, some in enumerate(asked) for piece in some]
        for row, (piece, number) in enumerate(pieces):
            chances = self.judged_heads_.chances(self.comparing_.head(piece), number)
            if chances:
                heads = self.comparing_.heads[places[row]]
                features[row, :, COLUMN["judged_head"]] = [chances.get(head, 0.0) for head in heads]

    def _heads_of(self, owner: int) -> set[str]:
        return set(self.comparing_.heads[self._texts_of[owner]])

    def _spread(self, places: NDArray[np.int64], features: NDArray[np.float32]) -> _Candidates:
        text = places.ravel()
        times = self._owners_of[text + 1] - self._owners_of[text]
        first = self._owners_of[text]
        within = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
        owners = self._owner[np.repeat(first, times) + within]
        return owners, np.repeat(features.reshape(len(text), len(COLUMN)), times, axis=0)


def _order(
    owners: NDArray[np.int64], features: NDArray[np.float32], weights: NDArray[np.float64], top: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Elements by their best rounded score, equal ones by id, descending; each once."""
    scores = np.asarray(np.round(score(features, weights).astype(np.float64), 6), dtype=np.float64)
    order = np.lexsort((-owners, -scores))
    _, first = np.unique(owners[order], return_index=True)
    kept = order[np.sort(first)[:top]]
    return owners[kept], scores[kept]


def _example(owners: NDArray[np.int64], features: NDArray[np.float32], gains: Mapping[int, float]) -> Asked:
    return Asked(features, np.array([gains.get(owner, 0.0) for owner in owners.tolist()], dtype=np.float32))
