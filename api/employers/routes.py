"""`/employers`: all of them for the municipality, her own for an employer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import ConsultantCall, StaffCall, SupplyCall
from api.employers.schemas import EmployerChange, EmployerOut, EmployerPage, NewEmployer
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from matcher.services import supply_facts
from matcher.services.employers import EMPLOYERS
from matcher.services.unit import Unit

router = APIRouter(prefix="/employers", tags=["employers"])
Key = Annotated[Id, Path(description="Id of the employer.")]


@router.get("", response_model=EmployerPage, responses=READS)
def read_employers(call: SupplyCall, limit: Limit = 50, after: After = "") -> Response:
    """Employers by id; an employer sees her own."""

    def page(unit: Unit) -> EmployerPage:
        items, following = supply_facts.read_list(unit, EMPLOYERS, limit, after)
        return EmployerPage(items=[EmployerOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.post("", response_model=EmployerOut, status_code=201, responses=WRITES)
def create_employer(body: NewEmployer, call: ConsultantCall) -> Response:
    """Enter an employer."""

    def create(unit: Unit) -> EmployerOut:
        fact = body.fact(supply_facts.key_for(unit, EMPLOYERS, body.id))
        return EmployerOut.of(supply_facts.create(unit, EMPLOYERS, fact))

    return call.write(create, 201)


@router.get("/{employer}", response_model=EmployerOut, responses=READS)
def read_employer(employer: Key, call: SupplyCall) -> Response:
    """One employer."""
    return call.read(lambda unit: EmployerOut.of(supply_facts.read(unit, EMPLOYERS, employer)), logged=False)


@router.put("/{employer}", response_model=EmployerOut, responses=WRITES)
def replace_employer(employer: Key, body: EmployerChange, call: StaffCall) -> Response:
    """Give an employer other facts; If-Match says which version is meant."""

    def replace(unit: Unit) -> EmployerOut:
        now = supply_facts.replace(unit, EMPLOYERS, body.fact(employer), call.expected_version)
        return body.unchanged(EmployerOut.of(now), call.expected_version)

    return call.write(replace)


@router.delete("/{employer}", status_code=204, responses=WRITES)
def delete_employer(employer: Key, call: ConsultantCall) -> Response:
    """Remove an employer that nothing refers to; If-Match says which version is meant."""
    return call.write(lambda unit: supply_facts.delete(unit, EMPLOYERS, employer, call.expected_version))
