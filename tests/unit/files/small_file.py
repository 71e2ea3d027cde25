"""A small file for tests: one right row on every sheet, to be written as CSV or as a workbook and broken at will."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from matcher.catalogue.loader import load_catalogue
from matcher.files.kinds import Cell, cell_text
from matcher.files.reading import Import, read_facts
from matcher.files.report import Problem
from matcher.files.tables import SHEETS, sheet_named
from matcher.files.writing import open_workbook

DAY = date(2026, 11, 24)
Rows = list[list[Cell | None]]


def right_sheets() -> dict[str, Rows]:
    """Danish sheet name to its header and one row, the example of the template."""
    return {
        sheet.danish: [
            [column.danish for column in sheet.columns],
            [column.example for column in sheet.columns],
        ]
        for sheet in SHEETS
    }


def row_like(sheet: str, **changes: Cell | None) -> list[Cell | None]:
    """The example row of a sheet with other cells; blanks in a header are written as underscores."""
    return row_with(sheet, {header.replace("_", " "): cell for header, cell in changes.items()})


def row_with(name: str, changes: Mapping[str, Cell | None]) -> list[Cell | None]:
    """The example row of a sheet with other cells, by header."""
    sheet = sheet_named(name)
    assert sheet is not None
    headers = [column.danish for column in sheet.columns]
    assert set(changes) <= set(headers), set(changes) - set(headers)
    return [changes.get(column.danish, column.example) for column in sheet.columns]


def write_csv_files(
    folder: Path, sheets: Mapping[str, Iterable[Sequence[Cell | None]]], delimiter: str = ";", encoding: str = "utf-8"
) -> Path:
    """Write the sheets as another program would: no prefix, everything as text."""
    folder.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([["" if cell is None else cell_text(cell) for cell in row] for row in rows])
    return folder


def write_book(path: Path, sheets: Mapping[str, Iterable[Sequence[Cell | None]]]) -> Path:
    """Write the sheets as a workbook with typed cells."""
    with open_workbook(path) as book:
        for name, rows in sheets.items():
            page = book.sheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    book.write(page, number, place, cell)
    return path


def read(path: Path, *, accept_valid: bool = False, day: date | None = DAY) -> Import:
    """Read with our own catalogue."""
    return read_facts(path, load_catalogue(), day=day, accept_valid=accept_valid)


def causes(result: Import) -> list[Problem]:
    """What has to be mended, without what follows from it."""
    return [problem for problem in result.report.problems if not problem.is_consequence]


def codes(result: Import) -> list[str]:
    """The codes of everything that refuses rows."""
    return [problem.code for problem in result.report.problems]


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    """The cells of a sheet as a spreadsheet program sees them, from the first row on."""
    rows: list[list[Any]] = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    return rows
