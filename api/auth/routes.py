"""`/session`: signing in with a password of ours, who is signed in, and signing out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.auth import coming, cookies
from api.auth.schemas import Credentials, NewPassword, NewSession, SessionOut
from api.call import JSON, AnyCall, require_own_page, token_of
from api.errors import READS, WRITES, responses
from matcher.services import sessions, sign_in

router = APIRouter(prefix="/session", tags=["session"])


@router.post("", response_model=NewSession, status_code=201, responses=responses(400, 401, 403, 413, 422, 429, 503))
def begin_session(body: Credentials, request: Request) -> Response:
    """Sign in to a local account."""
    services, settings = coming.parts(request)
    coming.count(request)
    require_own_page(request, settings)
    entered = sign_in.with_password(
        services,
        settings,
        body.username,
        body.password,
        address=coming.address_of(request),
        request=request.state.request_id,
    )
    response = Response(NewSession.begun(entered).model_dump_json(), status_code=201, media_type=JSON)
    cookies.set_session(response, settings, entered.session.token)
    return response


@router.get("", response_model=SessionOut, responses=READS)
def read_session(call: AnyCall) -> Response:
    """Who is signed in."""
    return call.read(lambda _: SessionOut.of(call.caller, call.csrf, call.demo), logged=False)


@router.delete("", status_code=204, responses=WRITES)
def end_session(call: AnyCall) -> Response:
    """Sign out, at once."""
    token, _ = token_of(call.request, call.settings)
    response = call.write(lambda unit: sessions.end(unit, token), keep=False)
    cookies.clear_session(response, call.settings)
    return response


@router.post("/password", status_code=204, responses=WRITES)
def change_password(body: NewPassword, call: AnyCall) -> Response:
    """Give oneself another password; every other sign-in of the account ends."""
    token, _ = token_of(call.request, call.settings)
    address = coming.address_of(call.request)
    sign_in.change_own_password(
        call.services, call.settings, call.caller, token, body.current, body.new, address=address
    )
    return Response(status_code=204)
