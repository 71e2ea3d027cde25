"""One call: who makes it, in one transaction, answered once however often it is sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Protocol, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from matcher.services import sessions
from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import Incomplete, Malformed, NotAllowed, NotSignedIn, Outdated, Refused
from matcher.services.unit import Services, Unit
from matcher.settings import Settings
from matcher.store import tables

COOKIE = "brobygger_session"
JSON = "application/json"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_T = TypeVar("_T")


class Versioned(Protocol):
    """What carries the version of a row."""

    @property
    def version(self) -> int:
        """Of the row it was read from."""


@dataclass(frozen=True)
class Call:
    """A call that has been let in.

    Attributes
    ----------
    caller
        Who makes it.
    services
        What she may ask for.
    settings
        How this is run.
    """

    request: Request
    caller: Caller
    services: Services
    settings: Settings

    def read(self, ask: Callable[[Unit], BaseModel], *, logged: bool = True) -> Response:
        """Answer with what a service reads.

        Parameters
        ----------
        logged
            False for what is about no person; then nothing is written, not even into the log.
        """
        with self.services.unit(self.caller, writes=logged) as unit:
            answer = ask(unit)
        return _answer(answer, 200, self.request.headers.get("if-none-match"))

    def write(self, do: Callable[[Unit], BaseModel | None], status: int = 200) -> Response:
        """Answer with what a service has done. With an idempotency key the answer is kept, in the same transaction."""
        key = self.request.headers.get("idempotency-key")
        if key is not None and not _KEY.fullmatch(key):
            raise Malformed("Idempotency-Key skal være 1 til 200 synlige tegn", "Idempotency-Key")
        with self.services.unit(self.caller) as unit:
            kept = None if key is None else _kept(unit, key, self._what())
            if kept is not None:
                return kept
            answer = do(unit)
            response = Response(status_code=204) if answer is None else _answer(answer, status, None)
            if key is not None:
                _keep(unit, key, self._what(), response)
        return response

    @property
    def expected_version(self) -> int:
        """The version the caller has read and means to change, from If-Match.

        Raises
        ------
        Incomplete, Outdated
            When she does not say, or says something that is no version of ours.
        """
        said = self.request.headers.get("if-match")
        if said is None:
            raise Incomplete("Sig, hvilken udgave du ændrer: send ETag fra sidste læsning som If-Match")
        found = re.fullmatch(r'"v(\d{1,9})"', said.strip())
        if found is None:
            raise Outdated
        return int(found[1])

    def _what(self) -> str:
        """Fingerprint of the call: the same key for something else is a mistake."""
        said = [self.request.method, self.request.url.path, self.request.url.query]
        body = getattr(self.request.state, "body_digest", "")
        return hashlib.sha256("\n".join([*said, body]).encode()).hexdigest()


def _answer(answer: BaseModel, status: int, known: str | None) -> Response:
    version = getattr(answer, "version", None)
    headers = {} if version is None else {"ETag": f'"v{version}"'}
    location = getattr(answer, "location", None)
    if location is not None:
        headers["Location"] = location
    if known is not None and version is not None and known.strip() == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    # What is not there for this role is left out altogether, not shown as empty.
    body = answer.model_dump_json(exclude_unset=True)
    return Response(body, status_code=status, media_type=JSON, headers=headers)


def _kept(unit: Unit, key: str, what: str) -> Response | None:
    """The answer this account was given the last time it sent that key."""
    table = tables.answers
    query = sa.select(table).where(table.c.account == unit.caller.account, table.c.key == key)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if row["call"] != what:
        raise Refused("Denne Idempotency-Key er brugt til et andet kald; brug en ny", "key_used")
    headers = {**row["headers"], "Idempotent-Replay": "true"}
    return Response(row["body"], status_code=row["status"], media_type=JSON if row["body"] else None, headers=headers)


def _keep(unit: Unit, key: str, what: str, response: Response) -> None:
    kept = {name: response.headers[name] for name in ("etag", "location") if name in response.headers}
    unit.connection.execute(
        sa.insert(tables.answers).values(
            account=unit.caller.account,
            key=key,
            call=what,
            status=response.status_code,
            headers=kept,
            body=bytes(response.body).decode(),
            at=unit.now,
        )
    )


def _token_of(request: Request) -> tuple[str, bool]:
    """The token of the sign-in, and whether a browser sends it by itself."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), False
    cookie = request.cookies.get(COOKIE) or request.cookies.get(f"__Host-{COOKIE}")
    if cookie:
        return cookie, True
    raise NotSignedIn


def _require_own_page(request: Request, csrf: str, settings: Settings) -> None:
    """Refuse a browser's write from another page than ours: a cookie goes along by itself, a token does not."""
    origin = request.headers.get("origin")
    ours = settings.public_url.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"
    if origin is not None and origin != ours:
        raise NotAllowed("Kaldet kommer fra en fremmed side.")
    sent = request.headers.get("x-csrf-token", "")
    if not sessions.same(sent, csrf):
        raise NotAllowed("Formularens nøgle mangler eller er forkert; hent siden igen.")


def _call(request: Request, purpose: Purpose | None) -> Call:
    services: Services = request.app.state.services
    settings: Settings = request.app.state.settings
    token, by_itself = _token_of(request)
    found = sessions.who(services, token, request.state.request_id, purpose, settings.idle_minutes)
    if by_itself and request.method not in SAFE:
        _require_own_page(request, found.csrf, settings)
    request.app.state.pace.count(found.caller.account)
    request.state.caller = found.caller
    return Call(request, found.caller, services, settings)


Why = Annotated[
    Purpose | None,
    Header(alias="Brobygger-Purpose", description="Why the call looks at a person; needed wherever it is about one."),
]


def any_caller(request: Request, purpose: Why = None) -> Call:
    """Let in whoever is signed in."""
    return _call(request, purpose)


def let_in(*roles: Role) -> Callable[..., Call]:
    """Let in those roles; refuse others, and log it."""

    def dependency(request: Request, purpose: Why = None) -> Call:
        call = _call(request, purpose)
        with_role(call, *roles)
        return call

    return dependency


def with_role(call: Call, *roles: Role) -> None:
    """Refuse a caller of another role, in a unit of its own so that it is logged."""
    if call.caller.role in roles:
        return
    with call.services.unit(replace(call.caller, purpose=None), writes=False) as unit:
        unit.require(*roles)


AnyCall = Annotated[Call, Depends(any_caller)]
ConsultantCall = Annotated[Call, Depends(let_in(Role.CONSULTANT))]
EmployerCall = Annotated[Call, Depends(let_in(Role.EMPLOYER))]
StaffCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.EMPLOYER))]
EvaluatorCall = Annotated[Call, Depends(let_in(Role.EVALUATOR))]
AdministratorCall = Annotated[Call, Depends(let_in(Role.ADMINISTRATOR))]
MunicipalCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR, Role.ADMINISTRATOR))]
"""Anybody of the municipality; the services say what each of them sees."""
InsightCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.AUDITOR))]
