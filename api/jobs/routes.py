"""`/jobs`: watched and called off by whoever asked for them; plans by every consultant."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse

from api.call import ConsultantCall, PlanCall
from api.errors import READS, WRITES
from api.jobs.schemas import JobOut
from api.shapes import Id
from api.watching import EVENTS, watch
from matcher.services import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"])
Key = Annotated[Id, Path(description="Id of the job.")]


@router.get("/{job}", response_model=JobOut, responses=READS)
def read_job(job: Key, call: PlanCall) -> Response:
    """How far a job is."""
    return call.read(lambda unit: JobOut.of(jobs.read(unit, job)), logged=False)


@router.delete("/{job}", response_model=JobOut, responses=WRITES)
def cancel_job(job: Key, call: ConsultantCall) -> Response:
    """Call a job off: nothing comes of it."""
    return call.write(lambda unit: JobOut.of(jobs.cancel(unit, job)))


@router.get("/{job}/events", response_class=StreamingResponse, responses=READS | EVENTS)
def watch_job(job: Key, call: PlanCall) -> Response:
    """A job's progress as server-sent events, until its end."""
    return watch(call, lambda unit: jobs.read(unit, job))
