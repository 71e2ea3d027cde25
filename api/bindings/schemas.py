"""Pins and forbids as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.shapes import Code, Shape, Words, shown
from matcher.domain import BindingKind
from matcher.services.bindings import SeenBinding

EXAMPLE: dict[str, Any] = {"kind": "fasthold", "reason": "Aftalt på mødet", "code": "agreed_with_employer"}


class BindingBody(Shape):
    """What a consultant tells the plan about one pair, with the reason: in words, as a code, or both."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    kind: BindingKind
    reason: Annotated[Words, Field(max_length=2_000)] = ""
    code: Code | None = None


class BindingOut(BindingBody):
    """A pin or a forbid."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"opening": "S-001", "version": 1, **EXAMPLE}]})

    opening: str
    decided_by: str | None = None
    changed_at: datetime
    version: int
    warnings: list[str] = Field([], description="What the hard rules have against a pin, when it is given.")

    @classmethod
    def of(cls, seen: SeenBinding) -> BindingOut:
        """From what the service gives."""
        return shown(
            cls,
            opening=seen.opening,
            kind=seen.kind,
            reason=seen.reason,
            code=seen.code,
            decided_by=seen.decided_by,
            changed_at=seen.changed_at,
            version=seen.version,
            warnings=list(seen.warnings),
        )


class BindingList(Shape):
    """One candidate's pins and forbids, by opening."""

    items: list[BindingOut]
