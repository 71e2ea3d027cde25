"""A shortlist as JSON: one for the consultant, another for the employer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from api.suggestions.schemas import PlaceOut, ProposalOut, VersionsOut


class ListedOut(ProposalOut):
    """One of the caller's own candidates."""

    candidate: str
    net: float = Field(description="Value less prices here.")
    elsewhere: float = Field(description="The same in the best of her other openings; 0 when there is none.")
    difference: float = Field(description="What this opening adds: the order of the list.")
    planned: list[str] = Field(description="The openings the latest plan proposes for her.")
    go_ahead: date | None = Field(description="The day she said yes to being shown to this opening.")
    pseudonym: str | None = Field(description="What the employer calls her; null until she has said yes.")


class ShortlistOut(PlaceOut):
    """Whom an opening could be for, among the caller's own candidates."""

    model_config = ConfigDict(title="Shortlist for the consultant")

    format: str
    engine: str
    priced: bool
    none_fits: bool
    eligible: int = Field(description="How many of the caller's own candidates fit.")
    listed: list[ListedOut]
    versions: VersionsOut


class PersonOut(BaseModel):
    """Somebody who has said yes to being shown to this opening."""

    pseudonym: str
    text: str = Field(description="Hours, tasks and what must be in place; nothing about the person.")


class EmployerListOut(BaseModel):
    """What an employer sees: in the order of pseudonyms, which says nothing about anybody."""

    model_config = ConfigDict(
        title="Shortlist for the employer",
        json_schema_extra={
            "examples": [
                {
                    "format": "brobygger-employer/1",
                    "opening": "S007",
                    "title": "Køkkenhjælper",
                    "workplace": "Rådhuskantinen",
                    "people": [{"pseudonym": "Person 7K3QXM", "text": "Forslag til »Køkkenhjælper« …"}],
                }
            ]
        },
    )

    format: str
    opening: str
    title: str
    workplace: str
    people: list[PersonOut]
