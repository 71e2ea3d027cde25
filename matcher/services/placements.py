"""Placements: proposed with everything they use booked, held while they live, let go of when they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.domain import Held
from matcher.services import bookings
from matcher.services.caller import Role
from matcher.services.errors import NotHere, Refused
from matcher.services.moves import Move, move, record_step
from matcher.services.reasons import require_reason
from matcher.services.transitions import State
from matcher.services.unit import Unit, new_id
from matcher.store import tables

_ROUNDED = 1e-3
"""Hours a week that are lost in rounding."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A placement that is to be proposed.

    Attributes
    ----------
    candidate, opening, scheme
        Who, where, and under which scheme.
    hours, presence
        Effective hours and hours of presence a week.
    tasks
        Hours a week by task id.
    measures
        How each consumable need is met, as plain values.
    uses
        Amount by resource id.
    worth
        Its value on the three lines, as plain values.
    employer_text
        What the employer may be told, in words.
    plan
        The plan it comes from; None when a consultant proposes it herself.
    """

    candidate: str
    opening: str
    scheme: str
    hours: float
    presence: float
    tasks: Mapping[str, float]
    measures: list[dict[str, Any]]
    uses: Mapping[str, float]
    worth: dict[str, Any]
    employer_text: str
    plan: str | None


@dataclass(frozen=True, slots=True)
class LivePlacement:
    """A placement that holds what it uses.

    Attributes
    ----------
    id, candidate, opening, state, hours, presence, measures, plan
        As in its row.
    uses
        What it has booked, by resource id.
    """

    id: str
    candidate: str
    opening: str
    state: str
    hours: float
    presence: float
    measures: list[dict[str, Any]]
    plan: str | None
    uses: Mapping[str, float]

    @property
    def held(self) -> Held:
        """The same as a plan is told of it."""
        measures = tuple((measure["accommodation"], measure["provider"]) for measure in self.measures)
        return Held(self.candidate, self.opening, self.hours, measures, tuple(sorted(self.uses.items())))


def propose(unit: Unit, proposed: Proposed, code: str, note: str = "") -> str:
    """Propose a placement and book all it uses; gives its id.

    Everything is checked before anything is written: who catches `Refused` may go on in the same transaction. The
    candidate is locked first and the resources afterwards; who proposes many locks all candidates before any resource.

    Raises
    ------
    Refused
        When the pair is live already (``live``), the candidate would have too many jobs or hours (``full``), or
        something it uses is not left (``taken``).
    """
    unit.require(Role.CONSULTANT)
    require_reason(unit, code, "proposed")
    require_room(unit, proposed.candidate, proposed.opening, proposed.hours, proposed.presence)
    uses = bookings.require_left(unit, proposed.uses)
    key = new_id("pl")
    unit.connection.execute(
        sa.insert(tables.placements).values(
            id=key,
            candidate=proposed.candidate,
            opening=proposed.opening,
            plan=proposed.plan,
            state=State.PROPOSED.value,
            scheme=proposed.scheme,
            hours=proposed.hours,
            presence=proposed.presence,
            tasks=dict(proposed.tasks),
            measures=proposed.measures,
            worth=proposed.worth,
            employer_text=proposed.employer_text,
            created_at=unit.now,
            created_by=unit.caller.account,
            version=1,
            changed_at=unit.now,
        )
    )
    bookings.enter(unit, key, uses)
    record_step(unit, key, None, State.PROPOSED, code, note)
    unit.record("propose", "placement", key, subjects={proposed.candidate}, code=code, booked=len(uses))
    return key


def require_room(unit: Unit, candidate: str, opening: str, hours: float, presence: float) -> None:
    """Refuse a job more than the candidate wants; she is locked, so that two cannot both be her last.

    Raises
    ------
    NotHere
        When there is no such candidate.
    Refused
        Code ``live`` or ``full``.
    """
    c, p = tables.candidates, tables.placements
    query = sa.select(c.c.max_jobs, c.c.hours_max, c.c.presence_max).where(c.c.id == candidate)
    limits = unit.connection.execute(query.with_for_update(key_share=True)).one_or_none()
    if limits is None:
        raise NotHere
    held = unit.connection.execute(
        sa.select(p.c.opening, p.c.hours, p.c.presence).where(p.c.candidate == candidate, p.c.state.in_(tables.LIVE))
    ).all()
    if any(row.opening == opening for row in held):
        raise Refused("Borgeren er allerede foreslået eller i gang i denne stilling; se forløbet", "live")
    if len(held) >= limits.max_jobs:
        raise Refused(
            f"Borgeren har {len(held)} forslag eller job og vil højst have {limits.max_jobs}; "
            "træk et forslag tilbage, eller ret antallet hos borgeren",
            "full",
        )
    _require_within(limits.hours_max, sum(row.hours for row in held), hours, "timer om ugen")
    if limits.presence_max is not None:
        on_site = sum(row.presence for row in held)
        _require_within(limits.presence_max, on_site, presence, "timer om ugen på arbejdspladsen")


def _require_within(limit: float, used: float, wanted: float, what: str) -> None:
    if used + wanted > limit + _ROUNDED:
        left, asked = (f"{n:.2f}".rstrip("0").rstrip(".").replace(".", ",") for n in (max(0.0, limit - used), wanted))
        raise Refused(f"Borgeren har {left} {what} tilbage, og forslaget er på {asked}; vælg færre timer", "full")


def live(unit: Unit) -> list[LivePlacement]:
    """Every placement that holds what it uses, sorted by candidate and opening: for plans, and for nobody's eyes."""
    p, b = tables.placements, tables.bookings
    uses: dict[str, dict[str, float]] = {}
    for row in unit.connection.execute(sa.select(b).where(b.c.released_at.is_(None)).order_by(b.c.resource)):
        uses.setdefault(row.placement, {})[row.resource] = row.amount
    query = sa.select(p).where(p.c.state.in_(tables.LIVE)).order_by(p.c.candidate, p.c.opening)
    return [
        LivePlacement(
            id=row.id,
            candidate=row.candidate,
            opening=row.opening,
            state=row.state,
            hours=row.hours,
            presence=row.presence,
            measures=row.measures,
            plan=row.plan,
            uses=uses.get(row.id, {}),
        )
        for row in unit.connection.execute(query)
    ]


