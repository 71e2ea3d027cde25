"""Cuts keep every plan, and take away what is no plan."""

from __future__ import annotations

import itertools
from unittest.mock import patch

import numpy as np
import pytest
import scipy.sparse as sp

from matcher.assignment import compiled
from matcher.assignment.cliques import clique_rows
from matcher.assignment.core import Core, core_of
from matcher.assignment.cuts import find_cuts
from matcher.assignment.problem import Problem


def one_row(amounts: list[float], capacity: float) -> Core:
    """People who need some amount each of one resource; the options stand in the order of their amounts."""
    people = len(amounts)
    problem = Problem.of(
        candidate=np.arange(people),
        value=np.ones(people),
        uses=np.array(sorted(amounts)).reshape(-1, 1),
        capacity=[capacity],
    )
    return core_of(problem)


def test_two_who_need_more_than_half_cannot_both_have_it() -> None:
    # 4 + 4 > 7, but seven eighths of each fit. Divided by 4: x1 + x2 <= 1.
    core = one_row([4.0, 4.0], 7.0)
    rows, right = find_cuts(core, np.array([7 / 8, 7 / 8]), np.array([True]))
    assert rows.toarray().tolist() == [[1.0], [1.0]]
    assert right.tolist() == [1.0]


def test_a_capacity_of_two_and_a_half_places_is_two_places() -> None:
    core = one_row([1.0, 1.0, 1.0], 2.5)
    rows, right = find_cuts(core, np.array([1.0, 1.0, 0.5]), np.array([True]))
    assert rows.toarray().ravel().tolist() == [1.0, 1.0, 1.0]
    assert right.tolist() == [2.0]


def test_a_plan_is_never_cut_and_rows_not_asked_for_are_left_alone() -> None:
    core = one_row([4.0, 4.0], 7.0)
    assert find_cuts(core, np.array([1.0, 0.0]), np.array([True]))[1].tolist() == []
    assert find_cuts(core, np.array([7 / 8, 7 / 8]), np.array([False]))[1].tolist() == []


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("seed", range(30))
def test_no_cut_takes_a_plan_away(seed: int, fast: bool) -> None:
    random = np.random.default_rng(seed)
    amounts = random.choice([0.1, 0.3, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0], 7)
    core = one_row(amounts.tolist(), float(random.choice([0.3, 1.0, 2.9, 4.0, 6.5, 7.0])))
    used = core.uses.toarray().ravel() if core.uses.shape[1] else np.zeros(len(core.value))
    with patch.object(compiled, "WORTH_COMPILING", 0 if fast else 10**9):
        rows, right = find_cuts(core, random.uniform(0, 1, len(core.value)), np.ones(len(core.capacity), bool))
    for flags in itertools.product((0.0, 1.0), repeat=len(core.value)):
        if len(core.capacity) and used @ np.array(flags) <= core.capacity[0] + 1e-9:
            assert (rows.T @ np.array(flags) <= right + 1e-9).all()


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("seed", range(10))
def test_cliques_cover_every_conflict_and_nothing_else(seed: int, fast: bool) -> None:
    random = np.random.default_rng(seed)
    clash = np.triu(random.random((12, 12)) < 0.5, 1)
    clash |= clash.T
    matrix = sp.csr_matrix(clash.astype(float))
    with patch.object(compiled, "WORTH_COMPILING", 0 if fast else 10**9):
        rows = clique_rows(matrix).toarray()
    covered = (rows @ rows.T) > 0
    np.fill_diagonal(covered, False)
    assert (covered == clash).all()


def test_options_that_all_exclude_each_other_are_one_clique() -> None:
    rows = clique_rows(sp.csr_matrix(np.ones((5, 5)) - np.eye(5)))
    assert rows.toarray().tolist() == [[1.0]] * 5
