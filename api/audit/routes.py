"""`/audit`: what has been done and looked at, and whether the record of it is whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.audit.schemas import AnchorOut, AuditPage, AuditRow, IntegrityOut
from api.call import Call, let_in
from api.errors import READS
from api.shapes import LONGEST_ID, Limit
from matcher.services import log
from matcher.services.unit import Unit

router = APIRouter(prefix="/audit", tags=["audit"])
ReaderCall = Annotated[Call, Depends(let_in(*log.READERS))]
KeeperCall = Annotated[Call, Depends(let_in(*log.KEEPERS))]
# PostgreSQL refuses NUL, and no action, noun or id holds a control character.
Word = Annotated[str, Query(max_length=LONGEST_ID, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Number = Annotated[int | None, Query(ge=0, le=2**53 - 1)]


@router.get("", response_model=AuditPage, responses=READS)
def read_log(
    call: ReaderCall,
    action: Word = "",
    noun: Word = "",
    actor: Word = "",
    candidate: Word = "",
    first: Number = None,
    last: Number = None,
    newest_first: bool = False,
    limit: Limit = 50,
    after: Number = None,
) -> Response:
    """Rows of the log: an auditor sees all, others what they have done themselves.

    To ask for one candidate is a look at her and needs a purpose.
    """
    criterion = log.Criterion(action, noun, actor, candidate, first, last, newest_first, after)

    def page(unit: Unit) -> AuditPage:
        rows, following = log.read(unit, criterion, limit)
        return AuditPage(items=[AuditRow.of(row) for row in rows], next=following)

    return call.read(page)


@router.get("/integrity", response_model=IntegrityOut, responses=READS)
def read_integrity(call: KeeperCall) -> Response:
    """Look through the whole log: how many rows, the last one, and every flaw. A minute for a million rows."""
    return call.read(lambda unit: IntegrityOut.of(log.integrity(unit)), logged=False)


@router.get("/anchor", response_model=AnchorOut, responses=READS)
def read_anchor(call: KeeperCall) -> Response:
    """The last row's number and hash, to be noted down where whoever runs the database cannot change it."""

    def last(unit: Unit) -> AnchorOut:
        number, digest = log.anchor(unit)
        return AnchorOut(number=number, hash=digest, at=unit.now)

    return call.read(last, logged=False)
