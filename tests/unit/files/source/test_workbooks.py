"""Workbooks of other programs: .ods, .xls, failed formulas."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from matcher.domain import MatcherError
from tests.unit.files.small_file import codes, read, right_sheets, write_book

HEADERS = ["id", "postnummer", "timer mindst", "timer ønsket", "timer højst", "antal job"]
ROW: list[str | float] = ["007", "6000", 4.0, 7.5, 10.0, 1.0]


# --- .ods ---------------------------------------------------------------------------------------------------------


def ods(path: Path, rows: str, more: dict[str, str] | None = None) -> Path:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Borgere">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return path


def ods_row(cells: list[str | float], repeated: str = "") -> str:
    found = ""
    for cell in cells:
        kind = "string" if isinstance(cell, str) else "float"
        value = "" if isinstance(cell, str) else f' office:value="{cell}"'
        found += f'<table:table-cell office:value-type="{kind}"{value}><text:p>{cell}</text:p></table:table-cell>'
    return f"<table:table-row{repeated}>{found}</table:table-row>"


def test_an_ods_workbook_is_read(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    facts = read(ods(tmp_path / "fil.ods", ods_row([*HEADERS]) + ods_row(ROW) + empty)).facts
    assert facts is not None
    assert facts.candidates[0].id == "007"
    assert facts.candidates[0].hours_target == 7.5


def test_a_failed_formula_in_an_ods_workbook_is_named(tmp_path: Path) -> None:
    path = ods(tmp_path / "fil.ods", ods_row([*HEADERS]) + ods_row([*ROW[:-1], "Err:502"]))
    assert codes(read(path)) == ["formula_error"]


@pytest.mark.parametrize(
    "rows",
    [
        ods_row(ROW, ' table:number-rows-repeated="20000000"'),
        ods_row(ROW).replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="99000000" ', 1),
        '<table:table-row table:number-rows-repeated="90000000"><table:table-cell/></table:table-row>' + ods_row(ROW),
    ],
    ids=["rows", "columns", "empty rows before the last"],
)
def test_repeated_cells_that_would_fill_the_memory_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(MatcherError, match="fylder urimeligt meget"):
        read(ods(tmp_path / "fil.ods", ods_row([*HEADERS]) + rows))


def test_an_ods_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path / "fil.ods", ods_row([*HEADERS]), {"Basic/Standard/Module1.xml": "<x/>"})
    with pytest.raises(MatcherError, match="indeholder makroer"):
        read(path)


# --- .xls ---------------------------------------------------------------------------------------------------------


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text_cell(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number_cell(row: int, column: int, number: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, number))


def book_stream(cells: bytes, sheet_kind: int = 0, first: bytes = b"") -> bytes:
    """The records of a workbook with one sheet, Borgere."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = record(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:]) + cells + record(0x000A, b"")
    name = "Borgere".encode("utf-16-le")
    head_length = 4 + len(begin) + len(first) + 4 + 8 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBBBB", head_length, 0, sheet_kind, 7, 1) + name)
    return record(0x0809, begin) + first + bound + record(0x000A, b"") + sheet


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with streams of at least 4096 bytes each, padded with zeros."""
    padded = {name: stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0") for name, stream in streams.items()}
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    folder_sectors = -(-(len(padded) + 1) // 4)
    follow = [table, *range(2, folder_sectors + 1), end]
    starts = {}
    for name, stream in padded.items():
        starts[name] = len(follow)
        count = len(stream) // 512
        follow += [*range(len(follow) + 1, len(follow) + count), end]
    assert len(follow) <= 128
    follow += [free] * (128 - len(follow))

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, right, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)

    entries = [entry("Root Entry", 5, end, 0, 1, free)]
    for place, (name, stream) in enumerate(padded.items(), 1):
        entries.append(entry(name, 2, starts[name], len(stream), free, place + 1 if place < len(padded) else free))
    folder = b"".join(entries).ljust(folder_sectors * 512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<IIIIIIII", 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *follow) + folder + b"".join(padded.values())


def xls(path: Path, rows: list[list[str | float]], extra: bytes = b"") -> Path:
    cells = b"".join(
        text_cell(row, column, cell) if isinstance(cell, str) else number_cell(row, column, cell)
        for row, found in enumerate(rows)
        for column, cell in enumerate(found)
    )
    path.write_bytes(compound_file({"Workbook": book_stream(cells + extra)}))
    return path


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    facts = read(xls(tmp_path / "fil.xls", [[*HEADERS], ROW])).facts
    assert facts is not None
    assert facts.candidates[0].id == "007"
    assert facts.candidates[0].hours_target == 7.5


def test_a_failed_formula_in_an_old_workbook_is_named(tmp_path: Path) -> None:
    failed = record(0x0205, struct.pack("<HHHBB", 1, 5, 0, 7, 1))
    path = xls(tmp_path / "fil.xls", [[*HEADERS], ROW[:-1]], failed)
    problems = read(path).report.problems
    assert [(problem.code, problem.value) for problem in problems] == [("formula_error", "#DIV/0!")]


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "beskyttet med adgangskode"),
        ({"Workbook": book_stream(b""), "_VBA_PROJECT": b""}, "indeholder makroer"),
        ({"Workbook": book_stream(b"", sheet_kind=1)}, "indeholder makroer"),
        ({"Workbook": book_stream(b"", first=record(0x002F, b"\0" * 54))}, "beskyttet med adgangskode"),
        ({"WordDocument": b""}, "er ikke en projektmappe"),
        (
            {
                "Workbook": book_stream(
                    b"".join(number_cell(65_535, 255, 1.0) + record(0x0809, b"\0" * 16) for _ in range(4))
                )
            },
            "fylder urimeligt meget",
        ),
    ],
    ids=["locked xlsx", "macros", "macro sheet", "locked xls", "letter", "too wide"],
)
def test_old_workbooks_that_are_not_opened(tmp_path: Path, streams: dict[str, bytes], sentence: str) -> None:
    path = tmp_path / "fil.xls"
    path.write_bytes(compound_file(streams))
    with pytest.raises(MatcherError, match=sentence):
        read(path)


@pytest.mark.parametrize("length", [8, 100, 600, 2_000, 4_500])
def test_an_old_workbook_cut_in_the_middle(tmp_path: Path, length: int) -> None:
    whole = xls(tmp_path / "hel.xls", [[*HEADERS], ROW]).read_bytes()
    (tmp_path / "klippet.xls").write_bytes(whole[:length])
    with pytest.raises(MatcherError, match="beskadiget"):
        read(tmp_path / "klippet.xls")


def test_a_chain_of_sectors_without_an_end_is_damage_and_not_a_hang(tmp_path: Path) -> None:
    content = bytearray(xls(tmp_path / "fil.xls", [[*HEADERS], ROW]).read_bytes())
    struct.pack_into("<I", content, 512 + 4 * 3, 2)
    (tmp_path / "fil.xls").write_bytes(content)
    with pytest.raises(MatcherError, match="beskadiget"):
        read(tmp_path / "fil.xls")


# --- .xlsx --------------------------------------------------------------------------------------------------------


def test_a_failed_formula_is_a_fault_and_not_an_empty_cell(tmp_path: Path) -> None:
    # The reader gives nothing for such a cell: an optional column would quietly be without its value.
    source = write_book(tmp_path / "fil.xlsx", right_sheets())
    target = tmp_path / "fejl.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                # Row 2, column N: the most hours of presence.
                before = content[content.index(b'<c r="M2"') :].split(b"</c>", 1)[0] + b"</c>"
                content = content.replace(before, b'<c r="M2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
            new.writestr(name, content)
    problems = read(target).report.problems
    assert [(p.row, p.column, p.code, p.value) for p in problems if not p.is_consequence] == [
        (2, "fremmøde højst", "formula_error", "#DIV/0!")
    ]
