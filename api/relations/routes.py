"""`/candidates/{id}/relations`: whose case somebody is; `/relations`: to whom it can be handed, and who has nobody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.call import AdministratorCall, Call, ConsultantCall, let_in
from api.errors import READS, WRITES
from api.relations.schemas import (
    ColleagueOut,
    ColleaguePage,
    GiveBody,
    MissingOut,
    MissingPage,
    RelationsOut,
)
from api.shapes import After, Id, Limit
from matcher.services import relations
from matcher.services.caller import Role
from matcher.services.relations import EndCode
from matcher.services.unit import Unit

router = APIRouter(tags=["relations"])
Candidate = Annotated[Id, Path(description="Id of the candidate.")]
Account = Annotated[Id, Path(description="Id of the consultant's account.")]
CaseCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.ADMINISTRATOR))]


@router.get("/candidates/{candidate}/relations", response_model=RelationsOut, responses=READS)
def read_relations(candidate: Candidate, call: ConsultantCall) -> Response:
    """Everybody who has the case of one of the caller's candidates; only a few do."""
    return call.read(lambda unit: RelationsOut.of(relations.read_relations(unit, candidate)))


@router.put("/candidates/{candidate}/relations/{account}", response_model=RelationsOut, responses=WRITES)
def give_relation(candidate: Candidate, account: Account, body: GiveBody, call: CaseCall) -> Response:
    """Share the case with a colleague, or hand it over."""
    return call.write(lambda unit: RelationsOut.of(relations.give(unit, candidate, account, hand_over=body.hand_over)))


@router.delete("/candidates/{candidate}/relations/{account}", status_code=204, responses=WRITES)
def end_relation(
    candidate: Candidate,
    account: Account,
    call: CaseCall,
    code: Annotated[EndCode | None, Query(description="Why nobody is to have the case; only for the last.")] = None,
) -> Response:
    """End a relation."""
    return call.write(lambda unit: relations.end(unit, candidate, account, code))


@router.get("/relations/colleagues", response_model=ColleaguePage, responses=READS)
def read_colleagues(call: ConsultantCall, limit: Limit = 50, after: After = "") -> Response:
    """Active consultants of the caller's organisation."""

    def page(unit: Unit) -> ColleaguePage:
        items, following = relations.read_colleagues(unit, limit, after)
        return ColleaguePage(items=[ColleagueOut.of(item) for item in items], next=following)

    return call.read(page, logged=False)


@router.get("/relations/missing", response_model=MissingPage, responses=READS)
def read_missing(call: AdministratorCall, limit: Limit = 50, after: After = "") -> Response:
    """Ids of candidates whom no active consultant has."""

    def page(unit: Unit) -> MissingPage:
        items, following = relations.read_missing(unit, limit, after)
        return MissingPage(items=[MissingOut.of(item) for item in items], next=following)

    return call.read(page)
