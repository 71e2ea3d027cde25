"""Needs, provisions and support offers against the catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.files.kinds import Amount, Cell, Number
from matcher.files.reading import read_facts
from tests.unit.files.small_file import DAY, read, right_sheets, row_with, write_csv_files


def with_row(tmp_path: Path, sheet: str, changes: dict[str, Cell | None]) -> tuple[list[str], list[str]]:
    """Codes of problems and of warnings when the only row of a sheet is changed so."""
    sheets = right_sheets()
    sheets[sheet][1] = row_with(sheet, changes)
    report = read(write_csv_files(tmp_path / "filer", sheets)).report
    return [p.code for p in report.problems if not p.is_consequence], [w.code for w in report.warnings]


@pytest.mark.parametrize(
    ("changes", "problems", "warnings"),
    [
        ({"hensyn": "PHY-01", "mængde": "50"}, [], []),
        ({"hensyn": "PHY-01", "mængde": "50,1"}, ["amount_too_high"], []),
        ({"hensyn": "PHY-01", "mængde": ""}, [], []),
        ({"hensyn": "SOC-03", "mængde": ""}, ["amount_missing"], []),
        ({"hensyn": "SCH-05", "mængde": "09:30"}, [], []),
        ({"hensyn": "SCH-05", "mængde": "09:10"}, ["amount_not_half_hour"], []),
        ({"hensyn": "SCH-05", "mængde": "4"}, ["amount_too_low"], []),
        ({"hensyn": "SEN-01", "mængde": "2"}, [], ["amount_not_used"]),
        ({"hensyn": "SAF-01", "mængde": "", "dele": "arbejde i højden; truck"}, [], []),
        ({"hensyn": "SAF-01", "mængde": "", "dele": "elevator"}, ["part_of_another"], []),
        ({"hensyn": "SEN-01", "mængde": "", "dele": "støv"}, ["part_of_another"], []),
        ({"hensyn": "LNG-01", "mængde": "", "dele": "enkelt dansk; engelsk"}, [], []),
        ({"hensyn": "SCH-11", "mængde": "", "tidsrum": ""}, [], ["windows_missing"]),
        ({"hensyn": "SCH-11", "mængde": "", "tidsrum": "ti 10:00-12:00"}, [], []),
        ({"hensyn": "SCH-06", "mængde": "", "tidsrum": ""}, [], []),
        ({"hensyn": "PHY-01", "tidsrum": "ti 10:00-12:00"}, [], ["windows_not_used"]),
    ],
)
def test_needs(tmp_path: Path, changes: dict[str, Cell | None], problems: list[str], warnings: list[str]) -> None:
    assert with_row(tmp_path, "Hensyn", changes) == (problems, warnings)


@pytest.mark.parametrize(
    ("changes", "problems", "warnings"),
    [
        ({"svar": "ikke spurgt", "antal": "", "timer": ""}, [], []),
        ({"svar": "ja", "antal": "0"}, ["answer_contradicts"], []),
        ({"svar": "nej", "antal": "2", "timer": ""}, ["answer_contradicts"], []),
        ({"svar": "nej", "antal": "0", "timer": ""}, [], []),
        ({"hensyn": "SEN-01", "antal": "3", "timer": ""}, [], ["count_not_used"]),
        ({"hensyn": "SEN-01", "antal": "", "timer": "3"}, [], ["support_hours_not_used"]),
        ({"hensyn": "SOC-02", "antal": "", "timer": "3"}, [], []),
        ({"hensyn": "PHY-09", "antal": "", "timer": "", "dele": "elevator"}, [], []),
        ({"hensyn": "SOC-05", "antal": "", "timer": "", "mængde": "12"}, [], []),
    ],
)
def test_provisions(tmp_path: Path, changes: dict[str, Cell | None], problems: list[str], warnings: list[str]) -> None:
    assert with_row(tmp_path, "Vilkår", changes) == (problems, warnings)


@pytest.mark.parametrize(
    ("changes", "problems", "warnings"),
    [
        ({"timer pr. uge": ""}, [], ["offer_without_hours"]),
        ({"hensyn": "SEN-01", "timer pr. uge": ""}, [], ["offer_cannot_be_given"]),
        ({"hensyn": "PHY-08; PHY-03", "timer pr. uge": "", "antal": "4"}, [], []),
        ({"antal": "2"}, ["hours_and_count"], []),
        ({"postnummer": ""}, ["half_a_reach"], []),
        ({"postnummer": "", "radius km": ""}, [], []),
    ],
)
def test_support_offers(
    tmp_path: Path, changes: dict[str, Cell | None], problems: list[str], warnings: list[str]
) -> None:
    assert with_row(tmp_path, "Støttetilbud", changes) == (problems, warnings)


def test_a_row_that_only_the_domain_refuses_is_refused_with_what_hangs_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No check of ours says no here: the catalogue's own range is wider than the domain's.
    catalogue = load_catalogue()
    heavy = replace(catalogue.accommodations["PHY-01"], amount_high=50_000)
    wide = replace(catalogue, accommodations={**catalogue.accommodations, "PHY-01": heavy})
    monkeypatch.setattr(Amount, "read", lambda self, cell, words: Number(0, 50_000).read(cell, words))
    sheets = right_sheets()
    sheets["Hensyn"][1] = row_with("Hensyn", {"mængde": "20000"})
    folder = write_csv_files(tmp_path / "filer", sheets)
    result = read_facts(folder, wide, day=DAY, accept_valid=True)
    found = [(problem.sheet, problem.code) for problem in result.report.problems]
    assert ("Hensyn.csv", "invalid_row") in found
    assert ("Borgere.csv", "need_refused") in found
    assert ("Bindinger.csv", "candidate_refused") in found
    assert result.facts is not None
    assert result.facts.candidates == ()
    assert read_facts(folder, wide, day=DAY).facts is None
