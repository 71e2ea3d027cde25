"""Every refusal as a problem document (RFC 9457): a status, a short code, one sentence that says what to do."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.versions import unlike_a_version
from api.wrong_values import sentence_of
from matcher.domain import InvalidFact, MatcherError
from matcher.services.errors import (
    Incomplete,
    Malformed,
    NotAllowed,
    NotHere,
    NotSignedIn,
    Outdated,
    Refused,
    TooMany,
    Unavailable,
)

MEDIA_TYPE = "application/problem+json"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Brobygger"'}
"""How to sign in, as every 401 must say (RFC 9110, 11.6.1): with the token of `POST /session`."""
MOST_ERRORS = 50
"""Told in one answer; whoever has more mends these first."""
_LONGEST_FIELD, _LONGEST_SENTENCE = 200, 500
DOWN = "Databasen svarer ikke. Intet blev ændret; prøv igen om lidt."
_LOG = logging.getLogger("brobygger.api")
_CROSSED = ("40P01", "55P03", "40001")
"""PostgreSQL's words for calls that wait for each other, or too long: deadlock, lock, serialization."""


class FieldProblem(BaseModel):
    """What is wrong with one value."""

    field: str = Field(description="Where it stands, e.g. `hours_min` or `needs.0.accommodation`.")
    sentence: str


class Problem(BaseModel):
    """A refusal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "code": "not_here",
                    "detail": "Findes ikke, eller du har ikke adgang til det.",
                    "request": "req_4f1d2c3b4a596877",
                    "errors": [],
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="Short word for machines.")
    detail: str = Field(description="One sentence, in Danish, that says what to do.")
    request: str = Field(description="Id of the call, as it stands in the log.")
    errors: list[FieldProblem] = Field(default_factory=list)


_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    428: "Precondition Required",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_KINDS: tuple[tuple[type[MatcherError], int, str], ...] = (
    (NotHere, 404, "not_here"),
    (NotAllowed, 403, "not_allowed"),
    (NotSignedIn, 401, "not_signed_in"),
    (Outdated, 412, "outdated"),
    (Incomplete, 428, "incomplete"),
    (TooMany, 429, "too_many"),
    (Unavailable, 503, "unavailable"),
    (Refused, 409, "conflict"),
)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What to write into the OpenAPI document for those statuses."""
    said: dict[int | str, dict[str, Any]] = {
        status: {
            "model": Problem,
            "description": _TITLES[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
    if 401 in said:
        said[401]["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return said


READS = responses(400, 401, 403, 404, 422, 428, 429, 503)
"""Refusals of any call that reads."""
ASKS = READS | responses(413)
"""Refusals of a call that reads and sends what it asks about."""
WRITES = ASKS | responses(409, 412)
"""Refusals of any call that writes."""


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    errors: list[FieldProblem] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A refusal as an answer."""
    body = Problem(
        title=_TITLES.get(status, "Error"),
        status=status,
        code=code,
        detail=_writable(detail),
        request=getattr(request.state, "request_id", "-"),
        errors=[FieldProblem(field=_writable(e.field), sentence=_writable(e.sentence)) for e in errors or []],
    )
    if status == 401:
        headers = {**CHALLENGE, **(headers or {})}
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _writable(text: str) -> str:
    """The text without halves of letters, which the caller may have sent and no answer can hold."""
    return text.encode("utf-8", "replace").decode()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def install(app: FastAPI) -> None:
    """Let every exception become a problem document; nothing of what went wrong inside is told outside."""

    @app.exception_handler(MatcherError)
    async def _ours(request: Request, error: MatcherError) -> JSONResponse:
        if isinstance(error, InvalidFact):
            return problem(
                request, 422, "invalid", str(error), [FieldProblem(field=error.field, sentence=error.sentence)]
            )
        if isinstance(error, Malformed):
            errors = [FieldProblem(field=error.field, sentence=str(error))] if error.field else []
            return problem(request, 422, "invalid", str(error), errors)
        unlike = unlike_a_version(request.headers.get("if-match")) if isinstance(error, Outdated) else None
        if unlike is not None:
            return problem(request, unlike[0], "bad_version", unlike[1])
        for kind, status, code in _KINDS:
            if isinstance(error, kind):
                headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else None
                details = error.details if isinstance(error, Refused) else ()
                errors = [FieldProblem(field="", sentence=sentence) for sentence in details]
                word = error.code if isinstance(error, Refused) else code
                return problem(request, status, word, str(error), errors, headers)
        return problem(request, 422, "invalid", str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()
        errors = [
            FieldProblem(
                field=_cut(".".join(str(part) for part in e["loc"][1:]), _LONGEST_FIELD),
                sentence=_cut(sentence_of(e), _LONGEST_SENTENCE),
            )
            for e in found[:MOST_ERRORS]
        ]
        detail = "Kaldet kan ikke læses; se under errors, hvad der skal rettes."
        if len(found) > MOST_ERRORS:
            detail += f" De første {MOST_ERRORS} af {len(found)} er vist."
        return problem(request, 422, "invalid", detail, errors)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        words = {404: NotHere().args[0], 405: "Denne adresse kan ikke det; se API'ets beskrivelse."}
        detail = words.get(error.status_code, "Kaldet kan ikke læses.")
        code = {404: "not_here", 405: "wrong_method"}.get(error.status_code, "bad_call")
        headers = dict(error.headers) if error.headers else None
        return problem(request, error.status_code, code, detail, headers=headers)

    @app.exception_handler(sa.exc.OperationalError)
    async def _database(request: Request, error: sa.exc.OperationalError) -> JSONResponse:
        if getattr(error.orig, "sqlstate", None) in _CROSSED:
            _LOG.warning("two calls waited for each other", exc_info=error)
            return problem(request, 409, "busy", "Nogen arbejder på det samme lige nu. Intet blev ændret; prøv igen.")
        _LOG.error("the database does not answer", exc_info=error)
        return problem(request, 503, "unavailable", DOWN)

    @app.exception_handler(sa.exc.IntegrityError)
    async def _crossed(request: Request, error: sa.exc.IntegrityError) -> JSONResponse:
        # Services look before they write; what remains is two calls that looked at the same moment.
        _LOG.warning("two calls crossed", exc_info=error)
        sentence = "En anden ændrede det samme i samme øjeblik. Intet blev ændret; hent det igen, og prøv så."
        return problem(request, 409, "conflict", sentence)

    @app.exception_handler(sa.exc.DataError)
    async def _unstorable(request: Request, error: sa.exc.DataError) -> JSONResponse:
        # Shapes refuse what a database cannot hold; this is the net below them.
        _LOG.error("a value the database cannot hold came through", exc_info=error)
        return problem(request, 422, "invalid", "En værdi i kaldet kan ikke gemmes. Intet blev ændret.")


def fault(request: Request, error: Exception) -> JSONResponse:
    """The answer when something of ours is broken; what it was stands in the process's own log alone."""
    _LOG.error("a fault of ours", exc_info=error)
    return problem(
        request, 500, "fault", "Der skete en fejl hos os. Intet blev ændret. Nævn kaldets id, hvis du spørger."
    )
