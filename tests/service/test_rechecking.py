"""What a draft was made from may be otherwise when it is published: nothing is booked that is not there any more."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from matcher.services import bookings
from matcher.store import tables
from tests.office import Office
from tests.service.lives import begin_life
from tests.service.planning import _think_once as _think_once
from tests.service.planning import drafted, live, promised, publish, row


def change(office: Office, path: str, **values: Any) -> None:
    """Give a row of the supply other values, as a consultant does."""
    kim = office.client("consultant")
    got = kim.get(path)
    body = {name: value for name, value in got.json().items() if name not in ("id", "version")} | values
    answer = kim.put(path, json=body, headers={"If-Match": got.headers["ETag"]})
    assert answer.status_code == 200, answer.text


def most_used(office: Office, plan: str, kind: str) -> str:
    """The resource of that kind, in hours or money, of which the plan uses most."""
    there: dict[str, Any] = row(office, plan)["resources"]
    such = [key for key in there if key.startswith(f"{kind}:") and there[key]["unit"] != "stk."]
    return max(such, key=lambda key: (there[key]["used"], key))


def capacity(office: Office, key: str) -> float:
    return float(office.rows(tables.resources, tables.resources.c.id == key)[0]["capacity"])


def booked(office: Office, key: str) -> float:
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        return bookings.booked(unit).get(key, 0.0)


def test_an_offer_with_fewer_hours_than_when_the_plan_was_made_is_not_promised_beyond_them(office: Office) -> None:
    key = drafted(office)
    offer = "offer:T-MENTOR-0621"
    pp = tables.plan_placements
    two = [r for r in office.rows(pp) if r["candidate"] in office.mine][:2]
    with office.store.writing() as connection:
        # Stand for two who share the hours there were when the plan was made.
        for r in two:
            here = (pp.c.plan == key) & (pp.c.candidate == r["candidate"]) & (pp.c.opening == r["opening"])
            connection.execute(sa.update(pp).where(here).values(uses={**r["uses"], offer: 1.0}))
    assert row(office, key)["resources"][offer]["capacity"] >= 2.0
    change(office, f"/offers/{offer[6:]}", hours_per_week=1.5)
    answer = publish(office, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "taken") and live(office) == []
    said = "der er 0,5 timer/uge tilbage, og der skal bruges 1"
    assert [e["sentence"].endswith(said) for e in answer.json()["errors"]] == [True]
    answer = publish(office, key, go_on=True)
    assert answer.status_code == 200 and len(answer.json()["left_out"]) == 1
    assert (capacity(office, offer), booked(office, offer)) == (1.5, 1.0) and promised(office)


def test_a_budget_that_was_cut_pays_no_more_than_it_holds(office: Office) -> None:
    key = drafted(office)
    budget = most_used(office, key, "budget")
    less = row(office, key)["resources"][budget]["used"] - 1.0
    assert less > 0
    change(office, f"/budgets/{budget[7:]}", amount=less)
    assert publish(office, key).json()["code"] in ("changed", "taken") and live(office) == []
    assert publish(office, key, go_on=True).status_code == 200
    assert capacity(office, budget) == less and booked(office, budget) <= less and promised(office)


def test_support_that_is_no_longer_given_holds_back_what_rests_on_it(office: Office) -> None:
    key = drafted(office)
    rests = [
        (r, m)
        for r in office.rows(tables.plan_placements)
        for m in r["measures"]
        if m["source"] == "støttetilbud" and r["candidate"] in office.mine
    ]
    placement, measure = rests[0]
    offer = office.client("consultant").get(f"/offers/{measure['provider']}").json()
    other = next(a for a in ("SOC-02", "WRK-06") if a != measure["accommodation"])
    with office.store.writing() as connection:
        o, r = tables.offers, tables.revisions
        connection.execute(sa.update(o).where(o.c.id == offer["id"]).values(accommodations=[other]))
        connection.execute(sa.update(r).where(r.c.name == "supply").values(number=r.c.number + 1))
    answer = publish(office, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    who = f"{placement['candidate']} i {placement['opening']}: "
    assert any(e["sentence"].startswith(who) for e in answer.json()["errors"])
    assert publish(office, key, go_on=True).status_code == 200
    kept = {(p["candidate"], p["opening"]) for p in live(office)}
    assert (placement["candidate"], placement["opening"]) not in kept and kept


def test_a_change_that_takes_nothing_away_leaves_the_plan_as_it_was(office: Office) -> None:
    key = drafted(office)
    offer = most_used(office, key, "offer")
    more = row(office, key)["resources"][offer]["capacity"] + 10
    change(office, f"/offers/{offer[6:]}", hours_per_week=more)
    answer = publish(office, key)
    assert answer.status_code == 200 and answer.json()["left_out"] == []
    assert capacity(office, offer) == more
    assert len(live(office)) == len(office.rows(tables.plan_placements))


def test_of_a_colleagues_candidate_it_is_told_that_she_cannot_and_not_why(office: Office) -> None:
    key = drafted(office)
    theirs = next(r for r in office.rows(tables.plan_placements) if r["candidate"] in office.others)
    with office.store.writing() as connection:
        c = tables.candidates
        connection.execute(sa.update(c).where(c.c.id == theirs["candidate"]).values(hours_max=0.25))
    answer = publish(office, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
    assert [e["sentence"] for e in answer.json()["errors"]] == [
        f"En kollegas borger i {theirs['opening']}: kan ikke længere"
    ]


def test_more_hours_are_held_against_todays_opening_and_fewer_are_always_let_be(office: Office) -> None:
    shared = next(
        o
        for o in office.facts.openings
        if o.places > 1 and o.hours_total > 7 and office.facts.employer_of(o).id == office.employer
    )
    life = begin_life(office, opening=shared.id).until("started")
    hours = f"hours:{shared.id}"
    with office.store.writing() as connection:
        o = tables.openings
        connection.execute(sa.update(o).where(o.c.id == shared.id).values(hours_total=3.0, hours_min=0.5))
    answer = life.take("started", code="hours_up", hours=7.0)
    assert (answer.status_code, answer.json()["code"]) == (409, "taken") and life.held[hours] == 4.0
    answer = life.take("started", code="hours_down", hours=3.5)
    assert answer.status_code == 200 and life.held[hours] == 3.5 and capacity(office, hours) == 3.0
