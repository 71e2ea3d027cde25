"""Case relations as JSON."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from api.shapes import Page, Shape
from matcher.services.relations import Colleague, Missing, Relation


class GiveBody(Shape):
    """How a case is given."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hand_over": True}]})

    hand_over: bool = Field(
        False, description="True: in the caller's stead; an administrator's: in everybody's stead. False: beside them."
    )


class RelationOut(Shape):
    """One consultant's case relation."""

    account: str
    name: str
    organisation: str
    since: datetime
    given_by: str = Field(description="Id of the account that gave it.")

    @classmethod
    def of(cls, relation: Relation) -> RelationOut:
        """From what the service gives."""
        return cls(**{name: getattr(relation, name) for name in cls.model_fields})


class RelationsOut(Shape):
    """Everybody who has the case."""

    items: list[RelationOut]

    @classmethod
    def of(cls, relations: list[Relation]) -> RelationsOut:
        """From what the service gives."""
        return cls(items=[RelationOut.of(relation) for relation in relations])


class ColleagueOut(Shape):
    """Somebody a case can be handed to."""

    account: str
    name: str

    @classmethod
    def of(cls, colleague: Colleague) -> ColleagueOut:
        """From what the service gives."""
        return cls(account=colleague.account, name=colleague.name)


class ColleaguePage(Page):
    """Active consultants of the caller's organisation."""

    items: list[ColleagueOut]


class MissingOut(Shape):
    """A candidate whom no active consultant has."""

    candidate: str
    closed: bool = Field(description="Whether the case was ended on purpose; otherwise it may have been forgotten.")

    @classmethod
    def of(cls, missing: Missing) -> MissingOut:
        """From what the service gives."""
        return cls(candidate=missing.candidate, closed=missing.closed)


class MissingPage(Page):
    """Candidates whom no active consultant has."""

    items: list[MissingOut]
