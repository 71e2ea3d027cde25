"""Rows that depend on other rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from matcher.files.kinds import Cell
from tests.unit.files.small_file import codes, read, right_sheets, row_with, write_csv_files

Change = tuple[str, str, Cell]
OF_A_CANDIDATE = {"Hensyn", "Ønsker", "Kompetencer", "Bindinger", "Borgerens ja", "Forløb"}


def changed(tmp_path: Path, changes: Iterable[Change]) -> Path:
    """The right file with some cells of its only rows changed."""
    sheets = right_sheets()
    for sheet, header, cell in changes:
        sheets[sheet][1] = row_with(sheet, {header: cell})
    return write_csv_files(tmp_path / "filer", sheets)


@pytest.mark.parametrize(
    ("change", "code", "refused"),
    [
        (
            ("Borgere", "timer højst", "99"),
            "candidate_refused",
            {"Hensyn", "Ønsker", "Kompetencer", "Bindinger", "Borgerens ja", "Forløb"},
        ),
        (("Virksomheder", "cvr", "1"), "employer_refused", {"Arbejdssteder", "Klausuler"}),
        (("Arbejdssteder", "postnummer", "1"), "workplace_refused", {"Stillinger", "Vilkår", "Forløb"}),
        (("Stillinger", "pladser", "0"), "opening_refused", {"Opgaver", "Bindinger", "Borgerens ja"}),
        (("Puljer", "beløb", "-1"), "budget_refused", {"Støttetilbud"}),
    ],
)
def test_what_depends_on_a_refused_row_is_refused_and_says_why(
    tmp_path: Path, change: Change, code: str, refused: set[str]
) -> None:
    result = read(changed(tmp_path, [change]), accept_valid=True)
    direct = {p.sheet.removesuffix(".csv"): p for p in result.report.problems if p.code == code}
    assert refused <= direct.keys()
    for sheet in refused:
        assert direct[sheet].code == code
        assert f"(arket {change[0]}, række 2)" in direct[sheet].sentence
    assert result.facts is not None


def test_refusal_goes_all_the_way_down(tmp_path: Path) -> None:
    # A refused employer takes its workplace, that its opening, that its task and the binding to it.
    result = read(changed(tmp_path, [("Virksomheder", "cvr", "1")]), accept_valid=True)
    assert codes(result) == [
        "cvr_not_eight_digits",
        "employer_refused",
        "workplace_refused",
        "workplace_refused",
        "opening_refused",
        "employer_refused",
        "opening_refused",
        "opening_refused",
        "workplace_refused",
    ]
    assert result.facts is not None
    assert result.facts.openings == ()
    assert [candidate.id for candidate in result.facts.candidates] == ["B-001"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("Hensyn", "hensyn", "findes ikke"), "need_refused"),
        (("Ønsker", "ønskes", "måske"), "wish_refused"),
    ],
)
def test_a_candidate_is_not_taken_without_a_need_or_a_wish_of_hers(tmp_path: Path, change: Change, code: str) -> None:
    # Guards against a plan that puts her where she must not be because the row that said so had a slip of the pen.
    result = read(changed(tmp_path, [change]), accept_valid=True)
    assert code in codes(result)
    assert result.facts is not None
    assert result.facts.candidates == ()
    assert len(result.facts.openings) == 1


def test_an_opening_is_not_taken_without_one_of_its_tasks(tmp_path: Path) -> None:
    result = read(changed(tmp_path, [("Opgaver", "timer", "mange")]), accept_valid=True)
    assert "task_refused" in codes(result)
    assert result.facts is not None
    assert result.facts.openings == ()


def test_a_candidate_is_taken_without_a_competence_that_could_not_be_read(tmp_path: Path) -> None:
    result = read(changed(tmp_path, [("Kompetencer", "måneder", "mange")]), accept_valid=True)
    assert codes(result) == ["not_a_number"]
    assert result.facts is not None
    assert result.facts.candidates[0].competences == ()


def test_a_wish_for_a_refused_workplace_goes_but_the_candidate_stays(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Arbejdssteder"].append(row_with("Arbejdssteder", {"id": "A-2", "postnummer": "1"}))
    sheets["Ønsker"].append(row_with("Ønsker", {"om": "arbejdssted", "hvad": "A-2", "ønskes": "nej"}))
    result = read(write_csv_files(tmp_path / "filer", sheets), accept_valid=True)
    assert codes(result) == ["workplace_refused", "postcode_not_four_digits"]
    assert result.facts is not None
    assert len(result.facts.candidates) == 1


@pytest.mark.parametrize(
    ("sheet", "header", "cell", "code"),
    [
        ("Hensyn", "borger", "1", "unknown_candidate"),
        ("Bindinger", "stilling", "S-1", "unknown_opening"),
        ("Klausuler", "arbejdssteder", "A-001; A-2", "unknown_workplace"),
        ("Støttetilbud", "pulje", "P-2", "unknown_budget"),
        ("Ønsker", "hvad", "x", "unknown_task"),
    ],
)
def test_a_reference_to_nothing_is_refused(tmp_path: Path, sheet: str, header: str, cell: str, code: str) -> None:
    assert code in codes(read(changed(tmp_path, [(sheet, header, cell)])))


@pytest.mark.parametrize(("about", "code"), [("virksomhed", "unknown_employer"), ("arbejdssted", "unknown_workplace")])
def test_a_wish_is_about_something_that_is_there(tmp_path: Path, about: str, code: str) -> None:
    sheets = right_sheets()
    sheets["Ønsker"].append(row_with("Ønsker", {"om": about, "hvad": "X-1"}))
    assert code in codes(read(write_csv_files(tmp_path / "filer", sheets)))


def test_an_id_that_lost_its_zeros_is_recognised(tmp_path: Path) -> None:
    sheets = right_sheets()
    for sheet, header in (("Borgere", "id"), ("Hensyn", "borger"), ("Ønsker", "borger"), ("Kompetencer", "borger")):
        sheets[sheet][1] = row_with(sheet, {header: "007"})
    sheets["Hensyn"][1] = row_with("Hensyn", {"borger": 7})
    for sheet in ("Bindinger", "Borgerens ja", "Forløb"):
        del sheets[sheet][1]
    result = read(write_csv_files(tmp_path / "filer", sheets))
    assert [problem.sentence for problem in result.report.problems] == [
        "Borgeren »7« findes ikke på arket Borgere. Mente du »007«?"
    ]


def test_an_unreadable_parent_is_said_once_and_not_for_every_row(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Borgere"][0][0] = "nummer"
    assert codes(read(write_csv_files(tmp_path / "filer", sheets))) == ["missing_column"]
