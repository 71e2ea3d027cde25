"""The challenger: held to the directions, weighed by the rows' weights, and strong where there is much to find."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.evaluation.challenger import CLIP, FEWEST_TO_STOP, challenge


def test_a_row_counts_for_its_weight() -> None:
    # Each x once with 1 and once with 0; the ones weigh three times as much: 3 of 4.
    x = np.repeat(np.random.default_rng(1).random((100, 2)), 2, axis=0)
    y = np.tile([1, 0], 100)
    assert challenge(x, y, x) == pytest.approx(0.5, abs=0.02)
    assert challenge(x, y, x, sample_weight=np.where(y == 1, 3.0, 1.0)) == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize("n", [200, 4 * FEWEST_TO_STOP], ids=["few", "many"])
def test_a_documented_direction_is_kept_whatever_the_rows_say(n: int) -> None:
    rng = np.random.default_rng(2)
    x = rng.random((n, 1))
    y = rng.random(n) < 0.9 - 0.8 * x[:, 0]
    steps = np.linspace(0, 1, 20)[:, None]
    free, rising = (challenge(x, y, steps, directions) for directions in ([0], [1]))
    assert free[0] > free[-1] + 0.4
    assert (np.diff(rising) >= 0).all()


def test_few_rows_are_not_cut_into_leaves_of_a_few() -> None:
    # Under twice twenty rows no split leaves twenty on both sides: everybody is given the share, 10 of 30.
    x = np.arange(30.0)[:, None]
    assert challenge(x, x[:, 0] >= 20, x) == pytest.approx(1 / 3, abs=1e-6)


def test_with_many_rows_it_goes_on_until_it_has_found_what_there_is() -> None:
    def odds(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.exp(2 * (x - 0.5).sum(axis=1)))

    rng = np.random.default_rng(3)
    x, new = rng.random((4_000, 20)), rng.random((2_000, 20))
    known, truth = odds(x) / (1 + odds(x)), odds(new) / (1 + odds(new))
    said = challenge(x, rng.random(4_000) < known, new, np.ones(20, dtype=int))
    # The true probabilities have a variance of .12. A hundred trees leave two fifths of it unexplained.
    assert truth.var() > 0.1
    assert ((said - truth) ** 2).mean() < 0.25 * truth.var()


def test_of_one_kind_alone_it_says_so_and_of_nothing_one_half() -> None:
    new = np.zeros((2, 1))
    assert challenge([[0.0], [1.0]], [1, 1], new).tolist() == [1 - CLIP] * 2
    assert challenge(np.zeros((0, 1)), [], new).tolist() == [0.5] * 2
