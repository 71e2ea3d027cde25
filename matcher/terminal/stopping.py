"""Ctrl+C while the best plan is sought: the first gives the best until then, the second ends the program."""

from __future__ import annotations

import signal
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import Self

from matcher.terminal.program import tell

SAID = "Stopper og viser den bedste plan, der er fundet. Ctrl+C én gang til afbryder helt."


class Stopping:
    """Whether the user has asked for an end of the search; used as ``with Stopping() as stopping: … stopping.asked``.

    Only while it is `listening` does Ctrl+C mean that; else it ends the program as ever. It leaves alone a process that
    ignores Ctrl+C, as one that was started in the background does.
    """

    def __init__(self) -> None:
        self._asked = False
        self._listens = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listen(False)

    def asked(self) -> bool:
        """Whether Ctrl+C was pressed while it listened."""
        return self._asked

    def listen(self, on: bool) -> None:
        """Take Ctrl+C as a wish to stop from now on, or no longer."""
        if on == self._listens or current_thread() is not main_thread():
            return
        if on and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return
        signal.signal(signal.SIGINT, self._stop if on else signal.default_int_handler)
        self._listens = on

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        self.listen(False)
        tell(SAID)
