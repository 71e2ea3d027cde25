"""The week to the half hour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain import ALL_WEEK, InvalidFact, Week


def test_a_week_is_read_in_danish_and_english() -> None:
    assert Week.parse("ma-fr 08:00-14:00; lø 10-13").hours == 33.0
    assert Week.parse("mon-fri 8.00-14.00, sat 10:00-13:00") == Week.parse("ma-fr 08:00-14:00; lø 10-13")


def test_the_whole_week_has_168_hours() -> None:
    assert ALL_WEEK.hours == 168.0
    assert Week.parse("ma-sø 00:00-24:00") == ALL_WEEK


@given(st.integers(0, (1 << 336) - 1))
def test_what_is_written_is_read_back(mask: int) -> None:
    assert Week.parse(str(Week(mask))) == Week(mask)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ma 08:15-12:00", "halve timer"),
        ("ma 14:00-12:00", "slutte efter"),
        ("ma 20-25", "mellem 00:00 og 24:00"),
        ("fr-ma 8-12", "baglæns"),
        ("mangedag 8-12", "ikke en ugedag"),
        ("ma fra 8", "ikke et tidsrum"),
        ("08:00-12:00", "kan ikke læses"),
    ],
)
def test_what_cannot_be_a_window_is_named(text: str, words: str) -> None:
    with pytest.raises(InvalidFact, match=words):
        Week.parse(text)
