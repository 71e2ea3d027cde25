"""One process of many that want the last hours; it imports only what booking needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.services import bookings
from matcher.services.caller import Caller, Purpose, Role
from matcher.services.errors import Refused
from matcher.services.unit import Services
from matcher.store import open_store
from matcher.store.secrets import Cipher


def book_once(urls: Sequence[str], placement: str, uses: dict[str, float], start: Any, found: Any) -> None:
    """Book on each database in turn, when everybody is ready; tells where it succeeded."""
    caller = Caller("ac_kim", "Kim", Role.CONSULTANT, "Kolding", purpose=Purpose.MATCHING)
    for url in urls:
        services = Services(open_store(url), Cipher("en nøgle"))
        start.wait()
        try:
            with services.unit(caller) as unit:
                bookings.book(unit, placement, uses)
                unit.record("book", "placement", placement)
            found.put((url, placement, ""))
        except Refused as refused:
            found.put((url, placement, refused.code))
        services.store.close()
