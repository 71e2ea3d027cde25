"""Kinds of cell whose values are words: choices, codes of the catalogue, lists of them, demands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matcher.domain import MatcherError
from matcher.files.faults import Fault, fault, number_text
from matcher.files.kinds.number import read_number
from matcher.files.kinds.text import NOTHING, Cell, Free, cell_text, read_id, readable_text
from matcher.files.vocabularies import Vocabularies
from matcher.files.words import Vocabulary, folded, question

NOT_ASKED = {"ikkespurgt", "vedikke", "ukendt", "notasked", "unknown"}
_YES = {"ja", "j", "yes", "y", "true", "sand", "sandt", "1", "x"}
_NO = {"nej", "n", "no", "false", "falsk", "falskt", "0"}
_NOTHING = {NOTHING, "intet", "none"}


@dataclass(frozen=True)
class YesNo:
    """Yes, no, or nothing when nobody has asked."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """True, False, or None for ``ikke spurgt``."""
        text = folded(cell_text(cell))
        if text in _YES:
            return True
        if text in _NO:
            return False
        return None if text in NOT_ASKED else fault("not_yes_no", value=cell_text(cell))

    def write(self, value: object, words: Vocabularies) -> Cell:
        """``ja`` or ``nej``."""
        return "ja" if value else "nej"

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "ja eller nej"

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """Both answers."""
        return ("ja", "nej")


@dataclass(frozen=True)
class Choice:
    """One word of a fixed list, in Danish or English.

    Attributes
    ----------
    english
        For each Danish word the other words that mean the same.
    make
        Turns the Danish word into the domain's value: the enumeration, or `str`.
    """

    english: Mapping[str, tuple[str, ...]]
    make: Callable[[str], object] = str
    vocabulary: Vocabulary = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        rows = [(word, word, others) for word, others in self.english.items()]
        object.__setattr__(self, "vocabulary", Vocabulary.of(rows))

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """The value whose word stands in the cell."""
        found = self.vocabulary.find(cell_text(cell))
        if found is None:
            return _unknown("unknown_choice", cell_text(cell), self.vocabulary, words)
        return self.make(found)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The Danish word."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return _or(self.vocabulary.choices)

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """The Danish words."""
        return self.vocabulary.choices


@dataclass(frozen=True)
class Code:
    """One row of the catalogue, by id, Danish or English name.

    Attributes
    ----------
    catalogue
        Which list: an attribute of `Vocabularies`.
    fault
        Code of the fault when the list does not have it.
    """

    catalogue: str
    fault: str

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """The id that the cell means."""
        vocabulary = words.of(self.catalogue)
        found = vocabulary.find(cell_text(cell))
        return _unknown(self.fault, cell_text(cell), vocabulary, words) if found is None else found

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The id, with its name where ids are numbers."""
        return words.of(self.catalogue).display(str(value))

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return f"vælges på listen; fx {words.of(self.catalogue).choices[0]}"

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """The whole list."""
        return words.of(self.catalogue).choices


@dataclass(frozen=True)
class Postcode(Free):
    """A Danish postcode of the catalogue; the town may stand after it."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Four digits that are in use."""
        text = cell_text(cell).strip()
        found = re.fullmatch(r"(?:DK[- ]?)?([0-9]{4})(?:[ ,]+[^0-9]+)?", text)
        if not found:
            return fault("postcode_not_four_digits", value=text)
        if found[1] not in words.postcodes:
            return fault("unknown_postcode", value=found[1])
        return found[1]

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The four digits as text."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "et dansk postnummer, fx 6000"


