"""Openings for one person: as she is now, from a supply that is never old, logged before they are shown."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

import matcher.supply
from matcher.domain import Binding, BindingKind
from matcher.files.suggestion_json import suggestions_document
from matcher.services import thinking
from matcher.services.caller import SYSTEM
from matcher.services.suggestions import suggest
from matcher.store import tables
from matcher.store.facts import load_one, save_rows
from matcher.suggestions import suggest as suggest_from_plan
from matcher.tie_breaks import EPSILON, TieBreaks, seed_of
from tests.office import Office
from tests.project import ROOT
from tests.service.planned import store_plan

BESIDE = ("engine", "candidate_version", "versions", "placements")
"""What the service adds to the engine's document."""
FAR_AWAY = {
    "id": "langt_væk",
    "postcode": "9990",
    "hours_min": 4,
    "hours_target": 6,
    "hours_max": 8,
    "commute_max": 1,
    "transport": ["gang"],
}


def asked(office: Office, candidate: str, k: int = 10) -> dict[str, Any]:
    answer = office.client("consultant").post(f"/candidates/{candidate}/suggestions", json={"k": k})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def with_some(office: Office, least: int = 2) -> str:
    """One of Kim's candidates whom several openings fit."""
    return next(c for c in office.mine if asked(office, c)["eligible"] >= least)


def openings_in(found: dict[str, Any]) -> list[str]:
    return [row["opening"] for row in found["suggestions"]]


def in_fixed_order(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "suggestions": sorted(document["suggestions"], key=lambda row: str(row["opening"]))}


def last_run(office: Office) -> dict[str, Any]:
    return office.rows(tables.audit, tables.audit.c.action == "suggest")[-1]


def test_they_are_those_of_the_engine_on_the_same_facts_and_prices(office: Office) -> None:
    planned = store_plan(office)
    shown = 0
    for candidate in office.mine[::3]:
        expected = suggestions_document(planned.world, suggest_from_plan(planned, candidate, 50))
        found = asked(office, candidate, 50)
        plain = {name: value for name, value in found.items() if name not in BESIDE}
        plain["suggestions"] = [
            {name: value for name, value in row.items() if name not in ("free", "scarce", "placement")}
            for row in found["suggestions"]
        ]
        # Only openings of about the same worth have changed places.
        nets = [row["net"] for row in plain["suggestions"]]
        assert all(later <= now + EPSILON for n, now in enumerate(nets) for later in nets[n:])
        assert in_fixed_order(plain) == in_fixed_order(expected)
        shown += len(found["suggestions"])
    assert shown > 10


def test_prices_are_those_of_the_published_plan_else_of_the_last_draft(sqlite_office: Office) -> None:
    office, mine = sqlite_office, sqlite_office.mine[0]
    assert asked(office, mine)["versions"]["plan"] is None and not asked(office, mine)["priced"]
    store_plan(office, "draft", "draft_1")
    office.clock.pass_time(minutes=1)
    store_plan(office, "draft", "draft_2")
    assert asked(office, mine)["versions"]["plan"] == "draft_2" and asked(office, mine)["priced"]
    store_plan(office, "published", "published_1")
    office.clock.pass_time(minutes=1)
    store_plan(office, "draft", "draft_3")
    assert asked(office, mine)["versions"]["plan"] == "published_1"


def test_a_colleagues_candidate_and_nobody_look_the_same(office: Office) -> None:
    client = office.client("consultant")
    answers = [client.post(f"/candidates/{c}/suggestions", json={}) for c in (office.others[0], "nobody")]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert office.rows(tables.audit, tables.audit.c.action == "suggest") == []


def test_it_takes_a_purpose_and_a_consultant(sqlite_office: Office) -> None:
    office, path = sqlite_office, f"/candidates/{sqlite_office.mine[0]}/suggestions"
    assert office.client("consultant", None).post(path, json={}).status_code == 428
    for role in ("employer", "evaluator", "administrator", "auditor"):
        assert office.client(role).post(path, json={}).status_code == 403
    assert office.client(None).post(path, json={}).status_code == 401
    for k in (0, 51, "mange"):
        assert office.client("consultant").post(path, json={"k": k}).status_code == 422


def test_none_fits_is_an_answer(sqlite_office: Office) -> None:
    assert sqlite_office.client("consultant").post("/candidates", json=FAR_AWAY).status_code == 201
    found = asked(sqlite_office, "langt_væk")
    assert (found["none_fits"], found["suggestions"], found["eligible"]) == (True, [], 0)
    assert last_run(sqlite_office)["detail"]["none_fits"] is True


def test_a_changed_supply_is_seen_at_once(office: Office) -> None:
    candidate = with_some(office)
    first = openings_in(asked(office, candidate))[0]
    opening = office.facts.opening_by_id[first]
    with office.services.unit(SYSTEM) as unit:
        full_time = replace(opening, hours_min=37.0, hours_max=37.0, hours_total=max(37.0, opening.hours_total))
        save_rows(unit.connection, "openings", [full_time], unit.now)
    assert first not in openings_in(asked(office, candidate, 50))
    with office.services.unit(SYSTEM) as unit:
        save_rows(unit.connection, "openings", [opening], unit.now)
    assert first in openings_in(asked(office, candidate, 50))


