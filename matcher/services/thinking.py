"""Where suggestions are worked out: here, or in a process beside the API's.

The interpreter runs one thread at a time. While one works an answer out, the others that receive calls, read the
database and write the log take the interpreter from it at every step, and all of them are later. A process beside this
one works answers out one after the other and is disturbed by nobody; where there is a second core, both halves go on at
once.

What goes to it and comes back are plain values between two processes of ours, over a pipe that nobody else can open. It
holds a supply of its own, and says of which state each answer is: one of another state is not used. While it gets to a
new state, when it is gone, and when it does not answer, answers are worked out here.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from matcher.journal import LogFormat
from matcher.services.engine import Engine
from matcher.services.warm import State, Warm, Warmth, state_of
from matcher.tie_breaks import TieBreaks, seed_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from matcher.domain.suggestion import Suggestions
    from matcher.services.asking import Asked

_LOG = logging.getLogger("brobygger.thinking")
_AGAIN = 5.0
"""Seconds between two starts of a process that ends by itself."""
_ENDING = 5.0
_PATIENCE = 60.0
"""Seconds after which a process that does not answer is taken for stuck."""


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

    def begin_beside(self, database: str, log_format: LogFormat = LogFormat.JSON) -> None:
        """Start a process that works answers out from that database, and writes its events like this one."""
        self._beside = _Beside(database, log_format)

    @property
    def state(self) -> State | None:
        """The state whose answers the process beside can give; None where there is none that is ready."""
        beside = self._beside
        return None if beside is None else beside.state

    def end(self) -> None:
        """End it."""
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.end()

    def __call__(self, wanted: Wanted, warm: Warm) -> Suggestions:
        """The answer from that supply; the same wherever it is worked out."""
        beside = self._beside
        found = None if beside is None else beside.ask(wanted, warm.state)
        if found is not None:
            return found
        with self._warmth.turn:
            return work_out(wanted, warm)


class _Beside:
    """The process and the pipe to it; a number ties each answer to its question."""

    def __init__(self, database: str, log_format: LogFormat) -> None:
        self._database = database
        self._log_format = log_format
        self._sending = threading.Lock()
        self._waiting: dict[int, Future[tuple[State, Suggestions]]] = {}
        self._numbers = count()
        self._told: State | None = None
        self.state: State | None = None
        self._leaving = threading.Event()
        self._pipe: Connection[Any, Any] | None = None
        self._process: BaseProcess | None = None
        self._keeper = threading.Thread(target=self._keep, name="thinking", daemon=True)
        self._keeper.start()

    def ask(self, wanted: Wanted, state: State) -> Suggestions | None:
        """The answer; None when there is none of that very state from there."""
        future: Future[tuple[State, Suggestions]] = Future()
        with self._sending:
            pipe = self._pipe
            if pipe is None:
                return None
            number = next(self._numbers)
            if self.state != state:
                # It is told where to get to; nobody waits for it, as here everything is ready.
                with suppress(OSError):
                    if self._told != state:
                        pipe.send((number, state, None))
                self._told = state
                return None
            self._waiting[number] = future
            try:
                pipe.send((number, state, wanted))
            except Exception:
                self._waiting.pop(number, None)
                return None
        try:
            made_of, found = future.result(_PATIENCE)
        except _Gone:
            return None
        except TimeoutError:
            _LOG.warning("the process that works suggestions out does not answer; it is ended")
            self._kill()
            return None
        return found if made_of == state else None

    def end(self) -> None:
        """End the process; who still waits is told that it is gone."""
        self._leaving.set()
        # Whoever sends at this moment may be stuck with a process that does not read.
        free = self._sending.acquire(timeout=_ENDING)
        try:
            pipe, self._pipe = self._pipe, None
            if pipe is None or not free:
                self._kill()
            else:
                with suppress(OSError):
                    pipe.send(None)
        finally:
            if free:
                self._sending.release()
        self._keeper.join(_ENDING)
        if self._keeper.is_alive():
            self._kill()
            self._keeper.join(_ENDING)

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _keep(self) -> None:
        """Start the process, hand out its answers, and start it again when it ends by itself."""
        while not self._leaving.is_set():
            try:
                self._until_it_ends()
            except Exception:
                _LOG.exception("the process that works suggestions out cannot be used")
            if not self._leaving.is_set():
                _LOG.warning("the process that works suggestions out has ended; it is started again")
            self._leaving.wait(_AGAIN)

    def _until_it_ends(self) -> None:
        ours, its = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(its, self._database, self._log_format), name="thinking", daemon=True
        )
        try:
            process.start()
            self._process = process
            its.close()
            with suppress(EOFError, OSError):
                self._told = self.state = ours.recv()
                if not self._leaving.is_set():
                    self._pipe = ours
                while not self._leaving.is_set() or self._waiting:
                    self._tell(*ours.recv())
        finally:
            # Nobody begins to wait once there is no pipe, so nobody is forgotten.
            with self._sending:
                self._pipe = self.state = None
                waiting, self._waiting = self._waiting, {}
            for future in waiting.values():
                future.set_exception(_Gone())
            ours.close()
            if process.pid is not None:
                process.join(0.0 if self._leaving.is_set() else _ENDING)
                process.kill()
                process.join(_ENDING)

    def _tell(self, number: int, answer: tuple[State, Suggestions] | None) -> None:
        """Give an answer to whoever asked; who gave up waiting is not there."""
        if answer is not None:
            self.state = answer[0]
        future = self._waiting.pop(number, None)
        if future is None:
            return
        if answer is None:
            # Worked out here it fails with its own words, or does not.
            future.set_exception(_Gone())
        else:
            future.set_result((answer[0], answer[1]))


def serve(pipe: Connection[Any, Any], database: str, log_format: LogFormat) -> None:
    """Answer what comes through the pipe until it is closed; the main function of the process beside."""
    import gc
    import signal

    from matcher.journal import install
    from matcher.services.unit import HERE, now
    from matcher.store import open_store

    install(log_format)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 50)
    try:
        store, warmth = open_store(database, pool=1), Warmth()

        with store.reading() as connection:
            first = state_of(connection, now().astimezone(HERE).date())
        pipe.send(warmth.at(store, first).state)
        while True:
            question = pipe.recv()
            if question is None:
                return
            number, state, wanted = question
            answer = None
            with suppress(Exception):  # the same is tried where it was asked, and told there
                warm = warmth.at(store, state)
                answer = (warm.state, None if wanted is None else work_out(wanted, warm))
            pipe.send((number, answer))
    except (EOFError, OSError):
        return
    except Exception:
        # By the journal, which leaves out what a message may say of somebody.
        _LOG.exception("suggestions cannot be worked out beside")
