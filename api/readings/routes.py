"""`/readings`: what a free text speaks of. The text is read and forgotten: nothing of it is stored or logged."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.call import StaffCall
from api.errors import ASKS
from api.readings.schemas import ReadingOut, TextIn
from matcher.taxonomy.linker import load_linker

router = APIRouter(prefix="/readings", tags=["readings"])


@router.post("", response_model=ReadingOut, responses=ASKS)
def read_text(body: TextIn, call: StaffCall) -> Response:
    """What a text speaks of, each with the words that say so and how sure, and what to ask.

    Tasks, demands and needs of the catalogue; with an ESCO release also occupations, ISCO-08 groups and skills.
    """
    linker = load_linker(call.settings.esco_folder)
    return call.ask(lambda *_: ReadingOut.of(linker.link(body.text), linker.release))
