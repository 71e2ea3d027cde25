"""Bundles: what one group could hold together, alone worth looking at when prices say so.

Given a price for every row, each group's best bundle is found exactly and apart from all other groups; that makes the
bound in ``bounds.py`` strong, and the bundles near the best are the few columns that a plan is made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.compiled import compiled
from matcher.assignment.core import Core, Flags, Indices
from matcher.assignment.enumeration import find_best, find_near
from matcher.assignment.problem import Floats

WIDEST = 4
"""Options in a bundle at most; groups that may hold more are split into rows."""

SETS = 2e7
"""Sets of options of one group, as many as it may hold, up to which it is worked on as bundles."""

PATIENCE = 200_000
"""Steps spent on the best bundle of one group before an upper bound is taken instead."""

Members = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Some bundles of a core.

    Attributes
    ----------
    group
        int64[n], rising.
    members
        int32[n, WIDEST], the options of each bundle in rising order, filled up with -1 in front.
    """

    group: Indices
    members: Members

    def __len__(self) -> int:
        return len(self.group)

    @classmethod
    def of(cls, group: Indices, members: Members) -> Pool:
        """Put bundles in order and drop what is there twice."""
        ordered = np.sort(members, axis=1)
        order = np.lexsort((*ordered.T, group))
        group, ordered = group[order], ordered[order]
        fresh = np.ones(len(group), bool)
        fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        return cls(group[fresh], ordered[fresh])

    def joined(self, other: Pool) -> Pool:
        """Give the bundles of both."""
        return Pool.of(np.concatenate([self.group, other.group]), np.concatenate([self.members, other.members]))

    def only(self, kept: Flags) -> Pool:
        """Keep some of the bundles."""
        return Pool(self.group[kept], self.members[kept])

    def matrix(self, core: Core) -> sp.csr_matrix:
        """Give CSR n x K, ones where a bundle holds an option."""
        filled = self.members >= 0
        indptr = np.concatenate([[0], np.cumsum(filled.sum(axis=1))])
        chosen = self.members[filled]
        return sp.csr_matrix((np.ones(len(chosen)), chosen, indptr), shape=(len(self), len(core.value)))

    def options(self, taken: Flags | Indices) -> Indices:
        """Give the options of some bundles, rising."""
        members = self.members[taken]
        return np.sort(members[members >= 0]).astype(np.int64)

    def places_of(self, other: Pool) -> Indices:
        """Give where each bundle of another pool stands in this one, -1 where it does not."""
        both = np.concatenate([self.members, other.members])
        _, number = np.unique(both, axis=0, return_inverse=True)
        number = number.ravel()
        place = np.full(number.max(initial=-1) + 1, -1)
        place[number[: len(self)]] = np.arange(len(self))
        return place[number[len(self) :]]


def singles(core: Core) -> Pool:
    """Give every option as a bundle of its own: the whole problem, when every group may hold one."""
    members = np.full((len(core.value), WIDEST), -1, np.int32)
    members[:, -1] = np.arange(len(core.value))
    return Pool(core.group, members)


def pool_of(core: Core, chosen: Indices) -> Pool:
    """Give the bundles that a plan consists of."""
    chosen = np.sort(chosen)
    group, place = np.unique(core.group[chosen], return_inverse=True)
    members = np.full((len(group), WIDEST), -1, np.int32)
    first = np.searchsorted(place, np.arange(len(group)))
    members[place, WIDEST - 1 - (np.arange(len(chosen)) - first[place])] = chosen
    return Pool.of(group, members)


def can_bundle(core: Core) -> Flags:
    """Tell which groups are worked on as bundles: those that hold few options, and not too many to choose from."""
    size = np.diff(core.start)
    few: Flags = (core.most == 1) | ((core.most <= WIDEST) & (size.astype(np.float64) ** core.most <= SETS))
    return few


def best_bundles(core: Core, reduced: Floats) -> tuple[Floats, Pool]:
    """Find each group's best bundle.

    Parameters
    ----------
    core
        Every conflict must lie inside one group (see ``splitting.py``).
    reduced
        float64[K], value less prices.

    Returns
    -------
    float64[N], the worth of each group's best bundle (0 for none; in a group too tangled to search, an upper bound),
    and the bundles themselves.
    """
    best = np.zeros(len(core.most))
    members = np.full((len(core.most), WIDEST), -1, np.int32)
    _run(find_best, core, reduced, (PATIENCE, best, members))
    found = members.max(axis=1, initial=-1) >= 0
    return best, Pool.of(np.flatnonzero(found), members[found])


def near_bundles(
    core: Core, reduced: Floats, best: Floats, within: float, *, room: int, each: int = 1000
) -> tuple[Pool, bool]:
    """List the bundles that are nearly as good as their group's best.

    Parameters
    ----------
    core, reduced
        As in :func:`best_bundles`.
    best
        The answer of :func:`best_bundles`.
    within
        How much less than the best is near.
    room, each
        Bundles to list at most in all, and of one group.

    Returns
    -------
    The pool, and whether it is complete: no limit was met.
    """
    group = np.empty(room, np.int64)
    members = np.full((room, WIDEST), -1, np.int32)
    count, complete = _run(find_near, core, reduced, (best - within, each, group, members))
    return Pool.of(group[:count], members[:count]), bool(complete)


def _run(kernel: object, core: Core, reduced: Floats, rest: tuple[object, ...]) -> tuple[int, bool]:
    run = compiled(kernel, len(core.value))  # type: ignore[arg-type]
    clash = core.clash.indptr.astype(np.int64), core.clash.indices.astype(np.int64)
    done: tuple[int, bool] = run(core.start, reduced, core.hours, core.most, core.limit, *clash, *rest)
    return done
