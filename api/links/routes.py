"""Links to a shortlist: handed out by a consultant, opened by whoever has one, without signing in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.call import ConsultantCall, own_address
from api.errors import READS, WRITES, responses
from api.links.coming import LinkCall
from api.links.schemas import IssuedLink, LinkList, LinkOut, NewLink
from api.shapes import Id, shown
from api.shortlists.schemas import EmployerListOut
from matcher.services import links
from matcher.services.unit import Unit

router = APIRouter(tags=["links"])
Opening = Annotated[Id, Path(description="Id of the opening.")]
Key = Annotated[Id, Path(description="Id of the link.")]


@router.post("/openings/{opening}/links", response_model=IssuedLink, status_code=201, responses=WRITES)
def issue_link(opening: Opening, body: NewLink, call: ConsultantCall) -> Response:
    """Hand out a link; its address is given this once and stored nowhere, so an Idempotency-Key does not count here."""

    def do(unit: Unit) -> IssuedLink:
        days = body.days or call.settings.link_days
        link, token = links.issue(unit, opening, days, call.settings.signing_key)
        return IssuedLink.with_url(link, f"{own_address(call.request, call.settings)}/api/v1/shortlists/{token}")

    return call.write(do, 201, keep=False)


@router.get("/openings/{opening}/links", response_model=LinkList, responses=READS)
def read_links(opening: Opening, call: ConsultantCall) -> Response:
    """The links of an opening, without what opens them."""
    return call.read(lambda unit: LinkList(items=[LinkOut.of(link) for link in links.of_opening(unit, opening)]))


@router.delete("/links/{link}", status_code=204, responses=WRITES)
def revoke_link(link: Key, call: ConsultantCall) -> Response:
    """Take a link back, at once."""
    return call.write(lambda unit: links.revoke(unit, link))


@router.get("/shortlists/{token}", response_model=EmployerListOut, responses=responses(404, 422, 429, 503))
def open_link(call: LinkCall) -> Response:
    """The employer's shortlist, without signing in; a link that is unknown, too old or taken back is not there."""
    return call.ask(lambda services, _: shown(EmployerListOut, **links.look(services, call.opened)))
