"""A folder of CSV files named by sheet: semicolons, commas or tabs, UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from matcher.domain import MatcherError
from matcher.files.escaping import without_prefix
from matcher.files.kinds import Cell
from matcher.files.sheets.sheet import Sheet
from matcher.files.source.grid import TITLE_ROWS, Grid, Source
from matcher.files.source.refusal import too_large
from matcher.files.tables import SHEETS, is_our_own, sheet_named
from matcher.files.words import folded

LARGEST = 2**29
"""Bytes the files of a folder may have together; 100,000 candidates take about 200 MiB."""
MOST_CELLS_IN_A_ROW = 16_384
SUFFIXES = {".csv", ".txt", ".tsv"}
_DELIMITERS = ";\t,|"
_SAMPLE = 2**16
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def open_csv_folder(folder: Path) -> Source:
    """Open a folder whose files are named as the sheets are.

    Raises
    ------
    MatcherError
        In one sentence, when no file is named as a sheet, or the files are too large together.
    """
    files = sorted(
        (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()),
        key=lambda path: (_position(path.stem), path.name),
    )
    if not any(sheet_named(path.stem) for path in files):
        names = ", ".join(f"{sheet.danish}.csv" for sheet in SHEETS[1:4])
        raise MatcherError(f"Mappen »{folder.name}« har ingen af de CSV-filer, Brobygger kender, fx {names}.")
    if sum(path.stat().st_size for path in files) > LARGEST:
        raise too_large(folder)
    files = [path for path in files if not is_our_own(path.stem)]

    def load(position: int, sheet: Sheet) -> Grid:
        return _load(files[position], sheet)

    return Source(tuple((path.name, path.stem) for path in files), load)


def _position(stem: str) -> int:
    sheet = sheet_named(stem)
    return len(SHEETS) if sheet is None else SHEETS.index(sheet)


def _load(path: Path, sheet: Sheet) -> Grid:
    text = _decoded(path)
    delimiter, start = _delimiter(text, sheet)
    rows: list[list[Cell]] = []
    divided = _rows(text, delimiter)
    if re.search(rf"(?:^|[\"\n\r{re.escape(delimiter)}])'", text):
        divided = ([without_prefix(cell) if cell[:1] == "'" else cell for cell in row] for row in divided)
    try:
        rows.extend(divided)  # type: ignore[arg-type]
    except csv.Error:
        return Grid(path.name, rows, broken_at=len(rows) + 1, ragged=True)
    if max(map(len, rows), default=0) > MOST_CELLS_IN_A_ROW:
        raise too_large(path)
    if start:
        rows[0] = []
    return Grid(path.name, rows, ragged=True)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:_SAMPLE] or content.startswith(b"PK\x03\x04"):
        raise MatcherError(f"»{path.name}« er ikke en tekstfil; gem den som CSV, og prøv igen.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str, sheet: Sheet) -> tuple[str, bool]:
    """The character that divides the header best, and whether the first line names it (``sep=;``)."""
    first, _, _ = text.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and len(named) == 5:
        return named[4], True
    sample = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda delimiter: _recognised(sample, delimiter, sheet)), False


def _recognised(sample: str, delimiter: str, sheet: Sheet) -> int:
    """The most headers of the sheet that any of the first rows has when it is divided so."""
    best = 0
    try:
        for number, row in enumerate(_rows(sample, delimiter)):
            best = max(best, sum(folded(cell) in sheet.by_header for cell in row))
            if number == TITLE_ROWS:
                break
    except csv.Error:
        pass
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
