"""`/imports`: a workbook in, a report out; read by the worker."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Response, UploadFile

from api.call import ConsultantCall
from api.errors import READS, WRITES
from api.imports.schemas import ImportOut, ImportPage, ProblemOut, ProblemPage, SubmittedOut
from api.shapes import After, Day, Id, Limit, Name
from matcher.services import imports
from matcher.services.imports import Upload
from matcher.services.unit import Unit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter(prefix="/imports", tags=["imports"])
Key = Annotated[Id, Path(description="Id of the import.")]
Basis = Annotated[Name, Form(description="Where the law lets the municipality use what is in the file.")]
DryRun = Annotated[bool, Form(description="Only say what would become of it.")]
AcceptValid = Annotated[bool, Form(description="Take in the valid rows when others cannot be used.")]
FileDay = Annotated[
    Day | None,
    Form(ge=date(2000, 1, 1), le=date(2100, 1, 1), description="The day it counts for, when the file does not say."),
]
AfterNumber = Annotated[int, Query(ge=0, le=1_000_000, description="`next` of the page before.")]


@router.post("", response_model=ImportOut, status_code=202, responses=WRITES)
def submit_import(
    call: ConsultantCall,
    file: UploadFile,
    legal_basis: Basis,
    dry_run: DryRun = False,
    accept_valid: AcceptValid = False,
    day: FileDay = None,
) -> Response:
    """Send a workbook; it is read after the call, and then gone from the database."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    upload = Upload(name, file.file.read(), legal_basis, dry_run, accept_valid, day)
    return call.write(lambda unit: SubmittedOut.of(imports.submit(unit, upload)), 202, said=upload.said)


@router.get("", response_model=ImportPage, responses=READS)
def read_imports(call: ConsultantCall, limit: Limit = 50, after: After = "") -> Response:
    """The caller's own imports, the newest first."""

    def page(unit: Unit) -> ImportPage:
        items, following = imports.read_list(unit, limit, after)
        return ImportPage(items=[ImportOut.of(seen) for seen in items], next=following)

    return call.read(page, logged=False)


@router.get("/{import_id}", response_model=ImportOut, responses=READS)
def read_import(import_id: Key, call: ConsultantCall) -> Response:
    """One import: how far it is, and what was read."""
    return call.read(lambda unit: ImportOut.of(imports.read(unit, import_id)), logged=False)


@router.get("/{import_id}/problems", response_model=ProblemPage, responses=READS)
def read_problems(import_id: Key, call: ConsultantCall, limit: Limit = 50, after: AfterNumber = 0) -> Response:
    """What is wrong with the rows of the file, in its order."""

    def page(unit: Unit) -> ProblemPage:
        items, following = imports.read_problems(unit, import_id, limit, after)
        return ProblemPage(items=[ProblemOut(**item) for item in items], next=following)

    return call.read(page)


@router.get(
    "/{import_id}/report.xlsx",
    response_class=Response,
    responses=READS | {200: {"description": "A workbook.", "content": {WORKBOOK: {}}}},
)
def read_report(import_id: Key, call: ConsultantCall) -> Response:
    """The caller's own rows with a column that says what to mend; gone after some days."""
    return call.send(lambda unit: imports.read_report(unit, import_id), WORKBOOK)
