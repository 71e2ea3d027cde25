"""Words that are written like those of a phrase and mean something else: *timetallet vil stige* is about no ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from matcher.catalogue.tables import read_table
from matcher.taxonomy.matching import Found
from matcher.taxonomy.sentences import Word
from models.linking.forms import folded

FILE = "homographs.csv"
_COLUMNS = ("id", "codes", "forms", "how", "before", "near", "source")


class How(StrEnum):
    """What the company of a word decides: it never speaks for the code, does so only in it, or does not in it."""

    NEVER = "never"
    ONLY = "only"
    NOT = "not"


_REACH = {How.ONLY: 2, How.NOT: 1}
_NEAR = 4
"""How many words away the company is looked for: before the word, and on either side."""


@dataclass(frozen=True, slots=True)
class Homograph:
    """A word that does not always speak for a code.

    Attributes
    ----------
    forms
        The word as it is written, folded.
    how
        What the company decides.
    before
        Words of the company that count before it: up to two words where it is needed, right before where it is not.
    near
        Words that count up to four words away on either side.
    """

    forms: frozenset[str]
    how: How
    before: frozenset[str]
    near: frozenset[str]

    def is_another(self, words: Sequence[Word], place: int) -> bool:
        """Whether a word of a text, being one of the forms, is another word here."""
        if self.how is How.NEVER:
            return True
        in_company = any(
            word.form in self.near or (word.form in self.before and place - _REACH[self.how] <= other < place)
            for other, word in _around(words, place)
        )
        if self.how is How.NOT:
            return in_company
        # In a list (*stige, stillads*) there is no company to ask for.
        return not in_company and not _is_alone(words, place)


@dataclass(frozen=True, slots=True)
class Homographs:
    """Homographs by the code they do not always speak for."""

    by_code: Mapping[str, tuple[Homograph, ...]]

    def is_another_word(self, found: Found, words: Sequence[Word]) -> bool:
        """Whether a phrase was found in a word that means something else here."""
        return any(
            words[place].form in one.forms and one.is_another(words, place)
            for one in self.by_code.get(found.phrase.meaning.code, ())
            for place in found.places
        )


@cache
def load_homographs() -> Homographs:
    """Our own."""
    return read_homographs(files("matcher.taxonomy").joinpath("data"))


def read_homographs(folder: Traversable) -> Homographs:
    """The rows of ``homographs.csv``.

    Raises
    ------
    CatalogueError
        Naming file, row and column, when a cell cannot be right.
    """
    found: dict[str, list[Homograph]] = {}
    for row in read_table(folder, FILE, _COLUMNS):
        row.text("source")
        how = How(row.choice("how", [one.value for one in How]))
        forms, before, near = (frozenset(map(folded, row.listed(name, "|"))) for name in ("forms", "before", "near"))
        if not forms:
            raise row.error("forms", "skriv de former af ordet, det gælder")
        if (how is How.NEVER) != (not before | near):
            raise row.error("how", "never har intet selskab; only og not har ord i before eller near")
        for code in row.listed("codes", "|"):
            found.setdefault(code, []).append(Homograph(forms, how, before, near))
    return Homographs(MappingProxyType({code: tuple(several) for code, several in found.items()}))


def _around(words: Sequence[Word], place: int) -> list[tuple[int, Word]]:
    here = words[place].sentence
    near = range(max(place - _NEAR, 0), min(place + _NEAR + 1, len(words)))
    return [(other, words[other]) for other in near if other != place and words[other].sentence == here]


def _is_alone(words: Sequence[Word], place: int) -> bool:
    here = words[place]
    return not any((word.sentence, word.pauses) == (here.sentence, here.pauses) for _, word in _around(words, place))
