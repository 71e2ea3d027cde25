"""Impact ratios, flags and differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.evaluation.fairness import Impact, Interval, Standing, above_median, impact, ratio_of


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def people(**groups: tuple[int, int]) -> tuple[np.ndarray, list[str]]:
    """Selected of n in each group, as rows."""
    selected = np.concatenate([np.arange(n) < taken for taken, n in groups.values()])
    return selected, [name.strip("_") for name, (_, n) in groups.items() for _ in range(n)]


def measured(**groups: tuple[int, int]) -> Impact:
    return impact(*people(**groups), rng())


def test_an_impact_ratio_under_four_fifths_is_flagged_and_need_not_be_a_difference() -> None:
    found = measured(a=(40, 100), b=(30, 100))
    a, b = found.groups
    assert (a.standing, a.rate and a.rate.value) == (Standing.MOST_SELECTED, 0.4)
    assert b.ratio is not None and b.ratio.value == pytest.approx(0.75)
    assert found.flagged == ("b",)
    assert found.differing == ()
    assert b.ratio.holds(1.0)


def test_many_people_make_a_difference_of_what_is_no_flag() -> None:
    found = measured(a=(5000, 10_000), b=(4500, 10_000))
    assert found.flagged == ()
    assert found.differing == ("a", "b")


def test_groups_under_two_percent_and_under_thirty_are_left_out_and_counted() -> None:
    found = measured(a=(50, 1000), b=(50, 1000), c=(0, 40), d=(0, 29), _=(1, 7))
    assert [group.standing for group in found.groups[2:]] == [Standing.UNDER_TWO_PERCENT] * 2
    assert found.missing == 7
    assert (found.n, found.selected) == (2076, 101)
    small = measured(a=(50, 100), d=(0, 29))
    assert small.of("d").standing is Standing.TOO_SMALL
    assert (small.of("d").rate, small.of("d").ratio, small.of("d").flagged) == (None, None, False)


def test_the_exact_interval_is_wider_and_both_hold_the_ratio() -> None:
    plain = ratio_of((30, 100), (40, 100), rng())
    exact = ratio_of((30, 100), (40, 100), rng(), interval=Interval.EXACT)
    assert exact.low < plain.low < 0.75 < plain.high < exact.high


@pytest.mark.parametrize(("interval", "least"), [(Interval.BOOTSTRAP, 0.92), (Interval.EXACT, 0.95)])
def test_intervals_hold_the_true_ratio_as_often_as_they_say(interval: Interval, least: float) -> None:
    draw = np.random.default_rng(2)
    held = [
        ratio_of(
            (int(draw.binomial(80, 0.3)), 80), (int(draw.binomial(120, 0.4)), 120), draw, 0.95, interval, 300
        ).holds(0.75)
        for _ in range(500)
    ]
    assert np.mean(held) >= least


def test_nobody_selected_keeps_the_interval_open() -> None:
    found = ratio_of((0, 50), (10, 50), rng())
    assert found.value == 0.0 and found.low == 0.0 and 0 < found.high < 0.5
    assert math.isnan(ratio_of((1, 50), (0, 50), rng()).value)


def test_scoring_rates_are_shares_above_the_median() -> None:
    assert above_median([1, 2, 3, 4]).tolist() == [False, False, True, True]
    assert above_median([1, 1, 2]).tolist() == [False, False, True]


def test_differences_are_claimed_as_seldom_as_stated_where_there_are_none() -> None:
    draw = np.random.default_rng(3)
    group = np.repeat(["a", "b", "c", "d"], [60, 80, 100, 160])
    claimed = sum(bool(impact(draw.random(400) < 0.4, group, draw, repetitions=10).differing) for _ in range(120))
    # At most 5 % are to be expected; 13 of 120 would be a chance of one in a hundred.
    assert claimed <= 12


def test_a_planted_difference_is_found() -> None:
    draw = np.random.default_rng(4)
    group = np.repeat(["a", "b", "c"], 200)
    found = sum(
        "b" in impact(draw.random(600) < np.where(group == "b", 0.25, 0.45), group, draw, repetitions=10).differing
        for _ in range(30)
    )
    assert found >= 28


def test_no_groups_at_all() -> None:
    found = impact([1, 0], ["", ""], rng())
    assert (found.groups, found.missing, found.n) == ((), 2, 2)
