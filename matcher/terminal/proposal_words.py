"""Openings, tasks and support of a proposal in Danish words."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.columns import World
from matcher.domain.plan import Measure, MeasureSource, Proposal
from matcher.terminal.numbers import brief, whole

NOTHING_CHOSEN = "Intet er valgt. En navngiven medarbejder afgør det sammen med borgeren og skriver hvorfor."
"""Stands under every list of proposals (TRUST E4.4)."""


def opening_in_words(world: World, opening: str) -> str:
    """An opening with its workplace and town."""
    row = world.facts.opening_by_id[opening]
    workplace = world.facts.workplace_by_id[row.workplace]
    town = world.catalogue.postcodes[workplace.postcode].name
    return f"{opening} {row.title}, {workplace.name} ({workplace.postcode} {town})"


def tasks_in_words(world: World, proposal: Proposal) -> list[str]:
    """The tasks of a proposal with their hours a week."""
    return [f"{world.catalogue.tasks[task].danish} ({brief(hours)} t)" for task, hours in proposal.tasks]


def measures_in_words(world: World, measures: Sequence[Measure]) -> list[str]:
    """How each consumable need is met, and by whom."""
    offers = {offer.id: offer.name for offer in world.facts.offers}
    return [
        f"{world.catalogue.accommodations[m.accommodation].danish}, {brief(m.amount)} {m.unit} fra "
        + ("arbejdsstedet" if m.source is MeasureSource.WORKPLACE else offers[m.provider])
        for m in measures
    ]


def of(shown: int, all_of_them: int) -> str:
    """``5``, or ``5 af 12`` when some are not shown."""
    return whole(shown) if shown == all_of_them else f"{whole(shown)} af {whole(all_of_them)}"
