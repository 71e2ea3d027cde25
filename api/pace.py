"""How fast one account may call: a bucket that fills steadily and empties by one with each call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from matcher.services.errors import TooMany

_MOST_BUCKETS = 10_000


class Pace:
    """One bucket for each account, and for each address of strangers.

    They are in this process's memory: they protect the process, not a secret.

    Parameters
    ----------
    per_minute
        Most calls in a minute over time; as many may come at once.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60.0
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def count(self, account: str) -> None:
        """Count one call.

        Raises
        ------
        TooMany
            When the bucket is empty.
        """
        moment = self._clock()
        with self._lock:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._forget(moment)
            left, since = self._buckets.get(account, (self._most, moment))
            left = min(self._most, left + (moment - since) * self._per_second)
            if left < 1.0:
                self._buckets[account] = (left, moment)
                raise TooMany("For mange kald på kort tid; vent lidt.", int((1.0 - left) / self._per_second) + 1)
            self._buckets[account] = (left - 1.0, moment)

    def _forget(self, moment: float) -> None:
        """Let go of buckets that have filled again: one that is not there is full."""
        wait = self._most / self._per_second
        self._buckets = {name: kept for name, kept in self._buckets.items() if moment - kept[1] < wait}
