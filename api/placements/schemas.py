"""A placement and its steps as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.shapes import Code, Day, Id, Page, Shape, Words
from matcher.services.placement_reading import SeenPlacement, SeenStep
from matcher.services.proposing import Wanted
from matcher.services.steps import Step
from matcher.services.transitions import State

Hours = Annotated[float, Field(ge=0.5, le=37, description="Effective hours a week.")]


class MeasureChoice(Shape):
    """How one need is to be met."""

    accommodation: Code
    provider: Id = Field(description="The workplace or the support offer that meets it.")


class NewPlacement(Shape):
    """A placement that a consultant proposes herself."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={
            "examples": [{"candidate": "B012", "opening": "S003", "hours": 6, "code": "proposed_by_hand", "note": ""}]
        },
    )

    candidate: Id
    opening: Id
    hours: Hours | None = Field(None, description="Left out for the hours nearest the candidate's wish.")
    measures: list[MeasureChoice] | None = Field(
        None, max_length=60, description="Left out for the way that is worth most; as a suggestion names them."
    )
    code: Code = "proposed_by_hand"
    note: Words = Field("", description="Needed where something that is not law speaks against it.")

    def wanted(self) -> Wanted:
        """As the service has it."""
        measures = None if self.measures is None else frozenset((m.accommodation, m.provider) for m in self.measures)
        return Wanted(self.candidate, self.opening, self.hours, measures, self.code, self.note)


class StepBody(Shape):
    """A step to be taken."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={"examples": [{"to": "shown", "code": "shown_meeting", "note": "Talte om tiderne"}]},
    )

    to: State
    code: Code = Field(description="A coded reason; `/reasons?step=` lists them.")
    note: Words = Field("", description="In the consultant's own words; an employer writes none.")
    answer_by: Day | None = Field(None, description="Until when the employer is waited for, when she is told.")
    started: Day | None = Field(None, description="The first day of the job; today when left out.")
    ended: Day | None = Field(None, description="The last day of the job; today when left out.")
    hours: Hours | None = Field(None, description="When the hours are others than agreed.")

    def step(self) -> Step:
        """As the service has it."""
        return Step(**self.model_dump())


class PlacementOut(Shape):
    """A placement, as the caller may see it: fields she may not see are not there."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "id": "pl_0123456789abcdef",
                    "version": 4,
                    "state": "introduced",
                    "following": ["accepted", "refused"],
                    "opening": "S003",
                    "workplace": "A1",
                    "pseudonym": "Person 7K3QXM",
                    "scheme": "fleksjob",
                    "hours": 6,
                    "employer_text": "Forslag til »Køkkenhjælp« …",
                    "answer_by": "2026-12-08",
                    "started": None,
                    "ended": None,
                }
            ]
        },
    )

    id: Id
    version: int
    state: State
    following: list[State] = Field(description="The states the caller may take it to.")
    candidate: Id | None = Field(None, description="For the municipality only.")
    pseudonym: str | None = Field(None, description="What the employer may call her.")
    opening: Id
    workplace: Id
    plan: Id | None = None
    scheme: str
    hours: float
    presence: float | None = None
    tasks: dict[str, float] | None = Field(None, description="Hours a week by task.")
    measures: list[dict[str, Any]] | None = None
    worth: dict[str, Any] | None = None
    employer_text: str = Field(description="What the employer may be told: conditions, never a cause.")
    answer_by: Day | None = None
    waiting_set_by: str | None = None
    remind_on: Day | None = None
    reminded_at: datetime | None = None
    started: Day | None = None
    ended: Day | None = None
    created_at: datetime | None = None
    created_by: str | None = None

    @property
    def location(self) -> str:
        """Where it can be read."""
        return f"/api/v1/placements/{self.id}"

    @classmethod
    def of(cls, seen: SeenPlacement) -> PlacementOut:
        """From what the service gives."""
        following = [State(to) for to in seen.following]
        return cls(id=seen.id, version=seen.version, state=State(seen.state), following=following, **seen.values)


class PlacementPage(Page):
    """Placements within the caller's reach."""

    items: list[PlacementOut]


class StepOut(Shape):
    """One step, as the caller may see it."""

    number: int
    at: datetime
    to: State
    came_from: State | None = None
    decided_by: str | None = Field(None, description="Account of the named person who decided.")
    decided_by_name: str | None = None
    carried_out_by: str | None = Field(None, description="Who or what carried it out, when that was not she.")
    code: Code | None = None
    note: str | None = None
    hours: float | None = None

    @classmethod
    def of(cls, seen: SeenStep) -> StepOut:
        """From what the service gives."""
        return cls(number=seen.number, at=seen.at, to=State(seen.to), **seen.values)


class StepList(Shape):
    """How a placement came to where it is, the first step first."""

    items: list[StepOut]
