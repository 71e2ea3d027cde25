"""Plans beside first come, first served."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.evaluation.no_harm import Verdict, first_come_first_served, gained, no_harm


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


# Asta can do the light job (.9) and the heavy one (.8), Bo only the light one (.7). One place each.
CANDIDATE, VALUE = [0, 0, 1], [0.9, 0.8, 0.7]
PLACES = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))


def test_who_comes_first_takes_what_the_next_one_needed() -> None:
    assert first_come_first_served(CANDIDATE, VALUE, [0, 1], PLACES, [1, 1], rng()).tolist() == [0]
    assert first_come_first_served(CANDIDATE, VALUE, [1, 0], PLACES, [1, 1], rng()).tolist() == [1, 2]


def test_unknown_arrivals_come_last_in_a_random_order() -> None:
    assert first_come_first_served(CANDIDATE, VALUE, [np.nan, 5], PLACES, [1, 1], rng()).tolist() == [1, 2]
    seen = {
        tuple(
            first_come_first_served(
                CANDIDATE, VALUE, [np.nan, np.nan], PLACES, [1, 1], np.random.default_rng(s)
            ).tolist()
        )
        for s in range(20)
    }
    assert seen == {(0,), (1, 2)}


def test_several_jobs_hours_and_clashes_are_respected() -> None:
    room = csr_matrix(np.ones((3, 1)))
    owner, worth, hours = [0, 0, 0], [0.9, 0.8, 0.7], [6.0, 6.0, 3.0]

    def take(**more: Any) -> list[int]:
        return [int(k) for k in first_come_first_served(owner, worth, [0], room, [9.0], rng(), **more)]

    assert take() == [0]
    assert take(max_options=[2]) == [0, 1]
    assert take(max_options=[3], candidate_hours=[9.0], hours=hours) == [0, 2]
    assert take(max_options=[3], conflicts=[[0, 1]]) == [0, 2]


def test_what_is_worth_nothing_is_not_taken() -> None:
    assert first_come_first_served([0, 0], [0.0, -1.0], [0], csr_matrix((2, 0)), [], rng()).tolist() == []


def test_nothing_is_promised_twice() -> None:
    draw = np.random.default_rng(2)
    uses = csr_matrix(draw.random((200, 6)) * (draw.random((200, 6)) < 0.4))
    capacity = np.full(6, 4.0)
    chosen = first_come_first_served(draw.integers(0, 60, 200), draw.random(200), draw.random(60), uses, capacity, draw)
    used = np.asarray(uses[chosen].sum(axis=0)).ravel()
    assert len(chosen) > 10
    assert (used <= capacity + 1e-9).all()


def test_what_each_person_gains() -> None:
    assert gained(np.array([1, 2]), CANDIDATE, VALUE, 3).tolist() == [0.8, 0.7, 0.0]


def test_a_group_that_loses_is_named_and_one_that_wins_is_not() -> None:
    group = ["loses"] * 50 + ["wins"] * 50 + ["few"] * 5 + [""]
    today = np.concatenate([np.ones(50), np.zeros(50), np.ones(6)])
    plan = np.concatenate([np.arange(50) < 30, np.ones(50), np.zeros(6)])
    found = no_harm(plan, today, group, rng())
    assert found.worse == ("loses",)
    assert [(row.label, row.verdict) for row in found.groups] == [
        ("few", Verdict.TOO_SMALL),
        ("loses", Verdict.WORSE),
        ("wins", Verdict.NOT_WORSE),
    ]
    loses = found.groups[1]
    assert (loses.plan, loses.today) == (0.6, 1.0)
    assert loses.difference is not None and loses.difference.value == pytest.approx(-0.4)
    assert found.missing == 1


def test_a_difference_to_both_sides_is_left_open() -> None:
    plan, today = np.arange(60) % 2, np.ones(60) - np.arange(60) % 2
    (row,) = no_harm(plan, today, ["a"] * 60, rng()).groups
    assert row.verdict is Verdict.OPEN
    (within,) = no_harm(plan, today, ["a"] * 60, rng(), margin=0.5).groups
    assert within.verdict is Verdict.NOT_WORSE


def test_harm_is_claimed_as_seldom_as_stated_where_there_is_none() -> None:
    draw = np.random.default_rng(3)
    group = np.repeat(["a", "b", "c", "d"], 60)
    claimed = sum(
        bool(no_harm(draw.random(240) < 0.5, draw.random(240) < 0.5, group, draw, repetitions=400).worse)
        for _ in range(200)
    )
    # One side of 95 % intervals over all groups: 2.5 %, so 5 of 200; 14 would be one in a thousand.
    assert claimed <= 14
