"""What if? One thing otherwise, planned again, beside what the prices said."""

from __future__ import annotations

import pytest

from matcher.domain import Facts, Held, MatcherError
from matcher.evaluating.scenarios import NEW, Scenario, compare, more_mentor_hours, new_employer, other_lines
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, easy, helper, municipality, must, offer

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def two_for_one_place() -> Facts:
    return municipality(candidates=(asta(), asta(id="bo")), openings=(helper(tasks=(easy(lift_kg=0.0),)),))


def test_another_place_is_worth_at_most_its_price() -> None:
    first = planned(two_for_one_place())
    scenario = new_employer(first, places=1)
    second = make_plan(scenario.facts, CATALOGUE, scenario.weights)
    found = compare(scenario, first, second)
    assert NEW in {opening.id for opening in scenario.facts.openings}
    assert scenario.facts.employer_of(scenario.facts.opening_by_id[NEW]).id == NEW
    # Whoever was left out gets a proposal; the two jobs are alike, so the other may have either.
    assert (len(first.plan.placements), found.placed) == (1, 2) and found.moved in (1, 2)
    assert found.at_most is not None and found.gain is not None
    # Bo is worth as much as Asta, so the price is the whole value of a place, and so is the gain.
    assert found.gain == pytest.approx(first.plan.objective)
    assert found.gain <= found.at_most + 1e-6
    assert found.gain_low is not None and found.gain_high is not None
    assert found.gain_low <= found.gain <= found.gain_high


def test_what_nobody_lacks_is_worth_nothing() -> None:
    first = planned(two_for_one_place())
    scenario = more_mentor_hours(first, 2.5)
    found = compare(scenario, first, make_plan(scenario.facts, CATALOGUE, scenario.weights))
    assert scenario.name == "2,5 mentortimer mere om ugen"
    assert sum(offer.hours_per_week or 0 for offer in scenario.facts.offers) - sum(
        offer.hours_per_week or 0 for offer in two_for_one_place().offers
    ) == pytest.approx(2.5)
    assert found.gain == pytest.approx(0.0) and found.moved == 0


def three_helped_by_a_mentor(hours: float) -> Facts:
    """Three people in jobs that each take two hours a week of a mentor, of whom there is so much."""
    return municipality(
        candidates=tuple(asta(id=f"a{n}", needs=(must("SOC-02", 2.0),)) for n in range(3)),
        openings=tuple(helper(id=f"o{n}") for n in range(3)),
        offers=(offer(hours_per_week=hours),),
    )


def booked(n: int) -> Held:
    return Held(f"a{n}", f"o{n}", 8.0, (("SOC-02", "mentorer"),), ((f"place:o{n}", 1.0), ("offer:mentorer", 2.0)))


def test_a_placement_that_more_support_makes_possible_again_was_there_already() -> None:
    request = PlanRequest(gap=0.0, held=tuple(booked(n) for n in range(3)))
    # Six hours are booked and five are left: all three are set aside, and chosen as before when there are six.
    first = make_plan(three_helped_by_a_mentor(5.0), CATALOGUE, WEIGHTS, request)
    scenario = more_mentor_hours(first, 1.0)
    second = make_plan(scenario.facts, CATALOGUE, WEIGHTS, request)
    assert (len(first.plan.placements), len(second.plan.placements)) == (0, 3)
    assert second.plan.objective is not None and second.plan.objective > 1
    as_it_is, found = compare(Scenario("", first.world.facts, WEIGHTS), first, first), compare(scenario, first, second)
    for one in (as_it_is, found):
        assert (one.placed, one.hours, one.moved, one.valued) == (3, 24.0, 0, 0)
        assert one.lines == {"people": 0.0, "company": 0.0, "society": 0.0}
        assert (one.gain, one.gain_low, one.gain_high) == pytest.approx((0.0, 0.0, 0.0))
    # What more of it would free is not in the prices: they set no limit.
    assert found.at_most is None
    # The other way round nothing is lost either.
    back = compare(Scenario("", first.world.facts, WEIGHTS), second, first)
    assert (back.placed, back.hours, back.moved, back.valued) == (3, 24.0, 0, 3)
    assert back.gain == pytest.approx(0.0)
    assert back.lines == pytest.approx(compare(scenario, second, second).lines)


def test_beside_a_placement_that_was_set_aside_what_is_new_is_a_gain() -> None:
    # Two of the three have their jobs, of four hours booked there are three; with five hours more all three can.
    request = PlanRequest(gap=0.0, held=(booked(0), booked(1)))
    first = make_plan(three_helped_by_a_mentor(3.0), CATALOGUE, WEIGHTS, request)
    scenario = more_mentor_hours(first, 5.0)
    second = make_plan(scenario.facts, CATALOGUE, WEIGHTS, request)
    assert (first.plan.placements, len(second.plan.placements)) == ((), 3)
    found = compare(scenario, first, second)
    assert (found.placed, found.hours, found.moved, found.valued) == (3, 24.0, 1, 1)
    (new,) = (one for one in second.plan.placements if one.candidate == "a2")
    assert found.gain == pytest.approx(new.worth.total)
    assert found.lines["people"] == pytest.approx(new.worth.people)


def test_other_weights_are_counted_otherwise_and_so_not_as_a_gain() -> None:
    first = planned(two_for_one_place())
    scenario = other_lines(first.world.facts, WEIGHTS, "Kun mennesker", people=2, company=0, society=0)
    assert scenario.weights.lines == {"people": 1.0, "company": 0.0, "society": 0.0}
    assert scenario.weights.fingerprint != WEIGHTS.fingerprint
    found = compare(scenario, first, make_plan(scenario.facts, CATALOGUE, scenario.weights))
    assert (found.gain, found.gain_low, found.at_most) == (None, None, None)
    with pytest.raises(MatcherError, match="alle tre bundlinjer"):
        other_lines(first.world.facts, WEIGHTS, "x", people=1)
