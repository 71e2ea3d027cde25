"""`/openings/{opening}/shortlist`: the consultant's own candidates, or those who have said yes to the employer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.call import StaffCall
from api.errors import ASKS
from api.shapes import Id, shown
from api.shortlists.schemas import EmployerListOut, ShortlistOut
from api.suggestions.schemas import HowMany
from matcher.services.caller import Caller, Role
from matcher.services.shortlists import shortlist
from matcher.services.unit import Services

router = APIRouter(prefix="/openings", tags=["shortlists"])
Opening = Annotated[Id, Path(description="Id of the opening.")]


@router.post("/{opening}/shortlist", response_model=ShortlistOut | EmployerListOut, responses=ASKS)
def make_shortlist(opening: Opening, body: HowMany, call: StaffCall) -> Response:
    """Whom the opening could be for, as far as the caller may know; an employer sees all who have said yes."""

    def ask(services: Services, caller: Caller) -> ShortlistOut | EmployerListOut:
        found: dict[str, Any] = shortlist(services, caller, opening, body.k)
        return shown(EmployerListOut, **found) if caller.role is Role.EMPLOYER else shown(ShortlistOut, **found)

    return call.ask(ask)
