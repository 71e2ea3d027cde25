"""The everyday words for tasks, demands and needs, and the words that are linked to nothing: read and checked once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.catalogue.tables import Row, read_table
from matcher.taxonomy.amounts import RULES

FILE = "phrases.csv"
NEVER = "never_linked.csv"
_COLUMNS = ("id", "code", "when", "danish", "english", "need", "source")
_LANGUAGE = "LNG-01"
_HINT = 0.45
"""What a word of the catalogue is worth that was collected for likeness and not to speak for a task by itself."""
_SHORTEST_HINT = 4
"""Such words of so few letters (*kort*, *lys*) mean too many things."""

_NO_HINTS = frozenset({"medhjælper"})
"""Such words that are said of every workplace."""


class LinkKind(StrEnum):
    """What a piece of text is linked to."""

    TASK = "task"
    DEMAND = "demand"
    NEED = "need"
    OCCUPATION = "occupation"
    ISCO = "isco"
    SKILL = "skill"


class When(StrEnum):
    """Whether a phrase speaks for its code when it is said, only when it is denied, or only beside an amount."""

    SAID = "said"
    ABSENT = "absent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase speaks for.

    Attributes
    ----------
    kind
        Task, demand or need; with an ESCO release also occupation, ISCO-08 group or skill.
    code
        Id of the catalogue; of an occupation or a skill its address in ESCO, of a group its ISCO-08 code.
    part
        Part of an accommodation (``lift``, ``driving``); empty when it is whole.
    """

    kind: LinkKind
    code: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that speak for something.

    Attributes
    ----------
    text
        The words.
    meaning
        What for.
    when
        Said, denied, or said beside an amount.
    need
        For a demand the need that its absence meets; None when there is none.
    worth
        How much it says by itself, in (0, 1].
    danish
        Whether it is Danish; else English.
    """

    text: str
    meaning: Meaning
    when: When
    need: Meaning | None
    worth: float
    danish: bool


@dataclass(frozen=True)
class NeverLinked:
    """Words of illness, folded: whatever they stand for, it is not for us to know.

    Attributes
    ----------
    anywhere
        Letters that make a word one of these wherever they stand in it.
    words
        Whole words.
    complaints, body
        A part of the body within three words after a complaint is no word about work.
    """

    anywhere: tuple[str, ...]
    words: frozenset[str]
    complaints: frozenset[str]
    body: frozenset[str]

    @cached_property
    def somewhere(self) -> re.Pattern[str]:
        """What finds any of `anywhere` in a word."""
        return re.compile("|".join(map(re.escape, self.anywhere)))


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """Our own phrases over our own catalogue."""
    return read_phrases(_folder(), load_catalogue())


def read_phrases(folder: Traversable, catalogue: Catalogue) -> tuple[Phrase, ...]:
    """Names and words of the catalogue, and the phrases of ``phrases.csv``, each once for what it speaks for.

    Raises
    ------
    CatalogueError
        Naming file, row and column, when a cell cannot be right.
    """
    found: dict[tuple[str, Meaning, When], Phrase] = {}

    def add(text: str, meaning: Meaning, when: When, need: Meaning | None, worth: float, danish: bool) -> None:
        key = (text.casefold(), meaning, when)
        if key not in found or found[key].worth < worth:
            found[key] = Phrase(text, meaning, when, need, worth, danish)

    for row in read_table(folder, FILE, _COLUMNS):
        meaning = _meaning(row, "code", catalogue)
        when = When(row.choice("when", [one.value for one in When]))
        need = _meaning(row, "need", catalogue) if row.optional_text("need") else None
        if need is not None and (need.kind is not LinkKind.NEED or meaning.kind is not LinkKind.DEMAND):
            raise row.error("need", "kun et krav har et hensyn, der er opfyldt, når kravet ikke er der")
        if row.text("id") != row.text("code") + ("" if when is When.SAID else f":{when.value}"):
            raise row.error("id", "skriv koden, og efter den :absent eller :amount, når ordene kun tæller sådan")
        if when is When.AMOUNT and meaning.code not in RULES:
            raise row.error("when", f"der er ingen regel for, hvilken mængde der taler for {meaning.code}")
        worth = RULES[meaning.code].worth if when is When.AMOUNT else 1.0
        row.text("source")
        for column in ("danish", "english"):
            for text in row.listed(column, "|"):
                add(text, meaning, when, need, worth, column == "danish")
    for language in catalogue.languages.values():
        if language.id in catalogue.accommodations[_LANGUAGE].parts:
            meaning = Meaning(LinkKind.NEED, _LANGUAGE, language.id)
            for words in ("tale {}", "på {}", "{} arbejdssprog"):
                add(words.format(language.danish), meaning, When.SAID, None, 1.0, True)
            for words in ("speak {}", "in {}", "{} at work"):
                add(words.format(language.english), meaning, When.SAID, None, 1.0, False)
    for task in catalogue.tasks.values():
        meaning = Meaning(LinkKind.TASK, task.id)
        add(task.danish, meaning, When.SAID, None, 1.0, True)
        add(task.english, meaning, When.SAID, None, 1.0, False)
        for word in task.words:
            if len(word) > _SHORTEST_HINT and word not in _NO_HINTS:
                add(word, meaning, When.SAID, None, _HINT, True)
    return tuple(found.values())


@cache
def load_never_linked() -> NeverLinked:
    """The words of illness."""
    rows = {row.text("id"): row.listed("words", "|") for row in read_table(_folder(), NEVER, _NEVER_COLUMNS)}
    return NeverLinked(rows["causes"], frozenset(rows["short"]), frozenset(rows["complaints"]), frozenset(rows["body"]))


_NEVER_COLUMNS = ("id", "how", "words", "source")


def _folder() -> Traversable:
    return files("matcher.taxonomy").joinpath("data")


def _meaning(row: Row, column: str, catalogue: Catalogue) -> Meaning:
    code, _, part = row.text(column).partition("/")
    kinds: Mapping[LinkKind, Collection[str]] = {
        LinkKind.TASK: catalogue.tasks,
        LinkKind.DEMAND: catalogue.axes,
        LinkKind.NEED: catalogue.accommodations,
    }
    for kind, known in kinds.items():
        if code in known:
            parts = catalogue.accommodations[code].parts if kind is LinkKind.NEED else ()
            if part and part not in parts:
                raise row.error(column, f"hensynet {code} har ikke delen »{part}«")
            return Meaning(kind, code, part)
    raise row.error(column, f"»{code}« findes ikke i kataloget")
