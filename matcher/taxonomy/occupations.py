"""Titles of occupations in a text: word for word among the labels of an ESCO release, else the nearest to ask about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from matcher.taxonomy.candidates import Candidate
from matcher.taxonomy.esco import EscoRelease
from matcher.taxonomy.illness import places_of_illness
from matcher.taxonomy.matching import is_empty
from matcher.taxonomy.phrases import LinkKind, Meaning, NeverLinked
from matcher.taxonomy.sentences import Word, read_words
from models.linking.danish import stem
from models.linking.forms import folded, undoubled
from models.linking.ranker import TextRanker
from models.linking.spaces import forget_grams

_LONGEST = 6
"""Words of a title that is looked up."""
_SHORTEST = 3
"""Letters of it."""
_INFLECTED, _OTHER_LABEL = 0.95, 0.65
"""How well a title fits in another inflection, and how much a label weighs beside the preferred one of another."""
_OFTEN = 5
"""A word that ends so many labels says that a compound with it is a title."""
_SHORT_TEXT = 4
_NEAREST = 3
_LEAST_NEAR, _MOST_NEAR, _BEST_SCORE = 0.4, 0.58, 6.0


class OccupationFinder:
    """Finds occupations and their ISCO-08 groups.

    A title that is a label of one occupation, word for word or inflected, is linked to it; one that is a label of
    several is asked about, and its group is linked where they have one in common. A compound that ends as many labels
    do (*kantinemedarbejder*), and a text of hardly more than a title, are compared with all labels and asked about.
    """

    def __init__(self, release: EscoRelease) -> None:
        self._release = release
        self._by_label: dict[tuple[str, ...], dict[str, tuple[str, float]]] = defaultdict(dict)
        ends: Counter[str] = Counter()
        last: set[str] = set()
        for uri, concept in sorted(release.occupations.items()):
            for number, label in enumerate(concept.labels):
                words = read_words(label)
                if 0 < len(words) <= _LONGEST and not (len(words) == 1 and is_empty(words[0].form)):
                    worth = 1.0 if number == 0 else _OTHER_LABEL
                    self._by_label[_key(words)].setdefault(uri, (_forms(words), worth))
                if words and label in concept.danish:
                    last.add(words[-1].form)
                    ends.update({words[-1].form[cut:] for cut in range(len(words[-1].form) - _SHORTEST)})
        self._heads = frozenset(word for word in last if len(word) > _SHORTEST and ends[word] >= _OFTEN)
        self._group_names = {group.code: group.name for group in release.groups.values()}

    @property
    def count(self) -> int:
        """How many occupations."""
        return len(self._release.occupations)

    @property
    def groups(self) -> int:
        """How many ISCO-08 groups with a name."""
        return len(self._group_names)

    def find(self, words: Sequence[Word], never: NeverLinked) -> tuple[list[Candidate], list[Candidate]]:
        """Occupations and groups that words of a text may stand for."""
        occupations: list[Candidate] = []
        taken = set(places_of_illness(words, never))
        for size in range(min(_LONGEST, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                places = tuple(range(start, start + size))
                inside = words[start : start + size]
                if taken & set(places) or inside[0].sentence != inside[-1].sentence:
                    continue
                labels = self._by_label.get(_key(inside), {})
                occupations += [
                    self._candidate(uri, places, 1.0 if form == _forms(inside) else _INFLECTED, worth, inside)
                    for uri, (form, worth) in sorted(labels.items())
                ]
                taken |= set(places) if labels else set()
        if not occupations:
            # What is near is asked about and says nothing of a group.
            return list(self._nearest(words, taken)), []
        groups = [
            Candidate(
                Meaning(LinkKind.ISCO, code), self._group_names.get(code, code), one.absent, *one.places_and_weight
            )
            for one in occupations
            if (code := self._release.occupations[one.meaning.code].code)
        ]
        return occupations, groups

    def make_ready(self) -> None:
        """Make what titles are compared with."""
        self._ranker.rank([], _NEAREST)

    def forget(self) -> None:
        """Empty what is remembered of the words that were compared."""
        forget_grams()

    def _candidate(
        self, uri: str, places: tuple[int, ...], score: float, weight: float, inside: Sequence[Word]
    ) -> Candidate:
        return Candidate(
            Meaning(LinkKind.OCCUPATION, uri),
            self._release.occupations[uri].name,
            any(word.denied >= 0 for word in inside),
            places,
            score,
            (weight,) * len(places),
        )

    def _nearest(self, words: Sequence[Word], never: set[int]) -> Iterator[Candidate]:
        """What a title that nobody has as a label may be; never sure enough to be linked."""
        spans: list[tuple[int, ...]] = [(place,) for place, word in enumerate(words) if self._is_title(word)]
        spans = [places for places in spans if not never & set(places)]
        if not spans and not never and 0 < len(words) <= _SHORT_TEXT:
            spans = [tuple(range(len(words)))]
        texts = [" ".join(words[place].text for place in places) for places in spans]
        for places, ranked in zip(spans, self._ranker.rank(texts, _NEAREST), strict=True):
            for one in ranked:
                near = min(one.score / _BEST_SCORE, 1.0)
                score = _LEAST_NEAR + (_MOST_NEAR - _LEAST_NEAR) * near
                yield self._candidate(one.element, places, score, 1.0, [words[place] for place in places])

    def _is_title(self, word: Word) -> bool:
        return any(word.form[cut:] in self._heads for cut in range(_SHORTEST, len(word.form) - _SHORTEST))

    @cached_property
    def _ranker(self) -> TextRanker:
        """Takes seconds to make, and is made when something has to be compared."""
        concepts = self._release.occupations
        pairs = [(uri, label) for uri, concept in concepts.items() for label in concept.danish]
        pairs = pairs or [(uri, label) for uri, concept in concepts.items() for label in concept.labels]
        return TextRanker().fit([uri for uri, _ in pairs], [label for _, label in pairs])


def _key(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(undoubled(folded(stem(word.text))) for word in words)


def _forms(words: Sequence[Word]) -> str:
    return " ".join(word.form for word in words)
