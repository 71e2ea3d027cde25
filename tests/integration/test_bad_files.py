"""Files that are wrong in every way we could think of: each ends in exact messages or in one sentence."""

from __future__ import annotations

import csv
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from matcher.domain import MatcherError
from matcher.files.source import archive
from matcher.files.source.cell_scan import MOST_CELLS
from tests.unit.files.small_file import Rows, causes, read, right_sheets, row_with, write_book, write_csv_files

PLANTED = Path(__file__).with_name("planted_faults.csv")
BAND = " | "


@dataclass(frozen=True)
class Planted:
    """One row put into an otherwise right file, and the message it must give (none when it is right)."""

    sheet: str
    row: int
    cells: dict[str, str]
    column: str
    code: str
    sentence: str


def planted_rows() -> list[Planted]:
    with PLANTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Planted(
            row["sheet"],
            int(row["row"]),
            dict(cell.split("=", 1) for cell in row["cells"].split(BAND)),
            row["column"],
            row["code"],
            row["sentence"],
        )
        for row in rows
    ]


def planted_sheets() -> dict[str, Rows]:
    sheets = right_sheets()
    for planted in planted_rows():
        sheets[planted.sheet].append(row_with(planted.sheet, {**planted.cells}))
        assert len(sheets[planted.sheet]) == planted.row
    return sheets


def expected(suffix: str) -> set[tuple[str, int | None, str, str, str]]:
    return {(p.sheet + suffix, p.row, p.column, p.code, p.sentence) for p in planted_rows() if p.code}


@pytest.mark.parametrize(("write", "suffix"), [(write_csv_files, ".csv"), (write_book, "")], ids=["csv", "workbook"])
def test_each_of_the_planted_faults_gives_exactly_its_own_message(
    tmp_path: Path, write: Callable[[Path, dict[str, Rows]], Path], suffix: str
) -> None:
    result = read(write(tmp_path / ("planted" if suffix else "planted.xlsx"), planted_sheets()))
    found = {(p.sheet, p.row, p.column, p.code, p.sentence) for p in causes(result)}
    assert found == expected(suffix)
    assert len({code for _, _, _, code, _ in found}) >= 75
    assert result.facts is None


def test_a_file_with_refused_rows_gives_the_valid_ones_only_when_asked(tmp_path: Path) -> None:
    folder = write_csv_files(tmp_path / "planted", planted_sheets())
    assert read(folder).facts is None
    result = read(folder, accept_valid=True)
    assert result.facts is not None
    # Of the planted people only those without a fault of their own, of a need or of a wish are left.
    kept = {candidate.id for candidate in result.facts.candidates}
    assert "B-001" in kept
    refused = {p.cells["id"] for p in planted_rows() if p.sheet == "Borgere" and p.code and p.code != "repeated_row"}
    assert not kept & refused
    for sheet in result.report.sheets:
        assert sheet.read == sheet.taken + sheet.refused
    assert sum(sheet.taken for sheet in result.report.sheets if sheet.name == "Borgere.csv") == len(kept)


# --- files that are not opened at all -------------------------------------------------------------------------------


