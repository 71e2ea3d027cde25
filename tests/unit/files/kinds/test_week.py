"""Windows of the week."""

from __future__ import annotations

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain import ALL_WEEK, Week
from matcher.files.faults import Fault
from matcher.files.kinds import Windows
from matcher.files.vocabularies import make_vocabularies

WORDS = make_vocabularies(load_catalogue())


def test_windows_are_read_as_the_domain_reads_them() -> None:
    assert Windows().read("ma-fr 08:00-14:00; lø 10-13", WORDS) == Week.parse("ma-fr 08:00-14:00; lø 10-13")
    assert Windows().read("altid", WORDS) == ALL_WEEK
    assert Windows().read("ikke spurgt", WORDS) is None


def test_no_time_at_all_is_not_the_same_as_not_asked() -> None:
    assert Windows().read("ingen", WORDS) == Week()
    assert Windows().write(Week(), WORDS) == "ingen"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("08:00-14:00", "window_unreadable", "08:00-14:00"),
        ("ma-fr", "window_unreadable", "ma-fr"),
        ("ma kl 8", "window_unreadable", "ma kl 8"),
        (";", "window_unreadable", ";"),
        ("ma 08-12; tisdag 08-12", "window_unknown_day", "tisdag"),
        ("ma-fd 08-12", "window_unknown_day", "fd"),
        ("ma 08:10-12:00", "window_not_half_hour", "08:10-12:00"),
        ("ma 12-08", "window_ends_first", "12-08"),
        ("ma 08-08", "window_ends_first", "08-08"),
        ("ma 20-24:30", "window_outside_day", "20-24:30"),
        ("fr-ma 08-12", "window_days_backwards", "fr-ma"),
    ],
)
def test_the_first_part_that_is_wrong_is_named(text: str, code: str, named: str) -> None:
    found = Windows().read(text, WORDS)
    assert isinstance(found, Fault)
    assert found.code == code
    assert f"»{named}«" in found.sentence
