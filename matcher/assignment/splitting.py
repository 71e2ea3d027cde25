"""Turn what a group must keep by itself into rows of the program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from matcher.assignment.cliques import clique_rows
from matcher.assignment.core import Core, Flags


def split(core: Core, groups: Flags) -> Core:
    """Make each option of some groups a group of its own, and their limits and conflicts rows.

    Conflicts between options of different groups become rows in any case. What is left in ``clash`` lies inside one
    group each.

    Parameters
    ----------
    core
        The core; its options stay in their order.
    groups
        bool[N], the groups to split.
    """
    apart = groups[core.group]
    first = np.ones(len(core.group), bool)
    first[1:] = (core.group[1:] != core.group[:-1]) | apart[1:]
    group = np.cumsum(first) - 1
    old = core.group[first]

    pairs = core.clash.tocoo()
    inside = (core.group[pairs.row] == core.group[pairs.col]) & ~apart[pairs.row]
    shape = core.clash.shape
    outer = sp.csr_matrix((pairs.data[~inside], (pairs.row[~inside], pairs.col[~inside])), shape=shape)
    inner = sp.csr_matrix((pairs.data[inside], (pairs.row[inside], pairs.col[inside])), shape=shape)
    outer.sort_indices()
    inner.sort_indices()

    size = np.diff(core.start)
    by_count = groups & (size > core.most)
    by_hours = groups & np.isfinite(core.limit)
    cliques = clique_rows(outer)
    rows = sp.hstack(
        [_group_rows(core, by_count, np.ones(len(core.group))), _group_rows(core, by_hours, core.hours), cliques],
        format="csr",
    )
    capacity = np.concatenate([core.most[by_count], core.limit[by_hours], np.ones(cliques.shape[1])])
    alone = groups[old]
    return replace(
        core,
        group=group,
        start=np.append(np.flatnonzero(first), len(core.group)),
        most=np.where(alone, 1, core.most[old]),
        limit=np.where(alone, np.inf, core.limit[old]),
        clash=inner,
    ).with_rows(rows, capacity.astype(np.float64))


def _group_rows(core: Core, groups: Flags, amount: np.ndarray[tuple[int], np.dtype[np.float64]]) -> sp.csr_matrix:
    """Give one column for each of some groups, with an amount for each of its options."""
    column = np.full(len(groups), -1)
    column[groups] = np.arange(groups.sum())
    kept = np.flatnonzero(groups[core.group])
    return sp.csr_matrix((amount[kept], (kept, column[core.group[kept]])), shape=(len(core.group), int(groups.sum())))
