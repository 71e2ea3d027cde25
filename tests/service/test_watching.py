"""Watching a job: events as it goes, its end, and nothing for whoever has gone or may not see it any more."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from api import watching
from matcher.services import jobs, leases, sessions
from matcher.services.caller import SYSTEM
from matcher.services.jobs import Kind, SeenJob
from matcher.store import tables
from tests.office import Office
from tests.worker import wait_for


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.02)


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    """(event, data) of a stream."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


class Looks:
    """Counts the looks of streams, so that what happens between two of them can be told apart."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        again = watching._look_again

        def counted(*given: Any) -> SeenJob:
            self.number += 1
            return again(*given)

        monkeypatch.setattr(watching, "_look_again", counted)

    def another(self) -> None:
        """Wait until a look that begins after this moment is over."""
        here = self.number
        wait_for(lambda: self.number >= here + 2, "a look")


def put(office: Office) -> str:
    with office.services.unit(office.caller("consultant")) as unit:
        key = jobs.enqueue(unit, Kind.PLAN, {})
    assert key is not None
    return key


def test_a_stream_tells_progress_and_ends_with_the_job(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    job, looks = put(office), Looks(monkeypatch)

    def do() -> None:
        looks.another()
        held = leases.claim(office.services, "w", 30.0)
        assert held is not None
        for share in (0.25, 0.5):
            leases.renew(office.services, held, 30.0, "assignment", share, {"objective": 1.5})
            looks.another()
        with office.services.unit(SYSTEM) as unit:
            leases.finish(unit, held)

    worker = threading.Thread(target=do)
    client = office.client("consultant")
    worker.start()
    answer = client.get(f"/jobs/{job}/events")
    worker.join()
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.headers["Cache-Control"] == "no-store"
    seen = events_of(answer.text)
    assert [name for name, _ in seen] == ["progress"] * (len(seen) - 1) + ["end"]
    shares = [data["share"] for _, data in seen]
    assert {0.25, 0.5} <= set(shares) and shares == sorted(shares)
    assert seen[-1][1]["state"] == "done" and seen[-2][1]["found"] == {"objective": 1.5}
    assert seen[-2][1]["words"] == "Finder den bedste plan"


def test_what_is_over_ends_at_once_and_what_is_not_ones_own_is_refused(office: Office) -> None:
    key = office.client("consultant").post("/plans", json={}).json()["id"]
    job = office.client("consultant").delete(f"/plans/{key}").json()["job"]
    for path in (f"/plans/{key}/events", f"/jobs/{job}/events"):
        seen = events_of(office.client("colleague").get(path).text)
        assert [(name, data["state"]) for name, data in seen] == [("end", "cancelled")]
    assert office.client("evaluator").get(f"/plans/{key}/events").status_code == 200
    assert office.client("evaluator").get(f"/jobs/{job}/events").status_code == 404
    assert office.client("employer").get(f"/plans/{key}/events").status_code == 403
    assert office.client("consultant").get("/jobs/nobody/events").json()["code"] == "not_here"


def test_a_stream_ends_when_the_sign_in_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    job, looks = put(office), Looks(monkeypatch)
    client = office.client("consultant")

    def leave() -> None:
        looks.another()
        with office.services.unit(office.caller("consultant")) as unit:
            sessions.end_all(unit, "ac_kim")

    thread = threading.Thread(target=leave)
    thread.start()
    seen = events_of(client.get(f"/jobs/{job}/events").text)
    thread.join()
    assert [(name, data["state"]) for name, data in seen] == [("progress", "queued")]


@pytest.mark.parametrize(
    "change", [{"role": "administrator"}, {"role": "evaluator"}, {"organisation": "Vejle"}, {"active": False}], ids=str
)
def test_a_stream_ends_when_the_account_is_another(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    office = sqlite_office
    monkeypatch.setattr(watching, "LONGEST", 20.0)
    job, looks = put(office), Looks(monkeypatch)
    client, over = office.client("consultant"), threading.Event()
    went_on = []

    def become() -> None:
        looks.another()
        with office.store.writing() as connection:
            table = tables.accounts
            connection.execute(table.update().where(table.c.id == "ac_kim").values(change))
        went_on.append(not over.wait(10.0))

    thread = threading.Thread(target=become)
    thread.start()
    seen = events_of(client.get(f"/jobs/{job}/events").text)
    over.set()
    thread.join()
    assert [(name, data["state"]) for name, data in seen] == [("progress", "queued")] and went_on == [False]


class Gone:
    """A request whose client goes away after some looks."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    async def is_disconnected(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_stream_ends_when_the_client_goes_away_and_counts_down(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sqlite_office
    job = put(office)
    looks: list[str] = []

    class Caller:
        request = Gone(3)
        caller = office.caller("consultant")
        services = office.services

        def is_still_in(self) -> bool:
            return True

    def look(unit: Any) -> SeenJob:
        looks.append(job)
        return jobs.read(unit, job)

    async def read() -> list[str]:
        call: Any = Caller()
        with office.services.unit(call.caller, writes=False) as unit:
            first = look(unit)
        return [text async for text in watching.events(call, look, first)]

    assert [text.split(":")[0] for text in asyncio.run(read())] == ["retry", "event"]
    assert len(looks) == 4 and watching._open["ac_kim"] == 0


def test_a_quiet_stream_shows_that_it_lives_and_ends_in_any_case(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "QUIET", 0.1)
    monkeypatch.setattr(watching, "LONGEST", 0.5)
    text = sqlite_office.client("consultant").get(f"/jobs/{put(sqlite_office)}/events").text
    assert text.count(": \n\n") >= 2 and [name for name, _ in events_of(text)] == ["progress"]


def test_nobody_watches_too_many_at_once(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    job = put(sqlite_office)
    monkeypatch.setitem(watching._open, "ac_kim", watching.AT_ONCE)
    assert sqlite_office.client("consultant").get(f"/jobs/{job}/events").status_code == 429
    assert sqlite_office.rows(tables.jobs)[0]["state"] == "queued"


def test_a_job_that_has_been_taken_is_under_way_before_it_says_what_it_does(sqlite_office: Office) -> None:
    key = put(sqlite_office)
    waiting = _one(sqlite_office, key)
    held = leases.claim(sqlite_office.services, "w", 30)
    assert held is not None and held.job == key
    assert [job["words"] for job in (waiting, _one(sqlite_office, key))] == ["Venter", "I gang"]


def _one(office: Office, job: str) -> dict[str, Any]:
    found: dict[str, Any] = office.client("consultant").get(f"/jobs/{job}").json()
    return found