def one_sentence(path: Path) -> str:
    """The sentence a bad file ends in."""
    with pytest.raises(MatcherError) as caught:
        read(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert path.name in sentence
    return sentence


def rezipped(source: Path, target: Path, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes]) -> Path:
    """A copy of a workbook with some of its parts changed, left out or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in more.items():
            new.writestr(name, content)
    return target


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return write_book(tmp_path / "right.xlsx", right_sheets())


def unchanged(_: str, content: bytes) -> bytes:
    return content


def with_sheet(rows: bytes) -> Callable[[str, bytes], bytes]:
    """Put other rows into the first sheet."""
    start = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )

    def change(name: str, content: bytes) -> bytes:
        return start + rows + b"</sheetData></worksheet>" if name == "xl/worksheets/sheet1.xml" else content

    return change


def test_the_right_file_is_read(right: Path) -> None:
    assert read(right).report.clean


def test_a_missing_file(tmp_path: Path) -> None:
    assert "findes ikke" in one_sentence(tmp_path / "borgere.xlsx")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "tom.xlsx").write_bytes(b"")
    assert "er tom (0 byte)" in one_sentence(tmp_path / "tom.xlsx")


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"hej", b"id;navn\nB-1;Ane\n"])
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fil.xlsx").write_bytes(content)
    assert "er ikke en projektmappe" in one_sentence(tmp_path / "fil.xlsx")


def test_another_kind_of_zip_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "brev.xlsx", "w") as brev:
        brev.writestr("word/document.xml", "<w:document/>")
    assert "er ikke en projektmappe" in one_sentence(tmp_path / "brev.xlsx")


@pytest.mark.parametrize("part", [0.05, 0.3, 0.5, 0.9, 0.999])
def test_a_file_cut_in_the_middle(right: Path, part: float) -> None:
    content = right.read_bytes()
    cut = right.with_name("klippet.xlsx")
    cut.write_bytes(content[: int(len(content) * part)])
    assert "beskadiget eller klippet over" in one_sentence(cut)


def test_a_sheet_cut_in_the_middle_inside_a_whole_archive(right: Path) -> None:
    cut = rezipped(right, right.with_name("klippet.xlsx"), lambda name, text: text[: len(text) // 2], {})
    assert "beskadiget eller klippet over" in one_sentence(cut)


def test_damaged_bytes_never_end_in_anything_but_a_sentence(right: Path) -> None:
    content, generator = right.read_bytes(), random.Random(7)
    broken = right.with_name("broken.xlsx")
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(generator.randrange(1, 40)):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        broken.write_bytes(damaged)
        with suppress(MatcherError):
            read(broken)


def test_damaged_text_inside_a_whole_archive_never_ends_in_anything_but_a_sentence(right: Path) -> None:
    generator = random.Random(8)

    def change(name: str, content: bytes) -> bytes:
        damaged = bytearray(content)
        if name.endswith(("sheet2.xml", "sheet3.xml", "sharedStrings.xml", "workbook.xml", "styles.xml")):
            for _ in range(generator.randrange(4)):
                damaged[generator.randrange(len(damaged))] = generator.choice(b"<>\"'/ 09&;azA\0")
        return bytes(damaged)

    for number in range(60):
        with suppress(MatcherError):
            read(rezipped(right, right.with_name(f"skadet{number}.xlsx"), change, {}))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_a_workbook_with_macros_under_an_innocent_name(right: Path, name: str) -> None:
    path = rezipped(right, right.with_name("makro.xlsx"), unchanged, {name: b"Sub Auto_Open()"})
    assert "indeholder makroer" in one_sentence(path)


def test_a_macro_workbook_by_its_ending_and_by_its_content_types(right: Path) -> None:
    renamed = right.with_name("makro.xlsm")
    renamed.write_bytes(right.read_bytes())
    assert "indeholder makroer" in one_sentence(renamed)

    def declared(name: str, content: bytes) -> bytes:
        return content.replace(b".sheet.main+xml", b".sheet.macroEnabled.main+xml")

    assert "indeholder makroer" in one_sentence(rezipped(right, right.with_name("erklæret.xlsx"), declared, {}))


def test_a_binary_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "fil.xlsb", "w") as binary:
        binary.writestr("xl/workbook.bin", b"\0")
    assert "binær projektmappe (.xlsb)" in one_sentence(tmp_path / "fil.xlsb")


# --- files that would swell -------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked(right: Path) -> None:
    with_zeros = rezipped(right, right.with_name("bombe.xlsx"), unchanged, {"xl/media/x.xml": b"\0" * 300 * 2**20})
    assert with_zeros.stat().st_size < 2**20
    assert "fylder urimeligt meget" in one_sentence(with_zeros)


def test_an_archive_that_declares_too_much_in_all_is_refused(right: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each part is small enough and shrinks too little to be suspect; it is their sum that is too much.
    assert archive.LARGEST == 2**30
    monkeypatch.setattr(archive, "LARGEST", 3 * 2**20)
    parts = {f"xl/media/{number}.xml": random.Random(number).randbytes(2**20) for number in range(4)}
    assert "fylder urimeligt meget" in one_sentence(rezipped(right, right.with_name("bombe.xlsx"), unchanged, parts))


def test_a_member_that_unpacks_to_more_than_it_declares_is_refused(right: Path) -> None:
    # The directory says 100 bytes, with the right checksum of the first 100; the stream goes on for 5 MB.
    path = rezipped(right, right.with_name("løgn.xlsx"), unchanged, {"xl/media/x.xml": b"a" * 5_000_000})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"xl/media/x.xml") - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", content, entry + 16, zlib.crc32(b"a" * 100))
    struct.pack_into("<I", content, entry + 24, 100)
    path.write_bytes(content)
    assert "fylder urimeligt meget" in one_sentence(path)


def test_members_that_share_the_same_packed_bytes_are_refused(right: Path) -> None:
    # Overlapping members let a small archive unpack to any size without one member that shrinks suspiciously.
    path = rezipped(right, right.with_name("overlap.xlsx"), unchanged, {"a.xml": random.Random(2).randbytes(200_000)})
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", content, end + 16)[0]
    entry = content.rindex(b"a.xml") - 46
    copies = [bytes(content[entry : entry + 46]) + name for name in (b"b.xml", b"c.xml", b"d.xml")]
    directory = bytes(content[start:end]) + b"".join(copies)
    count = struct.unpack_from("<H", content, end + 10)[0] + len(copies)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    path.write_bytes(bytes(content[:start]) + directory + tail)
    assert "fylder urimeligt meget" in one_sentence(path)


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c\n r = 'XFD1048576'><v>1</v></c></row>",
        b'<row r="2"><c r="xfd1048576"><v>1</v></c></row>',
        b"<row r='1048576'>" + b"<c><v>1</v></c>" * 100 + b"</row>",
    ],
    ids=["usual", "odd quotes", "small letters", "without addresses"],
)
def test_two_cells_that_span_billions_are_refused(right: Path, far: bytes) -> None:
    # The reader keeps a place for every cell in between: without the guard this ends the process.
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    path = rezipped(right, right.with_name("fjern.xlsx"), with_sheet(first + far), {})
    assert "slet indholdet langt nede" in one_sentence(path)


def test_far_cells_that_are_only_formatted_do_no_harm(right: Path) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert MOST_CELLS < 1_048_576 * 16_384
    path = rezipped(right, right.with_name("formateret.xlsx"), with_sheet(rows), {})
    assert "missing_header" in [problem.code for problem in read(path).report.problems]


def test_one_long_text_shared_by_very_many_cells_is_refused(right: Path) -> None:
    # 30,000 letters once in the file, 200,000 times in memory: 6 GB.
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 200_001))
    rows = b'<row r="1">' + cells + b"</row>"
    shared = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 30_000
        + b"</t></si></sst>"
    )

    def change(name: str, content: bytes) -> bytes:
        return shared if name == "xl/sharedStrings.xml" else with_sheet(rows)(name, content)

    assert "fylder urimeligt meget" in one_sentence(rezipped(right, right.with_name("delt.xlsx"), change, {}))


def test_entities_that_multiply_are_refused(right: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<workbook", b'<!DOCTYPE a [<!ENTITY b "ha">]><workbook', 1)
            if "workbook.xml" in name
            else content
        )

    assert "beskadiget" in one_sentence(rezipped(right, right.with_name("entitet.xlsx"), change, {}))


# --- large files ------------------------------------------------------------------------------------------------------


def test_a_hundred_thousand_rows_with_a_hundred_faults_give_a_hundred_messages(tmp_path: Path) -> None:
    header = ["id", "postnummer", "timer mindst", "timer ønsket", "timer højst", "kan arbejde", "ordning"]
    rows: Rows = [[*header]]
    for number in range(100_000):
        most = "38" if number % 1_000 == 7 else "10,5"
        rows.append([f"{number:06d}", "6000", "4", "7,5", most, "ma-fr 08:00-14:00", "fleksjob"])
    result = read(write_csv_files(tmp_path / "filer", {"Borgere": rows}), accept_valid=True)
    assert [problem.row for problem in result.report.problems] == list(range(9, 100_002, 1_000))
    assert {problem.code for problem in result.report.problems} == {"number_too_high"}
    assert result.facts is not None
    assert len(result.facts.candidates) == 99_900
    assert result.facts.candidates[0].id == "000000"
