"""The candidate's yes (borgerens ja) to being shown to one opening: given, taken back, never removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.domain import GoAhead
from matcher.services.access import require_relation
from matcher.services.errors import NotHere
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.facts import load_one, save_rows


class Said(StrEnum):
    """How a candidate said yes."""

    MEETING = "meeting"
    TELEPHONE = "telephone"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class SeenGoAhead:
    """One yes of a candidate.

    Attributes
    ----------
    opening, given, withdrawn
        To what, since when, and until when; None while it stands.
    said
        How; None for what was imported.
    recorded_by
        Account of whoever wrote it down; None for what was imported.
    stands
        Whether it holds today.
    """

    opening: str
    given: date
    withdrawn: date | None
    said: Said | None
    recorded_by: str | None
    stands: bool


def stands(unit: Unit, candidate: str, opening: str) -> bool:
    """Whether the candidate's yes to that opening holds today. Ask it in the transaction that rests on it."""
    return bool(_standing(unit, candidate, opening))


def read_list(unit: Unit, candidate: str) -> list[SeenGoAhead]:
    """Everything one candidate has said yes to, by opening, the oldest first."""
    require_relation(unit, candidate)
    table = tables.go_aheads
    rows = unit.connection.execute(
        sa.select(table).where(table.c.candidate == candidate).order_by(table.c.opening, table.c.given)
    ).mappings()
    found = [_seen(unit, row) for row in rows]
    unit.record("list", "go_ahead", candidate, subjects={candidate}, count=len(found))
    return found


def give(unit: Unit, candidate: str, opening: str, said: Said) -> SeenGoAhead:
    """Write down that a candidate has said yes today; a yes that stands already stays as it is."""
    require_relation(unit, candidate)
    if load_one(unit.connection, "candidates", candidate, lock=True) is None:
        raise NotHere
    if load_one(unit.connection, "openings", opening) is None:
        raise NotHere
    standing = _standing(unit, candidate, opening)
    if not standing:
        yes = GoAhead(candidate, opening, unit.day)
        more = {"said": said.value, "recorded_by": unit.caller.account}
        save_rows(unit.connection, "go_aheads", [yes], unit.now, **more)
        unit.record(
            "give", "go_ahead", f"{candidate}/{opening}", subjects={candidate}, opening=opening, said=said.value
        )
        standing = _standing(unit, candidate, opening)
    else:
        unit.record("read", "go_ahead", f"{candidate}/{opening}", subjects={candidate}, opening=opening)
    return _seen(unit, standing[0])


def withdraw(unit: Unit, candidate: str, opening: str) -> None:
    """Write down that a candidate has taken her yes back today; what rests on it alone ends with it.

    It needs no reason and no version: it is hers to take back whenever she wants.

    Raises
    ------
    NotHere
        When no yes stands.
    """
    # The life of a match is told; it asks us in turn whether a yes stands.
    from matcher.services.placements import go_ahead_withdrawn

    require_relation(unit, candidate)
    if load_one(unit.connection, "candidates", candidate, lock=True) is None:
        raise NotHere
    standing = [from_mapping(GoAhead, row) for row in _standing(unit, candidate, opening)]
    if not standing:
        raise NotHere
    save_rows(unit.connection, "go_aheads", [replace(yes, withdrawn=unit.day) for yes in standing], unit.now)
    unit.record("withdraw", "go_ahead", f"{candidate}/{opening}", subjects={candidate}, opening=opening)
    go_ahead_withdrawn(unit, candidate, opening)


def _standing(unit: Unit, candidate: str, opening: str) -> list[dict[Any, Any]]:
    """The yeses that hold today: one, or several where they were imported."""
    table = tables.go_aheads
    query = (
        sa.select(table)
        .where(
            table.c.candidate == candidate,
            table.c.opening == opening,
            table.c.given <= unit.day,
            table.c.withdrawn.is_(None) | (table.c.withdrawn > unit.day),
        )
        .order_by(table.c.given)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def _seen(unit: Unit, row: Mapping[Any, Any]) -> SeenGoAhead:
    fact: GoAhead = from_mapping(GoAhead, row)
    said = None if row["said"] is None else Said(row["said"])
    return SeenGoAhead(fact.opening, fact.given, fact.withdrawn, said, row["recorded_by"], fact.stands_on(unit.day))
