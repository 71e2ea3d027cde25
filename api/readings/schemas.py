"""Readings as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.shapes import Shape, readable
from matcher.taxonomy.candidates import Ask, Link, Linked
from matcher.taxonomy.linker import LONGEST
from matcher.taxonomy.phrases import LinkKind

TEXT = "Du skal vaske gulve, men ikke passe telefon."


class TextIn(Shape):
    """A text to read; it is read and forgotten."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": TEXT}]})

    text: Annotated[str, AfterValidator(readable)] = Field(
        min_length=1, max_length=LONGEST, description="An advert, a wish, a title; Danish or English."
    )


class LinkOut(BaseModel):
    """Something that the text speaks of."""

    kind: LinkKind
    code: str = Field(description="Of the catalogue.")
    part: str = Field(description="Part of an accommodation; empty when it is whole.")
    name: str
    absent: bool = Field(description="Whether the text says that it is not there, or not wanted.")
    start: int = Field(description="Where in the text the words that say so begin.")
    end: int
    words: list[str]
    confidence: float = Field(description="In [0, 1]; from .6 on it is linked.")

    @classmethod
    def of(cls, link: Link) -> LinkOut:
        """From what the linker found."""
        return cls(
            **{name: getattr(link, name) for name in cls.model_fields if name != "words"}, words=list(link.words)
        )


class AskOut(BaseModel):
    """What to ask about words that are not clear."""

    question: str
    start: int
    end: int
    words: list[str]
    candidates: list[LinkOut] = Field(description="The nearest, the likeliest first.")

    @classmethod
    def of(cls, ask: Ask) -> AskOut:
        """From what the linker found."""
        return cls(
            question=ask.question,
            start=ask.start,
            end=ask.end,
            words=list(ask.words),
            candidates=[LinkOut.of(link) for link in ask.candidates],
        )


EXAMPLE: dict[str, Any] = {
    "links": [
        {
            "kind": "task",
            "code": "T012",
            "part": "",
            "name": "Støvsuge og vaske gulve",
            "absent": False,
            "start": 8,
            "end": 19,
            "words": ["vaske", "gulve"],
            "confidence": 1.0,
        }
    ],
    "asks": [],
}


class ReadingOut(BaseModel):
    """What a text speaks of; nothing is chosen, and the text is not repeated."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    links: list[LinkOut]
    asks: list[AskOut]

    @classmethod
    def of(cls, found: Linked) -> ReadingOut:
        """From what the linker found."""
        return cls(links=[LinkOut.of(link) for link in found.links], asks=[AskOut.of(ask) for ask in found.asks])
