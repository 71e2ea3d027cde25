"""Other policies, seen from the log."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.off_policy import difference, doubly_robust, ips, snips, unsupported_share, weights

REWARD, HALF, TARGET = [1, 0, 1, 0], [0.5] * 4, [1, 1, 0, 0]


def test_four_choices_by_hand() -> None:
    # Weights 2, 2, 0, 0: IPS = 2/4, SNIPS = 2/4, effective rows 4²/8 = 2.
    found = ips(REWARD, HALF, TARGET)
    assert (found.estimate.value, found.effective, found.largest, found.clipped) == (0.5, 2.0, 2.0, 0.0)
    assert snips(REWARD, HALF, TARGET).estimate.value == 0.5
    # With q = v = .5: rows 1.5, −.5, .5, .5.
    assert doubly_robust(REWARD, HALF, TARGET, HALF, HALF).estimate.value == 0.5
    assert not found.reliable


def test_a_model_that_is_right_leaves_no_straying() -> None:
    found = doubly_robust(REWARD, HALF, TARGET, REWARD, [0.25] * 4)
    assert (found.estimate.value, found.estimate.low) == (0.25, 0.25)


def test_clipping_lowers_and_says_how_many_it_touched() -> None:
    found = ips(REWARD, HALF, TARGET, clip=1.5)
    assert (found.estimate.value, found.largest, found.clipped) == (0.375, 1.5, 0.5)
    assert weights(HALF, TARGET, 1.5).tolist() == [1.5, 1.5, 0.0, 0.0]


def test_the_same_policy_is_the_plain_mean() -> None:
    rng = np.random.default_rng(1)
    r, b = rng.random(50), rng.uniform(0.2, 1, 50)
    for found in (ips(r, b, b), snips(r, b, b)):
        assert found.estimate.value == pytest.approx(r.mean())
        assert found.effective == pytest.approx(50)


def test_what_the_log_never_tries_is_said() -> None:
    assert unsupported_share([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]], [[0.0, 0.6, 0.4], [1.0, 0.0, 0.0]]) == pytest.approx(
        0.2
    )
    many = ips(np.ones(100), np.full(100, 0.5), np.full(100, 0.5), unsupported=0.2)
    assert not many.reliable
    assert ips(np.ones(100), np.full(100, 0.5), np.full(100, 0.5), unsupported=0.01).reliable


def test_a_difference_of_two_policies_is_paired() -> None:
    found = difference([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_a_choice_without_a_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        ips([1.0], [0.0], [0.5])
    with pytest.raises(ValueError, match="lies in"):
        ips([1.0], [0.5], [1.5])
    with pytest.raises(ValueError, match="same choices"):
        unsupported_share([[1.0]], [[0.5, 0.5]])
