"""NDCG, MRR and hit, with equal scores."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.ranking import Ranking, Ties, difference, ranking

SECOND = 1 / np.log2(3)
"""Discount of the second place: .63093."""


def measured(
    query: list[int], score: list[float], gain: list[float], k: int = 10, ties: Ties = Ties.EXPECTED
) -> Ranking:
    return ranking(query, score, gain, np.random.default_rng(1), k, ties, repetitions=50)


def test_one_list_by_hand() -> None:
    # In order: nothing, 1, 1. The best two places hold 1 and 1.
    found = measured([0, 0, 0], [3, 2, 1], [0, 1, 1], k=2)
    assert found.ndcg.value == pytest.approx(SECOND / (1 + SECOND))
    assert found.mrr.value == 0.5
    assert found.hit.value == 1.0
    assert measured([0, 0, 0], [3, 2, 1], [0, 1, 1], k=1).hit.value == 0.0


def test_two_of_equal_score_are_half_in_each_order() -> None:
    found = measured([0, 0], [1, 1], [0, 1], k=1)
    assert found.mrr.value == pytest.approx((1 + 1 / 2) / 2)
    assert found.hit.value == pytest.approx(0.5)
    assert found.tied == 1.0
    assert measured([0, 0], [1, 1], [0, 1], k=2).ndcg.value == pytest.approx(0.5 * (1 + SECOND))


def test_two_right_ones_among_three_of_equal_score() -> None:
    # The first right one is first with 2/3, second with 1/3.
    found = measured([0, 0, 0], [1, 1, 1], [1, 0, 1], k=1)
    assert found.mrr.value == pytest.approx(2 / 3 + 1 / 3 / 2)
    assert found.hit.value == pytest.approx(2 / 3)


def test_the_worst_and_the_best_order_bound_the_expected() -> None:
    rng = np.random.default_rng(3)
    query, score = np.repeat(np.arange(40), 12), rng.integers(0, 4, 480).astype(float)
    gain = (rng.random(480) < 0.2).astype(float)
    worst, expected, best = (
        ranking(query, score, gain, rng, 5, ties, repetitions=20) for ties in (Ties.WORST, Ties.EXPECTED, Ties.BEST)
    )
    for name in ("ndcg_of", "reciprocal_of", "hit_of"):
        low, middle, high = getattr(worst, name), getattr(expected, name), getattr(best, name)
        assert (low <= middle + 1e-12).all() and (middle <= high + 1e-12).all()
        assert low.mean() < middle.mean() < high.mean()


def test_the_expected_is_the_mean_over_random_orders() -> None:
    rng = np.random.default_rng(4)
    query, score = np.repeat(np.arange(5), 9), rng.integers(0, 3, 45).astype(float)
    gain = rng.integers(0, 3, 45).astype(float)
    said = ranking(query, score, gain, rng, 4, repetitions=10)
    drawn = []
    for _ in range(600):
        order = rng.permutation(45)
        one = ranking(query[order], score[order], gain[order], rng, 4, Ties.GIVEN, repetitions=1)
        drawn.append([one.ndcg.value, one.mrr.value, one.hit.value])
    assert np.mean(drawn, axis=0) == pytest.approx([said.ndcg.value, said.mrr.value, said.hit.value], abs=0.015)


def test_the_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    query, score, gain = (
        rng.integers(0, 6, 60),
        rng.integers(0, 5, 60).astype(float),
        rng.integers(0, 2, 60).astype(float),
    )
    order = rng.permutation(60)
    one = ranking(query, score, gain, np.random.default_rng(1), 5, repetitions=20)
    two = ranking(query[order], score[order], gain[order], np.random.default_rng(1), 5, repetitions=20)
    assert one.ndcg_of == pytest.approx(two.ndcg_of)
    assert one.queries.tolist() == two.queries.tolist()


def test_a_list_with_nothing_to_find_is_counted_apart() -> None:
    found = measured([0, 0, 1], [2, 1, 1], [1, 0, 0])
    assert (found.nothing_to_find, found.ndcg.n, found.queries.tolist()) == (1, 1, [0])


def test_two_rankings_are_compared_on_the_same_lists() -> None:
    rng = np.random.default_rng(6)
    query, gain = np.repeat(np.arange(60), 8), np.tile([1.0] + [0.0] * 7, 60)
    noise = rng.normal(size=480)
    poor, good = (ranking(query, noise + lift * gain, gain, rng) for lift in (0.0, 1.5))
    assert difference(poor, good, rng)[1].low > 0
    with pytest.raises(ValueError, match="different queries"):
        difference(poor, ranking(query[:80], noise[:80], gain[:80], rng), rng)


def test_impossible_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        measured([0], [1.0], [-1.0])
    with pytest.raises(ValueError, match="at least one place"):
        measured([0], [1.0], [1.0], k=0)
