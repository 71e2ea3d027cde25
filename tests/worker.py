"""A worker for tests: in this process when its work is to be seen, in one of its own when it is to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from matcher.worker.kinds import KINDS
from matcher.worker.loop import Worker
from matcher.worker.work import Work
from tests.office import KEY, Office
from tests.project import ROOT

_WITHIN = 130.0
"""Seconds; a worker gives way to everything else on the machine, so a busy one makes it wait."""


def work(office: Office, name: str = "w", kinds: dict[str, Callable[[Work], None]] | None = None) -> int:
    """Do everything that waits; gives how many jobs were taken."""
    return Worker(office.services, office.settings, kinds or KINDS, name).run(once=True)


def wait_for(true: Callable[[], Any], what: str) -> Any:
    """Wait until something is so, and give it."""
    deadline = time.monotonic() + _WITHIN
    while time.monotonic() < deadline:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def start(office: Office, *more: str, code: str | None = None, **settings: str) -> subprocess.Popen[bytes]:
    """Start `brobygger work` over an office; with `code` something else in the same surroundings."""
    command = [sys.executable, "-m", "api", "work", *more] if code is None else [sys.executable, "-c", code, *more]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "BROBYGGER_DATABASE": office.url, "BROBYGGER_DATA_KEY": KEY, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, whatever it is doing."""
    process.send_signal(signal.SIGKILL)
    process.wait()
