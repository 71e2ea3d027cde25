"""Options: for each pair so many hours, these tasks, these measures, and what they use up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matcher.columns import CandidateColumns, World
from matcher.columns.encoding import NO_DAY
from matcher.domain import BindingKind
from matcher.domain.week import DAYS_PER_WEEK
from matcher.eligibility.block import HOUR_STEP, Block, weekly_hours
from matcher.eligibility.law import counts_in_ratio, ratio_use
from matcher.options.measures import NO_SOURCE, OWN, Ways, find_ways
from matcher.options.resources import Resources, find_resources
from matcher.pairs import Pairs, with_hours
from matcher.value import Ingredients, Valued, value
from matcher.weights import Weights

_DAYS_PER_MONTH = 30.4375


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
    uses
        CSR float64 [K, R].
    resources
        The R resources.
    task_hours
        CSR float64 [K, T]: hours in each task row.
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
    uses: csr_matrix
    resources: Resources
    task_hours: csr_matrix
    pairs_considered: int
    pairs_kept: int

    @property
    def count(self) -> int:
        """Number of options."""
        return len(self.candidate)


def build_options(world: World, pairs: Pairs, weights: Weights, most_per_candidate: int | None = None) -> Options:
    """Turn eligible pairs into options.

    Each pair gives an option at the hours nearest the candidate's target for each of the cheapest ways to meet her
    consumable needs; where the opening is shared, or she may hold several jobs, also one at the fewest hours.

    Parameters
    ----------
    most_per_candidate
        Keep only each candidate's best pairs by value, and every opening's best; None keeps all. Pins are always kept.
    """
    candidates = world.candidates(pairs.rows)
    kept = _thinned(world, candidates, pairs, weights, most_per_candidate)
    ways = find_ways(world, pairs, kept)
    ways, hours = _with_fewer_hours(world, candidates, pairs, ways)
    pair = ways.pair
    target = candidates.hours_target[pairs.candidate[pair]]
    features = with_hours(pairs.features[pair], hours, target)
    valued = value(_ingredients(world, candidates, pairs, pair, features, hours, ways.cost.sum(axis=1)), weights)
    resources = find_resources(world)
    task_hours = _task_hours(world, candidates, pairs, pair, hours)
    return Options(
        ways=ways,
        candidate=pairs.candidate[pair],
        opening=pairs.opening[pair],
        hours=hours,
        presence=hours * pairs.presence_per_hour[pair],
        features=features,
        valued=valued,
        uses=_uses(world, candidates, pairs, ways, hours, task_hours, resources),
        resources=resources,
        task_hours=task_hours,
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
    world: World, candidates: CandidateColumns, pairs: Pairs, weights: Weights, most: int | None
) -> NDArray[np.int64]:
    every = np.arange(pairs.count, dtype=np.int64)
    if most is None or pairs.count == 0:
        return every
    hours = pairs.hours.astype(np.float64)
    worth = value(
        _ingredients(world, candidates, pairs, every, pairs.features, hours, np.zeros(pairs.count)), weights
    ).total
    keep = _best_of_each(pairs.candidate, worth, most) | _best_of_each(pairs.opening, worth, most // 2)
    keep |= _pinned(world, pairs)
    return every[keep]


def _best_of_each(group: NDArray[np.int32], worth: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    order = np.lexsort((-worth, group))
    first = np.searchsorted(group[order], group[order])
    keep = np.zeros(len(group), dtype=bool)
    keep[order] = np.arange(len(group)) - first < most
    return keep


def _pinned(world: World, pairs: Pairs) -> NDArray[np.bool_]:
    pins = {(b.candidate, b.opening) for b in world.facts.bindings if b.kind is BindingKind.PIN}
    keep = np.zeros(pairs.count, dtype=bool)
    if pins:
        rows = {c.id: n for n, c in enumerate(pairs.rows)}
        columns = {o.id: m for m, o in enumerate(world.openings.rows)}
        for candidate, opening in pins:
            if candidate in rows:
                keep |= (pairs.candidate == rows[candidate]) & (pairs.opening == columns[opening])
    return keep


def _with_fewer_hours(
    world: World, candidates: CandidateColumns, pairs: Pairs, ways: Ways
) -> tuple[Ways, NDArray[np.float64]]:
    """Add, where places or people are shared, an option at the fewest hours that make sense to both."""
    hours = pairs.hours[ways.pair].astype(np.float64)
    least = np.ceil(pairs.least_hours[ways.pair].astype(np.float64) / HOUR_STEP - 1e-9) * HOUR_STEP
    shared = (world.openings.places[pairs.opening[ways.pair]] > 1) | (
        candidates.max_jobs[pairs.candidate[ways.pair]] > 1
    )
    first = np.ones(len(hours), dtype=bool)
    first[1:] = ways.pair[1:] != ways.pair[:-1]
    fewer = np.flatnonzero(shared & first & (least < hours - 1e-9))
    both = Ways(
        *(np.concatenate([column, column[fewer]]) for column in (getattr(ways, f) for f in Ways.__dataclass_fields__))
    )
    return both, np.concatenate([hours, least[fewer]])


def _task_hours(
    world: World, candidates: CandidateColumns, pairs: Pairs, pair: NDArray[np.int64], hours: NDArray[np.float64]
) -> csr_matrix:
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
    return csr_matrix((given[some], (option[some], row[some])), shape=(len(pair), len(openings.task)))


def _uses(
    world: World,
    candidates: CandidateColumns,
    pairs: Pairs,
    ways: Ways,
    hours: NDArray[np.float64],
    task_hours: csr_matrix,
    resources: Resources,
) -> csr_matrix:
    option = np.arange(len(hours))
    c, o = pairs.candidate[ways.pair], pairs.opening[ways.pair]
    at = world.openings.workplace[o]
    found = [(option, resources.place[o], np.ones(len(hours))), (option, resources.opening_hours[o], hours)]
    tasks = task_hours.tocoo()
    found.append((tasks.row, resources.task_hours[tasks.col], tasks.data))
    block = Block(world, candidates)
    rules = world.rules
    counted = counts_in_ratio(rules.get("ratio"), rules.get("ratio_scope"))[candidates.scheme[c]]
    ratio = np.where(counted, resources.ratio[at], -1)
    found.append((option, ratio, ratio_use(block, hours)))
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
    return csr_matrix((amounts[real], (rows[real], columns[real])), shape=(len(hours), len(resources.rows)))


def clashing(world: World, pairs: Pairs, options: Options) -> NDArray[np.int32]:
    """Pairs of options of one candidate that cannot both be: the same opening, or a week with no room for both.

    Two jobs fit a week when each fits its own windows and both together fit the union (Hall's condition for two).
    Options that her weekly hours already keep apart are not listed.

    Returns
    -------
    int32 [n, 2], the smaller option first.
    """
    candidates = world.candidates(pairs.rows)
    several = np.flatnonzero(candidates.max_jobs > 1)
    most = job_hours_max(candidates)
    order = np.argsort(options.candidate, kind="stable")
    owner = options.candidate[order]
    disjoint = world.rules.get("disjoint_functions")
    found = []
    for c in several:
        mine = order[np.searchsorted(owner, c, "left") : np.searchsorted(owner, c, "right")]
        if len(mine) < 2:
            continue
        i, j = np.triu_indices(len(mine), 1)
        a, b = options.opening[mine[i]], options.opening[mine[j]]
        clash = a == b
        clash |= ~_both_fit(world, candidates, int(c), a, b, options.presence[mine[i]] + options.presence[mine[j]])
        scheme = candidates.rows[c].scheme
        if disjoint is not None and scheme is not None and (not disjoint.schemes or scheme in disjoint.schemes):
            shares = (options.task_hours[mine] > 0) @ _task_kinds(world)
            common = (shares @ shares.T).toarray() > 0
            same_place = world.openings.workplace[a] == world.openings.workplace[b]
            clash |= same_place & common[i, j]
        clash &= options.hours[mine[i]] + options.hours[mine[j]] <= most[c] + 1e-9
        found.append(np.column_stack([mine[i][clash], mine[j][clash]]))
    if not found:
        return np.zeros((0, 2), dtype=np.int32)
    both = np.concatenate(found)
    return np.sort(both, axis=1).astype(np.int32)


def job_hours_max(candidates: CandidateColumns) -> NDArray[np.float64]:
    """float64 [N]: most effective hours a week in all jobs, by what she wants and how long she can be there."""
    return np.minimum(candidates.hours_max, candidates.presence_max / candidates.presence_per_hour)


def _task_kinds(world: World) -> csr_matrix:
    """CSR [T, catalogue tasks]: which catalogue task each task row is."""
    rows = len(world.openings.task)
    ones = np.ones(rows)
    return csr_matrix((ones, (np.arange(rows), world.openings.task)), shape=(rows, len(world.encoding.tasks)))


def _both_fit(
    world: World,
    candidates: CandidateColumns,
    c: int,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    presence: NDArray[np.float64],
) -> NDArray[np.bool_]:
    windows = world.openings.windows
    union = (windows[a] | windows[b]) & candidates.availability[c][None, :]
    hours = np.minimum(np.bitwise_count(union) / 2.0, candidates.day_hours[c])
    room = weekly_hours(
        hours.reshape(1, -1, DAYS_PER_WEEK), candidates.work_days[c : c + 1], candidates.rest_between[c : c + 1]
    )[0]
    fits: NDArray[np.bool_] = presence <= room + 1e-9
    return fits


__all__ = ["NO_SOURCE", "Options", "build_options", "clashing"]
