"""Plans: asked for, made by the worker whole or not at all, and seen as far as one may."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.columns import make_world
from matcher.eligibility import explain_pair
from matcher.services import plan_making, plans
from matcher.services.caller import Purpose
from matcher.services.warm import state_of
from matcher.store import tables
from matcher.worker import plan as making
from matcher.worker.work import Work
from tests.office import Office
from tests.service.planning import _think_once as _think_once
from tests.service.planning import asked, drafted, publish, row
from tests.worker import work

ROLES_OF_NUMBERS = ("consultant", "colleague", "evaluator", "auditor")


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


def test_no_number_of_fewer_than_ten_people_reaches_whoever_sees_numbers_alone(office: Office) -> None:
    key = drafted(office)
    summary = row(office, key)["summary"]
    pins = [{"candidate": c, "opening": "S1", "sentence": "nej"} for c in (*office.mine[:2], office.others[0])]
    clash = [{"sentence": "nej", "candidates": list(office.mine[:2])}]
    stability = {"wanted": 14, "kept": 12, "changed": 2, "impossible": 3}
    counts = {**summary["counts"], "placed": 20, "placements": 23, "filled": 23, "left_out": 40}
    summary |= {"broken_pins": pins, "conflict": clash, "stability": stability, "held_otherwise": 1, "counts": counts}
    summary["clauses"] = [
        {"clause": "K1", "wanted": 2.0, "planned": 2.0, "missing": 0.0, "unit": "personer"},
        {"clause": "K2", "wanted": 2.0, "planned": 1.0, "missing": 1.0, "unit": "personer"},
    ]
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.plans).where(tables.plans.c.id == key).values(summary=summary))
    found = {role: office.client(role).get(f"/plans/{key}").json()["numbers"] for role in ROLES_OF_NUMBERS}
    seen = found["evaluator"]
    assert [seen[name] for name in ("broken_pins", "conflict_of_people", "held_otherwise")] == [None] * 3
    assert seen["stability"] == {"wanted": None, "kept": None, "changed": None, "impossible": None}
    assert [(c["planned"], c["missing"], c["met"]) for c in seen["clauses"]] == [
        (None, None, True),
        (None, None, False),
    ]
    assert (seen["counts"]["placed"], seen["counts"]["placements"], seen["counts"]["filled"]) == (20, None, None)
    assert all(line["total"] is None for line in seen["lines"])
    assert all(n is None or n >= 10 for n in seen["looked_at"].values())
    own = [(found[role]["broken_pins"], found[role]["conflict_of_people"]) for role in ("consultant", "colleague")]
    assert own == [(2, 1), (1, 0)]
    assert (found["auditor"]["broken_pins"], found["auditor"]["stability"]) == (3, stability)


def test_nobody_that_a_plan_worked_around_is_named_among_its_numbers(sqlite_office: Office) -> None:
    office = sqlite_office
    key = drafted(office)
    summary = row(office, key)["summary"]
    who = [*office.mine[:2], office.others[0]]
    aside = [{"candidate": one, "opening": "S1", "hours": 7.25} for one in who]
    told = [{"candidate": one, "opening": "S1", "sentence": "nej"} for one in who]
    summary |= {"aside": aside, "otherwise": told, "broken_pins": told}
    for reader in plans.READERS:
        numbers = repr(plans.numbers_for(reader, summary, office.mine))
        assert "7.25" not in numbers and [one for one in who if one in numbers] == [], reader
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.plans).where(tables.plans.c.id == key).values(summary=summary))
    for role in ROLES_OF_NUMBERS:
        for path in (f"/plans/{key}", "/plans"):
            text = office.client(role).get(path).text
            assert key in text and "7.25" not in text
            assert [one for one in who if one in text] == [], (role, path)


def test_a_plan_is_not_made_for_whoever_is_no_consultant_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def become(role: str) -> None:
        with office.store.writing() as connection:
            a = tables.accounts
            connection.execute(sa.update(a).where(a.c.id == "ac_kim").values(role=role))

    before, during = asked(office), asked(office)
    become("administrator")
    work(office, "w1")
    become("consultant")
    think = making.think

    def meanwhile(work: Work, snapshot: Any) -> Any:
        made = think(work, snapshot)
        become("administrator")
        return made

    assert [(row(office, key)["state"]) for key in (before, during)] == ["failed", "failed"]
    monkeypatch.setattr(making, "think", meanwhile)
    late = asked(office)
    work(office, "w2")
    found = row(office, late)
    assert found["state"] == "failed" and "ikke jobkonsulent længere" in found["error"]
    assert office.rows(tables.plan_placements) == []


def test_one_plan_counts_everywhere_and_never_one_that_came_to_nothing(office: Office) -> None:
    key = drafted(office)
    office.clock.pass_time(hours=1)
    empty = asked(office)
    with office.services.unit(office.caller("consultant")) as unit:
        values = {"state": "draft", "status": "infeasible", "finished_at": unit.now}
        unit.connection.execute(sa.update(tables.plans).where(tables.plans.c.id == empty).values(values))
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        assert state_of(unit.connection, unit.day).plan == plans.latest(unit) == key


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


def test_the_end_of_a_job_says_the_same_numbers_as_its_plan(sqlite_office: Office) -> None:
    key = drafted(sqlite_office, gap=0.5)
    client = sqlite_office.client("consultant")
    plan = client.get(f"/plans/{key}").json()
    events = client.get(f"/plans/{key}/events").text
    name, data = events.strip().rsplit("\n\n", 1)[-1].split("\n")
    job = json.loads(data.removeprefix("data: "))
    assert (name, job["state"]) == ("event: end", "done")
    assert job["found"] == {name: plan[name] for name in ("objective", "bound", "gap")}


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
    assert row(office, key)["status"] == "feasible" and row(office, key)["objective"] > 0
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
    assert found["numbers"]["conflict_of_people"] == 0
    assert office.client("consultant").get(f"/plans/{key}").json()["numbers"]["conflict_of_people"] >= 1
    assert office.client("auditor").get(f"/plans/{key}").json()["numbers"]["conflict_of_people"] >= 1
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
    assert [answer.status_code for answer in answers] == [202, 202] and len(office.rows(tables.plans)) == 1
    assert answers[1].headers["Location"] == answers[0].headers["Location"]
    assert client.post("/plans", json={}, headers={"Brobygger-Purpose": ""}).status_code in (422, 428)
    assert office.client("consultant", None).post("/plans", json={}).status_code == 428
