"""`/catalogue`: the codes, the same for everybody who is signed in and for as long as the software is."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.call import AnyCall
from api.catalogue.schemas import AccommodationList, CertificateList, TaskList, WordList
from api.errors import READS
from matcher import __version__
from matcher.catalogue.loader import load_catalogue

router = APIRouter(prefix="/catalogue", tags=["catalogue"])


@router.get("/accommodations", response_model=AccommodationList, responses=READS)
def read_accommodations(call: AnyCall) -> Response:
    """Every kind of accommodation, with what its amount and parts mean."""
    return call.give(AccommodationList.of(load_catalogue()), __version__)


@router.get("/tasks", response_model=TaskList, responses=READS)
def read_tasks(call: AnyCall) -> Response:
    """Every kind of task, with what it usually asks, and the scales of it."""
    return call.give(TaskList.of(load_catalogue()), __version__)


@router.get("/certificates", response_model=CertificateList, responses=READS)
def read_certificates(call: AnyCall) -> Response:
    """Every certificate."""
    return call.give(CertificateList.of(load_catalogue()), __version__)


@router.get("/sectors", response_model=WordList, responses=READS)
def read_sectors(call: AnyCall) -> Response:
    """Every kind of workplace."""
    return call.give(WordList.of_sectors(load_catalogue()), __version__)


@router.get("/languages", response_model=WordList, responses=READS)
def read_languages(call: AnyCall) -> Response:
    """Every language."""
    return call.give(WordList.of_languages(load_catalogue()), __version__)
