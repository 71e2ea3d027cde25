"""Sign-ins that last: a random token in the browser, its hash in the database, and an end that works at once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import NotSignedIn
from matcher.services.unit import Services, Unit
from matcher.settings import Assurance
from matcher.store import tables
from matcher.store.hot import Hot

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that has begun.

    Attributes
    ----------
    token
        The secret that shows it; given once.
    csrf
        What a form must send along.
    """

    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in with a token.

    Attributes
    ----------
    csrf
        What a form of hers must send along.
    demo
        Whether her account is one of the demo's.
    """

    caller: Caller
    csrf: str
    demo: bool = False


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(sent: str, kept: str) -> bool:
    """Whether two secrets are equal, in the same time whether or not they are."""
    return secrets.compare_digest(sent.encode(), kept.encode())


def begin(unit: Unit, account: str, assurance: Assurance, hours: float) -> Session:
    """Begin a sign-in of an account."""
    session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    unit.connection.execute(
        sa.insert(tables.sessions).values(
            token=hashed(session.token),
            account=account,
            csrf=session.csrf,
            assurance=assurance.value,
            created_at=unit.now,
            seen_at=unit.now,
            expires_at=unit.now + timedelta(hours=hours),
        )
    )
    unit.record("sign_in", "session", account, assurance=assurance.value)
    return session


def end(unit: Unit, token: str) -> None:
    """End a sign-in, at once."""
    table = tables.sessions
    here = (table.c.token == hashed(token)) & table.c.revoked_at.is_(None)
    unit.connection.execute(sa.update(table).where(here).values(revoked_at=unit.now))
    unit.record("sign_out", "session", unit.caller.account)


def end_all(unit: Unit, account: str, *, but: str = "") -> None:
    """End every sign-in of an account, at once: her role has changed, or she has left.

    Parameters
    ----------
    but
        The token of the one that goes on; none when empty.
    """
    table = tables.sessions
    here = (table.c.account == account) & table.c.revoked_at.is_(None) & (table.c.token != hashed(but))
    unit.connection.execute(sa.update(table).where(here).values(revoked_at=unit.now))
    unit.record("sign_out", "session", account, all=True)


def _who() -> sa.Select[Any]:
    s, a = tables.sessions, tables.accounts
    session = (s.c.account, s.c.csrf, s.c.seen_at, s.c.expires_at, s.c.revoked_at)
    own = (a.c.name, a.c.role, a.c.organisation, a.c.employer, a.c.active, a.c.demo)
    return sa.select(*session, *own).join(a, a.c.id == s.c.account).where(s.c.token == sa.bindparam("token_hash"))


# Every call asks it, so it is written once.
_WHO = Hot(_who())


def who(
    services: Services,
    token: str,
    request: str,
    purpose: Purpose | None,
    idle_minutes: float,
    *,
    counts: bool = True,
) -> SignedIn:
    """Who is signed in with that token: looked up anew in every call, so that a change of role acts at once.

    Parameters
    ----------
    counts
        False for a look that does not count as use.

    Raises
    ------
    NotSignedIn
        When the token is unknown, ended or too old, or the account is closed.
    """
    with services.store.reading() as connection:
        found = _WHO(connection, {"token_hash": hashed(token)})
    now = services.clock()
    row = found[0] if found else None
    if row is None or row.revoked_at is not None or not row.active:
        raise NotSignedIn
    if row.expires_at <= now or row.seen_at + timedelta(minutes=idle_minutes) <= now:
        raise NotSignedIn("Dit login er udløbet. Log ind igen.")
    if counts and row.seen_at + _SEEN_EVERY <= now:
        with services.store.writing() as connection:
            table = tables.sessions
            connection.execute(sa.update(table).where(table.c.token == hashed(token)).values(seen_at=now))
    caller = Caller(
        account=row.account,
        name=row.name,
        role=Role(row.role),
        organisation=row.organisation,
        employer=row.employer,
        purpose=purpose,
        request=request,
    )
    return SignedIn(caller, row.csrf, row.demo)
