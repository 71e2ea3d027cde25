"""Looks at a person: when, why, in which organisation and at what; never the employee's name or id (C-579/21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.services.access import require_relation
from matcher.services.unit import Unit
from matcher.store import tables


@dataclass(frozen=True, slots=True)
class Look:
    """One time that somebody, or a plan, used a person's data.

    Attributes
    ----------
    number
        Of the row in the log.
    at, purpose
        When and why; no purpose where the system acted at a date that somebody had set.
    organisation, role
        Where it was done, and as what; not by whom.
    action, noun, outcome
        What was done to what: ``read`` ``candidate`` ``done``.
    fields
        Names of the fields that were changed, where some were.
    """

    number: int
    at: datetime
    purpose: str | None
    organisation: str
    role: str
    action: str
    noun: str
    outcome: str
    fields: tuple[str, ...] = ()


def read(unit: Unit, candidate: str, limit: int, after: int = 0) -> tuple[list[Look], int | None]:
    """Every look at a candidate by number, and after which number the next page begins. It is a look itself.

    Looks that have been deleted from the log in their time are not among them (`matcher.services.retention`).
    """
    require_relation(unit, candidate)
    found = list(of(unit.connection, candidate, limit + 1, after))
    looks = found[:limit]
    unit.record("read", "looks", candidate, subjects={candidate}, count=len(looks))
    return looks, looks[-1].number if len(found) > limit else None


def of(connection: sa.Connection, candidate: str, limit: int | None = None, after: int = 0) -> Iterator[Look]:
    """Every row of the log that is still about a candidate, cut to what she may know."""
    log, about = tables.audit, tables.audit_subjects
    query = (
        sa.select(log)
        .join(about, about.c.number == log.c.number)
        .where(about.c.candidate == candidate, log.c.number > after)
        .order_by(log.c.number)
        .limit(limit)
    )
    for row in connection.execute(query).mappings():
        said = {name: row[name] for name in Look.__slots__ if name != "fields"}
        yield Look(**said, fields=_names(row["detail"]))


def _names(detail: dict[str, Any]) -> tuple[str, ...]:
    fields = detail.get("fields")
    return tuple(name for name in fields if isinstance(name, str)) if isinstance(fields, list) else ()
