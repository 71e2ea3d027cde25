"""What is left to decide when pins, forbids and everything that cannot bind have been taken out of a problem.

The methods work on a :class:`Core`. Its options, candidates (here *groups* of options), resources and floors stand in
an order that follows from their content alone, so that neither names nor the order of rows in a file can change a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.ordering import content_order
from matcher.assignment.problem import Floats, Problem

SLACK = 1e-9
"""Amounts over a limit by less than this share of it (or of 1) are rounding."""

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """A problem without pins, with K options sorted by group, N groups, R rows and G floors.

    Attributes
    ----------
    option
        int64[K], index of each option in the problem.
    group, start
        int64[K], the group of each option, and int64[N + 1], where the options of each group start.
    value, hours
        float64[K].
    uses, capacity
        CSR K x R and float64[R]. Rows that stand for no resource (a split group's limits, cuts) come last.
    resource
        int64[R], index of each row among the problem's resources, or -1.
    most, limit
        int64[N] and float64[N], how many options and hours a group may hold; limit is infinite where it cannot bind.
    counts, at_least, penalty
        CSR K x G and float64[G] each; a penalty is infinite where the floor is hard.
    floor
        int64[G], index of each floor in the problem.
    clash
        CSR K x K, symmetric, ones where two options exclude each other (left out where their group holds one anyway).
    base
        Value of the pins, less what is lost on floors that nothing left counts towards.
    """

    option: Indices
    group: Indices
    start: Indices
    value: Floats
    hours: Floats
    uses: sp.csr_matrix
    capacity: Floats
    resource: Indices
    most: Indices
    limit: Floats
    counts: sp.csr_matrix
    at_least: Floats
    penalty: Floats
    floor: Indices
    clash: sp.csr_matrix
    base: float

    @property
    def hard(self) -> Flags:
        """Which floors must be met."""
        return np.isinf(self.penalty)

    def plan_value(self, chosen: Indices) -> float:
        """Give the value of a plan, penalties taken off; minus infinity when a hard floor is not met."""
        short = self.short(chosen)
        if (short[self.hard] > SLACK * np.maximum(1.0, self.at_least[self.hard])).any():
            return -np.inf
        lost = float(short[~self.hard] @ self.penalty[~self.hard])
        return self.base + float(self.value[chosen].sum()) - lost

    def short(self, chosen: Indices) -> Floats:
        """Give what a plan misses on each floor."""
        return np.maximum(0.0, self.at_least - column_sums(self.counts, chosen))

    def only(self, kept: Flags) -> Core:
        """Keep some of the options."""
        group = self.group[kept]
        return replace(
            self,
            option=self.option[kept],
            group=group,
            start=np.searchsorted(group, np.arange(len(self.most) + 1)),
            value=self.value[kept],
            hours=self.hours[kept],
            uses=self.uses[kept],
            counts=self.counts[kept],
            clash=self.clash[kept][:, kept],
        )

    def with_rows(self, uses: sp.csr_matrix, capacity: Floats) -> Core:
        """Add rows that stand for no resource."""
        if not len(capacity):
            return self
        return replace(
            self,
            uses=sp.hstack([self.uses, uses], format="csr"),
            capacity=np.concatenate([self.capacity, capacity]),
            resource=np.concatenate([self.resource, np.full(len(capacity), -1)]),
        )


def column_sums(matrix: sp.csr_matrix, rows: Indices) -> Floats:
    """Add up some rows of a matrix."""
    return np.bincount(*_entries(matrix, rows), minlength=matrix.shape[1]).astype(np.float64)


def _entries(matrix: sp.csr_matrix, rows: Indices) -> tuple[Indices, Floats]:
    part = matrix[rows]
    return part.indices, part.data


def room_for(limit: Floats) -> Floats:
    """Give a limit with its rounding."""
    return limit + SLACK * np.maximum(1.0, limit)


def core_of(problem: Problem, *, fractions: bool = False) -> Core:
    """Take out what is decided and what cannot bind.

    Parameters
    ----------
    problem
        Its pins must fit together (see ``infeasible.pin_clashes``).
    fractions
        Keep options that alone exceed what is left of a capacity: no plan may choose them, but the relaxed problem may
        choose a part of them, and what they would pay is what the capacity is worth.
    """
    pinned = problem.pinned.astype(np.int64)
    capacity = np.maximum(0.0, problem.capacity - column_sums(problem.uses, pinned))
    at_least = problem.at_least - column_sums(problem.floors, pinned)
    most = problem.max_options - np.bincount(problem.candidate[pinned], minlength=problem.candidate_count)
    limit = problem.candidate_hours - np.bincount(
        problem.candidate[pinned], problem.hours[pinned], problem.candidate_count
    )

    asked = (at_least > SLACK * np.maximum(1.0, problem.at_least)) & (problem.penalty > 0)
    alive = most[problem.candidate] > 0
    alive[problem.forbidden] = False
    alive[pinned] = False
    alive &= problem.hours <= room_for(np.maximum(limit, 0.0))[problem.candidate]
    alive &= ~_excluded_by_pins(problem)
    # Worth nothing, not even by the floors it counts towards: nobody would choose it.
    useful = problem.floors[:, asked].sum(axis=1).A1 > 0 if asked.any() else np.zeros(len(alive), bool)
    alive &= (problem.value > 0) | useful
    if not fractions:
        alive &= _fits(problem.uses, room_for(capacity))

    kept = np.flatnonzero(alive)
    owners, group = np.unique(problem.candidate[kept], return_inverse=True)
    uses = problem.uses[kept]
    counts = problem.floors[kept][:, asked]
    most, limit = most[owners], limit[owners]
    binding = _binding_rows(uses, group, most, capacity)
    reachable = counts.getnnz(axis=0) > 0
    hopeless = ~reachable & ~np.isinf(problem.penalty[asked])
    lost = float((problem.penalty[asked] * at_least[asked])[hopeless].sum())
    floor = np.flatnonzero(asked)[~hopeless]

    core = Core(
        option=kept,
        group=group.astype(np.int64),
        start=np.zeros(0, np.int64),
        value=problem.value[kept],
        hours=problem.hours[kept],
        uses=uses[:, binding],
        capacity=capacity[binding],
        resource=np.flatnonzero(binding),
        most=np.minimum(most, np.bincount(group, minlength=len(owners))).astype(np.int64),
        limit=_binding_limit(problem.hours[kept], group, most, limit),
        counts=counts[:, ~hopeless],
        at_least=at_least[floor],
        penalty=problem.penalty[floor],
        floor=floor,
        clash=_clashes(problem, kept, group, most),
        base=float(problem.value[pinned].sum()) - lost,
    )
    return _ordered(core)


def _excluded_by_pins(problem: Problem) -> Flags:
    """Find options in conflict with a pin."""
    pinned = np.zeros(problem.option_count, bool)
    pinned[problem.pinned] = True
    excluded = np.zeros(problem.option_count, bool)
    first, second = problem.conflicts[:, 0], problem.conflicts[:, 1]
    excluded[second[pinned[first]]] = True
    excluded[first[pinned[second]]] = True
    return excluded


def _fits(uses: sp.csr_matrix, room: Floats) -> Flags:
    """Find the options that fit alone."""
    over = uses.data > room[uses.indices]
    rows = np.repeat(np.arange(uses.shape[0]), np.diff(uses.indptr))
    fits: Flags = np.bincount(rows[over], minlength=uses.shape[0]) == 0
    return fits


def _binding_rows(uses: sp.csr_matrix, group: Indices, most: Indices, capacity: Floats) -> Flags:
    """Find the resources that could run out: every group takes its most of the dearest option, or all it has."""
    rows, groups = uses.shape[1], len(most)
    if uses.nnz == 0:
        return np.zeros(rows, bool)
    member = sp.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(groups, len(group)))
    total = (member @ uses).tocsr()
    total.sort_indices()
    owner = np.repeat(group, np.diff(uses.indptr)) * np.int64(rows) + uses.indices
    keys, place = np.unique(owner, return_inverse=True)
    largest = np.zeros(len(keys))
    np.maximum.at(largest, place, uses.data)
    in_total = np.repeat(np.arange(groups), np.diff(total.indptr)) * np.int64(rows) + total.indices
    worst = np.minimum(total.data, (most[keys // rows] * largest)[np.searchsorted(keys, in_total)])
    return np.bincount(total.indices, worst, rows) > room_for(capacity)


def _binding_limit(hours: Floats, group: Indices, most: Indices, limit: Floats) -> Floats:
    """Lift limits on hours that the longest options together keep."""
    order = np.lexsort((-hours, group))
    start = np.searchsorted(group[order], np.arange(len(most)))
    rank = np.arange(len(order)) - start[group[order]]
    taken = order[rank < most[group[order]]]
    longest = np.bincount(group[taken], hours[taken], len(most))
    return np.where(longest <= room_for(np.maximum(limit, 0.0)), np.inf, np.maximum(limit, 0.0))


def _clashes(problem: Problem, kept: Indices, group: Indices, most: Indices) -> sp.csr_matrix:
    """Keep the conflicts between options that are left and that their group could hold together."""
    place = np.full(problem.option_count, -1)
    place[kept] = np.arange(len(kept))
    pairs = place[problem.conflicts]
    pairs = pairs[(pairs >= 0).all(axis=1)]
    one = group[pairs[:, 0]]
    pairs = pairs[(one != group[pairs[:, 1]]) | (most[one] > 1)]
    both = np.concatenate([pairs, pairs[:, ::-1]])
    matrix = sp.csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(len(kept), len(kept)))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _ordered(core: Core) -> Core:
    """Put everything in the order of its content."""
    options, groups, rows, floors = content_order(
        value=core.value,
        hours=core.hours,
        group=core.group,
        group_content=np.column_stack([core.most.astype(np.float64), core.limit]),
        uses=core.uses,
        row_content=core.capacity,
        counts=core.counts,
        floor_content=np.column_stack([core.at_least, core.penalty]),
        clash=core.clash,
    )
    rank = np.empty(len(groups), np.int64)
    rank[groups] = np.arange(len(groups))
    group = rank[core.group[options]]
    uses, counts, clash = core.uses[options][:, rows], core.counts[options][:, floors], core.clash[options][:, options]
    for matrix in (uses, counts, clash):
        matrix.sort_indices()
    return replace(
        core,
        option=core.option[options],
        group=group,
        start=np.searchsorted(group, np.arange(len(groups) + 1)),
        value=core.value[options],
        hours=core.hours[options],
        uses=uses,
        capacity=core.capacity[rows],
        resource=core.resource[rows],
        most=core.most[groups],
        limit=core.limit[groups],
        counts=counts,
        at_least=core.at_least[floors],
        penalty=core.penalty[floors],
        floor=core.floor[floors],
        clash=clash,
    )
