"""Pages: a template, its texts in one language, and nothing that runs in the browser."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.auth import cookies
from api.texts import LANGUAGES, text
from matcher.settings import Mode, Settings

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """The language asked for in the address, or the one asked for last, or Danish."""
    settings: Settings = request.app.state.settings
    for wanted in (request.query_params.get("lang"), cookies.get(request, settings, cookies.LANGUAGE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return LANGUAGES[0]


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page; the language asked for in its address is kept in a cookie."""
    settings: Settings = request.app.state.settings
    lang = language_of(request)
    other = LANGUAGES[1 - LANGUAGES.index(lang)]
    address = {**dict(request.query_params), "lang": other}
    body = (
        _templates()
        .get_template(template)
        .render(
            lang=lang,
            other=other,
            other_address=f"{_page(request)}?{urlencode(address)}",
            t=partial(text, lang=lang),
            demo=settings.mode is Mode.DEMO,
            **values,
        )
    )
    response = HTMLResponse(body, status_code=status, headers={"Content-Language": lang})
    if request.query_params.get("lang") in LANGUAGES:
        cookies.put(response, settings, cookies.LANGUAGE, lang, seconds=_YEAR)
    return response


def _page(request: Request) -> str:
    """The page to look at again: what a form or a provider has sent us to can only be begun anew."""
    return request.url.path if request.url.path in ("/", "/docs") else "/sign-in"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
