"""Planning again disturbs what is published as little as asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.demo import make_municipality
from matcher.domain import Binding, BindingKind, Facts, Held, MatcherError
from matcher.domain.plan import Plan, PlanStatus, Stability
from matcher.files.plan_content import gather
from matcher.files.plan_json import status_part
from matcher.files.plan_supply import overview
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, bakery, helper, municipality, must
from tests.unit.assignment.methods import only

WEIGHTS = load_weights()
VILLAGE = make_municipality("village", 2, CATALOGUE)


def stability(facts: Facts, published: tuple[tuple[str, str], ...], keep: float) -> tuple[Plan, Stability]:
    plan = make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(published=published, keep=keep)).plan
    assert plan.stability is not None
    return plan, plan.stability


def two_and_two() -> Facts:
    """Two people, two openings: each is worth more near the door (Kolding) and may cycle far."""
    places = (bakery(), bakery(id="andet", postcode="6092"))
    people = (asta(commute_max=240.0), asta(id="bo", postcode="6092", commute_max=240.0))
    return municipality(people, places, (helper(id="by"), helper(id="land", workplace="andet")))


CROSSED = (("asta", "land"), ("bo", "by"))
"""The worse way round."""


def pairs(plan: Plan) -> set[tuple[str, str]]:
    return {(p.candidate, p.opening) for p in plan.placements}


def test_published_pairs_stay_though_another_plan_is_worth_more() -> None:
    free, told = stability(two_and_two(), CROSSED, 0.0)
    assert pairs(free) == {("asta", "by"), ("bo", "land")}
    assert (told.kept, told.changed, told.wanted) == ((), CROSSED, 0)
    kept, told = stability(two_and_two(), CROSSED, 1.0)
    assert pairs(kept) == set(CROSSED)
    assert (told.kept, told.changed, told.impossible, told.wanted) == (CROSSED, (), (), 2)
    assert kept.status is PlanStatus.OPTIMAL


def test_a_plan_that_is_stopped_is_worth_no_less_than_what_stands() -> None:
    # By the road Asta is worth most, and then nothing is left for Bo, who cannot go far. What stands has work for both.
    people = (asta(commute_max=240.0), asta(id="bo", commute_max=20.0, hours_target=5.0, hours_max=5.0))
    facts = replace(two_and_two(), candidates=people)
    agreed = (Held("asta", "land", 8.0), Held("bo", "by", 5.0))
    with only("exact"):
        alone = make_plan(facts, CATALOGUE, WEIGHTS, stop=lambda: True).plan
        again = make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(standing=agreed), stop=lambda: True).plan
    assert alone.stopped and pairs(alone) == {("asta", "by")}
    assert again.stopped and pairs(again) == {("asta", "land"), ("bo", "by")}


def test_the_share_is_rounded_up_and_the_rest_is_free() -> None:
    # Of three published pairs half are two. Cille's own pair is worth the least to keep.
    people = tuple(asta(id=name) for name in ("asta", "bo", "cille"))
    facts = municipality(people, openings=tuple(helper(id=f"o{n}") for n in range(4)))
    published = (("asta", "o1"), ("bo", "o2"), ("cille", "o3"))
    _, told = stability(facts, published, 0.5)
    assert told.wanted == 2 and len(told.kept) >= 2


def test_pairs_that_have_become_impossible_are_told_and_not_counted() -> None:
    facts = replace(two_and_two(), bindings=(Binding("bo", "by", BindingKind.FORBID),))
    plan, told = stability(facts, (*CROSSED, ("niels", "by"), ("asta", "kok")), 1.0)
    assert told.impossible == (("asta", "kok"), ("bo", "by"), ("niels", "by"))
    assert (told.kept, told.wanted) == ((("asta", "land"),), 1)
    assert ("asta", "land") in pairs(plan)


def test_what_cannot_stay_together_stays_as_far_as_it_can() -> None:
    # Both were published for a place of which there is only one left: one stays, and no penalty drowns the plan.
    facts = municipality(candidates=(asta(), asta(id="bo")))
    plan, told = stability(facts, (("asta", "hjælper"), ("bo", "hjælper")), 1.0)
    assert told.wanted == 1 and len(told.kept) == len(told.changed) == 1
    assert plan.status is PlanStatus.OPTIMAL and plan.objective is not None and plan.objective > 0


def test_a_pin_goes_before_what_is_published() -> None:
    facts = replace(two_and_two(), bindings=(Binding("asta", "by", BindingKind.PIN),))
    plan, told = stability(facts, CROSSED, 1.0)
    assert ("asta", "by") in pairs(plan)
    assert told.wanted == 0 and set(told.changed) == set(CROSSED)


def test_a_published_pair_is_kept_where_only_the_best_are() -> None:
    facts = municipality(openings=tuple(helper(id=f"o{n}", hours_max=8.0 - n) for n in range(5)))
    request = PlanRequest(most_per_candidate=1, published=(("asta", "o4"),), keep=1.0)
    assert pairs(make_plan(facts, CATALOGUE, WEIGHTS, request).plan) == {("asta", "o4")}


def test_nothing_published_is_nothing_to_tell() -> None:
    made = make_plan(municipality(), CATALOGUE, WEIGHTS, PlanRequest(keep=1.0))
    assert made.plan.stability is None and status_part(made, ())["stability"] is None


def test_the_document_tells_what_stayed() -> None:
    made = make_plan(two_and_two(), CATALOGUE, WEIGHTS, PlanRequest(published=CROSSED, keep=1.0))
    assert status_part(made, ())["stability"] == {
        "wanted": 2,
        "kept": [["asta", "land"], ["bo", "by"]],
        "changed": [],
        "impossible": [],
    }


def test_the_workbook_tells_what_did_not_stay() -> None:
    facts = replace(two_and_two(), bindings=(Binding("bo", "by", BindingKind.FORBID),))
    made = make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(published=CROSSED, keep=0.0))
    rows = overview(gather(made, facts, (), ())).rows
    told = [row[1:] for row in rows if row[0] == "Offentliggjort før"]
    assert [tuple(row) for row in told] == [
        ("skulle blive stående", 0),
        ("bliver stående", 0),
        ("asta i land", "ændret"),
        ("bo i by", "ikke længere mulig"),
    ]


@pytest.mark.parametrize("keep", [-0.1, 1.1])
def test_a_share_that_is_none_is_refused(keep: float) -> None:
    with pytest.raises(MatcherError, match="0 til 1"):
        PlanRequest(keep=keep)


@cache
def first() -> Planned:
    return make_plan(VILLAGE, CATALOGUE, WEIGHTS)


@settings(deadline=None, max_examples=8)
@given(st.floats(0.0, 1.0), st.sets(st.integers(0, len(VILLAGE.candidates) - 1), max_size=8))
def test_at_least_the_share_stays_when_some_people_change(keep: float, changed: set[int]) -> None:
    published = tuple((p.candidate, p.opening) for p in first().plan.placements)
    people = tuple(
        replace(c, needs=tuple(n for n in c.needs if n.accommodation != "PHY-01") + (must("PHY-01", 5.0),))
        if n in changed
        else c
        for n, c in enumerate(VILLAGE.candidates)
    )
    plan, told = stability(replace(VILLAGE, candidates=people), published, keep)
    possible = len(told.kept) + len(told.changed)
    assert possible + len(told.impossible) == len(published)
    assert told.wanted >= keep * possible - 1e-9  # they were in one plan, so they can stay together
    assert len(told.kept) >= told.wanted
    assert set(told.kept) <= pairs(plan)
