"""One sheet of a file as columns of values, in which rows are refused one by one, each with all its reasons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from matcher.files.faults import Fault, fault, shown
from matcher.files.headers import find_headers
from matcher.files.kinds import Cell, cell_text
from matcher.files.kinds.text import ERROR_VALUE
from matcher.files.report import Problem, SheetReport
from matcher.files.sheets.sheet import Column, Sheet
from matcher.files.source.grid import Grid, filled
from matcher.files.vocabularies import Vocabularies
from matcher.files.words import MOST_SEARCHES

_BLANK = object()
_HIDDEN = re.compile(r"(?<![0-9])([0-9]{6})([- ]?)[0-9]{3,4}(?![0-9])")


class Table:
    """The rows of one sheet while they are checked.

    Attributes
    ----------
    sheet, grid
        What it is, and what came.
    name
        As the user named it.
    numbers
        Row number of each row with content, as a spreadsheet shows it.
    values
        Domain field to one value for each row: what it was read as, its `Fault`, or what an empty cell means.
    problems, warnings
        (row position or None, column position, problem), in the order they were found.
    unreadable
        Whether the sheet as a whole cannot be read; then it has no rows.
    """

    def __init__(self, sheet: Sheet, grid: Grid, words: Vocabularies) -> None:
        self.sheet = sheet
        self.grid = grid
        self.name = grid.name
        self.problems: list[tuple[int, int, Problem]] = []
        self.warnings: list[tuple[int, int, Problem]] = []
        self._merges: dict[int, list[tuple[int, int]]] = {}
        self._said: set[tuple[int, int, str]] = set()
        self._headers = find_headers(grid, sheet)
        for header, found in self._headers.faults:
            self._add(self.problems, -1, header, found, header)
        for header, found in self._headers.warnings:
            self._add(self.warnings, -1, header, found, header)
        if grid.broken_at is not None:
            self._add(self.problems, -1, "", fault("broken_quotes", row=grid.broken_at), "")
        if grid.ragged and not grid.rows:
            self.warn_of_sheet("empty_file")
        self.unreadable = bool(self.problems)
        start = self._headers.row
        first = len(grid.rows) if start is None else start + 1
        self._places = self._filled_rows(first)
        self.numbers = [place + 1 for place in self._places]
        self._refused = bytearray(len(self.numbers))
        if self.unreadable:
            self._refused = bytearray(b"\1" * len(self.numbers))
        self._cells: dict[str, list[Cell]] = {}
        self.values: dict[str, list[object]] = {}
        for column in sheet.columns:
            self._read(column, words)
        if grid.ragged and start is not None:
            self._refuse_long_rows(len(grid.rows[start]))

    def __len__(self) -> int:
        return len(self.numbers)

    def _filled_rows(self, first: int) -> list[int]:
        """Positions of the rows with something in a column of ours."""
        ours = sorted(self._headers.places.values())
        found = []
        for at in range(first, len(self.grid.rows)):
            row = self.grid.rows[at]
            if any(place < len(row) and row[place] != "" and filled(row[place]) for place in ours):
                found.append(at)
        return found

    def _read(self, column: Column, words: Vocabularies) -> None:
        place = self._headers.places.get(column.field)
        if place is None:
            self._cells[column.field] = [""] * len(self)
            self.values[column.field] = [column.blank] * len(self)
            return
        rows = self.grid.rows
        cells = [rows[at][place] if place < len(rows[at]) else "" for at in self._places]
        # Each different cell is read once: most columns hold few different ones.
        read = _read_cells(column, dict.fromkeys(cells), words)
        values = [read[cell] for cell in cells]
        self._cells[column.field] = cells
        self.values[column.field] = values
        outcomes = list(read.values())
        if any(value.__class__ is Fault for value in outcomes):
            for row, value in enumerate(values):
                if isinstance(value, Fault):
                    self.refuse_with(row, column.field, value)
        if any(value is _BLANK for value in outcomes):
            for row, value in enumerate(values):
                if value is _BLANK:
                    values[row] = self._blank(row, place, column)

    def _blank(self, row: int, place: int, column: Column) -> object:
        if not column.required:
            return column.blank
        first = self._merged_from(self._places[row], place)
        if first is None:
            found = fault("missing_value", guidance=column.guidance)
        else:
            found = fault("merged_cell", first=first + 1)
        self.refuse_with(row, column.field, found)
        return found

    def _merged_from(self, at: int, place: int) -> int | None:
        """Position of the row whose cell this empty cell is merged with, if it is."""
        if place not in self._merges:
            found = [(top, bottom) for (top, left), (bottom, right) in self.grid.merges if left <= place <= right]
            self._merges[place] = sorted(found)
        spans = self._merges[place]
        above = bisect_left(spans, (at, 0)) - 1
        return spans[above][0] if above >= 0 and spans[above][1] >= at else None

    def _refuse_long_rows(self, width: int) -> None:
        for row, at in enumerate(self._places):
            cells = self.grid.rows[at]
            if len(cells) > width and any(map(filled, cells[width:])):
                self.refuse(row, "", "too_many_cells", count=len(cells), columns=width)

    def refuse(self, row: int, field: str, code: str, **words: object) -> None:
        """Refuse a row for one reason; other reasons may come."""
        self.refuse_with(row, field, fault(code, **words))

    def refuse_with(self, row: int, field: str, found: Fault) -> None:
        """Refuse a row for a fault that has been made already."""
        self._refused[row] = 1
        self._add(self.problems, row, field, found, None)

    def warn(self, row: int, field: str, code: str, **words: object) -> None:
        """Say something about a row without refusing it."""
        self._add(self.warnings, row, field, fault(code, **words), None)

    def warn_of_sheet(self, code: str, **words: object) -> None:
        """Say something about the sheet as a whole."""
        self._add(self.warnings, -1, "", fault(code, **words), "")

    def has(self, field: str) -> bool:
        """True when the column is in the file."""
        return field in self._headers.places

    def is_refused(self, row: int) -> bool:
        """True when the row has been refused."""
        return bool(self._refused[row])

    @property
    def refusals(self) -> bytes:
        """One byte for each row: 1 when it has been refused."""
        return bytes(self._refused)

    @property
    def kept(self) -> Iterator[int]:
        """Positions of the rows that have not been refused."""
        return (row for row, refused in enumerate(self._refused) if not refused)

    @property
    def own_faults(self) -> set[int]:
        """Positions of rows refused for what stands in them, not for another row."""
        return {row for row, _, problem in self.problems if not problem.is_consequence and row >= 0}

    @property
    def copies(self) -> set[int]:
        """Positions of rows refused only because an earlier row is wholly alike."""
        codes: dict[int, set[str]] = {}
        for row, _, problem in self.problems:
            codes.setdefault(row, set()).add(problem.code)
        return {row for row, found in codes.items() if found == {"repeated_row"}}

    def cell(self, row: int, field: str) -> str:
        """What the user sees in a cell."""
        return shown(cell_text(self._cells[field][row]), longest=1_000)

    def rows_with(self, *fields: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        """(row, values) of the rows in which all these fields are filled and could be read."""
        for row, values in enumerate(zip(*(self.values[field] for field in fields), strict=True)):
            if not any(value is None or value.__class__ is Fault for value in values):
                yield row, values

    def header(self, field: str) -> str:
        """The user's own header of a column, or ours where there is none."""
        return self._headers.names.get(field) or self.sheet.column(field).danish

    def _add(self, to: list[tuple[int, int, Problem]], row: int, field: str, found: Fault, value: str | None) -> None:
        about_sheet = row < 0
        column = field if about_sheet or not field else self.header(field)
        text = value if value is not None else (self.cell(row, field) if field else "")
        if field == "cpr":
            text = f"{text[:6]}****"
        elif found.code in ("id_is_cpr", "cpr_in_text"):
            text = _HIDDEN.sub(r"\1\2****", text)
        place = -1 if about_sheet or not field else self._headers.places.get(field, 10_000)
        number = None if about_sheet else self.numbers[row]
        if (row, place, found.sentence) in self._said:
            return
        self._said.add((row, place, found.sentence))
        to.append((row, place, Problem(self.name, number, column, found.code, text, found.sentence)))

    def report(self) -> SheetReport:
        """The counts of this sheet."""
        refused = frozenset(number for number, bad in zip(self.numbers, self._refused, strict=True) if bad)
        read = len(self)
        header = self._headers.row
        return SheetReport(
            self.name, read, read - len(refused), len(refused), header, refused, self.grid, self._people()
        )

    def _people(self) -> dict[int, str]:
        """Whose each row is; a row whose id could not be read is told of as it stands."""
        field = "id" if self.sheet.name == "candidates" else "candidate"
        if field not in self.values:
            return {}
        said = zip(self.numbers, self.values[field], self._cells[field], strict=True)
        found = {number: value if isinstance(value, str) else cell_text(cell).strip() for number, value, cell in said}
        return {number: candidate for number, candidate in found.items() if candidate}


def _read_cells(column: Column, cells: Iterable[Cell], words: Vocabularies) -> dict[Cell, object]:
    """What each cell is read as; only the first of those that are wrong get suggestions."""
    hasty = replace(words, search=False)
    wrong = 0
    read: dict[Cell, object] = {}
    for cell in cells:
        read[cell] = _read_cell(column, cell, words if wrong < MOST_SEARCHES else hasty)
        wrong += read[cell].__class__ is Fault
    return read


def _read_cell(column: Column, cell: Cell, words: Vocabularies) -> object:
    if isinstance(cell, str):
        if not cell.strip():
            return _BLANK
        if ERROR_VALUE.fullmatch(cell.strip()):
            return fault("formula_error", value=cell.strip())
    value = column.kind.read(cell, words)
    return _BLANK if value is None else value


Tables = Mapping[str, Table]
"""Every sheet by its domain name; a sheet that did not come has no rows."""
