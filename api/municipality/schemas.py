"""What the municipality has set, and legal rules, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.shapes import Code, Day, Shape, Words, shown
from matcher.domain import LegalRule, Scheme
from matcher.services.engine import Engine
from matcher.services.municipality import Municipality

EXAMPLE: dict[str, Any] = {
    "weeks": 26,
    "rules": [{"rule": "net_expansion", "on": True}],
    "parameters": [{"rule": "ratio", "name": "first_ratio", "number": 5}],
}


class SwitchShape(Shape):
    """A legal rule turned on or off."""

    rule: Code
    on: bool


class ParameterShape(Shape):
    """A number of a legal rule, as the municipality has set it; a yes/no parameter takes 1 or 0."""

    rule: Code
    name: Code
    number: float = Field(ge=-1e12, le=1e12)


class MunicipalityBody(Shape):
    """What all plans assume."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    weeks: int = Field(ge=1, le=260, description="Weeks a plan looks ahead.")
    rules: list[SwitchShape] = Field([], max_length=200)
    parameters: list[ParameterShape] = Field([], max_length=500)


class EngineBody(Shape):
    """How far the engine may go."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"state": "rules_only", "reason": "Vi efterser modellen."}]}
    )

    state: Engine
    reason: Annotated[Words, Field(min_length=1, max_length=2_000, description="Shown to everybody.")]


class EngineOut(Shape):
    """How far the engine may go, and why."""

    state: Engine
    reason: str | None = None
    set_by: str | None = Field(None, description="Account of whoever said so.")
    set_at: datetime | None = None


class MunicipalityOut(MunicipalityBody):
    """What all plans assume, and how far the engine may go."""

    version: int
    assumptions: list[str] = Field(description="What in the facts has no source.")
    engine: EngineOut

    @classmethod
    def of(cls, found: Municipality) -> MunicipalityOut:
        """From what the service gives."""
        settings = found.settings
        return shown(
            cls,
            version=found.version,
            weeks=settings.weeks,
            rules=[SwitchShape(rule=rule, on=on) for rule, on in settings.rules],
            parameters=[
                ParameterShape(rule=rule, name=name, number=number) for rule, name, number in settings.parameters
            ],
            assumptions=list(settings.assumptions),
            engine=EngineOut(state=found.engine, reason=found.reason, set_by=found.set_by, set_at=found.set_at),
        )


class RuleOut(Shape):
    """A legal rule in force today."""

    id: str
    version: str
    valid_from: Day | None
    valid_to: Day | None
    danish: str
    english: str
    parameters: dict[str, float | bool | str]
    schemes: list[Scheme] = Field(description="Empty means all.")
    verified: bool = Field(description="False when the text has not been checked against the law in force.")
    note: str = Field(description="What is doubtful about it, in Danish.")
    source: str

    @classmethod
    def of(cls, rule: LegalRule) -> RuleOut:
        """From the catalogue's rule, with the municipality's numbers in it."""
        return cls(
            id=rule.id,
            version=rule.version,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            danish=rule.danish,
            english=rule.english,
            parameters=dict(rule.parameters),
            schemes=[Scheme(scheme) for scheme in rule.schemes],
            verified=rule.verified,
            note=rule.note,
            source=rule.source,
        )


class RuleList(Shape):
    """The legal rules in force today, as the municipality has set them."""

    items: list[RuleOut]
