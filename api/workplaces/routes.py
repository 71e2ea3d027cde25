"""`/workplaces`: all of them for the municipality, her own for an employer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall, StaffCall, SupplyCall
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from api.workplaces.schemas import NewWorkplace, WorkplaceChange, WorkplaceOut, WorkplacePage
from matcher.services import supply_facts
from matcher.services.unit import Unit
from matcher.services.workplaces import WORKPLACES, at_employer

router = APIRouter(prefix="/workplaces", tags=["workplaces"])
Key = Annotated[Id, Path(description="Id of the workplace.")]
OfEmployer = Annotated[Id | None, Query(description="Only this employer's.")]


@router.get("", response_model=WorkplacePage, responses=READS)
def read_workplaces(call: SupplyCall, limit: Limit = 50, after: After = "", employer: OfEmployer = None) -> Response:
    """Workplaces by id; an employer sees her own."""
    conditions = [] if employer is None else [at_employer(employer)]

    def page(unit: Unit) -> WorkplacePage:
        items, following = supply_facts.read_list(unit, WORKPLACES, limit, after, *conditions)
        return WorkplacePage(items=[WorkplaceOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("", response_model=WorkplaceOut, status_code=201, responses=WRITES)
def create_workplace(body: NewWorkplace, call: StaffCall) -> Response:
    """Enter a workplace; an employer enters her own."""

    def create(unit: Unit) -> WorkplaceOut:
        fact = body.fact(supply_facts.key_for(unit, WORKPLACES, body.id))
        return WorkplaceOut.of(supply_facts.create(unit, WORKPLACES, fact))

    return call.write(create, 201)


@router.get("/{workplace}", response_model=WorkplaceOut, responses=READS)
def read_workplace(workplace: Key, call: SupplyCall) -> Response:
    """One workplace, as the caller may see it."""
    return call.read(lambda unit: WorkplaceOut.of(supply_facts.read(unit, WORKPLACES, workplace)), logged=False)


@router.put("/{workplace}", response_model=WorkplaceOut, responses=WRITES)
def replace_workplace(workplace: Key, body: WorkplaceChange, call: StaffCall) -> Response:
    """Give a workplace other facts; If-Match says which version is meant."""

    def replace(unit: Unit) -> WorkplaceOut:
        now = supply_facts.replace(unit, WORKPLACES, body.fact(workplace), call.expected_version)
        return body.unchanged(WorkplaceOut.of(now), call.expected_version)

    return call.write(replace)


@router.delete("/{workplace}", status_code=204, responses=WRITES)
def delete_workplace(workplace: Key, call: ConsultantCall) -> Response:
    """Remove a workplace that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, WORKPLACES, workplace, call.expected_version))
