"""Links to a shortlist, for an employer without an account: signed, short-lived, ended at once when taken back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import NotHere
from matcher.services.sessions import hashed
from matcher.services.shortlists import for_employer, owner_of
from matcher.services.unit import Services, Unit, new_id
from matcher.store import tables

_RANDOM = 24
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that has been handed out.

    Attributes
    ----------
    id
        What it is taken back by; it opens nothing.
    opening
        Whose shortlist it shows.
    issued_by, issued_at, expires_at, revoked_at
        The account, and when; `revoked_at` is None while it stands.
    """

    id: str
    opening: str
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that somebody has come in by.

    Attributes
    ----------
    caller
        Who is logged as looking.
    link
        It; its opening's shortlist may be seen.
    """

    caller: Caller
    link: Link


def issue(unit: Unit, opening: str, days: int, key: str) -> tuple[Link, str]:
    """Hand out a link to an opening's shortlist; its token is given this once and kept nowhere.

    Parameters
    ----------
    key
        The secret that signs tokens.
    """
    unit.require(Role.CONSULTANT)
    if owner_of(unit, opening) is None:
        raise NotHere
    expires = (unit.now + timedelta(days=days)).replace(microsecond=0)
    link = Link(new_id("li"), opening, unit.caller.account, unit.now, expires, None)
    token = _token(secrets.token_bytes(_RANDOM), expires, key)
    unit.connection.execute(
        sa.insert(tables.links).values(
            id=link.id,
            token=hashed(token),
            opening=opening,
            issued_by=link.issued_by,
            issued_at=link.issued_at,
            expires_at=expires,
        )
    )
    unit.record("issue", "link", link.id, opening=opening, days=days)
    return link, token


def of_opening(unit: Unit, opening: str) -> list[Link]:
    """The links of an opening that stand or have stood, the newest first; without their tokens."""
    unit.require(Role.CONSULTANT)
    if owner_of(unit, opening) is None:
        raise NotHere
    table = tables.links
    query = sa.select(table).where(table.c.opening == opening).order_by(table.c.issued_at.desc(), table.c.id)
    unit.record("list", "link", "", opening=opening)
    return [_link(row) for row in unit.connection.execute(query)]


def revoke(unit: Unit, link: str) -> None:
    """Take a link back; from now on it opens nothing. Taking it back twice is no mistake."""
    unit.require(Role.CONSULTANT)
    table = tables.links
    row = unit.connection.execute(sa.select(table).where(table.c.id == link).with_for_update()).one_or_none()
    if row is None:
        raise NotHere
    if row.revoked_at is None:
        unit.connection.execute(sa.update(table).where(table.c.id == link).values(revoked_at=unit.now))
    unit.record("revoke", "link", link, opening=row.opening)


def open_link(services: Services, token: str, key: str, request: str) -> Opened:
    """Who comes in by a token.

    Raises
    ------
    NotHere
        When it is forged, unknown, too old or taken back: they all look the same.
    """
    nobody = Caller("link", "", Role.EMPLOYER, "-", None, Purpose.MATCHING, request)
    with services.unit(nobody, writes=False) as unit:
        if not _is_signed(token, unit.now, key):
            raise NotHere
        link = _standing(unit, tables.links.c.token == hashed(token))
        owner = owner_of(unit, link.opening) or ""
    return Opened(Caller(f"link:{link.id}", "", Role.EMPLOYER, owner, owner, Purpose.MATCHING, request), link)


def look(services: Services, opened: Opened) -> Document:
    """The employer's shortlist, as it is today; refused also when the link is taken back while it is made."""
    here = tables.links.c.id == opened.link.id
    return for_employer(services, opened.caller, opened.link.opening, lambda unit: _standing(unit, here))


def _standing(unit: Unit, here: sa.ColumnElement[bool]) -> Link:
    row = unit.connection.execute(sa.select(tables.links).where(here)).one_or_none()
    if row is None or row.revoked_at is not None or row.expires_at <= unit.now:
        raise NotHere
    return _link(row)


def _link(row: Any) -> Link:
    return Link(row.id, row.opening, row.issued_by, row.issued_at, row.expires_at, row.revoked_at)


def _token(random: bytes, expires: datetime, key: str) -> str:
    said = random + struct.pack(">Q", int(expires.timestamp()))
    return base64.urlsafe_b64encode(said + _signature(said, key)).decode().rstrip("=")


def _is_signed(token: str, now: datetime, key: str) -> bool:
    """Whether it was made here and its time has not run out; the database need not be asked about any other."""
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    said, signature = whole[: _RANDOM + 8], whole[_RANDOM + 8 :]
    if len(said) != _RANDOM + 8 or not hmac.compare_digest(_signature(said, key), signature):
        return False
    return datetime.fromtimestamp(struct.unpack(">Q", said[_RANDOM:])[0], UTC) > now


def _signature(said: bytes, key: str) -> bytes:
    """With a key of its own, so that nothing else that is signed can be taken for a link."""
    own = hmac.new(key.encode(), b"brobygger/link", hashlib.sha256).digest()
    return hmac.new(own, said, hashlib.sha256).digest()
