"""What no database and no reader can take is refused at the door, with a sentence that says why."""

import json
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from api.openings.schemas import NewOpening
from api.shapes import After, Code, Id, Name, NewId, Shape, Windows, Words, shown
from matcher.domain import Week

CONTROL = [
    "\x00",
    "\x01",
    "\x08",
    "\x0b",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x85",
    "\x9f",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\udfff",
]


def is_refused(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("letter", CONTROL, ids=lambda letter: f"{ord(letter):04x}")
@pytest.mark.parametrize("kind", [Id, NewId, Code, Name, Words, After])
def test_characters_that_cannot_be_stored_or_seen_are_refused_wherever_they_stand(kind: Any, letter: str) -> None:
    assert all(is_refused(kind, text) for text in (letter, f"a{letter}b", f"{letter}a", f"a{letter}"))


@pytest.mark.parametrize("text", ["B012", "æøå ÆØÅ", "Ωμέγα", "place:O12", "a/b", "=1+1", "007", "a b", "🚲"])
def test_ordinary_ids_are_taken(text: str) -> None:
    assert TypeAdapter(Id).validate_python(text) == text


@pytest.mark.parametrize("text", ["", " a", "a ", "a;b", "a,b", 'a"b', "a\nb", "a\tb", "a\u2028b", "x" * 101])
def test_what_is_no_id_is_refused(text: str) -> None:
    assert is_refused(Id, text)


@pytest.mark.parametrize("text", ["a/b", "a\\b", ".", ".."])
def test_an_id_that_could_not_stand_in_an_address_is_not_given(text: str) -> None:
    assert is_refused(NewId, text) and not is_refused(Id, text)


def test_free_text_may_have_lines_and_is_bounded() -> None:
    assert TypeAdapter(Words).validate_python("to\nlinjer\r\nog\ttab") == "to\nlinjer\r\nog\ttab"
    assert not is_refused(Words, "x" * 32_767)
    assert is_refused(Words, "x" * 32_768)
    assert is_refused(Name, "x" * 1_001)


def test_the_sentence_is_ours() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Words).validate_python("a\x00")
    assert str(caught.value.errors()[0]["ctx"]["error"]) == "Teksten indeholder usynlige styretegn; skriv den igen"


class Numbers(Shape):
    """Two numbers."""

    free: float = 0.0
    bounded: Annotated[float, Field(ge=0, le=10)] = 0.0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("field", ["free", "bounded"])
def test_a_number_is_finite(field: str, number: str) -> None:
    with pytest.raises(ValidationError):
        Numbers.model_validate(json.loads(f'{{"{field}": {number}}}'))


def test_whole_numbers_fit_their_columns() -> None:
    body = {
        "workplace": "A",
        "title": "T",
        "places": 2**31,
        "hours_min": 1,
        "hours_max": 2,
        "hours_total": 2,
        "tasks": [{"task": "T001", "hours": 1}],
    }
    with pytest.raises(ValidationError) as caught:
        NewOpening.model_validate(body)
    assert [error["loc"] for error in caught.value.errors()] == [("places",)]


def test_a_week_is_read_and_written_and_never_endless() -> None:
    assert TypeAdapter(Windows).validate_python("ma 08:00-09:00") == Week.of(0, 8, 9)
    assert is_refused(Windows, "i morgen")
    assert is_refused(Windows, "ma 08:00-09:00; " * 300)


class Answer(Shape):
    """An answer."""

    name: Annotated[str, Field(max_length=3)]
    note: str = ""


def test_an_answer_is_what_the_database_holds_and_leaves_out_what_is_not_given() -> None:
    assert shown(Answer, name="for langt").model_dump(exclude_unset=True) == {"name": "for langt"}
