"""Suggestions for one person, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from matcher.columns import World
from matcher.domain import Necessity
from matcher.suggestions import PossibleIf, Suggestion, Suggestions
from matcher.terminal.numbers import brief, decimal, percent, whole
from matcher.terminal.proposal_words import NOTHING_CHOSEN, measures_in_words, of, opening_in_words, tasks_in_words
from matcher.terminal.tables import facts, heading, indented, lines

_WITHOUT_PRICES = (
    "Uden priser: listen ved ikke, hvad andre har brug for, og kan foreslå pladser, der er mere værd for dem."
)


def show_suggestions(console: Console, world: World, found: Suggestions) -> None:
    """The openings that fit one person, and those that might; none is chosen beforehand."""
    person = world.facts.candidate_by_id[found.candidate]
    heading(console, f"Stillinger til {found.candidate}")
    musts = [
        world.catalogue.accommodations[need.accommodation].danish
        for need in person.needs
        if need.necessity is Necessity.MUST
    ]
    facts(
        console,
        [
            ("Ordning", str(person.scheme or "ikke afgjort")),
            (
                "Timer",
                f"{brief(person.hours_min)}–{brief(person.hours_max)} om ugen, ønsker {brief(person.hours_target)}",
            ),
            ("Skal-hensyn", "; ".join(musts) or "ingen"),
        ],
    )
    if not found.suggestions:
        heading(console, "Ingen passer")
        lines(console, ["Ingen stilling opfylder alle krav, som oplysningerne er nu."], mark="!", style="bold")
    else:
        heading(console, f"{of(len(found.suggestions), found.eligible)} stillinger, der opfylder alle skal-hensyn")
        for number, suggestion in enumerate(found.suggestions, 1):
            _suggestion(console, world, number, suggestion, priced=found.priced)
    if found.possible:
        heading(console, f"{of(len(found.possible), found.askable)} stillinger er mulige, hvis svaret er godt")
        for possible in found.possible:
            _possible(console, world, possible)
    console.print()
    if not found.priced:
        lines(console, [_WITHOUT_PRICES], mark="!", style="yellow")
    if found.suggestions:
        lines(console, [NOTHING_CHOSEN, "Passer ingen af dem, så skriv det: det er også et svar."])
    lines(console, [f"»brobygger why FILE {found.candidate} STILLING« forklarer hver af dem."])
    console.print()


def _suggestion(console: Console, world: World, number: int, found: Suggestion, *, priced: bool) -> None:
    proposal = found.proposal
    title = Text(f"{number}. {opening_in_words(world, proposal.opening)}", style="bold")
    if found.planned:
        title.append("  planens forslag", style="cyan")
    console.print(indented(title))
    worth = f"værdi {decimal(proposal.worth.total, 3)}"
    if priced:
        worth += f" − pris {decimal(found.price, 3)} = {decimal(found.net, 3)}"
        if found.net < 0:
            worth += " (mere værd for andre)"
    parts = [
        f"{brief(proposal.hours)} timer, {brief(proposal.presence)} til stede · {whole(proposal.commute)} min. hver vej"
        f" · holder {percent(proposal.worth.lasts)} · {worth}",
        "Opgaver: " + ", ".join(tasks_in_words(world, proposal)),
    ]
    measures = measures_in_words(world, proposal.measures)
    if measures:
        parts.append("Støtte: " + "; ".join(measures))
    lines(console, parts, mark="  ")


def _possible(console: Console, world: World, possible: PossibleIf) -> None:
    console.print(indented(Text(opening_in_words(world, possible.opening), style="bold")))
    lines(console, [reason.question or reason.sentence for reason in possible.questions], mark=" ?")
