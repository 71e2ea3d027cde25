"""How much there is of everything that placements use up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matcher.domain.plan import Resource
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.parts import in_parts

_SAID = ("kind", "owner", "subject", "label", "unit", "capacity")


def refresh(unit: Unit, rows: Iterable[Resource]) -> None:
    """Write how much there is of each resource.

    What is booked stays booked, also where there is less than that now: then nothing more can be booked of it. Rows are
    written in the order of their ids, so that two who write at once wait for each other and not for ever.
    """
    wanted = {row.id: _values(row) for row in rows}
    if not wanted:
        return
    known = _known(unit, sorted(wanted))
    changed = [
        {"id": key, **values, "changed_at": unit.now}
        for key, values in sorted(wanted.items())
        if known.get(key) != values
    ]
    if not changed:
        return
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    statement: Any = insert(tables.resources)
    new = {name: statement.excluded[name] for name in (*_SAID, "changed_at")}
    for some in in_parts(changed):
        unit.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=new), some)


def _values(row: Resource) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "owner": row.owner,
        "subject": row.subject,
        "label": row.label,
        "unit": row.unit,
        "capacity": float(row.capacity),
    }


def _known(unit: Unit, ids: list[str]) -> dict[str, dict[str, Any]]:
    table = tables.resources
    found: dict[str, dict[str, Any]] = {}
    for some in in_parts(ids):
        query = sa.select(table).where(table.c.id.in_(some))
        for row in unit.connection.execute(query).mappings():
            found[row["id"]] = {name: row[name] for name in _SAID}
    return found
