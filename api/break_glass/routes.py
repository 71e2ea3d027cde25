"""`/candidates/{id}/break-glass` and `/break-glass`: an emergency look, and its review."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.break_glass.schemas import BreakBody, BrokenOut, BrokenPage, ReviewBody
from api.call import ConsultantCall, InsightCall
from api.errors import READS, WRITES
from api.shapes import After, Id, Limit
from matcher.services import break_glass
from matcher.services.unit import Unit

router = APIRouter(tags=["break-glass"])


@router.post("/candidates/{candidate}/break-glass", response_model=BrokenOut, status_code=201, responses=WRITES)
def break_the_glass(
    candidate: Annotated[Id, Path(description="Id of the candidate.")], body: BreakBody, call: ConsultantCall
) -> Response:
    """See a colleague's candidate's name and contact for four hours; the reason is read afterwards."""
    return call.write(lambda unit: BrokenOut.of(break_glass.break_glass(unit, candidate, body.code, body.text)), 201)


@router.get("/break-glass", response_model=BrokenPage, responses=READS)
def read_broken(
    call: InsightCall,
    limit: Limit = 50,
    after: After = "",
    waiting: Annotated[bool, Query(description="Only those that nobody has reviewed.")] = False,
) -> Response:
    """Broken glasses, newest first: an auditor's are all, a consultant's those of her own candidates."""

    def page(unit: Unit) -> BrokenPage:
        items, following = break_glass.read_list(unit, limit, after, waiting=waiting)
        return BrokenPage(items=[BrokenOut.of(item) for item in items], next=following)

    return call.read(page)


@router.post("/break-glass/{glass}/review", response_model=BrokenOut, responses=WRITES)
def review(
    glass: Annotated[Id, Path(description="Id of the broken glass.")], body: ReviewBody, call: InsightCall
) -> Response:
    """Say what became of it."""
    return call.write(lambda unit: BrokenOut.of(break_glass.review(unit, glass, body.finding)))
