"""What is scarce: of everything that placements use, how much there is, is used, and what one more would be worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.services.bookings import booked
from matcher.services.caller import Role
from matcher.services.plans import READERS, latest, row_of
from matcher.services.unit import Unit
from matcher.store import tables

_SAID = ("kind", "owner", "subject", "label", "unit", "capacity")


@dataclass(frozen=True, slots=True)
class SeenResource:
    """One resource.

    Attributes
    ----------
    values
        kind, owner, subject, label, unit, capacity; used (by the plan) and booked (now) for whoever may see what single
        people use.
    price
        What one more unit is worth at most, in units of the plan's value; None without a plan that is priced.
    """

    id: str
    values: Mapping[str, Any]
    price: float | None


def read_list(
    unit: Unit, plan: str | None, limit: int, after: int = 0
) -> tuple[str | None, list[SeenResource], int | None]:
    """Resources by one plan, those first that matter most: price times capacity.

    Parameters
    ----------
    plan
        None takes the published plan, else the draft made last.
    after
        How many to pass over.

    Returns
    -------
    tuple
        The plan, its resources, and the number after which the next page begins.

    Notes
    -----
    An evaluator sees how much there is and what it is worth. What is used of a quiet room is what one person needs.
    """
    unit.require(*READERS)
    key = plan or latest(unit)
    rows = _stored(unit) if key is None else row_of(unit, key, tables.plans.c.resources)["resources"]
    order = sorted(rows, key=lambda r: (-(rows[r].get("price") or 0.0) * rows[r]["capacity"], r))
    page = order[after : after + limit]
    taken = booked(unit, page) if unit.caller.role is not Role.EVALUATOR else {}
    found = []
    for resource in page:
        row = rows[resource]
        values = {name: row[name] for name in _SAID}
        if unit.caller.role is not Role.EVALUATOR:
            values |= {"used": row.get("used"), "booked": taken.get(resource, 0.0)}
        found.append(SeenResource(resource, values, row.get("price")))
    return key, found, after + limit if len(order) > after + limit else None


def _stored(unit: Unit) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: dict(row) for row in unit.connection.execute(sa.select(tables.resources)).mappings()}
