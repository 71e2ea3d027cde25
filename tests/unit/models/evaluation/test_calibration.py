"""Reliability, Brier and calibration error."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.evaluation.calibration import brier, brier_skill, calibration_error, equal_count_bins, reliability_table


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_brier_and_its_skill_by_hand() -> None:
    # (.2² + .4²) / 2 = .1; saying .5 of both gives .25.
    assert brier([1, 0], [0.8, 0.4], rng()).value == pytest.approx(0.1)
    assert brier_skill([1, 0], [0.8, 0.4], 0.5, rng()).value == pytest.approx(0.6)


def test_a_weight_of_two_is_the_row_twice() -> None:
    twice = brier([1, 0, 0], [0.8, 0.4, 0.4], rng())
    assert brier([1, 0], [0.8, 0.4], rng(), weight=[1, 2]).value == pytest.approx(twice.value)


def test_bins_hold_about_as_many_rows_and_never_split_equal_values() -> None:
    p = np.array([0.5] * 30 + np.linspace(0.6, 0.9, 30).tolist())
    where = equal_count_bins(p, 3)
    assert len(np.unique(where[:30])) == 1
    assert np.bincount(where).min() >= 10
    assert np.bincount(equal_count_bins(np.random.default_rng(1).random(100), 10)).tolist() == [10] * 10


def test_few_rows_make_few_bins() -> None:
    assert equal_count_bins(np.linspace(0, 1, 25), 10).max() == 1


def test_calibration_error_by_hand() -> None:
    # Ten rows said .2, one came; ten said .8, nine came: (10/20)|.2 − .1| + (10/20)|.8 − .9| = .1.
    y = [1] + [0] * 9 + [1] * 9 + [0]
    found = calibration_error(y, [0.2] * 10 + [0.8] * 10, rng())
    assert found.bins == 2
    assert found.value == pytest.approx(0.1)
    assert not found.above_noise
    table = reliability_table(y, [0.2] * 10 + [0.8] * 10)
    assert [row.predicted for row in table] == pytest.approx([0.2, 0.8])
    assert [(row.observed.value, row.observed.n) for row in table] == [(0.1, 10), (0.9, 10)]
    assert all(row.consistent for row in table)


def test_the_noise_of_the_error_is_what_right_probabilities_give() -> None:
    draw = np.random.default_rng(2)
    above, values, noises = [], [], []
    for _ in range(200):
        p = draw.uniform(0.2, 0.9, 300)
        found = calibration_error(draw.random(300) < p, p, draw, repetitions=100)
        above.append(found.above_noise)
        values.append(found.value)
        noises.append(found.noise)
    # At 95 % about 10 of 200 are above; 20 would be a chance of one in a thousand.
    assert 1 <= sum(above) <= 20
    assert np.mean(values) == pytest.approx(np.mean(noises), rel=0.05)
    assert np.mean(noises) > 0.03


def test_probabilities_that_are_all_too_high_are_above_the_noise() -> None:
    draw = np.random.default_rng(3)
    p = draw.uniform(0.3, 0.9, 400)
    found = calibration_error(draw.random(400) < p - 0.15, p, draw)
    assert found.above_noise and found.p_value < 0.01
    assert found.value == pytest.approx(0.15, abs=0.06)


def test_right_probabilities_have_skill_and_the_base_rate_has_none() -> None:
    draw = np.random.default_rng(4)
    p = draw.uniform(0.1, 0.9, 1000)
    y = draw.random(1000) < p
    assert brier_skill(y, p, 0.5, draw).low > 0
    assert brier_skill(y, np.full(1000, 0.5), 0.5, draw).value == 0.0


def test_the_skill_over_a_certainty_that_came_true_is_not_a_number() -> None:
    assert math.isnan(brier_skill([1, 1], [0.9, 0.9], 1.0, rng()).value)


def test_no_rows_say_nothing() -> None:
    assert reliability_table([], []) == ()
    assert math.isnan(calibration_error([], [], rng()).value)
    assert math.isnan(brier_skill([], [], 0.5, rng()).value)


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="probability"):
        brier([1], [1.2], rng())
    with pytest.raises(ValueError, match="base rate"):
        brier_skill([1], [0.5], 2.0, rng())
    with pytest.raises(ValueError, match="weights"):
        brier([1], [0.5], rng(), weight=[-1.0])
