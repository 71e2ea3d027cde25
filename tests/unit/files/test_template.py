"""The empty workbook."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from matcher.catalogue.loader import load_catalogue
from matcher.files.tables import SHEETS
from matcher.files.template import write_template
from tests.unit.files.small_file import Rows, read, rows_of, write_book


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("skabelon") / "skabelon.xlsx"
    write_template(path, load_catalogue())
    return path


def part(path: Path, sheet: str) -> str:
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode()


def test_it_has_the_guide_first_and_then_every_sheet(template: Path) -> None:
    names = CalamineWorkbook.from_path(str(template)).sheet_names
    assert names == ["Vejledning", "Lister", *(sheet.danish for sheet in SHEETS)]


def test_it_imports_without_a_word_as_a_file_without_rows(template: Path) -> None:
    result = read(template)
    assert result.report.clean
    assert result.report.warnings == ()
    assert result.facts is not None
    assert result.facts.candidates == ()


def test_filled_with_the_examples_of_its_own_guide_it_imports(template: Path, tmp_path: Path) -> None:
    guide = rows_of(template, "Vejledning")
    start = next(number for number, row in enumerate(guide) if row[0] == "Ark")
    sheets: dict[str, Rows] = {sheet.danish: [list(rows_of(template, sheet.danish)[0]), []] for sheet in SHEETS}
    for row in guide[start + 1 :]:
        if row[0] in sheets and row[1] in sheets[str(row[0])][0]:
            sheets[str(row[0])][1].append(row[6])
    result = read(write_book(tmp_path / "udfyldt.xlsx", sheets))
    assert result.report.clean
    assert result.report.read == len(SHEETS)
    assert result.facts is not None
    assert len(result.facts.candidates[0].needs) == 1


def test_headers_are_frozen_and_explained(template: Path) -> None:
    for sheet in SHEETS:
        text = part(template, sheet.danish)
        assert 'state="frozen"' in text
        assert "legacyDrawing" in text
    with zipfile.ZipFile(template) as archive:
        notes = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    assert "Skal udfyldes. Borgerens sagsnummer eller løbenummer, aldrig CPR-nummer." in notes


@pytest.mark.parametrize(
    ("sheet", "source"),
    [
        ("Hensyn", "Lister!$A$2:$A$50"),
        ("Hensyn", "skal,bør,gerne"),
        ("Hensyn", "'Borgere'!$A$2:$A$10000"),
        ("Opgaver", "Lister!$B$2:$B$106"),
        ("Arbejdssteder", "Lister!$C$2:$C$24"),
        ("Vilkår", "ja,nej,ikke spurgt"),
        ("Borgere", "fleksjob,småjob,løntilskud,praktik,skånejob,ordinær"),
        ("Borgere", "ja,nej"),
    ],
)
def test_there_are_lists_to_choose_from(template: Path, sheet: str, source: str) -> None:
    found = [text.strip('"') for text in re.findall(r"<formula1>(.*?)</formula1>", part(template, sheet))]
    assert source in [text.replace("&quot;", '"').strip('"') for text in found]


def test_every_entry_of_the_lists_is_understood(template: Path) -> None:
    lists = rows_of(template, "Lister")
    assert lists[0][:3] == ["Hensyn", "Opgaver", "Brancher"]
    assert lists[1][0] == "SCH-01 Nedsat ugentlig arbejdstid"
    assert len([row for row in lists[1:] if row[0]]) == len(load_catalogue().accommodations)


def test_ids_are_typed_as_text_and_dates_as_dates(template: Path) -> None:
    with zipfile.ZipFile(template) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert 'formatCode="dd-mm-yyyy"' in styles
    # The first column of Borgere is the id; its style is the built-in text format, number 49.
    column = re.search(r'<col min="1" max="1" [^>]*style="(\d+)"', part(template, "Borgere"))
    assert column is not None
    formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    assert 'numFmtId="49"' in formats[int(column[1])]


def test_the_guide_explains_every_column_and_every_switch(template: Path) -> None:
    words = {(row[0], row[1]) for row in rows_of(template, "Vejledning")}
    for sheet in SHEETS:
        for column in sheet.columns:
            assert (sheet.danish, column.danish) in words
    assert ("regel.ratio", "ja eller nej") in words
    assert ("parameter.ratio.first_ratio", "et tal") in words


def test_the_same_catalogue_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "igen.xlsx", load_catalogue())
    assert (tmp_path / "igen.xlsx").read_bytes() == template.read_bytes()
