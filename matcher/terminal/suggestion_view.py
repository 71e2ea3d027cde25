"""Suggestions for one person, and the shortlist of one opening, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from matcher.catalogue.loader import Catalogue
from matcher.columns import World
from matcher.domain.plan import Measure, MeasureSource, Proposal
from matcher.suggestions import PossibleIf, Shortlist, Suggestion, Suggestions
from matcher.terminal.numbers import brief, decimal, percent, whole
from matcher.terminal.tables import facts, heading, indented, lines, table

NOTHING_CHOSEN = "Intet er valgt. En navngiven medarbejder afgør det sammen med borgeren og skriver hvorfor."
_WITHOUT_PRICES = "Uden priser: listen ved ikke, hvad andre har brug for, og kan foreslå pladser, der er mere værd for dem."


def show_suggestions(console: Console, world: World, found: Suggestions) -> None:
    """The openings that fit one person, and those that might; none is chosen beforehand."""
    person = world.facts.candidate_by_id[found.candidate]
    heading(console, f"Stillinger til {found.candidate}")
    musts = [world.catalogue.accommodations[need.accommodation].danish for need in person.needs if need.necessity == "skal"]
    facts(
        console,
        [
            ("Ordning", str(person.scheme or "ikke afgjort")),
            ("Timer", f"{brief(person.hours_min)}–{brief(person.hours_max)} om ugen, ønsker {brief(person.hours_target)}"),
            ("Skal-hensyn", "; ".join(musts) or "ingen"),
        ],
    )
    if not found.suggestions:
        heading(console, "Ingen passer")
        lines(console, ["Ingen stilling opfylder alle krav, som oplysningerne er nu."], mark="!", style="bold")
    else:
        heading(console, f"{_of(len(found.suggestions), found.eligible)} stillinger, der opfylder alle skal-hensyn")
        for number, suggestion in enumerate(found.suggestions, 1):
            _suggestion(console, world, number, suggestion, priced=found.priced)
    if found.possible:
        heading(console, f"{_of(len(found.possible), found.askable)} stillinger er mulige, hvis svaret er godt")
        for possible in found.possible:
            _possible(console, world, possible)
    console.print()
    if not found.priced:
        lines(console, [_WITHOUT_PRICES], mark="!", style="yellow")
    if found.suggestions:
        lines(console, [NOTHING_CHOSEN, "Passer ingen af dem, så skriv det: det er også et svar."])
    lines(console, [f"»brobygger why FILE {found.candidate} STILLING« forklarer hver af dem."])
    console.print()


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
    heading(console, f"{_of(len(found.listed), found.eligible)} borgere, stillingen kan være for")
    rows = [
        (
            entry.candidate,
            brief(entry.proposal.hours),
            brief(entry.proposal.presence),
            f"{whole(entry.proposal.commute)} min.",
            decimal(entry.net, 3),
            decimal(entry.elsewhere, 3),
            decimal(entry.difference, 3),
            ", ".join(entry.planned) or "ingen",
            f"ja, {entry.go_ahead:%d-%m-%Y}: {entry.pseudonym}" if entry.go_ahead else "ikke sagt ja",
        )
        for entry in found.listed
    ]
    columns = ("Borger", "Timer", "Til stede", "Transport", "Her", "Andre steder", "Forskel", "Planens forslag", "Borgerens ja")
    console.print(indented(table(columns, rows, right=(1, 2, 3, 4, 5, 6))))
    for entry in found.listed:
        words = [*_measures(world.catalogue, world, entry.proposal.measures)]
        if words:
            lines(console, [f"{entry.candidate}: {'; '.join(words)}"])
    console.print()
    lines(
        console,
        [
            "Rækkefølgen siger ikke, hvem der er bedst: øverst står dem, stillingen gør størst forskel for "
            "(værdi minus priser her, minus det bedste andet sted).",
            NOTHING_CHOSEN,
            "Virksomheden må kun se dem, der har sagt ja: brug --employer.",
        ],
    )
    console.print()


def _suggestion(console: Console, world: World, number: int, found: Suggestion, *, priced: bool) -> None:
    proposal = found.proposal
    title = Text(f"{number}. {_opening(world, proposal.opening)}", style="bold")
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
        "Opgaver: " + ", ".join(_tasks(world.catalogue, proposal)),
    ]
    measures = _measures(world.catalogue, world, proposal.measures)
    if measures:
        parts.append("Støtte: " + "; ".join(measures))
    lines(console, parts, mark="  ")


def _possible(console: Console, world: World, possible: PossibleIf) -> None:
    console.print(indented(Text(_opening(world, possible.opening), style="bold")))
    lines(console, [reason.question or reason.sentence for reason in possible.questions], mark=" ?")


def _opening(world: World, opening: str) -> str:
    row = world.facts.opening_by_id[opening]
    workplace = world.facts.workplace_by_id[row.workplace]
    town = world.catalogue.postcodes[workplace.postcode].name
    return f"{opening} {row.title}, {workplace.name} ({workplace.postcode} {town})"


def _tasks(catalogue: Catalogue, proposal: Proposal) -> list[str]:
    return [f"{catalogue.tasks[task].danish} ({brief(hours)} t)" for task, hours in proposal.tasks]


def _measures(catalogue: Catalogue, world: World, measures: Sequence[Measure]) -> list[str]:
    offers = {offer.id: offer.name for offer in world.facts.offers}
    return [
        f"{catalogue.accommodations[m.accommodation].danish}, {brief(m.amount)} {m.unit} fra "
        + ("arbejdsstedet" if m.source is MeasureSource.WORKPLACE else offers[m.provider])
        for m in measures
    ]


def _of(shown: int, all_of_them: int) -> str:
    return whole(shown) if shown == all_of_them else f"{whole(shown)} af {whole(all_of_them)}"
