"""Which ESCO group of skills a piece of a Danish advert speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from matcher.catalogue.tables import read_table
from models.linking.danish import plain
from models.tagging import TextClassifier


@dataclass(frozen=True)
class SkillGroup:
    """A group of skills, knowledge, languages or attitudes, with words that adverts use for it.

    Attributes
    ----------
    id
        The code of ESCO's groups: S1-S8, A1-A2, L1-L2, and K00-K10 for fields of knowledge (ISCED-F).
    danish, english
        Its names.
    words
        Danish words and phrases.
    """

    id: str
    danish: str
    english: str
    words: tuple[str, ...]


@cache
def load_skill_groups() -> Mapping[str, SkillGroup]:
    """The groups by id, in the order of the file."""
    folder = files("matcher.taxonomy").joinpath("data")
    return {
        row.text("id"): SkillGroup(row.text("id"), row.text("danish"), row.text("english"), row.listed("words", "|"))
        for row in read_table(folder, "skill_groups.csv", ("id", "danish", "english", "words", "source"))
    }


@dataclass(frozen=True)
class Tagged:
    """The likeliest group of a span and how sure that is, in [0, 1]."""

    group: str
    confidence: float


class SkillTagger:
    """Names the group of skills of a span: learnt from examples and from the words of the groups.

    Each word of a group is an example of it, so that a group nobody has given an example of is known, and what an
    advert says in other words is found by its pieces.
    """

    def fit(self, spans: Sequence[str], groups: Sequence[str], leave_out: Sequence[str] = ()) -> Self:
        """Learn. No word of a group that is, case and signs apart, one of `leave_out` is used: for measuring."""
        hidden = set(map(plain, leave_out))
        own = [
            (word, group.id)
            for group in load_skill_groups().values()
            for word in (group.danish, *group.words)
            if plain(word) not in hidden
        ]
        self._classifier = TextClassifier().fit(
            [*spans, *(word for word, _ in own)], [*groups, *(group for _, group in own)]
        )
        return self

    def tag(self, spans: Sequence[str]) -> list[Tagged]:
        """The group of each span."""
        chances = self._classifier.predict_proba(spans)
        best = chances.argmax(axis=1)
        return [
            Tagged(self._classifier.classes_[place], float(row[place]))
            for place, row in zip(best.tolist(), chances, strict=True)
        ]
