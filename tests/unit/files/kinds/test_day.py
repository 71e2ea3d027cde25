"""Dates: four ways to write one, and never a guess."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from matcher.files.faults import Fault
from matcher.files.kinds import Cell, read_day

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "cell",
    [
        "24-11-2026",
        "24.11.2026",
        "24/11/2026",
        "2026-11-24",
        "2026-11-24 00:00:00",
        "2026-11-24T00:00:00Z",
        " 24-11-2026 ",
        date(2026, 11, 24),
        datetime(2026, 11, 24),  # noqa: DTZ001
    ],
)
def test_a_date_is_read(cell: Cell) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("24. november 2026", "not_a_date"),
        ("snart", "not_a_date"),
        (time(8), "not_a_date"),
        ("2026", "not_a_date"),
        ("29-02-2026", "date_does_not_exist"),
        ("00-01-2026", "date_does_not_exist"),
        ("2026-13-01", "date_does_not_exist"),
        ("11/24/2026", "month_first"),
        ("24-11-26", "two_digit_year"),
        ("46350", "date_is_number"),
        (46350.0, "date_is_number"),
        ("24-11-1826", "date_out_of_range"),
        (date(2226, 1, 1), "date_out_of_range"),
        (datetime(2026, 11, 24, 8, 30), "date_with_time"),  # noqa: DTZ001
        ("2026-11-24 08:30", "date_with_time"),
    ],
)
def test_what_is_no_date_is_refused(cell: Cell, code: str) -> None:
    found = read_day(cell)
    assert isinstance(found, Fault)
    assert found.code == code


def test_the_day_meant_is_named_where_it_can_be_known() -> None:
    found = read_day("46350")
    assert isinstance(found, Fault)
    assert found.sentence == "46350 er regnearkets tal for 24-11-2026; formatér cellen som dato."
