"""Each feature on one hand-made pair."""

from __future__ import annotations

import pytest

from matcher.columns import make_world
from matcher.domain import Competence, CompetenceKind, Facts, Necessity, Need, Outcome, Scheme, Week, Wish, WishSubject
from matcher.features import FEATURE_NAMES
from matcher.pairs import find_pairs
from tests.municipality import (
    CATALOGUE,
    DAY,
    FIRST,
    SECOND,
    asta,
    bakery,
    easy,
    helper,
    municipality,
    offers_it,
    refuses_it,
)

TWO_TASKS = (easy(FIRST, 6.0), easy(SECOND, 4.0))


def features(facts: Facts) -> dict[str, float]:
    pairs = find_pairs(make_world(facts, CATALOGUE))
    assert pairs.count == 1
    return dict(zip(FEATURE_NAMES, pairs.features[0].tolist(), strict=True))


def of_person(**changes: object) -> dict[str, float]:
    return features(municipality(candidates=(asta(**changes),), openings=(helper(tasks=TWO_TASKS),)))


def test_asta_at_the_bakery() -> None:
    assert of_person() == pytest.approx(
        {
            "text_likeness": 0.0,  # she has written nothing
            "tasks_done": 0.0,
            "tasks_wanted": 0.5,  # she has named no wish
            "place_wanted": 0.5,
            "hours_near_target": 1.0,  # eight hours wanted, eight given
            "commute_ease": 1 - 9.8 / 30,  # 1.5 km × 1.3 at 15 km/h and two minutes to get going
            "soft_needs_met": 1.0,  # she has none
            "tasks_covered": 1.0,
            "room_to_grow": 0.5,  # neither has been asked
            "slack_in_week": 1.0,  # 30 hours of room for eight
        },
        abs=1e-3,
    )


def test_tasks_done_and_wanted_are_shares_of_hours() -> None:
    found = of_person(
        competences=(Competence(CompetenceKind.TASK, FIRST),), wishes=(Wish(WishSubject.TASK, SECOND, True),)
    )
    assert found["tasks_done"] == pytest.approx(0.6)
    assert found["tasks_wanted"] == pytest.approx(0.4)


def test_tasks_of_earlier_placements_count_as_done() -> None:
    facts = municipality(
        openings=(helper(tasks=TWO_TASKS),),
        outcomes=(Outcome("asta", "bageriet", Scheme.FLEKSJOB, DAY.replace(year=2025), tasks=frozenset({SECOND})),),
    )
    assert features(facts)["tasks_done"] == pytest.approx(0.4)


def test_her_own_words_count_and_her_no_does_not() -> None:
    words = CATALOGUE.tasks[FIRST].danish
    assert of_person(text=f"Jeg vil gerne {words.lower()}")["text_likeness"] > 0.1
    assert of_person(wishes=(Wish(WishSubject.TASK, SECOND, False),))["text_likeness"] == 0.0


def test_a_wanted_place_counts_by_sector_employer_or_workplace() -> None:
    for subject, target in (
        (WishSubject.SECTOR, bakery().sector),
        (WishSubject.EMPLOYER, "bager"),
        (WishSubject.WORKPLACE, "bageriet"),
    ):
        assert of_person(wishes=(Wish(subject, target, True),))["place_wanted"] == 1.0


def test_fewer_hours_than_wanted_fall_by_their_share() -> None:
    assert of_person(hours_target=10.0, hours_max=10.0, hours_min=4.0)["hours_near_target"] == 1.0
    found = features(municipality(openings=(helper(hours_max=6.0),)))
    assert found["hours_near_target"] == pytest.approx(0.75)


def test_soft_needs_count_by_weight_and_not_asked_counts_half() -> None:
    needs = (
        Need("SEN-01", Necessity.SHOULD),  # yes: 1
        Need("SEN-05", Necessity.NICE),  # no: 0, half weight
        Need("SEN-04", Necessity.SHOULD),  # not asked: a half
    )
    facts = municipality(
        candidates=(asta(needs=needs),),
        workplaces=(bakery(provisions=(offers_it("SEN-01"), refuses_it("SEN-05"))),),
    )
    assert features(facts)["soft_needs_met"] == pytest.approx((1.0 + 0.0 + 0.5) / 2.5)


def test_a_soft_limit_on_tasks_counts_the_hours_within_it() -> None:
    person = asta(needs=(Need("PHY-01", Necessity.SHOULD, 5.0),))
    opening = helper(tasks=(easy(FIRST, 6.0), easy(SECOND, 4.0, lift_kg=10.0)))
    assert features(municipality(candidates=(person,), openings=(opening,)))["soft_needs_met"] == pytest.approx(0.6)


def test_a_soft_late_start_counts_the_hours_the_week_then_has_room_for() -> None:
    # Eight hours wanted; after 13:00 five weekdays leave one hour each.
    found = of_person(needs=(Need("SCH-05", Necessity.NICE, 13.0),))
    assert found["soft_needs_met"] == pytest.approx(5 / 8)


def test_room_to_grow_needs_both_sides() -> None:
    for wants, grows, share in ((True, True, 1.0), (True, False, 0.0), (False, True, 0.0), (True, None, 0.5)):
        facts = municipality(candidates=(asta(wants_growth=wants),), openings=(helper(growth=grows),))
        assert features(facts)["room_to_grow"] == share


def test_a_named_wish_that_is_not_met_counts_nothing() -> None:
    found = of_person(wishes=(Wish(WishSubject.TASK, list(CATALOGUE.tasks)[5], True),))
    assert (found["tasks_wanted"], found["place_wanted"]) == (0.0, 0.0)


def test_a_soft_journey_and_a_soft_gradual_start_count() -> None:
    # The journey takes 9.8 minutes; the opening begins at three hours.
    assert of_person(needs=(Need("SCH-13", Necessity.SHOULD, 9.0),))["soft_needs_met"] == 0.0
    assert of_person(needs=(Need("SCH-10", Necessity.NICE, 3.0),))["soft_needs_met"] == 1.0


def test_slack_is_the_room_beyond_what_is_used() -> None:
    # Eight hours in twelve: half as much again, of the double that counts as plenty.
    found = of_person(availability=Week.parse("ma-ti 08:00-14:00"))
    assert found["slack_in_week"] == pytest.approx((12 / 8 - 1) / 2)
