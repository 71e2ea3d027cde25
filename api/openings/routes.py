"""`/openings`: all of them for the municipality, her own for an employer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall, StaffCall, SupplyCall
from api.errors import READS, WRITES
from api.openings.schemas import NewOpening, OpeningChange, OpeningOut, OpeningPage
from api.shapes import After, Id, Limit
from matcher.services import supply_facts
from matcher.services.openings import OPENINGS, at_workplace, of_employer
from matcher.services.unit import Unit

router = APIRouter(prefix="/openings", tags=["openings"])
Key = Annotated[Id, Path(description="Id of the opening.")]
AtWorkplace = Annotated[Id | None, Query(description="Only this workplace's.")]
OfEmployer = Annotated[Id | None, Query(description="Only this employer's.")]


@router.get("", response_model=OpeningPage, responses=READS)
def read_openings(
    call: SupplyCall,
    limit: Limit = 50,
    after: After = "",
    workplace: AtWorkplace = None,
    employer: OfEmployer = None,
) -> Response:
    """Openings by id; an employer sees her own."""
    conditions = [] if workplace is None else [at_workplace(workplace)]
    conditions += [] if employer is None else [of_employer(employer)]

    def page(unit: Unit) -> OpeningPage:
        items, following = supply_facts.read_list(unit, OPENINGS, limit, after, *conditions)
        return OpeningPage(items=[OpeningOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("", response_model=OpeningOut, status_code=201, responses=WRITES)
def create_opening(body: NewOpening, call: StaffCall) -> Response:
    """Enter an opening; an employer enters it at a workplace of her own."""

    def create(unit: Unit) -> OpeningOut:
        fact = body.fact(supply_facts.key_for(unit, OPENINGS, body.id))
        return OpeningOut.of(supply_facts.create(unit, OPENINGS, fact))

    return call.write(create, 201)


@router.get("/{opening}", response_model=OpeningOut, responses=READS)
def read_opening(opening: Key, call: SupplyCall) -> Response:
    """One opening, as the caller may see it."""
    return call.read(lambda unit: OpeningOut.of(supply_facts.read(unit, OPENINGS, opening)), logged=False)


@router.put("/{opening}", response_model=OpeningOut, responses=WRITES)
def replace_opening(opening: Key, body: OpeningChange, call: StaffCall) -> Response:
    """Give an opening other facts; If-Match says which version is meant."""

    def replace(unit: Unit) -> OpeningOut:
        now = supply_facts.replace(unit, OPENINGS, body.fact(opening), call.expected_version)
        return body.unchanged(OpeningOut.of(now), call.expected_version)

    return call.write(replace)


@router.delete("/{opening}", status_code=204, responses=WRITES)
def delete_opening(opening: Key, call: ConsultantCall) -> Response:
    """Remove an opening that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, OPENINGS, opening, call.expected_version))
