"""Linking what people write to the catalogue and to ESCO: each link with the words that speak for it, or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.taxonomy.amounts import LIMITS, Meeting, contradicts, is_amount_right, is_limited, is_little, meeting
from matcher.taxonomy.candidates import Ask, Candidate, Link, Linked, decide, settled
from matcher.taxonomy.esco import ReleaseSize, read_esco
from matcher.taxonomy.homographs import Homographs, load_homographs
from matcher.taxonomy.matching import Found, PhraseFinder
from matcher.taxonomy.phrases import LinkKind, Meaning, NeverLinked, Phrase, When, load_never_linked, load_phrases
from matcher.taxonomy.sentences import Word, is_left_to_others, is_negator, read_words
from matcher.taxonomy.synonyms import load_synonyms
from models.linking.forgetting import forget_words

if TYPE_CHECKING:
    from matcher.taxonomy.occupations import OccupationFinder
    from matcher.taxonomy.skills import SkillFinder

LONGEST = 20_000
"""Letters of a text that are read; an advert is a tenth of it."""
_MAY_BE_A_MEETING = 0.55
_BEFORE_ONLY = frozenset("uden without".split())
"""Negators that deny nothing before them: *ukrudtet fjernes uden gift*."""


class Linker:
    """Links free text, in Danish or English, to the catalogue; below `candidates.LINKED` it asks instead of guessing.

    The confidence of a link is how well the words fit the phrase that speaks for it (1 when all of it is there word for
    word; less for a word that is missing, far away, part of a compound or misspelt), times its share among everything
    else that the same words may stand for. It orders links; how often a link of a given confidence is right is measured
    in ``tests/unit/taxonomy/test_linker.py``.

    No word of illness is ever evidence, and nothing is linked across one: a need is read from words about work alone.

    Parameters
    ----------
    catalogue
        Names of tasks, demands and needs.
    phrases
        The words that speak for them.
    never
        The words that speak for nothing.
    occupations
        Titles of an ESCO release; without one no occupation is linked.
    skills
        Its skills; without any no skill is linked.
    homographs
        Words that mean something else in other company; None for our own.

    Attributes
    ----------
    release
        How much of a release it looks for; None without one.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        phrases: Sequence[Phrase],
        never: NeverLinked,
        occupations: OccupationFinder | None = None,
        skills: SkillFinder | None = None,
        homographs: Homographs | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._occupations = occupations
        self._skills = skills
        self.release = (
            None
            if occupations is None
            else ReleaseSize(
                occupations.count, occupations.groups, *((0, 0) if skills is None else (skills.count, skills.danish))
            )
        )
        self._never = never
        self._homographs = load_homographs() if homographs is None else homographs
        self._finder = PhraseFinder(phrases, never, load_synonyms())

    def link(self, text: str) -> Linked:
        """Read a text: an opening's description, a person's wish, a title. Nothing of it is kept, not one word."""
        try:
            return self._link(text[:LONGEST])
        finally:
            self._forget()

    def _link(self, text: str) -> Linked:
        words = read_words(text)
        found = self._finder.find(words)
        denied = _denied(words, found)
        candidates = [
            self._candidate(*said)
            for one, is_denied in zip(found, denied, strict=True)
            if not self._homographs.is_another_word(one, words) and (said := _said(one, is_denied, words)) is not None
        ]
        # A negator that a skill takes is taken from no task: what is linked to the catalogue is the same without them.
        skills = [] if self._skills is None else self._skills.find(words)
        skills_denied = _denied(words, [*found, *skills])[len(found) :] if skills else []
        links: list[Link] = []
        asks: list[Ask] = []
        groups = [
            [one for one in candidates if one.meaning.kind is LinkKind.TASK],
            [one for one in candidates if one.meaning.kind is not LinkKind.TASK],
            *(self._occupations.find(words, self._never) if self._occupations is not None else ()),
            [self._candidate(one, is_denied) for one, is_denied in zip(skills, skills_denied, strict=True)],
        ]
        for group in groups:
            decide(group, words, text, links, asks)
        return settled(links, asks)

    def make_ready(self) -> None:
        """Make what else the first text would wait for: what titles are compared with takes a second or two."""
        if self._occupations is not None:
            self._occupations.make_ready()
        # And what was remembered of the words of labels is not needed any more.
        self._forget()

    def _forget(self) -> None:
        forget_words()
        if self._occupations is not None:
            self._occupations.forget()

    def codes(self, text: str, kind: LinkKind) -> tuple[str, ...]:
        """Codes of one kind that a few words speak of or may speak of, the surest first, for asking what was meant."""
        found = self.link(text)
        nearest = [*found.links, *(link for one in found.asks for link in one.candidates)]
        surest = sorted(nearest, key=lambda one: -one.confidence)
        return tuple(dict.fromkeys(one.code for one in surest if one.kind is kind and not one.absent))

    def _candidate(self, found: Found, is_denied: bool) -> Candidate:
        phrase = found.phrase
        absent = is_denied and not (phrase.when is When.ABSENT and phrase.meaning.kind is LinkKind.NEED)
        follows = ((phrase.need, self.name(phrase.need)),) if is_denied and phrase.need is not None else ()
        return Candidate(
            phrase.meaning, self.name(phrase.meaning), absent, found.places, found.score, found.claims, follows
        )

    def name(self, meaning: Meaning) -> str:
        """The Danish name of a task, demand or need; of a skill the English one where the release has no other."""
        if meaning.kind is LinkKind.SKILL and self._skills is not None:
            return self._skills.name(meaning.code)
        if meaning.kind is LinkKind.TASK:
            return self._catalogue.tasks[meaning.code].danish
        if meaning.kind is LinkKind.DEMAND:
            return self._catalogue.axes[meaning.code].danish
        whole = self._catalogue.accommodations[meaning.code].danish
        return f"{whole} ({self._catalogue.part_name(meaning.part)})" if meaning.part else whole


