"""The candidate's yes (borgerens ja) to being shown to one opening: given, taken back, never removed.

A yes is to one match. When that match is over (ended, refused, lapsed, withdrawn after the employer was told) the yes
is used up: it puts nobody on a shortlist and lets nobody be introduced again until she has said yes anew. What counts
is when she said it (``said_at``), which is written when she does and at no other time: whoever corrects the row, by a
file or by hand, says nothing on her behalf.
"""

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
from matcher.services.transitions import State
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
        Whether it holds today: given, not taken back, not used up.
    """

    opening: str
    given: date
    withdrawn: date | None
    said: Said | None
    recorded_by: str | None
    stands: bool


def stands(unit: Unit, candidate: str, opening: str) -> bool:
    """Whether the candidate's yes to that opening holds today. Ask it in the transaction that rests on it."""
    return bool(_given(unit, candidate, opening, ~used_up()))


def used_up() -> sa.ColumnElement[bool]:
    """Whether the match that a yes was given for is over; a condition on rows of `go_aheads`."""
    g, p = tables.go_aheads, tables.placements
    told = p.c.waiting_set_by.is_not(None)
    over = p.c.state.in_([s.value for s in (State.ENDED, State.REFUSED, State.LAPSED)])
    withdrawn = (p.c.state == State.WITHDRAWN.value) & told
    same = (p.c.candidate == g.c.candidate) & (p.c.opening == g.c.opening)
    return sa.select(p.c.id).where(same, over | withdrawn, p.c.changed_at > g.c.said_at).exists()


def read_list(unit: Unit, candidate: str) -> list[SeenGoAhead]:
    """Everything one candidate has said yes to, by opening, the oldest first."""
    require_relation(unit, candidate)
    table = tables.go_aheads
    query = sa.select(table, used_up().label("used_up")).where(table.c.candidate == candidate)
    rows = unit.connection.execute(query.order_by(table.c.opening, table.c.given)).mappings()
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
    standing = _given(unit, candidate, opening, ~used_up())
    if not standing:
        yes = GoAhead(candidate, opening, unit.day)
        # Also where the row is there already: a yes that was taken back, or used up, earlier today.
        more = {"said": said.value, "said_at": unit.now, "recorded_by": unit.caller.account}
        save_rows(unit.connection, "go_aheads", [yes], unit.now, **more)
        unit.record(
            "give", "go_ahead", f"{candidate}/{opening}", subjects={candidate}, opening=opening, said=said.value
        )
        standing = _given(unit, candidate, opening)[-1:]
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
    standing = [from_mapping(GoAhead, row) for row in _given(unit, candidate, opening)]
    if not standing:
        raise NotHere
    save_rows(unit.connection, "go_aheads", [replace(yes, withdrawn=unit.day) for yes in standing], unit.now)
    unit.record("withdraw", "go_ahead", f"{candidate}/{opening}", subjects={candidate}, opening=opening)
    go_ahead_withdrawn(unit, candidate, opening)


def _given(
    unit: Unit, candidate: str, opening: str, besides: sa.ColumnElement[bool] | None = None
) -> list[dict[Any, Any]]:
    """The yeses that have been given and not taken back: one, or several where they were imported or used up."""
    table = tables.go_aheads
    query = (
        sa.select(table, used_up().label("used_up"))
        .where(
            table.c.candidate == candidate,
            table.c.opening == opening,
            table.c.given <= unit.day,
            table.c.withdrawn.is_(None) | (table.c.withdrawn > unit.day),
            sa.true() if besides is None else besides,
        )
        .order_by(table.c.given)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def _seen(unit: Unit, row: Mapping[Any, Any]) -> SeenGoAhead:
    fact: GoAhead = from_mapping(GoAhead, row)
    stands = fact.stands_on(unit.day) and not row["used_up"]
    said = None if row["said"] is None else Said(row["said"])
    return SeenGoAhead(fact.opening, fact.given, fact.withdrawn, said, row["recorded_by"], stands)
