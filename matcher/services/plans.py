"""Plans: asked for, watched, stopped; the whole of one in numbers. Whose match is which is told in `plan_reading`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.disclosure.small_numbers import SMALL, column, parts
from matcher.services import jobs
from matcher.services.access import related
from matcher.services.caller import Role
from matcher.services.engine import Engine
from matcher.services.errors import Malformed, NotHere, Refused, Unavailable
from matcher.services.jobs import Kind, SeenJob
from matcher.services.unit import Unit, new_id
from matcher.services.warm import that_counts
from matcher.store import tables

READERS = (Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR)
"""Who may see plans; what each of them sees of one differs."""
MOST_WAITING = 3
"""Plans that may wait or run at once: they answer the same question, and one worker makes one at a time."""
NAMING = ("broken_pins", "otherwise", "aside")
"""Of a plan's summary, the lists in which each row is about one person."""
_MET = 1e-6
"""A clause lacks no more than is lost in adding up."""
_p = tables.plans


class PlanState(StrEnum):
    """How far a plan is."""

    QUEUED = "queued"
    RUNNING = "running"
    DRAFT = "draft"
    """Made, and nobody has been proposed anywhere."""
    PUBLISHED = "published"
    """Its placements are proposed and hold what they use; one plan at a time."""
    REPLACED = "replaced"
    """Was published; another plan is now."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """How a plan is to be made.

    Attributes
    ----------
    weights
        Weights of lines and their parts in place of the shipped ones, by section and name.
    time_limit
        Most seconds to search; None lets the size of the municipality decide.
    gap
        Relative gap at which the search may end.
    seed
        For whatever is left to chance.
    keep
        What it is worth to leave a proposal of the published plan as it is, in units of value.
    per_candidate
        Pairs kept for each candidate, 0 for all; None lets the size decide.
    day
        The day it is made for; None is today.
    """

    weights: Mapping[str, Mapping[str, float]]
    time_limit: float | None = None
    gap: float = 0.005
    seed: int = 0
    keep: float = 0.0
    per_candidate: int | None = None
    day: date | None = None

    def plain(self) -> dict[str, Any]:
        """As it is stored with the plan."""
        return {
            "weights": {section: dict(values) for section, values in self.weights.items()},
            "time_limit": self.time_limit,
            "gap": self.gap,
            "keep": self.keep,
            "per_candidate": self.per_candidate,
        }


@dataclass(frozen=True, slots=True)
class SeenPlan:
    """One plan in numbers, as the caller may see it.

    Attributes
    ----------
    request
        How it was asked for.
    snapshot
        Fingerprint of the facts it was made from.
    versions
        What it was made with.
    numbers
        About the whole; a number of fewer than ten people is None for whoever may not see each of them.
    """

    id: str
    version: int
    state: str
    job: str | None
    base: str | None
    day: date
    seed: int
    request: Mapping[str, Any]
    snapshot: str | None
    versions: Mapping[str, Any]
    status: str | None
    objective: float | None
    bound: float | None
    gap: float | None
    method: str | None
    stopped: bool
    numbers: Mapping[str, Any]
    error: str | None
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    published_at: datetime | None
    published_by: str | None


def request(unit: Unit, asked: AskedPlan) -> SeenPlan:
    """Ask for a plan; the worker makes it.

    Raises
    ------
    Unavailable
        When the municipality has switched the engine off.
    Refused
        Code ``too_many_waiting``.
    """
    unit.require(Role.CONSULTANT)
    # The worker reads everybody, in her name and for her reason.
    _ = unit.purpose
    require_engine(unit)
    if jobs.alive(unit, Kind.PLAN) >= MOST_WAITING:
        raise Refused("Der lægges allerede planer; vent, til de er færdige, eller afbryd en af dem", "too_many_waiting")
    key = new_id("pn")
    job = jobs.enqueue(unit, Kind.PLAN, {"about": key})
    unit.connection.execute(
        sa.insert(_p).values(
            id=key,
            state=PlanState.QUEUED.value,
            job=job,
            day=asked.day or unit.day,
            request=asked.plain(),
            seed=asked.seed,
            weights={},
            versions={},
            summary={},
            resources={},
            standing={},
            created_at=unit.now,
            created_by=unit.caller.account,
            version=1,
            changed_at=unit.now,
        )
    )
    unit.record("ask", "plan", key, job=job, seed=asked.seed, weights=sorted(asked.weights))
    return read(unit, key)


def read(unit: Unit, plan: str) -> SeenPlan:
    """One plan in numbers."""
    unit.require(*READERS)
    return _seen(unit, row_of(unit, plan))


def read_list(unit: Unit, limit: int, after: str = "") -> tuple[list[SeenPlan], str | None]:
    """Plans in numbers, the newest first, and where the next page begins."""
    unit.require(*READERS)
    query = sa.select(*_SHOWN)
    if after:
        last = unit.connection.execute(query.where(_p.c.id == after)).mappings().one_or_none()
        if last is None:
            raise Malformed("Siden findes ikke; begynd forfra", "after")
        moment = sa.literal(last["created_at"], _p.c.created_at.type)
        query = query.where(sa.tuple_(_p.c.created_at, _p.c.id) < sa.tuple_(moment, sa.literal(last["id"])))
    query = query.order_by(_p.c.created_at.desc(), _p.c.id.desc()).limit(limit + 1)
    rows = unit.connection.execute(query).mappings().all()
    return [_seen(unit, _brief(dict(row))) for row in rows[:limit]], rows[limit - 1]["id"] if len(
        rows
    ) > limit else None


def read_job(unit: Unit, plan: str) -> SeenJob:
    """How far the making of a plan is."""
    unit.require(*READERS)
    job = row_of(unit, plan)["job"]
    if job is None:
        raise NotHere
    return jobs.seen(jobs.one(unit, job))


def stop(unit: Unit, plan: str) -> SeenPlan:
    """Stop the search and keep the best plan so far; one that has not begun is called off.

    Raises
    ------
    Refused
        Code ``over``, when it is made already.
    """
    unit.require(Role.CONSULTANT)
    jobs.ask_to_stop(unit, _job_of(unit, plan))
    unit.record("stop", "plan", plan)
    return read(unit, plan)


def cancel(unit: Unit, plan: str) -> SeenPlan:
    """Call a plan off: nothing of it is kept.

    Raises
    ------
    Refused
        Code ``over``, when it is made already.
    """
    unit.require(Role.CONSULTANT)
    jobs.cancel(unit, _job_of(unit, plan))
    return read(unit, plan)


def row_of(unit: Unit, plan: str, *more: sa.Column[Any], lock: bool = False) -> Mapping[str, Any]:
    """The row of a plan without what is large.

    Raises
    ------
    NotHere
        When there is no such plan.
    """
    query = sa.select(*_SHOWN, *more).where(_p.c.id == plan)
    row = unit.connection.execute(query.with_for_update(key_share=True) if lock else query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def require_engine(unit: Unit) -> Engine:
    """How far the engine may go.

    Raises
    ------
    Unavailable
        When the municipality has switched it off.
    """
    said = unit.connection.execute(sa.select(tables.municipality.c.engine)).scalar()
    engine = Engine.ON if said is None else Engine(said)
    if engine is Engine.OFF:
        raise Unavailable("Kommunen har slået planlægningen fra. Forløb og stillinger kan stadig bruges i hånden.")
    return engine


def latest(unit: Unit) -> str | None:
    """The plan that counts: the published one, else the draft made last that has a plan; None when there is none."""
    return unit.connection.execute(sa.select(that_counts())).scalar()


def numbers_for(role: Role, summary: Mapping[str, Any], mine: Collection[str] = ()) -> dict[str, Any]:
    """Everything about the whole, as a role may see it; sentences that name somebody are only counted here.

    An auditor sees who is placed where, so no number is kept from her. A consultant is told how many pins and rules
    that could not be kept are about her own candidates alone; whoever sees nobody is told of ten or more.

    Parameters
    ----------
    mine
        Candidates the caller has a case relation to.
    """
    if not summary:
        return {}
    named = [clash["candidates"] for clash in summary["conflict"] if clash["candidates"]]
    pins, people = [pin["candidate"] for pin in summary["broken_pins"]], len(named)
    found = {name: value for name, value in summary.items() if name not in NAMING}
    found |= {"broken_pins": len(pins), "conflict_of_people": people}
    found["conflict"] = [clash["sentence"] for clash in summary["conflict"] if not clash["candidates"]]
    found["clauses"] = [{**clause, "met": clause["missing"] <= _MET} for clause in summary.get("clauses", ())]
    if role is Role.AUDITOR:
        return found
    own: dict[str, int | None]
    if role is Role.CONSULTANT:
        own = {
            "broken_pins": sum(c in mine for c in pins),
            "conflict_of_people": sum(set(mine) >= set(c) for c in named),
        }
    else:
        own = {"broken_pins": _large(len(pins)), "conflict_of_people": _large(people)}
    return _without_small(found) | own


_LARGE = ("resources", "standing")
_SHOWN = tuple(c for c in _p.c if c.name not in _LARGE)


def _seen(unit: Unit, row: Mapping[str, Any]) -> SeenPlan:
    names = [name for name in SeenPlan.__slots__ if name != "numbers"]
    numbers = numbers_for(unit.caller.role, row["summary"], related(unit))
    return SeenPlan(**{name: row[name] for name in names}, numbers=numbers)


def _brief(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is long and the same from plan to plan."""
    return {**row, "summary": {name: value for name, value in row["summary"].items() if name != "assumptions"}}


