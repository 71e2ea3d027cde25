"""`brobygger demo`: an invented municipality, drawn from published distributions, written as a user would write it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.arguments import Seed


class DemoSize(StrEnum):
    """How many candidates: 60, 1,200, 12,000 or 100,000."""

    VILLAGE = "village"
    KOLDING = "kolding"
    REGION = "region"
    DENMARK = "denmark"

    @property
    def usual_target(self) -> Path:
        """Where it is written when nobody says: the large ones as a folder of CSV files."""
        return Path(f"{self}.xlsx") if self in (DemoSize.VILLAGE, DemoSize.KOLDING) else Path(str(self))


Size = Annotated[
    DemoSize,
    typer.Option(
        "--size",
        metavar="STØRRELSE",
        help="village (60 borgere), kolding (1.200, ellers denne), region (12.000) eller denmark (100.000).",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE.xlsx|MAPPE",
        help="Hvor den skrives; en mappe giver CSV-filer. Ellers efter størrelsen, fx kolding.xlsx.",
        show_default=False,
    ),
]


Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Skriv oven i det, der findes i forvejen.", show_default=False)
]


def demo(size: Size = DemoSize.KOLDING, seed: Seed = 0, out: Out = None, overwrite: Overwrite = False) -> None:
    """Skriv en opdigtet kommune, trukket fra offentlige tal og erklærede antagelser."""
    from matcher.catalogue.loader import load_catalogue
    from matcher.commands.targets import require_folder, require_target
    from matcher.demo import make_municipality
    from matcher.files.facts_writing import write_facts
    from matcher.terminal.progress import Watch
    from matcher.terminal.screen import screen

    target = out or size.usual_target
    if target.suffix:
        require_target(target, ".xlsx", overwrite=overwrite)
    else:
        require_folder(target, overwrite=overwrite)
    catalogue = load_catalogue()
    with Watch() as watch:
        watch.begin("Trækker kommunen")
        facts = make_municipality(size.value, seed, catalogue)
        watch.begin("Skriver kommunen")
        write_facts(facts, target, catalogue)
    from matcher.terminal.demo_view import show_demo

    show_demo(screen(), facts, target)
