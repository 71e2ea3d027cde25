"""Between plans: the best openings for one person, and who could be told about one opening, given what others need.

These read a plan that is at hand; `matcher.supply` answers the same questions warm, for a service.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Candidate, Facts, MatcherError
from matcher.domain.suggestion import (
    PossibleIf,
    Shortlist,
    Shortlisted,
    Standing,
    Suggestion,
    Suggestions,
)
from matcher.options import find_resources
from matcher.pairs import Pairs, likeness_in
from matcher.ranking import Priced, Prices, net_values, openings_of, people_for, pseudonym, require_positive
from matcher.weights import Weights

if TYPE_CHECKING:
    from matcher.pipeline import Planned


def suggest(planned: Planned, candidate: str, k: int = 10) -> Suggestions:
    """The best openings for one person, given what everybody else needs.

    Her openings are looked at anew, so that none is missing because the plan kept only some of everybody's pairs.

    Raises
    ------
    MatcherError
        When she does not exist, or k is not positive.
    """
    row = _row(planned.world.facts, candidate)
    chosen = frozenset(p.opening for p in planned.plan.placements if p.candidate == candidate)
    priced = Priced(planned.world, planned.weights, planned.options.resources, plan_prices(planned))
    return _openings(priced, row, chosen, k)


def suggest_without_prices(world: World, weights: Weights, candidate: str, k: int = 10) -> Suggestions:
    """The best openings for one person as if there were nobody else: quick, and blind to what others need.

    Raises
    ------
    MatcherError
        When she does not exist, or k is not positive.
    """
    row = _row(world.facts, candidate)
    return _openings(Priced(world, weights, find_resources(world), None), row, frozenset(), k)


def _openings(priced: Priced, row: Candidate, chosen: frozenset[str], k: int) -> Suggestions:
    require_positive(k)
    likeness = likeness_in(priced.world, priced.world.facts.candidates)
    return openings_of(priced, row, likeness, chosen, k)


def shortlist(planned: Planned, opening: str, k: int = 10, *, gone_ahead_only: bool = False) -> Shortlist:
    """Whom one opening could be for, given what everybody could have elsewhere.

    Parameters
    ----------
    gone_ahead_only
        Only those who have said yes to being shown to this opening: all that an employer may be told of.

    Raises
    ------
    MatcherError
        When the opening does not exist, or k is not positive.
    """
    require_positive(k)
    world, pairs = planned.world, planned.pairs
    if opening not in world.openings.place:
        raise MatcherError(f"Der er ingen stilling med id {opening}; se ids på arket Stillinger")
    proposed: dict[str, tuple[str, ...]] = {}
    for placement in planned.plan.placements:
        proposed[placement.candidate] = (*proposed.get(placement.candidate, ()), placement.opening)
    return people_for(
        Priced(world, planned.weights, planned.options.resources, plan_prices(planned)),
        _subset(pairs, pairs.opening == world.openings.place[opening]),
        opening,
        k,
        standing=standing_of(planned),
        go_aheads=go_aheads(world.facts, opening),
        proposed=proposed,
        gone_ahead_only=gone_ahead_only,
    )


def standing_of(planned: Planned) -> dict[str, Standing]:
    """What each person has by the plan, by candidate id; who has no option has no standing."""
    options = planned.options
    net = net_values(options, plan_prices(planned))
    order = np.lexsort((options.opening, -net, options.candidate))
    candidate, opening, net = options.candidate[order], options.opening[order], net[order]
    rows, first = np.unique(candidate, return_index=True)
    best = np.repeat(opening[first], np.diff(np.append(first, len(order))))
    elsewhere = np.flatnonzero(opening != best)
    others, other_first = np.unique(candidate[elsewhere], return_index=True)
    second = np.zeros(len(planned.pairs.rows))
    second[others] = net[elsewhere[other_first]]
    ids = [row.id for row in planned.world.openings.rows]
    return {
        planned.pairs.rows[n].id: Standing(float(net[at]), ids[opening[at]], float(second[n]))
        for n, at in zip(rows.tolist(), first.tolist(), strict=True)
    }


def prices_of(planned: Planned) -> dict[str, float] | None:
    """The plan's prices by resource id, as they can be kept beside it; None where nothing can be priced."""
    prices = plan_prices(planned)
    if prices is None:
        return None
    rows = planned.options.resources.rows
    return {resource.id: price for resource, price in zip(rows, prices.tolist(), strict=True)}


def plan_prices(planned: Planned) -> Prices | None:
    """The plan's prices; None where the rules exclude each other, for then nothing can be priced.

    They are those of the relaxed problem, so they hold also where time ran out before a plan was found; not where
    somebody stopped the search before they were found: that nothing costs anything is then not known.
    """
    plan, prices = planned.plan, planned.result.prices
    if plan.bound is None or not math.isfinite(plan.bound):
        return None
    if plan.stopped and (plan.objective is None or not prices.any()):
        return None
    return prices


def go_aheads(facts: Facts, opening: str) -> dict[str, date]:
    """Who has said yes to being shown to that opening and has not taken it back, and when."""
    return {
        yes.candidate: yes.given
        for yes in sorted(facts.go_aheads, key=lambda yes: yes.given)
        if yes.opening == opening and yes.stands_on(facts.settings.day)
    }


def _subset(pairs: Pairs, kept: NDArray[np.bool_]) -> Pairs:
    columns = (
        "candidate",
        "opening",
        "features",
        "hours",
        "least_hours",
        "presence_per_hour",
        "week_presence",
        "commute",
    )
    return replace(pairs, **{name: getattr(pairs, name)[kept] for name in columns})


def _row(facts: Facts, candidate: str) -> Candidate:
    if candidate not in facts.candidate_by_id:
        raise MatcherError(f"Der er ingen borger med id {candidate}; se ids på arket Borgere")
    return facts.candidate_by_id[candidate]


__all__: Sequence[str] = (
    "PossibleIf",
    "Shortlist",
    "Shortlisted",
    "Standing",
    "Suggestion",
    "Suggestions",
    "go_aheads",
    "plan_prices",
    "prices_of",
    "pseudonym",
    "shortlist",
    "standing_of",
    "suggest",
    "suggest_without_prices",
)
