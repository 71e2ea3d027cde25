from __future__ import annotations

import numpy as np

from matcher.demo.draws import between, choose, each, happens, hours_of, streams, to_half, whole


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_the_same_seed_and_size_give_the_same_streams() -> None:
    assert streams(3, 60)["needs"].random() == streams(3, 60)["needs"].random()


def test_seed_size_and_name_each_change_a_stream() -> None:
    first = streams(3, 60)["needs"].random()
    others = (streams(4, 60)["needs"], streams(3, 61)["needs"], streams(3, 60)["wishes"])
    assert all(other.random() != first for other in others)


def test_a_key_without_weight_is_never_chosen() -> None:
    assert set(choose(rng(), {"a": 0.0, "b": 1.0, "c": 0.0}, 500)) == {"b"}


def test_keys_are_chosen_in_proportion_to_their_weights() -> None:
    drawn = choose(rng(), {"a": 1.0, "b": 3.0}, 40_000)
    assert abs(drawn.count("b") / 40_000 - 0.75) < 0.01


def test_what_has_share_one_always_happens_and_share_zero_never() -> None:
    assert all(happens(rng(), 1.0, 100))
    assert not any(happens(rng(), 0.0, 100))
    assert each(rng(), {"a": 1.0, "b": 0.0}, 3) == [["a"], ["a"], ["a"]]


def test_numbers_stay_within_their_span() -> None:
    drawn = between(rng(), (0.3, 0.85), 1_000)
    assert drawn.min() >= 0.3
    assert drawn.max() <= 0.85
    assert set(whole(rng(), 1, 3, 200)) == {1, 2, 3}


def test_hours_are_rounded_to_the_half_hour_and_kept_within_a_full_time_post() -> None:
    assert to_half(np.array([0.1, 3.3, 3.8, 99.0])).tolist() == [0.5, 3.5, 4.0, 37.0]


def test_intervals_of_hours_join_without_gap_or_overlap() -> None:
    first = hours_of(rng(), {(1, 5): 1, (6, 10): 0}, 2_000)
    second = hours_of(rng(), {(1, 5): 0, (6, 10): 1}, 2_000)
    assert sorted(set(first.tolist())) == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    assert sorted(set(second.tolist())) == [5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10]
