"""An opening as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.reading_back import ReadBack
from api.shapes import Code, Day, Id, Name, NewId, Page, Shape, Windows, Words, shown
from matcher.domain import DanishLevel, Opening, Scheme
from matcher.services.supply_facts import SeenFact
from matcher.store.coding import from_mapping

Hours = Annotated[float, Field(ge=0.5, le=37, description="Effective hours a week for one person.")]
EXAMPLE: dict[str, Any] = {
    "workplace": "A-001",
    "title": "Hjælper i varemodtagelsen",
    "places": 2,
    "hours_min": 4,
    "hours_max": 10,
    "hours_total": 16,
    "windows": "ma-fr 08:00-14:00",
    "schemes": ["fleksjob", "småjob"],
    "tasks": [{"task": "T001", "hours": 16, "core": True, "demands": [["lift_kg", 5]]}],
}


class TaskShape(Shape):
    """One task of an opening."""

    task: Code
    hours: float = Field(ge=0.5, le=1_000, description="Effective hours a week in the opening as a whole.")
    core: bool = Field(False, description="Whether everybody in the opening must be able to do it.")
    demands: list[tuple[Code, Annotated[float, Field(ge=0, le=10_000)]]] = Field(
        [], max_length=100, description="(axis, number) where the workplace asks something else than usual."
    )


class OpeningBody(Shape):
    """Facts about an opening. What is left out has not been asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    workplace: Id
    title: Name
    places: int = Field(ge=1, le=1_000)
    hours_min: Hours
    hours_max: Hours
    hours_total: float = Field(ge=0.5, le=37_000, description="Effective hours a week of the opening as a whole.")
    windows: Windows | None = Field(None, description="When the work may be done, the person's to choose within.")
    shortest_shift: float = Field(1.0, ge=0.5, le=12, description="Fewest hours of presence a day.")
    schemes: list[Scheme] = Field(list(Scheme), min_length=1, max_length=20, description="Schemes it accepts.")
    danish: DanishLevel | None = None
    languages: list[Code] = Field([], max_length=200)
    certificates: list[Code] = Field([], max_length=200)
    start: Day | None = None
    latest_start: Day | None = None
    growth: bool | None = None
    seasonal: bool | None = None
    text: Words = ""
    tasks: list[TaskShape] = Field(min_length=1, max_length=200)

    def fact(self, key: str) -> Opening:
        """As the domain has it; its constructor refuses what cannot be."""
        made: Opening = from_mapping(Opening, {**self.model_dump(mode="json", exclude={"id", "version"}), "id": key})
        return made


class OpeningChange(ReadBack, OpeningBody):
    """Other facts about it: everything that was read may be sent back."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


class NewOpening(OpeningBody):
    """An opening to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "S-900", **EXAMPLE}]})

    id: NewId | None = Field(None, description="One is made when it is left out; an employer always leaves it out.")


class OpeningOut(OpeningBody):
    """An opening."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "S-001", "version": 2, **EXAMPLE}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> OpeningOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class OpeningPage(Page):
    """Openings, by id."""

    items: list[OpeningOut]
