"""Reading the municipality's file for a command: with progress, and with an answer when rows were refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from matcher.terminal.program import REFUSED, tell

if TYPE_CHECKING:
    from matcher.domain import Facts
    from matcher.terminal.progress import Watch


def read(file: Path, day: str | None, accept_valid: bool, watch: Watch) -> Facts:
    """The facts of a file that a plan may rest on.

    Without ``accept_valid`` a single refused row ends the command with exit code 1: half a file would give a plan that
    looks whole.

    Raises
    ------
    MatcherError
        When the file cannot be read at all.
    """
    from matcher.catalogue.loader import load_catalogue
    from matcher.commands.ids import parse_day
    from matcher.files.reading import read_facts
    from matcher.terminal.import_view import left_out_sentence, refusal_sentences

    watch.begin("Læser filen")
    found = read_facts(
        file,
        load_catalogue(),
        day=parse_day(day),
        accept_valid=accept_valid,
        progress=lambda _, share: watch.advance(share),
    )
    if found.facts is None or not (found.report.clean or accept_valid):
        for sentence in refusal_sentences(file, found.report):
            tell(sentence)
        raise typer.Exit(REFUSED)
    if not found.report.clean:
        tell(left_out_sentence(file, found.report))
    return found.facts
