"""`/pairs/{candidate}/{opening}/explanation`: why, why not, and what would change it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.call import InsightCall
from api.errors import READS
from api.explanations.schemas import ExplanationOut
from api.shapes import Id, shown
from matcher.services.explanations import Reader, explain

router = APIRouter(prefix="/pairs", tags=["explanations"])
Candidate = Annotated[Id, Path(description="Id of the candidate.")]
Opening = Annotated[Id, Path(description="Id of the opening.")]
Text = Annotated[Reader | None, Query(description="Whom a text in Danish is wanted for besides.")]


@router.get("/{candidate}/{opening}/explanation", response_model=ExplanationOut, responses=READS)
def explain_pair(candidate: Candidate, opening: Opening, call: InsightCall, text: Text = None) -> Response:
    """Everything that speaks for and against one pair; an auditor sees rules and value, not needs."""
    return call.ask(
        lambda services, caller: shown(ExplanationOut, **explain(services, caller, candidate, opening, text))
    )
