"""Placements that still run."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.censoring import at_horizon


def test_three_placements_by_hand() -> None:
    # Ended at 5; still running at 6; seen past 13. The third stands for the second too.
    found = at_horizon([5, 6, 20], [1, 0, 0], 13)
    assert found.known.tolist() == [True, False, True]
    assert found.lasted[[0, 2]].tolist() == [False, True]
    assert found.weight.tolist() == [1.0, 0.0, 2.0]


def test_the_horizon_itself_is_lasting() -> None:
    assert at_horizon([13], [1], 13).lasted.tolist() == [True]


def test_without_censoring_every_row_counts_once() -> None:
    assert at_horizon([3, 13, 30], [1, 1, 1], 13).weight.tolist() == [1.0, 1.0, 1.0]


def test_the_weighted_share_is_the_true_one_where_the_plain_share_is_not() -> None:
    rng = np.random.default_rng(1)
    lasts, seen = rng.exponential(20, 20_000), rng.uniform(0, 30, 20_000)
    found = at_horizon(np.minimum(lasts, seen), lasts <= seen, 13)
    truth = np.exp(-13 / 20)
    weighted = (found.weight * found.lasted).sum() / found.weight.sum()
    assert weighted == pytest.approx(truth, abs=0.015)
    assert abs(found.lasted[found.known].mean() - truth) > 0.05
