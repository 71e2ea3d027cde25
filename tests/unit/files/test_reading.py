"""Reading whole files."""

from __future__ import annotations

import gc
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain import MatcherError
from matcher.files.kinds import Cell
from matcher.files.reading import read_facts
from tests.unit.files.small_file import DAY, causes, codes, read, right_sheets, row_with, write_book, write_csv_files


def test_a_workbook_and_its_csv_files_give_the_same_facts(tmp_path: Path) -> None:
    from_book = read(write_book(tmp_path / "fil.xlsx", right_sheets()))
    from_csv = read(write_csv_files(tmp_path / "filer", right_sheets()))
    assert from_book.report.clean
    assert from_book.facts is not None
    assert from_book.facts == from_csv.facts


def test_leading_zeros_and_danish_letters_come_through(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"] += [row_with("Puljer", {"id": "007", "navn": "Æblegrød på Å"}), row_with("Puljer", {"id": "7"})]
    for path in (write_book(tmp_path / "fil.xlsx", sheets), write_csv_files(tmp_path / "filer", sheets)):
        facts = read(path).facts
        assert facts is not None
        assert [budget.id for budget in facts.budgets] == ["P-001", "007", "7"]
        assert facts.budgets[1].name == "Æblegrød på Å"


def test_the_order_of_sheets_and_columns_does_not_matter(tmp_path: Path) -> None:
    turned = {name: [list(reversed(row)) for row in rows] for name, rows in reversed(list(right_sheets().items()))}
    assert (
        read(write_book(tmp_path / "vendt.xlsx", turned)).facts
        == read(write_book(tmp_path / "ret.xlsx", right_sheets())).facts
    )


def test_sheets_may_be_missing_empty_or_named_in_english(tmp_path: Path) -> None:
    sheets = right_sheets()
    result = read(write_book(tmp_path / "fil.xlsx", {"CANDIDATES": sheets["Borgere"], "Stillinger": [], "Needs": []}))
    assert result.report.clean
    assert result.facts is not None
    assert len(result.facts.candidates) == 1
    assert result.facts.openings == ()


def test_typed_cells_of_the_wrong_type_are_named(tmp_path: Path) -> None:
    sheets = right_sheets()
    cells: list[tuple[str, str, Cell, str]] = [
        ("Puljer", "id", date(2026, 2, 1), "id_became_date"),
        ("Puljer", "id", 12.5, "id_is_decimal"),
        ("Puljer", "id", 123456789012345678.0, "id_lost_digits"),
        ("Puljer", "beløb", date(2026, 2, 1), "number_is_date"),
        ("Støttetilbud", "til", 46350, "date_is_number"),
        ("Støttetilbud", "til", time(8, 30), "not_a_date"),
    ]
    for number, (sheet, header, cell, _) in enumerate(cells):
        id_: dict[str, Cell | None] = {"id": f"X-{number}", header: cell}
        sheets[sheet].append(row_with(sheet, id_))
    result = read(write_book(tmp_path / "fil.xlsx", sheets))
    found = {(problem.sheet, problem.column, problem.code) for problem in causes(result)}
    assert found == {(sheet, header, code) for sheet, header, _, code in cells}


def test_a_number_cell_may_be_an_id_and_true_may_be_yes(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Puljer"].append(row_with("Puljer", {"id": 6000.0}))
    sheets["Borgere"][1] = row_with("Borgere", {"vil op i tid": True})
    facts = read(write_book(tmp_path / "fil.xlsx", sheets)).facts
    assert facts is not None
    assert facts.budgets[1].id == "6000"
    assert facts.candidates[0].wants_growth is True


def test_every_fault_of_a_row_is_reported_and_not_only_the_first(tmp_path: Path) -> None:
    sheets = right_sheets()
    wrong: dict[str, Cell | None] = {"id": "B-2", "postnummer": "1", "timer højst": "x", "dansk": "y", "antal job": "9"}
    sheets["Borgere"].append(row_with("Borgere", wrong))
    problems = read(write_csv_files(tmp_path / "filer", sheets)).report.problems
    assert [(problem.row, problem.column) for problem in problems] == [
        (3, "postnummer"),
        (3, "timer højst"),
        (3, "antal job"),
        (3, "dansk"),
    ]


def test_texts_that_must_not_be_kept_are_refused_in_a_file(tmp_path: Path) -> None:
    sheets = right_sheets()
    for number, text in enumerate(["x" * 32_768, "a\x07b"]):
        sheets["Borgere"].append(row_with("Borgere", {"id": f"B-{number}", "om borgeren": text}))
    sheets["Borgere"].append(row_with("Borgere", {"id": "x" * 101}))
    result = read(write_csv_files(tmp_path / "filer", sheets))
    assert codes(result) == ["text_too_long", "control_characters", "id_too_long"]


def test_an_unknown_sheet_is_pointed_out_and_a_misspelt_one_holds_everything_back(tmp_path: Path) -> None:
    sheets = right_sheets()
    aside = read(write_book(tmp_path / "egne.xlsx", {**sheets, "Mine noter": [["husk mælk"]]}))
    assert aside.facts is not None
    assert [warning.code for warning in aside.report.warnings] == ["unknown_sheet"]
    # Guards against a plan without any needs because their sheet is called »Hensin«.
    sheets["Hensin"] = sheets.pop("Hensyn")
    misspelt = read(write_book(tmp_path / "stavet.xlsx", sheets), accept_valid=True)
    assert [problem.sentence for problem in misspelt.report.problems] == [
        "Arket kendes ikke, og det ligner et, der mangler. Mente du »Hensyn«? Ret navnet."
    ]
    assert codes(misspelt) == ["misspelt_sheet"]
    assert misspelt.facts is None
    assert misspelt.report.unreadable == ("Hensin",)


def test_the_same_sheet_twice_holds_everything_back(tmp_path: Path) -> None:
    sheets = right_sheets()
    result = read(write_book(tmp_path / "fil.xlsx", {**sheets, "Candidates": sheets["Borgere"]}), accept_valid=True)
    assert codes(result) == ["duplicate_sheet"]
    assert "»Borgere« og »Candidates«" in result.report.problems[0].sentence
    assert result.facts is None


def test_a_workbook_without_any_sheet_we_know_is_turned_away(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="har ingen af de ark, Brobygger kender, fx Borgere, Hensyn, Ønsker"):
        read(write_book(tmp_path / "andet.xlsx", {"Ark1": [["a"]]}))


def test_formulas_and_links_are_read_as_the_text_they_are(tmp_path: Path) -> None:
    sheets = right_sheets()
    names = ["=1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "http://example.org"]
    sheets["Puljer"] += [
        row_with("Puljer", {"id": f"P-{number}", "navn": name}) for number, name in enumerate(names, 2)
    ]
    for path in (write_book(tmp_path / "fil.xlsx", sheets), write_csv_files(tmp_path / "filer", sheets)):
        facts = read(path).facts
        assert facts is not None
        assert [budget.name for budget in facts.budgets[1:]] == names


def test_progress_is_told_from_nothing_to_everything(tmp_path: Path) -> None:
    said: list[tuple[str, float]] = []
    path = write_book(tmp_path / "fil.xlsx", right_sheets())
    read_facts(path, load_catalogue(), day=DAY, progress=lambda what, done: said.append((what, done)))
    shares = [done for _, done in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "Læser Borgere" in [what for what, _ in said]


def test_the_collector_runs_again_after_a_file_that_was_not_opened(tmp_path: Path) -> None:
    with pytest.raises(MatcherError):
        read(tmp_path / "findes ikke.xlsx")
    assert gc.isenabled()


def test_a_long_duration_is_no_window(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Borgere"][1] = row_with("Borgere", {"kan arbejde": timedelta(hours=30)})
    assert "window_unreadable" in codes(read(write_book(tmp_path / "fil.xlsx", sheets)))


def test_a_p_number_may_be_a_workplaces_id_and_a_wish_may_be_about_it(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Arbejdssteder"].append(row_with("Arbejdssteder", {"id": "1012345678"}))
    sheets["Ønsker"].append(row_with("Ønsker", {"om": "arbejdssted", "hvad": "1012345678"}))
    facts = read(write_csv_files(tmp_path / "filer", sheets)).facts
    assert facts is not None
    assert facts.candidates[0].wishes[1].target == "1012345678"


def test_a_cpr_number_is_found_in_every_free_text(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Kompetencer"].append(row_with("Kompetencer", {"slags": "fritekst", "hvad": "cpr 0101901234"}))
    sheets["Indstillinger"].append(["antagelse", "gælder 010190-1234", None])
    sheets["Bindinger"][1] = row_with("Bindinger", {"begrundelse": "se 010190 1234"})
    assert codes(read(write_csv_files(tmp_path / "filer", sheets))) == ["cpr_in_text"] * 3
