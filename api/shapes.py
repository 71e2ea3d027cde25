"""Shapes that several resources share: the domain's values as JSON, both ways."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from matcher.domain import Week


class Shape(BaseModel):
    """The base of every body: an unknown name is a mistake, not something to pass over."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


def _week(value: Any) -> Any:
    return Week.parse(value) if isinstance(value, str) else value


Windows = Annotated[
    Week,
    BeforeValidator(_week),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["ma-fr 08:00-14:00"], "maxLength": 2000}),
]
"""Half-hours of the week, as ``ma-fr 08:00-14:00; lø 10:00-13:00``."""
Id = Annotated[str, Field(min_length=1, max_length=100, examples=["B012"])]
Code = Annotated[str, Field(min_length=1, max_length=40)]
Words = Annotated[str, Field(max_length=10_000)]
Day = date


class Page(BaseModel):
    """Part of a list.

    Attributes
    ----------
    next
        Give it as ``after`` to get what follows; None at the end.
    """

    next: str | None = None
