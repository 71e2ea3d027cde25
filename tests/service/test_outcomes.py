"""How earlier placements went: rows for the consultant and, without names, the auditor; none for an evaluator."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import Office
from tests.service.lives import begin_life


def _body(office: Office, **changes: Any) -> dict[str, Any]:
    return {
        "candidate": office.mine[0],
        "workplace": office.facts.workplaces[0].id,
        "scheme": "praktik",
        "started": "2024-02-29",
        "ended": "2024-06-30",
        "hours": 6,
        "tasks": ["T002", "T001"],
        "end_code": "period_over",
    } | changes


def _all(office: Office, role: str, purpose: Purpose = Purpose.SUPERVISION) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = office.client(role, purpose).get("/outcomes", params={"limit": 200, "after": after}).json()
        found += page["items"]
        after = page["next"]
    return found


def test_an_earlier_placement_is_written_down_once(office: Office) -> None:
    client = office.client("consultant")
    answer = client.post("/outcomes", json=_body(office))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["tasks"], made["hours"], made["end_code"], made["placement"]) == (
        ["T001", "T002"],
        6,
        "period_over",
        None,
    )
    row = office.rows(tables.outcomes, tables.outcomes.c.id == made["id"])[0]
    assert row["recorded_by"] == "ac_kim"
    again = client.post("/outcomes", json=_body(office, hours=7))
    assert again.status_code == 409 and again.json()["code"] == "id_taken"
    logged = office.rows(tables.audit, tables.audit.c.noun == "outcome", tables.audit.c.action == "create")
    assert [row["object"] for row in logged] == [made["id"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"workplace": "nowhere"}, "workplace"),
        ({"tasks": ["T999"]}, "tasks"),
        ({"ended": "2026-11-25"}, "ended"),
        ({"ended": "2024-02-01"}, "ended"),
        ({"ended": None}, "end_code"),
        ({"end_code": "journey_too_long"}, "code"),
        ({"hours": 38}, "hours"),
    ],
)
def test_what_cannot_be_is_named(sqlite_office: Office, changes: dict[str, Any], field: str) -> None:
    answer = sqlite_office.client("consultant").post("/outcomes", json=_body(sqlite_office, **changes))
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field, answer.text


def test_a_colleagues_candidate_is_out_of_reach(office: Office) -> None:
    body = _body(office, candidate=office.others[0])
    assert office.client("consultant").post("/outcomes", json=body).status_code == 404


def test_each_sees_the_rows_that_are_for_her(office: Office) -> None:
    begin_life(office).until("started")
    every = {row["id"]: row["candidate"] for row in office.rows(tables.outcomes)}
    mine = _all(office, "consultant")
    assert {o["id"] for o in mine} == {key for key, candidate in every.items() if candidate in office.mine}
    auditor = _all(office, "auditor")
    assert {o["id"] for o in auditor} == set(every) and len(every) > len(mine) > 1
    assert not any({"name", "cpr", "recorded_by"} & set(o) for o in auditor)
    for role in ("evaluator", "administrator", "employer"):
        assert office.client(role).get("/outcomes").status_code == 403
    for role in ("evaluator", "auditor", "employer"):
        assert office.client(role).post("/outcomes", json=_body(office)).status_code == 403


def test_two_jobs_begun_at_one_workplace_on_one_day_are_two_outcomes(sqlite_office: Office) -> None:
    office = sqlite_office
    by_workplace: dict[str, list[str]] = {}
    for opening in office.facts.openings:
        by_workplace.setdefault(opening.workplace, []).append(opening.id)
    first, second = next(openings[:2] for openings in by_workplace.values() if len(openings) > 1)
    lives = [begin_life(office, opening=opening).until("started") for opening in (first, second)]
    rows = [row for life in lives for row in office.rows(tables.outcomes, tables.outcomes.c.placement == life.id)]
    assert len(rows) == 2 and rows[1]["id"] == f"{rows[0]['id']}/{lives[1].id}"
