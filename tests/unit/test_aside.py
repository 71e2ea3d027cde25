"""Placements that exist and are no option any more: the plan works around them and gives nothing of theirs away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.aside import NO_ROOM, SENTENCE
from matcher.domain import Binding, BindingKind, Clause, ClauseUnit, Facts, Held, Scheme
from matcher.domain.plan import Plan, PlanStatus
from matcher.explanation import explain_left_out, explain_unfilled
from matcher.explanation.competing import options_for
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.summary import HAS_ONE, main_reasons, summarise
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, helper, municipality, must, offer

WEIGHTS = load_weights()
PLACE = (("place:hjælper", 1.0),)


def planned(facts: Facts, *held: Held) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(held=held))


def pairs(plan: Plan) -> set[tuple[str, str]]:
    return {(p.candidate, p.opening) for p in plan.placements}


def used(plan: Plan) -> dict[str, float]:
    return {use.resource.id: use.used for use in plan.resources}


def two_openings(**changes: object) -> Facts:
    """Asta holds the helper's place; there is another one, and Bo, who could have either."""
    return municipality(
        candidates=(asta(**changes), asta(id="bo")), openings=(helper(), helper(id="kok", tasks=helper().tasks))
    )


def test_whoever_can_work_fewer_hours_than_agreed_keeps_her_place_and_gets_no_second() -> None:
    held = Held("asta", "hjælper", 8.0, uses=PLACE)
    before = planned(two_openings(), held).plan
    assert pairs(before) == {("asta", "hjælper"), ("bo", "kok")}
    assert before.held_otherwise == () and used(before)["place:hjælper"] == 1.0
    found = planned(two_openings(hours_min=2.0, hours_target=3.0, hours_max=5.0), held)
    plan = found.plan
    assert pairs(plan) == {("bo", "kok")}
    assert plan.held_otherwise == (("asta", "hjælper"),) and plan.broken_pins == ()
    assert used(plan)["place:hjælper"] == 1.0 and plan.unfilled == ()
    assert plan.left_out == ("asta",) and main_reasons(found) == {"asta": HAS_ONE}
    assert explain_left_out(found, "asta").summary == SENTENCE
    assert explain_unfilled(found, "hjælper").left == 0 and summarise(found).filled == 2


def test_a_pair_that_is_no_longer_possible_keeps_its_place_and_is_told_of() -> None:
    held = Held("asta", "hjælper", 8.0, uses=PLACE)
    plan = planned(two_openings(needs=(must("SOC-02", 1.0),)), held).plan
    assert pairs(plan) == {("bo", "kok")} and used(plan)["place:hjælper"] == 1.0
    ((candidate, opening, sentence),) = plan.broken_pins
    assert (candidate, opening) == ("asta", "hjælper") and sentence


def test_more_promised_than_there_is_by_now_makes_no_plan_impossible() -> None:
    # Both hold a place of an opening that has one by now; Cai could have it too.
    facts = municipality(candidates=(asta(), asta(id="bo"), asta(id="cai")), openings=(helper(), helper(id="kok")))
    held = (Held("asta", "hjælper", 8.0, uses=PLACE), Held("bo", "hjælper", 8.0, uses=PLACE))
    plan = planned(facts, *held).plan
    assert plan.status is PlanStatus.OPTIMAL and pairs(plan) == {("cai", "kok")}
    assert plan.held_otherwise == (("asta", "hjælper"), ("bo", "hjælper"))
    assert used(plan)["place:hjælper"] == 2.0


def test_more_jobs_or_hours_than_she_wants_by_now_make_no_plan_impossible() -> None:
    openings = (helper(), helper(id="kok"), helper(id="bud"))
    held = (Held("asta", "hjælper", 4.0, uses=PLACE), Held("asta", "kok", 4.0, uses=(("place:kok", 1.0),)))
    for changes in ({"max_jobs": 1}, {"max_jobs": 2, "hours_target": 5.0, "hours_max": 6.0}):
        plan = planned(municipality(candidates=(asta(**changes), asta(id="bo")), openings=openings), *held).plan
        assert plan.status is PlanStatus.OPTIMAL and pairs(plan) == {("bo", "bud")}, changes
        assert plan.held_otherwise == (("asta", "hjælper"), ("asta", "kok"))


def test_what_is_booked_beyond_the_option_is_not_given_to_others() -> None:
    # Five mentor hours a week; Asta's placement has booked four of them, though one is what her need says by now.
    mentors = offer(hours_per_person=4.0)
    needy = (asta(needs=(must("SOC-02", 1.0),)), asta(id="bo", needs=(must("SOC-02", 2.0),)))
    facts = municipality(candidates=needy, openings=(helper(), helper(id="kok")), offers=(mentors,))
    support = (("SOC-02", "mentorer"),)
    little = Held("asta", "hjælper", 8.0, support, (*PLACE, ("offer:mentorer", 1.0)))
    much = replace(little, uses=(*PLACE, ("offer:mentorer", 4.0)))
    assert pairs(planned(facts, little).plan) == {("asta", "hjælper"), ("bo", "kok")}
    plan = planned(facts, much).plan
    assert pairs(plan) == {("asta", "hjælper")} and used(plan)["offer:mentorer"] == 4.0


