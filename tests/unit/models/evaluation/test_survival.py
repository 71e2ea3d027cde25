"""How many are still there after so many weeks."""

import math

import numpy as np
import pytest

from models.evaluation.survival import survival


def test_those_still_running_count_for_as_long_as_they_were_watched() -> None:
    # Five placements: 1 ends in week 2, one is lost sight of in week 3, 1 ends in week 4, two run on until week 6.
    found = survival([2, 3, 4, 6, 6], [1, 0, 1, 0, 0])
    assert found.times.tolist() == [0, 2, 3, 4, 6]
    # 4/5, and then 2 of the 3 who were still watched in week 4: 4/5 · 2/3.
    assert found.lasting == pytest.approx([1, 0.8, 0.8, 8 / 15, 8 / 15])
    assert found.at_risk.tolist() == [5, 5, 4, 3, 2]


def test_its_interval_is_greenwoods_on_the_log_log_scale() -> None:
    found = survival([2, 3, 4, 6, 6], [1, 0, 1, 0, 0])
    # Week 4: variance 1/(5·4) + 1/(3·2) = 13/60; log(8/15) = -0.628609; reach = 1.959964 · √(13/60) / 0.628609.
    reach = 1.959964 * math.sqrt(13 / 60) / 0.628609
    share, low, high = found.at(4)
    assert share == pytest.approx(8 / 15)
    assert low == pytest.approx((8 / 15) ** math.exp(reach), abs=1e-6)
    assert high == pytest.approx((8 / 15) ** math.exp(-reach), abs=1e-6)
    assert low < share < high


def test_beyond_the_last_that_was_watched_nothing_is_said() -> None:
    found = survival([2, 3], [1, 1])
    assert found.at(3)[0] == 0.0
    assert all(math.isnan(number) for number in found.at(3.1))
    assert found.at(1)[0] == 1.0


def test_of_nobody_it_says_nothing_of_any_week() -> None:
    found = survival([], [])
    assert (found.n, found.times.tolist()) == (0, [0])
    assert np.isnan(found.at(1)[0])


def test_an_exponential_is_recovered_in_spite_of_censoring() -> None:
    rng = np.random.default_rng(1)
    lasts, watched = rng.exponential(20, 4000), rng.uniform(0, 52, 4000)
    found = survival(np.minimum(lasts, watched), lasts <= watched)
    share, low, high = found.at(13)
    assert low <= math.exp(-13 / 20) <= high
    assert share == pytest.approx(math.exp(-13 / 20), abs=0.03)
