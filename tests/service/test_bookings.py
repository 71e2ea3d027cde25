"""Nothing scarce is promised twice: sums of what is booked, attacked with random bookings, releases and capacities."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from matcher.domain import MatcherError
from matcher.services import bookings
from matcher.services.errors import Refused
from matcher.services.resources import refresh
from matcher.services.unit import Unit
from matcher.store import tables
from tests.office import Office
from tests.service.lives import place

RESOURCES = ("hours:A", "hours:B", "place:A")


def _placement(office: Office, unit: Unit, key: str) -> None:
    """A row that bookings can belong to; no live one, so that any number may be there."""
    unit.connection.execute(
        sa.insert(tables.placements).values(
            id=key,
            candidate=office.mine[0],
            opening=office.facts.openings[0].id,
            state="ended",
            scheme="fleksjob",
            hours=1,
            presence=1,
            tasks={},
            measures=[],
            worth={},
            employer_text="",
            created_at=unit.now,
            created_by="ac_kim",
            changed_at=unit.now,
        )
    )


@pytest.fixture
def booking_office(office: Office) -> Office:
    """Give an office with three placements and a place, ten hours and a budget to book from."""
    with office.services.unit(office.caller("consultant")) as unit:
        refresh(
            unit, [place("place:A", 1), place("hours:A", 10, unit="timer/uge"), place("budget:A", 12_000, unit="kr.")]
        )
        for key in ("p1", "p2", "p3"):
            _placement(office, unit, key)
    return office


def _book(office: Office, key: str, uses: dict[str, float]) -> tuple[str, ...]:
    """What stood in the way; nothing when it was booked."""
    try:
        with office.services.unit(office.caller("consultant")) as unit:
            bookings.book(unit, key, uses)
    except Refused as refused:
        return refused.details if refused.code == "taken" else (str(refused),)
    return ()


def _booked(office: Office) -> dict[str, float]:
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        return bookings.booked(unit)


def test_what_is_not_left_is_named_with_how_much_is_and_nothing_is_booked(booking_office: Office) -> None:
    office = booking_office
    assert _book(office, "p1", {"hours:A": 6.5, "place:A": 1, "budget:A": 11_500}) == ()
    assert _book(office, "p2", {"hours:A": 4, "place:A": 1, "budget:A": 499.5}) == (
        "Plads hours:A: der er 3,5 timer/uge tilbage, og der skal bruges 4",
        "Plads place:A: der er 0 pladser tilbage, og der skal bruges 1",
    )
    assert _booked(office) == {"budget:A": 11_500, "hours:A": 6.5, "place:A": 1}
    assert _book(office, "p2", {"hours:A": 3.5}) == ()


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5])
def test_however_many_resources_are_asked_about_each_is_counted_once(booking_office: Office, many: int) -> None:
    office, keys = booking_office, [f"hours:{n}" for n in range(many)]
    with office.services.unit(office.caller("consultant")) as unit:
        refresh(unit, [place(key, 10) for key in keys])
        for placement in ("p1", "p2"):
            bookings.enter(unit, placement, {**dict.fromkeys(keys, 1.25), "hours:A": 1})
        assert bookings.booked(unit, [*keys, "nobody's"]) == dict.fromkeys(keys, 2.5)
        assert bookings.booked(unit, keys, besides="p1") == dict.fromkeys(keys, 1.25)


def test_what_is_let_go_of_can_be_booked_again(booking_office: Office) -> None:
    office = booking_office
    _book(office, "p1", {"place:A": 1})
    with office.services.unit(office.caller("consultant")) as unit:
        bookings.release(unit, "p1")
        bookings.release(unit, "p1")
    row = office.rows(tables.bookings)[0]
    assert (row["amount"], row["released_at"]) == (1, office.clock.now)
    assert _book(office, "p2", {"place:A": 1}) == () and _booked(office) == {"place:A": 1}


def test_a_resource_that_is_not_there_and_an_amount_that_is_none_are_refused(booking_office: Office) -> None:
    office = booking_office
    assert _book(office, "p1", {"place:B": 1}) == ("place:B: findes ikke; lav en ny plan, eller opdatér stillingen",)
    for amount in (-1.0, float("nan"), float("inf")):
        with pytest.raises(MatcherError, match="kan ikke bookes"):
            _book(office, "p1", {"place:A": amount})
    assert _book(office, "p1", {"place:B": 0.0}) == () and _booked(office) == {}


def test_what_adding_up_loses_is_let_pass_and_no_more(booking_office: Office) -> None:
    office = booking_office
    _book(office, "p1", {"hours:A": 10 - 1e-7})
    assert _book(office, "p2", {"hours:A": 1e-6}) == ()
    assert _book(office, "p3", {"hours:A": 1e-5}) != ()


def test_a_capacity_that_falls_below_what_is_booked_lets_nothing_more_be_booked(booking_office: Office) -> None:
    office = booking_office
    _book(office, "p1", {"hours:A": 8})
    with office.services.unit(office.caller("consultant")) as unit:
        refresh(unit, [place("hours:A", 5, unit="timer/uge")])
    assert _book(office, "p2", {"hours:A": 1}) == ("Plads hours:A: der er 0 timer/uge tilbage, og der skal bruges 1",)
    assert _booked(office) == {"hours:A": 8}


def test_only_resources_that_have_changed_are_written(booking_office: Office) -> None:
    office = booking_office
    before = office.clock.now
    office.clock.pass_time(days=1)
    with office.services.unit(office.caller("consultant")) as unit:
        refresh(unit, [place("hours:A", 10, unit="timer/uge"), place("place:A", 2), place("place:C", 3)])
    rows = {row["id"]: (row["capacity"], row["changed_at"]) for row in office.rows(tables.resources)}
    assert rows["hours:A"] == (10, before)
    assert rows["place:A"] == (2, office.clock.now) and rows["place:C"] == (3, office.clock.now)


class _Bookings(RuleBasedStateMachine):
    """Random bookings, releases and changes of capacity beside a model that adds up by hand."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.capacity = dict.fromkeys(RESOURCES, 4.0)
        self.held: dict[str, dict[str, float]] = {}
        self.number = 0
        with self.office.store.writing() as connection:
            for table in (tables.bookings, tables.placements, tables.resources):
                connection.execute(sa.delete(table))
        self._refresh(self.capacity)

    def _refresh(self, capacity: dict[str, float]) -> None:
        with self.office.services.unit(self.office.caller("consultant")) as unit:
            refresh(unit, [place(key, amount) for key, amount in capacity.items()])

    def _used(self) -> dict[str, float]:
        return {r: sum(uses.get(r, 0.0) for uses in self.held.values()) for r in RESOURCES}

    @rule(
        uses=st.dictionaries(st.sampled_from(RESOURCES), st.sampled_from([0.0, 0.5, 1.0, 2.25, 4.0, 6.0]), min_size=1)
    )
    def book(self, uses: dict[str, float]) -> None:
        """Book what fits; refuse, whole, what does not."""
        self.number += 1
        key, used = f"p{self.number}", self._used()
        with self.office.services.unit(self.office.caller("consultant")) as unit:
            _placement(self.office, unit, key)
        fits = all(used[r] + amount <= self.capacity[r] + 1e-6 for r, amount in uses.items() if amount)
        assert (_book(self.office, key, uses) == ()) is fits
        if fits:
            self.held[key] = {r: amount for r, amount in uses.items() if amount}

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Let go of what one of them holds."""
        key = data.draw(st.sampled_from(sorted(self.held)))
        with self.office.services.unit(self.office.caller("consultant")) as unit:
            bookings.release(unit, key)
        del self.held[key]

    @rule(resource=st.sampled_from(RESOURCES), amount=st.sampled_from([0.0, 2.0, 4.0, 8.0]))
    def change(self, resource: str, amount: float) -> None:
        """Give a resource another capacity, but none below what is promised: that would be no test of booking."""
        self.capacity[resource] = max(amount, self._used()[resource])
        self._refresh({resource: self.capacity[resource]})

    @invariant()
    def never_over(self) -> None:
        """What is booked is what the model holds, and never more than there is."""
        booked = _booked(self.office)
        assert booked == pytest.approx({r: amount for r, amount in self._used().items() if amount})
        assert all(amount <= self.capacity[r] + 1e-6 for r, amount in booked.items())


def test_the_sum_of_bookings_never_exceeds_a_capacity(sqlite_office: Office) -> None:
    class Here(_Bookings):
        office = sqlite_office

    run_state_machine_as_test(Here, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))
