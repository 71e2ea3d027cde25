"""What a kind of cell is, and the kinds that are kept as text: free text, ids, register numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from matcher.domain.checks import looks_like_cpr
from matcher.files.faults import Fault, date_text, fault, number_text
from matcher.files.vocabularies import Vocabularies

Cell = str | int | float | date | time | timedelta
"""What a filled cell holds; from CSV it is always text."""

LONGEST_TEXT = 32_767
"""Excel's own limit for one cell, in UTF-16 units."""
LONGEST_ID = 100
NOTHING = "ingen"
"""How a list is written that has been asked about and is empty; an empty cell means that nobody has asked."""

_CPR_IN_TEXT = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
_CPR_WITH_HYPHEN = re.compile(r"(?<![0-9])[0-9]{6}-[0-9]{4}(?![0-9])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_GARBLED = re.compile(r"Ã[\u0080-\u00bf†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ˜¦¸¥]|\ufffd")
ERROR_VALUE = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|VÆRDI!|REFERENCE!|DIVISION/0!|NAVN\?|I/T)|Err:\d+"
)
"""What a spreadsheet shows where a formula has failed."""
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+")
BLANKS = re.compile(r"[\s']")
"""What people write between groups of digits."""


class Kind(Protocol):
    """How one column's cells are read and written."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Turn a filled cell into a value of the domain, or into a `Fault`."""
        ...

    def write(self, value: object, words: Vocabularies) -> Cell:
        """Turn a value of the domain into the cell that reads back as it."""
        ...

    def meaning(self, words: Vocabularies) -> str:
        """What may be written, in Danish, for the guide."""
        ...

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """What a list to choose from shows; empty when anything may be written."""
        ...


@dataclass(frozen=True, slots=True)
class Free:
    """What kinds without a list to choose from have in common."""

    def choices(self, words: Vocabularies) -> tuple[str, ...]:
        """Nothing to choose from."""
        return ()


@dataclass(frozen=True, slots=True)
class Text(Free):
    """Free text, kept as it is."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Refuse text in the wrong character set, with control characters, with a CPR number, or too long."""
        return checked_text(cell_text(cell))

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The text itself."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "fri tekst; aldrig CPR-numre og aldrig årsagen til et hensyn"


def checked_text(text: str) -> str | Fault:
    """A text that may be kept, or why not."""
    if any(looks_like_cpr(found[0]) for found in _CPR_IN_TEXT.finditer(text)):
        return fault("cpr_in_text")
    return readable_text(text)


def readable_text(text: str) -> str | Fault:
    """A text of letters that can be shown, or why it is not."""
    if 2 * len(text) > LONGEST_TEXT and utf16_length(text) > LONGEST_TEXT:
        return fault("text_too_long", count=utf16_length(text), limit=LONGEST_TEXT)
    if _CONTROL.search(text):
        return fault("control_characters")
    if _GARBLED.search(text):
        return fault("garbled_letters", value=text)
    return text


@dataclass(frozen=True, slots=True)
class Id(Free):
    """The id of a row, or a reference to one: text that keeps its leading zeros.

    Attributes
    ----------
    of
        The sheet it refers to; empty for the row's own id.
    personal
        Whether it is a person's id, which may not be a CPR number.
    """

    of: str = ""
    personal: bool = False

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Refuse what a spreadsheet has made of an id, and a person's CPR number."""
        return read_id(cell, personal=self.personal)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The id itself."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        if self.of:
            return f"et id fra arket {self.of}"
        return (
            "sagsnummer eller løbenummer, ikke CPR-nummer"
            if self.personal
            else "et løbenummer eller et andet kort navn"
        )


def read_id(cell: Cell, *, personal: bool = False) -> str | Fault:
    """An id, or why the cell holds none; a whole number gives its digits.

    Ten digits may be a P-number and are a CPR number only where a person is meant; with a hyphen they always are.
    """
    if isinstance(cell, date | time | timedelta):
        return fault("id_became_date", value=cell_text(cell))
    if isinstance(cell, int | float):
        if not float(cell).is_integer():
            return fault("id_is_decimal", value=cell)
        if abs(cell) >= 1e15:
            return fault("id_lost_digits", value=f"{cell:.6G}")
    text = cell_text(cell).strip()
    if _SCIENTIFIC.fullmatch(text):
        return fault("id_lost_digits", value=text)
    if (personal and looks_like_cpr(text)) or any(
        looks_like_cpr(found[0]) for found in _CPR_WITH_HYPHEN.finditer(text)
    ):
        return fault("id_is_cpr")
    if re.search(r"[;,\n\r\"]", text):
        return fault("id_bad_character", value=text)
    if len(text) > LONGEST_ID:
        return fault("id_too_long", limit=LONGEST_ID, count=len(text))
    return readable_text(text)


@dataclass(frozen=True, slots=True)
class Digits(Free):
    """A register number of a fixed length."""

    count: int
    code: str
    name: str

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Take exactly so many digits; blanks between them are left out."""
        text = BLANKS.sub("", cell_text(cell))
        if len(text) != self.count or not re.fullmatch(r"[0-9]+", text):
            return fault(self.code, value=cell_text(cell))
        return text

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The digits as text."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return f"{self.name}: {self.count} cifre"


@dataclass(frozen=True, slots=True)
class Cpr(Free):
    """A CPR number; kept with the identity, given to no stage of the engine."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Ten digits that begin with a date; the hyphen is kept as written."""
        text = cell_text(cell).strip()
        if re.fullmatch(r"[0-9]{9}", text):
            return fault("cpr_lost_zero")
        return text if re.fullmatch(r"[0-9]{6}-?[0-9]{4}", text) and looks_like_cpr(text) else fault("cpr_not_valid")

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The number as text."""
        return str(value)

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "valgfrit; vises kun for dem, der må se det, og bruges aldrig i beregningen"


def utf16_length(text: str) -> int:
    """Length as spreadsheets count it: letters outside the first plane count two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cell_text(cell: Cell) -> str:
    """A cell as the user sees it: whole numbers without decimals, dates the Danish way."""
    match cell:
        case str():
            return cell
        case datetime():
            return f"{date_text(cell)} {cell:%H:%M}" if cell.time() != time() else date_text(cell)
        case date():
            return date_text(cell)
        case time():
            return f"{cell:%H:%M}"
        case int() | float():
            return number_text(cell)
        case _:
            return str(cell)
