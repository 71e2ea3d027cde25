"""Features then and now."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.evaluation.drift import completeness, drift, stability_index, stability_noise


def test_the_index_by_hand() -> None:
    # Half and half then, a quarter and three quarters now: (−.25) ln .5 + .25 ln 1.5 = .27465.
    then, now = [0.0] * 20 + [1.0] * 20, [0.0] * 10 + [1.0] * 30
    assert stability_index(then, now) == pytest.approx(0.25 * math.log(2) + 0.25 * math.log(1.5))
    assert stability_noise(then, now) == pytest.approx(1 / 40 + 1 / 40)


def test_where_nothing_changes_the_index_is_about_its_noise() -> None:
    rng = np.random.default_rng(1)
    found = [stability_index(rng.normal(size=300), rng.normal(size=300)) for _ in range(200)]
    assert np.mean(found) == pytest.approx(9 * 2 / 300, rel=0.12)


def test_a_value_that_was_never_there_counts() -> None:
    assert stability_index([0.0] * 50, [1.0] * 50) > 1.0


def test_a_shift_is_found_in_its_feature_alone() -> None:
    rng = np.random.default_rng(2)
    then, now = rng.normal(size=(400, 3)), rng.normal(size=(400, 3))
    now[:, 1] += 0.5
    found = drift(then, now, ["a", "b", "c"])
    assert [row.moved for row in found] == [False, True, False]
    assert found[1].psi > 3 * found[1].psi_noise
    assert not any(row.asked_otherwise for row in found)


def test_answers_that_stop_coming_are_found() -> None:
    rng = np.random.default_rng(3)
    then, now = rng.normal(size=(200, 2)), rng.normal(size=(200, 2))
    now[rng.random(200) < 0.3, 0] = np.nan
    first, second = drift(then, now, ["a", "b"])
    assert (first.asked_otherwise, first.moved, second.asked_otherwise) == (True, False, False)
    assert first.known_now.value == pytest.approx(0.7, abs=0.1)


def test_too_few_rows_claim_nothing() -> None:
    (found,) = drift(np.zeros((10, 1)), np.ones((10, 1)), ["a"])
    assert math.isnan(found.ks) and not found.moved
    (empty,) = drift(np.zeros((0, 1)), np.full((5, 1), np.nan), ["a"])
    assert math.isnan(empty.psi) and not empty.asked_otherwise


def test_changes_are_claimed_as_seldom_as_stated_where_there_are_none() -> None:
    rng = np.random.default_rng(4)
    claimed = sum(
        any(
            row.moved or row.asked_otherwise
            for row in drift(rng.normal(size=(150, 4)), rng.normal(size=(150, 4)), list("abcd"))
        )
        for _ in range(100)
    )
    # 5 % of 100 are 5; 13 would be a chance of one in a thousand.
    assert claimed <= 12


def test_completeness_by_period() -> None:
    found = completeness([True, False, True, True], ["2026-02", "2026-02", "2026-01", "2026-02"])
    assert [(name, share.n, share.value) for name, share in found] == [
        ("2026-01", 1, 1.0),
        ("2026-02", 3, pytest.approx(2 / 3)),
    ]
