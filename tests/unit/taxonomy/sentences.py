"""Sentences of our own with what they speak of, as people write openings and wishes.

``sentences.tsv``: text, what must be linked, what may be (neither right nor wrong). A code with a minus is said to be
absent; a part of an accommodation follows a slash. They were written before the linker. Every second one (`SEEN`) was
read while it was made; of the others only the figures were.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.taxonomy.candidates import Link, Linked
from matcher.taxonomy.linker import Linker

FILE = Path(__file__).parent / "sentences.tsv"
SEEN = slice(0, None, 2)
UNSEEN = slice(1, None, 2)


@dataclass(frozen=True)
class Sentence:
    """A text, what must be linked in it and what may be."""

    text: str
    must: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """Share of links that are right, share of what must be linked that is, and confidence with rightness of each."""

    precision: float
    recall: float
    judged: tuple[tuple[float, bool], ...]


def read_sentences() -> list[Sentence]:
    """In the order of the file."""
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [Sentence(text, frozenset(must.split()), frozenset(may.split())) for text, must, may in rows]


def coded(link: Link) -> str:
    """A link as the file writes it."""
    return ("-" if link.absent else "") + link.code + (f"/{link.part}" if link.part else "")


def codes(found: Linked) -> set[str]:
    """What was linked."""
    return {coded(link) for link in found.links}


def asked(found: Linked) -> set[str]:
    """What was asked about."""
    return {coded(link) for ask in found.asks for link in ask.candidates}


def measure(linker: Linker, sentences: list[Sentence]) -> Figures:
    """Link every sentence and count."""
    judged: list[tuple[float, bool]] = []
    right = wanted = 0
    for sentence in sentences:
        found = {coded(link): link.confidence for link in linker.link(sentence.text).links}
        wanted += len(sentence.must)
        right += len(sentence.must & found.keys())
        judged += [(sure, code in sentence.must) for code, sure in found.items() if code not in sentence.may]
    return Figures(sum(good for _, good in judged) / len(judged), right / wanted, tuple(judged))
