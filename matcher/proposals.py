"""From positions back to ids: options as proposals, resources with use and price, clauses met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.clauses import counted_for, still_wanted
from matcher.columns import World
from matcher.domain import Accommodation, Held, Kind
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
    proposals = proposals_of(world, weights, pairs, options, chosen)
    return tuple(sorted(proposals, key=lambda proposal: (proposal.candidate, proposal.opening)))


def proposals_of(
    world: World, weights: Weights, pairs: Pairs, options: Options, chosen: NDArray[np.integer]
) -> list[Proposal]:
    """Some options in words, in the order given."""
    tasks, codes = tuple(world.encoding.tasks), tuple(world.catalogue.accommodations.values())
    commutes = pairs.commute[options.ways.pair[chosen]].tolist()
    hours, presence = options.hours[chosen].tolist(), options.presence[chosen].tolist()
    found = []
    for n, (k, worth) in enumerate(zip(chosen.tolist(), worths_of(weights, options, chosen), strict=True)):
        candidate = pairs.rows[options.candidate[k]].id
        opening = world.openings.rows[options.opening[k]].id
        found.append(
            Proposal(
                option=option_id(world, pairs, options, k),
                candidate=candidate,
                opening=opening,
                hours=hours[n],
                presence=presence[n],
                tasks=tuple((tasks[world.openings.task[t]], amount) for t, amount in options.in_tasks.of(k)),
                measures=_measures(world, options, k, codes),
                worth=worth,
                uses=tuple((options.resources.rows[r].id, amount) for r, amount in options.used.of(k)),
                commute=commutes[n],
                pinned=(candidate, opening) in world.pins,
            )
        )
    return found


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


def worths_of(weights: Weights, options: Options, chosen: NDArray[np.integer]) -> list[Worth]:
    """The value of some options with all their named parts, in the order given."""
    valued, features = options.valued, options.features[chosen]
    columns = (valued.people, valued.company, valued.society, valued.total, valued.lasts)
    lines = np.column_stack([column[chosen] for column in columns]).tolist()
    shares, contributions = valued.parts[chosen].tolist(), weights.fit.contributions(features).tolist()
    found = []
    for n, (people, company, society, total, lasts) in enumerate(lines):
        parts = tuple(zip(PARTS, shares[n], strict=True))
        fit = tuple(zip(FEATURE_NAMES, features[n].tolist(), contributions[n], strict=True))
        found.append(Worth(people, company, society, total, lasts, parts, fit))
    return found


def _measures(world: World, options: Options, k: int, codes: Sequence[Accommodation]) -> tuple[Measure, ...]:
    found = []
    ways = options.ways
    places, sources = ways.accommodation[k].tolist(), ways.source[k].tolist()
    for s, (place, source) in enumerate(zip(places, sources, strict=True)):
        if place < 0:
            continue
        accommodation = codes[place]
        workplace = world.workplaces.rows[world.openings.workplace[options.opening[k]]]
        by_hour = accommodation.kind is Kind.SUPPORT_HOURS or accommodation.booking == "by_hour"
        found.append(
            Measure(
                accommodation=accommodation.id,
                source=MeasureSource.WORKPLACE if source == OWN else MeasureSource.OFFER,
                provider=workplace.id if source == OWN else world.offers.rows[source].id,
                amount=float(ways.amount[k, s]),
                unit="timer/uge" if by_hour else "stk.",
                cost=float(ways.cost[k, s]),
            )
        )
    return tuple(found)


def resource_uses(
    options: Options, result: Result, besides: NDArray[np.float64] | None = None
) -> tuple[ResourceUse, ...]:
    """Every resource with what the chosen options use of it, and what is used besides (float64 [R]), and its price."""
    used = np.asarray(options.uses[result.chosen].sum(axis=0)).ravel()
    used = used if besides is None else used + besides
    rows = zip(options.resources.rows, used, result.prices, strict=True)
    return tuple(sorted((ResourceUse(r, float(u), float(p)) for r, u, p in rows), key=lambda use: use.resource.id))


def clause_uses(world: World, floors: Floors, result: Result, aside: Sequence[Held] = ()) -> tuple[ClauseUse, ...]:
    """How far each clause is met: by the plan, and by placements that go on without being chosen."""
    counted = np.asarray(floors.counts[result.chosen].sum(axis=0)).ravel()
    clauses = {clause.id: clause for clause in world.facts.clauses}
    found = []
    for floor, asked, chosen in zip(floors.ids, floors.at_least, counted, strict=True):
        kind, _, code = floor.partition(":")
        if kind == "clause":
            clause = clauses[code]
            planned = float(chosen) + counted_for(world, clause, aside)
            missing = max(0.0, float(asked - chosen))
            found.append(ClauseUse(code, still_wanted(clause), planned, missing, str(clause.unit)))
    return tuple(found)


def unfilled_of(
    world: World, placements: Iterable[Proposal], besides: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[str, int], ...]:
    """Openings with places left, sorted by id; `besides` are pairs that take a place without being proposed."""
    taken = Counter(proposal.opening for proposal in placements)
    taken.update(opening for _, opening in besides)
    left = ((o.id, o.places - taken[o.id]) for o in world.openings.rows)
    return tuple((opening, places) for opening, places in left if places > 0)
