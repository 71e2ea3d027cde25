"""What is written reads back as exactly what it was, whatever the texts; what is not ours never breaks the reading."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain import Facts, MatcherError
from matcher.files.facts_writing import write_facts
from matcher.files.reading import read_facts
from matcher.files.sheets.candidates import CANDIDATES, NEEDS
from tests.property.written_facts import CATALOGUE, municipalities
from tests.unit.files.small_file import DAY, write_csv_files


@settings(max_examples=60)
@given(municipalities())
def test_a_workbook_reads_back_as_the_same_facts(facts: Facts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fakta.xlsx"
        write_facts(facts, path, CATALOGUE)
        result = read_facts(path, CATALOGUE)
    assert result.report.problems == ()
    assert result.facts == facts


@settings(max_examples=150)
@given(municipalities())
def test_csv_files_read_back_as_the_same_facts(facts: Facts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_facts(facts, Path(folder) / "csv", CATALOGUE)
        result = read_facts(Path(folder) / "csv", CATALOGUE)
    assert result.report.problems == ()
    assert result.facts == facts


@given(st.binary(max_size=400), st.sampled_from(["Borgere.csv", "Indstillinger.csv", "Opgaver.csv"]))
def test_any_bytes_as_csv_end_in_a_report_or_one_sentence(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        with suppress(MatcherError):
            report = read_facts(folder, CATALOGUE, day=DAY).report
            assert all(sheet.read == sheet.taken + sheet.refused for sheet in report.sheets)


cells = st.sampled_from(
    ["", "B-1", "007", "6000", "4", "8", "38", "x", "ja", "=1", "ma-fr 08-14", "01-01-2026", "PHY-01", "skal", "5 kg"]
)


def rows(width: int, most: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=width, max_size=width), max_size=most)


@given(rows(27, 6), rows(8, 4))
def test_any_cells_are_taken_or_refused_with_a_place_a_code_and_a_sentence(
    people: list[list[str]], their_needs: list[list[str]]
) -> None:
    sheets = {
        sheet.danish: [[column.danish for column in sheet.columns], *rows]
        for sheet, rows in ((CANDIDATES, people), (NEEDS, their_needs))
    }
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv_files(Path(folder) / "x", sheets)
        result = read_facts(path, CATALOGUE, day=DAY, accept_valid=True)
    assert result.facts is not None
    refused = {(problem.sheet, problem.row) for problem in result.report.problems}
    assert len(refused) == result.report.refused
    assert all(problem.sentence and problem.code for problem in result.report.problems)
    taken = {sheet.name: sheet.taken for sheet in result.report.sheets}
    assert len(result.facts.candidates) == taken["Borgere.csv"]
    assert sum(len(candidate.needs) for candidate in result.facts.candidates) == taken["Hensyn.csv"]
