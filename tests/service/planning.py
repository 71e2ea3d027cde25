"""Plans for tests: asked for, made by a worker in this process, published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.services import bookings
from matcher.services.plan_making import MadePlan, Snapshot
from matcher.services.unit import new_id
from matcher.store import tables
from matcher.worker import plan as making
from matcher.worker.work import Work
from tests.office import Office
from tests.worker import work

_THOUGHT: dict[str, MadePlan] = {}
"""Plans by what they were made from: the same facts give the same plan, and working one out takes a second."""


@pytest.fixture(autouse=True)
def _think_once(monkeypatch: pytest.MonkeyPatch) -> None:
    think, tell = making.think, making._tell

    def remembered(work: Work, snapshot: Snapshot) -> MadePlan:
        if making._tell is not tell:
            return think(work, snapshot)
        key = repr(replace(snapshot, facts=snapshot.fingerprint))  # type: ignore[arg-type]
        if key not in _THOUGHT:
            _THOUGHT[key] = think(work, snapshot)
        return _THOUGHT[key]

    monkeypatch.setattr(making, "think", remembered)


def asked(office: Office, **body: Any) -> str:
    answer = office.client("consultant").post("/plans", json=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/plans/{answer.json()['id']}"
    return str(answer.json()["id"])


def drafted(office: Office, **body: Any) -> str:
    """A plan that has been made by the worker."""
    key = asked(office, **body)
    work(office, new_id("w"))
    assert row(office, key)["state"] == "draft", row(office, key)["error"]
    return key


def row(office: Office, plan: str) -> dict[str, Any]:
    return office.rows(tables.plans, tables.plans.c.id == plan)[0]


def publish(office: Office, plan: str, version: int | None = None, role: str = "consultant", **body: Any) -> Any:
    tag = f'"v{row(office, plan)["version"] if version is None else version}"'
    return office.client(role).post(f"/plans/{plan}/publish", json=body, headers={"If-Match": tag})


def live(office: Office) -> list[dict[str, Any]]:
    return office.rows(tables.placements, tables.placements.c.state.in_(tables.LIVE))


def promised(office: Office) -> bool:
    """Whether of everything no more is booked than there is."""
    there = {r["id"]: r["capacity"] for r in office.rows(tables.resources)}
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        return all(amount <= there[r] + 1e-6 for r, amount in bookings.booked(unit).items())
