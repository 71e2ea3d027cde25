"""`brobygger template FILE`: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Target = Annotated[
    Path, typer.Argument(metavar="FILE", help="Det regneark, der skal skrives (.xlsx).", show_default=False)
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Skriv oven i en fil, der findes i forvejen.", show_default=False)
]


def template(file: Target, overwrite: Overwrite = False) -> None:
    """Skriv et tomt regneark med vejledning og lister at vælge fra."""
    from matcher.catalogue.loader import load_catalogue
    from matcher.commands.targets import require_target
    from matcher.files.template import write_template
    from matcher.terminal.program import tell

    require_target(file, ".xlsx", overwrite=overwrite)
    write_template(file, load_catalogue())
    tell(f"Skabelonen er skrevet: {file}. Udfyld den, og prøv den med »brobygger check {file}«.")
