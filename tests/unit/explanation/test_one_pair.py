"""One pair explained, with or without a plan; its numbers are the plan's."""

from __future__ import annotations

import pytest

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import DanishLevel, Facts, Scheme
from matcher.domain.reason import Verdict, applied
from matcher.eligibility import counterfactual, explain_pair
from matcher.explanation import consultant_text, explain_one
from matcher.explanation.pieces import Met
from matcher.explanation.trace import PairTrace
from matcher.pipeline import make_plan
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    asta,
    bakery,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
    refuses_it,
)

WEIGHTS = load_weights()


def why(facts: Facts) -> PairTrace:
    return explain_one(make_world(facts, CATALOGUE), "asta", "hjælper", WEIGHTS)


def test_the_numbers_of_a_pair_are_those_of_the_plan() -> None:
    planned = make_plan(make_municipality("village", 3, CATALOGUE), CATALOGUE, WEIGHTS)
    options = planned.options
    for proposal in planned.plan.placements:
        trace = explain_one(planned.world, proposal.candidate, proposal.opening, WEIGHTS)
        n = [row.id for row in planned.pairs.rows].index(proposal.candidate)
        m = [row.id for row in planned.world.openings.rows].index(proposal.opening)
        here = (options.candidate == n) & (options.opening == m)
        assert trace.possible is not None
        assert trace.possible.value.total == pytest.approx(float(options.valued.total[here].max()), rel=1e-6)
        assert trace.possible.time.hours in options.hours[here]
        assert trace.verdict is Verdict.YES and not trace.changes


def test_a_pair_that_can_be() -> None:
    trace = why(municipality())
    assert (trace.verdict, trace.summary, trace.reasons) == (Verdict.YES, "Parret er muligt.", ())
    assert trace.change_sentence == "Parret er muligt, som det er."
    assert trace.possible is not None and trace.possible.time.hours == 8.0


def test_every_reason_is_told_with_its_rule_and_the_law_behind_it() -> None:
    facts = municipality(
        candidates=(asta(scheme=Scheme.INTERNSHIP, previous_employers=("bager",), commute_max=5.0, availability=None),)
    )
    trace = why(facts)
    told = {reason.reason.rule: reason for reason in trace.reasons}
    assert set(told) == {"commute", "latest_employer", "week"}
    assert told["commute"].title == "Transport" and told["commute"].legal is None
    legal = told["latest_employer"].legal
    assert legal is not None and (legal.id, legal.version) == ("internship_latest_employer", "PAV 18.3.4.3")
    assert [reason.reason.verdict for reason in trace.reasons] == [Verdict.NO, Verdict.NO, Verdict.ASK]
    assert trace.summary == "Parret er ikke muligt." and trace.possible is None
    text = consultant_text(trace)
    assert "Transport: Rejsen er 10 minutter hver vej; borgerens grænse er 5 minutter." in text
    assert "[internship_latest_employer, PAV 18.3.4.3]" in text
    assert "Spørg borgeren: Hvilke dage og tidspunkter kan du være på arbejde?" in text


def test_the_changes_it_names_make_the_pair_possible() -> None:
    facts = municipality(candidates=(asta(needs=(must("SEN-01"),), scheme=None),), openings=(helper(hours_max=3.0),))
    trace = why(facts)
    assert trace.changeable and len(trace.changes) == 3
    assert why(applied(facts, trace.changes)).verdict is Verdict.YES
    assert trace.change_sentence.startswith("Parret bliver muligt, hvis ")


def test_questions_alone_make_it_a_maybe() -> None:
    trace = why(municipality(candidates=(asta(needs=(must("SEN-01"),)),)))
    assert (trace.verdict, trace.summary) == (Verdict.ASK, "Parret er måske muligt: der mangler svar.")
    assert [need.met for need in trace.musts] == [Met.NOT_ASKED]


def test_needs_that_are_not_met_say_so() -> None:
    needs = (must("SAF-02"), must("PHY-01", 5.0), must("SOC-02", 1.0), must("SCH-02", 0.5))
    trace = why(
        municipality(
            candidates=(asta(needs=needs),),
            workplaces=(bakery(provisions=(refuses_it("SAF-02"), refuses_it("SOC-02"))),),
            openings=(helper(tasks=(easy(core=True, lift_kg=10.0),)),),
        )
    )
    assert {need.accommodation: need.met for need in trace.musts} == dict.fromkeys(
        ("SAF-02", "PHY-01", "SOC-02", "SCH-02"), Met.NO
    )


def test_every_way_to_meet_a_need_is_shown_the_cheapest_first() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 1.0),)),),
        workplaces=(bakery(provisions=(offers_it("SOC-02", hours=3.0),)),),
        offers=(offer(cost_per_hour=300.0),),
    )
    possible = why(facts).possible
    assert possible is not None
    assert [measure.given_by for measure in possible.measures] == ["arbejdsstedet"]
    assert [[measure.given_by for measure in way] for way in possible.other_ways] == [["kommunen"]]
    assert possible.measures[0].left is None


# Faults found by inventing pairs: a rule that said something else than it decided, or a way back that led nowhere.


def test_an_opening_that_asks_for_no_danish_is_open_to_somebody_nobody_has_asked() -> None:
    facts = municipality(candidates=(asta(danish=None),), openings=(helper(danish=DanishLevel.NONE),))
    assert explain_pair(make_world(facts, CATALOGUE), "asta", "hjælper") == (Verdict.YES, [])


def test_a_week_without_any_common_time_has_a_way_back_when_the_work_times_are_not_known() -> None:
    facts = municipality(candidates=(asta(needs=(must("SCH-02", 0.5),)),), openings=(helper(windows=None),))
    assert counterfactual(make_world(facts, CATALOGUE), "asta", "hjælper").reached


def test_hours_shared_over_two_jobs_have_a_way_back_in_half_hours() -> None:
    # 1.5 hours over two jobs are 0.75 in each; a task of half an hour must grow to a whole one.
    facts = municipality(
        candidates=(asta(hours_min=1.5, hours_target=1.5, hours_max=1.5, max_jobs=2),),
        openings=(helper(hours_min=0.5, hours_total=0.5, tasks=(easy(hours=0.5),)),),
    )
    world = make_world(facts, CATALOGUE)
    assert explain_pair(world, "asta", "hjælper")[0] is Verdict.NO
    assert counterfactual(world, "asta", "hjælper").reached


def test_days_too_short_for_the_presence_have_a_way_back() -> None:
    # Half an hour a day at 80 %: 0.5 effective hours are 0.625 of presence, more than one day and less than two shifts.
    person = asta(hours_min=0.5, hours_target=0.5, hours_max=0.5, intensity=0.8, needs=(must("SCH-02", 0.5),))
    work = helper(hours_min=0.5, hours_max=0.5, shortest_shift=0.5)
    world = make_world(municipality(candidates=(person,), openings=(work,)), CATALOGUE)
    assert explain_pair(world, "asta", "hjælper")[0] is Verdict.NO
    assert counterfactual(world, "asta", "hjælper").reached
