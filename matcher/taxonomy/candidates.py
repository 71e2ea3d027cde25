"""What words of a text may stand for: candidates, how two of them compete, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.taxonomy.phrases import LinkKind, Meaning
from matcher.taxonomy.sentences import Word

LINKED = 0.6
"""From this confidence on something is linked."""
ASKED = 0.4
"""From this confidence on it is asked about; below it is left alone."""
MOST_CANDIDATES = 3
_SHARP = 4.0
_OVERLAP = 0.5
_WORTH_ASKING = 0.1
_LEAST_SHARE = 0.15
_SOURCE = {LinkKind.OCCUPATION: LinkKind.OCCUPATION, LinkKind.SKILL: LinkKind.SKILL}
"""The same words may speak for a task, a title and a skill; within one of these a link ends the asking."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something that a text speaks of.

    Attributes
    ----------
    kind
        What it is linked to.
    code
        Id of the catalogue; of an occupation or a skill its address in ESCO, of a group its ISCO-08 code.
    part
        Part of an accommodation; empty when it is whole.
    name
        Its Danish name; of what ESCO has no Danish name for the English one.
    absent
        Whether the text says that it is not there, or not wanted: *ingen tunge løft*, *ikke telefon*.
    start, end
        The piece of the text that speaks for it.
    words
        The words in it that do.
    confidence
        How sure, in [0, 1]; see `Linker`.
    """

    kind: LinkKind
    code: str
    part: str
    name: str
    absent: bool
    start: int
    end: int
    words: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ask:
    """A piece of a text that may speak of something: what to ask, with the nearest, the likeliest first."""

    question: str
    start: int
    end: int
    words: tuple[str, ...]
    candidates: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a text was linked to and what is to be asked, each in the order of the text."""

    links: tuple[Link, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that words of a text may stand for, before it is decided.

    Attributes
    ----------
    meaning, name
        What for.
    absent
        Whether it is said to be absent.
    places
        Numbers of the words.
    score, claims
        How well they fit; for each place how much the word weighs, to decide between two that want the same.
    follows
        What holds as well when this does: a need that is met by the absence of a demand.
    """

    meaning: Meaning
    name: str
    absent: bool
    places: tuple[int, ...]
    score: float
    claims: tuple[float, ...]
    follows: tuple[tuple[Meaning, str], ...] = ()

    @property
    def mass(self) -> float:
        """All that is claimed, times how well it fits."""
        return self.score * sum(self.claims)

    def says_the_same_as(self, other: Candidate) -> bool:
        """Whether one of the two follows from the other."""
        return any(meaning == other.meaning for meaning, _ in self.follows) or any(
            meaning == self.meaning for meaning, _ in other.follows
        )

    @property
    def places_and_weight(self) -> tuple[tuple[int, ...], float, tuple[float, ...]]:
        """Where, how well, and how much each word weighs."""
        return self.places, self.score, self.claims


def decide(group: Iterable[Candidate], words: Sequence[Word], text: str, links: list[Link], asks: list[Ask]) -> None:
    """Link or ask about candidates that compete for the same words, the weightiest first; the rest is let go."""
    waiting = sorted(group, key=lambda one: (-one.mass, -one.score, one.places, one.meaning.code, one.meaning.part))
    at: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(waiting):
        for place in one.places:
            at[place].append(number)
    decided: set[int] = set()
    for number, first in enumerate(waiting):
        if number in decided:
            continue
        # Only what shares a word can overlap: a long text costs no more for each of its words than a short one.
        near_by = sorted({other for place in first.places for other in at[place]} - decided)
        over = [other for other in near_by if overlaps(waiting[other], first)]
        decided.update(over, (number,))
        rivals = [one for one in best_by_meaning(waiting[other] for other in over) if not first.says_the_same_as(one)]
        whole = sum(one.mass**_SHARP for one in rivals)
        shares = [one.score * one.mass**_SHARP / whole for one in rivals]
        if shares[0] >= LINKED:
            links += link_of(first, words, text, shares[0])
        elif first.score >= ASKED and shares[0] >= _LEAST_SHARE and first.meaning.kind is not LinkKind.ISCO:
            near = [
                link_of(one, words, text, share)[0]
                for one, share in zip(rivals, shares, strict=True)
                if share >= _WORTH_ASKING * shares[0]
            ]
            asks.append(ask(near[:MOST_CANDIDATES], words, first.places, text))


def best_by_meaning(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The weightiest of each meaning, the weightiest first, from candidates in that order."""
    best: dict[Meaning, Candidate] = {}
    for one in candidates:
        best.setdefault(one.meaning, one)
    return list(best.values())


def overlaps(one: Candidate, other: Candidate) -> bool:
    """Whether the second takes at least half of what the first claims."""
    taken = dict(zip(other.places, other.claims, strict=True))
    shared = sum(min(claim, taken.get(place, 0.0)) for place, claim in zip(one.places, one.claims, strict=True))
    return shared >= _OVERLAP * sum(one.claims)


def link_of(candidate: Candidate, words: Sequence[Word], text: str, confidence: float) -> list[Link]:
    """The link of a candidate, and what follows from it."""
    start, end = words[candidate.places[0]].start, words[candidate.places[-1]].end
    said = tuple(text[words[place].start : words[place].end] for place in candidate.places)
    sure = round(min(confidence, 1.0), 3)

    def one(meaning: Meaning, name: str, absent: bool) -> Link:
        return Link(meaning.kind, meaning.code, meaning.part, name, absent, start, end, said, sure)

    return [
        one(candidate.meaning, candidate.name, candidate.absent),
        *(one(meaning, name, False) for meaning, name in candidate.follows),
    ]


def ask(near: Sequence[Link], words: Sequence[Word], places: Sequence[int], text: str) -> Ask:
    """The question that lies between the nearest."""
    said = tuple(text[words[place].start : words[place].end] for place in places)
    names = [f"»{'ikke ' if link.absent else ''}{link.name}«" for link in near]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} eller {names[-1]}"
    question = f"Betyder »{' … '.join(said)}« {listed}{'' if len(names) == 1 else ' – eller noget andet'}?"
    return Ask(question, words[places[0]].start, words[places[-1]].end, said, tuple(near))


def settled(links: Iterable[Link], asks: Iterable[Ask]) -> Linked:
    """The best link of each meaning, and questions about words and meanings that are not linked already."""
    best: dict[tuple[LinkKind, str, str, bool], Link] = {}
    for link in sorted(links, key=lambda one: (-one.confidence, one.start)):
        best.setdefault((link.kind, link.code, link.part, link.absent), link)
    known = {(link.kind, link.code, link.part) for link in best.values()}
    kept: dict[frozenset[str], Ask] = {}
    for one in asks:
        source = _SOURCE.get(one.candidates[0].kind)
        said = any(
            link.start <= one.start and one.end <= link.end and _SOURCE.get(link.kind) is source
            for link in best.values()
        )
        if not said and not any((link.kind, link.code, link.part) in known for link in one.candidates):
            kept.setdefault(frozenset(link.code for link in one.candidates), one)
    return Linked(
        tuple(sorted(best.values(), key=lambda one: (one.start, one.end, one.kind, one.code, one.part, one.absent))),
        tuple(sorted(kept.values(), key=lambda one: (one.start, one.end, one.question))),
    )
