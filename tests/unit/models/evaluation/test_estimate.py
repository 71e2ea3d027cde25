"""Numbers with their intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.evaluation.estimate import (
    bootstrap,
    bootstrap_mean,
    exact_share,
    finite,
    holm,
    labels,
    mean,
    same_length,
    share,
    z_of,
)


def test_five_of_ten_by_wilson() -> None:
    # z = 1.96: middle .5, reach 1.96 · √(.025 + .0096036) / 1.38415 = .2634.
    found = share(5, 10)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)


def test_none_of_ten_by_clopper_and_pearson() -> None:
    # The upper end is the p with (1 − p)^10 = .025.
    found = exact_share(0, 10)
    assert found.low == 0.0
    assert found.high == pytest.approx(1 - 0.025**0.1)


def test_an_exact_interval_holds_the_truth_at_least_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    held = [exact_share(int(k), 25, 0.9).holds(0.1) for k in rng.binomial(25, 0.1, 2000)]
    assert np.mean(held) >= 0.9


def test_a_mean_by_student() -> None:
    # Mean 2, s = 1, t(2 degrees, .975) = 4.3027: reach 4.3027 / √3 = 2.4841.
    found = mean([1.0, 2.0, 3.0])
    assert (found.value, found.high - found.value) == pytest.approx((2.0, 2.4841), abs=1e-4)


def test_both_bootstraps_find_about_the_interval_of_the_central_limit() -> None:
    rng = np.random.default_rng(2)
    row = rng.normal(size=400)
    reach = z_of(0.95) * row.std() / 20
    for found in (
        bootstrap_mean(row, rng, repetitions=4000),
        bootstrap(lambda rows: float(row[rows].mean()), 400, rng, repetitions=2000),
    ):
        assert found.value == pytest.approx(row.mean())
        assert (found.high - found.low) / 2 == pytest.approx(reach, rel=0.08)


def test_holms_adjustment() -> None:
    # Sorted .01 .03 .04: times 3, 2, 1 = .03 .06 .04, then never below the one before.
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert np.isnan(holm([0.01, math.nan])[1])
    assert holm([0.01, math.nan])[0] == pytest.approx(0.01)


def test_under_thirty_is_too_small() -> None:
    assert share(10, 29).too_small
    assert not share(10, 30).too_small


def test_nothing_can_be_said_of_nothing() -> None:
    rng = np.random.default_rng(1)
    for found in (share(0, 0), exact_share(0, 0), mean([]), bootstrap_mean([], rng), bootstrap(lambda _: 1.0, 0, rng)):
        assert math.isnan(found.value)
        assert found.as_dict()["value"] is None


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        finite([1.0, math.nan], "score")
    with pytest.raises(ValueError, match="one row"):
        finite([[1.0]], "score")
    with pytest.raises(ValueError, match="0 or 1"):
        labels([0, 2])
    with pytest.raises(ValueError, match="different length"):
        same_length(a=np.zeros(2), b=np.zeros(3))
    with pytest.raises(ValueError, match="no share"):
        share(3, 2)
    with pytest.raises(ValueError, match="level"):
        z_of(1.0)
