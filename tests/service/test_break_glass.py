"""Breaking the glass: the name and no more, for four hours, with a reason that the case's own consultant reads."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import Office

WHY = {"code": "colleague_absent", "text": "Bo er syg, og borgeren venter på et opkald."}


def broken(office: Office, n: int = 0) -> dict[str, Any]:
    answer = office.client("consultant").post(f"/candidates/{office.others[n]}/break-glass", json=WHY)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_it_shows_the_name_for_four_hours_and_nothing_of_the_case(office: Office) -> None:
    other, kim, bo = office.others[0], office.client("consultant"), office.client("colleague", Purpose.CORRECTION)
    said = {"name": "Asta Holm", "cpr": "010190-1234"}
    assert bo.put(f"/candidates/{other}/identity", json=said, headers={"If-Match": '"v1"'}).status_code == 200
    assert kim.get(f"/candidates/{other}").status_code == 404
    broken(office)
    seen = kim.get(f"/candidates/{other}").json()
    assert seen["name"] == "Asta Holm" and seen["postcode"]
    assert not {"cpr", "needs", "text", "hours_min", "wishes", "caseworker_confidence"} & set(seen)
    who = kim.get(f"/candidates/{other}/identity").json()
    assert who["name"] == "Asta Holm" and not {"cpr", "caseworker_confidence"} & set(who)
    assert kim.get(f"/candidates/{other}/cpr").status_code == 404
    assert kim.put(f"/candidates/{other}/identity", json={"name": "X"}).status_code == 404
    assert other not in str(kim.get("/candidates").json())
    office.clock.pass_time(hours=3, minutes=59)
    kim = office.client("consultant")
    office.clock.pass_time(minutes=1)
    assert kim.get(f"/candidates/{other}").status_code in (401, 404)
    office._tokens.clear()
    assert office.client("consultant").get(f"/candidates/{other}").status_code == 404


def test_it_is_logged_as_about_the_person_without_the_words(office: Office) -> None:
    glass = broken(office)
    (row,) = office.rows(tables.audit, tables.audit.c.action == "break_glass")
    assert (row["actor"], row["object"], row["purpose"]) == ("ac_kim", office.others[0], "matching")
    assert row["detail"] == {"code": "colleague_absent", "glass": glass["id"]} and "syg" not in str(row)
    assert [r["candidate"] for r in office.rows(tables.audit_subjects)] == [office.others[0]]


@pytest.mark.parametrize(
    "body",
    [
        {**WHY, "code": "nysgerrig"},
        {**WHY, "text": "haster"},
        {**WHY, "text": "x" + " " * 30},
        {**WHY, "text": "Bo er syg, \u0000 og borgeren venter på et opkald."},
        {"code": "other"},
    ],
)
def test_a_reason_must_be_given(sqlite_office: Office, body: dict[str, str]) -> None:
    path = f"/candidates/{sqlite_office.others[0]}/break-glass"
    assert sqlite_office.client("consultant").post(path, json=body).status_code == 422
    assert sqlite_office.rows(tables.break_glass) == []


def test_it_is_for_colleagues_cases_alone(office: Office) -> None:
    kim = office.client("consultant")
    assert kim.post(f"/candidates/{office.mine[0]}/break-glass", json=WHY).json()["code"] == "has_relation"
    assert kim.post("/candidates/nobody/break-glass", json=WHY).status_code == 404
    broken(office)
    assert kim.post(f"/candidates/{office.others[0]}/break-glass", json=WHY).json()["code"] == "already_open"
    assert (
        office.client("consultant", None).post(f"/candidates/{office.others[1]}/break-glass", json=WHY).status_code
        == 428
    )
    with office.store.writing() as connection:
        here = tables.accounts.c.id == "ac_bo"
        connection.execute(sa.update(tables.accounts).where(here).values(organisation="En anden"))
    assert kim.post(f"/candidates/{office.others[1]}/break-glass", json=WHY).status_code == 404


@pytest.mark.parametrize("role", ["employer", "evaluator", "administrator", "auditor"])
def test_only_a_consultant_breaks_it(sqlite_office: Office, role: str) -> None:
    path = f"/candidates/{sqlite_office.others[0]}/break-glass"
    assert sqlite_office.client(role).post(path, json=WHY).status_code == 403


def test_ten_a_day_are_enough(office: Office) -> None:
    for n in range(10):
        broken(office, n)
        office.clock.pass_time(minutes=1)
    path = f"/candidates/{office.others[10]}/break-glass"
    held = office.client("consultant").post(path, json=WHY)
    assert held.status_code == 429 and int(held.headers["retry-after"]) == 24 * 3600 - 600 + 1
    office.clock.pass_time(hours=23, minutes=51)
    office._tokens.clear()
    assert office.client("consultant").post(path, json=WHY).status_code == 201


def test_the_cases_own_consultant_and_the_auditor_read_it_newest_first(office: Office) -> None:
    first = broken(office)
    office.clock.pass_time(minutes=5)
    second = broken(office, 1)
    auditor = office.client("auditor", Purpose.SUPERVISION)
    for client in (auditor, office.client("colleague")):
        items = client.get("/break-glass").json()["items"]
        assert [item["id"] for item in items] == [second["id"], first["id"]]
        assert items[0]["text"] == WHY["text"] and items[0]["name"] == "Kim Konsulent"
    page = auditor.get("/break-glass", params={"limit": 1}).json()
    rest = auditor.get("/break-glass", params={"limit": 1, "after": page["next"]}).json()
    assert [item["id"] for item in rest["items"]] == [first["id"]] and rest["next"] is None
    assert auditor.get("/break-glass", params={"after": "findes-ikke"}).status_code == 422
    # Kim's own cases have none; the evaluator's business it is not.
    assert office.client("consultant").get("/break-glass").json()["items"] == []
    assert office.client("evaluator").get("/break-glass").status_code == 403
    row = office.rows(tables.audit, tables.audit.c.noun == "break_glass")[0]
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == row["number"])
    assert {r["candidate"] for r in subjects} == set(office.others[:2])


def test_a_review_is_somebody_elses_and_is_made_once(office: Office) -> None:
    glass = broken(office)
    path, ok = f"/break-glass/{glass['id']}/review", {"finding": "in_order"}
    assert office.client("consultant").post(path, json=ok).status_code == 404
    auditor = office.client("auditor", Purpose.SUPERVISION)
    done = auditor.post(path, json=ok).json()
    assert (done["finding"], done["reviewed_by"], done["until"]) == ("in_order", "ac_per", glass["until"])
    assert office.client("colleague").post(path, json=ok).json()["code"] == "reviewed"
    assert auditor.get("/break-glass", params={"waiting": True}).json()["items"] == []
    assert auditor.post("/break-glass/nobody/review", json=ok).status_code == 404


def test_who_broke_it_never_reviews_it_even_with_the_case(office: Office) -> None:
    glass, other = broken(office), office.others[0]
    office.client("colleague").put(f"/candidates/{other}/relations/ac_kim", json={})
    answer = office.client("consultant").post(f"/break-glass/{glass['id']}/review", json={"finding": "in_order"})
    assert answer.status_code == 403


def test_one_that_was_not_in_order_is_closed_at_once(office: Office) -> None:
    glass, kim = broken(office), office.client("consultant")
    assert kim.get(f"/candidates/{office.others[0]}").status_code == 200
    office.client("colleague").post(f"/break-glass/{glass['id']}/review", json={"finding": "not_in_order"})
    assert kim.get(f"/candidates/{office.others[0]}").status_code == 404
