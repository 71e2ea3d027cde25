"""Where suggestions are worked out: here, or in a process beside the API's.

The interpreter runs one thread at a time. While one works an answer out, the others that receive calls, read the
database and write the log take the interpreter from it at every step, and all of them are later. A process beside this
one works answers out one after the other and is disturbed by nobody; where there is a second core, both halves go on at
once.

What goes to it and comes back are plain values between two processes of ours, over a pipe that nobody else can open. It
holds a supply of its own, and says of which state each answer is: one of another state is not used. When it is gone,
answers are worked out here until it has been started again.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.services.engine import Engine
from matcher.services.warm import State, Warm, Warmth, state_of
from matcher.tie_breaks import TieBreaks, seed_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from matcher.domain.suggestion import Suggestions
    from matcher.services.asking import Asked

_LOG = logging.getLogger("brobygger.thinking")
_LOOK = 2.0
"""Seconds without a question after which the process beside looks whether its supply is of another state."""
_AGAIN = 5.0
"""Seconds between two starts of a process that ends by itself."""
_ENDING = 5.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question for suggestions, with everything that the answer rests on besides the supply.

    Attributes
    ----------
    asked
        The person it is about.
    engine
        How far the engine may go.
    k
        Most of them.
    """

    asked: Asked
    engine: Engine
    k: int


class _Gone(Exception):
    """The process beside ended before it answered."""


def work_out(wanted: Wanted, warm: Warm) -> Suggestions:
    """The answer from that supply."""
    asked, state = wanted.asked, warm.state
    candidate = asked.candidate.id
    planned = frozenset(warm.proposed.get(candidate, ()))
    # Chance is there to be learned from; by the rules alone nothing is learned.
    drawn = wanted.engine is Engine.ON
    ties = TieBreaks(seed_of(candidate, state.day.isoformat(), state.plan or "")) if drawn else None
    return warm.supply.suggest(asked.candidate, wanted.k, planned, asked.bindings, ties)


class Thinking:
    """Works suggestions out for all threads of a process: in a process beside it once one has been begun, else here.

    Parameters
    ----------
    warmth
        Whose turn is taken while an answer is worked out here.
    """

    def __init__(self, warmth: Warmth) -> None:
        self._warmth = warmth
        self._beside: _Beside | None = None

    def begin_beside(self, database: str) -> None:
        """Start a process that works answers out from that database."""
        self._beside = _Beside(database)

    @property
    def is_beside(self) -> bool:
        """Whether a process beside this one is ready to answer."""
        return self._beside is not None and self._beside.is_ready

    def end(self) -> None:
        """End it."""
        if self._beside is not None:
            self._beside.end()
            self._beside = None

    def __call__(self, wanted: Wanted, warm: Warm) -> Suggestions:
        """The answer from that supply; the same wherever it is worked out."""
        found = None if self._beside is None else self._beside.ask(wanted, warm.state)
        if found is not None:
            return found
        with self._warmth.turn:
            return work_out(wanted, warm)


class _Beside:
    """The process and the pipe to it: questions go in and answers come out in the same order."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._sending = threading.Lock()
        self._waiting: deque[Future[tuple[State, Suggestions]]] = deque()
        self._leaving = threading.Event()
        self._pipe: Connection[Any, Any] | None = None
        self._process: BaseProcess | None = None
        self._keeper = threading.Thread(target=self._keep, name="thinking", daemon=True)
        self._keeper.start()

    @property
    def is_ready(self) -> bool:
        """Whether it can answer."""
        return self._pipe is not None

    def ask(self, wanted: Wanted, state: State) -> Suggestions | None:
        """The answer; None when there is none of that very state from there."""
        future: Future[tuple[State, Suggestions]] = Future()
        with self._sending:
            pipe = self._pipe
            if pipe is None:
                return None
            self._waiting.append(future)
            with suppress(OSError):  # whoever reads the pipe notices too, and tells everybody who waits
                pipe.send((state, wanted))
        try:
            made_of, found = future.result()
        except _Gone:
            return None
        return found if made_of == state else None

    def end(self) -> None:
        """End the process; who still waits is told that it is gone."""
        self._leaving.set()
        with self._sending, suppress(OSError):
            if self._pipe is not None:
                self._pipe.send(None)
                self._pipe = None
            elif self._process is not None:
                self._process.kill()
        self._keeper.join(_ENDING)
        if self._keeper.is_alive() and self._process is not None:
            self._process.kill()
            self._keeper.join(_ENDING)

    def _keep(self) -> None:
        """Start the process, hand out its answers, and start it again when it ends by itself."""
        while not self._leaving.is_set():
            ours, its = multiprocessing.Pipe()
            process = multiprocessing.get_context("spawn").Process(
                target=serve, args=(its, self._database), name="thinking", daemon=True
            )
            process.start()
            self._process = process
            its.close()
            try:
                ours.recv()  # its supply is ready
                with self._sending:
                    self._pipe = None if self._leaving.is_set() else ours
                while not self._leaving.is_set() or self._waiting:
                    answer = ours.recv()
                    self._tell(answer)
            except (EOFError, OSError):
                pass
            with self._sending:
                self._pipe = None
                while self._waiting:
                    self._waiting.popleft().set_exception(_Gone())
            ours.close()
            process.join(0.0 if self._leaving.is_set() else _ENDING)
            if process.is_alive():
                process.kill()
                process.join(_ENDING)
            if not self._leaving.is_set():
                _LOG.warning("the process that works suggestions out has ended; it is started again")
            self._leaving.wait(_AGAIN)

    def _tell(self, answer: tuple[State, Suggestions] | Exception) -> None:
        future = self._waiting.popleft()
        if isinstance(answer, Exception):
            # Worked out here it fails with its own words, or does not.
            future.set_exception(_Gone())
        else:
            future.set_result(answer)


def serve(pipe: Connection[Any, Any], database: str) -> None:
    """Answer what comes through the pipe until it is closed; the main function of the process beside."""
    import gc
    import signal

    from sqlalchemy.exc import SQLAlchemyError

    from matcher.services.unit import HERE, now
    from matcher.store import open_store

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 50)
    store, warmth = open_store(database, pool=1), Warmth()

    def ready() -> None:
        with store.reading() as connection:
            state = state_of(connection, now().astimezone(HERE).date())
        warmth.at(store, state)

    try:
        ready()
        pipe.send(None)
        while True:
            if not pipe.poll(_LOOK):
                with suppress(SQLAlchemyError):  # whoever asks next meets the same fault where she asks
                    ready()
                continue
            question = pipe.recv()
            if question is None:
                return
            state, wanted = question
            try:
                warm = warmth.at(store, state)
                pipe.send((warm.state, work_out(wanted, warm)))
            except OSError:
                raise
            except Exception as fault:
                pipe.send(RuntimeError(type(fault).__name__))
    except (EOFError, OSError, SQLAlchemyError):
        pass
    finally:
        store.close()
