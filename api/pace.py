"""How fast one account may call: a bucket that fills steadily and empties by one with each call."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable

from matcher.services.errors import TooMany

MOST_BUCKETS = 10_000
"""Kept at once; the one that has rested longest makes room, and is full when it comes again."""
_ONE_HOUSE = 64
"""Bits of an IPv6 address that one household or firm is given; the rest it chooses itself."""


def name_of(address: str) -> str:
    """Name of the bucket of whoever calls from that address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address}"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"address:{found.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((int(found), _ONE_HOUSE), strict=False)}"
    return f"address:{found}"


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
            # Taken out and put in again, so that the one that has rested longest stands first.
            left, since = self._buckets.pop(account, (self._most, moment))
            while len(self._buckets) >= MOST_BUCKETS:
                del self._buckets[next(iter(self._buckets))]
            left = min(self._most, left + (moment - since) * self._per_second)
            self._buckets[account] = (left - 1.0 if left >= 1.0 else left, moment)
        if left < 1.0:
            raise TooMany("For mange kald på kort tid; vent lidt.", int((1.0 - left) / self._per_second) + 1)

    def count_address(self, address: str) -> None:
        """Count one call of a stranger, by where it comes from.

        Raises
        ------
        TooMany
            When too many come from there.
        """
        self.count(name_of(address))
