"""Whoever comes to the door: from where, how often, and where she wants to go afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from matcher.services.unit import Services
from matcher.settings import Settings


def address_of(request: Request) -> str:
    """The address the call comes from; behind a proxy the server must be told whose word to take for it."""
    return request.client.host if request.client is not None else "-"


def count(request: Request) -> None:
    """Count a stranger's call.

    Raises
    ------
    TooMany
        When there are too many from that address.
    """
    request.app.state.pace.count_address(address_of(request))


def parts(request: Request) -> tuple[Services, Settings]:
    """What the application works with."""
    return request.app.state.services, request.app.state.settings


def local_path(wanted: str) -> str:
    """A path of ours, or the first page: a link to us may not lead on to somebody else."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or len(wanted) > 500:
        return "/"
    if not wanted.isascii() or not wanted.isprintable() or " " in wanted:
        return "/"
    found = urlsplit(wanted)
    return "/" if found.scheme or found.netloc else wanted
