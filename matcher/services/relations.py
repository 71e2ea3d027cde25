"""Whose case a person is: begun by whoever brings her in, handed on by her, ended by an end date."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.services.unit import Unit, new_id
from matcher.store import tables


def begin_relation(unit: Unit, candidate: str, account: str) -> None:
    """Give an account a case relation to a candidate; nothing when there is one already."""
    table = tables.relations
    here = (table.c.candidate == candidate) & (table.c.account == account) & table.c.until.is_(None)
    if unit.connection.execute(sa.select(table.c.id).where(here)).first() is not None:
        return
    unit.connection.execute(
        sa.insert(table).values(
            id=new_id("re"), candidate=candidate, account=account, since=unit.now, given_by=unit.caller.account
        )
    )
