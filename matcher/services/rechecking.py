"""What was worked out earlier, looked at again by the facts of this moment: before it is booked, not after.

Only what bears on the pairs at hand is read, so it takes as long in a region as in a village.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.domain import Facts, WishSubject
from matcher.domain.plan import Resource, ResourceKind
from matcher.services.asking import Asked, people_of
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.facts import NOUNS, SUPPLY, load_settings
from matcher.store.some_facts import load_some

if TYPE_CHECKING:
    from matcher.columns.world import World


def still_supply(unit: Unit) -> int:
    """The revision of the supply; nobody raises it until the transaction ends."""
    table = tables.revisions
    query = sa.select(table.c.number).where(table.c.name == SUPPLY).with_for_update(read=True)
    return unit.connection.execute(query).scalar() or 0


class Today:
    """Some openings and people by the facts of this moment.

    Parameters
    ----------
    openings, people
        Ids; who or what does not exist is not there.
    day
        The day it is looked at from.
    """

    def __init__(self, unit: Unit, openings: Collection[str], people: Collection[str], day: date) -> None:
        # Heavy, and few calls need it.
        from matcher.columns import make_world

        self._people = people_of(unit, people)
        self._world: World = make_world(
            _facts(unit, openings, self._people, day), unit.catalogue, postcodes=unit.catalogue.postcodes
        )
        self._offers = {offer.id: offer for offer in self._world.facts.offers}
        self._everybody = float(
            unit.connection.execute(sa.select(sa.func.count()).select_from(tables.candidates)).scalar_one()
        )

    def resources(self) -> dict[str, Resource]:
        """Every resource that those openings may use, by id."""
        from matcher.options import find_resources

        # What only a budget limits is counted by the candidates of the whole municipality, of whom few are here.
        unlimited = {o.id for o in self._offers.values() if o.hours_per_week is None and o.count is None}
        return {
            row.id: replace(row, capacity=self._everybody)
            if row.kind is ResourceKind.OFFER and row.owner in unlimited
            else row
            for row in find_resources(self._world).rows
        }

    def against(self, candidate: str, opening: str, measures: Sequence[Mapping[str, Any]]) -> str | None:
        """What the hard rules or the support at hand have against a pair, in a sentence; None when nothing has."""
        from matcher.eligibility import pair_with, reasons_for

        asked = self._people[candidate]
        pair = pair_with(replace(self._world, bindings=asked.bindings), asked.candidate, opening)
        reasons = reasons_for(pair)
        if reasons:
            return reasons[0].sentence
        for measure in measures:
            offer = self._offers.get(measure["provider"])
            own = measure["provider"] == pair.workplace.id
            if not own and (offer is None or measure["accommodation"] not in offer.accommodations):
                return "den støtte, forslaget bygger på, findes ikke længere"
        return None


def _facts(unit: Unit, openings: Collection[str], people: Mapping[str, Asked], day: date) -> Facts:
    candidates = tuple(asked.candidate for asked in people.values())
    wished = {
        subject: {wish.target for c in candidates for wish in c.wishes if wish.subject is subject}
        for subject in WishSubject
    }
    found = tuple(load_some(unit.connection, "openings", openings))
    workplaces = tuple(
        load_some(unit.connection, "workplaces", {o.workplace for o in found} | wished[WishSubject.WORKPLACE])
    )
    named = {employer for c in candidates for employer in (*c.previous_employers, *c.related_employers)}
    named |= wished[WishSubject.EMPLOYER] | {workplace.employer for workplace in workplaces}
    return Facts(
        settings=load_settings(unit.connection, day),
        candidates=candidates,
        employers=tuple(load_some(unit.connection, "employers", named)),
        workplaces=workplaces,
        openings=found,
        offers=_all(unit, "offers"),
        budgets=_all(unit, "budgets"),
    )


def _all(unit: Unit, name: str) -> tuple[Any, ...]:
    kind, table = NOUNS[name]
    rows = unit.connection.execute(sa.select(table).order_by(table.c.id)).mappings()
    return tuple(from_mapping(kind, row) for row in rows)
