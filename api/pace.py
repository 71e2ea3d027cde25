"""How fast one account may call: a bucket that fills steadily and empties by one with each call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from matcher.services.errors import TooMany


class Pace:
    """One bucket for each account, in this process's memory: it protects the process, not a secret.

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
            left, since = self._buckets.get(account, (self._most, moment))
            left = min(self._most, left + (moment - since) * self._per_second)
            if left < 1.0:
                self._buckets[account] = (left, moment)
                raise TooMany("For mange kald på kort tid; vent lidt.", int((1.0 - left) / self._per_second) + 1)
            self._buckets[account] = (left - 1.0, moment)
