"""Dates: a date cell, or text with the day first, or ISO; never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from matcher.files.faults import Fault, fault
from matcher.files.kinds.text import Cell, Free, cell_text
from matcher.files.vocabularies import Vocabularies

FIRST_YEAR, LAST_YEAR = 1900, 2100
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ](.+))?")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?Z?")
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Day(Free):
    """A date: a date cell, or text with the day first, or ISO."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """Refuse what is no date, with the date that may have been meant."""
        return read_day(cell)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The date."""
        assert isinstance(value, date)
        return value

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "en dato som dag-måned-år, fx 24-11-2026"


def read_day(cell: Cell) -> date | Fault:
    """A date, or why the cell holds none."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            return fault("date_with_time", value=cell_text(cell), right=cell.date())
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, time | timedelta):
        return fault("not_a_date", value=cell_text(cell))
    text = cell_text(cell).strip()
    if re.fullmatch(r"[1-9][0-9]{4}(?:[.,]0+)?", text):
        return fault("date_is_number", value=text, right=_EXCEL_EPOCH + timedelta(days=int(text[:5])))
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        year, month, day = int(first[1]), int(first[2]), int(first[3])
        if first[4] and not _MIDNIGHT.fullmatch(first[4]):
            return fault("date_with_time", value=text, right=f"{day:02d}-{month:02d}-{year}")
        return _calendar(text, year, month, day)
    last = _YEAR_LAST.fullmatch(text)
    if not last:
        return fault("not_a_date", value=text)
    day, month = int(last[1]), int(last[2])
    if len(last[3]) == 2:
        return fault("two_digit_year", value=text, right=f"{day:02d}-{month:02d}-20{last[3]}")
    if month > 12 and 1 <= day <= 12 and month <= 31:
        return fault("month_first", value=text, right=f"{month:02d}-{day:02d}-{last[3]}")
    return _calendar(text, int(last[3]), month, day)


def _calendar(text: str, year: int, month: int, day: int) -> date | Fault:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        return fault("date_does_not_exist", value=text)


def _in_range(day: date) -> date | Fault:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return fault("date_out_of_range", value=day, low=FIRST_YEAR, high=LAST_YEAR)
    return day
