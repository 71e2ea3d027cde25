"""Who may read the log: an auditor all, others what they have done, an administrator only whether it is whole."""

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import Office


def look_around(office: Office) -> None:
    """Kim reads two of hers, Bo one of his, and an employer does something about one of Kim's."""
    kim, bo = office.client("consultant"), office.client("colleague", Purpose.GUIDANCE)
    assert [kim.get(f"/candidates/{key}").status_code for key in office.mine[:2]] == [200, 200]
    assert bo.get(f"/candidates/{office.others[0]}").status_code == 200
    with office.services.unit(office.caller("employer")) as unit:
        unit.record("read", "shortlist", "O1", subjects={office.mine[0]}, count=1)
        unit.record("answer", "pair", f"{office.mine[0]}/O1", subjects={office.mine[0]})


def rows(office: Office, role: str, **criterion: Any) -> list[dict[str, Any]]:
    answer = office.client(role).get("/audit", params=criterion)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]  # type: ignore[no-any-return]


def test_the_auditor_sees_everything_in_the_order_of_the_numbers(sqlite_office: Office) -> None:
    look_around(sqlite_office)
    seen = rows(sqlite_office, "auditor", limit=200)
    stored = sqlite_office.rows(tables.audit, tables.audit.c.noun != "audit")
    assert [r["number"] for r in seen] == sorted(r["number"] for r in stored)
    read = next(r for r in seen if r["action"] == "read" and r["actor"] == "ac_kim")
    assert (read["object"], read["subjects"], read["purpose"]) == (
        sqlite_office.mine[0],
        [sqlite_office.mine[0]],
        "matching",
    )


