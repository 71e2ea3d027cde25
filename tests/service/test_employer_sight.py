"""What an employer sees of a match: from her introduction on, conditions and hours under a pseudonym, by every path."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.ranking import pseudonym
from matcher.store import tables
from tests.office import NAMES, Office
from tests.service.lives import Life, begin_life, foreign_opening, own_opening

SHOWN = {
    "id",
    "version",
    "state",
    "following",
    "opening",
    "workplace",
    "pseudonym",
    "scheme",
    "hours",
    "employer_text",
    "answer_by",
    "started",
    "ended",
}


def _everything_she_is_told(office: Office, life: Life) -> list[Any]:
    eva = office.client("employer")
    paths = ("/placements", f"/placements/{life.id}", f"/placements/{life.id}/steps")
    return [eva.get(path) for path in paths]


@pytest.mark.parametrize("state", ["shown", "go_ahead"])
def test_she_hears_of_nobody_before_she_is_introduced(office: Office, state: str) -> None:
    life = begin_life(office).until(state)
    listed, one, steps = _everything_she_is_told(office, life)
    assert listed.json() == {"items": [], "next": None}
    assert (one.status_code, steps.status_code) == (404, 404)
    assert life.take("accepted", "employer").status_code == 404
    nobody = office.client("employer").get("/placements/pl_0000000000000000").json()
    assert {**one.json(), "request": ""} == {**nobody, "request": ""}


def test_from_then_on_she_sees_conditions_and_hours_under_a_pseudonym(office: Office) -> None:
    life = begin_life(office)
    life.take("shown", note="Hun har sagt noget i fortrolighed")
    for to in ("go_ahead", "introduced"):
        life.take(to)
    answers = _everything_she_is_told(office, life)
    listed, one, steps = (answer.json() for answer in answers)
    assert set(one) == SHOWN and listed["items"] == [one]
    assert one["pseudonym"] == pseudonym(life.candidate, life.opening, NAMES)
    assert one["following"] == ["accepted", "refused"] and one["answer_by"] == "2026-12-08"
    assert [step["to"] for step in steps["items"]] == ["introduced"]
    assert set(steps["items"][0]) == {"number", "at", "to"} and steps["items"][0]["number"] == 1
    said = json.dumps([answer.json() for answer in answers], ensure_ascii=False)
    for secret in (life.candidate, "fortrolighed", "ac_kim", "Kim", "SEN-", "proposed_by_hand", "worth"):
        assert secret not in said


def test_the_answer_to_her_own_step_holds_no_more_and_then_she_sees_nothing(office: Office) -> None:
    life = begin_life(office).until("introduced")
    answer = life.take("refused", "employer", code="position_filled")
    assert answer.status_code == 200 and set(answer.json()) == SHOWN
    assert [a.status_code for a in _everything_she_is_told(office, life)[1:]] == [404, 404]
    office.clock.pass_time(minutes=1)
    assert life.steps[-1]["decided_by"] == "ac_eva" and life.held == {}


def test_she_gives_reasons_of_her_own_and_writes_nothing_about_a_person(office: Office) -> None:
    life = begin_life(office).until("introduced")
    assert life.take("refused", "employer", code="times_do_not_fit").status_code == 422
    answer = life.take("refused", "employer", code="position_filled", note="Hun er tit syg")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "note"
    assert life.row["state"] == "introduced" and "syg" not in json.dumps(life.steps, default=str)


def test_she_sees_an_introduction_only_while_the_yes_stands_but_keeps_her_own_employee(office: Office) -> None:
    introduced = begin_life(office).until("introduced")
    started = begin_life(office, office.mine[1]).until("started")
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.go_aheads).values(withdrawn=office.clock.now.date()))
    listed = office.client("employer").get("/placements").json()["items"]
    assert [item["id"] for item in listed] == [started.id]
    assert office.client("employer").get(f"/placements/{introduced.id}").status_code == 404
    assert introduced.take("accepted", "employer").status_code == 404
    steps = office.client("employer").get(f"/placements/{started.id}/steps").json()["items"]
    assert [step["to"] for step in steps] == ["introduced", "accepted", "started"]


def test_another_employers_matches_are_not_there_for_her(office: Office) -> None:
    life = begin_life(office, opening=foreign_opening(office)).until("introduced")
    listed, one, steps = _everything_she_is_told(office, life)
    assert listed.json()["items"] == [] and (one.status_code, steps.status_code) == (404, 404)
    assert life.take("accepted", "employer").status_code == 404


def test_she_says_start_hours_and_stop_of_her_own_employee(office: Office) -> None:
    life = begin_life(office).until("accepted")
    assert life.take("started", "employer").json()["following"] == ["started", "ended"]
    assert life.take("started", "employer", code="hours_down", hours=3).json()["hours"] == 3
    assert life.take("ended", "employer", code="hours_ended").json()["state"] == "ended"
    own = office.client("employer").get(f"/placements/{life.id}/steps").json()["items"]
    assert [(s["to"], s.get("code"), s.get("hours")) for s in own] == [
        ("introduced", None, None),
        ("accepted", None, None),
        ("started", "started_as_agreed", None),
        ("started", "hours_down", 3.0),
        ("ended", "hours_ended", None),
    ]
    # One item until the consultant has been there, however much the employer has done.
    assert _open_items(office) == ["employer_step"]


def test_what_an_employer_has_done_is_off_the_list_when_the_consultant_takes_the_next_step(office: Office) -> None:
    life = begin_life(office).until("introduced")
    assert life.take("accepted", "employer").status_code == 200
    assert _open_items(office) == ["employer_step"]
    assert life.take("started").status_code == 200
    assert "employer_step" not in _open_items(office)
    assert life.take("ended", "employer", code="hours_ended").status_code == 200
    assert _open_items(office) == ["employer_step"]
    rows = [row for row in office.rows(tables.follow_ups) if row["kind"] == "employer_step"]
    assert sorted((row["code"] or "", row["done_by"] or "") for row in rows) == [
        ("", ""),
        ("no_longer_needed", "ac_kim"),
    ]


def _open_items(office: Office) -> list[str]:
    return [row["kind"] for row in office.rows(tables.follow_ups) if row["done_at"] is None]


def test_she_neither_proposes_nor_reads_outcomes_and_follow_ups(office: Office) -> None:
    eva = office.client("employer")
    body = {"candidate": office.mine[0], "opening": own_opening(office)}
    assert eva.post("/placements", json=body).status_code == 403
    assert [eva.get(path).status_code for path in ("/follow-ups", "/outcomes")] == [403, 403]


@pytest.mark.parametrize("role", ["evaluator", "administrator", "auditor"])
def test_other_roles_see_no_placement(office: Office, role: str) -> None:
    life = begin_life(office).until("introduced")
    client = office.client(role)
    paths = ("/placements", f"/placements/{life.id}", f"/placements/{life.id}/steps")
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert life.take("accepted", role).status_code == 403
