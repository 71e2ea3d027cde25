"""The report: counts, lines, and the workbook that can be mended and sent again."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from matcher.files.report import Report
from matcher.files.report_writing import write_report
from matcher.files.sheets.candidates import CANDIDATES
from matcher.files.source.grid import Grid
from matcher.files.table import Table
from tests.unit.files.kinds.test_word import WORDS
from tests.unit.files.small_file import Rows, codes, read, right_sheets, row_with, rows_of, write_book, write_csv_files


def faulty_sheets() -> dict[str, Rows]:
    sheets = right_sheets()
    sheets["Borgere"].append(row_with("Borgere", {"id": "007", "timer højst": "38", "postnummer": "600"}))
    sheets["Hensyn"].append(row_with("Hensyn", {"borger": "007"}))
    return sheets


def test_rows_are_counted_sheet_by_sheet(tmp_path: Path) -> None:
    report = read(write_csv_files(tmp_path / "filer", faulty_sheets())).report
    counts = {sheet.name: (sheet.read, sheet.taken, sheet.refused) for sheet in report.sheets}
    assert counts["Borgere.csv"] == (2, 1, 1)
    assert counts["Hensyn.csv"] == (2, 1, 1)
    assert (report.read, report.refused) == (18, 2)
    assert report.counts == {"postcode_not_four_digits": 1, "number_too_high": 1, "candidate_refused": 1}
    assert not report.clean


def test_the_lines_put_what_must_be_mended_before_what_follows_from_it(tmp_path: Path) -> None:
    lines = read(write_csv_files(tmp_path / "filer", faulty_sheets())).report.as_lines()
    assert lines[0] == "filer: 18 rækker læst, 16 taget, 2 afvist."
    start = lines.index("Det skal rettes (2):")
    assert lines[start + 1 :] == (
        "  Borgere.csv, række 3, »postnummer«: »600« er ikke et postnummer; skriv fire cifre, fx 6000. "
        "[postcode_not_four_digits]",
        "  Borgere.csv, række 3, »timer højst«: 38 er for meget; der må stå fra 0,5 til 37. [number_too_high]",
        "Afvist, fordi en anden række er afvist (1):",
        "  Hensyn.csv, række 3, »borger«: Borgeren »007« er afvist (arket Borgere, række 3); ret den række først. "
        "[candidate_refused]",
    )


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    lines = read(write_csv_files(tmp_path / "filer", faulty_sheets())).report.as_lines(most=1)
    assert "  … og 1 mere; de står alle i rapporten som projektmappe." in lines


def test_the_workbook_holds_the_users_rows_in_their_places_with_a_column_of_errors(tmp_path: Path) -> None:
    sheets = faulty_sheets()
    sheets["Borgere"].insert(0, ["Trukket 24-11-2026"])
    result = read(write_book(tmp_path / "fil.xlsx", sheets))
    write_report(result.report, tmp_path / "rapport.xlsx")
    rows = rows_of(tmp_path / "rapport.xlsx", "Borgere")
    assert rows[0][0] == "Trukket 24-11-2026"
    assert rows[1][:3] == ["id", "navn", "cpr"]
    assert rows[1][-1] == "Fejl"
    assert rows[2][-1] == ""
    assert rows[3][0] == "007"
    assert rows[3][rows[1].index("timer højst")] == "38"
    assert rows[3][-1] == (
        "postnummer: »600« er ikke et postnummer; skriv fire cifre, fx 6000.\n"
        "timer højst: 38 er for meget; der må stå fra 0,5 til 37."
    )
    overview = rows_of(tmp_path / "rapport.xlsx", "Oversigt")
    assert overview[0][0] == "Indlæsning af fil.xlsx"
    assert ["Borgere", 4.0, "timer højst", "fejl"] in [row[:4] for row in overview]
    assert ["Hensyn", 3.0, "borger", "følge"] in [row[:4] for row in overview]


def test_the_report_sent_again_gives_the_same_problems_and_mended_it_gives_none(tmp_path: Path) -> None:
    first = read(write_csv_files(tmp_path / "filer", faulty_sheets()))
    write_report(first.report, tmp_path / "rapport.xlsx")
    again = read(tmp_path / "rapport.xlsx")
    assert codes(again) == codes(first)
    assert again.report.warnings == ()
    # And a report of the report has one column of errors, not two.
    write_report(again.report, tmp_path / "rapport2.xlsx")
    assert rows_of(tmp_path / "rapport2.xlsx", "Borgere") == rows_of(tmp_path / "rapport.xlsx", "Borgere")
    sheets = {name: rows_of(tmp_path / "rapport.xlsx", name) for name in ("Borgere", "Hensyn", "Virksomheder")}
    header = sheets["Borgere"][0]
    sheets["Borgere"][2][header.index("timer højst")] = 12
    sheets["Borgere"][2][header.index("postnummer")] = "6000"
    mended = read(write_book(tmp_path / "rettet.xlsx", sheets))
    assert mended.report.clean
    assert mended.facts is not None
    assert [candidate.id for candidate in mended.facts.candidates] == ["B-001", "007"]


def test_every_type_of_cell_comes_back_as_it_was(tmp_path: Path) -> None:
    cells = ["=1+1", 0.1 + 0.2, 6000.0, date(2026, 11, 24), datetime(2026, 11, 24, 8, 30), time(8, 30), "007"]  # noqa: DTZ001
    rows: Rows = [["id", "postnummer", "timer mindst", "timer ønsket", "timer højst", "navn", "cpr"], cells]  # type: ignore[list-item]
    result = read(write_book(tmp_path / "fil.xlsx", {"Borgere": rows}))
    write_report(result.report, tmp_path / "rapport.xlsx")
    assert rows_of(tmp_path / "rapport.xlsx", "Borgere")[1][: len(cells)] == cells


def test_headers_over_two_rows_can_still_be_read_in_the_report(tmp_path: Path) -> None:
    rows: Rows = [
        ["id", "postnummer", "Timer", "", ""],
        ["", "", "mindst", "ønsket", "højst"],
        ["B-1", "6000", "4", "8", "99"],
    ]
    merges = (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 4)))
    grid = Grid("Borgere", rows, merges)  # type: ignore[arg-type]
    table = Table(CANDIDATES, grid, WORDS)
    problems = tuple(problem for *_, problem in table.problems)
    write_report(Report("fil.xlsx", (table.report(),), problems, ()), tmp_path / "rapport.xlsx")
    again = read(tmp_path / "rapport.xlsx")
    assert codes(again) == ["number_too_high"]
    assert again.report.problems[0].row == 3


def test_a_cpr_number_is_never_in_the_text_of_a_problem(tmp_path: Path) -> None:
    sheets = right_sheets()
    sheets["Borgere"] += [
        row_with("Borgere", {"id": "010190-5678"}),
        row_with("Borgere", {"id": "B-2", "cpr": "010190/5678"}),
        row_with("Borgere", {"id": "B-3", "om borgeren": "cpr 0101905678"}),
    ]
    report = read(write_csv_files(tmp_path / "filer", sheets)).report
    assert len(report.problems) == 3
    assert "5678" not in " ".join(report.as_lines()) + "".join(problem.value for problem in report.problems)
