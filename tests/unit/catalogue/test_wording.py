"""Amounts and conditions in Danish words."""

from __future__ import annotations

import pytest

from matcher.catalogue.accommodations import UNITS
from matcher.catalogue.loader import load_catalogue
from matcher.catalogue.wording import amount_in_words, condition, decimal_comma

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("h/week", 1, "1 time om ugen"),
        ("h/week", 2.5, "2,5 timer om ugen"),
        ("clock", 9.5, "kl. 9.30"),
        ("clock", 10, "kl. 10.00"),
        ("step", 0, "slet ikke"),
        ("step", 1, "kun lidt"),
        ("percent", 50, "50 %"),
        ("min/h", 15, "15 minutter i timen"),
        ("persons", 1, "1 kollega"),
    ],
)
def test_amounts_read_as_danish(unit: str, amount: float, words: str) -> None:
    assert amount_in_words(unit, amount) == words


def test_numbers_have_a_decimal_comma_and_no_trailing_noughts() -> None:
    assert [decimal_comma(number) for number in (10, 7.40, 0.333)] == ["10", "7,4", "0,33"]


def test_every_unit_of_the_catalogue_has_words() -> None:
    assert all(amount_in_words(unit, 2) for unit in UNITS)


@pytest.mark.parametrize(
    ("accommodation", "amount", "parts", "words"),
    [
        ("SEN-03", None, (), "Mulighed for at trække sig tilbage til et roligt rum 2 timer om ugen"),
        ("SCH-01", 10, (), "Højst 10 timer om ugen på arbejdspladsen"),
        ("SCH-01", None, (), "Højst et aftalt antal timer om ugen på arbejdspladsen"),
        ("SCH-05", 9.5, (), "Mødetid tidligst kl. 9.30"),
        ("SAF-01", None, ("truck",), "Opgaver uden truckkørsel"),
        ("SEN-07", None, (), "Opgaver uden parfume, støv og kemikalier"),
        ("PHY-09", None, {"lift", "step_free"}, "Adgangsforhold: niveaufri adgang og elevator"),
        ("LNG-01", None, (), "Mindst ét fælles arbejdssprog: enkelt dansk"),
        ("LNG-01", None, ("en", "uk"), "Mindst ét fælles arbejdssprog: engelsk og ukrainsk"),
        ("PHY-05", 0, (), "Arbejde på knæ eller med bøjet ryg: slet ikke"),
    ],
)
def test_a_need_is_told_as_a_condition_of_the_work(
    accommodation: str, amount: float | None, parts: tuple[str, ...], words: str
) -> None:
    assert condition(CATALOGUE, CATALOGUE.accommodations[accommodation], amount, parts) == words


def test_no_condition_is_left_with_a_gap() -> None:
    for row in CATALOGUE.accommodations.values():
        words = condition(CATALOGUE, row)
        assert "{" not in words
        assert "  " not in words


def test_a_condition_never_names_the_cause() -> None:
    causes = ("behandling", "medicin", "symptom", "smerte", "træt", "helbred", "sygdom", "syg ", "handicap ", "lidelse")
    for row in CATALOGUE.accommodations.values():
        told = f"{condition(CATALOGUE, row)} ".lower()
        assert [cause for cause in causes if cause in told] == [], row.id
