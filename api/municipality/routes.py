"""`/municipality` and `/rules`: what has been set for all."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.call import AdministratorCall, MunicipalCall
from api.errors import READS, WRITES
from api.municipality.schemas import EngineBody, MunicipalityBody, MunicipalityOut, RuleList, RuleOut
from matcher.services import municipality
from matcher.services.unit import Unit

router = APIRouter(tags=["municipality"])


@router.get("/municipality", response_model=MunicipalityOut, responses=READS)
def read_municipality(call: MunicipalCall) -> Response:
    """What the municipality has set; version 0 while nothing has been."""
    return call.read(lambda unit: MunicipalityOut.of(municipality.read(unit)), logged=False)


@router.put("/municipality", response_model=MunicipalityOut, responses=WRITES)
def replace_settings(body: MunicipalityBody, call: AdministratorCall) -> Response:
    """Set the weeks plans look ahead, and which legal rules apply with which numbers; If-Match says the version."""
    switches = [(s.rule, s.on) for s in body.rules]
    parameters = [(p.rule, p.name, p.number) for p in body.parameters]

    def put(unit: Unit) -> MunicipalityOut:
        version = call.expected_version
        return MunicipalityOut.of(municipality.replace_settings(unit, body.weeks, switches, parameters, version))

    return call.write(put)


@router.put("/municipality/engine", response_model=MunicipalityOut, responses=WRITES)
def switch_engine(body: EngineBody, call: AdministratorCall) -> Response:
    """Let the engine work, apply the rules alone, or stay off; If-Match says the version of `/municipality`."""

    def put(unit: Unit) -> MunicipalityOut:
        version = call.expected_version
        return MunicipalityOut.of(municipality.switch_engine(unit, body.state, body.reason, version))

    return call.write(put)


@router.get("/rules", response_model=RuleList, responses=READS)
def read_rules(call: MunicipalCall) -> Response:
    """The legal rules in force today, with version, source and the municipality's numbers."""
    return call.read(
        lambda unit: RuleList(items=[RuleOut.of(rule) for rule in municipality.rules(unit).values()]), logged=False
    )
