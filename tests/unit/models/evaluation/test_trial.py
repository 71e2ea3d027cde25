"""Trials by chance: who gets it when, and what is read off them, with numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from models.evaluation.trial import (
    Wedge,
    apart,
    before_and_after,
    draw_saturations,
    draw_within,
    saturation_effects,
    slope,
    stepped_wedge,
    wedge_effect,
    wedge_p_value,
)

THREE = Wedge(np.array([1, 1, 2]), 3)
"""Three clusters and periods: two begin in the second period, one in the third."""


def test_everybody_gets_it_in_the_end_and_nobody_at_first() -> None:
    wedge = stepped_wedge(8, 3, np.random.default_rng(1))
    assert not wedge.begun[:, 0].any() and wedge.begun[:, -1].all()
    assert sorted(np.bincount(wedge.begins)[1:].tolist()) == [2, 3, 3]
    # Once begun it goes on.
    assert (np.diff(wedge.begun.astype(int), axis=1) >= 0).all()


def test_more_steps_than_clusters_are_refused() -> None:
    with pytest.raises(ValueError, match="2 clusters cannot begin in 3 steps"):
        stepped_wedge(2, 3, np.random.default_rng(1))


def test_an_effect_is_told_from_clusters_and_from_time() -> None:
    # Clusters 10, 20 and 30, periods 0, 1 and 5, and 3 more once a cluster has begun: nothing is left to chance.
    means = np.array([[10.0], [20.0], [30.0]]) + np.array([0.0, 1.0, 5.0]) + 3.0 * THREE.begun
    assert wedge_effect(np.vstack([means, means]), Wedge(np.tile(THREE.begins, 2), 3)).value == pytest.approx(3.0)
    # Begun: 14 24 18 28 38 → 24.4; not yet: 10 20 30 31 → 22.75. Plainly compared, half of it is who began, and when.
    assert before_and_after(means, THREE) == pytest.approx(24.4 - 22.75)


def test_without_noise_leaving_a_cluster_out_changes_nothing() -> None:
    wedge = Wedge(np.array([1, 1, 2, 2]), 3)
    found = wedge_effect(np.array([[0.1, 0.3, 0.3], [0.2, 0.4, 0.4], [0.3, 0.3, 0.5], [0.0, 0.0, 0.2]]), wedge)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))
    assert found.n == 4


def test_the_interval_is_the_jackknifes() -> None:
    # One of four clusters gains .4 at its step, the others .2.
    wedge = Wedge(np.array([1, 1, 2, 2]), 3)
    means = np.array([[0.1, 0.5, 0.5], [0.2, 0.4, 0.4], [0.3, 0.3, 0.5], [0.0, 0.0, 0.2]])
    found = wedge_effect(means, wedge)
    without = [wedge_by_regression(np.delete(means, c, 0), np.delete(wedge.begins, c)) for c in range(4)]
    error = math.sqrt(3 / 4 * sum((one - sum(without) / 4) ** 2 for one in without))
    assert found.value == pytest.approx(wedge_by_regression(means, wedge.begins))
    assert found.high - found.value == pytest.approx(stats.t.ppf(0.975, 3) * error)


def wedge_by_regression(means: np.ndarray, begins: np.ndarray) -> float:
    """The same effect by least squares on dummies: a way of its own."""
    clusters, periods = means.shape
    rows = [(c, t) for c in range(clusters) for t in range(periods)]
    design = np.zeros((len(rows), 1 + clusters + periods))
    for n, (c, t) in enumerate(rows):
        design[n, [0, 1 + c, 1 + clusters + t]] = float(t >= begins[c]), 1.0, 1.0
    return float(np.linalg.lstsq(design, means.ravel(), rcond=None)[0][0])


def test_clusters_that_all_begin_together_tell_nothing() -> None:
    with pytest.raises(ValueError, match="all clusters begin together"):
        wedge_effect(np.zeros((4, 3)), Wedge(np.ones(4, dtype=int), 3))


def test_the_order_of_the_clusters_is_what_chance_decided() -> None:
    wedge = Wedge(np.array([1, 1, 1, 2, 2, 2]), 3)
    means = 0.5 * wedge.begun
    # Of the 20 ways to choose the three first, only the true one and its mirror are as far from nothing.
    p = wedge_p_value(means, wedge, np.random.default_rng(2), 4000)
    assert p == pytest.approx(0.1, abs=0.02)
    assert wedge_p_value(np.zeros((6, 3)), wedge, np.random.default_rng(2), 50) == 1.0


def test_every_saturation_has_about_equally_many_areas_and_each_its_share() -> None:
    rng = np.random.default_rng(3)
    saturation = draw_saturations(9, (0.0, 0.5), rng)
    assert sorted([int((saturation == 0).sum()), int((saturation == 0.5).sum())]) == [4, 5]
    treated = draw_within(saturation, 7, rng)
    # Half of seven is rounded to four (to the even number).
    assert treated.sum(axis=1).tolist() == [4 if share else 0 for share in saturation]
    with pytest.raises(ValueError, match="areas where nobody gets it"):
        draw_saturations(9, (0.5, 1.0), rng)
    with pytest.raises(ValueError, match="too few"):
        draw_saturations(3, (0.0, 0.5), rng)


def test_what_the_others_lose_is_told_from_what_one_gains() -> None:
    # Two areas where nobody has it (.4 and .6: mean .5), two where half have it: with it .75, without it .25.
    outcome = np.array([[1, 0, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 0, 0, 1]], dtype=float)[:, :4]
    outcome[0], outcome[1] = (1, 0, 0, 0.6), (1, 1, 0, 0.4)
    outcome[2], outcome[3] = (1, 0.5, 0.5, 0), (1, 0.5, 0.5, 0)
    treated = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]], dtype=bool)
    found = saturation_effects(outcome, treated, [0.0, 0.0, 0.5, 0.5])
    assert found.nobody.value == pytest.approx(0.5)
    assert found.direct.value == pytest.approx(0.5)
    (half,) = found.by_saturation
    assert (half.saturation, half.areas) == (0.5, 2)
    assert half.treated.value == pytest.approx(0.25)
    assert half.untreated.value == pytest.approx(-0.25)
    # For the area as a whole nothing came of it.
    assert half.everybody.value == pytest.approx(0.0)
    # From .5 to .25 over half of the way from nobody to everybody.
    assert found.displacement.value == pytest.approx(-0.5)


def test_where_everybody_has_it_nobody_is_without() -> None:
    found = saturation_effects(
        np.array([[0.0, 1.0]] * 4), np.array([[False] * 2] * 2 + [[True] * 2] * 2), [0.0, 0.0, 1.0, 1.0]
    )
    (whole,) = found.by_saturation
    assert math.isnan(whole.untreated.value) and whole.treated.value == 0.0
    assert math.isnan(found.direct.value)


def test_two_means_are_apart_by_welch() -> None:
    one, two = np.array([1.0, 2.0, 3.0]), np.array([2.0, 6.0])
    found = apart(one, two)
    # Variances 1 and 8: 1/3 + 8/2 = 13/3; freedom (13/3)² / ((1/3)²/2 + 4²/1).
    freedom = (13 / 3) ** 2 / ((1 / 3) ** 2 / 2 + 16)
    assert found.value == -2.0
    assert found.high == pytest.approx(-2 + stats.t.ppf(0.975, freedom) * math.sqrt(13 / 3))
    assert math.isnan(apart(one, two[:1]).value)


def test_a_slope_has_students_interval() -> None:
    found = slope(np.array([0.0, 1.0, 2.0]), np.array([0.0, 3.0, 3.0]))
    # Slope 1.5; rests -.5, 1, -.5: their squares 1.5; error √(1.5 / 1 / 2).
    assert found.value == pytest.approx(1.5)
    assert found.high == pytest.approx(1.5 + stats.t.ppf(0.975, 1) * math.sqrt(0.75))
    assert math.isnan(slope(np.array([1.0, 1.0, 1.0]), np.array([0.0, 1.0, 2.0])).value)


def test_an_interval_needs_two_clusters_at_each_of_two_steps() -> None:
    # Without the one cluster of a step all others begin together, and nothing is left to compare with.
    wedge = stepped_wedge(3, 2, np.random.default_rng(1))
    with pytest.raises(ValueError, match="of two steps each needs two clusters"):
        wedge_effect(np.zeros((3, 3)), wedge)
