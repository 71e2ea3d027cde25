"""`/offers`, `/budgets`, `/clauses`: what the municipality can draw on; an employer reads her own clauses."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall, SupplyCall, SupportCall
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from api.support.schemas import (
    BudgetBody,
    BudgetOut,
    BudgetPage,
    ClauseBody,
    ClauseOut,
    ClausePage,
    NewBudget,
    NewClause,
    NewOffer,
    OfferBody,
    OfferOut,
    OfferPage,
)
from matcher.services import supply_facts
from matcher.services.support import BUDGETS, CLAUSES, OFFERS, clauses_of
from matcher.services.unit import Unit

router = APIRouter(tags=["support"])
OfferKey = Annotated[Id, Path(description="Id of the support offer.")]
BudgetKey = Annotated[Id, Path(description="Id of the budget.")]
ClauseKey = Annotated[Id, Path(description="Id of the clause.")]
OfEmployer = Annotated[Id | None, Query(description="Only this employer's.")]


@router.get("/offers", response_model=OfferPage, responses=READS)
def read_offers(call: SupportCall, limit: Limit = 50, after: After = "") -> Response:
    """Support offers by id."""

    def page(unit: Unit) -> OfferPage:
        items, following = supply_facts.read_list(unit, OFFERS, limit, after)
        return OfferPage(items=[OfferOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("/offers", response_model=OfferOut, status_code=201, responses=WRITES)
def create_offer(body: NewOffer, call: ConsultantCall) -> Response:
    """Enter a support offer."""

    def create(unit: Unit) -> OfferOut:
        fact = body.fact(supply_facts.key_for(unit, OFFERS, body.id))
        return OfferOut.of(supply_facts.create(unit, OFFERS, fact))

    return call.write(create, 201)


@router.get("/offers/{offer}", response_model=OfferOut, responses=READS)
def read_offer(offer: OfferKey, call: SupportCall) -> Response:
    """One support offer."""
    return call.read(lambda unit: OfferOut.of(supply_facts.read(unit, OFFERS, offer)), logged=False)


@router.put("/offers/{offer}", response_model=OfferOut, responses=WRITES)
def replace_offer(offer: OfferKey, body: OfferBody, call: ConsultantCall) -> Response:
    """Give a support offer other facts; If-Match says which version is meant."""
    return call.write(
        lambda unit: OfferOut.of(supply_facts.replace(unit, OFFERS, body.fact(offer), call.expected_version))
    )


@router.delete("/offers/{offer}", status_code=204, responses=WRITES)
def delete_offer(offer: OfferKey, call: ConsultantCall) -> Response:
    """Remove a support offer that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, OFFERS, offer, call.expected_version))


@router.get("/budgets", response_model=BudgetPage, responses=READS)
def read_budgets(call: SupportCall, limit: Limit = 50, after: After = "") -> Response:
    """Budgets by id."""

    def page(unit: Unit) -> BudgetPage:
        items, following = supply_facts.read_list(unit, BUDGETS, limit, after)
        return BudgetPage(items=[BudgetOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("/budgets", response_model=BudgetOut, status_code=201, responses=WRITES)
def create_budget(body: NewBudget, call: ConsultantCall) -> Response:
    """Enter a budget."""

    def create(unit: Unit) -> BudgetOut:
        fact = body.fact(supply_facts.key_for(unit, BUDGETS, body.id))
        return BudgetOut.of(supply_facts.create(unit, BUDGETS, fact))

    return call.write(create, 201)


@router.get("/budgets/{budget}", response_model=BudgetOut, responses=READS)
def read_budget(budget: BudgetKey, call: SupportCall) -> Response:
    """One budget."""
    return call.read(lambda unit: BudgetOut.of(supply_facts.read(unit, BUDGETS, budget)), logged=False)


@router.put("/budgets/{budget}", response_model=BudgetOut, responses=WRITES)
def replace_budget(budget: BudgetKey, body: BudgetBody, call: ConsultantCall) -> Response:
    """Give a budget other facts; If-Match says which version is meant."""
    return call.write(
        lambda unit: BudgetOut.of(supply_facts.replace(unit, BUDGETS, body.fact(budget), call.expected_version))
    )


@router.delete("/budgets/{budget}", status_code=204, responses=WRITES)
def delete_budget(budget: BudgetKey, call: ConsultantCall) -> Response:
    """Remove a budget that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, BUDGETS, budget, call.expected_version))


@router.get("/clauses", response_model=ClausePage, responses=READS)
def read_clauses(call: SupplyCall, limit: Limit = 50, after: After = "", employer: OfEmployer = None) -> Response:
    """Clauses by id; an employer sees her own."""
    conditions = [] if employer is None else [clauses_of(employer)]

    def page(unit: Unit) -> ClausePage:
        items, following = supply_facts.read_list(unit, CLAUSES, limit, after, *conditions)
        return ClausePage(items=[ClauseOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("/clauses", response_model=ClauseOut, status_code=201, responses=WRITES)
def create_clause(body: NewClause, call: ConsultantCall) -> Response:
    """Enter a clause."""

    def create(unit: Unit) -> ClauseOut:
        fact = body.fact(supply_facts.key_for(unit, CLAUSES, body.id))
        return ClauseOut.of(supply_facts.create(unit, CLAUSES, fact))

    return call.write(create, 201)


@router.get("/clauses/{clause}", response_model=ClauseOut, responses=READS)
def read_clause(clause: ClauseKey, call: SupplyCall) -> Response:
    """One clause."""
    return call.read(lambda unit: ClauseOut.of(supply_facts.read(unit, CLAUSES, clause)), logged=False)


@router.put("/clauses/{clause}", response_model=ClauseOut, responses=WRITES)
def replace_clause(clause: ClauseKey, body: ClauseBody, call: ConsultantCall) -> Response:
    """Give a clause other facts; If-Match says which version is meant."""
    return call.write(
        lambda unit: ClauseOut.of(supply_facts.replace(unit, CLAUSES, body.fact(clause), call.expected_version))
    )


@router.delete("/clauses/{clause}", status_code=204, responses=WRITES)
def delete_clause(clause: ClauseKey, call: ConsultantCall) -> Response:
    """Remove a clause that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, CLAUSES, clause, call.expected_version))
