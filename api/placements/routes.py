"""`/placements`: the life of a match, from proposed to ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import ConsultantCall, StaffCall
from api.errors import READS, WRITES
from api.placements.schemas import NewPlacement, PlacementOut, PlacementPage, StepBody, StepList, StepOut
from api.shapes import After, Id, Limit
from matcher.services import placement_reading, steps
from matcher.services.proposing import prepare, propose_by_hand
from matcher.services.transitions import State
from matcher.services.unit import Unit

router = APIRouter(prefix="/placements", tags=["placements"])
Key = Annotated[Id, Path(description="Id of the placement.")]
In = Annotated[State | None, Query(description="Only those in this state.")]


@router.get("", response_model=PlacementPage, responses=READS)
def read_placements(call: StaffCall, state: In = None, limit: Limit = 50, after: After = "") -> Response:
    """The placements of the caller's own candidates; an employer's those she has been told of."""

    def page(unit: Unit) -> PlacementPage:
        items, following = placement_reading.read_list(unit, limit, after, state)
        return PlacementPage(items=[PlacementOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.post("", response_model=PlacementOut, status_code=201, responses=WRITES)
def propose_placement(body: NewPlacement, call: ConsultantCall) -> Response:
    """Propose a placement by hand: the hard rules hold, and everything it uses is booked or nothing."""
    repeated = call.repeated()
    if repeated is not None:
        return repeated
    prepared = prepare(call.services, call.caller, body.wanted())
    return call.write(lambda unit: PlacementOut.of(propose_by_hand(unit, prepared)), 201)


@router.get("/{placement}", response_model=PlacementOut, responses=READS)
def read_placement(placement: Key, call: StaffCall) -> Response:
    """One placement, as the caller may see it."""
    return call.read(lambda unit: PlacementOut.of(placement_reading.read(unit, placement)))


@router.get("/{placement}/steps", response_model=StepList, responses=READS)
def read_steps(placement: Key, call: StaffCall) -> Response:
    """How it came to where it is; an employer sees the states since she was told, and her own reasons."""
    return call.read(
        lambda unit: StepList(items=[StepOut.of(seen) for seen in placement_reading.read_steps(unit, placement)])
    )


@router.post("/{placement}/steps", response_model=PlacementOut, responses=WRITES)
def take_step(placement: Key, body: StepBody, call: StaffCall) -> Response:
    """Take a step with a coded reason; If-Match says which version is meant."""
    waiting = steps.Waiting(call.settings.reminder_days, call.settings.silence_days)
    return call.write(
        lambda unit: PlacementOut.of(steps.take(unit, placement, body.step(), call.expected_version, waiting))
    )
