"""From which list a placement was proposed: one rule, for whoever measures and for whoever learns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from matcher.services import measuring, training
from matcher.services.caller import Purpose
from matcher.services.lists import LoggedList, logged_lists, proposed_from
from matcher.store import tables
from tests.office import Office
from tests.service.test_measuring import proposed_by_hand, shown_to

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def shown(number: int, hours: float, *order: str) -> LoggedList:
    """A list of asta's, shown so many hours from noon."""
    return LoggedList(number, "asta", NOON + timedelta(hours=hours), order, None, None, None)


def test_it_came_from_the_last_list_with_its_opening_that_was_shown_before() -> None:
    lists = [shown(1, -3, "B"), shown(2, -2, "A", "B"), shown(3, -1, "A", "C"), shown(4, 1, "B")]
    found = proposed_from(lists, "B", NOON)
    # The third has no B, and the fourth was not there yet.
    assert found is not None and found.number == 2
    assert proposed_from(lists, "D", NOON) is None
    assert proposed_from(lists[3:], "B", NOON) is None
    # At the very moment counts.
    assert proposed_from([shown(5, 0, "B")], "B", NOON) is not None


def test_who_measures_and_who_learns_mean_the_same_list(office: Office) -> None:
    one, other = office.mine[:2]
    first, second, last = (opening.id for opening in office.facts.openings[:3])
    shown_to(office, one, [second, first], [0.5, 0.5], 300, listed=[0.75, 0.25])
    shown_to(office, one, [last], [1.0], 250)
    proposed_by_hand(office, one, first, 249, weeks=20)
    # What a plan proposed came from none, whatever was on a list; so did what was on no list.
    shown_to(office, other, [last], [1.0], 200)
    proposed_by_hand(office, other, last, 199, weeks=5)
    with office.store.writing() as connection:
        plan = {"state": "draft", "day": NOON.date(), "request": {}, "seed": 0, "weights": {}, "versions": {}}
        plan |= {"summary": {}, "resources": {}, "standing": {}, "created_at": NOON, "created_by": "ac_kim"}
        connection.execute(sa.insert(tables.plans).values(id="pl_1", **plan, changed_at=NOON))
        theirs = tables.placements.c.candidate == other
        connection.execute(sa.update(tables.placements).where(theirs).values(plan="pl_1"))
    with office.services.unit(office.caller("evaluator", Purpose.EVALUATION)) as unit:
        assert [row.proposed for row in measuring.shown_lists(unit)] == [1, None, None]
        learned = {p.outcome.candidate: p.chance for p in training.material(unit).past if p.outcome.candidate == one}
        assert {p.chance for p in training.material(unit).past if p.outcome.candidate == other} == {None}
        assert learned == {one: 0.25}
        assert [row.seed for row in logged_lists(unit, {one})[one]] == [None, None] and logged_lists(unit, ()) == {}
