"""Rows of the log, its anchor and its flaws as JSON."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.shapes import Shape
from matcher.services.log import Row
from matcher.store.audit import Verification

_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class AuditRow(Shape):
    """One row of the log, without `object`, `detail` and `subjects` where the caller may not know whom it is about."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "number": 417,
                    "at": "2026-11-24T09:00:00Z",
                    "actor": "ac_4f1d2c3b4a596877",
                    "role": "consultant",
                    "organisation": "Kolding Kommune",
                    "purpose": "matching",
                    "action": "read",
                    "noun": "candidate",
                    "object": "B012",
                    "outcome": "done",
                    "request": "req_4f1d2c3b4a596877",
                    "software": "0.1.0",
                    "detail": {"reach": "relation"},
                    "subjects": ["B012"],
                    "hash": _HASH,
                }
            ]
        },
    )

    number: int
    at: datetime
    actor: str = Field(description="Id of the account.")
    role: str
    organisation: str
    purpose: str | None
    action: str
    noun: str
    object: str | None = None
    outcome: str = Field(description="`done`, `refused` or `failed`.")
    request: str
    software: str
    detail: dict[str, Any] | None = Field(None, description="Names of fields, counts, codes: never a value.")
    subjects: list[str] | None = Field(None, description="The candidates whose data it was about.")
    hash: str
    emptied: int | None = Field(
        None,
        description="Number of the row by which its contents were deleted, once they have been: then they are empty.",
    )

    @classmethod
    def of(cls, row: Row) -> AuditRow:
        """From what the service gives."""
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        hidden = {"object", "detail", "subjects", "emptied"}
        return cls.model_construct(**{k: v for k, v in values.items() if v is not None or k not in hidden})


class AuditPage(Shape):
    """Part of the log."""

    items: list[AuditRow]
    next: int | None = Field(None, description="Give it as `after` to get what follows; null at the end.")


class FlawOut(Shape):
    """Something that is not as it was written."""

    number: int
    sentence: str


class IntegrityOut(Shape):
    """What a look through the whole log found."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"whole": True, "rows": 417, "emptied": 12, "number": 417, "hash": _HASH, "flaws": []}]
        },
    )

    whole: bool
    rows: int = Field(description="How many there are, emptied ones among them.")
    emptied: int = Field(description="Of how many the contents have been deleted by rule.")
    number: int = Field(description="Of the last row.")
    hash: str = Field(description="Of the last row.")
    flaws: list[FlawOut] = Field(description="In the order of the log; at most 1000 are shown.")

    @classmethod
    def of(cls, found: Verification) -> IntegrityOut:
        """From what the service gives."""
        flaws = [FlawOut(number=flaw.number, sentence=flaw.sentence) for flaw in found.flaws[:1000]]
        return cls(
            whole=not found.flaws,
            rows=found.rows,
            emptied=found.emptied,
            number=found.number,
            hash=found.hash,
            flaws=flaws,
        )


class AnchorOut(Shape):
    """What to note down elsewhere."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"number": 417, "hash": _HASH, "at": "2026-11-24T09:00:00Z"}]},
    )

    number: int
    hash: str
    at: datetime
