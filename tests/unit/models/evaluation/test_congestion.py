"""Showings against places."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.evaluation.congestion import congestion, gini


def test_three_openings_of_two_employers_by_hand() -> None:
    # The first has one place and is shown at 1, 1 and 2; the second has two and is shown once; the third has none.
    found = congestion(shown=[0, 0, 0, 1], rank=[1, 1, 2, 1], places=[1, 2, 0], employer=[0, 1, 1])
    assert found.per_place[:2].tolist() == [3.0, 0.5]
    assert math.isnan(found.per_place[2])
    assert (found.most_per_place, found.crowded, found.coverage) == (3.0, 0.5, 1.0)
    first = 2 + 1 / np.log2(3)
    assert found.attention.tolist() == pytest.approx([first / (first + 1) - 1 / 3, 1 / (first + 1) - 2 / 3])
    assert found.gini_openings == pytest.approx(gini([first, 0.5]))


def test_what_nobody_is_shown_lowers_coverage() -> None:
    found = congestion([0], [1], [1, 1, 1, 1], [0, 0, 1, 2])
    assert [found.coverage, found.employer_coverage, found.crowded] == pytest.approx([0.25, 1 / 3, 0.0])


def test_gini_by_hand() -> None:
    assert gini([1, 1, 1]) == 0.0
    assert gini([0, 1]) == 0.5
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([1, 3]) == pytest.approx(0.25)
    assert math.isnan(gini([]))


def test_nothing_shown_says_nothing() -> None:
    found = congestion([], [], [1], [0])
    assert (found.showings, found.coverage) == (0, 0.0)
    assert math.isnan(found.crowded)


def test_impossible_showings_are_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        congestion([3], [1], [1], [0])
    with pytest.raises(ValueError, match="begin at 1"):
        congestion([0], [0], [1], [0])
