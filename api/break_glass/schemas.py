"""A broken glass as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from api.shapes import Page, Shape, readable
from matcher.services.break_glass import LEAST_TEXT, Broken, Finding, GlassCode


class BreakBody(Shape):
    """Why it cannot wait."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"code": "colleague_absent", "text": "Bo er syg, og borgeren venter på opkald i dag."}]
        },
    )

    code: GlassCode
    text: Annotated[str, Field(min_length=LEAST_TEXT, max_length=2_000), AfterValidator(readable)] = Field(
        description="Read by the case's own consultant, and in the weekly review."
    )


class ReviewBody(Shape):
    """What a review found."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"finding": "in_order"}]})

    finding: Finding = Field(description="`not_in_order` closes it at once.")


class BrokenOut(Shape):
    """One broken glass."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "id": "bg_4f1d2c3b4a596877",
                    "candidate": "B012",
                    "account": "ac_4f1d2c3b4a596877",
                    "name": "Kim Konsulent",
                    "organisation": "Kolding Kommune",
                    "code": "colleague_absent",
                    "text": "Bo er syg, og borgeren venter på opkald i dag.",
                    "at": "2026-11-24T09:00:00Z",
                    "until": "2026-11-24T13:00:00Z",
                    "reviewed_at": None,
                    "reviewed_by": None,
                    "finding": None,
                }
            ]
        },
    )

    id: str
    candidate: str
    account: str
    name: str
    organisation: str
    code: GlassCode
    text: str
    at: datetime
    until: datetime
    reviewed_at: datetime | None
    reviewed_by: str | None
    finding: Finding | None

    @classmethod
    def of(cls, broken: Broken) -> BrokenOut:
        """From what the service gives."""
        return cls(**{name: getattr(broken, name) for name in cls.model_fields})


class BrokenPage(Page):
    """Broken glasses, newest first."""

    items: list[BrokenOut]
