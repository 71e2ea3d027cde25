"""Plans: asked for, made by the worker whole or not at all, seen as far as one may, published by one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.columns import make_world
from matcher.domain.plan import Resource, ResourceKind
from matcher.eligibility import explain_pair
from matcher.services import bookings, placements, plan_making, plans, publishing, resources
from matcher.services.caller import Purpose
from matcher.services.errors import Outdated, Refused
from matcher.services.placements import Proposed
from matcher.services.plan_making import MadePlan, Snapshot
from matcher.services.unit import new_id
from matcher.store import tables
from matcher.worker import plan as making
from matcher.worker.work import Work
from tests.office import Office
from tests.worker import work

_THOUGHT: dict[str, MadePlan] = {}
"""Plans by what they were made from: the same facts give the same plan, and working one out takes a second."""


@pytest.fixture(autouse=True)
def _think_once(monkeypatch: pytest.MonkeyPatch) -> None:
    think, tell = making.think, making._tell

    def remembered(work: Work, snapshot: Snapshot) -> MadePlan:
        if making._tell is not tell:
            return think(work, snapshot)
        key = repr(replace(snapshot, facts=snapshot.fingerprint))  # type: ignore[arg-type]
        if key not in _THOUGHT:
            _THOUGHT[key] = think(work, snapshot)
        return _THOUGHT[key]

    monkeypatch.setattr(making, "think", remembered)


def asked(office: Office, **body: Any) -> str:
    answer = office.client("consultant").post("/plans", json=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/plans/{answer.json()['id']}"
    return str(answer.json()["id"])


def drafted(office: Office, **body: Any) -> str:
    """A plan that has been made by the worker."""
    key = asked(office, **body)
    work(office, new_id("w"))
    assert row(office, key)["state"] == "draft", row(office, key)["error"]
    return key


def row(office: Office, plan: str) -> dict[str, Any]:
    return office.rows(tables.plans, tables.plans.c.id == plan)[0]


def publish(office: Office, plan: str, version: int | None = None, role: str = "consultant", **body: Any) -> Any:
    tag = f'"v{row(office, plan)["version"] if version is None else version}"'
    return office.client(role).post(f"/plans/{plan}/publish", json=body, headers={"If-Match": tag})


def live(office: Office) -> list[dict[str, Any]]:
    return office.rows(tables.placements, tables.placements.c.state.in_(tables.LIVE))


def promised(office: Office) -> bool:
    """Whether of everything no more is booked than there is."""
    there = {r["id"]: r["capacity"] for r in office.rows(tables.resources)}
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        return all(amount <= there[r] + 1e-6 for r, amount in bookings.booked(unit).items())


def test_a_plan_is_made_from_the_stored_facts_and_kept_with_what_made_it(office: Office) -> None:
    key = drafted(office, seed=7, weights={"lines": {"people": 2}})
    found = office.client("auditor").get(f"/plans/{key}").json()
    assert (found["state"], found["status"], found["seed"]) == ("draft", "optimal", 7)
    assert found["objective"] == pytest.approx(found["bound"])
    assert found["numbers"]["counts"]["candidates"] == len(office.facts.candidates)
    assert [line["weight"] for line in found["numbers"]["lines"]] == [0.5, 0.25, 0.25]
    assert found["versions"]["learned model"] == "none" and found["versions"]["engine"] == "on"
    rows = office.rows(tables.plan_placements)
    out = office.rows(tables.plan_left_out)
    assert found["numbers"]["counts"]["placements"] == len(rows)
    assert {r["candidate"] for r in rows} | {r["candidate"] for r in out} == {c.id for c in office.facts.candidates}
    log = office.rows(tables.audit, tables.audit.c.action == "plan")[0]
    assert (log["actor"], log["purpose"], log["object"]) == ("ac_kim", "matching", key)
    assert log["detail"]["snapshot"] == found["snapshot"] and log["detail"]["versions"]["seed"] == "7"
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == log["number"])
    assert {s["candidate"] for s in subjects} == {c.id for c in office.facts.candidates}


def test_the_same_facts_and_seed_give_the_same_plan(sqlite_office: Office) -> None:
    office = sqlite_office
    first, second = drafted(office), drafted(office)
    shown = [(r["candidate"], r["opening"], r["option"], r["uses"]) for r in office.rows(tables.plan_placements)]
    assert len(shown) == 2 * len(set(map(str, shown)))
    assert row(office, first)["snapshot"] == row(office, second)["snapshot"]
    assert row(office, first)["objective"] == row(office, second)["objective"]


def test_a_consultant_sees_the_matches_of_her_own_candidates_with_why(office: Office) -> None:
    key = drafted(office)
    client = office.client("consultant")
    seen: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = client.get(f"/plans/{key}/placements", params={"limit": 3, "after": after}).json()
        seen, after = seen + page["items"], page["next"]
    mine = [r for r in office.rows(tables.plan_placements) if r["candidate"] in office.mine]
    assert [(s["candidate"], s["opening"]) for s in seen] == sorted((r["candidate"], r["opening"]) for r in mine)
    assert seen[0]["texts"]["candidate"] and "trace" not in seen[0]
    one = client.get(f"/plans/{key}/placements/{seen[0]['candidate']}/{seen[0]['opening']}").json()
    assert one["trace"]["place"]["opening"] == seen[0]["opening"]
    theirs = next(r for r in office.rows(tables.plan_placements) if r["candidate"] in office.others)
    assert client.get(f"/plans/{key}/placements/{theirs['candidate']}/{theirs['opening']}").status_code == 404
    out = client.get(f"/plans/{key}/left-out", params={"limit": 200}).json()["items"]
    assert out and {o["candidate"] for o in out} <= set(office.mine) and all(o["reason"] for o in out)
    log = office.rows(tables.audit, tables.audit.c.noun == "plan_left_out")[-1]
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == log["number"])
    assert {a["candidate"] for a in about} == {o["candidate"] for o in out}


def test_an_auditor_sees_everybodys_matches_without_needs_and_an_evaluator_only_numbers(office: Office) -> None:
    key = drafted(office)
    seen = office.client("auditor", Purpose.SUPERVISION).get(f"/plans/{key}/placements", params={"limit": 200}).json()
    assert len(seen["items"]) == len(office.rows(tables.plan_placements))
    assert set(seen["items"][0]) == {"candidate", "opening", "option", "pinned", "worth"}
    assert "fit" not in seen["items"][0]["worth"]
    evaluator = office.client("evaluator", Purpose.EVALUATION)
    for path in ("placements", "left-out", "hindrances"):
        assert evaluator.get(f"/plans/{key}/{path}").status_code == 403
    for role in ("employer", "administrator", None):
        assert office.client(role).get(f"/plans/{key}").status_code == (401 if role is None else 403)


def test_numbers_of_fewer_than_ten_people_are_hidden_but_for_the_auditor(office: Office) -> None:
    key = drafted(office)
    whole = office.client("auditor").get(f"/plans/{key}").json()["numbers"]
    for role in ("consultant", "evaluator"):
        found = office.client(role).get(f"/plans/{key}").json()["numbers"]
        for kind in ("left_out", "bands"):
            for shown, real in zip(found[kind], whole[kind], strict=True):
                assert shown["people"] in (None, real["people"]) and (shown["people"] or 10) >= 10
        hidden = [r["people"] for r in found["left_out"]].count(None)
        assert hidden != 1 and any(r["people"] < 10 for r in whole["left_out"])


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
    assert f"En kollegas borger i {other['opening']}: borgerens oplysninger er ændret" in said
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


def test_a_plan_is_compared_by_numbers_and_by_who_moves_among_ones_own(office: Office) -> None:
    first = drafted(office)
    mine = next(r for r in office.rows(tables.plan_placements) if r["candidate"] in office.mine)
    with office.store.writing() as connection:
        connection.execute(
            sa.insert(tables.bindings).values(
                candidate=mine["candidate"],
                opening=mine["opening"],
                kind="udeluk",
                reason="",
                version=1,
                changed_at=office.clock.now,
            )
        )
    second = drafted(office)
    found = office.client("consultant").get(f"/plans/{first}/compare/{second}").json()
    moved = next(m for m in found["moved"] if m["candidate"] == mine["candidate"])
    assert mine["opening"] in moved["before"] and mine["opening"] not in moved["after"]
    assert {m["candidate"] for m in found["moved"]} <= set(office.mine)
    whole = office.client("auditor", Purpose.SUPERVISION).get(f"/plans/{first}/compare/{second}").json()
    assert whole["moved"] == [] and sum(whole["people"].values()) >= len(found["moved"])
    same = office.client("auditor", Purpose.SUPERVISION).get(f"/plans/{first}/compare/{first}").json()
    assert (same["people"]["gained"], same["people"]["lost"], same["people"]["moved"]) == (0, 0, 0)


def test_resources_come_by_what_more_of_them_would_be_worth(office: Office) -> None:
    assert office.client("consultant").get("/resources").json()["plan"] is None
    key = drafted(office)
    publish(office, key)
    client = office.client("consultant")
    found = client.get("/resources", params={"limit": 5}).json()
    weight = [r["price"] * r["capacity"] for r in found["items"]]
    assert found["plan"] == key and weight == sorted(weight, reverse=True) and weight[0] > 0
    assert all(r["booked"] == pytest.approx(r["used"]) for r in found["items"])
    following = client.get("/resources", params={"limit": 5, "after": found["next"], "plan": key}).json()
    assert not {r["id"] for r in found["items"]} & {r["id"] for r in following["items"]}
    seen = office.client("evaluator").get("/resources").json()["items"][0]
    assert seen["price"] > 0 and "used" not in seen and "booked" not in seen
    assert client.get("/resources", params={"plan": "nobody"}).status_code == 404


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


def test_a_stopped_search_keeps_the_best_and_a_cancelled_one_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asked(office)
    stop = making._tell
    calls: list[str] = []

    def when(do: Callable[[], Any]) -> None:
        def tell(work: Work, step: Any) -> None:
            if step.stage == "problem" and not calls:
                calls.append("called")
                do()
                # The heartbeat hears of it within half a second.
                for _ in range(200):
                    if work.should_stop:
                        break
                    threading.Event().wait(0.02)
            stop(work, step)

        monkeypatch.setattr(making, "_tell", tell)

    client = office.client("colleague")
    when(lambda: client.delete(f"/plans/{key}"))
    work(office, "w1")
    assert calls and row(office, key)["state"] == "draft" and row(office, key)["stopped"]
    calls.clear()
    second = asked(office)
    when(lambda: client.post(f"/plans/{second}/cancel"))
    work(office, "w2")
    assert calls and row(office, second)["state"] == "cancelled"
    assert office.rows(tables.plan_placements, tables.plan_placements.c.plan == second) == []
    assert client.post(f"/plans/{second}/cancel").status_code == 409
    third = asked(office)
    assert client.delete(f"/plans/{third}").json()["state"] == "cancelled"
    work(office, "w3")
    assert row(office, third)["state"] == "cancelled"


def test_a_plan_whose_worker_loses_it_while_writing_is_not_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asked(office)
    save = plan_making.save

    def too_late(unit: Any, plan: str, made: Any) -> None:
        save(unit, plan, made)
        raise OSError("the power is gone")

    monkeypatch.setattr(plan_making, "save", too_late)
    work(office)
    assert row(office, key)["state"] == "running" and office.rows(tables.plan_placements) == []
    assert office.rows(tables.audit, tables.audit.c.action == "plan") == []
    monkeypatch.setattr(plan_making, "save", save)
    office.clock.pass_time(seconds=10)
    work(office, "w2")
    assert row(office, key)["state"] == "draft" and office.rows(tables.plan_placements)


def test_rules_that_exclude_each_other_are_told_to_the_consultants_of_those_they_name(office: Office) -> None:
    drafted(office)
    full = next(
        r
        for r in office.rows(tables.plan_placements)
        if r["candidate"] in office.mine and office.facts.opening_by_id[r["opening"]].places == 1
    )
    # Somebody else who could have that place too: both pinned to it, and it is one place.
    world = make_world(office.facts, load_catalogue())
    rivals = [c for c in office.mine if c != full["candidate"] and not explain_pair(world, c, full["opening"])[1]]
    with office.store.writing() as connection:
        for candidate in (full["candidate"], rivals[0]):
            pin = {"candidate": candidate, "opening": full["opening"], "kind": "fasthold", "reason": ""}
            connection.execute(sa.insert(tables.bindings).values(**pin, version=1, changed_at=office.clock.now))
    key = drafted(office)
    found = office.client("colleague").get(f"/plans/{key}").json()
    assert (found["status"], found["objective"], found["numbers"]["conflict"]) == ("infeasible", None, [])
    assert found["numbers"]["conflict_of_people"] >= 1
    said = office.client("consultant").get(f"/plans/{key}/hindrances").json()["items"]
    assert any(full["candidate"] in h["candidates"] for h in said)
    assert office.client("colleague").get(f"/plans/{key}/hindrances").json()["items"] == []
    assert publish(office, key).json()["code"] == "no_plan"


def test_too_many_plans_do_not_wait(office: Office) -> None:
    for _ in range(plans.MOST_WAITING):
        asked(office)
    answer = office.client("consultant").post("/plans", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_waiting")


@pytest.mark.parametrize(
    "body",
    [
        {"gap": -1},
        {"time_limit": 0},
        {"keep": 2},
        {"seed": 2**31},
        {"weights": {"lines": {"luck": 1}}},
        {"weights": {"lines": {"people": 0, "company": 0, "society": 0}}},
        {"unknown": 1},
    ],
)
def test_nonsense_is_refused(sqlite_office: Office, body: dict[str, Any]) -> None:
    assert sqlite_office.client("consultant").post("/plans", json=body).status_code == 422
    assert sqlite_office.rows(tables.plans) == []


def test_the_list_holds_plans_newest_first_in_pages(office: Office) -> None:
    made = []
    for _ in range(3):
        made.append(asked(office))
        office.clock.pass_time(seconds=1)
    client = office.client("evaluator")
    page = client.get("/plans", params={"limit": 2}).json()
    rest = client.get("/plans", params={"limit": 2, "after": page["next"]}).json()
    assert [p["id"] for p in page["items"] + rest["items"]] == made[::-1] and rest["next"] is None
    tag = client.get(f"/plans/{made[0]}").headers["ETag"]
    assert client.get(f"/plans/{made[0]}", headers={"If-None-Match": tag}).status_code == 304


def test_an_ask_sent_twice_is_one_plan(office: Office) -> None:
    client = office.client("consultant")
    answers = [client.post("/plans", json={}, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json() and len(office.rows(tables.plans)) == 1
    assert answers[1].headers["Location"] == answers[0].headers["Location"]
    assert client.post("/plans", json={}, headers={"Brobygger-Purpose": ""}).status_code in (422, 428)
    assert office.client("consultant", None).post("/plans", json={}).status_code == 428
