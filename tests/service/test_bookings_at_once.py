"""Sixteen processes want the last ten hours at the same moment, on both databases."""

import multiprocessing
from collections import Counter
from collections.abc import Callable

from matcher.services.resources import refresh
from matcher.store import audit
from tests.office import Office
from tests.service.booking_process import book_once
from tests.service.lives import place
from tests.service.test_bookings import _booked, _placement

PROCESSES = 16
USES = {"place:last": 1.0, "hours:last": 3.0}


def test_exactly_as_many_succeed_as_fit(make_copy: Callable[[str], Office]) -> None:
    offices = [make_copy("sqlite"), make_copy("postgresql")]
    keys = [f"p{n}" for n in range(PROCESSES)]
    for office in offices:
        with office.services.unit(office.caller("consultant")) as unit:
            refresh(unit, [place("hours:last", 10), place("place:last", 9)])
            for key in keys:
                _placement(office, unit, key)
        office.store.close()
    spawn = multiprocessing.get_context("spawn")
    start, found = spawn.Barrier(PROCESSES), spawn.Queue()
    urls = [office.url for office in offices]
    processes = [spawn.Process(target=book_once, args=(urls, key, USES, start, found)) for key in keys]
    for process in processes:
        process.start()
    answers = [found.get(timeout=120) for _ in range(PROCESSES * len(urls))]
    for process in processes:
        process.join()
    # Three times three hours fit into ten; the other thirteen are told that it is taken.
    told = Counter((url, code) for url, _, code in answers)
    assert told == {(url, code): number for url in urls for code, number in (("", 3), ("taken", 13))}
    for office in offices:
        assert _booked(office) == {"hours:last": 9.0, "place:last": 3.0}
        with office.store.reading() as connection:
            assert audit.verify(connection).flaws == ()
