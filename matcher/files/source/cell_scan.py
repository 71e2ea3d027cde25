"""Reading the XML of sheets without building them: how large would they be, and which formulas have failed?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

MOST_CELLS = 64_000_000
"""Rows times columns that a sheet may span: the reader keeps a place for every cell between the first and the last."""

_ANY_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s>/]")
_USUAL_CELL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
_FAR = re.compile(rb'<c r="(?:([A-Z]{2,3})([0-9]+)|[A-Z]([0-9]{6,7}))"')
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26
_TOKEN = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s>/])([^>]*)>")
_ROW = re.compile(rb"\br\s*=\s*[\"']([0-9]+)")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"'][\s$]*([A-Za-z]+)\$?([0-9]+)")
_FAILED = re.compile(
    rb"<(?:[\w.-]+:)?c\s(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*\br\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:[\w.-]+:)?c>).)*?<(?:[\w.-]+:)?v>([^<]*)<",
    re.DOTALL,
)
_MAY_HAVE_FAILED = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_SHARED_CELL = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_INTEGER = re.compile(rb"<(?:[\w.-]+:)?v[^>]*>\s*([0-9]+)\s*<")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si\b.*?</(?:[\w.-]+:)?si>", re.DOTALL)
_LONGEST_TAIL = 2**20


class CellScan:
    """Follows the bytes of one part of an .xlsx archive.

    Attributes
    ----------
    rows, columns
        How far filled cells go; an upper bound unless `exact`.
    failed
        (row, column) from 0 of cells with a failed formula, and what they show.
    shared
        How many cells refer to a shared string.
    endless
        Whether a single tag goes on for more than a megabyte.

    Parameters
    ----------
    exact
        Whether to look at each cell (a second a million) instead of only those that are far out.
    """

    def __init__(self, *, exact: bool = False) -> None:
        self.rows = 0
        self.columns = 0
        self.failed: dict[tuple[int, int], str] = {}
        self.shared = 0
        self.endless = False
        self._exact = exact
        self._tail = b""
        self._row = 0
        self._column = 0

    @property
    def too_wide(self) -> bool:
        """True when the sheet would span more than `MOST_CELLS` cells."""
        return self.rows * self.columns > MOST_CELLS

    def feed(self, piece: bytes) -> None:
        """Take the next bytes; a cell that is cut in the middle waits for the rest."""
        text = self._tail + piece
        cut = text.rfind(b"<c ")
        if cut < 0 or len(text) - cut > _LONGEST_TAIL:
            cut = text.rfind(b"<")
        if cut < 0 or (len(text) - cut > _LONGEST_TAIL and b">" in text[cut:]):
            cut = len(text)
        # A tag of more than a megabyte is in no honest file, and could hide where its cell stands.
        self.endless = self.endless or len(text) - cut > _LONGEST_TAIL
        self._tail = b"" if self.endless else text[cut:]
        self._read(text[:cut])

    def finish(self) -> None:
        """Take what is left after the last bytes."""
        self._read(self._tail)
        self._tail = b""

    def _read(self, text: bytes) -> None:
        cells = len(_ANY_CELL.findall(text))
        if self._exact or cells != len(_USUAL_CELL.findall(text)):
            self._measure_each(text)
        elif cells:
            self._measure_far(text)
        if b"t=" in text or b"t =" in text:
            self.shared += len(_SHARED_CELL.findall(text))
            if _MAY_HAVE_FAILED.search(text):
                for found in _FAILED.finditer(text):
                    place = int(found[2]) - 1, column_number(found[1])
                    self.failed[place] = unescape(found[3].decode("utf-8", "replace"))

    def _measure_far(self, text: bytes) -> None:
        """Cells are written the way every spreadsheet program writes them: the near ones need not be looked at."""
        far = _FAR.findall(text)
        names = {name for name, _, _ in far if name}
        self.columns = max(self.columns, _NEAR_COLUMNS, *(column_number(name) + 1 for name in names))
        self.rows = max(self.rows, _NEAR_ROWS, *(int(after_two or after_one) for _, after_two, after_one in far))

    def _measure_each(self, text: bytes) -> None:
        for kind, attributes in _TOKEN.findall(text):
            if kind == b"row":
                row = _ROW.search(attributes)
                self._row, self._column = int(row[1]) if row else self._row + 1, 0
                continue
            cell = _REFERENCE.search(attributes)
            self._row = int(cell[2]) if cell else max(self._row, 1)
            self._column = column_number(cell[1]) + 1 if cell else self._column + 1
            if not attributes.endswith(b"/"):
                self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)


def longest_string(shared: bytes) -> int:
    """Bytes of the longest shared string, with its markup."""
    return max((found.end() - found.start() for found in _STRING.finditer(shared)), default=0)


def referred_text(shared: bytes, pieces: Iterable[bytes]) -> int:
    """Bytes of text when every cell that refers to a shared string has its own copy; an upper bound.

    Parameters
    ----------
    shared
        The part with the shared strings.
    pieces
        The bytes of all parts, in order.
    """
    lengths = [found.end() - found.start() for found in _STRING.finditer(shared)]
    total, tail = 0, b""
    for piece in pieces:
        text = tail + piece
        cut = text.rfind(b"<c")
        if len(text) - cut > _LONGEST_TAIL:
            cut = len(text)
        tail, text = text[max(cut, 0) :], text[: max(cut, 0)]
        total += _referred(lengths, text)
    return total + _referred(lengths, tail)


def _referred(lengths: list[int], text: bytes) -> int:
    return sum(lengths[number] for number in map(int, _INTEGER.findall(text)) if number < len(lengths))


def column_number(name: bytes) -> int:
    """Number of a column from 0: ``A`` gives 0 and ``AA`` 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number - 1


def column_letters(column: int) -> str:
    """Name of a column from its number: 0 gives ``A`` and 26 ``AA``."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
