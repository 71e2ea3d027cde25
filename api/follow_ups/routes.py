"""`/follow-ups`: what a consultant must come back to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall
from api.errors import READS, WRITES
from api.follow_ups.schemas import DoneBody, FollowUpOut, FollowUpPage
from api.shapes import After, Day, Id, Limit
from matcher.services import follow_ups
from matcher.services.unit import Unit

router = APIRouter(prefix="/follow-ups", tags=["follow-ups"])
Key = Annotated[Id, Path(description="Id of the follow-up.")]
DueUntil = Annotated[Day | None, Query(description="Only those due by this day.")]
IsDone = Annotated[bool, Query(description="Those that have been done, instead of those that have not.")]


@router.get("", response_model=FollowUpPage, responses=READS)
def read_follow_ups(
    call: ConsultantCall, due_until: DueUntil = None, done: IsDone = False, limit: Limit = 50, after: After = ""
) -> Response:
    """The follow-ups of the caller's own candidates, the earliest first."""

    def page(unit: Unit) -> FollowUpPage:
        items, following = follow_ups.read_list(unit, limit, after, due_until, done=done)
        return FollowUpPage(items=[FollowUpOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.get("/{follow_up}", response_model=FollowUpOut, responses=READS)
def read_follow_up(follow_up: Key, call: ConsultantCall) -> Response:
    """One follow-up."""
    return call.read(lambda unit: FollowUpOut.of(follow_ups.read(unit, follow_up)))


@router.put("/{follow_up}", response_model=FollowUpOut, responses=WRITES)
def finish_follow_up(follow_up: Key, body: DoneBody, call: ConsultantCall) -> Response:
    """Say what came of it; other hours are written on the placement and its outcome."""
    return call.write(
        lambda unit: FollowUpOut.of(follow_ups.finish(unit, follow_up, body.done(), call.expected_version))
    )
