"""Splitting Danish compounds by a vocabulary that is learnt from the texts at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log
from typing import Self

from models.linking.danish import stem, words

SHORTEST = 3
"""Fewest letters of a part."""
MOST_PARTS = 4
_LINKS = ("", "s", "e")
_PENALTY = 0.3
_ALONE = -1.0
_NOT_PARTS = frozenset("for med til inden under over ved fra der den det som kan har ind".split())
"""Small words that begin many others; a part of a compound they are not."""


class CompoundSplitter:
    """Splits a word into words that occur by themselves: *regnskabschef* is *regnskab* + *chef*, and a kind of *chef*.

    A split is as good as the geometric mean of how often its parts occur (Koehn and Knight, 2003); the word is left
    whole where it is at least as frequent itself. *-s-* and *-e-* may join two parts. A word that nobody has seen is
    split before a head that ends many other words, even where its beginning is unknown: *receptions* + *chef*. The last
    part may be inflected.
    """

    def fit(self, texts: Iterable[str]) -> Self:
        """Count the words of all texts. Sets ``counts_`` and ``heads_`` (how many words end with this word)."""
        counts = Counter(word for text in texts for word in words(text))
        self.counts_: Mapping[str, int] = {
            word: count
            for word, count in counts.items()
            if len(word) >= SHORTEST and not word.isdigit() and word not in _NOT_PARTS
        }
        heads: Counter[str] = Counter()
        for word in self.counts_:
            heads.update(word[start:] for start in range(SHORTEST, len(word) - 3) if word[start:] in self.counts_)
        self.heads_: Mapping[str, int] = {word: count for word, count in heads.items() if len(word) >= 4 and count >= 5}
        self._stems: Mapping[str, int] = _by_stem(self.counts_)
        self._head_stems = frozenset(map(stem, self.heads_))
        self._known: dict[str, tuple[str, ...]] = {}
        return self

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of one lower-case word, joining letters left out; a word that cannot be split is its one part.

        Only words that were fitted are remembered: what else is asked about may be somebody's own.
        """
        if word in self._known:
            return self._known[word]
        parts = self._best(word)
        if word in self.counts_:
            self._known[word] = parts
        return parts

    def head(self, word: str) -> str:
        """What kind of thing a compound is: its last part, without its inflection."""
        return stem(self.split(word)[-1]) if word else ""

    def parts(self, text: str) -> list[str]:
        """The parts of all words of a text, without their inflection, in order."""
        return [stem(part) for word in words(text) for part in self.split(word)]

    def _best(self, word: str) -> tuple[str, ...]:
        counts, length = self.counts_, len(word)
        best = log(counts[word] + 0.5) if word in counts else _ALONE
        found: tuple[str, ...] = (word,)
        reached: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
        for number in range(1, MOST_PARTS + 1) if length >= 2 * SHORTEST else ():
            further: dict[int, tuple[float, tuple[str, ...]]] = {}
            for start, (total, parts) in reached.items():
                for end in range(start + SHORTEST, length + 1):
                    piece = word[start:end]
                    times = counts.get(piece) or (self._stems.get(stem(piece)) if end == length else None)
                    if times is None:
                        continue
                    worth = total + log(times + 0.5)
                    for link in _LINKS if end < length else ("",):
                        after = end + len(link)
                        if word.startswith(link, end) and (not link or length - after >= SHORTEST):
                            value = worth - (_PENALTY if link else 0.0)
                            if after not in further or further[after][0] < value:
                                further[after] = (value, (*parts, piece))
            if number > 1 and length in further and further[length][0] / number > best:
                best, found = further[length][0] / number, further[length][1]
            reached = further
        return found if len(found) > 1 or word in counts else self._before_head(word)

    def _before_head(self, word: str) -> tuple[str, ...]:
        for start in range(SHORTEST, len(word) - 3):
            if word[start:] in self.heads_ or stem(word[start:]) in self._head_stems:
                front = word[:start]
                known = front[:-1] if front[-1] == "s" and len(front) > SHORTEST else front
                return (known, word[start:])
        return (word,)


def _by_stem(counts: Mapping[str, int]) -> dict[str, int]:
    stems: Counter[str] = Counter()
    for word, count in counts.items():
        stems[stem(word)] += count
    return stems
