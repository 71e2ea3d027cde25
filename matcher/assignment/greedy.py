"""A first plan: take bundles in a given order as long as they fit."""

from __future__ import annotations

import numpy as np

from matcher.assignment.bounds import Prices
from matcher.assignment.bundles import Pool
from matcher.assignment.compiled import compiled
from matcher.assignment.core import Core, Flags, Indices, column_sums, room_for
from matcher.assignment.problem import Floats


def greedy_plan(core: Core, pool: Pool, share: Floats, prices: Prices) -> Flags:
    """Choose bundles by how much a relaxed plan takes of them, then by their value less prices.

    Parameters
    ----------
    core, pool
        The bundles to choose among.
    share
        float64[n], how much of each bundle the relaxed plan takes.
    prices
        Prices of the rows and floors.

    Returns
    -------
    bool[n]. Keeps every row; hard floors only as far as their prices lead to it.
    """
    holds = pool.matrix(core)
    uses = (holds @ core.uses).tocsr()
    earned = holds @ (core.value + core.counts @ prices.floors)
    reduced = earned - uses @ prices.rows
    order = np.lexsort((-reduced, -np.round(share, 6)))
    order = order[earned[order] > 0]
    taken = np.zeros(len(pool), bool)
    compiled(take_what_fits, uses.nnz)(
        order,
        pool.group,
        uses.indptr.astype(np.int64),
        uses.indices.astype(np.int64),
        uses.data,
        room_for(core.capacity),
        np.zeros(len(core.most), bool),
        taken,
    )
    return taken


def repaired(core: Core, chosen: Indices) -> Indices:
    """Take options out of a plan until it keeps every row, those worth least first.

    A solver may be over a row by its own tolerance, a millionth, which is more than rounding; that is rare.
    """
    room = room_for(core.capacity)
    kept = chosen
    while True:
        over = column_sums(core.uses, kept) > room
        if not over.any():
            return kept
        concerned = core.uses[kept][:, over].getnnz(axis=1) > 0
        worst = np.flatnonzero(concerned)[np.argmin(core.value[kept[concerned]])]
        kept = np.delete(kept, worst)


def take_what_fits(
    order: Indices,
    group: Indices,
    start: Indices,
    row: Indices,
    amount: Floats,
    room: Floats,
    placed: Flags,
    taken: Flags,
) -> None:
    """Kernel of :func:`greedy_plan`: fills ``taken``, using up ``room`` and ``placed``."""
    for place in range(len(order)):
        bundle = order[place]
        if placed[group[bundle]]:
            continue
        fits = True
        for entry in range(start[bundle], start[bundle + 1]):
            if amount[entry] > room[row[entry]]:
                fits = False
                break
        if fits:
            for entry in range(start[bundle], start[bundle + 1]):
                room[row[entry]] -= amount[entry]
            placed[group[bundle]] = True
            taken[bundle] = True
