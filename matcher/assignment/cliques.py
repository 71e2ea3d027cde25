"""Conflicts as rows: at most one option of each clique, which says more than at most one of each pair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.compiled import compiled

Indices = npt.NDArray[np.int64]


def clique_rows(clash: sp.csr_matrix) -> sp.csr_matrix:
    """Cover all conflicts by cliques, greedily.

    Parameters
    ----------
    clash
        CSR K x K, symmetric, with sorted indices.

    Returns
    -------
    CSR K x Q of ones: the options of each clique. Every conflicting pair lies in at least one.
    """
    if clash.nnz == 0:
        return sp.csr_matrix((clash.shape[0], 0))
    indptr, indices = clash.indptr.astype(np.int64), clash.indices.astype(np.int64)
    rows, columns = compiled(cover, int(clash.nnz**1.5))(indptr, indices)
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(clash.shape[0], int(columns.max()) + 1))


def cover(indptr: Indices, indices: Indices) -> tuple[Indices, Indices]:
    """Kernel of :func:`clique_rows`: the members of the cliques and the number of the clique of each."""
    options = len(indptr) - 1
    covered = np.zeros(len(indices), np.bool_)
    # Where each conflict stands in the other option's row.
    twin = np.empty(len(indices), np.int64)
    reached = indptr[:-1].copy()
    for option in range(options):
        for edge in range(indptr[option], indptr[option + 1]):
            other = indices[edge]
            twin[edge] = reached[other]
            reached[other] += 1
    # The latest clique that each option is in; the latest of which a member excludes it, and how many members do.
    member_of = np.full(options, -1)
    met_by = np.full(options, -1)
    meets = np.zeros(options, np.int64)
    members = np.empty(len(indices) + 2, np.int64)
    number = np.empty(len(indices) + 2, np.int64)
    filled = 0
    cliques = 0
    for first in range(options):
        for edge in range(indptr[first], indptr[first + 1]):
            if covered[edge] or indices[edge] < first:
                continue
            size = 0
            for place in range(edge - 1, indptr[first + 1]):
                # The option itself, the one at the other end, and then all that fit, in their order.
                newcomer = first if place < edge else indices[place]
                if size and (met_by[newcomer] != cliques or meets[newcomer] < size):
                    continue
                if filled == len(members):
                    members = np.concatenate((members, np.empty_like(members)))
                    number = np.concatenate((number, np.empty_like(number)))
                members[filled] = newcomer
                number[filled] = cliques
                filled += 1
                size += 1
                member_of[newcomer] = cliques
                for own in range(indptr[newcomer], indptr[newcomer + 1]):
                    other = indices[own]
                    if met_by[other] != cliques:
                        met_by[other] = cliques
                        meets[other] = 0
                    meets[other] += 1
                    if member_of[other] == cliques:
                        covered[own] = covered[twin[own]] = True
            cliques += 1
    return members[:filled].copy(), number[:filled].copy()
