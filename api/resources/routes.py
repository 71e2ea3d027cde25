"""`/resources`: how much there is, is used and is booked, and what one more would be worth."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.call import PlanCall
from api.errors import READS
from api.resources.schemas import ResourceOut, ResourcePage
from api.shapes import Id, Limit
from matcher.services import scarcity
from matcher.services.unit import Unit

router = APIRouter(prefix="/resources", tags=["resources"])
ByPlan = Annotated[Id | None, Query(description="By this plan; else the published one, else the draft made last.")]
AfterNumber = Annotated[int, Query(ge=0, le=1_000_000, description="`next` of the page before.")]


@router.get("", response_model=ResourcePage, responses=READS)
def read_resources(call: PlanCall, plan: ByPlan = None, limit: Limit = 50, after: AfterNumber = 0) -> Response:
    """Resources, those first of which more would matter most: price times how much there is."""

    def page(unit: Unit) -> ResourcePage:
        key, items, following = scarcity.read_list(unit, plan, limit, after)
        return ResourcePage(plan=key, items=[ResourceOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)
