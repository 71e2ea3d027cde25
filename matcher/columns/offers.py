"""Support-offer columns: what they meet, where they reach, what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.columns.distance import Distances
from matcher.columns.encoding import SCHEMES, Encoding, bits
from matcher.columns.workplaces import WorkplaceColumns
from matcher.domain import Facts, SupportOffer


@dataclass(frozen=True)
class OfferColumns:
    """S offers, sorted by id.

    Attributes
    ----------
    covers
        bool [S, A].
    reaches
        bool [S, W].
    schemes
        int32 [S]: bits of the schemes it may be given under.
    hours, hours_per_person
        float64 [S]: hours a week in all and for one person; inf when not limited, 0 when it gives no hours.
    count
        float64 [S]: pieces; inf when only a budget limits it, 0 when it gives hours.
    cost_per_hour, cost_each
        float64 [S], DKK.
    budget
        int32 [S]: position among the budgets sorted by id, -1 when none pays.
    budget_amount
        float64 [B], DKK over the plan's weeks.
    """

    rows: tuple[SupportOffer, ...]
    budgets: tuple[str, ...]
    covers: NDArray[np.bool_]
    reaches: NDArray[np.bool_]
    schemes: NDArray[np.int32]
    hours: NDArray[np.float64]
    hours_per_person: NDArray[np.float64]
    count: NDArray[np.float64]
    cost_per_hour: NDArray[np.float64]
    cost_each: NDArray[np.float64]
    budget: NDArray[np.int32]
    budget_amount: NDArray[np.float64]

    @cached_property
    def reach(self) -> NDArray[np.float32]:
        """float32 [S, W]: `reaches` as ones and zeros, to be multiplied."""
        return self.reaches.astype(np.float32)


def offer_columns(facts: Facts, encoding: Encoding, workplaces: WorkplaceColumns, distances: Distances) -> OfferColumns:
    """Columns of the support offers that are at hand on the plan's day.

    One that begins later is left out: a must-need has to be met from the first day. One that ends within the
    plan's weeks is kept, because offers are renewed by the budget year; explanations say when it ends.
    """
    day = facts.settings.day
    rows = tuple(
        offer
        for offer in sorted(facts.offers, key=lambda offer: offer.id)
        if (offer.starts is None or offer.starts <= day) and (offer.ends is None or offer.ends >= day)
    )
    budgets = sorted(facts.budgets, key=lambda budget: budget.id)
    budget_place = {budget.id: b for b, budget in enumerate(budgets)}
    covers = np.zeros((len(rows), len(encoding.accommodations)), dtype=bool)
    reaches = np.ones((len(rows), len(workplaces.rows)), dtype=bool)
    for s, offer in enumerate(rows):
        for accommodation in offer.accommodations:
            covers[s, encoding.place("accommodations", accommodation)] = True
        if offer.postcode is not None and offer.radius_km is not None:
            centre = encoding.place("postcodes", offer.postcode)
            reaches[s] = (distances.km[centre, workplaces.postcode] <= offer.radius_km) | (
                workplaces.postcode == centre
            )
    every = bits(range(len(SCHEMES)))
    gives_hours = np.array([offer.hours_per_week is not None for offer in rows], dtype=bool)
    return OfferColumns(
        rows=rows,
        budgets=tuple(budget.id for budget in budgets),
        covers=covers,
        reaches=reaches,
        schemes=np.array([bits(SCHEMES.index(s) for s in offer.schemes) or every for offer in rows], dtype=np.int32),
        hours=np.array([offer.hours_per_week or 0.0 for offer in rows], dtype=np.float64),
        hours_per_person=np.array(
            [np.inf if offer.hours_per_person is None else offer.hours_per_person for offer in rows], dtype=np.float64
        ),
        count=np.where(
            gives_hours,
            0.0,
            np.array([np.inf if offer.count is None else offer.count for offer in rows], dtype=np.float64),
        ),
        cost_per_hour=np.array([offer.cost_per_hour for offer in rows], dtype=np.float64),
        cost_each=np.array([offer.cost_each for offer in rows], dtype=np.float64),
        budget=np.array([-1 if offer.budget is None else budget_place[offer.budget] for offer in rows], dtype=np.int32),
        budget_amount=np.array([budget.amount for budget in budgets], dtype=np.float64),
    )
