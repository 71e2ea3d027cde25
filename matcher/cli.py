"""The `brobygger` command: one function for each command, in `matcher.commands`. Nothing heavy is imported here."""

from __future__ import annotations

import typer

from matcher.commands.check import check
from matcher.commands.demo import demo
from matcher.commands.plan import plan
from matcher.commands.shortlist import shortlist
from matcher.commands.solve import solve
from matcher.commands.suggest import suggest
from matcher.commands.template import template
from matcher.commands.why import why
from matcher.terminal.program import Command, Program

COMMANDS = (template, check, plan, suggest, shortlist, why, solve, demo)
"""In the order of the help."""

app = typer.Typer(
    cls=Program,
    name="brobygger",
    help="Brobygger: fra kommunens egne filer til en bevist og forklaret plan. Systemet foreslår; et menneske afgør.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # A traceback with local variables would print personal data.
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command(cls=Command)(command)


def main() -> None:
    """Run the command line."""
    app()
