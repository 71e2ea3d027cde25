"""Chance among choices of about the same value."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tie_breaks import chances_at_places, chances_of_first, draw_order


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_without_ties_the_order_is_by_value_and_certain() -> None:
    drawn = draw_order([0.1, 0.9, 0.5], 0.01, rng())
    assert drawn.order.tolist() == [1, 2, 0]
    assert drawn.chance.tolist() == [1.0, 1.0, 1.0]
    assert drawn.groups == ((0, 1, 0), (1, 1, 0), (2, 1, 0))


def test_what_is_about_the_same_as_the_best_of_its_group_changes_places() -> None:
    # .50 and .49 are within .02 of the first, .475 is not: it begins the next group although .49 is near it.
    seen = Counter(tuple(draw_order([0.5, 0.49, 0.475], 0.02, rng(seed)).order.tolist()) for seed in range(400))
    assert set(seen) == {(0, 1, 2), (1, 0, 2)}
    assert seen[0, 1, 2] / 400 == pytest.approx(0.5, abs=0.08)
    assert draw_order([0.5, 0.49, 0.475], 0.02, rng()).chance.tolist() == [0.5, 0.5, 1.0]


def test_the_plans_own_keeps_the_lead_of_its_group_only() -> None:
    for seed in range(20):
        drawn = draw_order([0.5, 0.495, 0.49, 0.2], 0.02, rng(seed), leads=[False, False, True, True])
        assert drawn.order[0] == 2 and drawn.order[3] == 3
        assert drawn.chance.tolist() == [1.0, 0.5, 0.5, 1.0]
        assert drawn.groups == ((0, 3, 1), (3, 1, 1))


def test_propensities_are_how_often_each_choice_is_at_each_place() -> None:
    value = np.array([0.8, 0.81, 0.805, 0.6, 0.59, 0.3])
    leads = np.array([True, False, False, False, False, False])
    draw, times = rng(7), 6000
    at = np.zeros((6, 6))
    said = np.zeros((6, 6))
    for _ in range(times):
        drawn = draw_order(value, 0.02, draw, leads)
        at[drawn.order, np.arange(6)] += 1 / times
        said[drawn.order, np.arange(6)] = drawn.chance
    assert np.abs(at - said).max() < 0.025
    assert said[1, 1] == said[2, 2] == 0.5 and said[0, 0] == 1.0


def test_chances_of_being_first_are_how_often_each_choice_is_first() -> None:
    value = np.array([[0.50, 0.49, 0.485, 0.3], [0.9, 0.1, 0.895, 0.2]])
    possible = np.array([[True, True, True, True], [True, True, False, True]])
    said = chances_of_first(value, 0.02, possible)
    assert said.tolist() == [[1 / 3, 1 / 3, 1 / 3, 0.0], [1.0, 0.0, 0.0, 0.0]]
    draw = rng(8)
    first = Counter(int(draw_order(value[0], 0.02, draw).order[0]) for _ in range(3000))
    assert [first[n] / 3000 for n in range(4)] == pytest.approx(said[0].tolist(), abs=0.03)
    assert chances_of_first([[0.5]], 0.02, [[False]]).tolist() == [[0.0]]


def test_the_same_seed_gives_the_same_order() -> None:
    one, two = (draw_order(np.full(20, 0.5), 0.01, rng(3)) for _ in range(2))
    assert one.order.tolist() == two.order.tolist()


@given(
    st.lists(st.floats(-1, 1), max_size=12),
    st.floats(0, 0.3),
    st.integers(0, 1000),
)
def test_nothing_worth_clearly_more_ever_comes_later(value: list[float], epsilon: float, seed: int) -> None:
    drawn = draw_order(value, epsilon, rng(seed), leads=[n % 3 == 0 for n in range(len(value))])
    shown = [value[n] for n in drawn.order]
    assert sorted(drawn.order.tolist()) == list(range(len(value)))
    assert all(later <= now + epsilon + 1e-12 for n, now in enumerate(shown) for later in shown[n:])
    assert sum(size for _, size, _ in drawn.groups) == len(value)


def test_values_that_have_no_order_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        draw_order([float("nan")], 0.1, rng())
    with pytest.raises(ValueError, match="epsilon"):
        draw_order([1.0], -0.1, rng())
    with pytest.raises(ValueError, match="marks"):
        draw_order([1.0], 0.1, rng(), leads=[True, False])


def test_chances_at_places_are_how_often_each_choice_is_drawn_there() -> None:
    worth, leads = [0.5, 0.495, 0.3, 0.49, 0.1], [False, False, False, True, False]
    found = chances_at_places(worth, 0.02, leads)
    # The fourth leads its group; the first two share what is left of it; the others stand where they are worth.
    assert found.tolist() == [
        [0, 0, 0, 1, 0],
        [0.5, 0.5, 0, 0, 0],
        [0.5, 0.5, 0, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0, 0, 1],
    ]
    often = np.zeros((5, 5))
    for seed in range(600):
        often[np.arange(5), draw_order(worth, 0.02, rng(seed), leads).order] += 1 / 600
    assert often == pytest.approx(found, abs=0.06)
    first = chances_at_places(worth, 0.02)[0]
    assert first == pytest.approx(chances_of_first([worth], 0.02)[0])
