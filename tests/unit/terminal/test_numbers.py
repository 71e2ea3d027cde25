"""Numbers as Danes write them."""

import math

import pytest

from matcher.terminal.numbers import brief, clipped, decimal, percent, seconds, whole


def test_thousands_have_a_point_and_decimals_a_comma() -> None:
    assert whole(1200) == "1.200"
    assert decimal(1234567.891) == "1.234.567,89"
    assert decimal(-0.5, 1) == "-0,5"


def test_needless_decimals_are_left_out() -> None:
    assert [brief(number) for number in (10, 7.5, 7.25, 1200, 0)] == ["10", "7,5", "7,25", "1.200", "0"]
    assert brief(100, 0) == "100"


@pytest.mark.parametrize("number", [None, math.nan, math.inf])
def test_what_is_not_known_is_a_dash_and_never_a_zero(number: float | None) -> None:
    assert (decimal(number), brief(number), percent(number)) == ("–", "–", "–")


def test_a_small_share_that_is_not_nothing_does_not_become_zero() -> None:
    assert percent(0.25) == "25 %"
    assert percent(0.0) == "0 %"
    assert percent(0.000031, 2) == "0,0031 %"
    assert percent(0.00049, 2) == "0,05 %"


def test_long_times_are_minutes() -> None:
    assert [seconds(s) for s in (0.04, 3.21, 9.96, 61, 185)] == ["0,0 s", "3,2 s", "10 s", "61 s", "3 min 5 s"]


def test_a_text_is_cut_to_its_room() -> None:
    assert clipped("to  ord\nher", 20) == "to ord her"
    assert clipped("abcdefgh", 5) == "abcd…"
