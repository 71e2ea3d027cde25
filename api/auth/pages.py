"""The pages for signing in and out; they work without script."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from api.auth import coming, cookies
from api.call import admit, require_key, require_own_page, token_of
from api.rendering import language_of, render
from api.shapes import is_readable
from api.texts import LANGUAGES, text
from matcher.services import demo_accounts, sessions, sign_in
from matcher.services.errors import NotAllowed, NotSignedIn, TooMany
from matcher.services.passwords import DEMO_PASSWORD, MOST
from matcher.settings import Mode

DOCUMENTATION = "/docs"
OURS = LANGUAGES[0]
"""What the services speak."""
router = APIRouter(include_in_schema=False)
_Field = Annotated[str, Form()]


@router.get("/")
def home(request: Request) -> Response:
    """Who is signed in."""
    try:
        call = admit(request, None)
    except NotSignedIn:
        return RedirectResponse("/sign-in", status_code=303)
    return render(request, "home.html", call=call, documentation=DOCUMENTATION)


@router.get("/sign-in")
def show_sign_in(request: Request) -> Response:
    """The form."""
    return sign_in_page(request)


@router.post("/sign-in")
def send_sign_in(
    request: Request, username: _Field = "", password: _Field = "", key: _Field = "", wanted: _Field = "/"
) -> Response:
    """Sign in with the form, and go where one wanted to go."""
    services, settings = coming.parts(request)
    lang = language_of(request)
    try:
        coming.count(request)
        require_own_page(request, settings)
        require_key(key, cookies.get(request, settings, cookies.FORM) or "-")
    except TooMany as refusal:
        return _too_many(request, refusal, username)
    except NotAllowed:
        return sign_in_page(request, status=403, error=text("sign_in.stale", lang), username=username)
    missing = [name for name, value in (("username", username), ("password", password)) if not value.strip()]
    if missing:
        return sign_in_page(request, status=422, missing=missing, username=username, wanted=wanted)
    if not (is_readable(username) and is_readable(password)):
        return sign_in_page(request, status=422, error=text("sign_in.unreadable", lang), wanted=wanted)
    try:
        entered = sign_in.with_password(
            services,
            settings,
            username[:MOST],
            password[: MOST + 1],
            address=coming.address_of(request),
            request=request.state.request_id,
        )
    except TooMany as refusal:
        return _too_many(request, refusal, username)
    except NotSignedIn:
        return sign_in_page(request, status=401, error=text("sign_in.wrong", lang), username=username, wanted=wanted)
    except NotAllowed as refusal:
        return sign_in_page(request, status=403, error=str(refusal), error_lang=OURS, username=username)
    response = RedirectResponse(coming.local_path(wanted), status_code=303)
    cookies.set_session(response, settings, entered.session.token)
    # The next form on this computer gets another key.
    cookies.take(response, settings, cookies.FORM)
    return response


@router.post("/sign-out")
def send_sign_out(request: Request, key: _Field = "") -> Response:
    """Sign out, at once."""
    response = RedirectResponse("/sign-in", status_code=303)
    try:
        call = admit(request, None, key)
    except NotSignedIn:
        return response
    token, _ = token_of(request, call.settings)
    with call.services.unit(call.caller) as unit:
        sessions.end(unit, token)
    cookies.clear_session(response, call.settings)
    return response


def sign_in_page(
    request: Request,
    *,
    status: int = 200,
    error: str = "",
    error_lang: str = "",
    missing: list[str] | None = None,
    username: str = "",
    wanted: str | None = None,
) -> Response:
    """The form, with what went wrong."""
    services, settings = coming.parts(request)
    is_demo = settings.mode is Mode.DEMO
    known = cookies.get(request, settings, cookies.FORM)
    key = known if 20 <= len(known) <= 100 else secrets.token_urlsafe(32)
    response = render(
        request,
        "sign_in.html",
        status=status,
        error=error,
        error_lang=error_lang or language_of(request),
        missing=missing or [],
        username=username[:100],
        wanted=coming.local_path(request.query_params.get("next", "/") if wanted is None else wanted),
        key=key,
        by_password=settings.has_local_accounts,
        by_provider=request.app.state.identity_provider.is_set,
        accounts=demo_accounts.listed(services) if is_demo and settings.has_local_accounts else (),
        demo_password=DEMO_PASSWORD,
    )
    if key != known:
        cookies.put(response, settings, cookies.FORM, key)
    return response


def _too_many(request: Request, refusal: TooMany, username: str) -> Response:
    minutes = -(-refusal.seconds // 60)
    sentence = text("sign_in.too_many", language_of(request), minutes=minutes)
    response = sign_in_page(request, status=429, error=sentence, username=username)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response
