"""What a plan is made from, read in one moment, and what comes of it, written in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from matcher.domain import Facts, MatcherError
from matcher.services import placements
from matcher.services.caller import Role
from matcher.services.learned import current_weights
from matcher.services.placements import LivePlacement
from matcher.services.plans import PlanState, require_engine, row_of
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import SUPPLY, fingerprint, load_facts, revision

if TYPE_CHECKING:
    from matcher.weights import Weights

_p = tables.plans
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a plan is made from.

    Attributes
    ----------
    request, seed, day
        How it was asked for.
    facts
        Without identities.
    held
        Placements that are more than a proposal, or were made by hand: the plan works around them.
    published
        Proposals of the published plan that nobody has been told of: the plan may change them.
    base
        The published plan.
    engine
        What the engine may do: on or rules_only.
    versions
        Of candidates, openings and workplaces, by table and id.
    supply
        Revision of everything but the candidates.
    weights
        Those in use, with what the request says instead.
    """

    request: Mapping[str, Any]
    seed: int
    day: date
    facts: Facts
    held: tuple[LivePlacement, ...]
    published: tuple[LivePlacement, ...]
    base: str | None
    engine: str
    versions: Mapping[str, Mapping[str, int]]
    supply: int
    weights: Weights

    @property
    def fingerprint(self) -> str:
        """Of the facts."""
        return fingerprint(self.facts)

    def basis(self, candidate: str, opening: str) -> dict[str, Any]:
        """Versions of the rows a placement rests on, whether it was there already, and how far hers are, by opening."""
        workplace = self.facts.opening_by_id[opening].workplace
        return {
            "candidate": self.versions["candidates"][candidate],
            "opening": self.versions["openings"][opening],
            "workplace": self.versions["workplaces"][workplace],
            "held": any((p.candidate, p.opening) == (candidate, opening) for p in self.held),
            "live": {p.opening: p.state for p in (*self.held, *self.published) if p.candidate == candidate},
        }


@dataclass(frozen=True, slots=True)
class MadePlan:
    """What comes of it, as plain values.

    Attributes
    ----------
    columns
        Of the plan's row.
    placements, left_out
        Rows.
    candidates
        Everybody it was about.
    """

    columns: Mapping[str, Any]
    placements: Collection[Mapping[str, Any]]
    left_out: Collection[Mapping[str, Any]]
    candidates: frozenset[str]


def begin(unit: Unit, plan: str) -> None:
    """Let it be seen that the plan is being made."""
    values = {"state": PlanState.RUNNING.value, "version": _p.c.version + 1, "changed_at": unit.now}
    unit.connection.execute(sa.update(_p).where(_p.c.id == plan, _p.c.state == PlanState.QUEUED.value).values(values))


def snapshot(unit: Unit, plan: str) -> Snapshot:
    """Everything the plan is made from, as it is at this moment.

    Raises
    ------
    Unavailable
        When the engine has been switched off meanwhile.
    MatcherError
        When there is nobody to plan for.
    """
    _require_consultant(unit)
    row = row_of(unit, plan)
    engine = require_engine(unit)
    facts = load_facts(unit.connection, row["day"])
    if not facts.candidates or not facts.openings:
        raise MatcherError("Der er ingen borgere eller ingen stillinger at lægge en plan for; indlæs dem først")
    live = placements.live(unit)
    ours = [p for p in live if p.state == State.PROPOSED and p.plan is not None]
    published = sa.select(_p.c.id).where(_p.c.state == PlanState.PUBLISHED.value)
    return Snapshot(
        request=row["request"],
        seed=row["seed"],
        day=row["day"],
        facts=facts,
        held=tuple(p for p in live if p not in ours),
        published=tuple(ours),
        base=unit.connection.execute(published).scalar_one_or_none(),
        engine=engine.value,
        versions={
            name: {row.id: row.version for row in unit.connection.execute(sa.select(table.c.id, table.c.version))}
            for name, table in (
                ("candidates", tables.candidates),
                ("openings", tables.openings),
                ("workplaces", tables.workplaces),
            )
        },
        supply=revision(unit.connection, SUPPLY),
        weights=current_weights(unit.connection, row["request"]["weights"]),
    )


def _require_consultant(unit: Unit) -> None:
    """A plan is made in the name of whoever asked for it, by what she is at this moment.

    Raises
    ------
    MatcherError
        When her account is closed, or she is no consultant any more.
    """
    a = tables.accounts
    query = sa.select(a.c.role, a.c.active).where(a.c.id == unit.caller.account)
    row = unit.connection.execute(query).one_or_none()
    if row is None or not row.active or row.role != Role.CONSULTANT.value:
        raise MatcherError("Den, der bad om planen, er ikke jobkonsulent længere; en anden må bede om den")


def save(unit: Unit, plan: str, made: MadePlan) -> None:
    """Write the whole plan as a draft, with the row of the log that says what it was made from (TRUST E2.1).

    An attempt that was cut off has left nothing: nothing of a plan is written before all of it is.
    """
    _require_consultant(unit)
    values = {
        **made.columns,
        "state": PlanState.DRAFT.value,
        "error": None,
        "finished_at": unit.now,
        "version": _p.c.version + 1,
        "changed_at": unit.now,
    }
    unit.connection.execute(sa.update(_p).where(_p.c.id == plan).values(values))
    for table, rows in ((tables.plan_placements, made.placements), (tables.plan_left_out, made.left_out)):
        written = [{"plan": plan, **row} for row in rows]
        for start in range(0, len(written), _AT_ONCE):
            unit.connection.execute(sa.insert(table), written[start : start + _AT_ONCE])
    columns = made.columns
    unit.record(
        "plan",
        "plan",
        plan,
        subjects=made.candidates,
        snapshot=columns["snapshot"],
        versions=dict(columns["versions"]),
        status=columns["status"],
        objective=columns["objective"],
        bound=columns["bound"],
        stopped=columns["stopped"],
        candidates=len(made.candidates),
        placements=len(made.placements),
        left_out=len(made.left_out),
    )
