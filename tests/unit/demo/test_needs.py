from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.demo.needs import draw_needs, least_hours
from matcher.demo.people import People, draw_people
from matcher.demo.places import District
from matcher.demo.profiles import AMOUNTS, NEEDS, PARTS, PROFILES
from matcher.domain import Kind, Necessity, Need, Week

CATALOGUE = load_catalogue()
DAY = date(2026, 11, 23)
MUST, SHOULD = Necessity.MUST, Necessity.SHOULD


def people(n: int, seed: int = 1) -> People:
    return draw_people(np.random.default_rng(seed), [District("6000", "0621", True)] * n, DAY)


def one(hours: float = 10.0, intensity: float = 1.0, week: str = "ma-fr 08:00-16:00") -> People:
    """One person who wants and needs so many hours."""
    return replace(
        people(1),
        hours_min=np.array([hours]),
        hours_target=np.array([hours]),
        hours_max=np.array([hours]),
        intensity=[intensity],
        availability=[Week.parse(week)],
    )


def test_every_profile_has_needs_and_every_need_is_in_the_catalogue() -> None:
    assert set(PROFILES.value) == set(NEEDS.value)
    assert {code for weights in NEEDS.value.values() for code in weights} == set(CATALOGUE.accommodations)


def test_amounts_lie_within_the_catalogues_range() -> None:
    for code, weights in AMOUNTS.value.items():
        accommodation = CATALOGUE.accommodations[code]
        assert accommodation.amount_low <= min(weights) <= max(weights) <= accommodation.amount_high


def test_parts_are_those_of_the_catalogue() -> None:
    for code, weights in PARTS.value.items():
        assert {part for parts in weights for part in parts} <= set(CATALOGUE.accommodations[code].parts)


def test_everybody_has_from_one_to_six_needs_of_her_own_profile() -> None:
    crowd = people(3_000)
    needs = draw_needs(np.random.default_rng(2), crowd, CATALOGUE, DAY)
    assert {len(own) for own in needs} == {1, 2, 3, 4, 5, 6}
    for profile, own in zip(crowd.profile, needs, strict=True):
        assert {need.accommodation for need in own} <= set(NEEDS.value[profile])


def test_about_a_quarter_to_a_third_need_something_that_is_used_up() -> None:
    needs = draw_needs(np.random.default_rng(2), people(5_000), CATALOGUE, DAY)
    share = np.mean([any(CATALOGUE.accommodations[need.accommodation].consumed for need in own) for own in needs])
    assert 0.25 <= share <= 0.32


def test_drawn_amounts_and_parts_are_valid() -> None:
    for own in draw_needs(np.random.default_rng(2), people(3_000), CATALOGUE, DAY):
        for need in own:
            accommodation = CATALOGUE.accommodations[need.accommodation]
            assert need.parts <= set(accommodation.parts)
            amount = accommodation.amount_default if need.amount is None else need.amount
            if accommodation.amount_name:
                assert amount is not None, need.accommodation
                assert accommodation.amount_low <= amount <= accommodation.amount_high
            else:
                assert need.amount is None
            if need.accommodation == "SCH-11":
                assert need.windows


def test_reviews_lie_ahead() -> None:
    reviews = [n.review for own in draw_needs(np.random.default_rng(2), people(300), CATALOGUE, DAY) for n in own]
    assert all(review > DAY for review in reviews if review is not None)
    assert None in reviews


def test_short_days_are_long_enough_for_the_hours_wanted() -> None:
    """Eighteen hours in five days at half pace are 36 hours of presence: at least 7.5 hours a day."""
    crowd = one(hours=18.0, intensity=0.5)
    for seed in range(400):
        own = draw_needs(np.random.default_rng(seed), replace(crowd, profile=["calm"]), CATALOGUE, DAY)[0]
        by_code = {need.accommodation: need for need in own}
        if "SCH-02" in by_code and not {"SCH-03", "SCH-04"} & set(by_code):
            assert by_code["SCH-02"].amount == 7.5
            return
    pytest.fail("no draw had short days alone")


def test_fewest_hours_stay_when_the_week_has_room() -> None:
    assert least_hours(one(hours=10.0), [()], CATALOGUE).tolist() == [10.0]


def test_fewest_hours_fall_to_what_the_week_leaves() -> None:
    """Three mornings of three hours are nine hours of presence, at half pace 4.5 effective hours."""
    assert least_hours(one(10.0, 0.5, "ma-on 09:00-12:00"), [()], CATALOGUE).tolist() == [4.5]


def test_must_needs_narrow_the_week_and_others_do_not() -> None:
    """Two days of four hours are eight hours; as a wish only, the whole week is left."""
    short = (Need("SCH-02", MUST, 4.0), Need("SCH-03", MUST, 2.0))
    assert least_hours(one(10.0), [short], CATALOGUE).tolist() == [8.0]
    wished = tuple(replace(need, necessity=SHOULD) for need in short)
    assert least_hours(one(10.0), [wished], CATALOGUE).tolist() == [10.0]


def test_a_late_start_and_treatment_take_their_hours() -> None:
    """Monday to Wednesday 9–12 from 10:30 is 4.5 hours, less Tuesday's 1.5 hours of treatment is 3."""
    late = Need("SCH-05", MUST, 10.5)
    treatment = Need("SCH-11", MUST, windows=Week.parse("ti 10:00-12:00"))
    person = one(5.0, 1.0, "ma-on 09:00-12:00")
    assert least_hours(person, [(late,)], CATALOGUE).tolist() == [4.5]
    assert least_hours(person, [(late, treatment)], CATALOGUE).tolist() == [3.0]


def test_breaks_lengthen_presence() -> None:
    """Twenty minutes of breaks an hour leave two thirds: nine hours of presence are six effective hours."""
    breaks = (Need("SCH-04", MUST, 20.0),)
    assert least_hours(one(10.0, 1.0, "ma-on 09:00-12:00"), [breaks], CATALOGUE).tolist() == [6.0]


def test_assistance_keeps_within_the_legal_cap() -> None:
    """At 18.5 hours the cap is half of 20 hours."""
    crowd = replace(people(600), hours_min=np.full(600, 18.5), hours_target=np.full(600, 18.5))
    crowd = replace(crowd, hours_max=np.full(600, 18.5), profile=["access"] * 600)
    needs = draw_needs(np.random.default_rng(3), crowd, CATALOGUE, DAY)
    hours = [n.amount or 0.0 for own in needs for n in own if n.accommodation == "SOC-03"]
    assert hours
    assert max(hours) <= 10.0
    assert min(hours) >= 5.0


def test_every_kind_of_accommodation_is_needed_by_somebody() -> None:
    needs = draw_needs(np.random.default_rng(2), people(1_200), CATALOGUE, DAY)
    assert {CATALOGUE.accommodations[n.accommodation].kind for own in needs for n in own} == set(Kind)
