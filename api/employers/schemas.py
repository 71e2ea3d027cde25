"""An employer as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.reading_back import ReadBack
from api.shapes import Id, Name, NewId, Page, Shape, shown
from matcher.domain import Employer, EmployerKind
from matcher.services.supply_facts import SeenFact
from matcher.store.coding import from_mapping

EXAMPLE: dict[str, Any] = {"name": "Eksempel Genbrug", "kind": "privat", "cvr": "12345678", "registered_social": False}


class EmployerBody(Shape):
    """Facts about an employer."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    kind: EmployerKind = Field(description="Who owns it; decides which legal rules apply.")
    cvr: Annotated[str, Field(pattern=r"^[0-9]{8}$")] | None = Field(None, description="Eight digits.")
    registered_social: bool | None = Field(None, description="Whether it is a registered social enterprise.")

    def fact(self, key: str) -> Employer:
        """As the domain has it; its constructor refuses what cannot be."""
        made: Employer = from_mapping(Employer, {**self.model_dump(mode="json", exclude={"id", "version"}), "id": key})
        return made


class EmployerChange(ReadBack, EmployerBody):
    """Other facts about it: everything that was read may be sent back."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


class NewEmployer(EmployerBody):
    """An employer to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "V-900", **EXAMPLE}]})

    id: NewId | None = Field(None, description="One is made when it is left out.")


class EmployerOut(EmployerBody):
    """An employer, as the caller may see it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "V-001", "version": 2, **EXAMPLE}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> EmployerOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class EmployerPage(Page):
    """Employers, by id."""

    items: list[EmployerOut]
