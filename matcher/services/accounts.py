"""Accounts: who may come in and as what. An administrator keeps them; she never sees a person's case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from matcher.services import passwords, sessions
from matcher.services.caller import Role
from matcher.services.errors import Malformed, NotAllowed, NotHere, Outdated, Refused
from matcher.services.sign_in import plain_username
from matcher.services.unit import Unit, new_id
from matcher.settings import Settings
from matcher.store import tables

_CHANGEABLE = ("name", "role", "organisation", "employer", "active")


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes
    ----------
    username
        Name to sign in with; None for an account from outside.
    employer
        Whose workplaces she answers for, when she is an employer.
    outside
        Whether an identity provider vouches for her: then her name, role and organisation come from there.
    """

    id: str
    username: str | None
    name: str
    role: Role
    organisation: str
    employer: str | None
    active: bool
    demo: bool
    outside: bool
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an administrator says about an account."""

    name: str
    role: Role
    organisation: str
    employer: str | None = None
    active: bool = True


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[Account], str | None]:
    """Accounts sorted by id, and where the next page begins."""
    unit.require(Role.ADMINISTRATOR)
    table = tables.accounts
    query = sa.select(table).where(table.c.id > after).order_by(table.c.id).limit(limit + 1)
    rows = unit.connection.execute(query).mappings().all()
    unit.record("list", "account", "", after=after, count=len(rows[:limit]))
    found = [_account(row) for row in rows[:limit]]
    return found, found[-1].id if len(rows) > limit else None


def read(unit: Unit, account: str) -> Account:
    """One account."""
    unit.require(Role.ADMINISTRATOR)
    unit.record("read", "account", account)
    return _account(_row(unit, account))


def create(
    unit: Unit, settings: Settings, username: str, said: Particulars, password: str | None = None
) -> tuple[Account, str | None]:
    """A new account with a password; the password too when it was invented here, for this once.

    Raises
    ------
    NotAllowed
        When this municipality has no local accounts.
    """
    unit.require(Role.ADMINISTRATOR)
    _require_local_accounts(settings)
    name = plain_username(username)
    _check(unit, said)
    if password is not None:
        passwords.require_good(password, name)
    taken = sa.select(tables.accounts.c.id).where(tables.accounts.c.username == name)
    if unit.connection.execute(taken).first() is not None:
        raise Refused("Det brugernavn er i brug; vælg et andet", "username_taken")
    invented = passwords.invent() if password is None else None
    account = insert_local(unit, name, said, passwords.kept(password or invented or ""))
    unit.record("create", "account", account, role=said.role.value)
    return _account(_row(unit, account)), invented


def first_administrator(unit: Unit, settings: Settings, username: str, name: str, organisation: str) -> str:
    """Let somebody in where nobody is yet; gives the password that was invented for her, this once.

    For whoever runs the system, from its own machine: over the API only an administrator makes accounts.

    Raises
    ------
    NotAllowed
        When this municipality has no local accounts.
    Refused
        When there is an active administrator already.
    """
    unit.require(Role.SYSTEM)
    _require_local_accounts(settings)
    table = tables.accounts
    here = (table.c.role == Role.ADMINISTRATOR.value) & table.c.active & table.c.demo.is_(False)
    if unit.connection.execute(sa.select(table.c.id).where(here).limit(1)).first() is not None:
        raise Refused("Der er en administrator i forvejen; lad hende oprette kontoen", "administrator_there")
    plain = plain_username(username)
    if unit.connection.execute(sa.select(table.c.id).where(table.c.username == plain)).first() is not None:
        raise Refused("Det brugernavn er i brug; vælg et andet", "username_taken")
    invented = passwords.invent()
    account = insert_local(unit, plain, Particulars(name, Role.ADMINISTRATOR, organisation), passwords.kept(invented))
    unit.record("create", "account", account, role=Role.ADMINISTRATOR.value, first=True)
    return invented


def insert_local(unit: Unit, username: str, said: Particulars, stored: str, *, demo: bool = False) -> str:
    """Put in the row of an account with a password; the caller has checked everything."""
    account = new_id("ac")
    unit.connection.execute(
        sa.insert(tables.accounts).values(
            id=account,
            username=username,
            password=stored,
            name=said.name,
            role=said.role.value,
            organisation=said.organisation,
            employer=said.employer,
            active=said.active,
            demo=demo,
            created_at=unit.now,
            version=1,
            changed_at=unit.now,
        )
    )
    return account


def replace(unit: Unit, account: str, said: Particulars, version: int) -> Account:
    """Give an account another name, role, organisation or employer, or close it; its sign-ins end at once.

    Raises
    ------
    Refused
        When nobody would be left to administer, or when what is to change comes from an identity provider.
    Outdated
        When somebody has changed it since that version.
    """
    unit.require(Role.ADMINISTRATOR)
    _lock_administrators(unit)
    row = _row(unit, account, lock=True)
    if row["version"] != version:
        raise Outdated
    new = {name: getattr(said, name) for name in _CHANGEABLE} | {"role": said.role.value}
    changed = [name for name in _CHANGEABLE if row[name] != new[name]]
    if not changed:
        unit.record("change", "account", account, fields=[])
        return _account(row)
    if row["issuer"] is not None and changed != ["active"]:
        raise Refused("Navn, rolle og organisation kommer fra kommunens login; ret dem dér", "role_from_outside")
    if changed != ["active"]:
        _check(unit, said)
    stays = said.active and said.role is Role.ADMINISTRATOR
    if row["active"] and row["role"] == Role.ADMINISTRATOR and not stays:
        _require_another_administrator(unit, row)
    here = tables.accounts.c.id == account
    unit.connection.execute(
        sa.update(tables.accounts).where(here).values(**new, version=version + 1, changed_at=unit.now)
    )
    unit.record("change", "account", account, fields=changed)
    sessions.end_all(unit, account)
    return _account(_row(unit, account))


def set_password(unit: Unit, settings: Settings, account: str, password: str | None) -> str | None:
    """Give a local account another password; its sign-ins end at once. The password when it was invented here."""
    unit.require(Role.ADMINISTRATOR)
    _require_local_accounts(settings)
    row = _row(unit, account, lock=True)
    if row["issuer"] is not None:
        raise Refused("Kontoen logger ind et andet sted og har ingen adgangskode her", "no_password")
    if row["demo"]:
        raise Refused("Demoens adgangskode kan ikke skiftes", "demo_account")
    if password is not None:
        passwords.require_good(password, row["username"] or "")
    invented = passwords.invent() if password is None else None
    here = tables.accounts.c.id == account
    stored = passwords.kept(password or invented or "")
    unit.connection.execute(sa.update(tables.accounts).where(here).values(password=stored))
    unit.record("change", "account", account, fields=["password"])
    sessions.end_all(unit, account)
    return invented


def end_sessions(unit: Unit, account: str) -> None:
    """End every sign-in of an account, at once."""
    unit.require(Role.ADMINISTRATOR)
    _row(unit, account)
    sessions.end_all(unit, account)


def _row(unit: Unit, account: str, *, lock: bool = False) -> sa.RowMapping:
    query = sa.select(tables.accounts).where(tables.accounts.c.id == account)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return row


def _account(row: sa.RowMapping) -> Account:
    return Account(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        role=Role(row["role"]),
        organisation=row["organisation"],
        employer=row["employer"],
        active=row["active"],
        demo=row["demo"],
        outside=row["issuer"] is not None,
        created_at=row["created_at"],
        version=row["version"],
    )


def _check(unit: Unit, said: Particulars) -> None:
    """Refuse an employer's account without an employer, anybody else's with one, and the worker's role."""
    if said.role is Role.SYSTEM:
        raise Malformed("Den rolle har kun systemet selv", "role")
    if (said.role is Role.EMPLOYER) != (said.employer is not None):
        raise Malformed("En virksomhedskonto hører til en virksomhed, og kun den", "employer")
    if said.employer is not None:
        known = sa.select(tables.employers.c.id).where(tables.employers.c.id == said.employer)
        if unit.connection.execute(known).first() is None:
            raise Malformed("Virksomheden findes ikke", "employer")


def _require_local_accounts(settings: Settings) -> None:
    if not settings.has_local_accounts:
        raise NotAllowed("Her er ingen adgangskoder; konti kommer fra kommunens login.")


def _lock_administrators(unit: Unit) -> None:
    """Let nobody else close one meanwhile: two who close each other would leave none."""
    table = tables.accounts
    query = sa.select(table.c.id).where(table.c.role == Role.ADMINISTRATOR.value)
    unit.connection.execute(query.order_by(table.c.id).with_for_update()).all()


def _require_another_administrator(unit: Unit, row: sa.RowMapping) -> None:
    table = tables.accounts
    query = sa.select(table.c.id).where(
        table.c.role == Role.ADMINISTRATOR.value, table.c.active, table.c.id != row["id"]
    )
    if not row["demo"]:
        # One of the demo's is no help to a municipality.
        query = query.where(~table.c.demo)
    if unit.connection.execute(query.limit(1)).first() is None:
        raise Refused("Mindst én administrator skal være tilbage; opret en anden først", "last_administrator")
