"""The cheapest few ways to meet each pair's consumable needs: equipment and support hours, by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World
from matcher.columns.need import NeedColumns
from matcher.domain.reason import Verdict
from matcher.eligibility.block import Block
from matcher.eligibility.needs import demand_of, given_as_hours, offer_fits, own_verdict
from matcher.pairs import Pairs

MOST_WAYS = 4
"""Ways kept for each pair."""
OWN = -2
"""As a source: the workplace itself."""
NO_SOURCE = -1
"""As a source or accommodation: this slot has no need."""
_SPREAD = 0.01
"""DKK by which equal offers are told apart, so that not everybody leans on the same one."""


@dataclass(frozen=True)
class Ways:
    """n ways, each to meet all consumable must-needs of one pair.

    Attributes
    ----------
    pair
        int64 [n]: position among the pairs; a pair without such needs has one way with empty slots.
    accommodation, source
        int32 [n, S]: position of the accommodation, and `OWN`, an offer's position or `NO_SOURCE`, in each slot.
    amount
        float64 [n, S]: pieces or hours a week; 0 in empty slots.
    cost
        float64 [n, S]: DKK over the plan's weeks.
    """

    pair: NDArray[np.int64]
    accommodation: NDArray[np.int32]
    source: NDArray[np.int32]
    amount: NDArray[np.float64]
    cost: NDArray[np.float64]


@dataclass(frozen=True)
class _Sources:
    """Who can meet the needs for one accommodation: the workplace itself, or offers."""

    need: NeedColumns
    own: NDArray[np.bool_]
    fits: NDArray[np.bool_]
    amount: NDArray[np.float64]
    cost: NDArray[np.float64]


def find_ways(world: World, candidates: CandidateColumns, pairs: Pairs, kept: NDArray[np.int64]) -> Ways:
    """Up to `MOST_WAYS` ways for each kept pair, the cheapest first.

    A pair whose needs can each be met alone always has a way; whether everybody's can be met together is for the plan.
    """
    block = Block(world, candidates)
    sources = [_sources(world, need, block) for need in block.candidates.needs if need.accommodation.consumed]
    loads: dict[int, list[tuple[_Sources, int]]] = {}
    for source in sources:
        for place, candidate in enumerate(source.need.candidate):
            loads.setdefault(int(candidate), []).append((source, place))
    slots = max((len(load) for load in loads.values()), default=0)
    order = kept[np.argsort(pairs.candidate[kept], kind="stable")]
    owner = pairs.candidate[order]
    loaded = np.array(sorted(loads), dtype=np.int32)
    parts = [_empty(order[~np.isin(owner, loaded)], slots)]
    firsts, lasts = np.searchsorted(owner, loaded, "left"), np.searchsorted(owner, loaded, "right")
    for candidate, first, last in zip(loaded, firsts, lasts, strict=True):
        if last > first:
            seed = crc32(pairs.rows[candidate].id.encode())
            parts.append(_of_candidate(world, pairs, order[first:last], loads[int(candidate)], slots, seed))
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in Ways.__dataclass_fields__)
    return Ways(*joined)


def _sources(world: World, need: NeedColumns, block: Block) -> _Sources:
    amount = demand_of(need)
    offers = world.offers
    each = np.broadcast_to(offers.cost_each[None, :], (len(amount), len(offers.rows)))
    cost = each.copy()
    if given_as_hours(need.accommodation):
        cost += offers.cost_per_hour[None, :] * amount[:, None] * world.facts.settings.weeks
    return _Sources(need, own_verdict(need, block) == Verdict.YES, offer_fits(need, block), amount, cost)


def _empty(pairs: NDArray[np.int64], slots: int) -> Ways:
    size = (len(pairs), slots)
    nothing = np.full(size, NO_SOURCE, dtype=np.int32)
    return Ways(pairs, nothing, nothing.copy(), np.zeros(size), np.zeros(size))


def _of_candidate(
    world: World, pairs: Pairs, mine: NDArray[np.int64], load: Sequence[tuple[_Sources, int]], slots: int, seed: int
) -> Ways:
    at = world.openings.workplace[pairs.opening[mine]]
    each = MOST_WAYS + 1 if len(load) <= 3 else 3
    ranked = [_ranked(world, source, place, at, each, seed) for source, place in load]
    combos = list(product(*(range(cost.shape[1]) for _, cost in ranked)))
    total = np.stack([sum(cost[:, r] for (_, cost), r in zip(ranked, ranks, strict=True)) for ranks in combos], axis=1)
    if len(load) > 1:
        for column, ranks in enumerate(combos):
            total[_too_much(world, load, ranked, ranks), column] = np.inf
    best = np.argsort(total, axis=1, kind="stable")[:, :MOST_WAYS]
    where = np.nonzero(np.isfinite(np.take_along_axis(total, best, axis=1)))
    rows, chosen = where[0], np.array(combos, dtype=np.intp).reshape(len(combos), -1)[best[where]]
    ways = _empty(mine[rows], slots)
    for s, ((source, place), (who, _)) in enumerate(zip(load, ranked, strict=True)):
        taken = who[rows, chosen[:, s]]
        ways.accommodation[:, s] = source.need.place
        ways.source[:, s] = taken
        ways.amount[:, s] = source.amount[place]
        ways.cost[:, s] = np.append(source.cost[place], 0.0)[np.maximum(taken, -1)]
    return ways


def _too_much(
    world: World,
    load: Sequence[tuple[_Sources, int]],
    ranked: Sequence[tuple[NDArray[np.int32], NDArray[np.float64]]],
    ranks: Sequence[int],
) -> NDArray[np.bool_]:
    """bool [n]: the sources together ask one offer, or one budget, for more than it holds for one person."""
    offers = world.offers
    who = np.stack([source[:, r] for (source, _), r in zip(ranked, ranks, strict=True)])
    amount = np.array([source.amount[place] for source, place in load])
    hours = np.array([given_as_hours(source.need.accommodation) for source, _ in load])
    cost = np.stack(
        [
            np.where(who[s] >= 0, np.append(source.cost[place], 0.0)[np.maximum(who[s], -1)], 0.0)
            for s, (source, place) in enumerate(load)
        ]
    )
    most_hours = np.append(np.minimum(offers.hours, offers.hours_per_person), np.inf)
    most_pieces, budget = np.append(offers.count, np.inf), np.append(offers.budget, -1)
    money = np.append(offers.budget_amount, np.inf)
    over = np.zeros(who.shape[1], dtype=bool)
    for s in range(len(load)):
        same = (who == who[s]) & (who[s] >= 0)
        over |= (same * (amount * hours)[:, None]).sum(axis=0) > most_hours[np.maximum(who[s], -1)] + 1e-9
        over |= (same * (~hours)[:, None]).sum(axis=0) > most_pieces[np.maximum(who[s], -1)]
        payer = budget[np.maximum(who, -1)]
        mine = (payer == payer[s]) & (payer[s] >= 0) & (who >= 0)
        over |= (mine * cost).sum(axis=0) > money[payer[s]] + 1e-9
    return over


def _ranked(
    world: World, source: _Sources, place: int, at: NDArray[np.int32], each: int, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The cheapest sources of one need at each of the workplaces: who [n, k] and cost [n, k] (inf: none)."""
    offers = np.flatnonzero(source.fits[place])
    cost = np.where(world.offers.reaches[offers][:, at].T, source.cost[place, offers][None, :], np.inf)
    cost = cost + _SPREAD * (((offers + 1) * 7919 + seed) % 997) / 997
    own = np.where(source.own[place, at], 0.0, np.inf)[:, None]
    cost = np.concatenate([own, cost], axis=1)
    who = np.concatenate([[OWN], offers]).astype(np.int32)
    best = np.argsort(cost, axis=1, kind="stable")[:, :each]
    return who[best], np.take_along_axis(cost, best, axis=1)
