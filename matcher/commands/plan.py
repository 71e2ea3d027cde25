"""`brobygger plan FILE`: who goes where, for everybody at once."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from matcher.commands.arguments import AcceptValid, Day, File, Gap, Seed, TimeLimit, WeightsFile

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="PLAN.xlsx", help="Skriv planen med begrundelser som regneark.", show_default=False),
]
JsonFile = Annotated[
    str | None,
    typer.Option(
        "--json",
        metavar="FILE|-",
        help="Skriv planen som JSON; - skriver den til stdout og intet andet.",
        show_default=False,
    ),
]
Pins = Annotated[
    list[str] | None,
    typer.Option(
        "--pin", metavar="BORGER:STILLING", help="Fasthold parret i planen; kan gentages.", show_default=False
    ),
]
Forbids = Annotated[
    list[str] | None,
    typer.Option("--forbid", metavar="BORGER:STILLING", help="Udeluk parret; kan gentages.", show_default=False),
]
STDOUT = "-"
"""As a file name: the standard output, which then holds nothing else."""
PerCandidate = Annotated[
    int | None,
    typer.Option(
        "--per-candidate",
        min=0,
        metavar="ANTAL",
        help="Behold kun hver borgers bedste par, 0 for alle; ellers 60, når der er over 3 mio. par.",
        show_default=False,
    ),
]


def plan(
    file: File,
    out: Out = None,
    weights: WeightsFile = None,
    pin: Pins = None,
    forbid: Forbids = None,
    accept_valid: AcceptValid = False,
    json: JsonFile = None,
    time_limit: TimeLimit = None,
    gap: Gap = None,
    seed: Seed = 0,
    per_candidate: PerCandidate = None,
    day: Day = None,
) -> None:
    """Læg den bedste plan for alle på én gang, og vis den. Ctrl+C, mens den søges, giver den bedste indtil da.

    Kode 1: de faste krav udelukker hinanden.
    """
    from matcher.commands.ids import with_bindings
    from matcher.commands.planning import make
    from matcher.commands.reading import read
    from matcher.commands.targets import require_target
    from matcher.terminal.program import REFUSED, tell
    from matcher.terminal.progress import Watch

    if out is not None:
        require_target(out, ".xlsx", source=file)
    if json is not None and json != STDOUT:
        require_target(Path(json), source=file)
    with Watch() as watch:
        started = perf_counter()
        facts = with_bindings(read(file, day, accept_valid, watch), pin or (), forbid or ())
        reading = ("read", perf_counter() - started)
        planned = make(
            facts,
            weights,
            watch,
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            per_candidate=per_candidate,
            stoppable=True,
        )
        from matcher.commands.outcome import show, write

        outcome = write(planned, facts, (reading, *planned.plan.seconds), out, json, watch)
    if json != STDOUT:
        show(outcome)
    for path in outcome.written:
        tell(f"Skrevet: {path}")
    if planned.plan.objective is None:
        raise typer.Exit(REFUSED)
