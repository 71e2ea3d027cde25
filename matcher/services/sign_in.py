"""Signing in: with a password of our own, or by what an identity provider vouches for. Every try is in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from matcher.services import attempts, passwords, sessions
from matcher.services.caller import SYSTEM, Caller, Role
from matcher.services.claims import Claimed, UnusableClaims, read_claims
from matcher.services.errors import Malformed, NotAllowed, NotSignedIn, Refused, TooMany
from matcher.services.unit import Services, Unit, new_id
from matcher.settings import Assurance, Mode, Settings
from matcher.store import tables

_WRONG = "Navnet eller adgangskoden er forkert."


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody has come in.

    Attributes
    ----------
    session
        Her sign-in.
    caller
        Who she is.
    demo
        Whether her account is one of the demo's.
    """

    session: sessions.Session
    caller: Caller
    demo: bool


def with_password(
    services: Services, settings: Settings, username: str, password: str, *, address: str, request: str
) -> Entered:
    """Sign in to a local account.

    Parameters
    ----------
    address
        Where the call comes from.
    request
        Id of the call.

    Raises
    ------
    NotAllowed
        When this municipality has no local accounts.
    NotSignedIn
        The same sentence, after the same work, whether the name is unknown, the password wrong or the account closed.
    TooMany
        After too many failed tries of that name or from that address.
    """
    if not settings.has_local_accounts:
        raise NotAllowed("Her er ingen adgangskoder; log ind med kommunens login.")
    # Counted under the name that is looked up: otherwise each way to write it had guesses of its own.
    name = attempts.fingerprint(settings.signing_key, plain_username(username))
    attempt = _counted(services, settings, name, address, request)
    row = _local(services, username)
    usable = row is not None and row["active"] and not (row["demo"] and settings.mode is Mode.PRODUCTION)
    if not passwords.fits(password, None if row is None else row["password"]) or row is None or not usable:
        _log_failure(services, request, name, "password" if usable else "account")
        raise NotSignedIn(_WRONG)
    with services.unit(_caller(row, request)) as unit:
        now = account_row(unit, row["id"], lock=True)
        if not now["active"] or now["password"] != row["password"]:
            raise NotSignedIn(_WRONG)
        attempts.forgive(unit, attempt)
        if passwords.is_old(row["password"]):
            _keep_password(unit, row["id"], password)
        session = sessions.begin(unit, row["id"], Assurance.LOW, settings.session_hours)
    return Entered(session, _caller(row, request), row["demo"])


def change_own_password(
    services: Services, settings: Settings, caller: Caller, token: str, current: str, new: str, *, address: str
) -> None:
    """Give oneself another password; every other sign-in of the account ends.

    Raises
    ------
    Refused
        When the account has no password of ours, or is one of the demo's.
    Malformed
        When the present password is wrong, or the new one too easy.
    """
    with services.unit(caller, writes=False) as unit:
        row = account_row(unit, caller.account)
    if row["password"] is None:
        raise Refused("Din konto har ingen adgangskode her; skift den, hvor du logger ind", "no_password")
    if row["demo"]:
        raise Refused("Demoens adgangskode kan ikke skiftes", "demo_account")
    passwords.require_good(new, row["username"] or "")
    name = attempts.fingerprint(settings.signing_key, row["username"] or "")
    attempt = _counted(services, settings, name, address, caller.request)
    if not passwords.fits(current, row["password"]):
        _log_failure(services, caller.request, name, "password")
        raise Malformed("Den nuværende adgangskode er forkert", "current")
    with services.unit(caller) as unit:
        attempts.forgive(unit, attempt)
        _keep_password(unit, caller.account, new)
        sessions.end_all(unit, caller.account, but=token)
        unit.record("change", "account", caller.account, fields=["password"])


def with_claims(services: Services, settings: Settings, claims: Mapping[str, Any], *, request: str) -> Entered:
    """Sign in by claims that have been verified; the account is made the first time and brought up to date each time.

    Raises
    ------
    NotAllowed
        When the claims do not let anybody in, or the account is closed.
    """
    try:
        claimed = read_claims(claims, settings)
        try:
            return _entered(services, settings, claimed, request)
        except sa.exc.IntegrityError:
            # The same person came in through two windows for the first time: the other one made her account.
            return _entered(services, settings, claimed, request)
    except UnusableClaims as refusal:
        who = attempts.fingerprint(settings.signing_key, f"{claims.get('iss')} {claims.get('sub')}")
        _log_failure(services, request, who, refusal.why)
        raise NotAllowed(str(refusal)) from None