def withdraw_proposal(unit: Unit, placement: str, code: str) -> None:
    """Let go of a proposal that nobody has been told of: a new plan proposes something else.

    Raises
    ------
    NotHere
        When there is no such placement.
    Refused
        Code ``shown``, when it is more than a proposal.
    """
    unit.require(Role.CONSULTANT)
    require_reason(unit, code, "withdrawn")
    p = tables.placements
    query = sa.select(p).where(p.c.id == placement).with_for_update(key_share=True)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotHere
    if row["state"] != State.PROPOSED:
        raise Refused("Forslaget er allerede vist for borgeren; en konsulent må selv trække det tilbage", "shown")
    move(unit, dict(row), Move(State.WITHDRAWN, code))
    unit.record("step", "placement", placement, subjects={row["candidate"]}, to=State.WITHDRAWN.value, code=code)


def go_ahead_withdrawn(unit: Unit, candidate: str, opening: str) -> None:
    """Withdraw what has not been accepted yet: the candidate has taken back her yes to that opening."""
    p = tables.placements
    open_still = [s.value for s in (State.PROPOSED, State.SHOWN, State.GO_AHEAD, State.INTRODUCED)]
    here = (p.c.candidate == candidate) & (p.c.opening == opening) & p.c.state.in_(open_still)
    query = sa.select(p).where(here).order_by(p.c.id).with_for_update(key_share=True)
    for row in unit.connection.execute(query).mappings().all():
        move(unit, dict(row), Move(State.WITHDRAWN, "go_ahead_withdrawn"))
        unit.record(
            "step",
            "placement",
            row["id"],
            subjects={candidate},
            to=State.WITHDRAWN.value,
            code="go_ahead_withdrawn",
        )
