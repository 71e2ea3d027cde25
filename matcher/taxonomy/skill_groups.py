"""Which ESCO group of skills a piece of a Danish advert speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np

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


@dataclass(frozen=True)
class CrossValidated:
    """What a tagger says of labelled spans that were left out when it learnt.

    Attributes
    ----------
    untrained, learnt
        The group of each span: by the words of the groups alone, and by what the other spans teach as well.
    """

    untrained: list[Tagged]
    learnt: list[Tagged]


def cross_validate(spans: Sequence[str], groups: Sequence[str], folds: int = 5, seed: int = 0) -> CrossValidated:
    """Name each span by what was learnt from the others: the same words, case and signs apart, lie in one fold."""
    texts = {text: place for place, text in enumerate(sorted(set(map(plain, spans))))}
    drawn = np.random.default_rng(seed).permutation(len(texts)) % folds
    fold = drawn[[texts[plain(span)] for span in spans]]
    learnt: list[Tagged | None] = [None] * len(spans)
    for held in np.unique(fold):
        inside, outside = np.flatnonzero(fold != held).tolist(), np.flatnonzero(fold == held).tolist()
        tagger = SkillTagger().fit([spans[i] for i in inside], [groups[i] for i in inside])
        for place, tagged in zip(outside, tagger.tag([spans[i] for i in outside]), strict=True):
            learnt[place] = tagged
    return CrossValidated(SkillTagger().fit((), ()).tag(spans), [one for one in learnt if one is not None])


def weighted_f1(groups: Sequence[str], found: Sequence[Tagged]) -> float:
    """F1 of each group that was right somewhere, weighted by how often it was: as scikit-learn's ``weighted``."""
    right, said = np.array(groups), np.array([one.group for one in found])
    total = 0.0
    for group in np.unique(right):
        mine, named = right == group, said == group
        total += mine.sum() * 2.0 * (mine & named).sum() / (mine.sum() + named.sum())
    return float(total / len(right))


_FEWEST = 10
"""Different spans, two for each part that is left out: an F1 on fewer would say nothing."""


def learnt_sentence(spans: Sequence[str], groups: Sequence[str], found: CrossValidated) -> str:
    """What learning came to, measured on spans that each time were left out of it; of too few that nothing is."""
    if len(set(map(plain, spans))) < _FEWEST:
        return (
            f"Lært af {len(groups)} mærkede stykker. Hvor godt det er, kan ikke måles på så få: der skal mindst "
            f"{_FEWEST} forskellige til."
        )
    before, after = (f"{weighted_f1(groups, one):.3f}".replace(".", ",") for one in (found.untrained, found.learnt))
    return (
        f"Lært af {len(groups)} mærkede stykker. Vægtet F1 er {after}, målt på stykker, der ikke var med til at lære; "
        f"uden dem {before}."
    )
