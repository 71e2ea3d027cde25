"""A real worker in a process of its own: killed in the middle, asked to end, quiet beside the API."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.commands.companion import Companion
from matcher.services import plans
from matcher.store import audit, tables
from tests.office import Office
from tests.project import ROOT
from tests.worker import kill, start, wait_for


@pytest.fixture
def today(office: Office) -> Office:
    """Give an office on the day of the machine's own clock: the other process has no other."""
    office.clock.now = datetime.now(UTC)
    return office


def ask(office: Office) -> str:
    with office.services.unit(office.caller("consultant")) as unit:
        return plans.request(unit, plans.AskedPlan({})).id


def job_of(office: Office, plan: str) -> dict[str, Any]:
    key = office.rows(tables.plans, tables.plans.c.id == plan)[0]["job"]
    return office.rows(tables.jobs, tables.jobs.c.id == key)[0]


def assert_made_once(office: Office, plan: str) -> None:
    """The plan is there whole, once, and logged once; nothing has been proposed."""
    row = office.rows(tables.plans, tables.plans.c.id == plan)[0]
    assert (row["state"], row["status"]) == ("draft", "optimal")
    rows = office.rows(tables.plan_placements, tables.plan_placements.c.plan == plan)
    out = office.rows(tables.plan_left_out, tables.plan_left_out.c.plan == plan)
    assert len(rows) == row["summary"]["counts"]["placements"]
    assert {r["candidate"] for r in [*rows, *out]} == {c.id for c in office.facts.candidates}
    assert len(office.rows(tables.audit, tables.audit.c.action == "plan")) == 1
    assert office.rows(tables.placements) == [] and office.rows(tables.bookings) == []
    with office.store.reading() as connection:
        assert audit.verify(connection).flaws == ()


@pytest.mark.slow
def test_a_plan_whose_worker_is_killed_is_taken_up_after_the_lease_and_made_once(today: Office) -> None:
    office = today
    plan = ask(office)
    first = start(office, BROBYGGER_LEASE_SECONDS="2")
    try:
        # In the middle: taken, and past its first stages.
        wait_for(lambda: job_of(office, plan)["stage"] not in ("", "columns"), "a plan under way")
    finally:
        kill(first)
    left = job_of(office, plan)
    assert left["state"] == "running" and office.rows(tables.plan_placements) == []
    second = start(office, BROBYGGER_LEASE_SECONDS="2")
    try:
        wait_for(lambda: job_of(office, plan)["state"] in ("done", "failed"), "the second worker")
        assert job_of(office, plan)["state"] == "done"
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(30) == 0
    assert job_of(office, plan)["attempts"] == 2
    assert_made_once(office, plan)


@pytest.mark.slow
def test_a_worker_that_is_asked_to_end_gives_its_plan_to_the_next(today: Office) -> None:
    office = today
    plan = ask(office)
    first = start(office)
    wait_for(lambda: job_of(office, plan)["state"] == "running", "a plan under way")
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0
    left = job_of(office, plan)
    if left["state"] == "queued":
        assert (left["worker"], left["attempts"]) == (None, 0)
    second = start(office, "--once")
    assert second.wait(130) == 0
    assert job_of(office, plan)["attempts"] == 1
    assert_made_once(office, plan)


@pytest.mark.slow
def test_the_worker_steps_back_for_the_api(sqlite_office: Office) -> None:
    process = start(sqlite_office)
    try:
        wait_for(lambda: sqlite_office.rows(tables.jobs, tables.jobs.c.state == "done"), "the daily work")
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= os.getpriority(os.PRIO_PROCESS, os.getpid()) + 5
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_companion_ends_with_whoever_started_it(sqlite_office: Office, tmp_path: Path) -> None:
    # Guards against workers that live on for ever when the service they came with is killed.
    sqlite_office.store.close()
    started = tmp_path / "pid"
    command = ["-m", "api", "work", "--companion", "--database", sqlite_office.url]
    starter = (
        "import subprocess, sys\n"
        f"worker = subprocess.Popen([sys.executable, *{command!r}])\n"
        f"open({str(started)!r}, 'w').write(str(worker.pid))\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", starter], stdin=subprocess.PIPE, cwd=ROOT)
    worker = int(wait_for(lambda: started.exists() and started.read_text(), "the worker's number"))
    wait_for(lambda: any(row["kind"] == "tidy" for row in sqlite_office.rows(tables.jobs)), "its first job")
    parent.kill()
    parent.wait()
    wait_for(lambda: not is_alive(worker), "its end")


def test_a_companion_is_told_of_the_database_where_others_on_the_machine_cannot_read_it(sqlite_office: Office) -> None:
    office = sqlite_office
    with Companion(office.settings, wanted=True) as companion:
        wait_for(lambda: any(row["kind"] == "tidy" for row in office.rows(tables.jobs)), "a job in that database")
        assert companion._process is not None
        line = Path(f"/proc/{companion._process.pid}/cmdline").read_bytes().decode().split("\0")
    assert line[1:7] == ["-P", "-m", "api", "work", "--companion", ""]
    assert office.url not in " ".join(line)


def test_a_companion_is_the_installed_program_whatever_lies_in_the_folder(
    sqlite_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__main__.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    command = Companion(sqlite_office.settings, wanted=False)._command
    assert subprocess.run([*command[:4], "--help"], cwd=tmp_path, capture_output=True, check=False).returncode == 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that has ended and that nobody has asked about is still listed.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
