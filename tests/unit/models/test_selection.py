import numpy as np
import pytest

from models.outcome import OutcomeModel
from models.selection import selection_weights


def test_a_rare_pair_stands_for_more_and_no_more_than_twenty() -> None:
    weight = selection_weights(np.array([1.0, 0.5, 0.001]))
    assert weight / weight[0] == pytest.approx([1.0, 2.0, 20.0])


def test_the_weights_sum_to_the_number_of_rows_that_say_as_much() -> None:
    # 1, 1 and 4: (1 + 1 + 4)² / (1 + 1 + 16) = 2
    assert selection_weights(np.array([1.0, 1.0, 0.25])).sum() == pytest.approx(2.0)
    assert selection_weights(np.array([0.3, 0.3, 0.3])) == pytest.approx([1.0, 1.0, 1.0])


def test_a_pair_without_a_logged_chance_weighs_as_the_mean_of_the_others() -> None:
    weight = selection_weights(np.array([1.0, 1 / 3, np.nan]))
    assert weight[2] == pytest.approx((weight[0] + weight[1]) / 2)
    assert selection_weights(np.array([np.nan, np.nan])).tolist() == [1.0, 1.0]


def test_a_chance_that_is_none_is_refused() -> None:
    for wrong in ([0.0], [1.2], [-0.1]):
        with pytest.raises(ValueError, match="above 0 and at most 1"):
            selection_weights(np.array(wrong))


def test_the_mean_is_right_again_when_good_pairs_were_shown_more_often() -> None:
    # Shown by something the features do not hold (z), which also decides how it goes.
    random = np.random.default_rng(5)
    z = random.random(40_000) < 0.5
    lasted = random.random(40_000) < np.where(z, 0.8, 0.3)
    chance = np.where(z, 0.9, 0.2)
    shown = random.random(40_000) < chance
    x = np.zeros((int(shown.sum()), 1))
    plain = OutcomeModel(intercept_sd=10.0).fit(x, lasted[shown])
    weighted = OutcomeModel(intercept_sd=10.0).fit(x, lasted[shown], selection_weights(chance[shown]))
    assert plain.predict_proba([[0.0]])[0, 1] == pytest.approx(0.709, abs=0.01)
    assert weighted.predict_proba([[0.0]])[0, 1] == pytest.approx(0.55, abs=0.01)
