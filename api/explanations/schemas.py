"""An explanation as JSON: the fields of the trace, as far as the caller may see them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.suggestions.schemas import VersionsOut


class ExplanationOut(BaseModel):
    """Everything about one pair: can it be, why not, what to ask, what would change it, and what it would be.

    Fields the caller may not see are not there.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "format": "brobygger-why/1",
                    "candidate": "B012",
                    "place": {"opening": "S007", "title": "Køkkenhjælper"},
                    "verdict": "no",
                    "summary": "Parret er ikke muligt",
                    "reasons": [{"title": "Pendling", "reason": {"rule": "commute", "verdict": "no"}, "legal": None}],
                }
            ]
        }
    )

    format: str
    candidate: str
    place: dict[str, Any]
    scheme: str = ""
    verdict: str = Field(description="`yes`, `ask` or `no`.")
    summary: str
    reasons: list[dict[str, Any]] = Field(description="All of them, blocks before questions; none when it is possible.")
    change_sentence: str = Field("", description="What would change the result, tried on the facts.")
    changes: list[dict[str, Any]] = []
    changeable: bool
    musts: list[dict[str, Any]] = Field([], description="Needs that must be met, with how each is.")
    softer: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = Field(description="Rules of law that applied, with version and source.")
    wishes: list[dict[str, Any]] = []
    notices: list[dict[str, Any]] = []
    not_used: str = Field(description="What the calculation has no access to.")
    possible: dict[str, Any] | None = Field(description="What it would be: hours, tasks, measures, value in parts.")
    text: str = Field("", description="The same in Danish, when `text` asks for it.")
    versions: VersionsOut
