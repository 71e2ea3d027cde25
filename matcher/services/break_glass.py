"""Breaking the glass: seeing a colleague's candidate's name when it cannot wait, and why, for others to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.services.access import Reach, reach_of, related
from matcher.services.caller import Role
from matcher.services.errors import Malformed, NotAllowed, NotHere, Refused, TooMany
from matcher.services.relations import organisations_of
from matcher.services.unit import Unit, new_id
from matcher.store import tables

LASTS = timedelta(hours=4)
LEAST_TEXT = 20
MOST_A_DAY = 10
"""Of one consultant: more is not an emergency but a habit."""


class GlassCode(StrEnum):
    """Why it could not wait."""

    ACUTE_CONTACT = "acute_contact"
    COLLEAGUE_ABSENT = "colleague_absent"
    MISTAKEN_ASSIGNMENT = "mistaken_assignment"
    OTHER = "other"


class Finding(StrEnum):
    """What a review found."""

    IN_ORDER = "in_order"
    NOT_IN_ORDER = "not_in_order"


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken glass.

    Attributes
    ----------
    account, name
        Who broke it.
    text
        Why, in her own words.
    at, until
        When, and how long it is open.
    reviewed_at, reviewed_by, finding
        When somebody looked at it, who, and what she found; None while it waits.
    """

    id: str
    candidate: str
    account: str
    name: str
    organisation: str
    code: GlassCode
    text: str
    at: datetime
    until: datetime
    reviewed_at: datetime | None
    reviewed_by: str | None
    finding: Finding | None


def break_glass(unit: Unit, candidate: str, code: GlassCode, text: str) -> Broken:
    """See a colleague's candidate's name and contact for four hours.

    Raises
    ------
    NotHere
        When there is no such candidate, or nobody of the caller's organisation has her case.
    Refused
        When the caller has the case herself, or has broken this glass already.
    TooMany
        When she has done it too often today.
    """
    unit.require(Role.CONSULTANT)
    _ = unit.purpose
    words = " ".join(text.split())
    if len(words) < LEAST_TEXT:
        raise Malformed(f"Skriv, hvorfor det haster, med mindst {LEAST_TEXT} tegn", "text")
    accounts = tables.accounts
    # Locked, so that two calls at once do not both count the same number.
    own = sa.select(accounts.c.id).where(accounts.c.id == unit.caller.account)
    unit.connection.execute(own.with_for_update(key_share=True))
    known = sa.select(tables.candidates.c.id).where(tables.candidates.c.id == candidate)
    if unit.connection.execute(known).first() is None:
        raise NotHere
    reach = reach_of(unit, candidate)
    if reach is Reach.RELATION:
        raise Refused("Du har selv sagen; slå borgeren op på almindelig vis", "has_relation")
    if reach is Reach.BROKEN_GLASS:
        raise Refused("Du har allerede brudt glasset for denne borger, og det er stadig åbent", "already_open")
    holders = organisations_of(unit, candidate)
    if holders and unit.caller.organisation not in holders:
        raise NotHere
    _require_few(unit)
    key = new_id("bg")
    unit.connection.execute(
        sa.insert(tables.break_glass).values(
            id=key,
            candidate=candidate,
            account=unit.caller.account,
            code=code.value,
            text=text.strip(),
            at=unit.now,
            until=unit.now + LASTS,
        )
    )
    unit.record("break_glass", "candidate", candidate, subjects={candidate}, code=code.value, glass=key)
    return _broken(_row(unit, key))


def read_list(unit: Unit, limit: int, after: str = "", *, waiting: bool = False) -> tuple[list[Broken], str | None]:
    """Broken glasses, newest first, and where the next page begins.

    An auditor's are all, a consultant's those of her own candidates.

    Parameters
    ----------
    waiting
        Only those that nobody has reviewed.
    """
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    g = tables.break_glass
    query = _query()
    if unit.caller.role is Role.CONSULTANT:
        query = query.where(g.c.candidate.in_(_own(unit)))
    if waiting:
        query = query.where(g.c.reviewed_at.is_(None))
    if after:
        last = unit.connection.execute(sa.select(g.c.at).where(g.c.id == after)).scalar_one_or_none()
        if last is None:
            raise Malformed("after skal være next fra siden før", "after")
        query = query.where((g.c.at < last) | ((g.c.at == last) & (g.c.id < after)))
    rows = unit.connection.execute(query.order_by(g.c.at.desc(), g.c.id.desc()).limit(limit + 1)).mappings().all()
    found = [_broken(row) for row in rows[:limit]]
    unit.record("list", "break_glass", "", subjects={b.candidate for b in found}, count=len(found))
    return found, found[-1].id if len(rows) > limit else None


def review(unit: Unit, key: str, finding: Finding) -> Broken:
    """Say what became of a broken glass; one that was not in order is closed at once.

    Raises
    ------
    NotAllowed
        When the caller broke it herself.
    Refused
        When somebody has reviewed it.
    """
    unit.require(Role.CONSULTANT, Role.AUDITOR)
    g = tables.break_glass
    unit.connection.execute(sa.select(g.c.id).where(g.c.id == key).with_for_update(key_share=True))
    row = _row(unit, key)
    if unit.caller.role is Role.CONSULTANT and row["candidate"] not in related(unit, [row["candidate"]]):
        raise NotHere
    if row["account"] == unit.caller.account:
        raise NotAllowed("En anden end dig skal se på det, du selv har åbnet.")
    if row["reviewed_at"] is not None:
        raise Refused("Det er allerede gennemgået", "reviewed")
    until = min(row["until"], unit.now) if finding is Finding.NOT_IN_ORDER else row["until"]
    unit.connection.execute(
        sa.update(g)
        .where(g.c.id == key)
        .values(reviewed_at=unit.now, reviewed_by=unit.caller.account, finding=finding.value, until=until)
    )
    unit.record("review", "break_glass", key, subjects={row["candidate"]}, finding=finding.value)
    return _broken(_row(unit, key))


def _own(unit: Unit) -> sa.Select[tuple[str]]:
    r = tables.relations
    return sa.select(r.c.candidate).where(r.c.account == unit.caller.account, r.c.until.is_(None))


def _require_few(unit: Unit) -> None:
    g = tables.break_glass
    day = timedelta(days=1)
    query = sa.select(g.c.at).where(g.c.account == unit.caller.account, g.c.at > unit.now - day).order_by(g.c.at)
    times = list(unit.connection.execute(query).scalars())
    if len(times) >= MOST_A_DAY:
        wait = times[len(times) - MOST_A_DAY] + day - unit.now
        raise TooMany(
            f"Du har brudt glasset {MOST_A_DAY} gange på et døgn. Få sagerne overdraget i stedet.",
            int(wait.total_seconds()) + 1,
        )


def _query() -> sa.Select[Any]:
    g, a = tables.break_glass, tables.accounts
    return sa.select(g, a.c.name, a.c.organisation).join(a, a.c.id == g.c.account)


def _row(unit: Unit, key: str) -> sa.RowMapping:
    row = unit.connection.execute(_query().where(tables.break_glass.c.id == key)).mappings().one_or_none()
    if row is None:
        raise NotHere
    return row


def _broken(row: sa.RowMapping) -> Broken:
    return Broken(
        id=row["id"],
        candidate=row["candidate"],
        account=row["account"],
        name=row["name"],
        organisation=row["organisation"],
        code=GlassCode(row["code"]),
        text=row["text"],
        at=row["at"],
        until=row["until"],
        reviewed_at=row["reviewed_at"],
        reviewed_by=row["reviewed_by"],
        finding=None if row["finding"] is None else Finding(row["finding"]),
    )
