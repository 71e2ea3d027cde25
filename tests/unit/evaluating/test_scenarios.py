"""What if? One thing otherwise, planned again, beside what the prices said."""

from __future__ import annotations

import pytest

from matcher.domain import Facts, MatcherError
from matcher.evaluating.scenarios import NEW, compare, more_mentor_hours, new_employer, other_lines
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, easy, helper, municipality

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


def test_other_weights_are_counted_otherwise_and_so_not_as_a_gain() -> None:
    first = planned(two_for_one_place())
    scenario = other_lines(first.world.facts, WEIGHTS, "Kun mennesker", people=2, company=0, society=0)
    assert scenario.weights.lines == {"people": 1.0, "company": 0.0, "society": 0.0}
    assert scenario.weights.fingerprint != WEIGHTS.fingerprint
    found = compare(scenario, first, make_plan(scenario.facts, CATALOGUE, scenario.weights))
    assert (found.gain, found.gain_low, found.at_most) == (None, None, None)
    with pytest.raises(MatcherError, match="alle tre bundlinjer"):
        other_lines(first.world.facts, WEIGHTS, "x", people=1)
