"""`brobygger check FILE`: what can be read, what is refused, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from matcher.commands.arguments import Day, File, Json

ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="OUT.xlsx",
        help="Skriv filens egne rækker med en kolonne, der siger, hvad der skal rettes.",
        show_default=False,
    ),
]


def check(file: File, report: ReportFile = None, day: Day = None, json: Json = False) -> None:
    """Læs en fil, og sig præcis, hvad der er galt med den. Kode 0: i orden. Kode 1: rækker er afvist."""
    from matcher.catalogue.loader import load_catalogue
    from matcher.commands.ids import parse_day
    from matcher.commands.targets import require_target
    from matcher.files.reading import read_facts
    from matcher.terminal.program import REFUSED, tell
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    if report is not None:
        require_target(report, ".xlsx", source=file)
    with Watch() as watch:
        watch.begin("Læser filen")
        found = read_facts(
            file,
            load_catalogue(),
            day=parse_day(day),
            accept_valid=True,
            progress=lambda _, share: watch.advance(share),
        ).report
        if report is not None:
            from matcher.files.report_writing import write_report

            watch.begin("Skriver rapporten")
            write_report(found, report)
    if json:
        print_json(report_document(found))
    else:
        from matcher.terminal.import_view import show_report

        show_report(screen(), found)
    if report is not None:
        tell(f"Rapporten er skrevet: {report}")
    if not found.clean:
        raise typer.Exit(REFUSED)


def report_document(report: Any) -> dict[str, Any]:
    """An import report as a document with a stable order of keys."""
    return {
        "format": "brobygger-check/1",
        "file": report.name,
        "clean": report.clean,
        "read": report.read,
        "refused": report.refused,
        "unreadable": list(report.unreadable),
        "sheets": [{"name": s.name, "read": s.read, "taken": s.taken, "refused": s.refused} for s in report.sheets],
        "problems": [_problem(problem) for problem in report.problems],
        "warnings": [_problem(problem) for problem in report.warnings],
    }


def _problem(problem: Any) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "value": problem.value,
        "sentence": problem.sentence,
        "consequence": problem.is_consequence,
    }