@pytest.mark.parametrize(
    ("criterion", "wanted"),
    [
        ({"actor": "ac_bo", "action": "read"}, [("ac_bo", "candidate")]),
        ({"noun": "shortlist"}, [("ac_eva", "shortlist")]),
        ({"noun": "candidate"}, [("ac_kim", "candidate"), ("ac_kim", "candidate"), ("ac_bo", "candidate")]),
        ({"noun": "candidate", "newest_first": True, "limit": 1}, [("ac_bo", "candidate")]),
        ({"noun": "Candidate"}, []),
    ],
)
def test_the_log_is_searched_by(office: Office, criterion: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    look_around(office)
    assert [(r["actor"], r["noun"]) for r in rows(office, "auditor", **criterion)] == wanted


def test_what_has_been_done_with_one_persons_data_is_a_look_at_her(office: Office) -> None:
    look_around(office)
    mine = office.mine[0]
    found = rows(office, "auditor", candidate=mine)
    assert [(r["actor"], r["noun"]) for r in found] == [
        ("ac_kim", "candidate"),
        ("ac_eva", "shortlist"),
        ("ac_eva", "pair"),
    ]
    assert rows(office, "auditor", candidate=mine)[-1]["noun"] == "audit"
    assert office.client("auditor", purpose=None).get("/audit", params={"candidate": mine}).status_code == 428


def test_the_look_at_the_log_is_logged_by_what_was_asked_for_and_never_by_its_value(office: Office) -> None:
    rows(office, "auditor", actor="ac_bo", first=1, candidate="hvem som helst")
    (row,) = office.rows(tables.audit, tables.audit.c.noun == "audit")
    assert (row["actor"], row["action"]) == ("ac_per", "read")
    assert row["detail"] == {"criterion": ["actor", "candidate", "first"], "count": 0}
    # What was typed is nobody's id, so it is not in the log at all.
    assert office.rows(tables.audit_subjects) == []


def test_it_comes_in_pages_either_way(sqlite_office: Office) -> None:
    look_around(sqlite_office)
    client = sqlite_office.client("auditor")
    until = sqlite_office.rows(tables.audit_head)[0]["number"]
    for newest in (False, True):
        seen: list[int] = []
        more: dict[str, int] = {}
        while True:
            page = client.get(
                "/audit", params={"limit": 2, "last": until, "newest_first": newest, "first": 2, **more}
            ).json()
            seen += [row["number"] for row in page["items"]]
            if page["next"] is None:
                break
            more = {"after": page["next"]}
        assert seen == sorted(range(2, until + 1), reverse=newest)


@pytest.mark.parametrize("role", ["consultant", "employer", "evaluator"])
def test_others_see_what_they_have_done_themselves(sqlite_office: Office, role: str) -> None:
    look_around(sqlite_office)
    me = sqlite_office.caller(role).account
    rows(sqlite_office, role)
    seen = rows(sqlite_office, role)
    done = {"consultant": ["read", "read", "read"], "employer": ["read", "answer", "read"], "evaluator": ["read"]}
    assert [row["action"] for row in seen] == done[role] and {row["actor"] for row in seen} == {me}
    client = sqlite_office.client(role)
    assert client.get("/audit", params={"actor": "ac_bo"}).status_code == 403
    assert client.get("/audit", params={"actor": me}).status_code == 200


@pytest.mark.parametrize("role", ["employer", "evaluator"])
def test_who_may_not_know_people_does_not_learn_of_them_from_the_log(sqlite_office: Office, role: str) -> None:
    look_around(sqlite_office)
    mine = sqlite_office.mine[0]
    answer = sqlite_office.client(role).get("/audit")
    assert mine not in answer.text
    assert all("subjects" not in row and "detail" not in row for row in answer.json()["items"])
    assert sqlite_office.client(role).get("/audit", params={"candidate": mine}).status_code == 403
    if role == "employer":
        objects = {row["noun"]: row.get("object") for row in answer.json()["items"]}
        assert objects["shortlist"] == "O1" and objects["pair"] is None


def test_a_consultant_learns_of_her_own_candidates_alone(sqlite_office: Office) -> None:
    # A plan that she asks for is about everybody, and the row is hers.
    mine, theirs = sqlite_office.mine[0], sqlite_office.others[0]
    with sqlite_office.services.unit(sqlite_office.caller("consultant")) as unit:
        unit.record("run", "plan", "pl_1", subjects={mine, theirs}, seed=7)
        unit.record("break_glass", "candidate", theirs, subjects={theirs}, code="x")
        unit.record("read", "pair", f"{theirs}/O1", subjects={theirs}, pair=f"{theirs}/O1")
    client = sqlite_office.client("consultant")
    answer = client.get("/audit")
    assert theirs not in answer.text
    plan, glass, pair = answer.json()["items"]
    assert (plan["object"], plan["subjects"], plan["detail"]) == ("pl_1", [mine], {"seed": 7})
    assert "object" not in glass and glass["detail"] == {"code": "x"}
    assert "object" not in pair and "detail" not in pair
    assert [row["noun"] for row in client.get("/audit", params={"candidate": mine}).json()["items"]] == ["plan"]
    for key in (theirs, "nobody"):
        assert client.get("/audit", params={"candidate": key}).status_code == 404


def test_an_administrator_sees_no_row_but_whether_the_log_is_whole(office: Office) -> None:
    look_around(office)
    client = office.client("administrator", purpose=None)
    assert client.get("/audit").status_code == 403
    head = office.rows(tables.audit_head)[0]
    assert client.get("/audit/integrity").json() == {
        "whole": True,
        "rows": head["number"],
        "emptied": 0,
        "number": head["number"],
        "hash": head["hash"],
        "flaws": [],
    }
    assert client.get("/audit/anchor").json() == {
        "number": head["number"],
        "hash": head["hash"],
        "at": "2026-11-24T09:00:00Z",
    }
    # Looking whether it is whole adds nothing to it.
    assert office.rows(tables.audit_head)[0] == head


def test_a_flaw_is_shown_with_its_number(sqlite_office: Office) -> None:
    look_around(sqlite_office)
    with sqlite_office.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.execute(sa.update(tables.audit).where(tables.audit.c.number == 2).values(actor="ac_x"))
    found = sqlite_office.client("auditor", purpose=None).get("/audit/integrity").json()
    assert found["whole"] is False
    assert found["flaws"] == [{"number": 2, "sentence": "Række 2 er ændret, efter at den blev skrevet"}]


@pytest.mark.parametrize("role", ["consultant", "employer", "evaluator"])
@pytest.mark.parametrize("path", ["/audit/integrity", "/audit/anchor"])
def test_the_whole_is_for_its_keepers(sqlite_office: Office, role: str, path: str) -> None:
    assert sqlite_office.client(role).get(path).status_code == 403


@pytest.mark.parametrize("criterion", [{"actor": "a\x00"}, {"first": 2**70}, {"limit": 0}, {"noun": "x" * 101}])
def test_nonsense_is_refused(sqlite_office: Office, criterion: dict[str, Any]) -> None:
    assert sqlite_office.client("auditor").get("/audit", params=criterion).status_code == 422
