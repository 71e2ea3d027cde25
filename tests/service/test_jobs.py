"""Jobs: each done by one worker at a time, given back when it falls silent, finished once, called off at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.services import jobs, leases
from matcher.services.caller import SYSTEM
from matcher.services.errors import NotHere, Refused
from matcher.services.jobs import JobState, Kind, Wish
from matcher.services.leases import LostLease
from matcher.store import tables
from matcher.worker import loop
from matcher.worker.heart import Heart
from matcher.worker.loop import FAULT, Worker
from matcher.worker.work import Work
from tests.office import Office
from tests.project import ROOT
from tests.worker import start, wait_for, work

LEASE = 30.0


def put(office: Office, role: str = "consultant", kind: Kind = Kind.TIDY, **arguments: Any) -> str:
    with office.services.unit(office.caller(role)) as unit:
        key = jobs.enqueue(unit, kind, arguments)
    assert key is not None
    return key


def row(office: Office, job: str) -> dict[str, Any]:
    return office.rows(tables.jobs, tables.jobs.c.id == job)[0]


def take(office: Office, worker: str = "w1") -> leases.Claim:
    held = leases.claim(office.services, worker, LEASE)
    assert held is not None
    return held


def finish(office: Office, held: leases.Claim, **result: Any) -> None:
    """Write a result, here into the job's own row, and finish."""
    with office.services.unit(SYSTEM) as unit:
        unit.connection.execute(sa.update(tables.jobs).values(result))
        leases.finish(unit, held)


def test_the_oldest_job_is_taken_first_and_by_one_alone(office: Office) -> None:
    first = put(office)
    office.clock.pass_time(seconds=1)
    second = put(office)
    assert (take(office, "w1").job, take(office, "w2").job) == (first, second)
    assert leases.claim(office.services, "w3", LEASE) is None


