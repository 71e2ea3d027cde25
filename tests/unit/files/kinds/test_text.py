"""Ids, free text and register numbers."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.files.faults import Fault
from matcher.files.kinds import Cell, Cpr, Digits, Text, read_id
from matcher.files.vocabularies import make_vocabularies

WORDS = make_vocabularies(load_catalogue())


@pytest.mark.parametrize(
    ("cell", "id_"),
    [("007", "007"), (" B-1 ", "B-1"), (6000.0, "6000"), (7, "7"), ("æble", "æble"), ("1012345678x", "1012345678x")],
)
def test_an_id_is_text_and_keeps_its_zeros(cell: Cell, id_: str) -> None:
    assert read_id(cell) == id_


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (date(2026, 2, 1), "id_became_date"),
        (12.5, "id_is_decimal"),
        (1e15, "id_lost_digits"),
        ("1.23457E+11", "id_lost_digits"),
        ("010190-1234", "id_is_cpr"),
        ("0101901234", "id_is_cpr"),
        ("610190-1234", "id_is_cpr"),
        (1012901234.0, "id_is_cpr"),
        ("borger 010190-1234", "id_is_cpr"),
        ("a;b", "id_bad_character"),
        ("a\nb", "id_bad_character"),
        ("x" * 101, "id_too_long"),
    ],
)
def test_what_a_spreadsheet_has_made_of_an_id_is_refused(cell: Cell, code: str) -> None:
    found = read_id(cell, personal=True)
    assert isinstance(found, Fault)
    assert found.code == code


def test_a_workplace_may_have_its_p_number_as_id_but_nobody_a_cpr_number_with_a_hyphen() -> None:
    assert read_id("1012345678") == "1012345678"
    found = read_id("101234-5678")
    assert isinstance(found, Fault)
    assert found.code == "id_is_cpr"


@pytest.mark.parametrize("text", ["  med blanke ", "to\nlinjer", "tab\ther", "=1+1", "'", "1" * 30, "tlf. 75 12 34 56"])
def test_free_text_is_kept_as_it_is(text: str) -> None:
    assert Text().read(text, WORDS) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 32_768, "text_too_long"),
        ("😀" * 16_384, "text_too_long"),
        ("a\x00b", "control_characters"),
        ("JÃ¸rgen", "garbled_letters"),
        ("J\ufffdrgen", "garbled_letters"),
        ("født 010190-1234", "cpr_in_text"),
        ("cpr 0101901234.", "cpr_in_text"),
        ("cpr 010190 1234", "cpr_in_text"),
    ],
)
def test_free_text_that_must_not_be_kept_is_refused(text: str, code: str) -> None:
    found = Text().read(text, WORDS)
    assert isinstance(found, Fault)
    assert found.code == code


def test_the_longest_text_a_cell_can_hold_is_kept() -> None:
    assert Text().read("x" * 32_767, WORDS) == "x" * 32_767
    assert Text().read("😀" * 16_383, WORDS) == "😀" * 16_383


def test_a_cpr_number_is_ten_digits_that_begin_with_a_date() -> None:
    assert Cpr().read("010190-1234", WORDS) == "010190-1234"
    assert Cpr().read("0101901234", WORDS) == "0101901234"
    for wrong in ("990190-1234", "0101901", "010190/1234"):
        assert isinstance(Cpr().read(wrong, WORDS), Fault)
    lost = Cpr().read(101901234.0, WORDS)
    assert isinstance(lost, Fault)
    assert lost.code == "cpr_lost_zero"


def test_a_register_number_has_a_fixed_length() -> None:
    cvr = Digits(8, "cvr_not_eight_digits", "CVR-nummer")
    assert cvr.read("12 34 56 78", WORDS) == "12345678"
    assert cvr.read(12345678.0, WORDS) == "12345678"
    assert isinstance(cvr.read("1234567", WORDS), Fault)
    assert isinstance(cvr.read("DK12345678", WORDS), Fault)
