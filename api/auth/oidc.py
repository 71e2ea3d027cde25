"""`/auth/oidc`: off to the municipality's identity provider, and back again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.auth import coming, cookies
from api.auth.identity_provider import IdentityProvider, MixedUp
from api.auth.pending import SECONDS, Pending
from api.call import own_address
from api.errors import problem, responses
from matcher.domain import MatcherError
from matcher.services import sign_in
from matcher.services.errors import NotAllowed, NotHere, NotSignedIn, Unavailable
from matcher.services.sessions import same

BACK = "/api/v1/auth/oidc/callback"
router = APIRouter(prefix="/auth/oidc", tags=["session"])
_Short = Annotated[str, Query(max_length=4_000)]


@router.get("/start", status_code=303, response_class=RedirectResponse, responses=responses(404, 422, 429, 503))
def begin(request: Request, wanted: Annotated[str, Query(alias="next", max_length=500)] = "/") -> Response:
    """Send the browser to the identity provider."""
    services, settings = coming.parts(request)
    coming.count(request)
    pending = Pending.begin(coming.local_path(wanted))
    address = _provider(request).address(
        back_to=own_address(request, settings) + BACK,
        state=pending.state,
        nonce=pending.nonce,
        verifier=pending.verifier,
    )
    response = RedirectResponse(address, status_code=303)
    cookies.put(response, settings, cookies.STATE, pending.closed(settings, services.clock()), seconds=SECONDS)
    return response


@router.get(
    "/callback",
    status_code=303,
    response_class=RedirectResponse,
    responses=responses(400, 401, 403, 404, 422, 429, 503),
)
def finish(request: Request, code: _Short = "", state: _Short = "", error: _Short = "") -> Response:
    """Let in whom the identity provider vouches for, once."""
    services, settings = coming.parts(request)
    coming.count(request)
    provider = _provider(request)
    try:
        pending = Pending.opened(cookies.get(request, settings, cookies.STATE), settings, services.clock())
        if not same(state, pending.state):
            raise MixedUp("state")
        if error or not code:
            raise NotAllowed("Du blev ikke logget ind hos kommunens login. Begynd forfra.")
        claims = provider.claims(
            code,
            back_to=own_address(request, settings) + BACK,
            nonce=pending.nonce,
            verifier=pending.verifier,
            now=services.clock().timestamp(),
        )
    except (MixedUp, NotAllowed, NotSignedIn, Unavailable) as refusal:
        why = refusal.why if isinstance(refusal, MixedUp) else type(refusal).__name__
        sign_in.log_failure(services, request.state.request_id, why)
        return _refused(request, refusal)
    try:
        entered = sign_in.with_claims(services, settings, claims, request=request.state.request_id)
    except NotAllowed as refusal:
        return _refused(request, refusal)
    response = RedirectResponse(pending.wanted, status_code=303)
    cookies.set_session(response, settings, entered.session.token)
    cookies.take(response, settings, cookies.STATE)
    return response


def _provider(request: Request) -> IdentityProvider:
    provider: IdentityProvider = request.app.state.identity_provider
    if not provider.is_set:
        raise NotHere("Kommunens login er ikke sat op her.")
    return provider


def _refused(request: Request, refusal: MatcherError) -> Response:
    """A refusal, to a person as a page and to a program as a problem document; either way it must be begun anew."""
    from api.auth import pages

    settings = request.app.state.settings
    status, word = next(
        found
        for kind, found in {
            MixedUp: (400, "sign_in_mixed_up"),
            NotAllowed: (403, "not_allowed"),
            NotSignedIn: (401, "not_signed_in"),
            Unavailable: (503, "unavailable"),
        }.items()
        if isinstance(refusal, kind)
    )
    response: Response
    if "text/html" in request.headers.get("accept", ""):
        response = pages.sign_in_page(request, status=status, error=str(refusal), error_lang=pages.OURS)
    else:
        response = problem(request, status, word, str(refusal))
    cookies.take(response, settings, cookies.STATE)
    return response
