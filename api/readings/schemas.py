"""Readings as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.shapes import Shape, readable
from matcher.taxonomy.candidates import Ask, Link, Linked
from matcher.taxonomy.esco import ReleaseSize
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
    code: str = Field(
        description="Of the catalogue; of an occupation or a skill its address in ESCO, of a group its ISCO-08 code."
    )
    part: str = Field(description="Part of an accommodation; empty when it is whole.")
    name: str = Field(description="In Danish, where there is a Danish name.")
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


class ReleaseOut(BaseModel):
    """How much of an ESCO release a text is looked through for."""

    occupations: int
    groups: int = Field(description="ISCO-08 groups that have a name.")
    skills: int = Field(description="Skills and knowledge; 0 where the release has no file of them.")
    danish_skills: int = Field(description="Those with a Danish name; only these are found in a Danish text.")

    @classmethod
    def of(cls, size: ReleaseSize) -> ReleaseOut:
        """From what the linker looks for."""
        return cls(**asdict(size))


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
    "esco": None,
}
WITH_RELEASE: dict[str, Any] = {
    "links": [
        {
            "kind": kind,
            "code": code,
            "part": "",
            "name": name,
            "absent": False,
            "start": start,
            "end": start + len(" ".join(words)),
            "words": words,
            "confidence": 1.0,
        }
        for kind, code, name, start, words in (
            ("isco", "5120", "Kokkearbejde", 9, ["kok"]),
            ("occupation", "http://data.europa.eu/esco/occupation/…", "kok", 9, ["kok"]),
            ("skill", "http://data.europa.eu/esco/skill/…", "betjene kunder", 22, ["betjene", "kunder"]),
        )
    ],
    "asks": [],
    "esco": {"occupations": 1, "groups": 1, "skills": 1, "danish_skills": 1},
}
"""What *Vi søger kok, der kan betjene kunder* is read as with a release of so much."""


class ReadingOut(BaseModel):
    """What a text speaks of; nothing is chosen, and the text is not repeated."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE, WITH_RELEASE]})

    links: list[LinkOut]
    asks: list[AskOut]
    esco: ReleaseOut | None = Field(
        description="Null where the municipality has no ESCO release: then no occupation, group or skill is looked for."
    )

    @classmethod
    def of(cls, found: Linked, release: ReleaseSize | None) -> ReadingOut:
        """From what the linker found, and what it looks for beside the catalogue."""
        return cls(
            links=[LinkOut.of(link) for link in found.links],
            asks=[AskOut.of(ask) for ask in found.asks],
            esco=None if release is None else ReleaseOut.of(release),
        )
