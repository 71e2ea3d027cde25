"""The `brobygger` command: one function for each command, in `matcher.commands`. Nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable

import typer

from matcher.commands import audit, database, models
from matcher.commands.check import check
from matcher.commands.demo import demo
from matcher.commands.evaluate import evaluate
from matcher.commands.link import link
from matcher.commands.plan import plan
from matcher.commands.read import read
from matcher.commands.shortlist import shortlist
from matcher.commands.solve import solve
from matcher.commands.suggest import suggest
from matcher.commands.tag import tag
from matcher.commands.template import template
from matcher.commands.train import train
from matcher.commands.why import why
from matcher.commands.work import work
from matcher.terminal.program import Command, Group, Program

COMMANDS = (template, check, plan, suggest, shortlist, why, solve, demo, work, train, evaluate, link, read, tag)
"""In the order of the help."""
GROUPS: tuple[tuple[str, str, tuple[Callable[..., None], ...]], ...] = (
    (
        "audit",
        "Loggen: se efter, om den er hel, gem et anker, og slet det, hvis tid er gået.",
        (audit.verify, audit.anchor, audit.delete_expired),
    ),
    (
        "models",
        "Modeller af, hvad der får en ansættelse til at vare.",
        (models.listing, models.promote, models.rollback, models.check),
    ),
    (
        "database",
        "Databasens tabeller.",
        (database.upgrade, database.downgrade, database.version, database.administrator),
    ),
)
"""Commands of two words."""
_NAMES: dict[Callable[..., None], str] = {models.listing: "list"}
"""Commands that are not called as their function, which would hide a word of the language."""

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
for word, about, commands in GROUPS:
    group = typer.Typer(name=word, help=about, no_args_is_help=True)
    for inner in commands:
        group.command(_NAMES.get(inner), cls=Command)(inner)
    app.add_typer(group, cls=Group)


def main() -> None:
    """Run the command line."""
    app()
