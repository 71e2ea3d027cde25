"""`/candidates/{candidate}/bindings`: pins and forbids of the caller's own candidates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.bindings.schemas import BindingBody, BindingList, BindingOut
from api.call import ConsultantCall
from api.errors import READS, WRITES
from api.shapes import Code, Id
from matcher.domain import Binding
from matcher.services import bindings

router = APIRouter(prefix="/candidates/{candidate}/bindings", tags=["bindings"])
CandidateKey = Annotated[Id, Path(description="Id of the candidate.")]
OpeningKey = Annotated[Id, Path(description="Id of the opening.")]
WhyNot = Annotated[Code, Query(description="Coded reason for letting go.", examples=["things_have_changed"])]


@router.get("", response_model=BindingList, responses=READS)
def read_bindings(candidate: CandidateKey, call: ConsultantCall) -> Response:
    """One candidate's pins and forbids, by opening."""
    return call.read(
        lambda unit: BindingList(items=[BindingOut.of(seen) for seen in bindings.read_list(unit, candidate)])
    )


@router.put("/{opening}", response_model=BindingOut, responses=WRITES)
def bind(candidate: CandidateKey, opening: OpeningKey, body: BindingBody, call: ConsultantCall) -> Response:
    """Pin or forbid a pair. If-Match says which binding is changed, where one stands; without it there must be none."""
    binding = Binding(candidate, opening, body.kind, body.reason)
    return call.write(lambda unit: BindingOut.of(bindings.bind(unit, binding, body.code, call.version_if_said)))


@router.delete("/{opening}", status_code=204, responses=WRITES)
def unbind(candidate: CandidateKey, opening: OpeningKey, code: WhyNot, call: ConsultantCall) -> Response:
    """Take a pin or a forbid back; If-Match says which."""
    return call.write(lambda unit: bindings.unbind(unit, candidate, opening, code, call.expected_version))
