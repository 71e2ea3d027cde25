"""How far the work has come: a bar on a terminal, one plain line for each stage elsewhere; always on stderr."""

from __future__ import annotations

import sys
from threading import Timer
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from matcher.terminal.program import tell

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 2.0
"""Seconds before a stage is worth a line when nobody watches a terminal."""


class Watch:
    """Shows one stage at a time; used as ``with Watch() as watch: watch.begin("Læser filen")``.

    A bar disappears when its stage is over. Where stderr is no terminal, a stage says its name once it has taken two
    seconds, and then at every further quarter, so that a log stays short.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown
        self._bars: Progress | None = None
        self._task: TaskID | None = None
        self._title = ""
        self._started = perf_counter()
        self._said = 0
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        if self._shown and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            self._bars = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True, markup=False, highlight=False),
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quiet()
        if self._bars is not None:
            self._bars.stop()

    def begin(self, title: str) -> None:
        """A new stage begins; the one before is over."""
        self._quiet()
        self._title, self._started, self._said = title, perf_counter(), 0
        if self._bars is not None:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(title, total=None)
        elif self._shown:
            self._timer = Timer(_PATIENCE, tell, (f"{title} …",))
            self._timer.daemon = True
            self._timer.start()

    def advance(self, share: float) -> None:
        """So much of the stage is done, 0 to 1."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, total=1.0, completed=share)
        elif self._shown and perf_counter() - self._started > _PATIENCE and int(share * 4) > self._said:
            self._said = int(share * 4)
            self._quiet()
            tell(f"{self._title} … {round(100 * share)} %")

    def describe(self, title: str) -> None:
        """Say more about the stage without beginning another; shown on a terminal only."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, description=title)

    def stage(self, title: str, share: float) -> None:
        """Begin the stage of that title when it is another than the present one, and advance it."""
        if title != self._title:
            self.begin(title)
        self.advance(share)

    def seconds(self) -> float:
        """Seconds since the stage began."""
        return perf_counter() - self._started

    def _quiet(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
