"""Publishing a plan: by one at a time, all of it or nothing, and never on facts that have changed."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain.plan import Resource, ResourceKind
from matcher.services import placements, publishing, resources
from matcher.services.errors import Outdated, Refused
from matcher.services.placements import Proposed
from matcher.store import tables
from tests.office import Office
from tests.service.planning import _think_once as _think_once
from tests.service.planning import asked, drafted, live, promised, publish, row
from tests.worker import work


def test_publishing_proposes_and_books_everything_and_the_next_plan_keeps_it(office: Office) -> None:
    first = drafted(office)
    wanted = {(r["candidate"], r["opening"]) for r in office.rows(tables.plan_placements)}
    answer = publish(office, first)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["proposed"], answer.json()["left_out"]) == (len(wanted), [])
    assert answer.headers["ETag"] == f'"v{row(office, first)["version"]}"'
    assert {(p["candidate"], p["opening"]) for p in live(office)} == wanted
    assert {(p["state"], p["plan"]) for p in live(office)} == {("proposed", first)} and promised(office)
    assert row(office, first)["published_by"] == "ac_kim"
    second = drafted(office, keep=1.0)
    answer = publish(office, second)
    assert (answer.json()["proposed"], answer.json()["kept"], answer.json()["let_go"]) == (0, len(wanted), 0)
    assert [row(office, p)["state"] for p in (first, second)] == ["replaced", "published"]
    assert row(office, second)["base"] == first


def test_a_plan_is_published_once_and_only_as_it_was_read(office: Office) -> None:
    key = drafted(office)
    assert office.client("consultant").post(f"/plans/{key}/publish").status_code == 428
    assert publish(office, key, version=1).status_code == 412
    assert (
        office.client("consultant", None).post(f"/plans/{key}/publish", headers={"If-Match": '"v3"'}).status_code == 428
    )
    assert publish(office, key, role="evaluator").status_code == 403
    assert publish(office, key).status_code == 200
    assert publish(office, key).json()["code"] == "not_a_draft"
    assert len({(p["candidate"], p["opening"]) for p in live(office)}) == len(live(office))


def test_of_two_drafts_that_are_published_at_once_one_wins(office: Office) -> None:
    drafts = [drafted(office), drafted(office)]
    versions = [row(office, d)["version"] for d in drafts]
    outcomes: list[object] = []
    together = threading.Barrier(2)

    def go(plan: str, version: int) -> None:
        together.wait()
        try:
            with office.services.unit(office.caller("consultant")) as unit:
                publishing.publish(unit, plan, version)
            outcomes.append("published")
        except (Refused, Outdated) as refusal:
            outcomes.append(getattr(refusal, "code", "outdated"))

    threads = [threading.Thread(target=go, args=pair) for pair in zip(drafts, versions, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["other_published", "published"]
    assert sorted(row(office, d)["state"] for d in drafts) == ["draft", "published"]
    winner = next(d for d in drafts if row(office, d)["state"] == "published")
    assert {p["plan"] for p in live(office)} == {winner} and promised(office)


def test_one_draft_published_by_two_at_once_is_published_once(office: Office) -> None:
    key = drafted(office)
    version = row(office, key)["version"]
    statuses: list[int] = []
    clients = [office.client(role) for role in ("consultant", "colleague")]
    together = threading.Barrier(2)

    def go(client: Any) -> None:
        together.wait()
        answer = client.post(f"/plans/{key}/publish", headers={"If-Match": f'"v{version}"'})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412]
    assert len(office.rows(tables.audit, tables.audit.c.action == "publish")) == 1


def test_what_somebody_has_booked_meanwhile_stops_the_whole_plan(office: Office) -> None:
    key = drafted(office)
    rows = office.rows(tables.plan_placements)
    stolen = next(r for r in rows if r["candidate"] in office.mine)
    free = next(c for c in office.facts.candidates if c.id not in {r["candidate"] for r in rows})
    place = f"place:{stolen['opening']}"
    capacity = row(office, key)["resources"][place]["capacity"]
    with office.services.unit(office.caller("consultant")) as unit:
        kind = ResourceKind.PLACE
        resources.refresh(unit, [Resource(place, kind, stolen["opening"], "", "Pladser", "pladser", capacity)])
        proposal = Proposed(free.id, stolen["opening"], "", 2.0, 2.0, {}, [], {place: capacity}, {}, "", None)
        placements.propose(unit, proposal, "proposed_by_hand")
    answer = publish(office, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
    said = " ".join(e["sentence"] for e in answer.json()["errors"])
    assert stolen["candidate"] in said and not any(c in said for c in office.others)
    assert len(live(office)) == 1 and row(office, key)["state"] == "draft"
    answer = publish(office, key, go_on=True)
    hurt = sum(r["opening"] == stolen["opening"] for r in rows)
    assert answer.status_code == 200 and answer.json()["proposed"] == len(rows) - hurt
    assert len(answer.json()["left_out"]) == hurt and promised(office)


def test_a_need_entered_after_the_plan_was_made_keeps_its_proposal_back(office: Office) -> None:
    key = drafted(office)
    mine = next(r for r in office.rows(tables.plan_placements) if r["candidate"] in office.mine)
    other = next(r for r in office.rows(tables.plan_placements) if r["candidate"] in office.others)
    with office.store.writing() as connection:
        c = tables.candidates
        changed = sa.update(c).where(c.c.id.in_([mine["candidate"], other["candidate"]]))
        connection.execute(changed.values(version=c.c.version + 1))
    answer = publish(office, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed") and live(office) == []
    said = [e["sentence"] for e in answer.json()["errors"]]
    assert f"{mine['candidate']} i {mine['opening']}: borgerens oplysninger er ændret" in said
    assert f"En kollegas borger i {other['opening']}: kan ikke længere" in said
    assert publish(office, key, go_on=True).status_code == 200
    assert not {mine["candidate"], other["candidate"]} & {p["candidate"] for p in live(office)}


def test_a_proposal_that_was_shown_stays_and_one_nobody_knows_of_is_let_go(office: Office) -> None:
    first = drafted(office)
    publish(office, first)
    shown, *others = live(office)
    forbidden = others[0]
    with office.store.writing() as connection:
        p, b = tables.placements, tables.bindings
        connection.execute(sa.update(p).where(p.c.id == shown["id"]).values(state="shown"))
        connection.execute(
            sa.insert(b).values(
                candidate=forbidden["candidate"],
                opening=forbidden["opening"],
                kind="udeluk",
                reason="",
                version=1,
                changed_at=office.clock.now,
            )
        )
    second = drafted(office)
    assert publish(office, second).status_code == 200
    after = {p["id"]: p for p in live(office)}
    assert after[shown["id"]]["state"] == "shown" and forbidden["id"] not in after
    pairs = {(p["candidate"], p["opening"]) for p in after.values()}
    assert (forbidden["candidate"], forbidden["opening"]) not in pairs and promised(office)
    gone = office.rows(tables.steps, tables.steps.c.placement == forbidden["id"])[-1]
    assert (gone["to"], gone["code"]) == ("withdrawn", "plan_replaced")


def test_no_plan_is_asked_for_made_or_published_while_the_engine_is_off(office: Office) -> None:
    waiting, draft = asked(office), drafted(office)

    def switch(to: str) -> None:
        with office.store.writing() as connection:
            connection.execute(sa.update(tables.municipality).values(engine=to))

    again = asked(office)
    switch("off")
    assert office.client("consultant").post("/plans", json={}).status_code == 503
    assert publish(office, draft).status_code == 503
    work(office, "w2")
    assert row(office, again)["state"] == "failed" and "slået" in row(office, again)["error"]
    assert row(office, waiting)["state"] == "draft"
    switch("rules_only")
    assert row(office, drafted(office))["versions"]["engine"] == "rules_only"


@pytest.mark.parametrize("change", ["fewer_hours", "nearer", "smaller_opening"])
def test_a_running_job_that_no_longer_fits_the_facts_keeps_what_it_has_and_stops_no_plan(
    office: Office, change: str
) -> None:
    publish(office, drafted(office))
    facts = office.facts

    def at_home(placement: dict[str, Any]) -> bool:
        workplace = facts.workplace_by_id[facts.opening_by_id[placement["opening"]].workplace]
        return facts.candidate_by_id[placement["candidate"]].postcode == workplace.postcode

    mine = [p for p in live(office) if p["candidate"] in office.mine and not at_home(p)]
    job = max(mine, key=lambda p: (p["hours"], p["id"]))
    with office.store.writing() as connection:
        p, c, o = tables.placements, tables.candidates, tables.openings
        connection.execute(sa.update(p).where(p.c.id == job["id"]).values(state="started"))
        her, there = sa.update(c).where(c.c.id == job["candidate"]), sa.update(o).where(o.c.id == job["opening"])
        newer = {"version": c.c.version + 1, "changed_at": office.clock.now}
        if change == "fewer_hours":
            fewer = {"hours_min": 0.5, "hours_target": 1.0, "hours_max": 1.0, "presence_max": None}
            connection.execute(her.values(**fewer, **newer))
        elif change == "nearer":
            connection.execute(her.values(commute_max=1.0, **newer))
        else:
            newer = {"version": o.c.version + 1, "changed_at": office.clock.now}
            connection.execute(there.values(places=1, hours_min=0.5, hours_max=0.5, hours_total=0.5, **newer))
    key = drafted(office)
    planned = office.rows(tables.plan_placements, tables.plan_placements.c.plan == key)
    assert job["candidate"] not in {r["candidate"] for r in planned}
    said = row(office, key)["summary"]
    assert said["held_otherwise"] + len(said["broken_pins"]) == 1
    answer = publish(office, key)
    assert answer.status_code == 200, answer.text
    still = next(p for p in live(office) if p["id"] == job["id"])
    assert (still["state"], still["hours"]) == ("started", job["hours"])
    assert [p["id"] for p in live(office) if p["candidate"] == job["candidate"]] == [job["id"]]
