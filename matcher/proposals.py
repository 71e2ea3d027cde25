"""From positions back to ids: options as proposals, resources with use and price, clauses met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Kind
from matcher.domain.plan import ClauseUse, Measure, MeasureSource, Proposal, ResourceUse, Worth
from matcher.features import FEATURE_NAMES
from matcher.options import OWN, Options
from matcher.pairs import Pairs
from matcher.value import PARTS
from matcher.weights import Weights

if TYPE_CHECKING:
    from matcher.assignment.result import Result
    from matcher.clauses import Floors


def placements_of(
    world: World, weights: Weights, pairs: Pairs, options: Options, chosen: NDArray[np.integer]
) -> tuple[Proposal, ...]:
    """The chosen options as proposals, sorted by candidate and opening."""
    proposals = [proposal_of(world, weights, pairs, options, int(k)) for k in chosen]
    return tuple(sorted(proposals, key=lambda proposal: (proposal.candidate, proposal.opening)))


def proposal_of(world: World, weights: Weights, pairs: Pairs, options: Options, k: int) -> Proposal:
    """One option in words."""
    candidate = pairs.rows[options.candidate[k]].id
    opening = world.openings.rows[options.opening[k]].id
    return Proposal(
        option=option_id(world, pairs, options, k),
        candidate=candidate,
        opening=opening,
        hours=float(options.hours[k]),
        presence=float(options.presence[k]),
        tasks=_tasks(world, options, k),
        measures=_measures(world, options, k),
        worth=worth_of(weights, options, k),
        uses=tuple((options.resources.rows[r].id, amount) for r, amount in options.used.of(k)),
        commute=float(pairs.commute[options.ways.pair[k]]),
        pinned=(candidate, opening) in world.pins,
    )


def option_id(world: World, pairs: Pairs, options: Options, k: int) -> str:
    """``candidate/opening/number``: the number counts the options of the pair."""
    candidate, opening = pairs.rows[options.candidate[k]].id, world.openings.rows[options.opening[k]].id
    return f"{candidate}/{opening}/{options.number[k]}"


def option_ids(world: World, pairs: Pairs, options: Options) -> list[str]:
    """The ids of all options."""
    return [
        f"{pairs.rows[candidate].id}/{world.openings.rows[opening].id}/{number}"
        for number, candidate, opening in zip(options.number, options.candidate, options.opening, strict=True)
    ]


def worth_of(weights: Weights, options: Options, k: int) -> Worth:
    """The value of one option with all its named parts."""
    valued, features = options.valued, options.features[[k]]
    contributions = weights.fit.contributions(features)[0]
    return Worth(
        people=float(valued.people[k]),
        company=float(valued.company[k]),
        society=float(valued.society[k]),
        total=float(valued.total[k]),
        lasts=float(valued.lasts[k]),
        parts=tuple((name, float(part)) for name, part in zip(PARTS, valued.parts[k], strict=True)),
        fit=tuple(
            (name, float(x), float(part))
            for name, x, part in zip(FEATURE_NAMES, features[0], contributions, strict=True)
        ),
    )


def _tasks(world: World, options: Options, k: int) -> tuple[tuple[str, float], ...]:
    names = list(world.encoding.tasks)
    return tuple((names[world.openings.task[t]], hours) for t, hours in options.in_tasks.of(k))


def _measures(world: World, options: Options, k: int) -> tuple[Measure, ...]:
    codes = list(world.catalogue.accommodations.values())
    found = []
    for s in range(options.ways.source.shape[1]):
        place = int(options.ways.accommodation[k, s])
        if place < 0:
            continue
        accommodation, source = codes[place], int(options.ways.source[k, s])
        workplace = world.workplaces.rows[world.openings.workplace[options.opening[k]]]
        by_hour = accommodation.kind is Kind.SUPPORT_HOURS or accommodation.booking == "by_hour"
        found.append(
            Measure(
                accommodation=accommodation.id,
                source=MeasureSource.WORKPLACE if source == OWN else MeasureSource.OFFER,
                provider=workplace.id if source == OWN else world.offers.rows[source].id,
                amount=float(options.ways.amount[k, s]),
                unit="timer/uge" if by_hour else "stk.",
                cost=float(options.ways.cost[k, s]),
            )
        )
    return tuple(found)


def resource_uses(options: Options, result: Result) -> tuple[ResourceUse, ...]:
    """Every resource with what the chosen options use of it and its price."""
    used = np.asarray(options.uses[result.chosen].sum(axis=0)).ravel()
    rows = zip(options.resources.rows, used, result.prices, strict=True)
    return tuple(sorted((ResourceUse(r, float(u), float(p)) for r, u, p in rows), key=lambda use: use.resource.id))


def clause_uses(world: World, floors: Floors, result: Result) -> tuple[ClauseUse, ...]:
    """How far each clause is met by the plan."""
    counted = np.asarray(floors.counts[result.chosen].sum(axis=0)).ravel()
    clauses = {clause.id: clause for clause in world.facts.clauses}
    found = []
    for floor, wanted, planned in zip(floors.ids, floors.at_least, counted, strict=True):
        kind, _, code = floor.partition(":")
        if kind == "clause":
            missing = max(0.0, float(wanted - planned))
            found.append(ClauseUse(code, float(wanted), float(planned), missing, str(clauses[code].unit)))
    return tuple(found)


def unfilled_of(world: World, placements: Iterable[Proposal]) -> tuple[tuple[str, int], ...]:
    """Openings with places left, sorted by id."""
    taken = Counter(proposal.opening for proposal in placements)
    left = ((o.id, o.places - taken[o.id]) for o in world.openings.rows)
    return tuple((opening, places) for opening, places in left if places > 0)
