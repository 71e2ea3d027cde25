"""Proposing by hand: from a suggestion, hard rules kept, everything booked, and words where something is overridden."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import BindingKind
from matcher.ranking import pseudonym
from matcher.store import tables
from matcher.store.facts import PEOPLE, SUPPLY, raise_revision
from tests.office import NAMES, Office

Pair = tuple[str, dict[str, Any]]


def _suggestions(office: Office, candidate: str, role: str = "consultant") -> list[dict[str, Any]]:
    answer = office.client(role).post(f"/candidates/{candidate}/suggestions", json={"k": 50})
    found: list[dict[str, Any]] = answer.json()["suggestions"]
    return found


def _first(office: Office) -> Pair:
    """Kim's first candidate who has a suggestion, and the best of hers."""
    found = ((candidate, _suggestions(office, candidate)) for candidate in office.mine)
    return next((candidate, suggestions[0]) for candidate, suggestions in found if suggestions)


def _propose(office: Office, candidate: str, opening: str, role: str = "consultant", **said: Any) -> Any:
    return office.client(role).post("/placements", json={"candidate": candidate, "opening": opening, **said})


def _set(office: Office, table: sa.Table, key: str, revision: str, **values: Any) -> None:
    with office.store.writing() as connection:
        changed = sa.update(table).where(table.c.id == key)
        connection.execute(changed.values(**values, version=table.c.version + 1))
        raise_revision(connection, revision, office.clock.now)


def test_a_suggestion_becomes_a_placement_that_holds_what_it_uses(office: Office) -> None:
    candidate, best = _first(office)
    answer = _propose(office, candidate, best["opening"])
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/api/v1/placements/{made['id']}" and answer.headers["ETag"] == '"v1"'
    assert (made["state"], made["hours"], made["tasks"]) == ("proposed", best["hours"], best["tasks"])
    assert made["measures"] == best["measures"] and made["plan"] is None and made["following"] == ["shown", "withdrawn"]
    text = made["employer_text"]
    assert pseudonym(candidate, best["opening"], NAMES) in text and candidate not in text
    held = {row["resource"]: row["amount"] for row in office.rows(tables.bookings)}
    assert held[f"place:{best['opening']}"] == 1.0
    capacity = {row["id"]: row["capacity"] for row in office.rows(tables.resources)}
    assert set(held) == set(capacity) and all(amount <= capacity[key] + 1e-6 for key, amount in held.items())
    logged = office.rows(tables.audit, tables.audit.c.object == made["id"])
    assert [(row["action"], row["actor"]) for row in logged] == [("propose", "ac_kim"), ("read", "ac_kim")]