@pytest.mark.slow
def test_four_processes_take_each_of_forty_jobs_once(office: Office) -> None:
    wanted = {put(office) for _ in range(40)}
    code = (
        "import sys\n"
        "from matcher.services import leases\n"
        "from matcher.services.unit import Services\n"
        "from matcher.settings import load_settings\n"
        "from matcher.store import open_store\n"
        "from matcher.store.secrets import Cipher\n"
        "services = Services(open_store(load_settings().database), Cipher('k'))\n"
        "while held := leases.claim(services, sys.argv[1], 600.0):\n"
        "    print(held.job)\n"
    )
    processes = [start(office, str(n), code=code) for n in range(4)]
    taken = [process.communicate(timeout=120)[0].decode().split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert Counter(job for some in taken for job in some) == dict.fromkeys(wanted, 1)


def test_a_worker_that_falls_silent_loses_the_job_and_cannot_write_its_result(office: Office) -> None:
    job = put(office)
    lost = take(office, "w1")
    office.clock.pass_time(seconds=LEASE - 1)
    assert leases.renew(office.services, lost, LEASE, "x", 0.5, {}) is Wish.NONE
    office.clock.pass_time(seconds=LEASE - 1)
    assert leases.claim(office.services, "w2", LEASE) is None
    office.clock.pass_time(seconds=2)
    held = take(office, "w2")
    assert (held.job, held.attempt) == (job, 2)
    assert leases.renew(office.services, lost, LEASE, "x", 0.9, {}) is None
    with pytest.raises(LostLease):
        finish(office, lost, stage="written by the loser")
    with office.services.unit(SYSTEM) as unit:
        leases.finish(unit, held)
    assert (row(office, job)["state"], row(office, job)["stage"]) == ("done", "")


def test_the_same_worker_cannot_finish_what_it_had_lost_and_taken_again(office: Office) -> None:
    put(office)
    first = take(office)
    office.clock.pass_time(seconds=LEASE + 1)
    take(office)
    with pytest.raises(LostLease), office.services.unit(SYSTEM) as unit:
        leases.finish(unit, first)


def test_a_job_whose_workers_die_is_given_up_after_three_attempts(office: Office) -> None:
    job = put(office)
    for attempt in (1, 2, 3):
        assert take(office).attempt == attempt
        office.clock.pass_time(seconds=LEASE + 1)
    assert leases.claim(office.services, "w", LEASE) is None
    assert leases.give_up(office.services) == 1
    assert row(office, job)["state"] == "failed" and "opgivet" in row(office, job)["error"]
    assert office.rows(tables.audit, tables.audit.c.action == "fail")[-1]["outcome"] == "failed"


def test_a_fault_is_tried_again_after_a_pause_and_told_without_what_was_in_it(office: Office) -> None:
    job = put(office)
    times: list[datetime] = []

    def fail(_: Work) -> None:
        times.append(office.clock.now)
        raise RuntimeError("Asta Hansen 010190-1234")

    kinds: dict[str, Callable[[Work], None]] = {"tidy": fail, "silence": lambda w: None}
    begun = office.clock.now
    for seconds in (0, 4, 2, 19, 2):
        office.clock.pass_time(seconds=seconds)
        work(office, kinds=kinds)
    assert [round((t - begun).total_seconds()) for t in times] == [0, 6, 27]
    assert (row(office, job)["state"], row(office, job)["error"]) == ("failed", FAULT)
    assert "Asta" not in str(office.rows(tables.jobs)) + str(office.rows(tables.audit))


def test_an_answer_that_it_cannot_be_done_is_not_tried_again(office: Office) -> None:
    job = put(office)

    def refuse(_: Work) -> None:
        raise MatcherError("Der er intet at gøre")

    work(office, kinds={"tidy": refuse, "silence": lambda w: None})
    assert (row(office, job)["attempts"], row(office, job)["error"]) == (1, "Der er intet at gøre")


def test_only_one_job_of_a_name_waits_at_a_time(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        assert jobs.enqueue(unit, Kind.SILENCE, {}, once="silence") is not None
        assert jobs.enqueue(unit, Kind.SILENCE, {}, once="silence") is None
    held = take(office)
    with office.services.unit(SYSTEM) as unit:
        leases.finish(unit, held)
        assert jobs.enqueue(unit, Kind.SILENCE, {}, once="silence") is not None


def test_daily_work_is_done_once_each_danish_day(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # half past eleven in the evening
    assert work(office) == 2
    assert work(office, "w2") == 0
    office.clock.pass_time(hours=1)
    assert work(office, "w3") == 2
    assert {r["kind"] for r in office.rows(tables.jobs)} == {"silence", "tidy"}
    assert {r["state"] for r in office.rows(tables.jobs)} == {"done"}


def test_progress_and_wishes_pass_between_worker_and_caller(office: Office) -> None:
    job = put(office, kind=Kind.PLAN)
    held = take(office)
    with Heart(office.services, held, 0.2, threading.Event()) as heart:
        heart.tell("assignment", 0.4, {"objective": 3.5})
        wait_for(lambda: row(office, job)["share"] == 0.4, "progress")
        assert row(office, job)["found"] == {"objective": 3.5}
        with office.services.unit(office.caller("colleague")) as unit:
            jobs.ask_to_stop(unit, job)
        wait_for(lambda: heart.wish is Wish.STOP, "the wish")
        with office.services.unit(office.caller("colleague")) as unit:
            assert jobs.cancel(unit, job).state == "cancelled"
        wait_for(lambda: heart.wish is None, "the end")
    with pytest.raises(LostLease), office.services.unit(SYSTEM) as unit:
        leases.finish(unit, held)


def test_a_worker_that_is_asked_to_end_hands_its_job_back(office: Office) -> None:
    job = put(office)
    worker: Worker

    def slow(w: Work) -> None:
        worker.leaving.set()
        wait_for(lambda: not w.wanted, "the hand-back")
        w.report("x", 1.0)

    worker = Worker(office.services, office.settings, {"tidy": slow, "silence": lambda w: None}, "w")
    worker.run(once=True)
    assert (row(office, job)["state"], row(office, job)["attempts"], row(office, job)["worker"]) == ("queued", 0, None)
    assert take(office, "w2").attempt == 1


def test_what_was_asked_for_in_the_name_of_a_closed_account_is_not_done(office: Office) -> None:
    job = put(office, kind=Kind.PLAN, about="nothing")
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.accounts).where(tables.accounts.c.id == "ac_kim").values(active=False))
    work(office)
    assert row(office, job)["state"] == "failed" and "lukket" in row(office, job)["error"]


def test_a_job_is_seen_by_whoever_asked_and_a_plans_by_every_consultant(office: Office) -> None:
    plan, upload = put(office, kind=Kind.PLAN), put(office, kind=Kind.IMPORT)
    kim, bo = office.client("consultant"), office.client("colleague")
    assert [kim.get(f"/jobs/{j}").status_code for j in (plan, upload)] == [200, 200]
    assert [bo.get(f"/jobs/{j}").status_code for j in (plan, upload, "nobody")] == [200, 404, 404]
    assert bo.get(f"/jobs/{upload}").json()["detail"] == bo.get("/jobs/nobody").json()["detail"]
    assert office.client("evaluator").get(f"/jobs/{plan}").status_code == 404
    assert office.client("employer").get(f"/jobs/{plan}").status_code == 403
    assert bo.delete(f"/jobs/{upload}").status_code == 404
    assert bo.delete(f"/jobs/{plan}").json()["state"] == "cancelled"
    assert bo.delete(f"/jobs/{plan}").status_code == 409


def test_what_is_over_cannot_be_stopped(office: Office) -> None:
    job = put(office)
    held = take(office)
    with office.services.unit(SYSTEM) as unit:
        leases.finish(unit, held)
    with pytest.raises(Refused), office.services.unit(SYSTEM) as unit:
        jobs.ask_to_stop(unit, job)
    with pytest.raises(NotHere), office.services.unit(SYSTEM) as unit:
        jobs.ask_to_stop(unit, "nobody")
    assert row(office, job)["state"] == JobState.DONE


def test_tidying_deletes_what_has_had_its_time_and_logs_how_much(office: Office) -> None:
    office.client("consultant").post("/plans", json={}, headers={"Idempotency-Key": "k"})
    office.client("consultant").delete(f"/plans/{office.rows(tables.plans)[0]['id']}")
    assert len(office.rows(tables.answers)) == 1
    office.clock.pass_time(days=8)
    work(office)
    assert office.rows(tables.answers) == []
    assert office.rows(tables.audit, tables.audit.c.action == "expire")[-1]["detail"]["answers"] == 1
    office.clock.pass_time(days=31)
    work(office, "w2")
    kept = [r for r in office.rows(tables.jobs) if r["kind"] == "tidy"]
    assert [r["created_at"] for r in kept] == [office.clock.now]


def test_a_worker_outlives_a_database_that_goes_away_while_it_works(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sqlite_office
    monkeypatch.setattr(loop, "OUTAGE", 0.01)
    job = put(office)
    down = sa.exc.OperationalError("x", {}, Exception("server closed the connection"))
    retry, gone = leases.retry, [True]

    def give_back(*given: Any) -> None:
        if gone.pop():
            # Long enough for the lease to run out.
            office.clock.pass_time(seconds=office.settings.lease_seconds + 1)
            raise down
        retry(*given)

    def do(work: Work) -> None:
        if work.held.job != job:
            return
        if gone:
            raise down
        with office.services.unit(SYSTEM) as unit:
            leases.finish(unit, work.held)
        worker.leaving.set()

    monkeypatch.setattr(leases, "retry", give_back)
    worker = Worker(office.services, office.settings, dict.fromkeys(Kind, do), "w")
    ended = threading.Thread(target=worker.run, daemon=True)
    ended.start()
    ended.join(20.0)
    worker.leaving.set()
    assert (row(office, job)["state"], row(office, job)["attempts"]) == (JobState.DONE, 2)


def test_a_lease_lasts_as_long_as_the_setting_says(office: Office) -> None:
    put(office)
    take(office)
    assert office.rows(tables.jobs)[0]["lease_until"] == office.clock.now + timedelta(seconds=LEASE)


def test_the_api_process_loads_nothing_heavy() -> None:
    # Guards against an API that takes ten seconds to start and computes where it should answer.
    heavy = "{'sklearn', 'ortools', 'highspy', 'numba', 'pandas'}"
    code = f"import sys, api.app, matcher.commands.work; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
