"""Reading quality: of lists that were shown, and in a world whose truth is known."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.notebooks import quality
from matcher.services.measuring import ShownList

DAY = date(2026, 11, 23)


def test_the_place_of_what_was_proposed_gives_the_ranking() -> None:
    # Ten times first, ten times second, ten times fifth of five.
    lists = [ShownList(DAY, (1.0,) * 5, 5, place) for place in (0, 1, 4) for _ in range(10)]
    found = quality.ranking_of(lists)
    assert found.mrr.value == pytest.approx((1 + 1 / 2 + 1 / 5) / 3)
    assert found.hit.value == pytest.approx(2 / 3)
    said = str(quality.lists_say(lists))
    assert "blandt de tre første i 67 %" in said and "nummer 1,8" in said


def test_too_few_lists_say_so() -> None:
    assert "for få" in str(quality.lists_say([ShownList(DAY, (0.5, 0.5), 2, 0)] * 12))
    assert "**0 viste lister**" in str(quality.lists_say([]))
    assert "**under 10 viste lister**" in str(quality.lists_say([ShownList(DAY, (), 2, None)] * 3))


def test_in_a_known_world_the_model_orders_better_than_experts_and_they_better_than_chance() -> None:
    known = quality.known_lists()
    ndcg = {name: one.ndcg.value for name, one in quality.known_ranking(known).items()}
    first = {name: one.value for name, one in quality.best_first(known).items()}
    for found in (ndcg, first):
        assert found["chance"] < found["experts"] < found["model"] < found["truth"] == pytest.approx(1.0)


def test_in_a_known_world_the_log_alone_tells_what_another_weighting_would_give() -> None:
    found = quality.policies(quality.known_lists())
    assert all(one.estimate.holds(found.truth) and one.reliable for one in found.estimates.values())
    assert {one.unsupported for one in found.estimates.values()} == {0.0}
    # One that leaves the ties is another matter, and it is said.
    assert 0.05 < found.too_far < 0.5 and "aldrig blev vist" in str(quality.too_far_says(found))
