"""Comparing what people write with what we know."""

from __future__ import annotations

import pytest

from matcher.files.words import Ids, Vocabulary, close_words, folded, question


@pytest.mark.parametrize(
    "text", ["Timer højst", "TIMER HØJST", "timer_hojst".replace("o", "ø"), "Timer\nhøjst", "Timer hoejst:"]
)
def test_spellings_of_a_header_compare_equal(text: str) -> None:
    assert folded(text) == "timerhoejst"


def test_a_near_miss_is_suggested_and_a_far_one_is_not() -> None:
    known = {"fleksjob": "fleksjob", "praktik": "praktik"}
    assert close_words("flexjob", known) == ("fleksjob",)
    assert close_words("løntilskud", known) == ()
    assert question(("a", "b")) == " Mente du »a« eller »b«?"
    assert question(()) == ""


def test_an_earlier_row_keeps_a_word_that_a_later_one_repeats() -> None:
    words = Vocabulary.of([("a", "hund", ("dog",)), ("b", "kat", ("dog",))])
    assert words.find("dog") == "a"


@pytest.mark.parametrize(("text", "near"), [("7", "007"), ("V1", "V-001"), ("v-001", "V-001")])
def test_ids_that_spreadsheets_have_changed_are_found_again(text: str, near: str) -> None:
    assert near in Ids(["007", "V-001"]).near(text)


def test_many_ids_are_not_searched_one_by_one() -> None:
    many = Ids(f"B-{number:06d}" for number in range(20_000))
    assert many.near("B-7") == ("B-000007",)
    assert many.near("X-999999") == ()
