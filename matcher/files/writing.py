"""Writing workbooks and CSV so that nothing in them can run: text stays text, numbers stay the numbers they are."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from matcher.domain import MatcherError
from matcher.files.escaping import with_prefix
from matcher.files.faults import date_text, number_text
from matcher.files.kinds.text import LONGEST_TEXT, Cell, cell_text, utf16_length

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "remove_timezone": False,
}
_TEXT = 49
"""The built-in text format: what is typed into the cell later stays text too."""
_DATE, _DATE_TIME, _CLOCK, _DURATION = "dd-mm-yyyy", "dd-mm-yyyy hh:mm", "hh:mm", "[h]:mm"
_FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about the days before this one."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_SHEET_NAME = 31
_SAMPLED_ROWS = 200
_WIDEST, _NARROWEST = 60, 8

_HEADER = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "text": {"num_format": _TEXT},
    "date": {"num_format": _DATE},
    "date time": {"num_format": _DATE_TIME},
    "clock": {"num_format": _CLOCK},
    "duration": {"num_format": _DURATION},
    "percent": {"num_format": "0.0 %"},
    "two decimals": {"num_format": "0.00"},
    "header": {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"},
    "required header": {
        "bold": True,
        "bg_color": "#0B2F3B",
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "valign": "top",
    },
    "title": {"bold": True, "font_size": 14},
    "bold": {"bold": True},
    "wrap": {"text_wrap": True, "valign": "top"},
    "refused": {"bg_color": "#FBE3D6"},
    "error": {"bg_color": "#FBE3D6", "font_color": "#8A1C00", "text_wrap": True, "valign": "top"},
}
"""Every style a cell may have; dates and clock times in another style keep that style's looks."""


class ExactNumber(float):
    """A number that is written with all its digits: the writer's own 16 do not always read back as the same number."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


class Workbook:
    """A workbook being written.

    Attributes
    ----------
    book
        The writer's own workbook, for what this class does not do.
    """

    def __init__(self, path: Path, *, constant_memory: bool) -> None:
        self.book = xlsxwriter.Workbook(str(path), {**_SAFE, "constant_memory": constant_memory})
        # The writer would put the time of writing here; the same facts are to give the same file.
        self.book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
        self._formats: dict[tuple[str, str], Any] = {}

    def sheet(self, name: str) -> Any:
        """Add a sheet; characters that a sheet name cannot have become blanks."""
        clean = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip("' ")
        return self.book.add_worksheet(clean[:_LONGEST_SHEET_NAME] or "Ark")

    def format(self, style: str, number_format: str = "") -> Any:
        """The writer's format of that style."""
        key = style, number_format
        if key not in self._formats:
            properties = dict(STYLES[style])
            if number_format:
                properties["num_format"] = number_format
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def write(self, sheet: Any, row: int, column: int, cell: object, style: str = "") -> None:
        """Write one cell as the type it has; the only way a cell is written.

        Parameters
        ----------
        sheet
            From :meth:`sheet`.
        row, column
            From 0.
        cell
            Text, number, truth (``ja`` or ``nej``), date or clock time; None leaves the cell empty.
        style
            A key of `STYLES`.

        Raises
        ------
        MatcherError
            When a text is longer than a cell can hold.
        """
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise MatcherError(f"Et ark i en projektmappe har plads til {MOST_ROWS} rækker; skriv CSV i stedet.")
        match cell:
            case None:
                if style:
                    sheet.write_blank(row, column, None, self.format(style))
            case bool():
                sheet.write_string(row, column, "ja" if cell else "nej", self.format(style))
            case int() | float() if math.isfinite(cell):
                sheet.write_number(row, column, ExactNumber(cell), self.format(style))
            case datetime() if cell.date() >= _FIRST_EXCEL_DAY:
                plain = cell.replace(tzinfo=None)
                sheet.write_datetime(row, column, plain, self.format(style, _DATE_TIME))
            case date() if not isinstance(cell, datetime) and cell >= _FIRST_EXCEL_DAY:
                sheet.write_datetime(row, column, cell, self.format(style, _DATE))
            case time():
                sheet.write_datetime(row, column, cell, self.format(style, _CLOCK))
            case timedelta():
                sheet.write_datetime(row, column, cell, self.format(style, _DURATION))
            case _:
                text = cell_text(cell) if isinstance(cell, date) else str(cell)
                if utf16_length(text) > LONGEST_TEXT:
                    raise MatcherError(
                        f"En tekst på {len(text)} tegn er for lang til en celle i en projektmappe; forkort den til "
                        f"højst {LONGEST_TEXT} tegn, eller skriv CSV."
                    )
                sheet.write_string(row, column, text, self.format(style or "text"))


