"""Coming in by a link: nobody is signed in, so calls are counted by address and by link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from api.auth.coming import address_of
from api.call import Call
from matcher.services import links

PER_MINUTE = 60
"""Most looks of one link, and most calls of one address that try links."""
Token = Annotated[str, Path(min_length=1, max_length=200, description="What the link's address ends with.")]


@dataclass(frozen=True, kw_only=True)
class ByLink(Call):
    """A call that has been let in by a link.

    Attributes
    ----------
    opened
        The link, and who is logged as looking.
    """

    opened: links.Opened


def by_link(token: Token, request: Request) -> ByLink:
    """Let in whoever has a link that stands."""
    state = request.app.state
    state.link_pace.count_address(address_of(request))
    key, call = state.settings.signing_key, request.state.request_id
    opened = links.open_link(state.services, token, key, call)
    state.link_pace.count(opened.caller.account)
    request.state.caller = opened.caller
    return ByLink(request, opened.caller, state.services, state.settings, opened=opened)


LinkCall = Annotated[ByLink, Depends(by_link)]
