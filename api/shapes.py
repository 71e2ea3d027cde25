"""Shapes that several resources share: the domain's values as JSON, both ways.

What comes in is bounded here: text that a database or a spreadsheet cannot hold, numbers that are none, lists without
end. What goes out is not checked again: it is what the database holds, and a reader is not to pay for it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from matcher.domain import Week

LONGEST_ID = 100
LONGEST_WORDS = 32_767
"""As long as a cell of a workbook: what a file may hold, a call may hold."""
_LONGEST_WEEK = 4_000
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of letters, and what is no letter: PostgreSQL refuses some, no reader sees any."""
_IN_NO_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029;,\"]")
"""Nor may an id hold what divides ids in a file."""


class Shape(BaseModel):
    """The base of every body: an unknown name is a mistake, not something to pass over; a number is finite."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False, allow_inf_nan=False)


M = TypeVar("M", bound=BaseModel)


def shown(model: type[M], **values: Any) -> M:
    """An answer of values that have been checked when they came in; what is not given is left out of it."""
    return model.model_construct(**values)


def _week(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_WEEK:
        raise ValueError(f"Tidsrummene fylder mere end {_LONGEST_WEEK} tegn")
    return Week.parse(readable(value)) if isinstance(value, str) else value


def is_readable(text: str) -> bool:
    """Whether every character can be stored and seen; line breaks and tabs may stand in it."""
    return _HIDDEN.search(text) is None


def readable(text: str) -> str:
    """Refuse text that is not readable."""
    if not is_readable(text):
        raise ValueError("Teksten indeholder usynlige styretegn; skriv den igen")
    return text


def _id(text: str) -> str:
    if text != text.strip() or _IN_NO_ID.search(text):
        raise ValueError(
            "Et id må ikke indeholde semikolon, komma, anførselstegn, linjeskift eller styretegn, "
            "og ikke begynde eller slutte med mellemrum"
        )
    return text


def _new_id(text: str) -> str:
    if "/" in text or "\\" in text or text in (".", ".."):
        raise ValueError("Et nyt id må ikke indeholde skråstreger: det skal kunne stå i en adresse")
    return text


Windows = Annotated[
    Week,
    BeforeValidator(_week),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["ma-fr 08:00-14:00"], "maxLength": _LONGEST_WEEK}),
]
"""Half-hours of the week, as ``ma-fr 08:00-14:00; lø 10:00-13:00``."""
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, examples=["B012"]), AfterValidator(_id)]
"""The id of a row, or a reference to one."""
NewId = Annotated[Id, AfterValidator(_new_id)]
"""An id that a row is given."""
Code = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_id)]
"""A code of the catalogue or of a list of reasons."""
Words = Annotated[str, Field(max_length=LONGEST_WORDS), AfterValidator(readable)]
"""Free text."""
Name = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(readable)]
"""What something is called."""
Postcode = Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["6000"])]
Day = date
Limit = Annotated[int, Query(ge=1, le=200, description="Most rows in one answer.")]
After = Annotated[str, Query(max_length=LONGEST_ID, description="`next` of the page before."), AfterValidator(readable)]


class Page(BaseModel):
    """Part of a list.

    Attributes
    ----------
    next
        Give it as ``after`` to get what follows; None at the end.
    """

    next: str | None = None
