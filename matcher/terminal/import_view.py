"""What came of a file, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from matcher.files.report import Problem, Report
from matcher.terminal.numbers import whole
from matcher.terminal.tables import heading, indented, lines, table

_SHOWN = 40
_FIRST = 10


def show_report(console: Console, report: Report) -> None:
    """Rows of each sheet, then everything that has to be mended, what follows from it, and what is worth a look."""
    heading(console, report.name)
    rows = [
        (sheet.name, whole(sheet.read), whole(sheet.taken), _refused(sheet.refused))
        for sheet in report.sheets
        if sheet.read
    ]
    console.print(indented(table(("Ark", "Læst", "Taget", "Afvist"), rows, right=(1, 2, 3))))
    for name in report.unreadable:
        text = f"Arket »{name}« kunne ikke læses helt; derfor tages intet ind, heller ikke de rigtige rækker."
        lines(console, [text], mark="!", style="red")
    _problems(console, "Det skal rettes", causes(report), "red")
    _problems(console, "Afvist, fordi en anden række er afvist", [p for p in report.problems if p.is_consequence], "")
    _problems(console, "Værd at se på", report.warnings, "")
    console.print()
    if report.clean:
        console.print(Text("Alle rækker er i orden.", style="green"))
    else:
        console.print(Text(f"{whole(report.refused)} af {whole(report.read)} rækker er afvist.", style="bold red"))


def causes(report: Report) -> list[Problem]:
    """What has to be mended: the rest goes away by itself."""
    return [problem for problem in report.problems if not problem.is_consequence]


def refusal_sentences(file: Path, report: Report) -> list[str]:
    """Why nothing is planned: the first things to mend, and where to see them all."""
    found = causes(report)
    sentences = [
        f"{report.name}: {whole(report.refused)} af {whole(report.read)} rækker er afvist, og så lægges der ingen plan."
    ]
    sentences += [f"  {problem}" for problem in found[:_FIRST]]
    if len(found) > _FIRST:
        sentences.append(f"  … og {whole(len(found) - _FIRST)} mere.")
    sentences += [f"Arket »{name}« kunne ikke læses helt, og så tages intet ind." for name in report.unreadable]
    mend = f"Ret dem; »brobygger check {file} --report fejl.xlsx« viser alle."
    sentences.append(mend if report.unreadable else f"{mend} Med --accept-valid bruges kun de rækker, der er i orden.")
    return sentences


def left_out_sentence(file: Path, report: Report) -> str:
    """What the plan goes without because only valid rows were taken."""
    return (
        f"{whole(report.refused)} af {whole(report.read)} rækker er afvist og ikke med i planen; "
        f"»brobygger check {file}« viser hvilke."
    )


def _refused(count: int) -> Text:
    return Text(whole(count), style="bold red" if count else "")


def _problems(console: Console, title: str, problems: Sequence[Problem], style: str) -> None:
    if problems:
        heading(console, f"{title} ({whole(len(problems))})")
        lines(console, [str(problem) for problem in problems[:_SHOWN]], style=style)
        if len(problems) > _SHOWN:
            lines(console, [f"… og {whole(len(problems) - _SHOWN)} mere; --report FILE.xlsx viser alle."], mark=" ")
