"""A dictionary from words to words, from labels that mean the same and from what was judged: synonyms, translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix

_ROUNDS = 6
_MOST_LABELS = 12
_LEAST = 0.02


class WordBridge:
    """P(word of a label | word of another label that means the same), by IBM model 1 (Brown et al., 1993).

    Between the labels of one language it finds synonyms (*leder*, *chef*, *direktør*), between two languages
    translations. Expectation maximisation over all pairs of labels of a sense, six rounds; a label's words may also
    come from nothing, so that small words do not stick to large ones.

    Parameters
    ----------
    read
        The words of a label, without inflection.
    """

    def __init__(self, read: Callable[[str], list[str]]) -> None:
        self.read = read

    def fit(self, senses: Sequence[Sequence[str]], targets: Collection[str]) -> WordBridge:
        """Learn from senses (each a list of labels) how to get to the words of labels among `targets`.

        Sets ``sources_`` and ``targets_`` (rows and columns by word) and ``table_`` (float32 CSR [sources, targets]).
        """
        sources: dict[str, int] = {"": 0}
        reached: dict[str, int] = {}
        left: list[int] = []
        right: list[int] = []
        group: list[int] = []
        groups = 0
        wanted = set(targets)
        for labels in senses:
            known = {label: tuple(dict.fromkeys(self.read(label))) for label in dict.fromkeys(labels)}
            ends = [label for label in known if label in wanted][:_MOST_LABELS]
            for start in list(known)[:_MOST_LABELS]:
                places = [0, *(sources.setdefault(word, len(sources)) for word in known[start])]
                for end in ends:
                    if end == start:
                        continue
                    for word in known[end]:
                        to = reached.setdefault(word, len(reached))
                        left += places
                        right += [to] * len(places)
                        group += [groups] * len(places)
                        groups += 1
        self.sources_, self.targets_ = sources, reached
        self.table_ = _estimate(np.array(left), np.array(right), np.array(group), len(sources), len(reached))
        return self


class HeadBridge:
    """P(head of a label | head of another label that means the same), by counting."""

    def fit(self, senses: Sequence[Sequence[str]], head: Callable[[str], str]) -> HeadBridge:
        """Count the pairs of heads in each sense. Sets ``chance_`` by (head, other head)."""
        pairs: Counter[tuple[str, str]] = Counter()
        times: Counter[str] = Counter()
        for labels in senses:
            heads = [found for found in dict.fromkeys(map(head, labels)) if found]
            for one in heads:
                times[one] += 1
                pairs.update((one, other) for other in heads if other != one)
        self.chance_ = {pair: count / (times[pair[0]] + 1.0) for pair, count in pairs.items()}
        return self


class JudgedHeads:
    """P(head of a right text | head of the judged text), by counting: where a *mekaniker* was a *montør* before.

    Only another head than the text's own counts: of the same the letters speak already.

    Parameters
    ----------
    asked
        For each judged text its heads, one for each title that it names.
    right
        For each the heads of what was right for it.
    """

    def __init__(self, asked: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> None:
        self._asked = [frozenset(filter(None, heads)) for heads in asked]
        self._right = [frozenset(filter(None, heads)) for heads in right]
        self._times = Counter(head for heads in self._asked for head in heads)
        self._found: dict[str, Counter[str]] = {head: Counter() for head in self._times}
        for heads, others in zip(self._asked, self._right, strict=True):
            for head in heads:
                self._found[head].update(others - heads)

    def chances(self, head: str, own: int | None = None) -> dict[str, float]:
        """The chance of each other head for a text with this one; one text to nowhere is added to what was counted.

        Parameters
        ----------
        head
            The head of a text.
        own
            The number of the judged text that it is itself and that must not answer for it: for learning.
        """
        counted, times = self._found.get(head), self._times[head]
        if counted is None:
            return {}
        if own is not None and head in self._asked[own]:
            counted, times = counted.copy(), times - 1
            counted.subtract(self._right[own] - self._asked[own])
        return {other: count / (times + 1.0) for other, count in counted.items() if count > 0}


def _estimate(
    left: np.ndarray[tuple[int], np.dtype[np.int64]],
    right: np.ndarray[tuple[int], np.dtype[np.int64]],
    group: np.ndarray[tuple[int], np.dtype[np.int64]],
    sources: int,
    targets: int,
) -> csr_matrix:
    """Chances of each target by source, pruned to those of at least 2 %; the row of nothing is left out of the sums."""
    if not len(left):
        return csr_matrix((sources, max(targets, 1)), dtype=np.float32)
    key, place = np.unique(left * np.int64(targets) + right, return_inverse=True)
    source = key // targets
    chance = np.ones(len(key))
    for _ in range(_ROUNDS):
        link = chance[place]
        link /= np.bincount(group, weights=link)[group]
        count = np.bincount(place, weights=link, minlength=len(key))
        total = np.bincount(source, weights=count, minlength=sources)
        # Half an observation to nowhere: what was seen once is no certainty.
        chance = count / (total[source] + 0.5)
    keep = (chance >= _LEAST) & (source > 0)
    return csr_matrix((chance[keep].astype(np.float32), (source[keep], key[keep] % targets)), shape=(sources, targets))
