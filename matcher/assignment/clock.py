"""Time spent and left, and whether somebody has said stop."""

from __future__ import annotations

import time
from collections.abc import Callable

ASKED_EVERY = 0.1
"""Seconds between two questions whether to stop."""
TOLD_EVERY = 0.5
"""Seconds between two beats that are passed on."""


class Clock:
    """Time spent and left; started when made.

    Parameters
    ----------
    limit
        Seconds allowed.
    stop
        Asked now and then; once it says so, no time is left.
    pulse
        Called now and then while a solver works.
    """

    def __init__(
        self, limit: float, stop: Callable[[], bool] | None = None, pulse: Callable[[], None] | None = None
    ) -> None:
        self.limit = limit
        self._stop = stop
        self._pulse = pulse
        self._start = time.perf_counter()
        self._asked, self._told = -1.0, 0.0
        self._stopped = False

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._start

    @property
    def left(self) -> float:
        """Seconds until the limit, not below 0; 0 once somebody has said stop."""
        return 0.0 if self.stopped() else max(0.0, self.limit - self.spent)

    def stopped(self) -> bool:
        """Whether somebody has said stop; once said, it stays said."""
        if self._stop is not None and not self._stopped:
            now = self.spent
            if self._asked < 0 or now - self._asked >= ASKED_EVERY:
                self._asked = now
                self._stopped = bool(self._stop())
        return self._stopped

    @property
    def watched(self) -> bool:
        """Whether anybody may say stop or wants to be told."""
        return self._stop is not None or self._pulse is not None

    def beat(self) -> bool:
        """Tell whoever listens that the work goes on; give whether to stop. Cheap enough for a solver's inner loop."""
        now = self.spent
        if self._pulse is not None and now - self._told >= TOLD_EVERY:
            self._told = now
            self._pulse()
        return self.stopped()
