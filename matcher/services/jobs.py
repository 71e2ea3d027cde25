"""Jobs: work that takes longer than a call. Here they are asked for, watched and called off; `leases` does them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matcher.services.caller import Role
from matcher.services.errors import NotHere, Refused
from matcher.services.unit import Unit, new_id
from matcher.store import tables


class Kind(StrEnum):
    """What a job does."""

    PLAN = "plan"
    IMPORT = "import"
    SILENCE = "silence"
    """Reminds employers, and ends the waiting for those who do not answer."""
    TIDY = "tidy"
    """Deletes what has had its time."""
    TRAIN = "train"
    """Learns from how placements went."""


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Wish(StrEnum):
    """What is asked of a job while it runs."""

    NONE = "none"
    STOP = "stop"
    """Stop searching and keep the best there is."""
    CANCEL = "cancel"


ALIVE = (JobState.QUEUED.value, JobState.RUNNING.value)
"""States in which something may still come of a job."""
_ABOUT: Mapping[str, sa.Table] = {Kind.PLAN: tables.plans, Kind.IMPORT: tables.imports}
"""What a job is about: a row whose state follows the job's."""


@dataclass(frozen=True, slots=True)
class SeenJob:
    """A job as its own people see it.

    Attributes
    ----------
    about
        Id of the plan or import it makes; None for work that nobody asked for.
    stage
        What is being done, a short word for machines; empty before it begins.
    share
        How much of the whole is done, 0 to 1.
    found
        What is known so far: objective, bound, gap.
    error
        One sentence, when it failed.
    """

    id: str
    kind: str
    about: str | None
    state: str
    stage: str
    share: float
    found: Mapping[str, Any]
    error: str | None
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in ALIVE


def enqueue(unit: Unit, kind: Kind, arguments: Mapping[str, Any], *, once: str | None = None) -> str | None:
    """Put a job into the queue; gives its id.

    Parameters
    ----------
    arguments
        Plain values. ``about`` names the row that the job makes.
    once
        Only one job of that name waits or runs at a time; when there is one already, nothing is done.

    Returns
    -------
    str or None
        None when there is a job of that name already.
    """
    key = new_id("jo")
    values = {
        "id": key,
        "kind": kind.value,
        "arguments": {
            **arguments,
            "purpose": None if unit.caller.purpose is None else unit.caller.purpose.value,
            "request": unit.caller.request,
        },
        "once": once,
        "state": JobState.QUEUED.value,
        "stage": "",
        "share": 0.0,
        "found": {},
        "attempts": 0,
        "wish": Wish.NONE.value,
        "not_before": unit.now,
        "created_at": unit.now,
        "created_by": unit.caller.account,
    }
    try:
        with unit.connection.begin_nested():
            unit.connection.execute(sa.insert(tables.jobs).values(values))
    except sa.exc.IntegrityError:
        if once is None:
            raise
        return None
    return key


def read(unit: Unit, job: str) -> SeenJob:
    """One job, for whoever asked for it; plans are the municipality's, so any consultant may see those.

    Raises
    ------
    NotHere
        When it is not hers to see.
    """
    return seen(_visible(unit, job, lock=False))


def cancel(unit: Unit, job: str) -> SeenJob:
    """Call a job off. At once nothing can come of it any more, though its worker may need a moment to notice.

    Raises
    ------
    Refused
        Code ``over``, when it is done already.
    """
    row = _visible(unit, job, lock=True)
    if row["state"] not in ALIVE:
        raise Refused("Arbejdet er allerede slut", "over")
    end(unit, row, JobState.CANCELLED, None)
    unit.record("cancel", "job", job, kind=row["kind"], about=row["arguments"].get("about"))
    return seen(one(unit, job))


def ask_to_stop(unit: Unit, job: str) -> None:
    """Ask the worker to keep the best it has found so far. A job that has not begun has nothing to keep: called off.

    Raises
    ------
    Refused
        Code ``over``, when it is done already.
    """
    row = one(unit, job, lock=True)
    if row["state"] == JobState.QUEUED:
        end(unit, row, JobState.CANCELLED, None)
    elif row["state"] == JobState.RUNNING:
        _update(unit, job, wish=Wish.STOP.value)
    else:
        raise Refused("Arbejdet er allerede slut", "over")


def end(unit: Unit, row: Mapping[str, Any], state: JobState, sentence: str | None) -> None:
    """End a job without a result, and with it the plan or import it was to make.

    Parameters
    ----------
    row
        The job's, locked.
    sentence
        Why, for people; None when somebody wanted it so.
    """
    wish = Wish.CANCEL.value if state is JobState.CANCELLED else row["wish"]
    _update(
        unit,
        row["id"],
        state=state.value,
        wish=wish,
        error=sentence,
        finished_at=unit.now,
        worker=None,
        lease_until=None,
    )
    table, about = _ABOUT.get(row["kind"]), row["arguments"].get("about")
    if table is None or about is None:
        return
    values: dict[str, Any] = {"state": state.value, "error": sentence, "finished_at": unit.now}
    if table is tables.imports:
        values["content"] = None
    else:
        values |= {"version": table.c.version + 1, "changed_at": unit.now}
    here = (table.c.id == about) & table.c.state.in_(ALIVE)
    unit.connection.execute(sa.update(table).where(here).values(values))


def one(unit: Unit, job: str, *, lock: bool = False) -> dict[str, Any]:
    """The row of a job, whoever's it is.

    Raises
    ------
    NotHere
        When there is no such job.
    """
    query = sa.select(tables.jobs).where(tables.jobs.c.id == job)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotHere
    return dict(row)


def alive(unit: Unit, kind: Kind, account: str | None = None) -> int:
    """How many jobs of that kind wait or run, of one account or of all."""
    j = tables.jobs
    query = sa.select(sa.func.count()).where(j.c.kind == kind.value, j.c.state.in_(ALIVE))
    if account is not None:
        query = query.where(j.c.created_by == account)
    return int(unit.connection.execute(query).scalar_one())


def seen(row: Mapping[str, Any]) -> SeenJob:
    """A row as its own people see it."""
    return SeenJob(
        id=row["id"],
        kind=row["kind"],
        about=row["arguments"].get("about"),
        state=row["state"],
        stage=row["stage"],
        share=row["share"],
        found=row["found"],
        error=row["error"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )


def _visible(unit: Unit, job: str, *, lock: bool) -> dict[str, Any]:
    row = one(unit, job, lock=lock)
    hers = row["created_by"] == unit.caller.account
    if not hers and not (row["kind"] == Kind.PLAN and unit.caller.role is Role.CONSULTANT):
        raise NotHere
    return row


def _update(unit: Unit, job: str, **values: Any) -> None:
    unit.connection.execute(sa.update(tables.jobs).where(tables.jobs.c.id == job).values(values))