def test_a_pin_for_somebody_who_has_one_set_aside_falls_and_is_told_of() -> None:
    facts = replace(
        two_openings(hours_min=2.0, hours_target=3.0, hours_max=5.0),
        bindings=(Binding("asta", "kok", BindingKind.PIN, "Vil gerne"),),
    )
    plan = planned(facts, Held("asta", "hjælper", 8.0, uses=PLACE)).plan
    assert plan.status is PlanStatus.OPTIMAL and pairs(plan) == {("bo", "kok")}
    assert plan.broken_pins == (("asta", "kok", SENTENCE),)


@pytest.mark.parametrize(
    ("unit", "counts"),
    # The plan is for 26 weeks; the job is of eight hours a week, and full time is 37.
    [
        (ClauseUnit.POSITIONS, 1.0),
        (ClauseUnit.FTE, 8 / 37),
        (ClauseUnit.PERSON_WEEKS, 26.0),
        (ClauseUnit.HOURS, 208.0),
    ],
)
def test_a_social_clause_counts_it_as_it_was_agreed(unit: ClauseUnit, counts: float) -> None:
    clause = Clause("k", "Kontrakt", "bager", unit, 2 * counts)
    fewer = asta(hours_min=2.0, hours_target=3.0, hours_max=5.0)
    facts = municipality(candidates=(fewer,), clauses=(clause,))
    found = planned(facts, Held("asta", "hjælper", 8.0, uses=PLACE))
    assert pairs(found.plan) == set() and found.plan.held_otherwise == (("asta", "hjælper"),)
    (use,) = found.plan.clauses
    assert (use.wanted, use.planned, use.missing) == pytest.approx((2 * counts, counts, counts))
    # Half of what is asked for is missing, and no more is counted as missing in the plan's value.
    assert found.plan.objective == pytest.approx(-counts * found.floors.penalty[0])
    other = replace(clause, schemes=frozenset(set(Scheme) - {fewer.scheme}))
    (use,) = planned(replace(facts, clauses=(other,)), Held("asta", "hjælper", 8.0, uses=PLACE)).plan.clauses
    assert (use.planned, use.missing) == (0.0, 2 * counts)


def test_what_is_booked_of_something_that_is_gone_is_nobodys() -> None:
    held = Held("asta", "hjælper", 8.0, uses=(*PLACE, ("offer:nedlagt", 3.0)))
    assert pairs(planned(two_openings(), held).plan) == {("asta", "hjælper"), ("bo", "kok")}


def test_hours_that_were_agreed_are_held_where_they_can_be_though_they_are_nobodys_target() -> None:
    # She wants eight hours, four to twelve; the opening has three to ten. Five were agreed.
    plan = planned(two_openings(), Held("asta", "hjælper", 5.0, uses=PLACE)).plan
    assert {(p.candidate, p.opening, p.hours) for p in plan.placements} == {
        ("asta", "hjælper", 5.0),
        ("bo", "kok", 8.0),
    }
    assert plan.held_otherwise == () and plan.left_out == ()
    for hours in (2.0, 11.0, 13.0):
        plan = planned(two_openings(), Held("asta", "hjælper", hours, uses=PLACE)).plan
        assert plan.held_otherwise == (("asta", "hjælper"),), hours


def test_somebody_elses_pin_on_a_place_that_is_held_falls_and_makes_no_plan_impossible() -> None:
    facts = replace(
        two_openings(hours_min=2.0, hours_target=3.0, hours_max=5.0),
        bindings=(Binding("bo", "hjælper", BindingKind.PIN, "Vil gerne"),),
    )
    plan = planned(facts, Held("asta", "hjælper", 8.0, uses=PLACE)).plan
    assert plan.status is PlanStatus.OPTIMAL and pairs(plan) == {("bo", "kok")}
    assert plan.broken_pins == (("bo", "hjælper", NO_ROOM),)


@pytest.mark.parametrize("beyond", [1e-9, 1e-7, 9e-7, 3e-6])
def test_a_hair_more_booked_than_there_is_makes_no_plan_impossible(beyond: float) -> None:
    needy = asta(needs=(must("SOC-02", 1.0),))
    facts = municipality(candidates=(needy, asta(id="bo")), openings=(helper(), helper(id="kok")), offers=(offer(),))
    held = Held("asta", "hjælper", 8.0, (("SOC-02", "mentorer"),), (*PLACE, ("offer:mentorer", 5.0 + beyond)))
    plan = planned(facts, held).plan
    assert plan.status is PlanStatus.OPTIMAL and ("bo", "kok") in pairs(plan)


def test_whoever_wants_a_place_that_is_held_is_told_so() -> None:
    found = planned(
        two_openings(hours_min=2.0, hours_target=3.0, hours_max=5.0), Held("asta", "hjælper", 8.0, uses=PLACE)
    )
    (rival,) = [rival for rival in options_for(found, "bo") if rival.place.opening == "hjælper"]
    assert "holdes af en placering, der findes i forvejen" in rival.sentence
