"""The sheet of settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.domain import MatcherError, Settings
from matcher.files.kinds import Cell
from matcher.files.reading import Import
from tests.unit.files.small_file import DAY, Rows, codes, read, right_sheets, write_book


def settings_of(tmp_path: Path, *rows: tuple[str, Cell], day: date | None = None) -> Import:
    settings: Rows = [["nøgle", "værdi"]]
    settings += [[key, value] for key, value in rows]
    sheets = {"Indstillinger": settings, "Borgere": right_sheets()["Borgere"][:1]}
    return read(write_book(tmp_path / "fil.xlsx", sheets), day=day)


def test_every_setting_is_read(tmp_path: Path) -> None:
    result = settings_of(
        tmp_path,
        ("dato", date(2026, 11, 24)),
        ("Uger", 13),
        ("regel.ratio", "nej"),
        ("parameter.ratio.first_ratio", 4.5),
        ("antagelse", "Rejsetid er luftlinje."),
        ("antagelse", "Alle har nøgle."),
    )
    assert result.facts is not None
    assert result.facts.settings == Settings(
        date(2026, 11, 24),
        13,
        (("ratio", False),),
        (("ratio", "first_ratio", 4.5),),
        ("Rejsetid er luftlinje.", "Alle har nøgle."),
    )


def test_english_keys_mean_the_same(tmp_path: Path) -> None:
    result = settings_of(tmp_path, ("date", "24-11-2026"), ("weeks", "13"), ("rule.ratio", "yes"))
    assert result.facts is not None
    assert result.facts.settings == Settings(DAY, 13, (("ratio", True),))


def test_the_day_given_goes_before_the_day_in_the_file(tmp_path: Path) -> None:
    result = settings_of(tmp_path, ("dato", "24-11-2026"), day=date(2027, 1, 4))
    assert result.facts is not None
    assert result.facts.settings.day == date(2027, 1, 4)


def test_without_any_day_there_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="hvilken dag planen lægges for"):
        settings_of(tmp_path, ("uger", 13))


def test_a_day_that_cannot_be_read_is_a_fault_and_not_replaced(tmp_path: Path) -> None:
    result = settings_of(tmp_path, ("dato", "i dag"))
    assert codes(result) == ["not_a_date"]
    assert result.facts is None


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("frist", "x", "unknown_setting"),
        ("regel", "ja", "unknown_setting"),
        ("regel.findes_ikke", "ja", "unknown_rule"),
        ("regel.ratio", "måske", "not_yes_no"),
        ("parameter.ratio", "5", "unknown_parameter"),
        ("parameter.ratio.counted_in", "5", "unknown_parameter"),
        ("parameter.ratio.first_ratio", "fem", "not_a_number"),
        ("uger", "0", "number_too_low"),
        ("dato", "25-11-2026", "duplicate_setting"),
    ],
)
def test_what_cannot_be_a_setting_is_refused(tmp_path: Path, key: str, value: str, code: str) -> None:
    assert codes(settings_of(tmp_path, ("dato", "24-11-2026"), (key, value))) == [code]
