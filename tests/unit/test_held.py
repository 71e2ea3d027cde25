"""Placements that exist already are held as they were agreed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain import Binding, BindingKind, Facts, Held, InvalidFact
from matcher.domain.plan import Plan, PlanStatus, Proposal
from matcher.held import as_agreed
from matcher.pipeline import PlanRequest, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, bakery, easy, helper, municipality, must, offer, offers_it, refuses_it

WEIGHTS = load_weights()


def planned(facts: Facts, *held: Held) -> Plan:
    return make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(held=held)).plan


def shared() -> Facts:
    """One opening with two places: Asta may have the eight hours she wants or the four that make sense to both."""
    return municipality(openings=(helper(places=2, hours_total=20.0),))


def only(plan: Plan) -> Proposal:
    (proposal,) = plan.placements
    return proposal


def test_a_held_placement_stays_where_another_would_be_worth_more() -> None:
    # Asta lives at the bakery's door; the other place is an hour of cycling away and worth less to everybody.
    near, far = helper(), helper(id="fjern", workplace="andet")
    facts = municipality(
        candidates=(asta(commute_max=240.0),),
        workplaces=(bakery(), bakery(id="andet", postcode="6092")),
        openings=(near, far),
    )
    assert only(planned(facts)).opening == "hjælper"
    plan = planned(facts, Held("asta", "fjern", 8.0))
    assert only(plan).opening == "fjern" and only(plan).pinned
    assert (plan.broken_pins, plan.held_otherwise) == ((), ())


def test_its_hours_stay_as_they_were_agreed() -> None:
    assert only(planned(shared())).hours == 8.0
    plan = planned(shared(), Held("asta", "hjælper", 4.0))
    assert only(plan).hours == 4.0 and plan.held_otherwise == ()
    assert dict(plan.versions)["held"] == "1"


def test_hours_that_are_no_longer_an_option_give_way_and_are_reported() -> None:
    assert only(planned(shared(), Held("asta", "hjælper", 6.5))).hours == 6.5
    plan = planned(shared(), Held("asta", "hjælper", 10.5))
    assert only(plan).hours == 8.0
    assert plan.held_otherwise == (("asta", "hjælper"),)


def test_what_stands_is_found_as_it_was_agreed_and_otherwise_as_it_can_be() -> None:
    made = make_plan(shared(), CATALOGUE, WEIGHTS)
    agreed, other, gone = (Held("asta", "hjælper", 4.0), Held("asta", "hjælper", 6.5), Held("asta", "kok", 8.0))

    def hours(*standing: Held) -> set[float]:
        found = as_agreed(made.world, made.pairs, made.options, standing)
        return {float(made.options.hours[k]) for k in found}

    assert hours(agreed) == {4.0} and hours(gone) == set()
    assert {4.0, 8.0} <= hours(other)


def mentored() -> Facts:
    """The workplace's own mentor costs nothing; the municipality's costs money."""
    return municipality(
        candidates=(asta(needs=(must("SOC-02", 1.0),)),),
        workplaces=(bakery(provisions=(offers_it("SOC-02", hours=5.0),)),),
        offers=(offer(cost_per_hour=300.0),),
    )


def provider(plan: Plan) -> str:
    (measure,) = only(plan).measures
    return measure.provider


def test_its_measures_come_from_where_they_were_agreed_to() -> None:
    assert provider(planned(mentored())) == "bageriet"
    plan = planned(mentored(), Held("asta", "hjælper", 8.0, (("SOC-02", "mentorer"),)))
    assert provider(plan) == "mentorer" and plan.held_otherwise == ()
    assert provider(planned(mentored(), Held("asta", "hjælper", 8.0, None))) == "bageriet"


def test_a_source_that_has_gone_gives_way_to_another() -> None:
    facts = replace(mentored(), workplaces=(bakery(provisions=(refuses_it("SOC-02"),)),))
    plan = planned(facts, Held("asta", "hjælper", 8.0, (("SOC-02", "bageriet"),)))
    assert provider(plan) == "mentorer"
    assert plan.held_otherwise == (("asta", "hjælper"),)


def test_a_pair_that_can_no_longer_be_is_reported_like_a_broken_pin() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("PHY-01", 5.0),)),), openings=(helper(tasks=(easy(lift_kg=20.0, core=True),)),)
    )
    plan = planned(facts, Held("asta", "hjælper", 8.0))
    assert plan.placements == ()
    ((candidate, opening, sentence),) = plan.broken_pins
    assert (candidate, opening) == ("asta", "hjælper") and sentence


def test_one_whose_person_or_opening_is_gone_is_reported_too() -> None:
    plan = planned(municipality(), Held("bo", "hjælper", 8.0), Held("asta", "kok", 8.0))
    assert [pin[:2] for pin in plan.broken_pins] == [("bo", "hjælper"), ("asta", "kok")]
    assert only(plan).opening == "hjælper"


def test_a_forbidden_pair_is_not_held() -> None:
    facts = municipality(bindings=(Binding("asta", "hjælper", BindingKind.FORBID),))
    plan = planned(facts, Held("asta", "hjælper", 8.0))
    assert plan.placements == () and len(plan.broken_pins) == 1


def test_two_who_are_held_to_one_place_cannot_both_be() -> None:
    facts = municipality(candidates=(asta(), asta(id="bo")))
    plan = planned(facts, Held("asta", "hjælper", 8.0), Held("bo", "hjælper", 8.0))
    assert plan.status is PlanStatus.INFEASIBLE and plan.conflict


def test_a_held_pair_is_kept_where_only_the_best_are() -> None:
    facts = municipality(openings=tuple(helper(id=f"o{n}", hours_max=8.0 - n) for n in range(5)))
    request = PlanRequest(most_per_candidate=1, held=(Held("asta", "o4", 4.0),))
    assert only(make_plan(facts, CATALOGUE, WEIGHTS, request).plan).opening == "o4"


@pytest.mark.parametrize("hours", [-1.0, 38.0])
def test_hours_that_cannot_be_are_refused(hours: float) -> None:
    with pytest.raises(InvalidFact, match="hours"):
        Held("asta", "hjælper", hours)
