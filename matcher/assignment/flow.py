"""Places only: a minimum-cost flow, exact and fast.

When every option takes its one place (or none) and nothing else binds, the problem is a flow from candidates over
options to places, and its relaxed problem is already whole. OR-Tools' SimpleMinCostFlow solves it with whole-number
costs, so values are scaled to whole numbers first. What that rounds away is not hidden: the bound is computed from the
prices with the values as they are (``bounds.py``), and the gap shows the rest. Measured, it is about 1e-12.

The prices are the smallest that are right: what the best plan would gain by one more place. Let g(r) be that gain. The
place goes to someone who is not there, with the option k of candidate c; c gives up something for it: nothing where c
still may hold more, otherwise the held option k' that costs c least, whose place r' is then free for others:

    g(r) = max(0, max over options k at r not chosen of value_k - h(c))
    h(c) = 0 where c may hold more, otherwise min over held k' of value_k' - g(r')

The smallest solution is found by label correcting from g = 0. It ends, in whole numbers, because the plan is optimal.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from matcher.assignment.compiled import compiled
from matcher.assignment.core import SLACK, Core, Flags, Indices
from matcher.assignment.method import Found
from matcher.assignment.problem import Floats

METHOD = "network flow (OR-Tools)"

FINEST = 2.0**42
"""Largest scaled value: fine enough for a gap below 1e-9, and far from overflow."""


def applies(core: Core) -> bool:
    """Tell whether only places bind: each option uses one resource at most, everyone the same amount of it.

    The core must keep options that do not fit (``core_of(..., fractions=True)``): a full place has its price too.
    """
    if len(core.at_least) or core.clash.nnz or np.isfinite(core.limit).any():
        return False
    if (np.diff(core.uses.indptr) > 1).any():
        return False
    return bool((core.uses.data == _place_size(core)[core.uses.indices]).all())


def solve(core: Core) -> tuple[Found, Floats]:
    """Solve a core of which :func:`applies` is true.

    Returns
    -------
    The plan, optimal but for rounding, and float64[R], the smallest right price of each row.
    """
    size = _place_size(core)
    # A part of a place helps nobody: capacities count in whole places, and so do bound and prices.
    places = np.floor(core.capacity / size + SLACK).astype(np.int64)
    place = np.full(len(core.value), -1)
    place[np.diff(core.uses.indptr) == 1] = core.uses.indices
    scale = _scale(core)
    worth = np.round(core.value * scale).astype(np.int64)
    taken = _flow(core, place, places, worth)
    holders = np.flatnonzero(taken & (place >= 0))
    holders = holders[np.argsort(place[holders], kind="stable")]
    gains = compiled(smallest_gains, 4 * len(core.value))(
        core.start,
        core.most,
        place,
        worth,
        taken,
        np.searchsorted(place[holders], np.arange(len(places) + 1)),
        core.group[holders],
    )
    gain = gains / scale
    chosen = np.flatnonzero(taken)
    bound = core.base + math.fsum(gain * places) + _most_left(core, core.value - np.append(gain, 0.0)[place])
    return Found(chosen, core.plan_value(chosen), bound, METHOD), gain / size


def _place_size(core: Core) -> Floats:
    """Give how much of each resource one option takes."""
    size = np.ones(len(core.capacity))
    size[core.uses.indices] = core.uses.data
    return size


def _scale(core: Core) -> float:
    """Give what to multiply values by: a power of ten that makes them whole, or else as much as is safe."""
    largest = float(core.value.max(initial=0.0))
    if largest <= 0.0:
        return 1.0
    # The solver multiplies costs by the number of nodes.
    finest = min(FINEST, 2.0**61 / (len(core.most) + len(core.capacity) + 2))
    for digits in range(7):
        scaled = core.value * 10.0**digits
        if largest * 10.0**digits <= finest and (np.abs(scaled - np.round(scaled)) <= 1e-9).all():
            return 10.0**digits
    return finest / largest


def _flow(core: Core, place: Indices, places: Indices, worth: Indices) -> Flags:
    """Choose the options that are worth most together."""
    from ortools.graph.python import min_cost_flow

    groups, sink = len(core.most), len(core.most) + len(places)
    if not groups:
        return np.zeros(0, bool)
    flow: Any = min_cost_flow.SimpleMinCostFlow()
    head = np.where(place >= 0, groups + place, sink)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(core.group, head, np.ones(len(worth), np.int64), -worth)
    everyone = np.arange(groups)
    flow.add_arcs_with_capacity_and_unit_cost(everyone, np.full(groups, sink), core.most, np.zeros(groups, np.int64))
    spots = groups + np.arange(len(places))
    flow.add_arcs_with_capacity_and_unit_cost(
        spots, np.full(len(places), sink), places, np.zeros(len(places), np.int64)
    )
    flow.set_nodes_supplies(everyone, core.most)
    flow.set_node_supply(sink, -int(core.most.sum()))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"SimpleMinCostFlow: {status}")
    taken: Flags = flow.flows(arcs) > 0
    return taken


def _most_left(core: Core, reduced: Floats) -> float:
    """Add up what every candidate gets at most: the best options, as many as may be held."""
    order = np.lexsort((-reduced, core.group))
    rank = np.arange(len(order)) - core.start[core.group[order]]
    best = np.where(rank < core.most[core.group[order]], np.maximum(reduced[order], 0.0), 0.0)
    return math.fsum(best)


def smallest_gains(
    start: Indices,
    most: Indices,
    place: Indices,
    worth: Indices,
    taken: Flags,
    holder_start: Indices,
    holder: Indices,
) -> Indices:
    """Kernel of :func:`solve`: what one more of each place would gain, in scaled values.

    Parameters
    ----------
    start, most
        The options of each candidate and how many may be held.
    place, worth, taken
        Of each option.
    holder_start, holder
        The candidates that hold each place.
    """
    count = len(most)
    gain = np.zeros(len(holder_start) - 1, np.int64)
    queue = np.arange(count)
    waiting = np.ones(count, np.bool_)
    first = 0
    length = count
    while length > 0:
        c = queue[first]
        first = (first + 1) % count
        length -= 1
        waiting[c] = False
        held = 0
        given_up = np.int64(0)
        for k in range(start[c], start[c + 1]):
            if taken[k]:
                loss = worth[k]
                if place[k] >= 0:
                    loss -= gain[place[k]]
                if held == 0 or loss < given_up:
                    given_up = loss
                held += 1
        if held < most[c]:
            given_up = np.int64(0)
        for k in range(start[c], start[c + 1]):
            r = place[k]
            if taken[k] or r < 0 or worth[k] - given_up <= gain[r]:
                continue
            gain[r] = worth[k] - given_up
            for entry in range(holder_start[r], holder_start[r + 1]):
                other = holder[entry]
                if not waiting[other]:
                    waiting[other] = True
                    queue[(first + length) % count] = other
                    length += 1
    return gain
