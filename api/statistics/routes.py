"""`/statistics`: people in numbers of at least ten, and whether people decide about what is proposed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.call import Call, let_in
from api.errors import READS
from api.statistics.schemas import MonthOut, OversightOut, SchemeFilter, StatisticsOut
from matcher.services import oversight, statistics

router = APIRouter(prefix="/statistics", tags=["statistics"])
ReaderCall = Annotated[Call, Depends(let_in(*statistics.READERS))]
One = Annotated[SchemeFilter | None, Query(description="Only people of that scheme.")]


@router.get("", response_model=StatisticsOut, responses=READS)
def read_statistics(call: ReaderCall, scheme: One = None) -> Response:
    """People in numbers, as far as the role may see them. Under ten is hidden, with what would give it away."""
    chosen = None if scheme is None else scheme.value
    return call.read(lambda unit: StatisticsOut.of(statistics.statistics(unit, chosen)))


@router.get("/oversight", response_model=OversightOut, responses=READS)
def read_oversight(call: ReaderCall) -> Response:
    """Month by month: how often people decide otherwise than the plan, and how long they take."""
    return call.read(lambda unit: OversightOut(months=[MonthOut.of(m) for m in oversight.oversight(unit)]))