def _job_of(unit: Unit, plan: str) -> str:
    """The job that makes a plan. It is locked before the plan is, as the worker does it."""
    row = row_of(unit, plan)
    if row["job"] is None or row["state"] not in (PlanState.QUEUED, PlanState.RUNNING):
        raise Refused("Planen er allerede færdig", "over")
    return str(row["job"])


def _without_small(found: dict[str, Any]) -> dict[str, Any]:
    counts = dict(found["counts"])
    placed, left_out = column([counts["placed"], counts["left_out"]])
    few = counts["placed"] < SMALL
    # Placements beyond one each are people with more than one; so are filled places, but for those held before.
    telling = [name for name in ("placements", "filled") if 0 < abs(counts[name] - counts["placed"]) < SMALL]
    hidden = ["placements", "filled", "hours"] if few else telling
    counts |= {"placed": placed, "left_out": left_out, **dict.fromkeys(hidden)}
    reasons = column([row["people"] for row in found["left_out"]])
    bands = parts([(row["people"], row["placed"]) for row in found["bands"]])
    return found | {
        "counts": counts,
        "left_out": [{**row, "people": n} for row, n in zip(found["left_out"], reasons, strict=True)],
        "bands": [
            {**row, "people": people, "placed": n} for row, (people, n) in zip(found["bands"], bands, strict=True)
        ],
        # Total and mean together tell how many placements there are.
        "lines": [
            {**row, "mean": None if few else row["mean"], "total": None if few or hidden else row["total"]}
            for row in found["lines"]
        ],
        "clauses": [{**clause, "planned": None, "missing": None} for clause in found["clauses"]],
        "looked_at": {name: _large(number) for name, number in found.get("looked_at", {}).items()},
        "stability": _stability(found.get("stability")),
        "held_otherwise": _large(found.get("held_otherwise", 0)),
    }


def _stability(found: Mapping[str, int] | None) -> dict[str, int | None] | None:
    """What became of the published proposals, each somebody's."""
    if found is None:
        return None
    names = ("kept", "changed", "impossible")
    shown = dict(zip(names, column([found[name] for name in names]), strict=True))
    # What was to stay is a share of what is still possible, and so differs from what stayed by few.
    near = any(0 < abs(found["wanted"] - found[name]) < SMALL for name in names)
    return {"wanted": None if near else _large(found["wanted"]), **shown}


def _large(number: int) -> int | None:
    return number if number >= SMALL else None
