"""An order of options, groups, rows and floors that follows from their content, not from their names or places.

Every part gets a 64-bit fingerprint of its numbers; then, a few times over, fingerprints of what it is connected to are
mixed in (colour refinement, Weisfeiler and Leman 1968). Parts that still look alike are interchangeable for all a
solver can see, or so nearly that it does not matter to the value of the plan.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.problem import Floats

Prints = npt.NDArray[np.uint64]
Order = npt.NDArray[np.int64]

ROUNDS = 3
_OPTION, _GROUP, _ROW, _FLOOR, _CLASH = (np.uint64(salt) for salt in (0x9E37, 0x79B9, 0x7F4A, 0x7C15, 0xF39C))


def _mixed(numbers: Prints) -> Prints:
    """Scatter 64-bit numbers (the finaliser of SplitMix64); overflow is meant."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _prints(numbers: Floats) -> Prints:
    """Give the fingerprint of each number, or of each row of numbers."""
    # + 0.0 makes -0.0 the same as 0.0.
    columns = np.ascontiguousarray((numbers[:, None] if numbers.ndim == 1 else numbers) + 0.0)
    found = np.zeros(len(columns), np.uint64)
    for column in columns.T:
        found = _mixed(found ^ np.ascontiguousarray(column).view(np.uint64))
    return found


def _sums(numbers: Prints, ends: npt.NDArray[np.integer]) -> Prints:
    """Add up segments; sums modulo 2**64 do not depend on the order of what is added."""
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(numbers, dtype=np.uint64)])
    sums: Prints = running[ends[1:]] - running[ends[:-1]]
    return sums


def content_order(
    *,
    value: Floats,
    hours: Floats,
    group: Order,
    group_content: Floats,
    uses: sp.csr_matrix,
    row_content: Floats,
    counts: sp.csr_matrix,
    floor_content: Floats,
    clash: sp.csr_matrix,
) -> tuple[Order, Order, Order, Order]:
    """Give the order of the options (by group first), the groups, the rows and the floors.

    Parameters
    ----------
    value, hours, group
        [K] of the options.
    group_content, row_content, floor_content
        [N, ...], [R] and [G, ...], what is said of each of these alone.
    uses, counts, clash
        CSR K x R, K x G and K x K.
    """
    option = _prints(np.column_stack([value, hours]))
    groups = _prints(group_content) ^ _GROUP
    rows, floors = _prints(row_content) ^ _ROW, _prints(floor_content) ^ _FLOOR
    by_group = np.argsort(group, kind="stable")
    group_ends = np.searchsorted(group[by_group], np.arange(len(groups) + 1))
    links = [(uses, uses.tocsc(), _prints(uses.data), _ROW), (counts, counts.tocsc(), _prints(counts.data), _FLOOR)]
    by_column = [_prints(columns.data) for _, columns, _, _ in links]
    for _ in range(ROUNDS):
        seen = option + _mixed(groups[group] ^ _OPTION)
        for (matrix, _, amounts, salt), content in zip(links, (rows, floors), strict=True):
            seen += _mixed(_sums(_mixed(amounts ^ _mixed(content[matrix.indices])), matrix.indptr) ^ salt)
        if clash.nnz:
            seen += _mixed(_sums(_mixed(option[clash.indices]), clash.indptr) ^ _CLASH)
        option = _mixed(seen)
        groups = _mixed(groups + _sums(_mixed(option[by_group]), group_ends))
        rows, floors = (
            _mixed(content + _sums(_mixed(amounts ^ _mixed(option[columns.indices])), columns.indptr))
            for content, amounts, (_, columns, _, _) in zip((rows, floors), by_column, links, strict=True)
        )
    group_order = np.argsort(groups, kind="stable")
    rank = np.empty(len(groups), np.int64)
    rank[group_order] = np.arange(len(groups))
    return (
        np.lexsort((option, rank[group])),
        group_order,
        np.argsort(rows, kind="stable"),
        np.argsort(floors, kind="stable"),
    )
