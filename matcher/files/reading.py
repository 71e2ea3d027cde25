"""From a file to facts and a report: every row taken or refused, each with a reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.catalogue.loader import Catalogue
from matcher.domain import Facts, MatcherError
from matcher.files.building import build_facts
from matcher.files.checks.accommodations import check_accommodations
from matcher.files.checks.references import check_references, refuse_dependents
from matcher.files.checks.remarks import make_remarks
from matcher.files.checks.repetitions import check_repetitions
from matcher.files.checks.rows import check_rows
from matcher.files.checks.settings import FoundSettings, read_settings
from matcher.files.checks.targets import check_targets
from matcher.files.faults import fault
from matcher.files.report import Problem, Report
from matcher.files.sheets.sheet import Sheet
from matcher.files.source.grid import Grid, Source
from matcher.files.source.opening import open_source
from matcher.files.table import Table, Tables
from matcher.files.tables import SHEETS, is_our_own, sheet_named, sheet_names
from matcher.files.vocabularies import Vocabularies, make_vocabularies
from matcher.files.words import close_words, question

Progress = Callable[[str, float], None]
"""Told what is being done, in Danish, and how much of the whole is done, from 0 to 1."""


@dataclass(frozen=True)
class Import:
    """What came of a file.

    Attributes
    ----------
    facts
        None when a row was refused and valid rows alone were not asked for, or when a sheet could not be read.
    report
        What was read, taken and refused, and why.
    """

    facts: Facts | None
    report: Report


def read_facts(
    path: Path | str,
    catalogue: Catalogue,
    *,
    day: date | None = None,
    accept_valid: bool = False,
    progress: Progress | None = None,
) -> Import:
    """Read a workbook, or a folder of CSV files named by sheet.

    Parameters
    ----------
    path
        The workbook (.xlsx, .ods, .xls) or the folder.
    catalogue
        The words and ranges cells are checked against.
    day
        The day the plan is made for; it goes before the one in the file. No clock is read.
    accept_valid
        Whether to give the facts of the valid rows when others are refused. A candidate whose need or wish is refused
        is left out with it, and so is an opening with its task.
    progress
        Called between sheets.

    Returns
    -------
    Import
        The facts, if any, and the report.

    Raises
    ------
    MatcherError
        In one sentence: the file is not there, empty, damaged, no workbook, locked, has macros, unpacks to too much,
        has no sheet we know; or no day is given.
    """
    with _collector_paused():
        return _read_facts(Path(path), catalogue, day, accept_valid=accept_valid, tell=progress or _say_nothing)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of small objects without a cycle among them: looking for cycles again and again doubles the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read_facts(path: Path, catalogue: Catalogue, day: date | None, *, accept_valid: bool, tell: Progress) -> Import:
    tell("Åbner filen", 0.0)
    words = make_vocabularies(catalogue)
    source = open_source(path)
    tables, order, strangers = _read_tables(path, source, words, tell)
    settings = read_settings(tables["settings"], words)
    chosen = day or settings.day
    if chosen is None and not tables["settings"].problems:
        raise MatcherError(
            f"»{path.name}« siger ikke, hvilken dag planen lægges for; skriv »dato« på arket Indstillinger, eller "
            "angiv dagen med --day ÅÅÅÅ-MM-DD."
        )
    tell("Efterser rækkerne", 0.75)
    check_targets(tables, words)
    check_rows(tables)
    check_accommodations(tables, words)
    check_repetitions(tables)
    check_references(tables)
    refuse_dependents(tables)
    if chosen is not None:
        make_remarks(tables, chosen)
    facts = None
    if all(problem.is_warning for problem in strangers):
        facts = _facts(tables, settings, chosen, accept_valid=accept_valid, tell=tell)
    tell("Færdig", 1.0)
    return Import(facts, _report(path, tables, order, strangers))


def _read_tables(
    path: Path, source: Source, words: Vocabularies, tell: Progress
) -> tuple[dict[str, Table], list[str], list[Problem]]:
    """Read every sheet we know; say what the others are."""
    tables: dict[str, Table] = {}
    order: list[str] = []
    strangers: list[Problem] = []
    known = [(position, name, sheet_named(stem)) for position, (name, stem) in enumerate(source.names)]
    missing = {sheet.name for sheet in SHEETS} - {sheet.name for _, _, sheet in known if sheet}
    for done, (position, name, sheet) in enumerate(known):
        if sheet is None:
            if not is_our_own(source.names[position][1]):
                strangers.append(_stranger(name, source.names[position][1], missing))
            continue
        tell(f"Læser {sheet.danish}", 0.75 * done / len(known))
        if sheet.name in tables:
            words_of_both = {"first": tables[sheet.name].name, "second": name}
            found = fault("duplicate_sheet", **words_of_both)
            strangers.append(Problem(name, None, "", found.code, name, found.sentence))
            continue
        tables[sheet.name] = Table(sheet, source.load(position, sheet), words)
        order.append(sheet.name)
    if not order:
        names = ", ".join(sheet.danish for sheet in SHEETS[1:4])
        raise MatcherError(f"»{path.name}« har ingen af de ark, Brobygger kender, fx {names}; brug skabelonen.")
    for sheet in SHEETS:
        if sheet.name not in tables:
            tables[sheet.name] = Table(sheet, _empty(sheet), words)
    return tables, order, strangers


def _stranger(name: str, stem: str, missing: set[str]) -> Problem:
    near = close_words(stem, sheet_names(), count=1)
    absent = [sheet.danish for sheet in SHEETS if sheet.name in missing and sheet.danish in near]
    found = fault("misspelt_sheet" if absent else "unknown_sheet", hint=question(near))
    return Problem(name, None, "", found.code, name, found.sentence)


def _empty(sheet: Sheet) -> Grid:
    return Grid(sheet.danish, [])


def _facts(
    tables: Tables, settings: FoundSettings, day: date | None, *, accept_valid: bool, tell: Progress
) -> Facts | None:
    if day is None or any(table.unreadable for table in tables.values()):
        return None
    tell("Samler oplysningerne", 0.9)
    while accept_valid or not any(table.problems for table in tables.values()):
        facts = build_facts(tables, settings, day)
        if facts is not None:
            return facts
        refuse_dependents(tables)
    return None


def _report(path: Path, tables: Tables, order: list[str], strangers: list[Problem]) -> Report:
    problems = [problem for problem in strangers if not problem.is_warning]
    warnings = [problem for problem in strangers if problem.is_warning]
    for name in order:
        table = tables[name]
        problems += [problem for *_, problem in sorted(table.problems, key=lambda found: found[:2])]
        warnings += [problem for *_, problem in sorted(table.warnings, key=lambda found: found[:2])]
    return Report(
        name=path.name,
        sheets=tuple(tables[name].report() for name in order),
        problems=tuple(problems),
        warnings=tuple(warnings),
        unreadable=(
            *(problem.sheet for problem in strangers if not problem.is_warning),
            *(tables[name].name for name in order if tables[name].unreadable),
        ),
    )


def _say_nothing(_: str, __: float) -> None:
    pass
