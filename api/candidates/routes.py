"""`/candidates`: the caller's own, and no others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import ConsultantCall, InsightCall
from api.candidates.schemas import (
    CandidateChange,
    CandidateOut,
    CandidatePage,
    CprOut,
    IdentityBody,
    IdentityOut,
    NewCandidate,
)
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from matcher.services import candidates
from matcher.services.unit import Unit

router = APIRouter(prefix="/candidates", tags=["candidates"])
Key = Annotated[Id, Path(description="Id of the candidate.")]


@router.get("", response_model=CandidatePage, responses=READS)
def read_candidates(call: ConsultantCall, limit: Limit = 50, after: After = "") -> Response:
    """The candidates the caller has a case relation to."""

    def page(unit: Unit) -> CandidatePage:
        items, following = candidates.read_list(unit, limit, after)
        return CandidatePage(items=[CandidateOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.post("", response_model=CandidateOut, status_code=201, responses=WRITES)
def create_candidate(body: NewCandidate, call: ConsultantCall) -> Response:
    """Enter a candidate; the caller takes her case."""
    key = candidates.key_for(body.id)
    identity = None if body.identity is None else body.identity.fact(key)
    return call.write(lambda unit: CandidateOut.of(candidates.create(unit, body.fact(key), identity)), 201)


@router.get("/{candidate}", response_model=CandidateOut, responses=READS)
def read_candidate(candidate: Key, call: InsightCall) -> Response:
    """One candidate, as the caller may see her."""
    return call.read(lambda unit: CandidateOut.of(candidates.read(unit, candidate)))


@router.put("/{candidate}", response_model=CandidateOut, responses=WRITES)
def replace_candidate(candidate: Key, body: CandidateChange, call: ConsultantCall) -> Response:
    """Give a candidate other facts; If-Match says which version is meant."""

    def replace(unit: Unit) -> CandidateOut:
        now = candidates.replace(unit, body.fact(candidate), call.expected_version)
        return body.unchanged(CandidateOut.of(now), call.expected_version)

    return call.write(replace)


@router.get("/{candidate}/identity", response_model=IdentityOut, responses=READS)
def read_identity(candidate: Key, call: InsightCall) -> Response:
    """Who a candidate is, as the caller may see it."""
    return call.read(lambda unit: IdentityOut.of(candidates.read_identity(unit, candidate)))


@router.put("/{candidate}/identity", response_model=IdentityOut, responses=WRITES)
def change_identity(candidate: Key, body: IdentityBody, call: ConsultantCall) -> Response:
    """Say who a candidate is; what is left out stays. If-Match says which version of the identity is meant.

    Where nobody has said who she is, it is `"v0"` or left out.
    """
    return call.write(
        lambda unit: IdentityOut.of(candidates.change_identity(unit, candidate, body.said, call.version_if_said))
    )


@router.get("/{candidate}/cpr", response_model=CprOut, responses=READS)
def reveal_cpr(candidate: Key, call: ConsultantCall) -> Response:
    """The whole CPR number; the look is logged for itself."""
    return call.read(lambda unit: CprOut(cpr=candidates.read_cpr(unit, candidate)))
