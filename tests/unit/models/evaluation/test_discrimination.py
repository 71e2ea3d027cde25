"""AUC and concordance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from models.evaluation.discrimination import auc, auc_by_counts, auc_difference, concordance


def test_four_rows_by_hand() -> None:
    # Ones score 3 and 1, zeros 2 and 0: of four pairs three are right. Placements: ones 1 and .5, zeros .5 and 1;
    # each has variance .125, so SE² = .125/2 + .125/2 = .125 and the lower end is .75 − 1.95996 · .35355.
    found = auc([1, 1, 0, 0], [3, 1, 2, 0])
    assert found.value == 0.75
    assert found.low == pytest.approx(0.75 - 1.959964 * math.sqrt(0.125))
    assert found.high == 1.0


def test_hanley_and_mcneil_by_hand() -> None:
    # A = .75: Q1 = .6, Q2 = .642857; SE² = (.1875 + .0375 + .080357) / 4 = .0763393.
    found = auc_by_counts(0.75, 2, 2)
    assert found.low == pytest.approx(0.75 - 1.959964 * 0.276296, abs=1e-5)


def test_equal_scores_count_one_half() -> None:
    assert auc([1, 0], [1.0, 1.0]).value == 0.5


def test_it_is_the_area_that_scikit_learn_finds() -> None:
    rng = np.random.default_rng(1)
    y, score = rng.random(300) < 0.3, rng.integers(0, 20, 300)
    assert auc(y, score).value == pytest.approx(roc_auc_score(y, score))


def test_both_intervals_are_about_as_wide() -> None:
    rng = np.random.default_rng(2)
    y = np.arange(600) < 200
    score = rng.normal(size=600) + 0.5 * y
    found = auc(y, score)
    other = auc_by_counts(found.value, 200, 400)
    assert found.high - found.low == pytest.approx(other.high - other.low, rel=0.1)


def test_delongs_interval_holds_the_true_area_as_often_as_it_says() -> None:
    # Normal scores half a unit apart: the true area is Φ(.5 / √2) = .63816.
    rng = np.random.default_rng(3)
    y = np.arange(150) < 60
    held = sum(auc(y, rng.normal(size=150) + 0.5 * y, 0.9).holds(0.63816) for _ in range(400))
    assert 0.86 <= held / 400 <= 0.94


def test_rows_wholly_apart_leave_room_below() -> None:
    # Three disjoint pairs, all right: the lower end is the p with p³ = .025.
    found = auc([1, 1, 1, 0, 0, 0, 0], [5, 6, 7, 1, 2, 3, 4])
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.025 ** (1 / 3))
    assert auc([0, 1], [2.0, 1.0]).high == pytest.approx(0.975)


def test_one_kind_alone_says_nothing() -> None:
    assert math.isnan(auc([1, 1], [1, 2]).value)
    assert math.isnan(auc_difference([0, 0], [1, 2], [2, 1]).value)


def test_a_better_score_on_the_same_rows_is_found() -> None:
    rng = np.random.default_rng(4)
    y = rng.random(500) < 0.5
    plain = rng.normal(size=500)
    found = auc_difference(y, plain, plain + y)
    assert found.low > 0
    assert found.value == pytest.approx(auc(y, plain + y).value - auc(y, plain).value)


def test_concordance_by_hand() -> None:
    # Ended at 5, still running at 10, ended at 7. The first is outlived by both and scored below both; the third is
    # outlived by the second and scored above it: two of three.
    assert concordance([5, 10, 7], [1, 0, 1], [1, 2, 3]).value == pytest.approx(2 / 3)


def test_whoever_was_lost_sight_of_early_is_compared_with_nobody_later() -> None:
    assert math.isnan(concordance([5, 10], [0, 1], [1, 2]).value)


def test_at_the_same_moment_the_one_still_running_lasted_longer() -> None:
    assert concordance([5, 5], [1, 0], [1, 2]).value == 1.0
    assert math.isnan(concordance([5, 5], [1, 1], [1, 2]).value)


def test_without_censoring_concordance_of_two_times_is_the_area() -> None:
    rng = np.random.default_rng(5)
    late, score = rng.random(1200) < 0.4, rng.integers(0, 9, 1200)
    found = concordance(np.where(late, 20.0, 5.0), ~late, score)
    area = auc(late, score)
    assert found.value == pytest.approx(area.value)
    assert found.low == pytest.approx(area.low, abs=2e-3)
