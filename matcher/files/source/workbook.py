"""Workbooks: guarded first, then read with every cell as the type it has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from matcher.files.kinds import Cell
from matcher.files.sheets.sheet import Sheet
from matcher.files.source.archive import check_archive
from matcher.files.source.grid import Grid, Source
from matcher.files.source.refusal import damaged, has_macros, has_password, not_a_workbook
from matcher.files.source.xls_scan import check_xls

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WITH_MACROS = {".xlsm", ".xltm", ".xlam", ".xla"}
_MACRO_SHEETS = (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba)


def open_workbook_source(path: Path) -> Source:
    """Guard and open a workbook (.xlsx, .ods or .xls).

    Raises
    ------
    MatcherError
        In one sentence, when it is not one we open.
    """
    failed = _guard(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise has_password(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        raise _as_damage(path, error) from error
    if any(sheet.typ in _MACRO_SHEETS for sheet in book.sheets_metadata):
        raise has_macros(path)
    names = tuple(book.sheet_names)

    def load(position: int, _: Sheet) -> Grid:
        return _load(path, book, position, failed.get(names[position], {}))

    return Source(tuple((name, name) for name in names), load)


def _guard(path: Path) -> Mapping[str, Mapping[tuple[int, int], str]]:
    with path.open("rb") as file:
        start = file.read(8)
    if path.suffix.lower() in _WITH_MACROS:
        raise has_macros(path)
    if start.startswith(_ZIP):
        return check_archive(path).failed
    if start == _COMPOUND:
        return check_xls(path)
    raise not_a_workbook(path)


def _load(path: Path, book: CalamineWorkbook, position: int, failed: Mapping[tuple[int, int], str]) -> Grid:
    try:
        sheet = book.get_sheet_by_index(position)
        rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        raise _as_damage(path, error) from error
    for row in rows:
        for column, cell in enumerate(row):
            if cell is True or cell is False:
                row[column] = "SAND" if cell else "FALSK"
    for (number, column), text in failed.items():
        if number < len(rows) and column < len(rows[number]):
            rows[number][column] = text
    return Grid(sheet.name, rows, tuple(merges))


def _as_damage(path: Path, error: BaseException) -> BaseException:
    """A crash inside the reader is a damaged file; anything else (an interrupt) goes on."""
    return damaged(path) if type(error).__name__ == "PanicException" else error
