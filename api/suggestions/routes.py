"""`/candidates/{candidate}/suggestions`: openings for one of the caller's own candidates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import ConsultantCall
from api.errors import ASKS
from api.shapes import Id, shown
from api.suggestions.schemas import HowMany, SuggestionsOut
from matcher.services.suggestions import suggest

router = APIRouter(prefix="/candidates", tags=["suggestions"])
Candidate = Annotated[Id, Path(description="Id of the candidate.")]


@router.post("/{candidate}/suggestions", response_model=SuggestionsOut, responses=ASKS)
def suggest_openings(candidate: Candidate, body: HowMany, call: ConsultantCall) -> Response:
    """The openings for one person as she is now, given what others need; the match run is logged."""
    return call.ask(lambda services, caller: shown(SuggestionsOut, **suggest(services, caller, candidate, body.k)))
