"""`/candidates/{candidate}/go-aheads`: what the caller's own candidates have said yes to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import ConsultantCall
from api.errors import READS, WRITES
from api.go_aheads.schemas import GoAheadBody, GoAheadList, GoAheadOut
from api.shapes import Id
from matcher.services import go_aheads

router = APIRouter(prefix="/candidates/{candidate}/go-aheads", tags=["go-aheads"])
CandidateKey = Annotated[Id, Path(description="Id of the candidate.")]
OpeningKey = Annotated[Id, Path(description="Id of the opening.")]


@router.get("", response_model=GoAheadList, responses=READS)
def read_go_aheads(candidate: CandidateKey, call: ConsultantCall) -> Response:
    """Everything one candidate has said yes to, also what she has taken back."""
    return call.read(
        lambda unit: GoAheadList(items=[GoAheadOut.of(seen) for seen in go_aheads.read_list(unit, candidate)])
    )


@router.put("/{opening}", response_model=GoAheadOut, responses=WRITES)
def give_go_ahead(candidate: CandidateKey, opening: OpeningKey, body: GoAheadBody, call: ConsultantCall) -> Response:
    """Write down that the candidate has said yes today; a yes that stands already stays as it is."""
    return call.write(lambda unit: GoAheadOut.of(go_aheads.give(unit, candidate, opening, body.said)))


@router.delete("/{opening}", status_code=204, responses=WRITES)
def withdraw_go_ahead(candidate: CandidateKey, opening: OpeningKey, call: ConsultantCall) -> Response:
    """Write down that the candidate has taken her yes back today; a placement that rests on it alone is withdrawn."""
    return call.write(lambda unit: go_aheads.withdraw(unit, candidate, opening))
