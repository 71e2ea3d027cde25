"""Reading a file that has come in: everything that can be wrong with it is found here, away from the API."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from matcher.catalogue.loader import load_catalogue
from matcher.domain import MatcherError
from matcher.services import importing
from matcher.services.importing import ReadFile
from matcher.services.imports import Upload
from matcher.worker.work import Work

if TYPE_CHECKING:
    from matcher.files.report import Problem, Report


def take_in(work: Work) -> None:
    """Read the file, then take its facts in or say what would become of them."""
    with work.beginning() as unit:
        upload = importing.begin(unit, work.about)
    found = _read(upload, work)
    work.report("saving", 0.9)
    with work.finishing() as unit:
        importing.conclude(unit, work.about, found)


def _read(upload: Upload, work: Work) -> ReadFile:
    from matcher.files.reading import read_facts

    # Only this process's user may look into the folder, and it is gone when the file has been read.
    with TemporaryDirectory(prefix="brobygger-") as folder:
        path = Path(folder) / upload.name
        path.write_bytes(upload.content)
        try:
            found = read_facts(
                path,
                load_catalogue(),
                day=upload.day,
                accept_valid=upload.accept_valid,
                progress=lambda _, share: work.report("reading", 0.8 * share),
            )
        except MatcherError as error:
            if not work.wanted:
                raise
            return ReadFile(None, refusal=str(error))
        people = {(s.name, row): whose for s in found.report.sheets for row, whose in s.people.items()}
        return ReadFile(
            facts=found.facts,
            sheets=tuple(
                {"sheet": s.name, "read": s.read, "taken": s.taken, "refused": s.refused} for s in found.report.sheets
            ),
            problems=tuple(_plain(p, people) for p in (*found.report.problems, *found.report.warnings)),
            people=frozenset(people.values()),
            workbook=None if found.report.clean else _workbook(found.report, Path(folder) / "report.xlsx"),
        )


def _workbook(report: Report, path: Path) -> bytes:
    from matcher.files.report_writing import write_report

    write_report(report, path)
    return path.read_bytes()


def _plain(problem: Problem, people: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    kind = "warning" if problem.is_warning else "consequence" if problem.is_consequence else "problem"
    return {
        "kind": kind,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "sentence": problem.sentence,
        "candidate": None if problem.row is None else people.get((problem.sheet, problem.row)),
    }
