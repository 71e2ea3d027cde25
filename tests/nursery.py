"""Processes that start at once: one has loaded what takes long, and every child of it begins from there.

Tests kill the API and the workers many times. What is killed is a real process with a database of its own; only that it
reads the same packages again each time is spared, which takes seconds and shows nothing.

``python -m tests.nursery`` reads a line of JSON for each child (its environment and port) and prints its number.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from importlib import import_module
from typing import Any

from tests.project import ROOT

LOADED = ("uvicorn.protocols.http.auto", "api.app", "matcher.supply")
"""What is loaded once and is there in every child."""


class Child:
    """One child of the nursery.

    Attributes
    ----------
    pid
        Its number.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended; the nursery never asks about its children, so none is left as a shadow."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        while self.is_alive:
            time.sleep(0.002)


def start_api(environment: dict[str, str], port: int) -> Child:
    """Start the API by the settings of an environment, at a port."""
    nursery = _nursery()
    assert nursery.stdin is not None and nursery.stdout is not None
    nursery.stdin.write(json.dumps({"environment": environment, "port": port}) + "\n")
    nursery.stdin.flush()
    return Child(int(nursery.stdout.readline()))


@cache
def _nursery() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def end() -> None:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()

    atexit.register(end)
    return process


def _serve(asked: dict[str, Any]) -> None:
    """Be the API: read the settings, open the database, answer until killed."""
    import uvicorn

    os.environ.clear()
    os.environ.update(asked["environment"])
    uvicorn.run("api.app:create_app", factory=True, port=asked["port"], log_level="critical")


def _main() -> None:
    for name in LOADED:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            silent = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(silent, number)
            try:
                _serve(json.loads(line))
            finally:
                os._exit(1)
        print(pid, flush=True)  # noqa: T201


if __name__ == "__main__":
    _main()
