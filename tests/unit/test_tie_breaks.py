"""Openings of about the same worth change places in a list, and how likely each order was is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from matcher.supply import make_supply
from matcher.tie_breaks import EPSILON, TieBreaks, seed_of
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, helper, municipality

WEIGHTS = load_weights()


def test_a_list_shorter_than_a_group_says_how_likely_each_was_to_be_on_it() -> None:
    # One leads; of the three others of about the same worth one is shown, so each had a third.
    shown, chances = TieBreaks(3, 0.02).order([0.5, 0.5, 0.49, 0.49, 0.1], [False, True, False, False, False], 2)
    assert shown[0] == 1
    assert chances.at_place == pytest.approx((1.0, 1 / 3))
    assert chances.listed == pytest.approx((1.0, 1 / 3))
    assert chances.ties == ((0, 4, 1),)


def test_the_chance_of_being_listed_is_how_often_it_happens() -> None:
    nets, leads = [0.9, 0.5, 0.5, 0.495, 0.49, 0.2], [False] * 6
    seen: Counter[int] = Counter()
    said: dict[int, float] = {}
    for seed in range(2000):
        shown, chances = TieBreaks(seed, 0.02).order(nets, leads, 3)
        seen.update(shown)
        said |= dict(zip(shown, chances.listed, strict=True))
    assert said == {0: 1.0, 1: 0.5, 2: 0.5, 3: 0.5, 4: 0.5}
    assert {n: seen[n] / 2000 for n in said} == pytest.approx(said, abs=0.04)


def test_a_seed_is_of_what_the_list_is_about_and_of_nothing_else() -> None:
    assert seed_of("B1", "2026-11-23", "p1") == seed_of("B1", "2026-11-23", "p1") < 2**32
    assert len({seed_of("B1", "2026-11-23", "p1"), seed_of("B1", "2026-11-24", "p1"), seed_of("B11", "", "")}) == 3


def test_equal_openings_change_places_in_the_list_and_what_is_planned_does_not() -> None:
    facts = municipality(openings=tuple(helper(id=f"o{n}") for n in range(3)))
    supply = make_supply(facts, CATALOGUE, WEIGHTS)
    first = Counter(
        supply.suggest(asta(), 3, ties=TieBreaks(seed)).suggestions[0].proposal.opening for seed in range(60)
    )
    assert set(first) == {"o0", "o1", "o2"}
    planned = {
        supply.suggest(asta(), 3, frozenset({"o1"}), ties=TieBreaks(seed)).suggestions[0].proposal.opening
        for seed in range(20)
    }
    assert planned == {"o1"}


def test_chances_are_those_of_what_is_shown_and_nothing_changes_without_a_draw() -> None:
    facts = municipality(openings=tuple(helper(id=f"o{n}") for n in range(3)))
    supply = make_supply(facts, CATALOGUE, WEIGHTS)
    plain = supply.suggest(asta(), 2)
    drawn = supply.suggest(asta(), 2, ties=TieBreaks(5))
    assert plain.chances is None
    assert drawn.chances is not None and drawn.chances.epsilon == EPSILON
    assert drawn.chances.at_place == pytest.approx((1 / 3, 1 / 3))
    assert replace(drawn, chances=None, suggestions=()) == replace(plain, suggestions=())
