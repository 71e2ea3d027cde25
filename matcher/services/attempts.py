"""Counting failed sign-ins, so that nobody can guess for long; kept in the database, so that a restart forgets none."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from matcher.services.errors import TooMany
from matcher.services.unit import Unit
from matcher.store import tables

MOST = 5
"""Failed sign-ins of one name within `WITHIN`."""
MOST_FROM = 25
"""Failed sign-ins from one address within `WITHIN`: a whole office may stand behind one."""
WITHIN = timedelta(minutes=15)
_LOCK = 0x42_72_6F_62
"""Of PostgreSQL's advisory locks; SQLite has one writer anyway."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at the door.

    Attributes
    ----------
    name, address
        Fingerprints: what somebody typed may be her password, and an address is somebody's.
    at
        When.
    """

    name: str
    address: str
    at: datetime


def fingerprint(key: str, value: str) -> str:
    """A value that can be recognised but not read."""
    said = unicodedata.normalize("NFKC", value).strip().casefold()
    own = hmac.new(key.encode(), b"brobygger/sign-in", hashlib.sha256).digest()
    return hmac.new(own, said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def network(address: str) -> str:
    """The part of an address that its owner cannot change at will: the first half of IPv6, all of IPv4."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def begin(unit: Unit, name: str, address: str) -> Attempt:
    """Count a try as failed before it is made, so that many at once are no more than few after each other.

    Raises
    ------
    TooMany
        When there have been too many of that name or from that address.
    """
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    attempt = Attempt(f"sign-in:{name}", f"address:{address}", unit.now)
    table = tables.counters
    unit.connection.execute(sa.delete(table).where(table.c.window <= unit.now - WITHIN, _ours()))
    wait = max(_wait(unit, attempt.name, MOST), _wait(unit, attempt.address, MOST_FROM))
    if wait:
        minutes = math.ceil(wait / 60)
        raise TooMany(f"For mange mislykkede forsøg på at logge ind. Prøv igen om {minutes} min.", wait)
    _add(unit, (attempt.name, attempt.address))
    return attempt


def forgive(unit: Unit, attempt: Attempt) -> None:
    """The try succeeded: forget all of that name, but of that address this one alone; others may be somebody else's."""
    table = tables.counters
    unit.connection.execute(sa.delete(table).where(table.c.name == attempt.name))
    here = (table.c.name == attempt.address) & (table.c.window == attempt.at)
    unit.connection.execute(sa.delete(table).where(here, table.c.number <= 1))
    unit.connection.execute(sa.update(table).where(here).values(number=table.c.number - 1))


def _ours() -> sa.ColumnElement[bool]:
    name = tables.counters.c.name
    return name.startswith("sign-in:") | name.startswith("address:")


def _wait(unit: Unit, name: str, most: int) -> int:
    """Seconds until fewer than `most` are within the window; 0 when they are now."""
    table = tables.counters
    query = sa.select(table.c.window, table.c.number).where(table.c.name == name, table.c.window > unit.now - WITHIN)
    rows = unit.connection.execute(query.order_by(table.c.window)).all()
    left = sum(row.number for row in rows)
    wait = 0.0
    for row in rows:
        if left < most:
            break
        left -= row.number
        wait = (row.window + WITHIN - unit.now).total_seconds()
    return math.ceil(wait)


def _add(unit: Unit, names: Collection[str]) -> None:
    table = tables.counters
    for name in names:
        here = (table.c.name == name) & (table.c.window == unit.now)
        if unit.connection.execute(sa.update(table).where(here).values(number=table.c.number + 1)).rowcount == 0:
            unit.connection.execute(sa.insert(table).values(name=name, window=unit.now, number=1))
