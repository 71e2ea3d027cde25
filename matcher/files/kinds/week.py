"""Windows of the week: the reading itself is the domain's; what it refuses gets its code here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.domain import ALL_WEEK, InvalidFact, Week
from matcher.files.faults import Fault, fault
from matcher.files.kinds.text import NOTHING, Cell, Free, cell_text
from matcher.files.kinds.word import NOT_ASKED
from matcher.files.vocabularies import Vocabularies
from matcher.files.words import close_words, folded, question

_NEVER = {NOTHING, "intet", "none", "aldrig"}
_ALWAYS = {"altid", "heleugen", "always"}

_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_PART = re.compile(r"([^\W\d_]+)(?:\s*[-–]\s*([^\W\d_]+))?\s+(.+)")
_SPAN = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*[-–]\s*([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_END_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Windows(Free):
    """Half-hours of the week."""

    def read(self, cell: Cell, words: Vocabularies) -> object:
        """A `Week`, or what in the text is not a window."""
        text = cell_text(cell)
        if folded(text) in _NEVER:
            return Week()
        if folded(text) in _ALWAYS:
            return ALL_WEEK
        if folded(text) in NOT_ASKED:
            return None
        try:
            week = Week.parse(text)
        except InvalidFact as error:
            return week_fault(text, error.sentence)
        return week or fault("window_unreadable", value=text)

    def write(self, value: object, words: Vocabularies) -> Cell:
        """The form that reads back."""
        return str(value) or NOTHING

    def meaning(self, words: Vocabularies) -> str:
        """What may be written."""
        return "dage og tider på hele eller halve timer, fx ma-fr 08:00-14:00; lø 10:00-13:00"


def week_fault(text: str, sentence: str) -> Fault:
    """The fault of the first part that the domain cannot read; `sentence` is what the domain said of the whole."""
    for part in re.split(r"[;,\n]", text.strip().lower()):
        if part.strip() and not _reads(part):
            return _part_fault(part.strip())
    return fault("window_unreadable", value=sentence)


def _reads(part: str) -> bool:
    try:
        Week.parse(part)
    except InvalidFact:
        return False
    return True


def _part_fault(part: str) -> Fault:
    found = _PART.fullmatch(part)
    span = _SPAN.fullmatch(found[3].strip()) if found else None
    if not found or not span:
        return fault("window_unreadable", value=part)
    for word in (found[1], found[2]):
        if word is not None and not _reads(f"{word} 08-09"):
            return fault(
                "window_unknown_day", value=word, hint=question(close_words(word, {day: day for day in _DAYS}))
            )
    if found[2] and not _reads(f"{found[1]}-{found[2]} 08-09"):
        return fault("window_days_backwards", value=f"{found[1]}-{found[2]}")
    start, end = (int(hours) * 60 + int(minutes or 0) for hours, minutes in (span.group(1, 2), span.group(3, 4)))
    if start % 30 or end % 30:
        return fault("window_not_half_hour", value=found[3])
    if max(start, end) > _END_OF_DAY:
        return fault("window_outside_day", value=found[3])
    return fault("window_ends_first", value=found[3])