@cache
def load_linker(esco: Path | None = None) -> Linker:
    """The linker over our own catalogue, and over the ESCO release of a folder; made once in a process.

    Raises
    ------
    MatcherError
        When the folder cannot be used.
    """
    never = load_never_linked()
    if esco is None:
        return Linker(load_catalogue(), load_phrases(), never)
    # Comparing titles takes numpy and scipy; linking to the catalogue does without.
    from matcher.taxonomy.occupations import OccupationFinder
    from matcher.taxonomy.skills import SkillFinder

    release = read_esco(esco)
    skills = SkillFinder(release, never) if release.skills else None
    return Linker(load_catalogue(), load_phrases(), never, OccupationFinder(release), skills)


def _said(found: Found, is_denied: bool, words: Sequence[Word]) -> tuple[Found, bool] | None:
    """A phrase as it is meant here and whether it is denied; None where it does not count.

    A neutral one counts only beside an amount, one of another's hours or of a meeting not at all. A demand that is
    there up to a small amount is the need that is met by that: *højst to timer ved skærm*, *lav støj*.
    """
    phrase, code = found.phrase, found.phrase.meaning.code
    if phrase.need is not None and not is_denied:
        limited = is_limited(code, words, found.places)
        if limited and LIMITS[code].absent:
            return found, True
        if limited or is_little(words, found.places[0]):
            return replace(found, phrase=replace(phrase, meaning=phrase.need, need=None, when=When.SAID)), False
    if phrase.when is When.AMOUNT:
        counts = not is_denied and is_amount_right(code, words, found.places)
    else:
        counts = is_denied or phrase.when is When.SAID
    if not counts or contradicts(code, words, found.places):
        return None
    if meeting(code, words, found.places) is Meeting.UNSURE:
        found = replace(found, score=found.score * _MAY_BE_A_MEETING)
    return found, is_denied


def _denied(words: Sequence[Word], found: Sequence[Found]) -> list[bool]:
    """Whether each is denied: by a negator before it, by one after it that denies nothing else, or left to others."""
    by = [
        {words[place].denied for place in one.places if words[place].denied not in (-1, *one.places)} for one in found
    ]
    busy = set().union(*by) if by else set()
    # The last negator of each part of a sentence that denies nothing else.
    last: dict[tuple[int, int], int] = {}
    for place, word in enumerate(words):
        if word.text not in _BEFORE_ONLY and is_negator(words, place) and place not in busy:
            last[word.sentence, word.pauses] = place
    ends = [words[one.places[-1]] for one in found]
    return [
        bool(negators)
        or one.places[-1] < last.get((end.sentence, end.pauses), -1)
        or is_left_to_others(words, one.places[-1])
        for one, negators, end in zip(found, by, ends, strict=True)
    ]
