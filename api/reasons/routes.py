"""`/reasons`: what a person may give as her reason."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.call import AnyCall
from api.errors import READS
from api.reasons.schemas import ReasonList, ReasonOut, StepName
from matcher.services import reasons

router = APIRouter(prefix="/reasons", tags=["reasons"])
Step = Annotated[StepName | None, Query(description="Only those for this step.")]


@router.get("", response_model=ReasonList, responses=READS)
def read_reasons(call: AnyCall, step: Step = None) -> Response:
    """The coded reasons the caller may give; an employer is offered her own."""
    return call.read(
        lambda unit: ReasonList(items=[ReasonOut.of(reason) for reason in reasons.reasons(unit, step)]), logged=False
    )
