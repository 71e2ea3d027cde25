"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="Regneark (.xlsx, .ods) eller mappe med CSV-filer.", show_default=False)
]
CandidateId = Annotated[str, typer.Argument(metavar="CANDIDATE", help="Borgerens id.", show_default=False)]
OpeningId = Annotated[str, typer.Argument(metavar="OPENING", help="Stillingens id.", show_default=False)]
Day = Annotated[
    str | None,
    typer.Option(
        "--day",
        metavar="ÅÅÅÅ-MM-DD",
        help="Dagen, planen lægges for; ellers den, der står i filen.",
        show_default=False,
    ),
]
WeightsFile = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="FILE",
        help="TOML-fil med vægte, der skal gælde i stedet for de medfølgende.",
        show_default=False,
    ),
]
AcceptValid = Annotated[
    bool,
    typer.Option("--accept-valid", help="Brug de rækker, der er i orden, selv om andre er afvist.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Skriv svaret som JSON og intet andet.", show_default=False)]
HowMany = Annotated[int, typer.Option("--k", min=1, max=1000, metavar="ANTAL", help="Hvor mange der vises (10).")]
Seed = Annotated[
    int, typer.Option("--seed", min=0, metavar="TAL", help="Frø til det, der overlades til tilfældet (0).")
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.1,
        metavar="SEKUNDER",
        help="Længste tid til at finde planen (60, og 480 når der er over 3 mio. par).",
        show_default=False,
    ),
]
Gap = Annotated[
    float | None,
    typer.Option("--gap", min=0.0, metavar="ANDEL", help="Stop, når planen er bevist så tæt på den bedste (0.005)."),
]
