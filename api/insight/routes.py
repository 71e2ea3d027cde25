"""`/candidates/{candidate}/export` and `/looks`: a person's own copy, handed to her by her consultant."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall
from api.errors import READS
from api.insight.schemas import LookOut, LookPage, PersonExport
from api.shapes import Id, Limit, shown
from matcher.services import export, looks, retention
from matcher.services.unit import Unit

router = APIRouter(prefix="/candidates", tags=["insight"])
Key = Annotated[Id, Path(description="Id of the candidate.")]
After = Annotated[int, Query(ge=0, le=2**53 - 1, description="`next` of the page before.")]


@router.get("/{candidate}/export", response_model=PersonExport, responses=READS)
def export_person(candidate: Key, call: ConsultantCall) -> Response:
    """Everything held about a candidate, and every look at her; only with the purpose `access_request`."""
    return call.read(lambda unit: shown(PersonExport, **export.export(unit, candidate)))


@router.get("/{candidate}/looks", response_model=LookPage, responses=READS)
def read_looks(candidate: Key, call: ConsultantCall, limit: Limit = 50, after: After = 0) -> Response:
    """When, why and in which organisation somebody has looked at a candidate; not who."""

    def page(unit: Unit) -> LookPage:
        found, following = looks.read(unit, candidate, limit, after)
        since = retention.whole_since(unit.connection)
        return LookPage(items=[LookOut.of(look) for look in found], next=following, whole_since=since)

    return call.read(page)
