"""Numbers as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.files.faults import Fault
from matcher.files.kinds import Amount, Cell, Number, Share, Whole
from matcher.files.vocabularies import make_vocabularies

WORDS = make_vocabularies(load_catalogue())


def code_of(value: object) -> str:
    assert isinstance(value, Fault)
    return value.code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("7,5", 7.5),
        ("7.5", 7.5),
        ("0.625", 0.625),
        ("1.234", 1234.0),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567", 1234567.0),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("+3", 3.0),
        ("−3", -3.0),
        (",5", 0.5),
        ("1e3", 1000.0),
        ("1,5E-3", 0.0015),
        (" 12 ", 12.0),
        (12, 12.0),
        (12.25, 12.25),
    ],
)
def test_a_number_is_read_the_danish_and_the_english_way(cell: Cell, number: float) -> None:
    assert Number(-1e9, 1e9).read(cell, WORDS) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("fem", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("12.34.56", "not_a_number"),
        ("1.2,3.4", "not_a_number"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("٣", "not_a_number"),
        ("5 timer", "number_with_unit"),
        ("400 kr.", "number_with_unit"),
        ("50 %", "number_with_unit"),
        ("5,-", "not_a_number"),
        (date(2026, 1, 5), "number_is_date"),
        (time(8, 30), "number_is_date"),
        ("101", "number_too_high"),
        ("-1", "number_too_low"),
    ],
)
def test_what_is_no_number_in_the_range_is_refused(cell: Cell, code: str) -> None:
    assert code_of(Number(0, 100).read(cell, WORDS)) == code


def test_a_point_that_could_be_a_decimal_is_asked_about_when_thousands_are_out_of_range() -> None:
    found = Number(0, 37).read("12.375", WORDS)
    assert isinstance(found, Fault)
    assert found.sentence == "»12.375« læses som 12375, for punktum skiller tusinder; mente du 12,375?"
    # In kroner ten thousand is as likely as ten: Danes write thousands with a point.
    assert Number(0, 1e6).read("10.000", WORDS) == 10_000


def test_a_whole_number_has_no_decimals() -> None:
    assert Whole(1, 5).read("2", WORDS) == 2
    assert Whole(1, 5).read(2.0, WORDS) == 2
    assert isinstance(Whole(1, 5).read(2.0, WORDS), int)
    assert code_of(Whole(1, 5).read("2,5", WORDS)) == "not_whole"
    assert code_of(Whole(1, 5).read("6", WORDS)) == "number_too_high"


def test_a_share_may_be_a_percentage_but_not_a_bare_fifty() -> None:
    assert Share().read("0,5", WORDS) == 0.5
    assert Share().read("50 %", WORDS) == 0.5
    assert Share().read("50 pct.", WORDS) == 0.5
    assert code_of(Share().read("50", WORDS)) == "share_over_one"
    assert code_of(Share(0.01).read("0", WORDS)) == "number_too_low"
    assert code_of(Share().read("120 %", WORDS)) == "number_too_high"


def test_the_amount_of_a_need_may_be_a_clock_time() -> None:
    assert Amount().read("9:30", WORDS) == 9.5
    assert Amount().read("09:30:00", WORDS) == 9.5
    assert Amount().read(time(9, 30), WORDS) == 9.5
    assert Amount().read("5", WORDS) == 5.0
    assert code_of(Amount().read("tidligt", WORDS)) == "not_a_number"
