"""`/models`: trained by an evaluator, let in and taken out by an administrator, read by everybody there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import AdministratorCall, EvaluatorCall, MunicipalCall
from api.errors import READS, WRITES
from api.models.schemas import AskedModelOut, ModelOut, ModelPage, PromoteBody, RollbackBody, WholeModelOut
from api.shapes import After, Id, Limit
from matcher.services import models
from matcher.services.unit import Unit

router = APIRouter(prefix="/models", tags=["models"])
Key = Annotated[Id, Path(description="Id of the model.")]


@router.post("", response_model=AskedModelOut, status_code=202, responses=WRITES)
def ask_for_model(call: EvaluatorCall) -> Response:
    """Ask for a model of how placements went; it is trained after the call, and waits as the challenger."""
    return call.write(lambda unit: AskedModelOut.of(models.request(unit)), 202)


@router.get("", response_model=ModelPage, responses=READS)
def read_models(call: MunicipalCall, limit: Limit = 50, after: After = "") -> Response:
    """Models with their cards, the newest first."""

    def page(unit: Unit) -> ModelPage:
        items, following = models.read_list(unit, limit, after)
        return ModelPage(items=[ModelOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.get("/{model}", response_model=WholeModelOut, responses=READS)
def read_model(model: Key, call: MunicipalCall) -> Response:
    """One model: its card, what the outcomes say of each weight, how good it was; or why it cannot be used."""
    return call.read(lambda unit: WholeModelOut.of(models.read(unit, model)), logged=False)


@router.post("/{model}/promote", response_model=WholeModelOut, responses=WRITES)
def promote_model(model: Key, body: PromoteBody, call: AdministratorCall) -> Response:
    """Let a model in that somebody else has trained; If-Match says which version is meant."""

    def promote(unit: Unit) -> WholeModelOut:
        seen = models.promote(unit, model, body.reason, call.expected_version, go_on=body.go_on)
        return WholeModelOut.of(seen)

    return call.write(promote)


@router.post("/{model}/rollback", response_model=ModelOut, responses=WRITES)
def roll_back_model(model: Key, body: RollbackBody, call: AdministratorCall) -> Response:
    """Take the model in use out: the one before it comes back, or the experts' weights; If-Match says the version."""
    return call.write(lambda unit: ModelOut.of(models.rollback(unit, model, body.reason, call.expected_version)))
