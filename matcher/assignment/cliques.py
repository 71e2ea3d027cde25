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
    covered = np.zeros(len(indices), np.bool_)
    members = np.empty(len(indices) + 2, np.int64)
    number = np.empty(len(indices) + 2, np.int64)
    # The latest clique that each option is in.
    latest = np.full(len(indptr) - 1, -1)
    filled = 0
    cliques = 0
    for first in range(len(indptr) - 1):
        for edge in range(indptr[first], indptr[first + 1]):
            if covered[edge] or indices[edge] < first:
                continue
            begin = filled
            members[filled] = first
            members[filled + 1] = indices[edge]
            filled += 2
            for other in range(indptr[first], indptr[first + 1]):
                newcomer = indices[other]
                if newcomer <= indices[edge]:
                    continue
                fits = True
                for place in range(begin + 1, filled):
                    member = members[place]
                    low = indptr[member]
                    high = indptr[member + 1]
                    while low < high:
                        middle = (low + high) // 2
                        if indices[middle] < newcomer:
                            low = middle + 1
                        else:
                            high = middle
                    if low == indptr[member + 1] or indices[low] != newcomer:
                        fits = False
                        break
                if fits:
                    if filled + 2 > len(members):
                        members = np.concatenate((members, np.empty_like(members)))
                        number = np.concatenate((number, np.empty_like(number)))
                    members[filled] = newcomer
                    filled += 1
            for place in range(begin, filled):
                latest[members[place]] = cliques
                number[place] = cliques
            for place in range(begin, filled):
                member = members[place]
                for other in range(indptr[member], indptr[member + 1]):
                    if latest[indices[other]] == cliques:
                        covered[other] = True
            cliques += 1
            if filled + 2 > len(members):
                members = np.concatenate((members, np.empty_like(members)))
                number = np.concatenate((number, np.empty_like(number)))
    return members[:filled].copy(), number[:filled].copy()
