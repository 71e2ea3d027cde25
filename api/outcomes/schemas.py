"""An outcome as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from api.shapes import Code, Day, Id, Page, Shape
from matcher.domain import Outcome, Scheme
from matcher.services.outcomes import SeenOutcome


class OutcomeBody(Shape):
    """How an earlier placement went. Nothing about health or causes."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra={
            "examples": [
                {
                    "candidate": "B012",
                    "workplace": "A1",
                    "scheme": "fleksjob",
                    "started": "2025-03-01",
                    "ended": "2026-02-28",
                    "hours": 6,
                    "tasks": ["T001"],
                    "end_code": "ended_agreed",
                }
            ]
        },
    )

    candidate: Id
    workplace: Id
    scheme: Scheme
    started: Day
    ended: Day | None = Field(None, description="Left out while it runs.")
    hours: Annotated[float, Field(ge=0, le=37)] | None = Field(None, description="Effective hours a week at the end.")
    tasks: list[Code] = Field([], max_length=60)
    end_code: Code | None = Field(None, description="A coded reason; `/reasons?step=ended` lists them.")

    def fact(self) -> Outcome:
        """As the domain has it; its constructor refuses what cannot be."""
        return Outcome(
            candidate=self.candidate,
            workplace=self.workplace,
            scheme=self.scheme,
            started=self.started,
            ended=self.ended,
            hours=self.hours,
            tasks=frozenset(self.tasks),
        )


class OutcomeOut(OutcomeBody):
    """An outcome."""

    id: str
    version: int
    placement: Id | None = Field(None, description="The placement it came of; none for what was written by hand.")

    @classmethod
    def of(cls, seen: SeenOutcome) -> OutcomeOut:
        """From what the service gives."""
        return cls(id=seen.id, version=seen.version, **seen.values)


class OutcomePage(Page):
    """Outcomes the caller may see."""

    items: list[OutcomeOut]
