"""The three lines of value, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from matcher.features import FEATURE_NAMES
from matcher.value import Ingredients, Valued, value
from matcher.weights import load_weights


def valued(features: dict[str, float] | None = None, **changes: float) -> Valued:
    row = np.array([[(features or {}).get(name, 0.0) for name in FEATURE_NAMES]], dtype=np.float32)
    numbers = {
        "hours": 9.25,
        "hours_target": 9.25,
        "hours_of_a_place": 18.5,
        "months_waiting": 24.0,
        "cost": 10_000.0,
        "commute": 30.0,
        **changes,
    }
    return value(Ingredients(row, **{name: np.array([number]) for name, number in numbers.items()}), load_weights())


def test_with_no_features_p_is_that_of_the_intercept() -> None:
    assert valued().lasts[0] == pytest.approx(1 / (1 + math.exp(2.0)))


def test_p_moves_by_the_weights_in_log_odds() -> None:
    lasts = valued({"tasks_wanted": 1.0, "tasks_done": 0.5}).lasts[0]
    assert math.log(lasts / (1 - lasts)) == pytest.approx(-2.0 + 0.8 + 0.35)


def test_people_is_wishes_hours_and_growth_times_p() -> None:
    found = valued({"tasks_wanted": 0.9, "place_wanted": 0.3, "soft_needs_met": 0.6, "room_to_grow": 0.5})
    assert found.people[0] == pytest.approx(found.lasts[0] * (0.4 * 0.6 + 0.4 * 1.0 + 0.2 * 0.5))


def test_company_is_tasks_covered_and_hours_filled_times_p() -> None:
    found = valued({"tasks_covered": 0.5})
    assert found.company[0] == pytest.approx(found.lasts[0] * (0.6 * 0.5 + 0.4 * 0.5))


def test_society_is_hours_distance_support_and_journey_times_p() -> None:
    found = valued()
    # sqrt(9.25 / 37) = 0.5; 1 - exp(-1) = 0.632; 10,000 kr. and 30 minutes each halve their part.
    inside = 0.4 * 0.5 + 0.35 * (1 - math.exp(-1)) + 0.15 * 0.5 + 0.1 * 0.5
    assert found.society[0] == pytest.approx(found.lasts[0] * inside)


def test_waiting_time_not_recorded_counts_in_the_middle() -> None:
    known = valued(months_waiting=24.0 * math.log(2.0))
    unknown = valued(months_waiting=math.nan)
    assert unknown.society[0] == pytest.approx(known.society[0])


def test_total_is_the_mean_of_the_lines_and_stays_within_zero_and_one() -> None:
    found = valued(dict.fromkeys(FEATURE_NAMES, 1.0), cost=0.0, commute=0.0, hours=37.0, hours_target=37.0)
    lines = (found.people[0] + found.company[0] + found.society[0]) / 3
    assert found.total[0] == pytest.approx(lines)
    assert 0.0 < lines < 1.0
