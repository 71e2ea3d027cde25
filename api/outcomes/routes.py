"""`/outcomes`: how earlier placements went."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from api.call import ConsultantCall, InsightCall
from api.errors import READS, WRITES
from api.outcomes.schemas import OutcomeBody, OutcomeOut, OutcomePage
from api.shapes import Limit, readable
from matcher.services import outcomes
from matcher.services.unit import Unit

router = APIRouter(prefix="/outcomes", tags=["outcomes"])
# An outcome is known by whom, where and when it began, so its id is as long as two ids and a day.
After = Annotated[str, Query(max_length=300, description="`next` of the page before."), AfterValidator(readable)]


@router.get("", response_model=OutcomePage, responses=READS)
def read_outcomes(call: InsightCall, limit: Limit = 50, after: After = "") -> Response:
    """The outcomes of the caller's own candidates; an auditor's are all, without names."""

    def page(unit: Unit) -> OutcomePage:
        items, following = outcomes.read_list(unit, limit, after)
        return OutcomePage(items=[OutcomeOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.post("", response_model=OutcomeOut, status_code=201, responses=WRITES)
def create_outcome(body: OutcomeBody, call: ConsultantCall) -> Response:
    """Write down how an earlier placement of one of the caller's own candidates went."""
    return call.write(lambda unit: OutcomeOut.of(outcomes.create(unit, body.fact(), body.end_code)), 201)
