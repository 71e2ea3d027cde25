"""CSV as other programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.domain import MatcherError
from matcher.files.source import csv_folder
from tests.unit.files.small_file import codes, read, right_sheets, row_with, write_csv_files

NAMES = "id;postnummer;timer mindst;timer ønsket;timer højst"
ROW = "B-1;6000;4;7,5;10"


def only(tmp_path: Path, content: bytes, name: str = "Borgere.csv") -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_encoding_gives_the_same_facts(tmp_path: Path, delimiter: str, encoding: str) -> None:
    plain = read(write_csv_files(tmp_path / "ren", right_sheets()))
    other = read(write_csv_files(tmp_path / "anden", right_sheets(), delimiter, encoding))
    assert other.report.clean
    assert other.facts == plain.facts
    assert plain.facts is not None


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(tmp_path: Path, ending: str) -> None:
    facts = read(only(tmp_path, ending.join([NAMES, ROW, ""]).encode())).facts
    assert facts is not None
    assert facts.candidates[0].hours_target == 7.5


def test_the_line_that_names_the_delimiter_is_obeyed_and_counted(tmp_path: Path) -> None:
    content = "sep=;\n" + NAMES + "\n" + ROW.replace("6000", "600")
    problems = read(only(tmp_path, content.encode())).report.problems
    assert [(problem.row, problem.code) for problem in problems] == [(3, "postcode_not_four_digits")]


def test_a_title_with_semicolons_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    content = "Udtræk; jobcenter; uge 48; a; b; c; d\n" + NAMES.replace(";", "\t") + "\n" + ROW.replace(";", "\t")
    assert read(only(tmp_path, content.encode())).facts is not None


def test_danish_letters_in_windows_1252_are_read(tmp_path: Path) -> None:
    content = (NAMES + ";navn\n" + ROW + ";Søren Ærø Åby – 5 €").encode("cp1252")
    facts = read(only(tmp_path, content)).facts
    assert facts is not None
    assert facts.identities[0].name == "Søren Ærø Åby – 5 €"


def test_utf_8_with_one_broken_letter_is_refused_and_not_guessed(tmp_path: Path) -> None:
    content = (NAMES + ";navn\n" + ROW + ";Søren").encode() + b"\n" + ROW.replace("B-1", "B-2").encode() + b";\xe6"
    result = read(only(tmp_path, content))
    assert codes(result)[:2] == ["garbled_letters", "garbled_letters"]
    assert result.report.problems[0].column == "timer Ã¸nsket"
    only_names = content.replace("timer ønsket;timer højst".encode(), b"hours target;hours max")
    assert codes(read(only(tmp_path, only_names))) == ["garbled_letters"]


def test_row_numbers_are_those_of_a_spreadsheet_also_after_cells_with_line_breaks(tmp_path: Path) -> None:
    content = NAMES + ";om borgeren\n" + ROW + ';"to\nlinjer"\n\nB-2;600;4;8;10;\n'
    problems = read(only(tmp_path, content.encode())).report.problems
    assert [(problem.row, problem.code) for problem in problems] == [(4, "postcode_not_four_digits")]


@pytest.mark.parametrize("bad", ['B-2;6000;4;8;"10\nB-3;6000;4;8;10', 'B-2;"60"00;4;8;10'])
def test_a_missing_quote_keeps_the_sheet_from_being_read(tmp_path: Path, bad: str) -> None:
    result = read(only(tmp_path, f"{NAMES}\n{ROW}\n{bad}\n".encode()), accept_valid=True)
    assert codes(result) == ["broken_quotes"]
    assert "fra række 3" in result.report.problems[0].sentence
    assert result.facts is None


def test_a_decimal_comma_in_a_file_divided_by_commas_is_noticed(tmp_path: Path) -> None:
    content = NAMES.replace(";", ",") + "\nB-1,6000,4,7,5,10"
    assert "too_many_cells" in codes(read(only(tmp_path, content.encode())))


def test_an_empty_file_is_pointed_out(tmp_path: Path) -> None:
    only(tmp_path, f"{NAMES}\n{ROW}".encode())
    result = read(only(tmp_path, b"", "Hensyn.csv"))
    assert [(warning.sheet, warning.code) for warning in result.report.warnings][-1] == ("Hensyn.csv", "empty_file")
    assert result.facts is not None


def test_a_foreign_file_in_the_folder_is_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "adresser.csv").write_text("a;b\n")
    (tmp_path / "notat.docx").write_bytes(b"PK")
    result = read(only(tmp_path, f"{NAMES}\n{ROW}".encode()))
    assert ("adresser.csv", "unknown_sheet") in [(warning.sheet, warning.code) for warning in result.report.warnings]
    assert not [warning for warning in result.report.warnings if "docx" in warning.sheet]


@pytest.mark.parametrize("name", ["borgere.CSV", "Candidates.tsv", "BORGERE.txt"])
def test_files_are_known_by_name_in_danish_and_english(tmp_path: Path, name: str) -> None:
    facts = read(only(tmp_path, f"{NAMES}\n{ROW}".encode(), name)).facts
    assert facts is not None
    assert len(facts.candidates) == 1


def test_a_prefix_against_formulas_is_taken_off(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"].append(row_with("Puljer", {"id": "P-2", "navn": "'=1+1"}))
    facts = read(write_csv_files(tmp_path / "filer", sheets)).facts
    assert facts is not None
    assert facts.budgets[1].name == "=1+1"


def test_a_folder_without_any_file_we_know_is_turned_away(tmp_path: Path) -> None:
    (tmp_path / "adresser.csv").write_text("a;b\n")
    with pytest.raises(MatcherError, match="ingen af de CSV-filer, Brobygger kender, fx Borgere.csv"):
        read(tmp_path)


@pytest.mark.parametrize("content", [b"PK\x03\x04abc", b"id;navn\n\x00\x01"])
def test_a_file_that_is_no_text_is_turned_away(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(MatcherError, match="»Borgere.csv« er ikke en tekstfil"):
        read(only(tmp_path, content))


def test_a_single_csv_file_is_asked_for_its_folder(tmp_path: Path) -> None:
    only(tmp_path, f"{NAMES}\n{ROW}".encode())
    with pytest.raises(MatcherError, match="angiv mappen"):
        read(tmp_path / "Borgere.csv")


def test_a_folder_with_too_much_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_folder, "LARGEST", 50)
    with pytest.raises(MatcherError, match="fylder urimeligt meget"):
        read(only(tmp_path, f"{NAMES}\n{ROW}".encode()))


def test_a_row_of_endless_cells_is_turned_away(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="»Borgere.csv« fylder urimeligt meget"):
        read(only(tmp_path, f"{NAMES}\n{ROW}\n{';' * 20_000}\n".encode()))
