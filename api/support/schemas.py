"""Support offers, budgets and clauses as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.shapes import Code, Day, Id, Name, NewId, Page, Postcode, Shape, Words, shown
from matcher.domain import Budget, Clause, ClauseUnit, Provider, Scheme, SupportOffer
from matcher.services.supply_facts import SeenFact
from matcher.store.coding import from_mapping

Schemes = Annotated[list[Scheme], Field(max_length=20, description="Empty means all.")]
OFFER: dict[str, Any] = {
    "name": "Kommunens mentorer",
    "provider": "kommune",
    "accommodations": ["SOC-02"],
    "hours_per_week": 40,
    "hours_per_person": 3,
    "cost_per_hour": 250,
    "budget": "P-001",
}
BUDGET: dict[str, Any] = {"name": "Mentorpuljen", "amount": 250_000}
CLAUSE: dict[str, Any] = {
    "contract": "Rengøring af skoler",
    "employer": "V-001",
    "unit": "pladser",
    "quantity": 4,
    "schemes": ["fleksjob", "praktik"],
}


class OfferBody(Shape):
    """Support that is not the workplace's own: mentor hours, assistance, volunteers, aids that may be granted."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFER]})

    name: Name
    provider: Provider
    accommodations: list[Code] = Field(min_length=1, max_length=200, description="What it can meet.")
    hours_per_week: float | None = Field(None, ge=0, le=100_000, description="In all, when it is given as hours.")
    hours_per_person: float | None = Field(None, ge=0, le=37)
    count: int | None = Field(None, ge=0, le=100_000, description="How many there are, when it is given in pieces.")
    cost_per_hour: float = Field(0.0, ge=0, le=10_000, description="DKK.")
    cost_each: float = Field(0.0, ge=0, le=1_000_000, description="DKK.")
    budget: Id | None = Field(None, description="What pays.")
    postcode: Postcode | None = None
    radius_km: float | None = Field(None, ge=0, le=1_000, description="How far it reaches from the postcode.")
    schemes: Schemes = []
    starts: Day | None = None
    ends: Day | None = None

    def fact(self, key: str) -> SupportOffer:
        """As the domain has it; its constructor refuses what cannot be."""
        made: SupportOffer = from_mapping(SupportOffer, {**self.model_dump(mode="json", exclude={"id"}), "id": key})
        return made


class NewOffer(OfferBody):
    """A support offer to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "M-900", **OFFER}]})

    id: NewId | None = Field(None, description="One is made when it is left out.")


class OfferOut(OfferBody):
    """A support offer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "M-001", "version": 2, **OFFER}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> OfferOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class OfferPage(Page):
    """Support offers, by id."""

    items: list[OfferOut]


class BudgetBody(Shape):
    """Money that may be spent on support during the plan's weeks."""

    model_config = ConfigDict(json_schema_extra={"examples": [BUDGET]})

    name: Name
    amount: float = Field(ge=0, le=1e10, description="DKK.")

    def fact(self, key: str) -> Budget:
        """As the domain has it."""
        return Budget(key, self.name, self.amount)


class NewBudget(BudgetBody):
    """A budget to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "P-900", **BUDGET}]})

    id: NewId | None = Field(None, description="One is made when it is left out.")


class BudgetOut(BudgetBody):
    """A budget."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "P-001", "version": 2, **BUDGET}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> BudgetOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class BudgetPage(Page):
    """Budgets, by id."""

    items: list[BudgetOut]


class ClauseBody(Shape):
    """A social clause of a contract: so many people to be employed or trained."""

    model_config = ConfigDict(json_schema_extra={"examples": [CLAUSE]})

    contract: Name
    employer: Id = Field(description="Who must deliver.")
    unit: ClauseUnit
    quantity: float = Field(ge=0, le=1e6)
    delivered: float = Field(0.0, ge=0, le=1e6)
    workplaces: list[Id] = Field([], max_length=1_000, description="Empty means all of the employer's.")
    starts: Day | None = None
    ends: Day | None = None
    schemes: Schemes = []
    evidence: Words = ""
    penalty: float | None = Field(None, ge=0, le=1e6)

    def fact(self, key: str) -> Clause:
        """As the domain has it; its constructor refuses what cannot be."""
        made: Clause = from_mapping(Clause, {**self.model_dump(mode="json", exclude={"id"}), "id": key})
        return made


class NewClause(ClauseBody):
    """A clause to be entered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "K-900", **CLAUSE}]})

    id: NewId | None = Field(None, description="One is made when it is left out.")


class ClauseOut(ClauseBody):
    """A clause."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "K-001", "version": 2, **CLAUSE}]})

    id: Id
    version: int

    @classmethod
    def of(cls, seen: SeenFact) -> ClauseOut:
        """From what the service gives."""
        return shown(cls, id=seen.id, version=seen.version, **seen.values)


class ClausePage(Page):
    """Clauses, by id."""

    items: list[ClauseOut]
