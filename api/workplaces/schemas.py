"""A workplace as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.reading_back import ReadBack
from api.shapes import Code, Day, Id, Name, NewId, Page, Postcode, Shape, shown
from matcher.domain import Answer, Workplace
from matcher.services.supply_facts import SeenFact
from matcher.store.coding import from_mapping

Staff = Annotated[float, Field(ge=0, le=100_000)]
EXAMPLE: dict[str, Any] = {
    "employer": "V-001",
    "name": "Eksempel Genbrug, Kolding",
    "postcode": "6000",
    "sector": "butik",
    "ordinary_fte": 12,
    "subsidised_fte": 1,
    "provisions": [{"accommodation": "SEN-01", "answer": "ja"}],
}


class ProvisionShape(Shape):
    """What a workplace answers about one accommodation (skånehensyn)."""

    accommodation: Code
    answer: Answer
    amount: float | None = Field(None, ge=0, le=10_000, description="In the accommodation's own unit.")
    count: int | None = Field(None, ge=0, le=10_000, description="How many there are.")
    hours: float | None = Field(None, ge=0, le=10_000, description="Hours a week.")
    parts: list[Code] | None = Field(None, max_length=200, description="The parts in place; all when left out.")
    verified: Day | None = None


class WorkplaceBody(Shape):
    """Facts about a workplace. What is left out has not been asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    employer: Id
    name: Name
    postcode: Postcode
    sector: Code
    p_number: Annotated[str, Field(pattern=r"^[0-9]{10}$")] | None = Field(None, description="Ten digits.")
    ordinary_fte: Staff | None = Field(None, description="Ordinary staff, full-time fractions, last four months.")
    ordinary_heads: Staff | None = None
    subsidised_fte: Staff | None = Field(None, description="People under schemes that the ratio counts.")
    subsidised_heads: Staff | None = None
    ratio_evidence: Day | None = Field(None, description="When they were counted.")
    employer_statement: bool | None = None
    union_statement: bool | None = None
    staff_now: Staff | None = None
    staff_12_months: Staff | None = None
    vacancy_by_dismissal: bool | None = None
    provisions: list[ProvisionShape] = Field([], max_length=200)

    def fact(self, key: str) -> Workplace:
        """As the domain has it; its constructor refuses what cannot be."""
        made: Workplace = from_mapping(
            Workplace, {**self.model_dump(mode="json", exclude={"id", "version"}), "id": key}
        )
        return made


class WorkplaceChange(ReadBack, WorkplaceBody):
    """Other facts about it: everything that was read may be sent back."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


class NewWorkplace(WorkplaceBody):
    """A workplace to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "A-900", **EXAMPLE}]})

    id: NewId | None = Field(None, description="One is made when it is left out; an employer always leaves it out.")


class WorkplaceOut(WorkplaceBody):
    """A workplace, as the caller may see it: fields she may not see are not there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "A-001", "version": 2, **EXAMPLE}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> WorkplaceOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class WorkplacePage(Page):
    """Workplaces, by id."""

    items: list[WorkplaceOut]
