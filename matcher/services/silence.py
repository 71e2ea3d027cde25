"""An employer who does not answer: a reminder, and then the match lapses by the date a named person has set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.services import due
from matcher.services.due import Due, DueDate
from matcher.services.moves import Move, move
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.store import tables

SILENT = "employer_silent"
"""The coded reason."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many employers were to be reminded, and how many matches have lapsed."""

    reminded: int
    lapsed: int


def sweep(unit: Unit) -> Swept:
    """Do what is due today for every employer who is waited for; what has been done is not done again.

    The consultant gets an item on her list for each. It is the person who set the date who has decided that a match
    lapses; the system carries it out.
    """
    p = tables.placements
    waiting = p.c.state == State.INTRODUCED.value
    lapsed = _locked(unit, waiting & (p.c.answer_by < unit.day))
    for row in lapsed:
        move(unit, row, Move(State.LAPSED, SILENT, decided_by=row["waiting_set_by"], carried_out_by="system"))
        due.add(unit, row["id"], DueDate(unit.day, Due.LAPSED))
        unit.record(
            "step",
            "placement",
            row["id"],
            subjects={row["candidate"]},
            came_from=State.INTRODUCED.value,
            to=State.LAPSED.value,
            code=SILENT,
            decided_by=row["waiting_set_by"],
        )
    quiet = _locked(unit, waiting & (p.c.remind_on <= unit.day) & p.c.reminded_at.is_(None))
    for row in quiet:
        # What the employer and the consultant see of the placement is as it was, so its version is too.
        unit.connection.execute(sa.update(p).where(p.c.id == row["id"]).values(reminded_at=unit.now))
        due.add(unit, row["id"], DueDate(unit.day, Due.REMINDER))
        unit.record("remind", "placement", row["id"], subjects={row["candidate"]})
    return Swept(len(quiet), len(lapsed))


def _locked(unit: Unit, where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    """Those placements, locked; one that another sweep has dealt with meanwhile is no longer among them."""
    p = tables.placements
    query = sa.select(p).where(where).order_by(p.c.id).with_for_update(key_share=True)
    return [dict(row) for row in unit.connection.execute(query).mappings()]
