"""Sentences of our own with what they speak of, as people write openings and wishes.

``sentences.tsv``: text, what must be linked, what may be (neither right nor wrong). A code with a minus is said to be
absent; a part of an accommodation follows a slash. They were written before the linker. Every second one (`SEEN`) was
read while it was made; of the others only the figures were.

``adverts_and_notes.tsv``: half, kind, text, what must be linked, what may be, what must be asked about and not linked.
They were written long after the linker, without its phrases in view; the halves were drawn by chance within
each kind. What was mended then was mended by the seen half; of the other only its sentences of illness were looked at,
when it had been measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.taxonomy.candidates import Link, Linked
from matcher.taxonomy.linker import Linker

FILE = Path(__file__).parent / "sentences.tsv"
ADVERTS_AND_NOTES = Path(__file__).parent / "adverts_and_notes.tsv"
SEEN = slice(0, None, 2)
UNSEEN = slice(1, None, 2)


@dataclass(frozen=True)
class Sentence:
    """A text, what must be linked in it, what may be, and what must be asked about."""

    text: str
    must: frozenset[str]
    may: frozenset[str]
    ask: frozenset[str] = frozenset()
    half: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Figures:
    """How well sentences are read.

    Attributes
    ----------
    precision, recall
        Share of links that are right, share of what must be linked that is.
    asked
        Share of what must be linked or asked about that is.
    needless
        Questions for each sentence of which none of the answers is right.
    judged
        Confidence of each link, and whether it is right.
    """

    precision: float
    recall: float
    asked: float
    needless: float
    judged: tuple[tuple[float, bool], ...]


def read_sentences() -> list[Sentence]:
    """In the order of the file."""
    return [Sentence(text, _set(must), _set(may)) for text, must, may in _rows(FILE)]


def read_adverts_and_notes() -> list[Sentence]:
    """In the order of the file."""
    return [
        Sentence(text, _set(must), _set(may), _set(ask), half, kind)
        for half, kind, text, must, may, ask in _rows(ADVERTS_AND_NOTES)
    ]


def _rows(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]


def _set(written: str) -> frozenset[str]:
    return frozenset(written.split())


def coded(link: Link) -> str:
    """A link as the file writes it."""
    return ("-" if link.absent else "") + link.code + (f"/{link.part}" if link.part else "")


def codes(found: Linked) -> set[str]:
    """What was linked."""
    return {coded(link) for link in found.links}


def asked(found: Linked) -> set[str]:
    """What was asked about."""
    return {coded(link) for ask in found.asks for link in ask.candidates}


def measure(linker: Linker, sentences: Sequence[Sentence]) -> Figures:
    """Link every sentence and count."""
    judged: list[tuple[float, bool]] = []
    right = wanted = met = to_meet = needless = 0
    for sentence in sentences:
        linked = linker.link(sentence.text)
        found = {coded(link): link.confidence for link in linked.links}
        wanted += len(sentence.must)
        right += len(sentence.must & found.keys())
        judged += [(sure, code in sentence.must) for code, sure in found.items() if code not in sentence.may]
        to_meet += len(sentence.must | sentence.ask)
        met += len((sentence.must & found.keys()) | ((sentence.must | sentence.ask) & asked(linked)))
        fit = sentence.must | sentence.may | sentence.ask
        needless += sum(not fit & {coded(link) for link in ask.candidates} for ask in linked.asks)
    return Figures(
        sum(good for _, good in judged) / len(judged),
        right / wanted,
        met / to_meet,
        needless / len(sentences),
        tuple(judged),
    )
