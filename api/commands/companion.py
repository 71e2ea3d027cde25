"""The worker that `serve` brings along: a process of its own, started again when it dies."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from matcher.settings import Settings

_LOG = logging.getLogger("brobygger.companion")
_PAUSE = 2.0
_PATIENCE = 15.0


class Companion:
    """A worker process for as long as the block lasts.

    Parameters
    ----------
    wanted
        False for a service whose workers run elsewhere.
    """

    def __init__(self, settings: Settings, *, wanted: bool) -> None:
        # -P: the program that is installed, whatever lies in the folder it was started from.
        self._command = [sys.executable, "-P", "-m", "api", "work", "--companion"]
        # Whoever is on the machine can read a command line, and the address may hold a password.
        self._surroundings = {**os.environ, "BROBYGGER_DATABASE": settings.database}
        self._wanted = wanted
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="companion", daemon=True)

    def __enter__(self) -> Self:
        """Start it."""
        if self._wanted:
            self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask it to end, and wait; what it was doing is taken up by the next worker."""
        if not self._wanted:
            return
        self._stop.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        self._watcher.join(_PATIENCE)

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._process = subprocess.Popen(self._command, env=self._surroundings, stdin=subprocess.DEVNULL)
            code = self._process.wait()
            if not self._stop.is_set():
                _LOG.warning("the worker ended with code %s and is started again", code)
                self._stop.wait(_PAUSE)
