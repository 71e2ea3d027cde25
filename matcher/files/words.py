"""Comparing what people write with what we know: small letters, Danish letters, blanks, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_NOT_LETTERS = re.compile(r"[\s_\-–—./:*?()\"'»«,;]+")
_SEARCHED_IDS = 2_000
MOST_SEARCHES = 100
"""Near misses are looked for this often in a column: each takes milliseconds, and a column may be wrong throughout."""


def folded(text: str) -> str:
    """A form in which spellings compare equal: ``"Småjob"``, ``"smaajob"``, ``" SMÅ-JOB "`` all give ``smaajob``."""
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_DANISH_LETTERS)
    return _NOT_LETTERS.sub("", lowered)


def close_words(text: str, known: Mapping[str, str], count: int = 2) -> tuple[str, ...]:
    """The words of `known` (folded form to shown form) that look most like `text`, best first."""
    wanted = folded(text)
    near = difflib.get_close_matches(wanted, known, n=count, cutoff=0.72)
    if not near and len(wanted) >= 4:
        near = [word for word in known if wanted in word][:count]
    return tuple(dict.fromkeys(known[word] for word in near))


def question(near: Iterable[str]) -> str:
    """``" Mente du »a« eller »b«?"``, or nothing when there is no near miss."""
    words = [f"»{word}«" for word in near]
    return f" Mente du {' eller '.join(words)}?" if words else ""


@dataclass(frozen=True)
class Vocabulary:
    """The words a cell may hold, each leading to one id.

    Attributes
    ----------
    words
        Folded spelling to id.
    shown
        Id to the Danish word a reader knows it by, in the order of a list to choose from.
    numbered
        Whether a list shows ``id name`` (``PHY-01 Ingen tunge løft``) rather than the name alone.
    """

    words: Mapping[str, str]
    shown: Mapping[str, str]
    numbered: bool = False

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Iterable[str]]], *, numbered: bool = False) -> Vocabulary:
        """From (id, Danish word, further words); an earlier row keeps a word that a later one repeats."""
        words: dict[str, str] = {}
        shown: dict[str, str] = {}
        listed = list(rows)
        for id_, danish, _ in listed:
            words.setdefault(folded(id_), id_)
            shown[id_] = danish
        for id_, danish, others in listed:
            for word in (danish, f"{id_} {danish}", *others):
                if word:
                    words.setdefault(folded(word), id_)
        return cls(words, shown, numbered)

    def find(self, text: str) -> str | None:
        """The id that a text means; ``PHY-01 anything`` is read by its first word when ids are numbered."""
        found = self.words.get(folded(text))
        if found is None and self.numbered:
            first = text.strip().split(maxsplit=1)[0] if text.strip() else ""
            if first in self.shown:
                return first
        return found

    def near(self, text: str) -> tuple[str, ...]:
        """What the writer may have meant."""
        return close_words(text, self._listed)

    def display(self, id_: str) -> str:
        """How the id is written for a reader; an id that is not known is shown as it is."""
        name = self.shown.get(id_)
        if name is None:
            return id_
        return f"{id_} {name}" if self.numbered else name

    @property
    def choices(self) -> tuple[str, ...]:
        """Everything a list to choose from shows."""
        return tuple(self.display(id_) for id_ in self.shown)

    @cached_property
    def _listed(self) -> dict[str, str]:
        return {word: self.display(id_) for word, id_ in self.words.items()}


class Ids:
    """The ids of one sheet, with the near misses that spreadsheets make of them."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = set(ids)
        self._folded: dict[str, str] | None = None
        self._bare: dict[str, str] = {}

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def near(self, text: str, *, search: bool = True) -> tuple[str, ...]:
        """Ids that differ in capitals, blanks or zeros; on a search of a short list also those that look alike."""
        if self._folded is None:
            self._folded = {folded(id_): id_ for id_ in sorted(self._ids)}
            self._bare = {_without_zeros(word): id_ for word, id_ in self._folded.items()}
        word = folded(text)
        same = self._folded.get(word) or self._bare.get(_without_zeros(word))
        if same is not None:
            return (same,)
        return close_words(text, self._folded) if search and len(self._ids) <= _SEARCHED_IDS else ()


def _without_zeros(word: str) -> str:
    """``v007`` and ``v7`` compare equal: a spreadsheet drops zeros, and so do people."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", word)
