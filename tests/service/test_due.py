"""Days on which somebody must come back, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain.employer import EmployerKind
from matcher.services.due import add_months, due_dates, next_day

CATALOGUE = load_catalogue()
START = date(2026, 11, 24)
RULES = CATALOGUE.rules_on(START)


def _law(
    scheme: str, kind: EmployerKind = EmployerKind.PRIVATE, grant_from: date | None = None
) -> list[tuple[str, str]]:
    dates = due_dates(START, scheme, kind, grant_from, RULES)
    return [(str(d.rule), d.day.isoformat()) for d in dates if d.rule is not None]


def test_it_is_asked_how_it_goes_after_2_6_12_26_and_52_weeks() -> None:
    found = due_dates(START, "ordinær", EmployerKind.PRIVATE, None, RULES)
    assert [(d.weeks, d.day.isoformat()) for d in found] == [
        (2, "2026-12-08"),
        (6, "2027-01-05"),
        (12, "2027-02-16"),
        (26, "2027-05-25"),
        (52, "2027-11-23"),
    ]


def test_a_sheltered_job_is_followed_up_within_six_months_and_then_every_twelve() -> None:
    assert _law("skånejob") == [("sheltered_follow_up", "2027-05-24")]
    assert next_day(RULES["sheltered_follow_up"], date(2027, 5, 20)) == date(2028, 5, 20)
    assert next_day(RULES["wage_subsidy_duration"], date(2027, 5, 20)) is None


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (EmployerKind.PRIVATE, "2027-05-24"),
        (EmployerKind.ASSOCIATION, "2027-05-24"),
        (EmployerKind.SOCIAL, "2027-05-24"),
        (EmployerKind.MUNICIPAL, "2027-03-24"),
        (EmployerKind.PUBLIC, "2027-03-24"),
    ],
)
def test_wage_subsidy_ends_by_the_kind_of_employer(kind: EmployerKind, day: str) -> None:
    assert _law("løntilskud", kind) == [("wage_subsidy_duration", day)]


@pytest.mark.parametrize(
    ("grant_from", "found"),
    [
        (date(2024, 3, 15), [("flex_grant_period", "2028-09-15")]),
        # Passed before the job begins: it is due at once.
        (date(2021, 1, 1), [("flex_grant_period", "2026-11-24")]),
        # Not asked: no day follows from it.
        (None, []),
    ],
)
def test_a_flexjob_grant_is_judged_after_four_and_a_half_years(
    grant_from: date | None, found: list[tuple[str, str]]
) -> None:
    assert _law("fleksjob", grant_from=grant_from) == found


def test_a_rule_that_is_switched_off_or_has_another_number_is_followed_as_it_is() -> None:
    off = CATALOGUE.rules_on(START, [("sheltered_follow_up", False)])
    assert [d for d in due_dates(START, "skånejob", EmployerKind.PRIVATE, None, off) if d.rule] == []
    own = CATALOGUE.rules_on(START, (), [("sheltered_follow_up", "first_months", 3)])
    found = [d for d in due_dates(START, "skånejob", EmployerKind.PRIVATE, None, own) if d.rule]
    assert [(d.day.isoformat(), d.version) for d in found] == [("2027-02-24", "2019-2021")]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 54, date(2030, 7, 31)),
        (date(9999, 6, 1), 54, date(9999, 12, 31)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day: date, months: float, found: date) -> None:
    assert add_months(day, months) == found
