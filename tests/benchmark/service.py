"""`python -m tests.benchmark.service`: how long a suggestion takes over HTTP, alone and while a plan is being solved.

Protocol: a real server (uvicorn, started as a process of its own) on SQLite in a temporary folder, filled with the demo
region and a stored plan whose prices are drawn with a fixed seed; as many consultants as clients, each with candidates
of her own; every client asks for one of them after the other, none twice, over one connection that is kept (closed
loop); a line of its own says what it takes when the same few are asked about again. The first calls are not counted. A
run ends early when a client has asked about everybody of its share. A plan is solved by a process of its own on the
same facts at the lowest priority, as the worker does. The server is one process with the one beside it that works
suggestions out, as `brobygger serve` starts it on two cores. Every figure is the median of the runs; the load of the
machine before each run is printed, because other people's work on it disturbs the figures. Bounds: p95 below 100 ms,
and at most twice that p95 while a plan is solved; the status is 1 when one is not met.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.demo.places import Size
from matcher.services import sessions
from matcher.services.caller import SYSTEM
from matcher.services.relations import begin_relation
from matcher.services.unit import Services
from matcher.settings import Assurance, load_settings
from matcher.store import Store, open_store, schema, tables
from matcher.store.facts import save_facts
from matcher.store.secrets import Cipher
from matcher.supply import make_supply
from matcher.weights import load_weights

CASES = 1_500
"""Candidates of each consultant at most; each is asked about once, but in the line that says otherwise."""
FEW = 20
"""Candidates that are asked about again and again in that line."""
WARM_UP = 3.0
"""Seconds that are not counted."""
TARGET_MS, TARGET_RATIO = 100.0, 2.0
SOLVE = """
import os, sys
os.setpriority(os.PRIO_PROCESS, 0, 19)
from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.demo.places import Size
from matcher.pipeline import PlanRequest, make_plan
from matcher.weights import load_weights
catalogue = load_catalogue()
facts = make_municipality(sys.argv[1], 1, catalogue)
print("solving", flush=True)
make_plan(facts, catalogue, load_weights(), PlanRequest(time_limit=600.0, most_per_candidate=60))
"""
_SRC = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Client:
    """One consultant: her sign-in and her candidates."""

    token: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """What one run took: milliseconds of every call, and the seconds it lasted."""

    calls: tuple[float, ...]
    seconds: float
    load: float

    def percentile(self, share: float) -> float:
        """Milliseconds below which that share of the calls lay."""
        return float(np.percentile(self.calls, share))

    @property
    def each_second(self) -> float:
        """Calls a second."""
        return len(self.calls) / self.seconds


def fill(url: str, size: Size, clients: int) -> list[Client]:
    """Fill an empty database: the demo municipality, a stored plan with prices, consultants with cases."""
    store = open_store(url)
    schema.upgrade(store)
    catalogue = load_catalogue()
    facts = make_municipality(size, 1, catalogue)
    services = Services(store, Cipher(*load_settings().data_keys))
    rng = np.random.default_rng(1)
    resources = make_supply(facts, catalogue, load_weights()).priced.resources.rows
    prices = np.where(rng.random(len(resources)) < 0.4, rng.random(len(resources)) * 0.2, 0.0)
    ids = rng.permutation(sorted(facts.candidate_by_id))
    cases = min(CASES, len(ids) // clients)
    found = []
    with services.unit(SYSTEM) as unit:
        save_facts(unit.connection, facts, unit.cipher, unit.now)
        _store_plan(
            store, unit.connection, unit.now, dict(zip([r.id for r in resources], prices.tolist(), strict=True))
        )
        for n in range(clients):
            account = f"ac_{n}"
            unit.connection.execute(
                sa.insert(tables.accounts).values(
                    id=account,
                    name=account,
                    role="consultant",
                    organisation="Kommunen",
                    active=True,
                    created_at=unit.now,
                    version=1,
                    changed_at=unit.now,
                )
            )
            mine = tuple(str(key) for key in ids[n * cases : (n + 1) * cases])
            for candidate in mine:
                begin_relation(unit, candidate, account)
            found.append(Client(sessions.begin(unit, account, Assurance.HIGH, 24.0).token, mine))
    store.close()
    return found


def _store_plan(store: Store, connection: sa.Connection, now: datetime, prices: dict[str, float]) -> None:
    values: dict[str, Any] = {
        "id": "plan_bench",
        "state": "draft",
        "status": "optimal",
        "day": now.date(),
        "request": {},
        "seed": 1,
        "weights": {},
        "versions": {},
        "summary": {},
        "resources": {key: {"price": price} for key, price in prices.items()},
        "standing": {},
        "created_at": now,
        "created_by": "ac_0",
        "finished_at": now,
        "version": 1,
        "changed_at": now,
    }
    connection.execute(sa.insert(tables.plans).values(**values))


@contextmanager
def serving(url: str, processes: int) -> Iterator[int]:
    """A server over that database; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--workers", str(processes)]
    surroundings = {**os.environ, "BROBYGGER_DATABASE": url, "BROBYGGER_CALLS_PER_MINUTE": "1000000"}
    surroundings["BROBYGGER_SUGGEST_BESIDE"] = "true"
    process = subprocess.Popen(command, env=surroundings, cwd=_SRC)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def solving(size: str) -> Iterator[None]:
    """A plan of the same facts is being solved, at the lowest priority."""
    command = [sys.executable, "-c", SOLVE, size]
    process = subprocess.Popen(command, cwd=_SRC, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(WARM_UP)
        yield
        assert process.poll() is None, "the plan was ready before the measurement ended"
    finally:
        process.kill()
        process.wait()


def ask(connection: http.client.HTTPConnection, client: Client, candidate: str) -> float:
    """Ask for suggestions; gives milliseconds from the first byte sent to the last one read."""
    headers = {
        "Authorization": f"Bearer {client.token}",
        "Brobygger-Purpose": "matching",
        "Content-Type": "application/json",
    }
    started = time.perf_counter()
    connection.request("POST", f"/api/v1/candidates/{candidate}/suggestions", b'{"k": 10}', headers)
    answer = connection.getresponse()
    body = answer.read()
    spent = (time.perf_counter() - started) * 1000
    assert answer.status == 200, (answer.status, body[:300])
    return spent


def wait_until_warm(port: int, clients: list[Client]) -> float:
    """Milliseconds of the first answer, from when the server answers at all."""
    until = time.monotonic() + 120.0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120.0)
    while True:
        try:
            connection.connect()
            break
        except OSError:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.1)
    first = ask(connection, clients[0], clients[0].candidates[0])
    for _ in range(50):  # so that every process of the server has been asked
        fresh = http.client.HTTPConnection("127.0.0.1", port, timeout=120.0)
        ask(fresh, clients[0], clients[0].candidates[0])
        fresh.close()
    return first


