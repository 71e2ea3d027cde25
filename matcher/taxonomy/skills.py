"""Skills of an ESCO release in a text: labels are phrases like our own, and what is half there is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.taxonomy.candidates import LINKED
from matcher.taxonomy.esco import Concept, EscoRelease
from matcher.taxonomy.illness import is_ill
from matcher.taxonomy.matching import Found, PhraseFinder, is_empty
from matcher.taxonomy.phrases import LinkKind, Meaning, NeverLinked, Phrase, When
from matcher.taxonomy.sentences import Word, read_words
from models.linking.forms import folded

_OTHER_LABEL = 0.9
"""What a label is worth beside the preferred one of another skill."""
_INFLECTED = 0.58
"""How well a label of one word fits another form of it (*better* is no *betting*): asked about, never linked."""


class SkillFinder:
    """Finds skills and knowledge by their labels, whatever the order, inflection and compounds of the words.

    Danish labels are found in any text, English ones where the small words are not Danish. A label of words that say
    nothing in particular (*arbejde*) speaks for nothing by itself. A skill with a word of illness in a label is left
    out as a whole: its name would tell of what nobody may guess at.
    """

    def __init__(self, release: EscoRelease, never: NeverLinked) -> None:
        self._names: dict[str, str] = {}
        self._danish: set[str] = set()
        phrases: list[Phrase] = []
        for uri, skill in sorted(release.skills.items()):
            found = list(_phrases(skill))
            if found and not any(is_ill(word.form, never) for label in skill.labels for word in read_words(label)):
                self._names[uri] = skill.name
                self._danish.update(uri for phrase in found if phrase.danish)
                phrases += found
        self._finder = PhraseFinder(phrases, never)
        self._is_one_word = {phrase.text: len(read_words(phrase.text)) == 1 for phrase in phrases}

    @property
    def count(self) -> int:
        """How many skills can be found."""
        return len(self._names)

    @property
    def danish(self) -> int:
        """How many of them by a Danish label."""
        return len(self._danish)

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Every label of which at least half is there; of several words more than one, unless a compound has them."""
        return [one for found in self._finder.find(words) for one in self._weighed(found, words)]

    def name(self, uri: str) -> str:
        """The preferred label of a skill, in Danish where there is one."""
        return self._names[uri]

    def _weighed(self, found: Found, words: Sequence[Word]) -> Iterator[Found]:
        if len(found.places) > 1:
            yield found
        elif self._is_one_word[found.phrase.text]:
            same = words[found.places[0]].form == folded(found.phrase.text)
            yield found if same else replace(found, score=found.score * _INFLECTED)
        elif found.score >= LINKED:
            yield found


def _phrases(skill: Concept) -> Iterator[Phrase]:
    meaning = Meaning(LinkKind.SKILL, skill.uri)
    for danish, labels in ((True, skill.danish), (False, skill.english)):
        for number, label in enumerate(labels):
            words = read_words(label)
            if any(not is_empty(word.form) for word in words):
                yield Phrase(label, meaning, When.SAID, None, _OTHER_LABEL if number else 1.0, danish)
