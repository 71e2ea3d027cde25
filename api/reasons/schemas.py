"""Coded reasons as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.shapes import Code, Shape
from matcher.catalogue.reasons import CodedReason

StepName = Literal[
    "proposed",
    "shown",
    "go_ahead",
    "introduced",
    "accepted",
    "started",
    "hours",
    "ended",
    "refused",
    "withdrawn",
    "lapsed",
    "reviewed",
    "pin",
    "forbid",
    "unbind",
]


class ReasonOut(Shape):
    """One reason that may be given."""

    code: Code
    steps: list[StepName] = Field(description="What it may be given for.")
    side: Literal["candidate", "employer", "municipality"] = Field(description="Whose reason it is.")
    wrong: Literal["facts", "rule", "weight", "own choice", "nothing"] = Field(
        description="What it says was wrong with the match."
    )
    keeps_apart: bool = Field(description="Whether later plans leave the pair out.")
    danish: str
    english: str

    @classmethod
    def of(cls, reason: CodedReason) -> ReasonOut:
        """From the catalogue."""
        return cls.model_validate(
            {
                "code": reason.id,
                "steps": list(reason.steps),
                "side": reason.side,
                "wrong": reason.wrong,
                "keeps_apart": reason.keeps_apart,
                "danish": reason.danish,
                "english": reason.english,
            }
        )


class ReasonList(Shape):
    """Reasons in the order in which they are offered."""

    items: list[ReasonOut]