def log_failure(services: Services, request: str, why: str) -> None:
    """Log that a sign-in from outside came to nothing before anybody was vouched for."""
    _log_failure(services, request, "-", why)


def plain_username(username: str) -> str:
    """A name to sign in with, as it is kept: without blanks around it, in small letters."""
    return username.replace("\0", "").strip().lower()


def account_row(unit: Unit, account: str, *, lock: bool = False) -> sa.RowMapping:
    """The row of an account that is there."""
    query = sa.select(tables.accounts).where(tables.accounts.c.id == account)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotSignedIn
    return row


def _entered(services: Services, settings: Settings, claimed: Claimed, request: str) -> Entered:
    with services.unit(_at_the_door(request)) as unit:
        account = _resolve(unit, claimed)
        row = account_row(unit, account)
        unit.caller = _caller(row, request)
        session = sessions.begin(unit, account, claimed.assurance, settings.session_hours)
    return Entered(session, unit.caller, row["demo"])


def _resolve(unit: Unit, claimed: Claimed) -> str:
    """The account of what was claimed, made or brought up to date."""
    table = tables.accounts
    employer, organisation = _employer(unit, claimed)
    said = {
        "name": claimed.name,
        "role": claimed.role.value,
        "organisation": claimed.organisation or organisation,
        "employer": employer,
    }
    here = (table.c.issuer == claimed.issuer) & (table.c.subject == claimed.subject)
    row = unit.connection.execute(sa.select(table).where(here).with_for_update()).mappings().one_or_none()
    if row is None:
        account = new_id("ac")
        values = {"id": account, "issuer": claimed.issuer, "subject": claimed.subject, "active": True, **said}
        unit.connection.execute(sa.insert(table).values(**values, created_at=unit.now, version=1, changed_at=unit.now))
        unit.record("create", "account", account, role=claimed.role.value, outside=True)
        return account
    if not row["active"]:
        raise UnusableClaims("Din konto er lukket. Tal med den, der driver systemet.", "closed")
    changed = sorted(name for name, value in said.items() if row[name] != value)
    if changed:
        version = table.c.version + 1
        unit.connection.execute(sa.update(table).where(here).values(**said, version=version, changed_at=unit.now))
        unit.record("change", "account", row["id"], fields=changed, outside=True)
    return str(row["id"])


def _employer(unit: Unit, claimed: Claimed) -> tuple[str | None, str]:
    """Id and name of the claimed employer; None and nothing for who is no employer."""
    if claimed.role is not Role.EMPLOYER:
        return None, ""
    table = tables.employers
    meant = (table.c.id == claimed.employer) | (table.c.cvr == claimed.employer)
    found = unit.connection.execute(sa.select(table.c.id, table.c.name).where(meant)).all()
    if not found:
        raise UnusableClaims("Din virksomhed er ikke oprettet hos kommunen. Tal med kommunen.", "employer")
    if len(found) > 1:
        raise UnusableClaims(
            "Flere virksomheder er oprettet med dit CVR-nummer. Bed kommunen om at rette det.", "employers"
        )
    return found[0].id, found[0].name


def _counted(services: Services, settings: Settings, name: str, address: str, request: str) -> attempts.Attempt:
    where = attempts.fingerprint(settings.signing_key, attempts.network(address))
    try:
        with services.unit(_at_the_door(request)) as unit:
            return attempts.begin(unit, name, where)
    except TooMany:
        _log_failure(services, request, name, "locked")
        raise


def _local(services: Services, username: str) -> sa.RowMapping | None:
    name = plain_username(username)
    table = tables.accounts
    with services.store.reading() as connection:
        return connection.execute(sa.select(table).where(table.c.username == name)).mappings().one_or_none()


def _keep_password(unit: Unit, account: str, password: str) -> None:
    here = tables.accounts.c.id == account
    unit.connection.execute(sa.update(tables.accounts).where(here).values(password=passwords.kept(password)))


def _log_failure(services: Services, request: str, name: str, why: str) -> None:
    """In a transaction of its own: what failed leaves nothing else behind."""
    with services.unit(_at_the_door(request)) as unit:
        unit.record("sign_in", "session", name, outcome="failed", why=why)


def _at_the_door(request: str) -> Caller:
    """Somebody of whom nothing is known yet."""
    return replace(SYSTEM, account="nobody", name="-", request=request)


def _caller(row: sa.RowMapping, request: str) -> Caller:
    return Caller(
        account=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        organisation=row["organisation"],
        employer=row["employer"],
        request=request,
    )
