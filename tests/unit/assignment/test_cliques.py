"""Conflicts covered by cliques: every pair in one, no stranger in any, however many there are."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from matcher.assignment.cliques import clique_rows, cover


def graph(pairs: set[tuple[int, int]], size: int) -> sp.csr_matrix:
    """The symmetric matrix of some conflicts."""
    both = sorted(pairs | {(j, i) for i, j in pairs})
    rows, columns = np.array(both, dtype=np.int64).reshape(-1, 2).T
    return sp.csr_matrix((np.ones(len(both)), (rows, columns)), shape=(size, size))


def test_a_triangle_is_one_clique_and_a_path_is_two() -> None:
    assert clique_rows(graph({(0, 1), (1, 2), (0, 2)}, 3)).toarray().tolist() == [[1.0], [1.0], [1.0]]
    assert clique_rows(graph({(0, 1), (1, 2)}, 3)).shape == (3, 2)


@pytest.mark.parametrize("seed", range(30))
def test_every_conflict_is_covered_and_nothing_else(seed: int) -> None:
    # Among them graphs whose cliques hold more members than there are conflicts, so that the arrays have to grow.
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 40))
    chance = rng.uniform(0.1, 0.9)
    pairs = {(i, j) for i in range(size) for j in range(i + 1, size) if rng.uniform() < chance} | {(0, 1)}
    cliques = clique_rows(graph(pairs, size)).toarray()
    together = (cliques @ cliques.T) > 0
    np.fill_diagonal(together, False)
    assert (together == (graph(pairs, size).toarray() > 0)).all()


def test_the_arrays_grow_when_a_clique_ends_at_their_end() -> None:
    # Seen as a crash of the compiled kernel: the last place was filled before room was made for the next.
    rng = np.random.default_rng(7)
    for _ in range(300):
        size = int(rng.integers(4, 14))
        chance = rng.uniform(0.5, 0.95)
        pairs = {(i, j) for i in range(size) for j in range(i + 1, size) if rng.uniform() < chance} | {(0, 1)}
        clash = graph(pairs, size)
        members, number = cover(clash.indptr.astype(np.int64), clash.indices.astype(np.int64))
        assert len(members) == len(number)
