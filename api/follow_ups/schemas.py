"""A follow-up as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from api.shapes import Code, Day, Id, Page, Shape, Words
from matcher.domain import LegalRule
from matcher.services.due import Due
from matcher.services.follow_ups import Done, SeenFollowUp
from matcher.services.transitions import State


class RuleOut(Shape):
    """The rule of law that sets a day, in the version it was set by."""

    id: str
    version: str
    words: str
    source: str
    verified: bool = Field(description="False when the text has not been checked against the law in force.")
    note: str

    @classmethod
    def of(cls, rule: LegalRule) -> RuleOut:
        """From the catalogue."""
        return cls(
            id=rule.id,
            version=rule.version,
            words=rule.danish,
            source=rule.source,
            verified=rule.verified,
            note=rule.note,
        )


class DoneBody(Shape):
    """What came of a follow-up."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={"examples": [{"code": "hours_up", "hours": 8, "note": "Fra næste uge"}]},
    )

    code: Code = Field(description="A coded reason; `/reasons?step=reviewed` lists them.")
    note: Words = ""
    hours: Annotated[float, Field(ge=0.5, le=37)] | None = Field(None, description="When the hours are others now.")
    again: Day | None = Field(None, description="Another day, when somebody must come back once more.")

    def done(self) -> Done:
        """As the service has it."""
        return Done(self.code, self.note, self.hours, self.again)


class FollowUpOut(Shape):
    """One item of a consultant's list."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "id": "fu_0123456789abcdef",
                    "version": 1,
                    "placement": "pl_0123456789abcdef",
                    "candidate": "B012",
                    "opening": "S003",
                    "state": "started",
                    "due": "2026-12-08",
                    "kind": "review",
                    "weeks": 2,
                }
            ]
        },
    )

    id: Id
    version: int
    placement: Id
    candidate: Id
    opening: Id
    state: State = Field(description="Where the placement is.")
    due: Day
    kind: Due
    weeks: int | None = Field(None, description="After how many weeks, when it is a review.")
    rule: RuleOut | None = Field(None, description="The rule of law that sets the day.")
    done_at: datetime | None = None
    done_by: str | None = None
    code: Code | None = None
    hours: float | None = None
    note: str = ""

    @classmethod
    def of(cls, seen: SeenFollowUp) -> FollowUpOut:
        """From what the service gives."""
        values = {name: seen.values[name] for name in cls.model_fields if name != "rule"}
        return cls(**values, rule=None if seen.rule is None else RuleOut.of(seen.rule))


class FollowUpPage(Page):
    """What the caller must come back to, the earliest first."""

    items: list[FollowUpOut]
