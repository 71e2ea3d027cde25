"""Lives of matches for tests: a proposal with resources of its own, taken as far as a test wants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matcher.domain import Scheme
from matcher.domain.plan import Resource, ResourceKind
from matcher.ranking import pseudonym
from matcher.services.placements import Proposed, propose
from matcher.services.resources import refresh
from matcher.store import tables
from tests.office import NAMES, Office

CODES = {
    "shown": "shown_meeting",
    "go_ahead": "go_ahead_call",
    "introduced": "introduced",
    "accepted": "accepted",
    "started": "started_as_agreed",
    "ended": "ended_agreed",
    "refused": "times_do_not_fit",
    "withdrawn": "better_match",
    "lapsed": "employer_silent",
}
"""A reason that fits each step, by a consultant."""
PATH = ("shown", "go_ahead", "introduced", "accepted", "started", "ended")


def own_opening(office: Office, number: int = 0) -> str:
    """An opening of the employer Eva."""
    mine = [o.id for o in office.facts.openings if office.facts.employer_of(o).id == office.employer]
    return sorted(mine)[number]


def foreign_opening(office: Office) -> str:
    """An opening of another employer."""
    return min(o.id for o in office.facts.openings if office.facts.employer_of(o).id != office.employer)


def place(key: str, capacity: float = 1.0, kind: ResourceKind = ResourceKind.PLACE, unit: str = "pladser") -> Resource:
    """A resource of that id."""
    return Resource(key, kind, "O", "", f"Plads {key}", unit, capacity)


def proposed_of(candidate: str, opening: str, uses: dict[str, float], hours: float = 4.0) -> Proposed:
    """A proposal that uses what it is told to."""
    return Proposed(
        candidate=candidate,
        opening=opening,
        scheme=Scheme.FLEKSJOB.value,
        hours=hours,
        presence=hours * 1.5,
        tasks={"T001": hours},
        measures=[],
        uses=uses,
        worth={"total": 0.5},
        employer_text=f"Forslag til {pseudonym(candidate, opening, NAMES)}: fire timer om ugen, uden løft",
        plan=None,
    )


@dataclass
class Life:
    """One placement, on its way; `take` is a step over HTTP against the version read last."""

    office: Office
    id: str
    candidate: str
    opening: str
    version: int = 1

    def take(self, to: str, role: str = "consultant", **said: Any) -> Any:
        """Take a step; gives the answer."""
        body = {"to": to, "code": CODES[to], **said}
        answer = self.office.client(role).post(
            f"/placements/{self.id}/steps", json=body, headers={"If-Match": f'"v{self.version}"'}
        )
        if answer.status_code == 200:
            self.version = answer.json()["version"]
        return answer

    def until(self, state: str) -> Life:
        """Take every step up to that state."""
        for to in PATH[: PATH.index(state) + 1]:
            answer = self.take(to)
            assert answer.status_code == 200, answer.text
        return self

    @property
    def row(self) -> dict[str, Any]:
        """As it lies in the database."""
        return self.office.rows(tables.placements, tables.placements.c.id == self.id)[0]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Its history."""
        rows = self.office.rows(tables.steps, tables.steps.c.placement == self.id)
        return sorted(rows, key=lambda row: row["number"])

    @property
    def held(self) -> dict[str, float]:
        """What it has booked and not let go of."""
        rows = self.office.rows(tables.bookings, tables.bookings.c.placement == self.id)
        return {row["resource"]: row["amount"] for row in rows if row["released_at"] is None}


def begin_life(
    office: Office,
    candidate: str | None = None,
    opening: str | None = None,
    *,
    hours: float = 4.0,
    scheme: Scheme = Scheme.FLEKSJOB,
) -> Life:
    """Propose a placement of Kim's first candidate at the employer Eva; she wants up to 20 hours in 3 jobs."""
    candidate, opening = candidate or office.mine[0], opening or own_opening(office)
    c = tables.candidates
    with office.services.unit(office.caller("consultant")) as unit:
        unit.connection.execute(
            sa.update(c).where(c.c.id == candidate).values(hours_max=20.0, presence_max=None, max_jobs=3)
        )
        refresh(unit, [place(f"place:{opening}", 2), place(f"hours:{opening}", 10, ResourceKind.OPENING_HOURS)])
        proposed = proposed_of(candidate, opening, {f"place:{opening}": 1.0, f"hours:{opening}": hours}, hours)
        key = propose(unit, proposed, "proposed_by_hand")
        p = tables.placements
        unit.connection.execute(sa.update(p).where(p.c.id == key).values(scheme=scheme.value))
    return Life(office, key, candidate, opening)
