"""Placements that no longer fit the hours or places of whom and what they are of: somebody must look at them.

Nothing of them is changed and nobody is stopped. What was agreed holds until people agree on something else.
"""

from __future__ import annotations

import sqlalchemy as sa

from matcher.services import due
from matcher.services.due import Due, DueDate
from matcher.services.unit import Unit
from matcher.store import tables

_ROUNDED = 0.01
"""Hours that are no difference: what is stored may be rounded."""
_p, _o, _c = tables.placements, tables.openings, tables.candidates


def tell_of_outgrown(unit: Unit, *of: sa.ColumnElement[bool]) -> None:
    """Put every such placement on its consultant's list, once until she has been there.

    Parameters
    ----------
    of
        Conditions on placements: of one opening, of one candidate; none looks at all of them.
    """
    others = _p.alias()
    live = sa.select(sa.func.count()).where(others.c.opening == _p.c.opening, others.c.state.in_(tables.LIVE))
    outgrown = sa.or_(
        _p.c.hours > _o.c.hours_max + _ROUNDED,
        _p.c.hours > _c.c.hours_max + _ROUNDED,
        live.correlate(_p).scalar_subquery() > _o.c.places,
    )
    query = (
        sa.select(_p.c.id)
        .join(_o, _o.c.id == _p.c.opening)
        .join(_c, _c.c.id == _p.c.candidate)
        .where(_p.c.state.in_(tables.LIVE), outgrown, *of)
        .order_by(_p.c.id)
    )
    for placement in unit.connection.execute(query).scalars().all():
        if not due.is_open(unit, placement, Due.OUTGROWN):
            due.add(unit, placement, DueDate(unit.day, Due.OUTGROWN))