def measure(port: int, clients: list[Client], seconds: float, whom: Sequence[Iterator[str]]) -> Run:
    """Let every client ask about the next of `whom`, one after the other, for so long or until one has none left."""
    load = os.getloadavg()[0]
    begins = time.perf_counter() + WARM_UP
    ends = begins + seconds
    calls: list[list[float]] = [[] for _ in clients]
    faults: list[BaseException] = []
    over = threading.Event()

    def work(n: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120.0)
        try:
            while (now := time.perf_counter()) < ends and not over.is_set():
                candidate = next(whom[n], None)
                if candidate is None:
                    break
                spent = ask(connection, clients[n], candidate)
                if now >= begins:
                    calls[n].append(spent)
        except BaseException as fault:
            faults.append(fault)
        finally:
            over.set()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    lasted = time.perf_counter() - begins
    assert all(calls), "everybody was asked about before the calls were counted: take fewer runs"
    return Run(tuple(spent for own in calls for spent in own), lasted, load)


def row(name: str, runs: list[Run]) -> list[str]:
    """A line of the table: medians over the runs."""
    of = [statistics.median(run.percentile(share) for run in runs) for share in (50, 95, 99)]
    rate = statistics.median(run.each_second for run in runs)
    loads = ", ".join(f"{run.load:.1f}" for run in runs)
    return [name, *(f"{ms:.0f} ms" for ms in of), f"{rate:.0f}/s", str(len(runs)), loads]


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", default="region", help="of the demo municipality (%(default)s)")
    options.add_argument("--clients", type=int, default=8, help="that ask at once (%(default)s)")
    options.add_argument("--seconds", type=float, default=8.0, help="of each run that are counted (%(default)s)")
    options.add_argument("--runs", type=int, default=3, help="of each line (%(default)s)")
    options.add_argument("--processes", type=int, nargs="+", default=[1], help="of the server, each in turn")
    options.add_argument("--without-solving", action="store_true", help="leave the second bound out")
    given = options.parse_args()
    console = Console(width=130)
    table = Table("suggestions over HTTP", "p50", "p95", "p99", "throughput", "runs", "load before each run")
    held = True
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        clients = fill(url, given.size, given.clients)
        for processes in given.processes:
            name = f"{given.size}, {given.clients} clients, {processes} server process{'es' if processes > 1 else ''}"
            with serving(url, processes) as port:
                first = wait_until_warm(port, clients)
                console.print(f"{name}: the first answer took {first / 1000:.1f} s")
                shares = [
                    [iter(client.candidates[run :: 2 * given.runs]) for client in clients]
                    for run in range(2 * given.runs)
                ]
                alone = [measure(port, clients, given.seconds, share) for share in shares[: given.runs]]
                table.add_row(*row(name, alone))
                again = [cycle(client.candidates[:FEW]) for client in clients]
                often = [measure(port, clients, given.seconds, again) for _ in range(given.runs)]
                table.add_row(*row(f"the same, {FEW} people of each again and again", often))
                if given.without_solving:
                    continue
                with solving(given.size):
                    beside = [measure(port, clients, given.seconds, share) for share in shares[given.runs :]]
                table.add_row(*row("everybody once, while a plan is solved", beside))
                before, after = (statistics.median(r.percentile(95) for r in runs) for runs in (alone, beside))
                held = held and before < TARGET_MS and after <= TARGET_RATIO * before
                table.add_row(
                    f"p95 below {TARGET_MS:.0f} ms: {'yes' if before < TARGET_MS else 'no'}",
                    "",
                    f"× {after / before:.2f}",
                    "",
                    f"at most × {TARGET_RATIO:.0f}: {'yes' if after / before <= TARGET_RATIO else 'no'}",
                )
    console.print(table)
    console.print((__doc__ or "").partition("\n\n")[2].strip(), highlight=False)
    console.print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
