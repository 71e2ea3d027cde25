"""`brobygger solve PROBLEM`: the heart alone, on an assignment problem of arrays from anyone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.arguments import Json, Seed

if TYPE_CHECKING:
    from matcher.assignment.method import Progress

Problem = Annotated[
    Path,
    typer.Argument(
        metavar="PROBLEM", help="Et problem som JSON (brobygger-assignment/1) eller .npz.", show_default=False
    ),
]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0.1, metavar="SEKUNDER", help="Længste tid til at finde planen (60).")
]
Gap = Annotated[
    float, typer.Option("--gap", min=0.0, metavar="ANDEL", help="Stop, når planen er bevist så tæt på (0.000001).")
]


def solve(problem: Problem, time_limit: TimeLimit = 60.0, gap: Gap = 1e-6, seed: Seed = 0, json: Json = False) -> None:
    """Løs et tildelingsproblem af tabeller. Kode 0: en plan. Kode 1: ingen plan."""
    from matcher.terminal.numbers import brief
    from matcher.terminal.program import REFUSED
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import print_json, screen

    with Watch() as watch:
        watch.begin("Læser problemet")
        from matcher.assignment import solve_file

        def progress(now: Progress) -> None:
            watch.stage(now.stage, 0.0)
            if now.objective is not None:
                watch.describe(f"{now.stage}: {brief(now.objective, 4)}, grænse {brief(now.bound, 4)}")

        answer = solve_file(problem, time_limit=time_limit, gap=gap, seed=seed, progress=progress)
    if json:
        print_json(answer)
    else:
        from matcher.terminal.solve_view import show_answer

        show_answer(screen(), answer)
    if answer["objective"] is None:
        raise typer.Exit(REFUSED)
