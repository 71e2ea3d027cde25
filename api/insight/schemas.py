"""A person's own copy of everything held about her, and every look at it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.shapes import Shape
from matcher.services.looks import Look

Row = dict[str, Any]
_LOOK: dict[str, Any] = {
    "number": 417,
    "at": "2026-11-24T09:00:00Z",
    "purpose": "matching",
    "organisation": "Kolding Kommune",
    "role": "consultant",
    "action": "read",
    "noun": "candidate",
    "outcome": "done",
    "fields": [],
}


class LookOut(Shape):
    """One time that somebody, or a plan, used her data; not by whom."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_LOOK]})

    number: int
    at: datetime
    purpose: str | None
    organisation: str
    role: str
    action: str
    noun: str
    outcome: str
    fields: list[str] = Field(description="Names of the fields that were changed, where some were.")

    @classmethod
    def of(cls, look: Look) -> LookOut:
        """From what the service gives."""
        return cls.model_construct(**{**asdict(look), "fields": list(look.fields)})


_SINCE = (
    "From when the log is whole, by class of its rows: `looks` at her, `matching` (suggestions, plans and what was "
    "decided from them), `sign_ins`, and `rest` (what was entered and changed). Older rows have been deleted in their "
    "time; of a class that is not named nothing has been."
)


class LookPage(Shape):
    """Part of the looks at one person."""

    items: list[LookOut]
    next: int | None = Field(None, description="Give it as `after` to get what follows; null at the end.")
    whole_since: dict[str, datetime] = Field(description=_SINCE)


class PersonExport(Shape):
    """Everything held about one person. Rows have the names of the columns, and organisations instead of employees."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "format": "brobygger-person/1",
                    "id": "B012",
                    "made_at": "2026-11-24T09:00:00Z",
                    "candidate": {"id": "B012", "postcode": "6000", "hours_target": 8},
                    "identity": {"candidate": "B012", "cpr": "010190-1234"},
                    "bindings": [],
                    "go_aheads": [],
                    "outcomes": [],
                    "relations": [{"organisation": "Kolding Kommune"}],
                    "break_glass": [],
                    "drawn_lists": [],
                    "placements": [],
                    "plans": [],
                    "imports": [],
                    "places": {"openings": {}, "workplaces": {}},
                    "looks": [_LOOK],
                    "whole_since": {"looks": "2026-05-24T09:00:00+00:00"},
                }
            ]
        },
    )

    format: Literal["brobygger-person/1"]
    id: str
    made_at: str
    candidate: Row
    identity: Row | None = Field(description="Who she is, with the whole CPR number.")
    bindings: list[Row]
    go_aheads: list[Row]
    outcomes: list[Row]
    relations: list[Row] = Field(description="Whose case she has been, by organisation.")
    break_glass: list[Row] = Field(description="Looks in an emergency, each with its reason.")
    drawn_lists: list[Row] = Field(description="Suggestions that chance had a part in, and what each was like.")
    placements: list[Row] = Field(description="With their steps, bookings and follow-ups.")
    plans: list[Row] = Field(description="What each plan was made with, and what it said of her and why.")
    imports: list[Row] = Field(description="The files she came with, each with its legal basis.")
    places: Row = Field(description="Names of the openings and workplaces in the rows, by id.")
    looks: list[LookOut]
    whole_since: dict[str, str] = Field(description=_SINCE)
