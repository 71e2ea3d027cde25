"""Calls that carry a key of the caller's, so that the same call sent again is not done again.

Of what was answered only the status and where the result stands are kept, nothing of what it said: whoever sends the
call again may have lost her access since, and a look at a person belongs in the log with its purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matcher.services.errors import Refused
from matcher.services.unit import Unit
from matcher.store import tables

_a = tables.answers


@dataclass(frozen=True, slots=True)
class Done:
    """How a call was answered when it was done.

    Attributes
    ----------
    headers
        Where its result stands and in which version; opaque ids only.
    """

    status: int
    headers: Mapping[str, str]


def find(unit: Unit, key: str, call: str) -> Done | None:
    """How this account's call with that key was answered; None when it has not been done.

    Parameters
    ----------
    call
        Fingerprint of everything the call says.

    Raises
    ------
    Refused
        Code ``key_used``, when the key went with another call.
    """
    query = sa.select(_a).where(_a.c.account == unit.caller.account, _a.c.key == key)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if row["call"] != call:
        raise Refused("Denne Idempotency-Key er brugt til et andet kald; brug en ny", "key_used")
    return Done(row["status"], row["headers"])


def begin(unit: Unit, key: str, call: str) -> Done | None:
    """Take the key for this unit of work, or tell how the call was answered before.

    The same call under way at the same moment is waited for: it takes the key in its own transaction, and until that
    ends the database lets no other have it.
    """
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    row = {"account": unit.caller.account, "key": key, "call": call, "status": 0, "headers": {}, "at": unit.now}
    taken = unit.connection.execute(insert(_a).values(row).on_conflict_do_nothing().returning(_a.c.key)).first()
    return find(unit, key, call) if taken is None else None


def end(unit: Unit, key: str, done: Done) -> None:
    """Keep how the call that has begun is answered."""
    own = (_a.c.account == unit.caller.account) & (_a.c.key == key)
    unit.connection.execute(sa.update(_a).where(own).values(status=done.status, headers=dict(done.headers)))
