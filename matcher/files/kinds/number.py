"""Numbers: written the Danish or the English way, with ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from matcher.files.faults import Fault, fault, number_text
from matcher.files.kinds.text import BLANKS, Cell, Free, cell_text
from matcher.files.vocabularies import Vocabularies

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")


@dataclass(frozen=True, slots=True)
class Number(Free):
    """A number in a range, both ends included."""

    low: float
    high: float
    unit: str = ""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Refuse what is no number, and what lies outside the range."""
        number = read_number(cell, self.low, self.high)
        if isinstance(number, Fault):
            return number
        if not self.low <= number <= self.high:
            code = "number_too_low" if number < self.low else "number_too_high"
            return fault(code, number=number, low=self.low, high=self.high)
        return number

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The number."""
        return float(value)  # type: ignore[arg-type]

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"et tal fra {number_text(self.low)} til {number_text(self.high)}{unit}"


def read_number(cell: Cell, low: float, high: float) -> float | Fault:
    """A number written the Danish or the English way; the range decides nothing but whether ``1.234`` is doubtful."""
    if isinstance(cell, date | time | timedelta):
        return fault("number_is_date", value=cell_text(cell))
    if isinstance(cell, int | float):
        return float(cell)
    text = cell.strip()
    bare = BLANKS.sub("", text).replace("−", "-")
    if _EXPONENT.fullmatch(bare):
        return float(bare.replace(",", "."))
    if not _NUMBER.fullmatch(bare):
        start = _NUMBER.match(bare)
        rest = bare[start.end() :] if start else ""
        if start and re.match(r"[^\W\d_]|%|\.?-$", rest) and plain(start[0]) is not None:
            return fault("number_with_unit", value=text, number=plain(start[0]))
        return fault("not_a_number", value=text, example=_example(low, high))
    number = plain(bare)
    if number is None:
        return fault("not_a_number", value=text, example=_example(low, high))
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", bare) and number > high and low <= float(bare) <= high:
        return fault("ambiguous_number", value=text, number=number, other=float(bare))
    return number


def plain(text: str) -> float | None:
    """What digits, points and commas mean: ``1.234,5`` and ``1,234.5`` both give 1234.5; None when it is no number."""
    marks = re.findall(r"[.,]", text)
    if not marks:
        return float(text)
    last = marks[-1]
    if len(set(marks)) == 2:
        whole, _, part = text.rpartition(last)
        other = "," if last == "." else "."
        if last in whole or not re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:\{other}[0-9]{{3}})*", whole):
            return None
        return float(f"{whole.replace(other, '')}.{part}")
    if len(marks) > 1 or (last == "." and re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text)):
        grouped = re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:\{last}[0-9]{{3}})+", text)
        return float(text.replace(last, "")) if grouped else None
    return float(text.replace(",", "."))


def _example(low: float, high: float) -> float:
    return next((number for number in (7.5, 0.5, 100.0) if low <= number <= high), low)


@dataclass(frozen=True, slots=True)
class Amount(Free):
    """The number of a need, in the unit of its accommodation; a clock time gives hours since midnight."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """A number, or ``09:30`` as 9.5; the range is the accommodation's and is checked with the row."""
        if isinstance(cell, time):
            return cell.hour + cell.minute / 60
        if isinstance(cell, str) and (clock := re.fullmatch(r"\s*([0-9]{1,2}):([0-5][0-9])(?::00)?\s*", cell)):
            return int(clock[1]) + int(clock[2]) / 60
        return Number(0, 10_000).read(cell, words)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The number."""
        return float(value)  # type: ignore[arg-type]

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "et tal i hensynets enhed; et klokkeslæt skrives som 09:30"


@dataclass(frozen=True, slots=True)
class Whole(Free):
    """A whole number in a range, both ends included."""

    low: int
    high: int
    unit: str = ""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Refuse what is no whole number, and what lies outside the range."""
        number = Number(self.low, self.high).read(cell, words)
        if isinstance(number, float):
            if not number.is_integer():
                return fault("not_whole", number=number, low=self.low, high=self.high)
            return int(number)
        return number

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The number."""
        return int(value)  # type: ignore[call-overload,no-any-return]

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"et helt tal fra {self.low} til {self.high}{unit}"


@dataclass(frozen=True, slots=True)
class Share(Free):
    """A share in (0, 1] or [0, 1], also written as a percentage."""

    low: float = 0.0

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Read ``0,5``, ``50 %`` and ``50 pct.`` alike; refuse a bare 50."""
        if isinstance(cell, str) and (found := re.fullmatch(r"(.+?)\s*(?:%|pct\.?|procent)", cell.strip())):
            percent = Number(self.low * 100, 100).read(found[1], words)
            return percent / 100 if isinstance(percent, float) else percent
        number = read_number(cell, self.low, 1)
        if isinstance(number, float) and 1 < number <= 100:
            return fault("share_over_one", number=number)
        return number if isinstance(number, Fault) else Number(self.low, 1).read(number, words)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The share as a number."""
        return float(value)  # type: ignore[arg-type]

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return f"en andel fra {number_text(self.low)} til 1, fx 0,5 eller 50 %"