def test_a_changed_candidate_is_seen_at_once_and_leaves_the_supply_as_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = with_some(office)

    def made_anew(*_: Any) -> None:
        pytest.fail("a change of a candidate made the supply anew")

    monkeypatch.setattr(matcher.supply, "make_supply", made_anew)
    with office.services.unit(SYSTEM) as unit:
        found = load_one(unit.connection, "candidates", candidate)
        assert found is not None
        near = replace(found[0], commute_max=1.0)
        save_rows(unit.connection, "candidates", [near], unit.now)
    later = asked(office, candidate)
    assert (later["candidate_version"], later["eligible"]) == (2, 0)


def test_a_forbidden_opening_is_gone_at_once(office: Office) -> None:
    candidate = with_some(office)
    first = openings_in(asked(office, candidate))[0]
    with office.services.unit(SYSTEM) as unit:
        save_rows(unit.connection, "bindings", [Binding(candidate, first, BindingKind.FORBID, "nej")], unit.now)
    assert first not in openings_in(asked(office, candidate, 50))


def test_the_supply_is_made_once_however_many_ask(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office, made, begin = sqlite_office, [], threading.Barrier(6)
    real = matcher.supply.make_supply

    def counted(*given: Any) -> Any:
        made.append(1)
        return real(*given)

    monkeypatch.setattr(matcher.supply, "make_supply", counted)
    found: list[Any] = []

    def ask() -> None:
        begin.wait(30)
        found.append(suggest(office.services, office.caller("consultant"), office.mine[0], 3))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(made) == 1 and len(found) == 6
    assert all(one["suggestions"] == found[0]["suggestions"] for one in found)


def between(monkeypatch: pytest.MonkeyPatch, do: Any) -> list[int]:
    """Let something happen while an answer is worked out, the first time; gives how often one has been."""
    real, times = matcher.supply.Supply.suggest, list[int]()

    def interrupted(*given: Any, **more: Any) -> Any:
        times.append(1)
        if len(times) == 1:
            do()
        return real(*given, **more)

    monkeypatch.setattr(matcher.supply.Supply, "suggest", interrupted)
    return times


def test_what_changes_while_an_answer_is_worked_out_is_in_the_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = with_some(office)

    def change() -> None:
        with office.services.unit(SYSTEM) as unit:
            near = replace(office.facts.candidate_by_id[candidate], commute_max=1.0)
            save_rows(unit.connection, "candidates", [near], unit.now)

    times = between(monkeypatch, change)
    found = asked(office, candidate, 7)
    assert (found["candidate_version"], found["eligible"], len(times)) == (2, 0, 2)


def test_the_same_question_is_worked_out_once_and_logged_each_time(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = sqlite_office.mine[0]
    times = between(monkeypatch, lambda: None)
    answers = [asked(sqlite_office, candidate, 7) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2] and len(times) == 1
    assert len(sqlite_office.rows(tables.audit, tables.audit.c.action == "suggest")) == 3
    asked(sqlite_office, candidate, 6)
    assert len(times) == 2


def test_who_loses_the_case_while_an_answer_is_worked_out_is_not_given_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate, r = office.mine[0], tables.relations

    def end() -> None:
        with office.services.unit(SYSTEM) as unit:
            here = (r.c.candidate == candidate) & (r.c.account == "ac_kim")
            unit.connection.execute(sa.update(r).where(here).values(until=unit.now))

    between(monkeypatch, end)
    answer = office.client("consultant").post(f"/candidates/{candidate}/suggestions", json={})
    assert answer.status_code == 404
    assert office.rows(tables.audit, tables.audit.c.action == "suggest") == []


def test_a_match_run_is_logged_with_what_it_was_made_of_and_its_order(office: Office) -> None:
    store_plan(office)
    candidate = with_some(office)
    found, run = asked(office, candidate, 3), last_run(office)
    assert (run["actor"], run["purpose"], run["object"]) == ("ac_kim", "matching", candidate)
    detail = run["detail"]
    assert detail["order"] == openings_in(found) and detail["k"] == 3
    assert detail["possible"] == [row["opening"] for row in found["possible_if"]]
    assert {name: detail[name] for name in found["versions"]} == found["versions"]
    assert found["versions"]["plan"] == "plan_1" and found["versions"]["day"] == "2026-11-24"
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == run["number"])
    assert [row["candidate"] for row in subjects] == [candidate]


def test_chance_among_openings_of_about_the_same_worth_is_logged_and_stays_all_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a distance as large as all there is, every order of all that fit is equally likely.
    monkeypatch.setattr(thinking, "TieBreaks", partial(TieBreaks, epsilon=2.0))
    candidate = with_some(office, 3)
    found, again = asked(office, candidate, 2), asked(office, candidate, 2)
    detail = last_run(office)["detail"]
    assert openings_in(found) == openings_in(again) == detail["order"]
    assert detail["propensities"] == [1 / found["eligible"]] * 2
    assert detail["listed"] == [2 / found["eligible"]] * 2
    assert detail["ties"] == [[0, found["eligible"], 0]]
    assert detail["seed"] == seed_of(candidate, "2026-11-24", "") and detail["epsilon"] == 2.0


def test_by_the_rules_alone_nothing_is_left_to_chance(office: Office) -> None:
    candidate = with_some(office)
    switch(office, "rules_only")
    asked(office, candidate)
    detail = last_run(office)["detail"]
    names = ("seed", "epsilon", "propensities", "listed", "ties")
    assert [detail[name] for name in names] == [None] * 5


def test_nothing_is_shown_when_the_run_cannot_be_logged(office: Office) -> None:
    candidate = with_some(office)
    with office.store.writing() as connection:
        connection.execute(sa.text("ALTER TABLE audit RENAME TO audit_gone"))
    answer = office.client("consultant").post(f"/candidates/{candidate}/suggestions", json={})
    assert answer.status_code == 503 and "suggestions" not in answer.json()


def test_what_is_scarce_is_shown_with_how_much_of_it_is_booked(office: Office) -> None:
    store_plan(office)
    candidate = with_some(office)
    opening = openings_in(asked(office, candidate))[0]
    places = office.facts.opening_by_id[opening].places
    with office.services.unit(SYSTEM) as unit:
        now = unit.now
        unit.connection.execute(
            sa.insert(tables.resources).values(
                id=f"place:{opening}", kind="plads", owner=opening, subject="", label="Pladser", unit="pladser",
                capacity=places, changed_at=now,
            )
        )  # fmt: skip
        unit.connection.execute(
            sa.insert(tables.placements).values(
                id="pl_1", candidate=office.others[0], opening=opening, state="proposed", scheme="fleksjob", hours=4.0,
                presence=4.0, tasks={}, measures=[], worth={}, employer_text="", created_at=now, created_by="ac_bo",
                changed_at=now,
            )
        )  # fmt: skip
        unit.connection.execute(
            sa.insert(tables.bookings).values(
                placement="pl_1", resource=f"place:{opening}", amount=float(places), booked_at=now
            )
        )
    shown = next(row for row in asked(office, candidate, 50)["suggestions"] if row["opening"] == opening)
    (place,) = [use for use in shown["scarce"] if use["resource"] == f"place:{opening}"]
    assert (place["amount"], place["capacity"], place["booked"], place["left"]) == (1.0, places, places, 0.0)
    assert shown["free"] is False and shown["placement"] is None


def switch(office: Office, engine: str) -> None:
    with office.services.unit(SYSTEM) as unit:
        unit.connection.execute(sa.update(tables.municipality).values(engine=engine))


def test_an_engine_that_is_off_suggests_nothing(sqlite_office: Office) -> None:
    switch(sqlite_office, "off")
    answer = sqlite_office.client("consultant").post(f"/candidates/{sqlite_office.mine[0]}/suggestions", json={})
    assert answer.status_code == 503 and "slået forslagene fra" in answer.json()["detail"]


def test_by_the_rules_alone_it_is_weighed_by_the_experts_weights_and_in_the_plain_order(sqlite_office: Office) -> None:
    candidate = with_some(sqlite_office, 3)
    on = asked(sqlite_office, candidate, 50)
    switch(sqlite_office, "rules_only")
    found = asked(sqlite_office, candidate, 50)
    assert (found["engine"], found["priced"]) == ("rules_only", on["priced"])
    net = [row["net"] for row in found["suggestions"]]
    assert net == sorted(net, reverse=True)
    # No model is in use here, so the worth of each opening is what it was; only what was drawn may have moved.
    assert {r["opening"]: r["net"] for r in found["suggestions"]} == {r["opening"]: r["net"] for r in on["suggestions"]}


HEAVY = """
import sys
from datetime import datetime
from starlette.testclient import TestClient
from api.app import create_app
from matcher.services.unit import Services
from matcher.settings import Settings
from matcher.store import open_store
from matcher.store.secrets import Cipher
services = Services(open_store(sys.argv[1]), Cipher("x"), lambda: datetime.fromisoformat(sys.argv[5]))
app = create_app(Settings(database=sys.argv[1]), services)
headers = {"Authorization": f"Bearer {sys.argv[2]}", "Brobygger-Purpose": "matching"}
client = TestClient(app, base_url="http://testserver/api/v1", headers=headers)
paths = [f"/candidates/{sys.argv[3]}/suggestions", f"/openings/{sys.argv[4]}/shortlist"]
answers = [client.post(path, json={"k": 3}).status_code for path in paths]
answers.append(client.get(f"/pairs/{sys.argv[3]}/{sys.argv[4]}/explanation?text=consultant").status_code)
heavy = {"sklearn", "ortools", "highspy", "numba", "pandas"}
print(answers, sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def test_the_api_answers_without_a_solver_in_its_process(sqlite_office: Office) -> None:
    # Guards against a process that holds a solver's memory, and clashes of solver libraries, to answer a question.
    office = sqlite_office
    opening = office.facts.openings[0].id
    given = [office.url, office.token("consultant"), office.mine[0], opening, office.clock.now.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, *given], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == "[200, 200, 200] []", done.stderr
