"""What we write can be opened by anybody without anything happening."""

from __future__ import annotations

import csv
import math
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from matcher.catalogue.loader import load_catalogue
from matcher.domain import MatcherError
from matcher.files.facts_writing import write_facts
from matcher.files.report_writing import write_report
from matcher.files.template import write_template
from matcher.files.writing import csv_text, fitting_widths, open_workbook, write_csv, write_table
from tests.unit.files.small_file import read, right_sheets, row_with, rows_of, write_csv_files

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "\r=1", "＝1", "{=1}", "http://x.dk"]


def xml_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/"))


def test_text_stays_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "bog.xlsx"
    with open_workbook(path) as book:
        write_table(book, "Ark", ["navn"], [[text] for text in DANGEROUS], title="=titel")
    assert [row[0] for row in rows_of(path, "Ark")][3:] == DANGEROUS
    assert rows_of(path, "Ark")[0][0] == "=titel"
    assert "<f>" not in xml_of(path)
    assert "<hyperlink" not in xml_of(path)


def test_no_file_that_comes_of_foreign_text_has_a_formula_in_it(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"] += [
        row_with("Puljer", {"id": f"P-{number}", "navn": text}) for number, text in enumerate(DANGEROUS, 2)
    ]
    sheets["Puljer"].append(row_with("Puljer", {"id": "=2+2", "beløb": "=3+3"}))
    result = read(write_csv_files(tmp_path / "filer", sheets), accept_valid=True)
    assert result.facts is not None
    assert result.report.problems
    written = [tmp_path / name for name in ("rapport.xlsx", "fakta.xlsx", "skabelon.xlsx")]
    write_report(result.report, written[0])
    write_facts(result.facts, written[1], load_catalogue())
    write_template(written[2], load_catalogue())
    for path in written:
        assert "<f>" not in xml_of(path)
        assert "<hyperlink" not in xml_of(path)
    assert "=3+3" in {cell for row in rows_of(written[0], "Puljer") for cell in row}
    write_facts(result.facts, tmp_path / "csv", load_catalogue())
    for file in (tmp_path / "csv").iterdir():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines, delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝")]


def test_numbers_dates_and_times_are_written_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "bog.xlsx"
    cells = [0.1 + 0.2, 1e-7, -5, 6000.0, date(2026, 11, 24), datetime(2026, 11, 24, 8, 30), time(8, 30), 2**53 - 1]  # noqa: DTZ001
    with open_workbook(path) as book:
        page = book.sheet("Ark")
        for place, cell in enumerate(cells):
            book.write(page, 0, place, cell, "wrap")
        for place, odd in enumerate([True, None, math.nan, math.inf, date(1899, 5, 1), timedelta(hours=30)]):
            book.write(page, 1, place, odd)
    rows = rows_of(path, "Ark")
    assert rows[0] == cells
    assert rows[1][:5] == ["ja", "", "nan", "inf", "01-05-1899"]
    assert rows[1][5] == timedelta(hours=30)


def test_a_text_that_a_cell_cannot_hold_is_an_error_and_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="for lang til en celle"), open_workbook(tmp_path / "bog.xlsx") as book:
        book.write(book.sheet("Ark"), 0, 0, "😀" * 16_384)
    with pytest.raises(MatcherError, match="plads til 1048576 rækker"), open_workbook(tmp_path / "bog.xlsx") as book:
        book.write(book.sheet("Ark"), 1_048_576, 0, "x")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "bog.xlsx"
    path.write_text("den gamle")

    def rows() -> Iterator[list[str]]:
        yield ["en"]
        raise RuntimeError("strømmen gik")

    with pytest.raises(RuntimeError), open_workbook(path) as book:
        write_table(book, "Ark", ["a"], rows())
    with pytest.raises(RuntimeError):
        write_csv(path, ["a"], rows())
    assert path.read_text() == "den gamle"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["findes/ikke/bog.xlsx", "fil.txt/bog.xlsx"])
def test_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "fil.txt").write_text("")
    with pytest.raises(MatcherError, match="»bog.xlsx« kan ikke skrives"), open_workbook(tmp_path / name) as book:
        book.sheet("Ark")
    with pytest.raises(MatcherError, match="kan ikke skrives"):
        write_csv(tmp_path / name, ["a"], [])
    facts = read(write_csv_files(tmp_path / "filer", right_sheets())).facts
    assert facts is not None
    with pytest.raises(MatcherError, match="skal ende på .xlsx"):
        write_facts(facts, tmp_path / "fil.txt", load_catalogue())
    with pytest.raises(MatcherError, match="kan ikke laves"):
        write_facts(facts, tmp_path / "fil.txt" / "mappe", load_catalogue())


def test_a_table_has_a_frozen_header_a_filter_and_fitting_columns(tmp_path: Path) -> None:
    path = tmp_path / "bog.xlsx"
    with open_workbook(path) as book:
        write_table(book, "Ark: 1/2", ["navn", "pris"], [["Ane", 2.5], ["Bo", None]], styles=["bold", "two decimals"])
    assert CalamineWorkbook.from_path(str(path)).sheet_names == ["Ark  1 2"]
    text = xml_of(path)
    assert '<autoFilter ref="A1:B3"/>' in text
    assert 'state="frozen"' in text
    assert fitting_widths([["a", "x" * 30], ["to\nlinjer", None]]) == [8.0, 32.0]
    assert fitting_widths([["x" * 500]]) == [60.0]


def test_csv_cells() -> None:
    cells = [None, True, 0.5, -5, 6000.0, date(2026, 11, 24), "-5", "Ane"]
    assert [csv_text(cell) for cell in cells] == ["", "ja", "0,5", "-5", "6000", "24-11-2026", "'-5", "Ane"]


def test_writing_the_same_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    facts = read(write_csv_files(tmp_path / "filer", right_sheets())).facts
    assert facts is not None
    for name in ("en.xlsx", "to.xlsx"):
        write_facts(facts, tmp_path / name, load_catalogue())
    assert (tmp_path / "en.xlsx").read_bytes() == (tmp_path / "to.xlsx").read_bytes()
