"""The 49 kinds of accommodation."""

from __future__ import annotations

from collections import Counter

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain.accommodation import Accommodation, Booking, Kind

CATALOGUE = load_catalogue()
ROWS = tuple(CATALOGUE.accommodations.values())
LIMITED = tuple(row for row in ROWS if row.kind is Kind.TASK)


def test_every_id_of_the_seven_families_is_there() -> None:
    families = {"SCH": 13, "WRK": 6, "PHY": 10, "SEN": 9, "SOC": 8, "SAF": 2, "LNG": 1}
    expected = [f"{family}-{n:02d}" for family, count in families.items() for n in range(1, count + 1)]
    assert [row.id for row in ROWS] == expected
    assert len(expected) == 49


def test_kinds_are_as_counted_by_hand() -> None:
    # COND 2+4+3+3+3+1+1, EQUIP 2+3, HOURS 1+3, SCHED 11, TASK 1+5+3+2+1 over the families SCH WRK PHY SEN SOC SAF LNG.
    assert Counter(row.kind.value for row in ROWS) == {"COND": 17, "EQUIP": 5, "HOURS": 4, "SCHED": 11, "TASK": 12}


def test_sixteen_rows_have_all_their_icf_codes_from_a_source() -> None:
    families = ("SCH 01 02 03 04 07 08 09 10 11", "WRK 01 02 06", "SEN 03", "SOC 02 07 08")
    expected = [f"{family}-{number}" for family, *numbers in map(str.split, families) for number in numbers]
    assert [row.id for row in ROWS if row.icf_confidence == "sourced"] == expected
    assert len(expected) == 16


def test_what_the_municipality_may_buy_does_not_rule_a_workplace_out() -> None:
    assert {row.id for row in ROWS if row.grantable} == {"WRK-06", "PHY-03", "PHY-08", "SEN-09", "SOC-02", "SOC-03"}


def test_only_the_rest_room_is_booked_by_the_hour() -> None:
    assert {row.id: row.booking for row in ROWS if row.booking} == {
        "PHY-03": Booking.EACH,
        "PHY-08": Booking.EACH,
        "SEN-02": Booking.EACH,
        "SEN-03": Booking.BY_HOUR,
        "SEN-09": Booking.EACH,
    }


def test_support_and_presence_must_say_their_hours_where_no_number_is_sensible() -> None:
    silent = {row.id for row in ROWS if row.amount_unit and row.amount_default is None}
    assert silent == {"SCH-01", "SCH-10", "SOC-03"}


def test_workplace_numbers_are_compared_the_right_way_round() -> None:
    assert {row.id: row.provision_amount_is for row in ROWS if row.provision_amount_is} == {
        "SCH-08": "at_least",
        "SCH-12": "at_least",
        "PHY-10": "at_most",
        "SOC-05": "at_most",
    }


def test_parts_and_axes_of_a_task_need_stand_in_the_same_order() -> None:
    assert CATALOGUE.accommodations["SAF-01"].parts == ("machines", "heights", "truck", "driving")
    for row in LIMITED:
        assert row.parts in ((), row.axes)


def test_working_languages_are_plain_danish_and_every_language_but_danish() -> None:
    parts = CATALOGUE.accommodations["LNG-01"].parts
    assert parts[0] == "plain_danish"
    assert set(parts[1:]) == set(CATALOGUE.languages) - {"da"}
    assert {"en", "de", "uk", "ar", "pl", "tr", "fa", "so", "ti"} <= set(parts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_asks_a_question_in_danish(row: Accommodation) -> None:
    assert row.question.endswith("?")
    assert row.question[0].isupper()
    assert not row.condition_text.endswith(".")


@pytest.mark.parametrize("row", LIMITED, ids=lambda row: row.id)
def test_a_task_need_leaves_work_and_rules_some_out(row: Accommodation) -> None:
    limit = row.amount_default or 0
    possible = [
        task for task in CATALOGUE.tasks.values() if all(dict(task.demands)[axis] <= limit for axis in row.axes)
    ]
    assert len(possible) >= 10
    assert len(CATALOGUE.tasks) - len(possible) >= 5
