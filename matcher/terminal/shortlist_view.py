"""The shortlist of one opening, on the terminal: for the consultant, and for the employer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from matcher.columns import World
from matcher.suggestions import Shortlist
from matcher.terminal.numbers import brief, decimal, whole
from matcher.terminal.proposal_words import NOTHING_CHOSEN, measures_in_words, of
from matcher.terminal.tables import facts, heading, indented, lines, table


def show_shortlist(console: Console, world: World, found: Shortlist) -> None:
    """Whom one opening could be for, for the consultant."""
    opening = world.facts.opening_by_id[found.opening]
    workplace = world.facts.workplace_by_id[opening.workplace]
    heading(console, f"{found.opening} {opening.title}, {workplace.name}")
    facts(
        console,
        [
            ("Pladser", whole(opening.places)),
            ("Timer", f"{brief(opening.hours_min)}–{brief(opening.hours_max)} om ugen til én person"),
            ("Ordninger", ", ".join(sorted(opening.schemes))),
        ],
    )
    if not found.listed:
        heading(console, "Ingen passer")
        lines(console, ["Ingen borger kan have stillingen, som oplysningerne er nu."], mark="!", style="bold")
        console.print()
        return
    heading(console, f"{of(len(found.listed), found.eligible)} borgere, stillingen kan være for")
    rows = [
        (
            entry.candidate,
            brief(entry.proposal.hours),
            brief(entry.proposal.presence),
            whole(entry.proposal.commute),
            decimal(entry.net, 3),
            decimal(entry.elsewhere, 3),
            decimal(entry.difference, 3),
            ", ".join(entry.planned) or "ingen",
            f"{entry.go_ahead:%d-%m-%Y}" if entry.go_ahead else "nej",
        )
        for entry in found.listed
    ]
    numbers = ("Timer", "Til stede", "Minutter", "Her", "Ellers", "Forskel")
    columns = ("Borger", *numbers, "Planen", "Sagt ja")
    console.print(indented(table(columns, rows, right=(1, 2, 3, 4, 5, 6))))
    for entry in found.listed:
        words = [f"vises for virksomheden som {entry.pseudonym}"] if entry.go_ahead else []
        words += measures_in_words(world, entry.proposal.measures)
        if words:
            lines(console, [f"{entry.candidate}: {'; '.join(words)}"])
    console.print()
    lines(
        console,
        [
            "Rækkefølgen siger ikke, hvem der er bedst: øverst står dem, stillingen gør størst forskel for "
            "(»her« er værdi minus priser, »ellers« det bedste andet sted).",
            NOTHING_CHOSEN,
            "Virksomheden må kun se dem, der har sagt ja: brug --employer.",
        ],
    )
    console.print()


def show_for_employer(console: Console, document: Mapping[str, Any]) -> None:
    """What an employer may see: pseudonym and conditions of each person who has gone ahead, nothing of the others."""
    heading(console, f"{document['title']}, {document['workplace']}")
    if not document["people"]:
        lines(console, ["Der er ingen at vise endnu."], mark=" ")
    for person in document["people"]:
        heading(console, person["pseudonym"])
        console.print(indented(Text(person["text"])))
    console.print()