@contextmanager
def open_workbook(path: Path | str, *, constant_memory: bool = False) -> Iterator[Workbook]:
    """Write a workbook: it takes its place when it is whole, and an earlier file stays when something goes wrong.

    Parameters
    ----------
    path
        Where it is to lie.
    constant_memory
        Whether to write each row away at once; rows must then be written in order.

    Raises
    ------
    MatcherError
        In one sentence, when it cannot be written there.
    """
    path = Path(path)
    with _replacing(path) as temporary:
        workbook = Workbook(temporary, constant_memory=constant_memory)
        try:
            yield workbook
        except BaseException:
            # The writer warns about a workbook that is never closed; what it writes now is thrown away.
            workbook.book.fileclosed = True
            raise
        try:
            workbook.book.close()
        except XlsxWriterException as error:
            raise _unwritable(path) from error


def write_table(
    workbook: Workbook,
    name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    widths: Sequence[float] | None = None,
    styles: Sequence[str] | None = None,
) -> Any:
    """Add a sheet with one table: a frozen header, a filter, and columns as wide as their content.

    Parameters
    ----------
    workbook
        From :func:`open_workbook`.
    name
        Name of the sheet.
    headers
        One for each column.
    rows
        Cells of each row, as :meth:`Workbook.write` takes them.
    title
        A line above the header; none when empty.
    widths
        Width of each column in characters; None measures the first rows.
    styles
        Style of each column's cells, keys of `STYLES`; None writes them plain.

    Returns
    -------
    The writer's own worksheet.
    """
    sheet = workbook.sheet(name)
    listed = [tuple(row) for row in rows]
    top = 2 if title else 0
    if title:
        workbook.write(sheet, 0, 0, title, "title")
    for column, header in enumerate(headers):
        workbook.write(sheet, top, column, header, "header")
    for column, width in enumerate(widths or fitting_widths([tuple(headers), *listed[:_SAMPLED_ROWS]])):
        sheet.set_column(column, column, width)
    for number, row in enumerate(listed, top + 1):
        for column, cell in enumerate(row):
            workbook.write(sheet, number, column, cell, styles[column] if styles else "")
    sheet.freeze_panes(top + 1, 0)
    if listed and headers:
        sheet.autofilter(top, 0, top + len(listed), len(headers) - 1)
    return sheet


def fitting_widths(rows: Sequence[Sequence[object]]) -> list[float]:
    """Widths in characters that show most of the cells of these rows whole."""
    count = max((len(row) for row in rows), default=0)
    found = [float(_NARROWEST)] * count
    for row in rows:
        for column, cell in enumerate(row):
            longest = max((len(line) for line in _text_of(cell).splitlines()), default=0)
            found[column] = min(max(found[column], longest + 2), _WIDEST)
    return found


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell | None]]) -> None:
    """Write a CSV file as Danish spreadsheets read it: UTF-8 with a mark, semicolons, decimal commas.

    Text that a spreadsheet might run gets ``'`` before it (TRUST: OWASP ASVS 1.2.10); numbers do not.

    Raises
    ------
    MatcherError
        In one sentence, when it cannot be written there.
    """
    with _replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(headers)
        writer.writerows([csv_text(cell) for cell in row] for row in rows)


def csv_text(cell: Cell | None) -> str:
    """A cell as it stands in a CSV file."""
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nej"
        case int() | float():
            return number_text(cell)
        case str():
            return with_prefix(cell)
        case _:
            return cell_text(cell)


def _text_of(cell: object) -> str:
    if isinstance(cell, date):
        return date_text(cell)
    if isinstance(cell, float):
        return number_text(cell) if math.isfinite(cell) else str(cell)
    return "" if cell is None else str(cell)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when all has gone well."""
    temporary = path.with_name(f".{path.name}.ny")
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritable(path) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _unwritable(path: Path) -> MatcherError:
    return MatcherError(
        f"»{path.name}« kan ikke skrives; se efter, om mappen findes, om du må skrive i den, og om filen er åben et "
        "andet sted."
    )
