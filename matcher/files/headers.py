"""Finding the headers of a sheet: below title rows, in any order, merged, over two rows, in Danish or English."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher.files.faults import Fault, fault
from matcher.files.kinds.text import readable_text
from matcher.files.sheets.sheet import Column, Sheet
from matcher.files.source.cell_scan import column_letters
from matcher.files.source.grid import TITLE_ROWS, Grid, filled
from matcher.files.tables import ERROR_COLUMN, is_refused_header
from matcher.files.words import folded, question

_MISSPELT = 0.85


@dataclass
class Headers:
    """Where the columns of a sheet stand.

    Attributes
    ----------
    row
        Position (from 0) of the row with the headers; None when there is none.
    places
        Domain field to the position of its column.
    names
        Domain field to the user's own header.
    faults
        (header, fault) that keep the sheet from being read; `warnings` likewise, and refuse nothing.
    """

    row: int | None = None
    places: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    warnings: list[tuple[str, Fault]] = field(default_factory=list)


def find_headers(grid: Grid, sheet: Sheet) -> Headers:
    """Find the row with most of the sheet's headers among the first rows, and say what is wrong with it."""
    found = Headers()
    best = 0
    for row in range(min(TITLE_ROWS, len(grid.rows))):
        columns = {column.field for place in range(len(grid.rows[row])) if (column := _column(grid, sheet, row, place))}
        if len(columns) > best:
            best, found.row = len(columns), row
    if found.row is None:
        if any(filled(cell) for row_cells in grid.rows for cell in row_cells):
            first = ", ".join(f"»{column.danish}«" for column in sheet.columns[:3])
            found.faults.append(("", fault("missing_header", columns=first)))
        return found
    strangers = _place_columns(grid, sheet, found)
    _judge_strangers(grid, sheet, found, strangers)
    missing = [column for column in sheet.columns if column.required and column.field not in found.places]
    for column in missing:
        found.faults.append((column.danish, fault("missing_column", column=column.danish, hint="")))
    return found


def _place_columns(grid: Grid, sheet: Sheet, found: Headers) -> list[tuple[int, str]]:
    assert found.row is not None
    strangers = []
    for place in range(max(len(row) for row in grid.rows)):
        header = next(_names(grid, found.row, place), "")
        column = _column(grid, sheet, found.row, place)
        if column is None:
            strangers.append((place, header))
        elif column.field in found.places:
            found.faults.append((header, fault("duplicate_column", column=header)))
        else:
            found.places[column.field] = place
            found.names[column.field] = header
    return strangers


def _judge_strangers(grid: Grid, sheet: Sheet, found: Headers, strangers: list[tuple[int, str]]) -> None:
    assert found.row is not None
    absent = {
        name: column.danish for column in sheet.columns if column.field not in found.places for name in column.names
    }
    unnamed = _filled_columns(grid, found.row + 1, {place for place, header in strangers if not header})
    for place, header in strangers:
        if folded(header) == folded(ERROR_COLUMN):
            continue
        if not header:
            _judge_unnamed(grid, found, place, place in unnamed)
        elif is_refused_header(header):
            found.faults.append((header, fault("health_column", value=header)))
        elif isinstance(unreadable := readable_text(header), Fault):
            found.faults.append((header, unreadable))
        elif near := difflib.get_close_matches(folded(header), absent, n=1, cutoff=_MISSPELT):
            hint = question([absent[near[0]]])
            found.faults.append((header, fault("misspelt_column", value=header, hint=hint)))
        else:
            near = difflib.get_close_matches(folded(header), absent, n=1, cutoff=0.7)
            hint = question([absent[near[0]]] if near else [])
            found.warnings.append((header, fault("unknown_column", value=header, hint=hint)))


def _filled_columns(grid: Grid, start: int, places: set[int]) -> set[int]:
    """Those of the columns that have something in a row from `start` on."""
    found: set[int] = set()
    for row in grid.rows[start:]:
        if len(found) == len(places):
            break
        found |= {place for place in places - found if place < len(row) and filled(row[place])}
    return found


def _judge_unnamed(grid: Grid, found: Headers, place: int, below: bool) -> None:
    assert found.row is not None
    # In a CSV file a cell beyond the header is a row that has been divided wrongly; it is refused with its row.
    if not below or (grid.ragged and place >= len(grid.rows[found.row])):
        return
    for (row, first), (_, last) in grid.top_merges:
        if row == found.row and first < place <= last:
            header = next(_names(grid, row, first), "")
            found.faults.append((header, fault("merged_header", value=header, count=last - first + 1)))
            return
    found.warnings.append(("", fault("column_without_header", letter=column_letters(place))))


def _column(grid: Grid, sheet: Sheet, row: int, place: int) -> Column | None:
    for name in _names(grid, row, place):
        column = sheet.by_header.get(folded(name))
        if column is not None:
            return column
    return None


def _names(grid: Grid, row: int, place: int) -> Iterator[str]:
    """What a header may be called: its own text, and with a merged header above it, ``Timer`` + ``mindst``."""
    own = _text(grid, row, place)
    if own:
        yield own
    if not grid.top_merges or row == 0:
        return
    for (first_row, first), (last_row, last) in grid.top_merges:
        if first <= place <= last and first_row < row:
            above = _text(grid, first_row, first)
            if last_row >= row and not own and above:
                yield above
            elif last_row == row - 1 and own and above:
                yield f"{above} {own}"


def _text(grid: Grid, row: int, place: int) -> str:
    cells = grid.rows[row]
    return " ".join(str(cells[place]).split()) if place < len(cells) else ""
