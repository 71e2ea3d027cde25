"""`/plans`: asked for, watched, stopped, compared, published."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse

from api.call import ConsultantCall, InsightCall, PlanCall
from api.errors import READS, WRITES
from api.plans.schemas import (
    AskedOut,
    ComparedOut,
    HindranceOut,
    HindrancesOut,
    LeftOutOut,
    LeftOutPage,
    PlanBody,
    PlanOut,
    PlanPage,
    ProposalOut,
    ProposalPage,
    PublishBody,
    PublishedOut,
)
from api.shapes import After, Id, Limit
from api.watching import EVENTS, watch
from matcher.services import plan_reading, plans, publishing
from matcher.services.unit import Unit

router = APIRouter(prefix="/plans", tags=["plans"])
Key = Annotated[Id, Path(description="Id of the plan.")]
Other = Annotated[Id, Path(description="Id of the plan to compare with.")]
Candidate = Annotated[Id, Path(description="Id of the candidate.")]
Opening = Annotated[Id, Path(description="Id of the opening.")]


@router.post("", response_model=PlanOut, status_code=202, responses=WRITES)
def ask_for_plan(body: PlanBody, call: ConsultantCall) -> Response:
    """Ask for a plan for everybody at once; it is made after the call."""
    return call.write(lambda unit: AskedOut.of(plans.request(unit, body.asked())), 202)


@router.get("", response_model=PlanPage, responses=READS)
def read_plans(call: PlanCall, limit: Limit = 50, after: After = "") -> Response:
    """Plans in numbers, the newest first."""

    def page(unit: Unit) -> PlanPage:
        items, following = plans.read_list(unit, limit, after)
        return PlanPage(items=[PlanOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.get("/{plan}", response_model=PlanOut, responses=READS)
def read_plan(plan: Key, call: PlanCall) -> Response:
    """One plan in numbers."""
    return call.read(lambda unit: PlanOut.of(plans.read(unit, plan)), logged=False)


@router.delete("/{plan}", response_model=PlanOut, responses=WRITES)
def stop_plan(plan: Key, call: ConsultantCall) -> Response:
    """Stop the search: the best plan so far becomes the draft."""
    return call.write(lambda unit: PlanOut.of(plans.stop(unit, plan)))


@router.post("/{plan}/cancel", response_model=PlanOut, responses=WRITES)
def cancel_plan(plan: Key, call: ConsultantCall) -> Response:
    """Call the plan off: nothing of it is kept."""
    return call.write(lambda unit: PlanOut.of(plans.cancel(unit, plan)))


@router.post("/{plan}/publish", response_model=PublishedOut, responses=WRITES)
def publish_plan(plan: Key, call: ConsultantCall, body: PublishBody | None = None) -> Response:
    """Propose the plan's placements and book what they use, all in one; If-Match says which version is meant."""
    go_on = body is not None and body.go_on
    return call.write(lambda unit: PublishedOut.of(publishing.publish(unit, plan, call.expected_version, go_on=go_on)))


@router.get("/{plan}/events", response_class=StreamingResponse, responses=READS | EVENTS)
def watch_plan(plan: Key, call: PlanCall) -> Response:
    """The making of a plan as server-sent events, until its end."""
    return watch(call, lambda unit: plans.read_job(unit, plan))


@router.get("/{plan}/placements", response_model=ProposalPage, responses=READS)
def read_placements(plan: Key, call: InsightCall, limit: Limit = 50, after: After = "") -> Response:
    """The plan's placements of the caller's own candidates; an auditor sees everybody's, without needs."""

    def page(unit: Unit) -> ProposalPage:
        items, following = plan_reading.placements(unit, plan, limit, after)
        return ProposalPage(items=[ProposalOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.get("/{plan}/placements/{candidate}/{opening}", response_model=ProposalOut, responses=READS)
def read_placement(plan: Key, candidate: Candidate, opening: Opening, call: InsightCall) -> Response:
    """One placement with everything it was read off."""
    return call.read(lambda unit: ProposalOut.of(plan_reading.placement(unit, plan, candidate, opening)))


@router.get("/{plan}/left-out", response_model=LeftOutPage, responses=READS)
def read_left_out(plan: Key, call: InsightCall, limit: Limit = 50, after: After = "") -> Response:
    """The caller's own candidates whom the plan has no place for; an auditor sees everybody."""

    def page(unit: Unit) -> LeftOutPage:
        items, following = plan_reading.left_out(unit, plan, limit, after)
        return LeftOutPage(items=[LeftOutOut.of(seen) for seen in items], next=following)

    return call.read(page)


@router.get("/{plan}/hindrances", response_model=HindrancesOut, responses=READS)
def read_hindrances(plan: Key, call: ConsultantCall) -> Response:
    """Pins and rules that the plan could not keep, and placements that cannot be as they were agreed any more."""
    return call.read(
        lambda unit: HindrancesOut(items=[HindranceOut.of(h) for h in plan_reading.hindrances(unit, plan)])
    )


@router.get("/{plan}/compare/{other}", response_model=ComparedOut, responses=READS)
def compare_plans(plan: Key, other: Other, call: PlanCall) -> Response:
    """What another plan gains and loses against this one."""
    return call.read(lambda unit: ComparedOut.of(plan_reading.compare(unit, plan, other)))
