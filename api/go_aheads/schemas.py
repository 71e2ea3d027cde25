"""The candidate's yes as JSON."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.shapes import Day, Shape
from matcher.services.go_aheads import Said, SeenGoAhead


class GoAheadBody(Shape):
    """How the candidate said yes, today."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"said": "meeting"}]})

    said: Said


class GoAheadOut(Shape):
    """The candidate's yes to being shown to one opening."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"opening": "S-001", "given": "2026-11-24", "said": "meeting", "stands": True}]}
    )

    opening: str
    given: Day
    withdrawn: Day | None = None
    said: Said | None = Field(None, description="Not known for what was imported.")
    recorded_by: str | None = Field(None, description="Account of whoever wrote it down.")
    stands: bool = Field(description="Whether it holds today.")

    @classmethod
    def of(cls, seen: SeenGoAhead) -> GoAheadOut:
        """From what the service gives."""
        return cls(
            opening=seen.opening,
            given=seen.given,
            withdrawn=seen.withdrawn,
            said=seen.said,
            recorded_by=seen.recorded_by,
            stands=seen.stands,
        )


class GoAheadList(Shape):
    """Everything one candidate has said yes to."""

    items: list[GoAheadOut]
