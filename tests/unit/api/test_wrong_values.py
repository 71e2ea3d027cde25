"""Every kind of error that pydantic knows has a Danish sentence with the way out."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core._pydantic_core import list_all_errors

from api.wrong_values import sentence_of

ENGLISH = re.compile(r"\b(input|should|valid|field|required|must|value|the|be)\b", re.IGNORECASE)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=2, max_length=5)
    postcode: str = Field("6000", pattern=r"^[0-9]{4}$")
    hours: float = Field(1.0, gt=0, le=37)
    people: int = 1
    day: date = date(2026, 11, 24)
    kind: Literal["a", "b", "c"] = "a"
    tags: Annotated[list[str], Field(max_length=2)] = []
    open: bool = True


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": "ab", "x": 1}, "x", "Kendes ikke her; fjern det, eller ret navnet"),
        ({}, "name", "Mangler; tilføj det"),
        ({"name": 7}, "name", "Skal være tekst i anførselstegn"),
        ({"name": "a"}, "name", "Skal være på mindst 2 tegn"),
        ({"name": "abcdef"}, "name", "Må højst være på 5 tegn; forkort det"),
        ({"name": "ab", "postcode": "60"}, "postcode", "Har ikke den rigtige form; mønstret er ^[0-9]{4}$"),
        ({"name": "ab", "hours": "otte"}, "hours", "Skal være et tal, fx 7.5 (med punktum)"),
        ({"name": "ab", "hours": 0}, "hours", "Skal være over 0.0"),
        ({"name": "ab", "hours": 38}, "hours", "Må højst være 37.0"),
        ({"name": "ab", "hours": float("nan")}, "hours", "Skal være et endeligt tal"),
        ({"name": "ab", "people": 1.5}, "people", "Skal være et helt tal, fx 12"),
        ({"name": "ab", "day": "24/11"}, "day", "Skal være en dato, fx 2026-11-24"),
        ({"name": "ab", "kind": "d"}, "kind", "Skal være en af: 'a', 'b' eller 'c'"),
        ({"name": "ab", "tags": ["a", "b", "c"]}, "tags", "Må højst have 2; fjern nogle"),
        ({"name": "ab", "tags": "a"}, "tags", "Skal være en liste i [ ]"),
        ({"name": "ab", "open": "måske"}, "open", "Skal være true eller false"),
    ],
)
def test_a_wrong_value_is_told_in_danish_with_the_way_out(wrong: dict[str, object], field: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(wrong)
    (error,) = caught.value.errors()
    assert (error["loc"], sentence_of(error)) == ((field,), sentence)


@pytest.mark.parametrize("kind", [known["type"] for known in list_all_errors()])
def test_no_kind_of_error_is_told_in_english(kind: str) -> None:
    known = next(k for k in list_all_errors() if k["type"] == kind)
    context = {} if kind in ("value_error", "assertion_error") else known.get("example_context") or {}
    told = sentence_of({"type": kind, "ctx": context, "msg": known["example_message_python"], "loc": ()})
    assert told and not ENGLISH.search(told.replace(str(context.get("pattern")), "")), told
    assert "{" not in told.replace("{ }", "")


def test_a_sentence_of_our_own_is_told_as_it_was_written() -> None:
    assert sentence_of({"type": "value_error", "ctx": {"error": ValueError("Skriv en by")}, "loc": ()}) == "Skriv en by"
