"""Numbers in digits and in words, as they stand in adverts and notes."""

from __future__ import annotations

import pytest

from matcher.taxonomy.numbers import clock_at, is_number, is_range, number_at, one_before
from matcher.taxonomy.sentences import read_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15", 15),
        ("femten", 15),
        ("tolv", 12),
        ("ti-tolv", 12),
        ("10-12", 12),
        ("femogtyve", 25),
        ("enogtredive", 31),
        ("halvanden", 1.5),
        ("halv", 0.5),
        ("seven", 7),
        ("en", None),
        ("timer", None),
        ("covid-19", None),
        ("12345", None),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(text: str, number: float | None) -> None:
    assert number_at(read_words(text), 0) == number


@pytest.mark.parametrize(
    ("text", "number", "ranging"),
    [
        ("10-12 timer", 12, True),
        ("10–12 timer", 12, True),
        ("ti til tolv timer", 12, True),
        ("8 eller 10 timer", 10, True),
        ("7,5 timer", 7, False),
        ("37.5 timer", 37, False),
        ("ca. 12 timer", 12, False),
    ],
)
def test_a_range_is_its_end_and_what_follows_a_point_belongs_to_what_is_before_it(
    text: str, number: float, ranging: bool
) -> None:
    words = read_words(text)
    before_hours = len(words) - 2
    assert number_at(words, before_hours) == number
    assert is_range(words, before_hours) is ranging


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10", 10),
        ("9.30", 9),
        ("halv ti", 9.5),
        ("kvart over ni", 9.25),
        ("kvart i ti", 9.75),
        ("frokost", None),
        ("", None),
    ],
)
def test_an_hour_of_the_day_is_read_as_it_is_said(text: str, hour: float | None) -> None:
    assert clock_at(read_words(text), 0) == hour


def test_one_is_a_number_only_right_before_what_is_counted() -> None:
    words = read_words("En dag om ugen. Timer")
    assert one_before(words, 1) == 1
    assert one_before(words, 3) is None
    assert one_before(words, 0) is None
    assert one_before(words, 4) is None
    assert not is_number("en")
    assert is_number("halv")
