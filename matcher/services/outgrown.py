"""Placements that no longer fit the hours or places of whom and what they are of: somebody must look at them.

Nothing of them is changed and nobody is stopped. What was agreed holds until people agree on something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from matcher.domain import Candidate, Opening
from matcher.services import due
from matcher.services.due import Due, DueDate
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.parts import in_parts

_ROUNDED = 0.01
"""Hours that are no difference: what is stored may be rounded."""
_p, _o, _c = tables.placements, tables.openings, tables.candidates


def is_smaller(old: Candidate | Opening, new: Candidate | Opening) -> bool:
    """Whether there are fewer hours, places or jobs than before."""
    names = (
        ("hours_max", "presence_max", "max_jobs")
        if isinstance(new, Candidate)
        else ("hours_max", "hours_total", "places")
    )
    before, now = ([getattr(row, name) for name in names] for row in (old, new))
    return any(b is not None and (a is None or b < a) for a, b in zip(before, now, strict=True))


def tell_of_outgrown(unit: Unit, openings: Iterable[str] = (), candidates: Iterable[str] = ()) -> None:
    """Put the placements that have outgrown those on their consultants' lists, each once until she has been there."""
    for column, ids in ((_p.c.opening, openings), (_p.c.candidate, candidates)):
        for some in in_parts(sorted(ids)):
            _tell(unit, column.in_(some))


def _tell(unit: Unit, of: sa.ColumnElement[bool]) -> None:
    query = (
        sa.select(_p.c.id)
        .join(_o, _o.c.id == _p.c.opening)
        .join(_c, _c.c.id == _p.c.candidate)
        .where(_p.c.state.in_(tables.LIVE), of, _outgrown())
        .order_by(_p.c.id)
    )
    for placement in unit.connection.execute(query).scalars().all():
        if not due.is_open(unit, placement, Due.OUTGROWN):
            due.add(unit, placement, DueDate(unit.day, Due.OUTGROWN))


def _outgrown() -> sa.ColumnElement[bool]:
    """More hours, jobs or people than there is by now, alone or together with the others of the same."""
    other = _p.alias()
    of_opening, of_candidate = other.c.opening == _p.c.opening, other.c.candidate == _p.c.candidate

    def together(amount: sa.ColumnElement[Any], same: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
        query = sa.select(sa.func.coalesce(amount, 0)).where(same, other.c.state.in_(tables.LIVE))
        return query.correlate(_p).scalar_subquery()

    return sa.or_(
        _p.c.hours > _o.c.hours_max + _ROUNDED,
        together(sa.func.sum(other.c.hours), of_opening) > _o.c.hours_total + _ROUNDED,
        together(sa.func.count(), of_opening) > _o.c.places,
        together(sa.func.sum(other.c.hours), of_candidate) > _c.c.hours_max + _ROUNDED,
        together(sa.func.sum(other.c.presence), of_candidate) > _c.c.presence_max + _ROUNDED,
        together(sa.func.count(), of_candidate) > _c.c.max_jobs,
    )
