"""The cookies we set: of the sign-in, of a sign-in under way, of a form, of the language."""

from __future__ import annotations

from fastapi import Request, Response

from api.call import COOKIE, cookie_name
from matcher.settings import Mode, Settings

STATE = "brobygger_state"
FORM = "brobygger_form"
LANGUAGE = "brobygger_lang"


def set_session(response: Response, settings: Settings, token: str) -> None:
    """Let the browser send the sign-in along; it ends with the browser, or with the sign-in itself."""
    put(response, settings, COOKIE, token, seconds=int(settings.session_hours * 3600))


def clear_session(response: Response, settings: Settings) -> None:
    """Let the browser forget the sign-in."""
    take(response, settings, COOKIE)


def put(response: Response, settings: Settings, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie that no script reads and no foreign page's form sends."""
    response.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.mode is Mode.PRODUCTION,
        httponly=True,
        samesite="lax",
    )


def take(response: Response, settings: Settings, name: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(
        cookie_name(settings, name),
        path="/",
        secure=settings.mode is Mode.PRODUCTION,
        httponly=True,
        samesite="lax",
    )


def get(request: Request, settings: Settings, name: str) -> str:
    """What the browser sent of a cookie; nothing when it sent none."""
    return request.cookies.get(cookie_name(settings, name), "")
