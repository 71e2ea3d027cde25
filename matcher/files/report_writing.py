"""The import report as a workbook: the user's own rows with a column of errors, ready to mend and send again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from matcher.files.report import Problem, Report, SheetReport
from matcher.files.source.grid import Merge, filled
from matcher.files.tables import ERROR_COLUMN, OVERVIEW
from matcher.files.words import folded
from matcher.files.writing import Workbook, fitting_widths, open_workbook

_HEADERS = ("Ark", "Række", "Kolonne", "Hvad", "Værdi", "Forklaring", "Kode")
_WIDTHS = (20, 8, 24, 12, 28, 90, 26)
_ERROR_WIDTH = 70
_SAMPLED_ROWS = 200
_MOST_LISTED = 100_000


def write_report(report: Report, path: Path | str) -> None:
    """Write an overview and then each sheet as it came, row for row, with a column that says what is wrong.

    The rows keep their places and the headers their names, so that the mended file can be sent as it is: the column of
    errors and the overview are passed over when it is read.

    Parameters
    ----------
    report
        From :func:`~matcher.files.reading.read_facts`.
    path
        Where it is to lie; should end in ``.xlsx``.

    Raises
    ------
    MatcherError
        In one sentence, when it cannot be written there, or a sheet has more rows than a workbook holds.
    """
    by_row: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in report.problems:
        if problem.row is not None:
            by_row[problem.sheet, problem.row].append(problem)
    # Merged headers need the whole sheet in memory; without them each row is written away at once.
    merged = any(_header_merges(sheet) for sheet in report.sheets)
    with open_workbook(path, constant_memory=not merged) as workbook:
        _write_overview(workbook, report)
        for sheet in report.sheets:
            _write_sheet(workbook, sheet, by_row)


def _write_overview(workbook: Workbook, report: Report) -> None:
    page = workbook.sheet(OVERVIEW)
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    workbook.write(page, 0, 0, f"Indlæsning af {report.name}", "title")
    row = 1
    for line in report.as_lines(most=0):
        if not line.endswith(":") and not line.startswith("  …"):
            row += 1
            workbook.write(page, row, 0, line.strip())
    row += 2
    for place, header in enumerate(_HEADERS):
        workbook.write(page, row, place, header, "header")
    causes = [problem for problem in report.problems if not problem.is_consequence]
    consequences = [problem for problem in report.problems if problem.is_consequence]
    listed = [*causes, *consequences, *report.warnings]
    for problem in listed[:_MOST_LISTED]:
        row += 1
        cells = (
            problem.sheet,
            problem.row,
            problem.column or None,
            _what(problem),
            problem.value or None,
            problem.sentence,
            problem.code,
        )
        for place, cell in enumerate(cells):
            workbook.write(page, row, place, cell, "wrap" if place == _HEADERS.index("Forklaring") else "")
    if len(listed) > _MOST_LISTED:
        workbook.write(page, row + 1, 0, f"… og {len(listed) - _MOST_LISTED} mere; de står i kolonnen Fejl på arkene.")


def _what(problem: Problem) -> str:
    if problem.is_warning:
        return "bemærkning"
    return "følge" if problem.is_consequence else "fejl"


def _write_sheet(workbook: Workbook, sheet: SheetReport, by_row: dict[tuple[str, int], list[Problem]]) -> None:
    rows = sheet.grid.rows
    page = workbook.sheet(_sheet_name(sheet.name))
    at = _error_place(sheet)
    for place, width in enumerate(fitting_widths(rows[:_SAMPLED_ROWS])):
        page.set_column(place, place, width)
    page.set_column(at, at, _ERROR_WIDTH)
    if sheet.header_row is not None:
        page.freeze_panes(sheet.header_row + 1, 0)
    for (first_row, first), (last_row, last) in _header_merges(sheet):
        page.merge_range(first_row, first, last_row, last, "", workbook.format("header"))
    for number, row in enumerate(rows):
        is_header = number == sheet.header_row
        style = "header" if is_header else "refused" if number + 1 in sheet.refused_rows else ""
        for place, cell in enumerate(row):
            if place != at and filled(cell):
                workbook.write(page, number, place, cell, style)
        if is_header:
            workbook.write(page, number, at, ERROR_COLUMN, "header")
        elif found := by_row.get((sheet.name, number + 1)):
            workbook.write(page, number, at, _sentences(found), "error")


def _sentences(problems: Sequence[Problem]) -> str:
    lines = [f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence for problem in problems]
    return "\n".join(lines)[:30_000]


def _error_place(sheet: SheetReport) -> int:
    """The column of errors of an earlier report, or the first free one to the right."""
    header = [] if sheet.header_row is None else sheet.grid.rows[sheet.header_row]
    for place, cell in enumerate(header):
        if folded(str(cell)) == folded(ERROR_COLUMN):
            return place
    return max((len(row) for row in sheet.grid.rows), default=0)


def _header_merges(sheet: SheetReport) -> list[Merge]:
    """Merged cells down to the header: without them a header over two rows could not be read again."""
    if sheet.header_row is None:
        return []
    return [merge for merge in sheet.grid.top_merges if merge[1][0] <= sheet.header_row and merge[0] != merge[1]]


def _sheet_name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and suffix.lower() in ("csv", "txt", "tsv") else name