@dataclass(frozen=True)
class Several:
    """Several values of one kind in a cell, with semicolons between them.

    Attributes
    ----------
    one
        The kind of each value.
    make
        `tuple` where the order counts, else `frozenset`.
    asked
        Whether an empty list (``ingen``) means something else than an empty cell.
    may_be_empty
        Whether there may be none at all.
    """

    one: Choice | Code | IdOf
    make: Callable[[Iterable[object]], Collection[object]] = frozenset
    asked: bool = False
    may_be_empty: bool = True

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """All the values, or the fault of the first that is wrong; commas divide too where no value has one."""
        text = cell_text(cell)
        if folded(text) in NOT_ASKED:
            return None
        if self.may_be_empty and folded(text) in _NOTHING and not isinstance(self.one, IdOf):
            return self.make(())
        found: list[object] = []
        for piece in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
            values = [self.one.read(piece, words)]
            if isinstance(values[0], Fault) and "," in piece:
                values = [self.one.read(part.strip(), words) for part in piece.split(",") if part.strip()]
            for value in values:
                if isinstance(value, Fault):
                    return value
                found.append(value)
        return self.make(found)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The values with semicolons between them; ``ingen`` when there is none."""
        assert isinstance(value, Collection)
        cells = [str(self.one.write(item, words)) for item in value]
        broken = next((cell for cell in cells if ";" in cell), None)
        if broken is not None:
            raise MatcherError(
                f"»{broken}« kan ikke skrives i en liste, for det indeholder semikolon; giv det et andet id."
            )
        return "; ".join(cells if self.make is tuple else sorted(cells)) or NOTHING

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        nothing = f"; skriv {NOTHING}, hvis der er spurgt, og der ingen er" if self.asked else ""
        return f"en eller flere med semikolon imellem: {self.one.meaning(words)}{nothing}"

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """Nothing: a list to choose from takes one value only."""
        return ()


@dataclass(frozen=True)
class IdOf(Free):
    """One id in a list of ids."""

    of: str

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """The id, or why it is none."""
        return read_id(cell)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The id itself."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return f"id fra arket {self.of}"


@dataclass(frozen=True)
class Demands(Free):
    """What a task asks here that it does not usually ask: ``lift_kg=5; noise=0``."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Pairs of axis id and number, in the order written."""
        found: dict[str, float] = {}
        text = cell_text(cell)
        for piece in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
            name, sign, amount = piece.partition("=")
            if not sign or not name.strip() or not amount.strip():
                return fault("demand_unreadable", value=piece)
            axis = words.axes.find(name)
            if axis is None:
                return fault("unknown_axis", value=name.strip(), hint=question(words.near(words.axes, name)))
            high = words.axis_high[axis]
            number = read_number(amount, 0, high)
            if isinstance(number, Fault):
                return number
            if not 0 <= number <= high:
                return fault("demand_out_of_range", axis=axis, high=high, number=number)
            if axis in found:
                return fault("demand_twice", value=axis)
            found[axis] = number
        return tuple(found.items())

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The form that reads back."""
        assert isinstance(value, tuple)
        return "; ".join(f"{axis}={number_text(number)}" for axis, number in value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "krav, der er anderledes her end normalt for opgaven, fx lift_kg=5; noise=0"


@dataclass(frozen=True)
class Described(Free):
    """A value whose meaning depends on another cell of the row: it is read as text here and looked up with the row."""

    hint: str

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """The text, if it can be shown; what it may hold depends on the row."""
        return readable_text(cell_text(cell))

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The text, number or date itself."""
        return value if isinstance(value, int | float | date) else str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return self.hint


@dataclass(frozen=True)
class SettingValue(Described):
    """The value of a setting: a date, a number, yes or no, or a sentence, as its key says."""


def choice_of(enumeration: type[StrEnum], **english: tuple[str, ...]) -> Choice:
    """The choice between the words of an enumeration; `english` gives other words by member name."""
    words = {member.value: (member.name, *english.get(member.name, ())) for member in enumeration}
    return Choice(words, enumeration)


def _unknown(code: str, text: str, vocabulary: Vocabulary, words: Vocabularies) -> Fault:
    return fault(code, value=text, choices=_or(vocabulary.choices), hint=question(words.near(vocabulary, text)))


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} eller {words[-1]}" if len(words) > 1 else "".join(words)
