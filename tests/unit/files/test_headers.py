"""Headers: where they stand, what they are called, what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.files.headers import find_headers
from matcher.files.sheets.candidates import CANDIDATES
from matcher.files.source.grid import Grid, Merge
from matcher.files.table import Table
from tests.unit.files.kinds.test_word import WORDS
from tests.unit.files.small_file import codes, read, right_sheets, write_book

NAMES = ["id", "postnummer", "timer mindst", "timer ønsket", "timer højst"]
ROW = ["B-1", "6000", "4", "8", "10"]


def table(rows: list[list[str]], merges: tuple[Merge, ...] = (), *, ragged: bool = False) -> Table:
    return Table(CANDIDATES, Grid("Borgere", [list(row) for row in rows], merges, ragged=ragged), WORDS)


def problem_codes(found: Table) -> list[str]:
    return [problem.code for _, _, problem in found.problems]


def warning_codes(found: Table) -> list[str]:
    return [problem.code for _, _, problem in found.warnings]


def test_title_rows_above_the_header_are_passed_over() -> None:
    found = table([["Borgere i uge 48"], [], ["", "trukket 24-11-2026"], NAMES, ROW])
    assert found.numbers == [5]
    assert found.values["hours_target"] == [8.0]
    assert not found.problems


def test_columns_come_in_any_order_in_danish_or_english_with_line_breaks_and_capitals() -> None:
    found = table([["Hours\nmax", "POSTNR.", "Timer  Mindst", "hours_target", "ID *"], ["10", "6000", "4", "8", "B-1"]])
    assert found.values["id"] == ["B-1"]
    assert found.values["hours_max"] == [10.0]
    assert not found.problems


def test_problems_name_the_users_own_header() -> None:
    found = table([["ID *", *NAMES[1:-1], "Timer\nhøjst"], [*ROW[:-1], "99"]])
    assert [problem.column for *_, problem in found.problems] == ["Timer højst"]


def test_blank_rows_are_passed_over_and_row_numbers_stay_those_of_the_sheet() -> None:
    found = table([NAMES, ROW, ["", " ", "", "", ""], [], ["B-2", *ROW[1:]]])
    assert found.numbers == [2, 5]


def test_headers_over_two_rows_are_joined_by_their_merged_cells() -> None:
    rows = [["id", "postnummer", "Timer", "", ""], ["", "", "mindst", "ønsket", "højst"], ROW]
    merges = (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 4)))
    found = table(rows, merges)
    assert found.numbers == [3]
    assert (found.values["hours_min"], found.values["hours_max"]) == ([4.0], [10.0])
    assert found.values["id"] == ["B-1"]
    assert not found.problems


def test_a_header_merged_over_filled_columns_keeps_the_sheet_from_being_read() -> None:
    found = table([[*NAMES, "navn", ""], [*ROW, "Ane", "Eksempel"]], (((0, 5), (0, 6)),))
    assert problem_codes(found) == ["merged_header"]
    assert "»navn« er flettet hen over 2 kolonner" in found.problems[0][2].sentence
    assert found.unreadable


def test_a_header_merged_over_empty_columns_does_no_harm() -> None:
    found = table([[*NAMES, "navn", ""], [*ROW, "Ane", ""]], (((0, 5), (0, 6)),))
    assert not found.problems
    assert found.values["name"] == ["Ane"]


def test_a_filled_column_without_a_header_is_pointed_out() -> None:
    found = table([[*NAMES, ""], [*ROW, "hvad er det?"]])
    assert warning_codes(found) == ["column_without_header"]
    assert "Kolonne F har indhold" in found.warnings[0][2].sentence


def test_an_unknown_column_is_pointed_out_and_not_read() -> None:
    found = table([[*NAMES, "yndlingsfarve"], [*ROW, "blå"]])
    assert warning_codes(found) == ["unknown_column"]
    assert not found.problems


def test_a_misspelt_column_is_no_unknown_column() -> None:
    # Guards against a column that is quietly left out for one wrong letter: here the limit on presence.
    found = table([[*NAMES, "fremøde højst"], [*ROW, "12"]])
    assert problem_codes(found) == ["misspelt_column"]
    assert "Mente du »fremmøde højst«?" in found.problems[0][2].sentence


@pytest.mark.parametrize("header", ["Diagnose", "diagnoser", "ICD-10"])
def test_a_column_with_causes_is_turned_away(header: str) -> None:
    found = table([[*NAMES, header], [*ROW, "x"]])
    assert problem_codes(found) == ["health_column"]


def test_a_column_that_comes_twice_and_one_that_is_missing_keep_the_sheet_from_being_read() -> None:
    found = table([["id", "postnummer", "postnr", "timer mindst", "timer ønsket"], ROW])
    assert problem_codes(found) == ["duplicate_column", "missing_column"]
    assert "»timer højst« mangler" in found.problems[1][2].sentence
    assert found.unreadable
    assert list(found.kept) == []


def test_a_sheet_without_headers_says_what_they_are() -> None:
    found = table([["B-1", "6000"], ["B-2", "6000"]])
    assert problem_codes(found) == ["missing_header"]
    assert "fx »id«, »navn«, »cpr«" in found.problems[0][2].sentence


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], []], [NAMES]])
def test_an_empty_sheet_is_simply_empty(rows: list[list[str]]) -> None:
    found = table(rows)
    assert len(found) == 0
    assert not found.problems


def test_the_column_of_errors_from_a_report_is_passed_over() -> None:
    found = table([[*NAMES, "Fejl"], [*ROW, "Timer: for mange"], ["", "", "", "", "", "kun fejl"]])
    assert not found.warnings
    assert found.numbers == [2]


def test_a_row_with_more_cells_than_the_header_has_been_divided_wrongly() -> None:
    found = table([NAMES, [*ROW[:-1], "10", "5"]], ragged=True)
    assert problem_codes(found) == ["too_many_cells"]
    assert "6 celler, men overskriften kun 5" in found.problems[0][2].sentence


def test_cells_merged_down_over_several_rows_are_named_as_such() -> None:
    found = table([NAMES, ROW, ["", *ROW[1:]]], (((1, 0), (2, 0)),))
    assert problem_codes(found) == ["merged_cell"]
    assert found.problems[0][2].sentence.startswith("Cellen er flettet med cellen i række 2")


def test_the_row_with_most_headers_is_the_header() -> None:
    headers = find_headers(Grid("Borgere", [["id"], ["navn", "id"], list(NAMES), list(ROW)]), CANDIDATES)
    assert headers.row == 2


def test_a_sheet_that_cannot_be_read_keeps_everything_back(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Hensyn"][0][0] = "hvem"
    result = read(write_book(tmp_path / "fil.xlsx", sheets), accept_valid=True)
    assert codes(result) == ["missing_column"]
    assert result.facts is None
    assert result.report.unreadable == ("Hensyn",)
