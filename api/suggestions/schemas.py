"""Suggestions as JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.shapes import Shape
from matcher.services.suggestions import MOST


class HowMany(Shape):
    """How many are wanted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"k": 10}]})

    k: int = Field(10, ge=1, le=MOST, description="Most rows in the answer.")


class MeasureOut(BaseModel):
    """How one need that uses something up is met."""

    accommodation: str
    source: str = Field(description="The workplace itself, or a support offer.")
    provider: str
    amount: float
    unit: str
    cost: float = Field(description="DKK over the plan's weeks.")


class WorthOut(BaseModel):
    """The value on the three lines, each in [0, 1]."""

    people: float
    company: float
    society: float
    total: float
    lasts: float = Field(description="How likely the placement is to last, in [0, 1].")


class UseOut(BaseModel):
    """Something scarce that the placement would use, and how much of it is booked already."""

    resource: str
    kind: str
    label: str
    unit: str
    amount: float
    capacity: float
    booked: float
    left: float
    price: float | None = Field(None, description="What one more unit would be worth by the plan.")


class PlaceOut(BaseModel):
    """An opening and where it is."""

    opening: str
    title: str
    workplace: str
    workplace_name: str
    employer: str


class ProposalOut(PlaceOut):
    """What a placement in the opening would be."""

    hours: float = Field(description="Effective hours a week.")
    presence: float = Field(description="Hours a week at the workplace.")
    commute_minutes: float
    tasks: dict[str, float] = Field(description="Hours a week by task.")
    measures: list[MeasureOut]
    worth: WorthOut = Field(description="Not there when the engine goes by the rules alone.")


class SuggestionOut(ProposalOut):
    """One opening that fits; nothing is chosen."""

    needs_met: list[str]
    price: float = Field(description="What others would give for what it uses.")
    net: float = Field(description="Value less price: the order of the list; less than .02 apart, chance decides.")
    planned: bool = Field(description="Whether the latest plan proposes it.")
    free: bool = Field(description="Whether enough is left of everything it uses.")
    scarce: list[UseOut]
    placement: str | None = Field(description="State of a live placement of hers in it.")


class QuestionOut(BaseModel):
    """What to ask, and whom."""

    rule: str
    asked: str
    subject: str
    question: str


class PossibleOut(PlaceOut):
    """An opening that becomes possible if the questions get the right answers."""

    lasts: float
    questions: list[QuestionOut]


class LiveOut(BaseModel):
    """A live placement of hers."""

    opening: str
    state: str
    hours: float


class VersionsOut(BaseModel):
    """What an answer was made with; the same stands in the log."""

    supply: int = Field(description="How often workplaces, openings, support or rules had changed.")
    plan: str | None = Field(description="The plan whose prices were used; null when there is none.")
    day: str
    weights: str
    rules: str


EXAMPLE: dict[str, Any] = {
    "format": "brobygger-suggestions/1",
    "candidate": "B012",
    "candidate_version": 3,
    "engine": "on",
    "priced": True,
    "none_fits": True,
    "eligible": 0,
    "askable": 0,
    "suggestions": [],
    "possible_if": [],
    "placements": [],
    "versions": {
        "supply": 12,
        "plan": None,
        "day": "2026-11-24",
        "weights": "1 (0123456789ab)",
        "rules": "ba9876543210",
    },
}


class SuggestionsOut(BaseModel):
    """The openings for one person, the best first; none is chosen, and none may fit."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    format: str
    candidate: str
    candidate_version: int
    engine: str = Field(description="`on`, or `rules_only`: the experts' weights, nothing learned or drawn.")
    priced: bool = Field(description="Whether what others need was counted in.")
    none_fits: bool
    eligible: int = Field(description="How many openings fit, those not shown included.")
    askable: int = Field(description="How many wait for an answer.")
    suggestions: list[SuggestionOut]
    possible_if: list[PossibleOut]
    placements: list[LiveOut]
    versions: VersionsOut
