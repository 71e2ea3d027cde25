"""Other orders of the same lists, seen from lists whose order was partly left to chance."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.ranked_lists import RankedList, by_person, value_of_order
from models.tie_breaks import chances_at_places, draw_order

EVEN, AS_SHOWN, TURNED = np.full((2, 2), 0.5), np.eye(2), np.eye(2)[::-1]


def two(person: int, target: np.ndarray, reward: tuple[float, float], logged: np.ndarray = EVEN) -> RankedList:
    """A list of two that are alike."""
    return RankedList(person, np.zeros((2, 1)), logged, target, np.array(reward), np.array(reward) > 0)


def test_four_lists_by_hand() -> None:
    # Weights 2 where the other policy would show what was shown, 0 where it would turn it round: IPS = 2/4.
    lists = [two(1, AS_SHOWN, (1, 0)), two(2, TURNED, (1, 0)), two(3, AS_SHOWN, (0, 0)), two(4, TURNED, (0, 0))]
    found = value_of_order(lists)
    assert (found.logged.value, found.ips.estimate.value, found.ips_gain.value) == (0.5, 0.5, 0.0)
    # Effective lists (2 + 2)²/(4 + 4); only the first speaks with a reward.
    assert (found.ips.effective, found.overlap, found.speaking) == (2.0, 1.0, 1)
    assert not found.ips.reliable and not found.dr.reliable


def test_the_same_policy_is_the_plain_mean() -> None:
    rng = np.random.default_rng(1)
    lists = [two(n, EVEN, (float(rng.random() < 0.3), 0.0)) for n in range(60)]
    found = value_of_order(lists)
    assert found.ips.estimate.value == pytest.approx(found.logged.value)
    # By hand: DR adds Σ π q − Σ w q, which is 0 where what is compared is alike in all but its place.
    assert found.dr.estimate.value == pytest.approx(found.logged.value)
    assert found.ips.effective == pytest.approx(60) and found.ips.reliable


def test_what_the_log_never_tries_is_unsupported_at_the_places_that_count() -> None:
    # The log always showed this order; the other policy would turn it round.
    turned = value_of_order([two(n, TURNED, (1, 0), AS_SHOWN) for n in range(50)])
    assert (turned.overlap, turned.ips.unsupported, turned.ips.reliable) == (0.0, 1.0, False)
    # Of three, the last two are turned round, and nothing ever comes of them.
    target = np.eye(3)[[0, 2, 1]]
    one = [
        RankedList(n, np.zeros((3, 1)), np.eye(3), target, np.array([1.0, 0, 0]), np.array([True, False, False]))
        for n in range(50)
    ]
    assert value_of_order(one).ips.unsupported == 0.0
    assert value_of_order([]).speaking == 0


def test_lists_of_one_person_are_one_witness() -> None:
    rows = np.array([0.0, 1.0] * 20)
    alone, together = by_person(rows, np.arange(40)), by_person(np.repeat(rows, 4), np.repeat(np.arange(40), 4))
    assert (together.value, together.n) == (alone.value, 160)
    assert together.high - together.low == pytest.approx(alone.high - alone.low)
    # 1.96 · √(40/39 · 40 · .25) / 40.
    assert alone.high - alone.value == pytest.approx(1.959964 * (40 / 39 * 10) ** 0.5 / 40)


def test_a_list_that_cannot_have_been_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="chance above 0"):
        two(1, AS_SHOWN, (0, 0), TURNED)
    with pytest.raises(ValueError, match="each choice at each place"):
        two(1, np.eye(3), (0, 0))


def test_both_hold_the_truth_as_often_as_they_say() -> None:
    # Five choices, of which the log ties the first three; the other policy orders by a column the log does not weigh.
    rng = np.random.default_rng(5)
    seen = np.array([0.5, 0.3, 0.2, 0.1, 0.1])
    held = {"ips": 0, "dr": 0}
    widths = {"ips": 0.0, "dr": 0.0}
    for _ in range(60):
        lists, truth = [], []
        for person in range(150):
            x = rng.random((5, 1))
            worth = np.array([0.50, 0.50, 0.49, 0.3, 0.1])
            order = draw_order(worth, 0.02, rng).order
            x, worth = x[order], worth[order]
            other = chances_at_places(worth + np.where(worth > 0.4, 0.15 * x[:, 0], 0.0), 0.02)
            chance = np.outer(seen, 0.1 + 0.8 * x[:, 0])
            truth.append((other * chance).sum())
            reward = (rng.random(5) < np.diagonal(chance)).astype(float)
            lists.append(RankedList(person, x, chances_at_places(worth, 0.02), other, reward, reward > 0))
        found = value_of_order(lists)
        for name, told in (("ips", found.ips.estimate), ("dr", found.dr.estimate)):
            held[name] += told.holds(float(np.mean(truth)))
            widths[name] += told.high - told.low
    # 57 of 60 on average; fewer than 53 come about once in a hundred.
    assert min(held.values()) >= 53
    assert widths["dr"] < widths["ips"]
