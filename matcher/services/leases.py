"""How a worker holds a job: taken by one at a time, kept by saying so, given back or finished once.

A lease is a promise with an end: whoever does not renew it in time has lost the job to the next worker. A result is
written in the transaction that finishes the job, and only while the lease is still the worker's own: two workers that
both believe in the same job cannot both finish it. The clocks of machines that work on one database may differ by much
less than a lease lasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.services.caller import SYSTEM, Caller, Purpose, Role
from matcher.services.jobs import JobState, Kind, Wish, end, enqueue
from matcher.services.unit import HERE, Services, Unit
from matcher.store import tables

MOST_ATTEMPTS = 3
"""How often a job is begun before it is given up."""
FIRST_PAUSE = 5.0
"""Seconds before the second attempt; the third waits four times as long."""
_GIVEN_UP = "Arbejdet blev afbrudt flere gange og er opgivet. Bed om det igen, eller spørg den, der driver systemet."
_DAILY = (Kind.SILENCE, Kind.TIDY)
_j = tables.jobs


class LostLease(MatcherError):
    """The job is another worker's now, or has been called off: nothing more may be written for it."""

    def __init__(self) -> None:
        super().__init__("Arbejdet er overtaget af en anden eller afbrudt")


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one job.

    Attributes
    ----------
    attempt
        1 for the first; with the worker's name it tells this hold from every other.
    arguments
        What is to be done.
    """

    job: str
    kind: str
    arguments: Mapping[str, Any]
    created_by: str
    worker: str
    attempt: int

    @property
    def about(self) -> str:
        """Id of the row the job makes."""
        return str(self.arguments["about"])


def claim(services: Services, worker: str, lease_seconds: float) -> Claim | None:
    """Take the job that has waited longest, or one whose worker has fallen silent; None when there is none.

    One statement takes it, so that no two workers take the same. A look comes first: a worker with nothing to do should
    not keep asking for the right to write.
    """
    now = services.clock()
    ready = _j.c.attempts < MOST_ATTEMPTS
    ready &= ((_j.c.state == JobState.QUEUED) & (_j.c.not_before <= now)) | (
        (_j.c.state == JobState.RUNNING) & (_j.c.lease_until < now)
    )
    first = sa.select(_j.c.id).where(ready).order_by(_j.c.not_before, _j.c.created_at, _j.c.id).limit(1)
    with services.store.reading() as connection:
        if connection.execute(first).first() is None:
            return None
    taken = (
        sa.update(_j)
        .where(_j.c.id == first.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            state=JobState.RUNNING.value,
            worker=worker,
            lease_until=now + timedelta(seconds=lease_seconds),
            attempts=_j.c.attempts + 1,
            started_at=sa.func.coalesce(_j.c.started_at, sa.bindparam("now", now, type_=_j.c.started_at.type)),
            stage="",
            share=0.0,
            found={},
        )
        .returning(_j.c.id, _j.c.kind, _j.c.arguments, _j.c.created_by, _j.c.attempts)
    )
    with services.store.writing() as connection:
        row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    return Claim(row.id, row.kind, row.arguments, row.created_by, worker, row.attempts)


def renew(
    services: Services, held: Claim, lease_seconds: float, stage: str, share: float, found: Mapping[str, Any]
) -> Wish | None:
    """Say that the work goes on, and how far it is; gives what is asked of it, None when the job is lost."""
    values = {
        "lease_until": services.clock() + timedelta(seconds=lease_seconds),
        "stage": stage,
        "share": share,
        "found": dict(found),
    }
    with services.store.writing() as connection:
        row = connection.execute(sa.update(_j).where(_held(held)).values(values).returning(_j.c.wish)).one_or_none()
    return None if row is None else Wish(row.wish)


def wish_of(services: Services, held: Claim) -> Wish | None:
    """What is asked of the job, None when it is lost; only a look."""
    with services.store.reading() as connection:
        wish = connection.execute(sa.select(_j.c.wish).where(_held(held))).scalar_one_or_none()
    return None if wish is None else Wish(wish)


def keep(unit: Unit, held: Claim) -> dict[str, Any]:
    """Hold the job until this transaction ends; gives its row.

    Raises
    ------
    LostLease
        When it is not the worker's any more.
    """
    row = unit.connection.execute(sa.select(_j).where(_held(held)).with_for_update()).mappings().one_or_none()
    if row is None:
        raise LostLease
    return dict(row)


def finish(unit: Unit, held: Claim, found: Mapping[str, Any] | None = None) -> None:
    """End the job in the transaction that writes its result; call it before anything else is written.

    Parameters
    ----------
    found
        What has come of it, in place of what was told on the way.

    Raises
    ------
    LostLease
        When it is not the worker's any more: then nothing of the result is written either.
    """
    row = keep(unit, held)
    values = {"state": JobState.DONE.value, "share": 1.0, "finished_at": unit.now, "worker": None, "lease_until": None}
    if found is not None:
        values["found"] = dict(found)
    unit.connection.execute(sa.update(_j).where(_j.c.id == row["id"]).values(values))


def fail(services: Services, held: Claim, sentence: str) -> None:
    """End the job without a result; nothing when it is lost."""
    with services.unit(SYSTEM) as unit:
        try:
            row = keep(unit, held)
        except LostLease:
            return
        end(unit, row, JobState.FAILED, sentence)
        unit.record("fail", held.kind, str(row["arguments"].get("about", held.job)), outcome="failed", job=held.job)


def retry(services: Services, held: Claim, sentence: str) -> None:
    """Let it be tried again a little later, or give it up after the last attempt."""
    if held.attempt >= MOST_ATTEMPTS:
        fail(services, held, sentence)
        return
    later = services.clock() + timedelta(seconds=FIRST_PAUSE * 4 ** (held.attempt - 1))
    _back(services, held, not_before=later)


def hand_back(services: Services, held: Claim) -> None:
    """Put the job back as if it had not been begun: its worker is asked to end. It does not count as an attempt."""
    _back(services, held, attempts=_j.c.attempts - 1)


def give_up(services: Services) -> int:
    """End jobs that have been begun too often and whose worker has fallen silent; how many."""
    now = services.clock()
    lost = (_j.c.state == JobState.RUNNING) & (_j.c.lease_until < now) & (_j.c.attempts >= MOST_ATTEMPTS)
    with services.store.reading() as connection:
        if connection.execute(sa.select(_j.c.id).where(lost).limit(1)).first() is None:
            return 0
    with services.unit(SYSTEM) as unit:
        rows = unit.connection.execute(sa.select(_j).where(lost).with_for_update(skip_locked=True)).mappings().all()
        for row in rows:
            end(unit, dict(row), JobState.FAILED, _GIVEN_UP)
            about = str(row["arguments"].get("about", row["id"]))
            unit.record("fail", row["kind"], about, outcome="failed", job=row["id"])
        return len(rows)


def schedule(services: Services) -> None:
    """Put what is done once a day into the queue, unless it is there already or has been done today."""
    now = services.clock()
    midnight = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    today = sa.select(_j.c.kind).where(_j.c.kind.in_([k.value for k in _DAILY]), _j.c.created_at >= midnight)
    with services.store.reading() as connection:
        done = set(connection.execute(today).scalars())
    wanted = [kind for kind in _DAILY if kind.value not in done]
    if not wanted:
        return
    with services.unit(SYSTEM) as unit:
        for kind in wanted:
            enqueue(unit, kind, {}, once=kind.value)


def asker(services: Services, held: Claim) -> Caller:
    """Who asked for the job, as she is today: what has been taken from her since is not done in her name.

    Raises
    ------
    MatcherError
        When her account is closed.
    """
    if held.created_by == SYSTEM.account:
        return SYSTEM
    table = tables.accounts
    with services.store.reading() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == held.created_by)).mappings().one_or_none()
    if row is None or not row["active"]:
        raise MatcherError("Den konto, der bad om arbejdet, er lukket; en anden må bede om det")
    purpose = held.arguments.get("purpose")
    return Caller(
        account=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        organisation=row["organisation"],
        employer=row["employer"],
        purpose=None if purpose is None else Purpose(purpose),
        request=str(held.arguments.get("request", "-")),
    )


def _held(held: Claim) -> sa.ColumnElement[bool]:
    return (
        (_j.c.id == held.job)
        & (_j.c.state == JobState.RUNNING)
        & (_j.c.worker == held.worker)
        & (_j.c.attempts == held.attempt)
    )


def _back(services: Services, held: Claim, **values: Any) -> None:
    with services.store.writing() as connection:
        connection.execute(
            sa.update(_j)
            .where(_held(held))
            .values(state=JobState.QUEUED.value, worker=None, lease_until=None, stage="", share=0.0, found={}, **values)
        )
