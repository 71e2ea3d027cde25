"""One call: who makes it, in one transaction, answered once however often it is sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from matcher.services import repeats, sessions
from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import Incomplete, Malformed, NotAllowed, NotSignedIn, Outdated
from matcher.services.repeats import Done
from matcher.services.sessions import SignedIn
from matcher.services.unit import Services, Unit
from matcher.settings import Mode, Settings

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
    csrf
        What a form of hers must send along.
    demo
        Whether her account is one of the demo's.
    """

    request: Request
    caller: Caller
    services: Services
    settings: Settings
    csrf: str = ""
    demo: bool = False

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

    def give(self, answer: BaseModel, etag: str) -> Response:
        """Answer with what is the same for everybody until the software is another: a browser may keep it."""
        headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        if (self.request.headers.get("if-none-match") or "").strip() == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(answer.model_dump_json(), media_type=JSON, headers=headers)

    def ask(self, ask: Callable[[Services, Caller], BaseModel]) -> Response:
        """Answer with what a service works out in units of its own: long work holds no transaction."""
        return _answer(ask(self.services, self.caller), 200, None)

    def send(self, fetch: Callable[[Unit], tuple[str, bytes]], media_type: str) -> Response:
        """Answer with a file: what a service gives as its name and its content."""
        with self.services.unit(self.caller) as unit:
            name, content = fetch(unit)
        return Response(
            content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def is_still_in(self) -> bool:
        """Whether she is still signed in and still who she was, for an answer that goes on for longer than a moment."""
        try:
            return sign_in_of(self.request, self.caller.purpose, counts=False).caller == self.caller
        except NotSignedIn:
            return False

    def write(
        self,
        do: Callable[[Unit], BaseModel | None],
        status: int = 200,
        *,
        keep: bool = True,
        said: str | None = None,
    ) -> Response:
        """Answer with what a service has done.

        With an idempotency key it is done once: sent again, the call is answered with the same status, Location and
        ETag, and without a body (`repeated`).

        Parameters
        ----------
        keep
            False for an answer with a secret in it: it is given once.
        said
            What the call says, where its body differs from time to time though it says the same: a file in a form.
        """
        key = self._key if keep else None
        with self.services.unit(self.caller) as unit:
            done = None if key is None else repeats.begin(unit, key, self._what(said))
            if done is not None:
                return _again(done)
            answer = do(unit)
            response = Response(status_code=204) if answer is None else _answer(answer, status, None)
            if key is not None:
                kept = {name: response.headers[name] for name in ("etag", "location") if name in response.headers}
                repeats.end(unit, key, Done(response.status_code, kept))
        return response

    def repeated(self) -> Response | None:
        """The answer when the call has been done before, for work that comes before `write`; None when it has not."""
        key = self._key
        if key is None:
            return None
        with self.services.unit(self.caller, writes=False) as unit:
            done = repeats.find(unit, key, self._what(None))
        return None if done is None else _again(done)

    @property
    def _key(self) -> str | None:
        key = self.request.headers.get("idempotency-key")
        if key is not None and not _KEY.fullmatch(key):
            raise Malformed("Idempotency-Key skal være 1 til 200 synlige tegn", "Idempotency-Key")
        return key

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
        found = re.fullmatch(r'"v([0-9]{1,9})"', said.strip())
        if found is None:
            raise Outdated
        return int(found[1])

    @property
    def version_if_said(self) -> int | None:
        """The same where there may be no row yet; None when the caller does not say."""
        return None if self.request.headers.get("if-match") is None else self.expected_version

    def _what(self, said: str | None) -> str:
        """Fingerprint of the call: the same key for something else is a mistake."""
        line = [self.request.method, self.request.url.path, self.request.url.query]
        body = getattr(self.request.state, "body_digest", "") if said is None else said
        return hashlib.sha256("\n".join([*line, body]).encode()).hexdigest()


def _answer(answer: BaseModel, status: int, known: str | None) -> Response:
    version = getattr(answer, "version", None)
    headers = {} if version is None else {"ETag": f'"v{version}"'}
    location = getattr(answer, "location", None)
    if location is not None:
        headers["Location"] = location
    if known is not None and version is not None and known.strip() == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    # What is not there for this role is left out altogether, not shown as empty. Stored values are plain: no warnings.
    body = answer.model_dump_json(exclude_unset=True, warnings=False)
    return Response(body, status_code=status, media_type=JSON, headers=headers)


def _again(done: Done) -> Response:
    return Response(status_code=done.status, headers={**done.headers, "Idempotent-Replay": "true"})


def cookie_name(settings: Settings, name: str = COOKIE) -> str:
    """Name of a cookie of ours; in production no other host and no page without encryption can set it."""
    return f"__Host-{name}" if settings.mode is Mode.PRODUCTION else name


def token_of(request: Request, settings: Settings) -> tuple[str, bool]:
    """The token of the sign-in, and whether a browser sends it by itself."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), False
    cookie = request.cookies.get(cookie_name(settings))
    if cookie:
        return cookie, True
    raise NotSignedIn


def own_address(request: Request, settings: Settings) -> str:
    """Where browsers reach us, without a path."""
    return settings.public_url.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"


def require_own_page(request: Request, settings: Settings) -> None:
    """Refuse what a browser sends from a page that is not ours."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if (origin is not None and origin != own_address(request, settings)) or site not in ("same-origin", "none"):
        raise NotAllowed("Kaldet kommer fra en fremmed side.")


def require_key(sent: str, csrf: str) -> None:
    """Refuse a form that does not send along the key that it was given."""
    if not sessions.same(sent, csrf):
        raise NotAllowed("Formularens nøgle mangler eller er forkert; hent siden igen.")


def sign_in_of(request: Request, purpose: Purpose | None, *, counts: bool = True) -> SignedIn:
    """Who is signed in, as of this moment.

    Parameters
    ----------
    counts
        False for a look that does not count as use.

    Raises
    ------
    NotSignedIn
        When nobody is.
    """
    settings: Settings = request.app.state.settings
    token, _ = token_of(request, settings)
    made, idle = request.state.request_id, settings.idle_minutes
    found = sessions.who(request.app.state.services, token, made, purpose, idle, counts=counts)
    if found.demo and settings.mode is Mode.PRODUCTION:
        raise NotSignedIn
    return found


def admit(request: Request, purpose: Purpose | None, key: str | None = None) -> Call:
    """Let in whoever is signed in. A cookie goes along by itself, so a write with one must come from a page of ours.

    Parameters
    ----------
    key
        What a form sent along; scripts send it in the header ``X-CSRF-Token``.
    """
    services: Services = request.app.state.services
    settings: Settings = request.app.state.settings
    _, by_itself = token_of(request, settings)
    found = sign_in_of(request, purpose)
    if by_itself and request.method not in SAFE:
        # In a unit, so that a refusal is logged.
        with services.unit(found.caller, writes=False):
            require_own_page(request, settings)
            require_key(request.headers.get("x-csrf-token", "") if key is None else key, found.csrf)
    request.app.state.pace.count(found.caller.account)
    request.state.caller = found.caller
    return Call(request, found.caller, services, settings, found.csrf, found.demo)


Why = Annotated[
    Purpose | None,
    Header(alias="Brobygger-Purpose", description="Why the call looks at a person; needed wherever it is about one."),
]


def any_caller(request: Request, purpose: Why = None) -> Call:
    """Let in whoever is signed in."""
    return admit(request, purpose)


def let_in(*roles: Role) -> Callable[..., Call]:
    """Let in those roles; refuse others, and log it."""

    def dependency(request: Request, purpose: Why = None) -> Call:
        call = admit(request, purpose)
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
SupplyCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.EMPLOYER, Role.EVALUATOR, Role.AUDITOR))]
"""Whoever reads facts about employers and their workplaces, an employer her own."""
SupportCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR))]
"""Whoever reads what the municipality can draw on."""
PlanCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR))]
"""Whoever may see plans as a whole, and what is scarce."""
InsightCall = Annotated[Call, Depends(let_in(Role.CONSULTANT, Role.AUDITOR))]
