"""What an invented municipality holds, on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from matcher.domain import Facts
from matcher.terminal.numbers import whole
from matcher.terminal.tables import facts as named
from matcher.terminal.tables import heading, lines


def show_demo(console: Console, facts: Facts, target: Path) -> None:
    """Where it was written, what is in it, and that it is invented."""
    heading(console, f"En opdigtet kommune er skrevet: {target}")
    named(
        console,
        [
            ("Dag", f"{facts.settings.day:%d-%m-%Y}, {facts.settings.weeks} uger frem"),
            ("Borgere", whole(len(facts.candidates))),
            ("Hensyn", whole(sum(len(c.needs) for c in facts.candidates))),
            ("Virksomheder", f"{whole(len(facts.employers))} med {whole(len(facts.workplaces))} arbejdssteder"),
            (
                "Stillinger",
                f"{whole(len(facts.openings))} med {whole(sum(o.places for o in facts.openings))} pladser",
            ),
            ("Støttetilbud", f"{whole(len(facts.offers))} og {whole(len(facts.budgets))} puljer"),
            ("Klausuler", whole(len(facts.clauses))),
            ("Antagelser", f"{whole(len(facts.settings.assumptions))}; de står alle i filen"),
        ],
    )
    lines(console, ["Ingen af personerne og virksomhederne findes."], mark="!")
    console.print()
