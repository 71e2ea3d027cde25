"""`/healthz`, `/readyz` and `/metrics`: for whoever watches the service; nothing in them is about a person."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from matcher.domain import MatcherError
from matcher.store import schema

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether calls can be answered now.

    Attributes
    ----------
    problems
        One sentence for each thing that stands in the way.
    """

    ready: bool
    problems: list[str]


@router.get("/healthz")
def healthz() -> Health:
    """Answers as long as the process lives."""
    return Health()


@router.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness, "description": "Not ready"}})
def readyz(request: Request) -> Response:
    """Answers 200 when the database can be reached and its tables are the newest."""
    problems = []
    try:
        schema.require_current(request.app.state.services.store)
    except MatcherError as error:
        problems.append(str(error))
    except sa.exc.SQLAlchemyError:
        problems.append("Databasen svarer ikke.")
    body = Readiness(ready=not problems, problems=problems)
    return Response(body.model_dump_json(), status_code=200 if body.ready else 503, media_type="application/json")


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Numbers of the calls, in the form Prometheus reads."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)
