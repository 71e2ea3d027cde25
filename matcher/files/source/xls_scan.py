"""An old workbook (.xls) read through without building it: is it locked, has it macros, how large are its sheets?

The file is a compound file (a small file system of sectors) with a stream of records. Only what is needed to answer is
read; Microsoft's MS-CFB and MS-XLS describe the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from matcher.files.source.cell_scan import MOST_CELLS
from matcher.files.source.refusal import damaged, has_macros, has_password, not_a_workbook, too_large

LARGEST = 256 * 2**20
_MACRO_STORES = {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"}
_END_OF_CHAIN = 0xFFFFFFFA
_BEGIN, _END, _SHEET, _LOCKED, _FORMULA, _BOOLEAN_OR_ERROR, _SEVERAL = (
    0x0809,
    0x000A,
    0x0085,
    0x002F,
    0x0006,
    0x0205,
    0x00BD,
)
_CELLS = {0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, _FORMULA, _BOOLEAN_OR_ERROR, _SEVERAL}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MACRO_SHEETS = (1, 6)


def check_xls(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Read an old workbook through.

    Returns
    -------
    dict
        For each sheet name the (row, column) of cells with a failed formula, both from 0, and what they show.

    Raises
    ------
    MatcherError
        In one sentence, when it is damaged, no workbook, has macros or a password, or spans too many cells.
    """
    if path.stat().st_size > LARGEST:
        raise too_large(path)
    try:
        streams = _streams(path.read_bytes())
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise damaged(path) from error
    if "EncryptedPackage" in streams:
        raise has_password(path)
    if _MACRO_STORES & streams.keys():
        raise has_macros(path)
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        raise not_a_workbook(path)
    try:
        return _read_through(path, book)
    except struct.error as error:
        raise damaged(path) from error


def _read_through(path: Path, book: bytes) -> dict[str, dict[tuple[int, int], str]]:
    names: dict[int, str] = {}
    failed: dict[str, dict[tuple[int, int], str]] = {}
    cells = rows = columns = 0
    here: dict[tuple[int, int], str] = {}
    for place, kind, body in _records(book):
        if kind == _LOCKED:
            raise has_password(path)
        if kind == _SHEET and len(body) >= 8:
            if body[5] in _MACRO_SHEETS:
                raise has_macros(path)
            names[struct.unpack_from("<I", body)[0]] = _sheet_name(body)
        elif kind == _BEGIN:
            here = failed.setdefault(names.get(place, ""), {})
            cells, rows, columns = cells + rows * columns, 0, 0
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _SEVERAL else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            code = _error_code(kind, body)
            if code is not None:
                here[row, column] = _ERRORS.get(code, "#VALUE!")
    if cells + rows * columns > MOST_CELLS:
        raise too_large(path)
    return failed


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _BOOLEAN_OR_ERROR and body[7]:
        return body[6]
    if kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
        return body[8]
    return None


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield place, kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if wide else body[8 : 8 + length].decode("latin-1")


def _streams(content: bytes) -> dict[str, bytes]:
    """Every stream of the compound file by name; those without bytes of their own (folders) are empty."""
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    first_folder, mini_limit, first_mini, _, first_table, _ = struct.unpack_from("<I4xIIIII", content, 48)
    size = 1 << shift
    if shift not in (9, 12) or len(content) < 3 * size:
        raise ValueError("no compound file")

    def sector(number: int) -> bytes:
        found = content[(number + 1) * size : (number + 2) * size]
        if not found:
            raise ValueError("a sector is missing")
        return found

    tables = list(struct.unpack_from("<109I", content, 76))
    while first_table < _END_OF_CHAIN and len(tables) < len(content) // size + 110:
        *more, first_table = struct.unpack(f"<{size // 4}I", sector(first_table))
        tables += more
    allocation = b"".join(sector(number) for number in tables if number < _END_OF_CHAIN)
    follow = struct.unpack(f"<{len(allocation) // 4}I", allocation)

    def chain(first: int, following: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(following)):
            if first >= _END_OF_CHAIN:
                return
            yield first
            first = following[first]
        raise ValueError("a chain of sectors has no end")

    folder = b"".join(map(sector, chain(first_folder, follow)))
    mini_table = b"".join(map(sector, chain(first_mini, follow)))
    mini_follow = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
    minis = b""
    streams: dict[str, bytes] = {}
    for place in range(0, len(folder) - 127, 128):
        length, kind = struct.unpack_from("<HB", folder, place + 64)
        name = folder[place : place + max(length - 2, 0)].decode("utf-16-le")
        first, bytes_used = struct.unpack_from("<II", folder, place + 116)
        if kind == 5:
            minis = b"".join(map(sector, chain(first, follow)))
        elif kind == 2 and bytes_used >= mini_limit:
            streams[name] = b"".join(map(sector, chain(first, follow)))[:bytes_used]
        elif kind == 2:
            step = 1 << mini_shift
            streams[name] = b"".join(minis[n * step : (n + 1) * step] for n in chain(first, mini_follow))[:bytes_used]
        elif kind == 1:
            streams[name] = b""
    return streams