def test_a_proposal_sent_twice_is_made_once(sqlite_office: Office) -> None:
    candidate, best = _first(sqlite_office)
    body = {"candidate": candidate, "opening": best["opening"]}
    client, once = sqlite_office.client("consultant"), {"Idempotency-Key": "k1"}
    first, second = (client.post("/placements", json=body, headers=once) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Location"] == first.headers["Location"] and second.content == b""
    assert _propose(sqlite_office, candidate, best["opening"]).json()["code"] == "live"
    assert len(sqlite_office.rows(tables.placements)) == 1


def test_a_proposal_sent_again_is_told_of_though_it_could_not_be_made_any_more(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = _first(office)
    body = {"candidate": candidate, "opening": best["opening"]}
    client, once = office.client("consultant"), {"Idempotency-Key": "k1"}
    first = client.post("/placements", json=body, headers=once)
    handed = client.put(f"/candidates/{candidate}/relations/ac_bo", json={"hand_over": True})
    assert (first.status_code, handed.status_code) == (201, 200)
    again = client.post("/placements", json=body, headers=once)
    assert (again.status_code, again.headers["Location"]) == (201, first.headers["Location"]) and again.content == b""
    assert client.post("/placements", json=body).status_code == 404


def test_of_two_consultants_one_gets_the_last_place_and_the_other_is_told(office: Office) -> None:
    places = {o.id: o.places for o in office.facts.openings}
    hers: dict[str, str] = {}
    for candidate in office.mine:
        for found in _suggestions(office, candidate):
            hers.setdefault(found["opening"], candidate)
    mine, his, opening = next(
        (hers[found["opening"]], candidate, found["opening"])
        for candidate in office.others
        for found in _suggestions(office, candidate, "colleague")
        if places[found["opening"]] == 1 and found["opening"] in hers
    )
    assert _propose(office, mine, opening).status_code == 201
    second = _propose(office, his, opening, "colleague")
    assert second.status_code == 409 and second.json()["code"] == "taken"
    assert "der er 0 pladser tilbage, og der skal bruges 1" in second.json()["errors"][0]["sentence"]
    assert mine not in second.text
    assert [row["candidate"] for row in office.rows(tables.placements)] == [mine]


def test_hours_and_measures_are_chosen_among_what_can_be(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = next(
        (c, s) for c in office.mine for s in _suggestions(office, c) if s["measures"] and s["hours"] > 3
    )
    too_many = _propose(office, candidate, best["opening"], hours=37)
    assert too_many.json()["code"] == "no_such_option" and "vil arbejde fra" in too_many.json()["detail"]
    without = _propose(office, candidate, best["opening"], measures=[])
    assert without.json()["code"] == "no_such_option"
    measures = [{"accommodation": m["accommodation"], "provider": m["provider"]} for m in best["measures"]]
    limits = office.facts.candidate_by_id[candidate]
    fewer = best["hours"] - 0.5
    assert limits.hours_min <= fewer
    made = _propose(office, candidate, best["opening"], measures=measures, hours=fewer)
    assert made.status_code == 201, made.text
    assert (made.json()["hours"], made.json()["measures"]) == (fewer, best["measures"])


def test_a_hard_rule_holds_for_a_consultant_too(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = _first(office)
    fits = {found["opening"] for found in _suggestions(office, candidate)}
    other = next(o.id for o in office.facts.openings if o.id not in fits)
    answer = _propose(office, candidate, other, note="Jeg vil alligevel")
    assert answer.status_code == 409 and answer.json()["code"] == "not_eligible"
    assert answer.json()["errors"] and office.rows(tables.placements) == []
    with office.store.writing() as connection:
        forbid = {"candidate": candidate, "opening": best["opening"], "kind": BindingKind.FORBID.value, "reason": ""}
        connection.execute(sa.insert(tables.bindings).values(**forbid, changed_at=office.clock.now))
    answer = _propose(office, candidate, best["opening"])
    assert answer.json()["code"] == "not_eligible" and "fjern den først" in answer.json()["detail"]


def test_what_has_not_been_asked_is_asked_first(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = _first(office)
    _set(office, tables.candidates, candidate, PEOPLE, certificates=None)
    _set(office, tables.openings, best["opening"], SUPPLY, certificates=["kørekort-b"])
    answer = _propose(office, candidate, best["opening"])
    assert answer.status_code == 409 and answer.json()["code"] == "ask_first"
    assert any("Kørekort B" in error["sentence"] for error in answer.json()["errors"])


def test_what_is_not_law_is_overridden_with_words_of_her_own(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = next(
        (c, s)
        for c in office.mine
        if office.facts.candidate_by_id[c].scheme == "fleksjob"
        for s in _suggestions(office, c)
    )
    _set(office, tables.candidates, candidate, PEOPLE, previous_employers=[best["employer"]])
    answer = _propose(office, candidate, best["opening"], note="  ")
    assert answer.status_code == 409 and answer.json()["code"] == "needs_words"
    assert any("seneste arbejdsgiver" in error["sentence"] for error in answer.json()["errors"])
    made = _propose(office, candidate, best["opening"], note="Begge ønsker det; 12 måneder er gået")
    assert made.status_code == 201, made.text
    assert office.rows(tables.steps)[0]["note"] == "Begge ønsker det; 12 måneder er gået"
    override = office.rows(tables.audit, tables.audit.c.action == "override")
    assert [(row["object"], row["detail"]) for row in override] == [(made.json()["id"], {"matters": 1})]


def test_a_second_job_must_have_room_in_her_week_beside_the_first(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, first, second = next(
        (c, found[0], found[1]) for c in office.mine if len(found := _suggestions(office, c)) > 1
    )
    hours = min(first["hours"], second["hours"], 4.0)
    needed = {"presence_max": None, "hours_min": 0.5, "hours_target": hours, "hours_max": 2 * hours, "max_jobs": 2}
    _set(office, tables.candidates, candidate, PEOPLE, **needed, intensity=1.0, availability="ma 08:00-12:00", needs=[])
    windows = {"windows": "ma 08:00-12:00", "hours_min": 0.5, "hours_max": 20, "hours_total": 40, "shortest_shift": 0.5}
    for place in (first, second):
        _set(office, tables.openings, place["opening"], SUPPLY, **windows)
    one = _propose(office, candidate, first["opening"], hours=2.5)
    assert one.status_code == 201, one.text
    answer = _propose(office, candidate, second["opening"], hours=2)
    assert answer.status_code == 409 and answer.json()["code"] == "clash", answer.text
    assert answer.json()["errors"][0]["sentence"].startswith(f"»{first['title']}« ({first['opening']})")
    two = _propose(office, candidate, second["opening"], hours=1.5, note="Begge ønsker det")
    assert two.status_code == 201, two.text


def test_manual_work_goes_on_with_the_engine_switched_off(sqlite_office: Office) -> None:
    office = sqlite_office
    candidate, best = _first(office)
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.municipality).values(engine="off"))
    client = office.client("consultant")
    assert client.post(f"/candidates/{candidate}/suggestions", json={"k": 3}).status_code == 503
    assert _propose(office, candidate, best["opening"]).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"opening": "nowhere"}, 422, "opening"),
        ({"code": "plan_replaced"}, 422, "code"),
        ({"hours": 0.1}, 422, "hours"),
        ({"candidate": "nobody"}, 404, None),
    ],
)
def test_what_cannot_be_is_named(
    sqlite_office: Office, changes: dict[str, Any], status: int, field: str | None
) -> None:
    body = {"candidate": sqlite_office.mine[0], "opening": sqlite_office.facts.openings[0].id, **changes}
    answer = sqlite_office.client("consultant").post("/placements", json=body)
    assert answer.status_code == status
    assert field is None or answer.json()["errors"][0]["field"] == field


def test_a_colleagues_candidate_is_out_of_reach(sqlite_office: Office) -> None:
    opening = sqlite_office.facts.openings[0].id
    assert _propose(sqlite_office, sqlite_office.others[0], opening).status_code == 404
