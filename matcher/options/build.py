"""Options: for each pair so many hours, these tasks, these measures, and what they use up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matcher.columns import CandidateColumns, World
from matcher.columns.encoding import NO_DAY
from matcher.eligibility import pair_of
from matcher.eligibility.needs import ASSISTANCE
from matcher.eligibility.ratio import counted_candidates, ratio_use
from matcher.options.entries import Entries
from matcher.options.measures import OWN, Ways, find_ways
from matcher.options.resources import Resources, find_resources
from matcher.pairs import Pairs, pair_keys, with_hours
from matcher.value import Ingredients, Valued, value
from matcher.weights import Weights

_DAYS_PER_MONTH = 30.4375
AS_AGREED = 0.01
"""Hours within which two agreements are the same: what is stored may be rounded."""


@dataclass(frozen=True)
class Options:
    """K options over P pairs and R resources.

    Attributes
    ----------
    ways
        The measures of each option [K]; ``ways.pair`` is the pair of each option.
    candidate, opening
        int32 [K].
    hours, presence
        float64 [K].
    features
        float32 [K, F] at the option's own hours.
    valued
        The three lines of value.
    used
        [K, R]: what each option takes of each resource.
    resources
        The R resources.
    in_tasks
        [K, T]: hours in each task row.
    pairs_considered, pairs_kept
        Eligible pairs before and after thinning.
    """

    ways: Ways
    candidate: NDArray[np.int32]
    opening: NDArray[np.int32]
    hours: NDArray[np.float64]
    presence: NDArray[np.float64]
    features: NDArray[np.float32]
    valued: Valued
    used: Entries
    resources: Resources
    in_tasks: Entries
    pairs_considered: int
    pairs_kept: int

    @property
    def count(self) -> int:
        """Number of options."""
        return len(self.candidate)

    @property
    def uses(self) -> csr_matrix:
        """CSR float64 [K, R]: `used` as a matrix."""
        return self.used.matrix

    @property
    def task_hours(self) -> csr_matrix:
        """CSR float64 [K, T]: `in_tasks` as a matrix."""
        return self.in_tasks.matrix

    @cached_property
    def number(self) -> NDArray[np.int64]:
        """int64 [K]: the number of each option among those of its pair, from 1."""
        order = np.argsort(self.ways.pair, kind="stable")
        pair = self.ways.pair[order]
        number = np.empty(self.count, dtype=np.int64)
        number[order] = np.arange(self.count) - np.searchsorted(pair, pair) + 1
        return number


def build_options(
    world: World,
    pairs: Pairs,
    weights: Weights,
    most_per_candidate: int | None = None,
    resources: Resources | None = None,
    candidates: CandidateColumns | None = None,
    always: Collection[tuple[str, str]] = (),
    agreed: Mapping[tuple[str, str], float] | None = None,
) -> Options:
    """Turn eligible pairs into options.

    Each pair gives an option at the hours nearest the candidate's target for each of the cheapest ways to meet her
    consumable needs; where the opening is shared, or she may hold several jobs, also one at the fewest hours.

    Parameters
    ----------
    most_per_candidate
        Keep only each candidate's best pairs by value, and every opening's best; None keeps all. Pins are always kept.
    resources, candidates
        The world's resources, and the columns of the pairs' candidates, where they are known already.
    always
        Pairs of candidate and opening that are kept besides, wherever they stand among her best.
    agreed
        Effective hours a week that people have agreed on, by candidate and opening: where they can be, there are
        options of so many hours too.
    """
    candidates = world.candidates(pairs.rows) if candidates is None else candidates
    kept = _thinned(world, candidates, pairs, weights, most_per_candidate, world.pins.union(always))
    ways = find_ways(world, candidates, pairs, kept)
    ways, hours = _with_fewer_hours(world, candidates, pairs, ways)
    ways, hours = _with_hours_agreed(world, pairs, ways, hours, agreed or {})
    pair = ways.pair
    target = candidates.hours_target[pairs.candidate[pair]]
    features = with_hours(pairs, pair, hours, target)
    valued = value(_ingredients(world, candidates, pairs, pair, features, hours, ways.cost.sum(axis=1)), weights)
    resources = find_resources(world) if resources is None else resources
    in_tasks = _task_hours(world, candidates, pairs, pair, hours)
    return Options(
        ways=ways,
        candidate=pairs.candidate[pair],
        opening=pairs.opening[pair],
        hours=hours,
        presence=hours * pairs.presence_per_hour[pair],
        features=features,
        valued=valued,
        used=_uses(world, candidates, pairs, ways, hours, in_tasks, resources),
        resources=resources,
        in_tasks=in_tasks,
        pairs_considered=pairs.count,
        pairs_kept=len(kept),
    )


def _ingredients(
    world: World,
    candidates: CandidateColumns,
    pairs: Pairs,
    pair: NDArray[np.int64],
    features: NDArray[np.float32],
    hours: NDArray[np.float64],
    cost: NDArray[np.float64],
) -> Ingredients:
    c, o = pairs.candidate[pair], pairs.opening[pair]
    waiting = candidates.waiting_since.astype(np.float64)
    months = (world.facts.settings.day.toordinal() - waiting) / _DAYS_PER_MONTH
    months[candidates.waiting_since == NO_DAY] = np.nan
    openings = world.openings
    return Ingredients(
        features=features,
        hours=hours,
        hours_target=candidates.hours_target[c],
        hours_of_a_place=np.minimum(openings.hours_max, openings.hours_total / openings.places)[o],
        months_waiting=months[c],
        cost=cost,
        commute=pairs.commute[pair].astype(np.float64),
    )


def _thinned(
    world: World,
    candidates: CandidateColumns,
    pairs: Pairs,
    weights: Weights,
    most: int | None,
    always: Collection[tuple[str, str]],
) -> NDArray[np.int64]:
    every = np.arange(pairs.count, dtype=np.int64)
    if most is None or pairs.count == 0:
        return every
    worth = value(
        _ingredients(world, candidates, pairs, every, pairs.features, pairs.hours, np.zeros(pairs.count)), weights
    ).total
    keep = _best_of_each(pairs.candidate, worth, most) | _best_of_each(pairs.opening, worth, most // 2)
    keep |= _among(world, pairs, always)
    return every[keep]


def _best_of_each(group: NDArray[np.int32], worth: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    order = np.lexsort((-worth, group))
    first = np.searchsorted(group[order], group[order])
    keep = np.zeros(len(group), dtype=bool)
    keep[order] = np.arange(len(group)) - first < most
    return keep


def _among(world: World, pairs: Pairs, wanted: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
    """bool [P]: pairs that are among those of candidate and opening."""
    keys = pairs.candidate.astype(np.int64) * len(world.openings.rows) + pairs.opening
    return np.isin(keys, pair_keys(world, pairs, wanted))


def _with_fewer_hours(
    world: World, candidates: CandidateColumns, pairs: Pairs, ways: Ways
) -> tuple[Ways, NDArray[np.float64]]:
    """Add, where places or people are shared, an option at the fewest hours that make sense to both."""
    hours = pairs.hours[ways.pair]
    least = pairs.least_hours[ways.pair]
    shared = (world.openings.places[pairs.opening[ways.pair]] > 1) | (
        candidates.max_jobs[pairs.candidate[ways.pair]] > 1
    )
    first = np.ones(len(hours), dtype=bool)
    first[1:] = ways.pair[1:] != ways.pair[:-1]
    fewer = np.flatnonzero(shared & first & (least < hours - 1e-9) & _assistance_within(world, ways, least))
    return _and_again(ways, fewer), np.concatenate([hours, least[fewer]])


def _with_hours_agreed(
    world: World, pairs: Pairs, ways: Ways, hours: NDArray[np.float64], agreed: Mapping[tuple[str, str], float]
) -> tuple[Ways, NDArray[np.float64]]:
    """Add each way of a pair once more at the hours that were agreed, where they can be and are no option yet."""
    wanted = sorted(agreed)
    keys = pairs.candidate[ways.pair].astype(np.int64) * len(world.openings.rows) + pairs.opening[ways.pair]
    order = np.argsort(keys, kind="stable")
    asked = pair_keys(world, pairs, wanted)
    first, last = (np.searchsorted(keys[order], asked, side=side) for side in ("left", "right"))
    found, most = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for pair, a, b in zip(wanted, first.tolist(), last.tolist(), strict=True):
        here, many = np.sort(order[a:b]), agreed[pair]
        if len(here) and np.abs(hours[here] - many).min() > AS_AGREED and _can_have(world, pair, many):
            usual = here[hours[here] == pairs.hours[ways.pair[here]]]
            found.append(usual)
            most.append(np.full(len(usual), many))
    again, many_hours = np.concatenate(found), np.concatenate(most)
    every = np.zeros(len(hours))
    every[again] = many_hours
    lawful = _assistance_within(world, ways, every)[again]
    return _and_again(ways, again[lawful]), np.concatenate([hours, many_hours[lawful]])


def _can_have(world: World, pair: tuple[str, str], hours: float) -> bool:
    return bool(pair_of(world, *pair).block.can_have(hours)[0, 0])


def _and_again(ways: Ways, which: NDArray[np.int64]) -> Ways:
    """All ways, and some of them once more behind."""
    columns = (getattr(ways, name) for name in Ways.__dataclass_fields__)
    return Ways(*(np.concatenate([column, column[which]]) for column in columns))


def _assistance_within(world: World, ways: Ways, hours: NDArray[np.float64]) -> NDArray[np.bool_]:
    """bool [n]: the way asks for no more personal assistance than the law gives for so many hours (DOMAIN R14)."""
    full = world.number("assistance_cap", "hours", np.inf)
    cap = hours * full / world.number("assistance_cap", "full_time", 37.0)
    assisted = ways.accommodation == world.encoding.accommodations[ASSISTANCE]
    within: NDArray[np.bool_] = np.where(assisted, ways.amount, 0.0).sum(axis=1) <= cap + 1e-9
    return within


def _task_hours(
    world: World, candidates: CandidateColumns, pairs: Pairs, pair: NDArray[np.int64], hours: NDArray[np.float64]
) -> Entries:
    """Hours of each option spread over the tasks she can do, in proportion to their size."""
    openings = world.openings
    starts = np.append(openings.task_start, len(openings.task))
    o, c = pairs.opening[pair], pairs.candidate[pair]
    counts = (starts[o + 1] - starts[o]).astype(np.int64)
    option = np.repeat(np.arange(len(pair)), counts)
    within = np.arange(len(option)) - np.repeat(np.cumsum(counts) - counts, counts)
    row = starts[o][option] + within
    person = c[option]
    able = ~candidates.not_wanted_task[person, openings.task[row]]
    for x in np.flatnonzero(np.isfinite(candidates.limits).any(axis=0)):
        able &= openings.profiles[openings.profile[row], x] <= candidates.limits[person, x]
    share = np.where(able, openings.task_hours[row], 0.0)
    whole = np.bincount(option, weights=share, minlength=len(pair))
    given = share * (hours / np.maximum(whole, 1e-9))[option]
    some = given > 0
    return Entries(option[some], row[some], given[some], (len(pair), len(openings.task)))


def _uses(
    world: World,
    candidates: CandidateColumns,
    pairs: Pairs,
    ways: Ways,
    hours: NDArray[np.float64],
    in_tasks: Entries,
    resources: Resources,
) -> Entries:
    option = np.arange(len(hours))
    c, o = pairs.candidate[ways.pair], pairs.opening[ways.pair]
    at = world.openings.workplace[o]
    found = [(option, resources.place[o], np.ones(len(hours))), (option, resources.opening_hours[o], hours)]
    found.append((in_tasks.row, resources.task_hours[in_tasks.column], in_tasks.amount))
    counted = counted_candidates(world, candidates.scheme)[c]
    ratio = np.where(counted, resources.ratio[at], -1)
    found.append((option, ratio, ratio_use(world, hours * pairs.presence_per_hour[ways.pair])))
    for s in range(ways.source.shape[1]):
        source, amount = ways.source[:, s], ways.amount[:, s]
        own = np.where(source == OWN, resources.own[at, ways.accommodation[:, s]], -1)
        found.append((option, own, amount))
        if len(resources.offer):
            offered = source >= 0
            found.append((option, np.where(offered, resources.offer[np.maximum(source, 0)], -1), amount))
            payer = np.where(offered, world.offers.budget[np.maximum(source, 0)], -1)
            if len(resources.budget):
                paid = np.where(payer >= 0, resources.budget[np.maximum(payer, 0)], -1)
                found.append((option, paid, ways.cost[:, s]))
    rows = np.concatenate([f[0] for f in found])
    columns = np.concatenate([f[1] for f in found])
    amounts = np.concatenate([f[2] for f in found])
    real = (columns >= 0) & (amounts > 0)
    return Entries(rows[real], columns[real], amounts[real], (len(hours), len(resources.rows)))
