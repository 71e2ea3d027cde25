"""Nothing scarce is promised twice: what a placement uses is booked in the transaction that makes it.

The rows of the resources are locked in the order of their ids before what is left of them is counted, so that two
bookings of the last place come one after the other, and the second sees the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.services.errors import Refused
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.hot import Hot
from matcher.store.parts import in_parts

TOLERANCE = 1e-6
"""How much more than there is may be booked: what is lost in adding up, in the resource's own unit."""


def book(unit: Unit, placement: str, uses: Mapping[str, float]) -> None:
    """Book everything a placement uses, or nothing.

    Raises
    ------
    Refused
        Code ``taken``, with a sentence for each resource of which not enough is left.
    """
    enter(unit, placement, require_left(unit, uses))


def enter(unit: Unit, placement: str, amounts: Mapping[str, float]) -> None:
    """Write down what `require_left` has found to be left, in the same transaction."""
    rows = [
        {"placement": placement, "resource": resource, "amount": amount, "booked_at": unit.now}
        for resource, amount in amounts.items()
    ]
    if rows:
        unit.connection.execute(sa.insert(tables.bookings), rows)


def require_left(unit: Unit, uses: Mapping[str, float], besides: str | None = None) -> dict[str, float]:
    """Refuse unless enough is left of everything; until the transaction ends nobody else can book of it.

    Parameters
    ----------
    besides
        A placement whose own bookings do not count: it is to be given others. Less than it has it may always be given.

    Returns
    -------
    dict
        What is to be booked, by resource in the order of ids, without what is zero.

    Raises
    ------
    Refused
        Code ``taken``.
    """
    wanted = {resource: float(amount) for resource, amount in sorted(uses.items()) if amount != 0.0}
    for resource, amount in wanted.items():
        if not 0.0 < amount < float("inf"):
            raise MatcherError(f"{resource}: {amount} kan ikke bookes; et forbrug er et tal over 0")
    rows = _locked(unit, list(wanted))
    taken = booked(unit, wanted, besides=besides)
    has = {} if besides is None else held_by(unit, besides)
    missing = []
    for resource, amount in wanted.items():
        row = rows.get(resource)
        if row is None:
            missing.append(f"{resource}: findes ikke; lav en ny plan, eller opdatér stillingen")
            continue
        left = row["capacity"] - taken.get(resource, 0.0)
        if amount > max(left, has.get(resource, left)) + TOLERANCE:
            missing.append(_sentence(row, max(0.0, left), amount))
    if missing:
        raise Refused("Det er optaget af andre i mellemtiden: " + "; ".join(missing), "taken", tuple(missing))
    return wanted


def rebook(unit: Unit, placement: str, uses: Mapping[str, float]) -> None:
    """Let a placement use other amounts of what it has booked already; what is not named stays.

    Raises
    ------
    Refused
        Code ``taken``.
    """
    table = tables.bookings
    for resource, amount in require_left(unit, uses, besides=placement).items():
        here = (table.c.placement == placement) & (table.c.resource == resource)
        unit.connection.execute(sa.update(table).where(here).values(amount=amount))


def release(unit: Unit, placement: str) -> None:
    """Let go of everything a placement has booked; nothing when it holds nothing."""
    table = tables.bookings
    here = (table.c.placement == placement) & table.c.released_at.is_(None)
    unit.connection.execute(sa.update(table).where(here).values(released_at=unit.now))


_BOOKED = (
    sa.select(tables.bookings.c.resource, sa.func.sum(tables.bookings.c.amount))
    .where(tables.bookings.c.released_at.is_(None))
    .group_by(tables.bookings.c.resource)
)


@cache
def _booked_among(many: int) -> Hot:
    """The same of so many resources: every suggestion asks it."""
    among = [sa.bindparam(f"r{place}", type_=sa.Text) for place in range(many)]
    return Hot(_BOOKED.where(tables.bookings.c.resource.in_(among)))


def booked(unit: Unit, resources: Iterable[str] | None = None, besides: str | None = None) -> dict[str, float]:
    """How much is booked now, by resource; what nobody has booked is not there.

    Parameters
    ----------
    resources
        Only these.
    besides
        Without the bookings of this placement.
    """
    query = _BOOKED if besides is None else _BOOKED.where(tables.bookings.c.placement != besides)
    if resources is None:
        return {resource: float(amount) for resource, amount in unit.connection.execute(query)}
    found: dict[str, float] = {}
    for some in in_parts(sorted(resources)):
        if besides is None:
            # A few lengths, not five hundred; the last resource stands for those there are too few of.
            many = 1 << (len(some) - 1).bit_length()
            asked = {f"r{place}": some[min(place, len(some) - 1)] for place in range(many)}
            rows = _booked_among(many)(unit.connection, asked)
        else:
            rows = list(unit.connection.execute(query.where(tables.bookings.c.resource.in_(some))))
        found |= {resource: float(amount) for resource, amount in rows}
    return found


def held_by(unit: Unit, placement: str) -> dict[str, float]:
    """What one placement has booked and not let go of, by resource."""
    table = tables.bookings
    query = sa.select(table.c.resource, table.c.amount).where(
        table.c.placement == placement, table.c.released_at.is_(None)
    )
    return {row.resource: row.amount for row in unit.connection.execute(query)}


def _locked(unit: Unit, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    table = tables.resources
    found: dict[str, Mapping[str, Any]] = {}
    for some in in_parts(ids):
        query = sa.select(table).where(table.c.id.in_(some)).order_by(table.c.id).with_for_update(key_share=True)
        found |= {row["id"]: dict(row) for row in unit.connection.execute(query).mappings()}
    return found


def _sentence(row: Mapping[str, Any], left: float, wanted: float) -> str:
    return f"{row['label']}: der er {_number(left)} {row['unit']} tilbage, og der skal bruges {_number(wanted)}"


def _number(value: float) -> str:
    """At most two decimals, with a comma."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
