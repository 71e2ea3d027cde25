"""Warnings: shown, and refuse nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.files.kinds import Cell
from tests.unit.files.small_file import read, right_sheets, row_with, write_csv_files


def warnings_with(tmp_path: Path, sheet: str, changes: dict[str, Cell | None]) -> list[str]:
    sheets = right_sheets()
    sheets[sheet][1] = row_with(sheet, changes)
    result = read(write_csv_files(tmp_path / "filer", sheets))
    assert result.report.clean
    assert result.facts is not None
    return [warning.code for warning in result.report.warnings]


def test_the_example_gives_none(tmp_path: Path) -> None:
    assert warnings_with(tmp_path, "Borgere", {}) == []


@pytest.mark.parametrize(
    ("sheet", "changes", "code"),
    [
        ("Borgere", {"kan arbejde": ""}, "no_availability"),
        ("Borgere", {"ordning": ""}, "no_scheme"),
        ("Borgere", {"bevilget til": "23-11-2026"}, "grant_ended"),
        ("Borgere", {"uden arbejde siden": "25-11-2026"}, "date_in_future"),
        ("Borgere", {"tidligere virksomheder": "V-001; V-9"}, "unlisted_employer"),
        ("Borgere", {"ægtefælles virksomheder": "V-9"}, "unlisted_employer"),
        ("Hensyn", {"revurderes": "23-11-2026"}, "review_passed"),
        ("Stillinger", {"seneste start": "23-11-2026"}, "start_passed"),
        ("Stillinger", {"pladser": "1"}, "hours_cannot_be_filled"),
        ("Opgaver", {"timer": "10"}, "task_hours_differ"),
        ("Støttetilbud", {"til": "23-11-2026"}, "offer_ended"),
        ("Klausuler", {"til": "23-11-2026"}, "clause_ended"),
        ("Klausuler", {"leveret": "3"}, "clause_delivered"),
        ("Forløb", {"fra": "25-11-2026", "til": ""}, "date_in_future"),
    ],
)
def test_what_may_be_a_mistake_is_pointed_out(
    tmp_path: Path, sheet: str, changes: dict[str, Cell | None], code: str
) -> None:
    assert warnings_with(tmp_path, sheet, changes) == [code]


@pytest.mark.parametrize(
    ("sheet", "changes"),
    [
        ("Hensyn", {"revurderes": "24-11-2026"}),
        ("Borgere", {"bevilget til": "24-11-2026"}),
        ("Opgaver", {"timer": "16,25"}),
    ],
)
def test_the_day_itself_and_a_quarter_of_an_hour_are_no_mistake(
    tmp_path: Path, sheet: str, changes: dict[str, Cell | None]
) -> None:
    assert warnings_with(tmp_path, sheet, changes) == []


def test_a_column_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    sheets = right_sheets()
    place = sheets["Borgere"][0].index("kan arbejde")
    sheets["Borgere"].append(row_with("Borgere", {"id": "B-2"}))
    sheets["Borgere"] = [row[:place] + row[place + 1 :] for row in sheets["Borgere"]]
    warnings = read(write_csv_files(tmp_path / "filer", sheets)).report.warnings
    assert [(warning.code, warning.row) for warning in warnings] == [("column_not_there", None)]
