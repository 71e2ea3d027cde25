"""Ids, days, pins and forbids as people type them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.commands.ids import candidate_id, opening_id, parse_day, with_bindings
from matcher.domain import Binding, BindingKind, MatcherError
from tests.municipality import asta, helper, municipality

FACTS = municipality(candidates=(asta(), asta(id="bo"), asta(id="B:7")), openings=(helper(), helper(id="kok")))


def test_an_id_of_the_file_is_taken() -> None:
    assert (candidate_id(FACTS, "asta"), opening_id(FACTS, "kok")) == ("asta", "kok")


def test_an_id_that_is_not_there_names_the_one_that_was_meant() -> None:
    with pytest.raises(MatcherError) as said:
        candidate_id(FACTS, "Asta")
    assert str(said.value) == "Borgeren »Asta« findes ikke i filen. Mente du »asta«?"
    with pytest.raises(MatcherError) as said:
        opening_id(FACTS, "hjelper")
    assert str(said.value) == "Stillingen »hjelper« findes ikke i filen. Mente du »hjælper«?"
    with pytest.raises(MatcherError) as said:
        opening_id(FACTS, "xyz")
    assert str(said.value) == "Stillingen »xyz« findes ikke i filen."


def test_a_day_is_read_one_way_only() -> None:
    assert parse_day("2026-11-23") == date(2026, 11, 23)
    assert parse_day(None) is None


@pytest.mark.parametrize("text", ["23-11-2026", "2026-02-30", "20261123", "i dag", ""])
def test_a_day_written_otherwise_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(MatcherError, match="skriv år-måned-dag, fx 2026-11-23"):
        parse_day(text)


def test_pins_and_forbids_are_added_to_those_of_the_file() -> None:
    facts = replace(FACTS, bindings=(Binding("asta", "hjælper", BindingKind.PIN, "aftalt"),))
    made = with_bindings(facts, ["bo:kok", "asta:hjælper"], ["bo:hjælper"])
    assert [(b.candidate, b.opening, b.kind, b.reason) for b in made.bindings] == [
        ("asta", "hjælper", BindingKind.PIN, "aftalt"),
        ("bo", "kok", BindingKind.PIN, "kommandolinjen"),
        ("bo", "hjælper", BindingKind.FORBID, "kommandolinjen"),
    ]


def test_an_id_may_have_a_colon_of_its_own() -> None:
    (binding,) = with_bindings(FACTS, ["B:7:kok"], []).bindings
    assert (binding.candidate, binding.opening) == ("B:7", "kok")


@pytest.mark.parametrize("text", ["asta", "asta:", ":kok", "", "asta-kok", "a:b:c"])
def test_a_pin_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(MatcherError, match=r"--pin ».*« kan ikke læses; skriv borger og stilling med kolon"):
        with_bindings(FACTS, [text], [])


def test_a_pin_of_somebody_unknown_names_who_was_meant() -> None:
    with pytest.raises(MatcherError, match="Borgeren »Bo« findes ikke i filen. Mente du »bo«"):
        with_bindings(FACTS, ["Bo:kok"], [])


def test_a_pair_cannot_be_pinned_and_forbidden() -> None:
    with pytest.raises(MatcherError, match="både fastholdt og udelukket"):
        with_bindings(FACTS, ["bo:kok"], ["bo:kok"])
