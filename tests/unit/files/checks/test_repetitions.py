"""Rows that are there twice."""

from __future__ import annotations

from pathlib import Path

from tests.unit.files.small_file import codes, read, right_sheets, row_like, row_with, write_csv_files


def test_two_rows_with_one_id_are_both_refused_and_name_each_other(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"] += [row_like("Puljer", id="P-2", navn="a"), row_like("Puljer", id="P-2", navn="b")]
    result = read(write_csv_files(tmp_path / "filer", sheets), accept_valid=True)
    assert [(p.row, p.code) for p in result.report.problems] == [(3, "duplicate_id"), (4, "duplicate_id")]
    assert "række 4" in result.report.problems[0].sentence
    assert result.facts is not None
    assert [budget.id for budget in result.facts.budgets] == ["P-001"]


def test_of_two_rows_that_are_alike_the_first_is_kept_and_nothing_hangs_on_the_second(tmp_path: Path) -> None:
    sheets = right_sheets()
    for name in ("Borgere", "Hensyn", "Ønsker", "Stillinger", "Opgaver"):
        sheets[name].append(list(sheets[name][1]))
    result = read(write_csv_files(tmp_path / "filer", sheets), accept_valid=True)
    assert set(codes(result)) == {"repeated_row"}
    assert result.facts is not None
    assert len(result.facts.candidates[0].needs) == 1
    assert len(result.facts.openings[0].tasks) == 1


def test_a_third_row_names_both_others(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"] += [row_like("Puljer", id="P-2", navn=name) for name in "abc"]
    sentences = [p.sentence for p in read(write_csv_files(tmp_path / "filer", sheets)).report.problems]
    assert "også brugt i række 3, 5;" in sentences[1]


def test_one_person_with_two_rows_is_found_by_her_cpr_number_which_is_not_shown(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Borgere"] += [
        row_with("Borgere", {"id": "B-2", "cpr": "010190-1234"}),
        row_with("Borgere", {"id": "B-3", "cpr": "0101901234"}),
    ]
    problems = read(write_csv_files(tmp_path / "filer", sheets)).report.problems
    assert [p.code for p in problems] == ["duplicate_cpr", "duplicate_cpr"]
    assert not any("1234" in f"{p} {p.value}" for p in problems)


def test_a_yes_may_be_given_again_after_it_was_withdrawn(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Borgerens ja"].append(row_with("Borgerens ja", {"givet": "20-11-2026"}))
    assert read(write_csv_files(tmp_path / "filer", sheets)).report.clean
