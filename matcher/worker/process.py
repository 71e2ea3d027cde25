"""How the worker's process behaves towards the others on the machine.

A plan of a region keeps a core busy for minutes. On the same machine the API answers people who wait: it must get the
processor first. So the worker

- lowers its own priority (`nice`): the system gives the core to the API whenever it has something to do;
- uses one thread for numbers: a matrix library otherwise starts one for each core, and two processes that both do so
  take turns at every core. Plans are the same on every machine that way, too.

Both are given up silently where the system does not know them.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS")
"""Variables that say how many threads a library may use; read when it is loaded, so set them before."""
LESS = 10
"""How much lower the priority is, on the system's scale of twenty."""
PATIENCE = 8.0
"""Seconds a worker that was asked to end may take to come back from a long calculation."""


def one_thread() -> None:
    """Let libraries for numbers use one thread, unless whoever runs it has said otherwise."""
    for name in THREADS:
        os.environ.setdefault(name, "1")


def step_back() -> None:
    """Lower the priority of this process."""
    nice = getattr(os, "nice", None)
    if nice is not None:
        nice(LESS)


def end_when_asked(leaving: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event.

    The heartbeat then hands the job back within half a second; from there on nothing of it can be written, so a
    calculation that does not come back in time is cut off with the process.
    """

    def asked(number: int, frame: FrameType | None) -> None:
        leaving.set()
        threading.Thread(target=_cut_off, name="cut-off", daemon=True).start()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)


def end_with_parent(leaving: threading.Event) -> None:
    """Set the event when the process that started this one is gone, however it went: nobody else would end it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        leaving.set()
        _cut_off()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _cut_off() -> None:
    time.sleep(PATIENCE)
    os._exit(0)
