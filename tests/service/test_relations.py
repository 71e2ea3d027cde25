"""Whose case a person is: shared and handed over by her own consultant, and nobody lost on the way."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import Office


def close(office: Office, account: str) -> None:
    with office.store.writing() as connection:
        here = tables.accounts.c.id == account
        connection.execute(sa.update(tables.accounts).where(here).values(active=False))


def test_a_case_is_shared_then_handed_over(office: Office) -> None:
    kim, bo, mine = office.client("consultant"), office.client("colleague"), office.mine[0]
    path = f"/candidates/{mine}/relations"
    assert bo.get(f"/candidates/{mine}").status_code == 404
    shared = kim.put(f"{path}/ac_bo", json={})
    assert [item["account"] for item in shared.json()["items"]] == ["ac_bo", "ac_kim"]
    assert bo.get(f"/candidates/{mine}").status_code == 200
    handed = kim.put(f"{path}/ac_bo", json={"hand_over": True})
    assert [item["name"] for item in handed.json()["items"]] == ["Bo Konsulent"]
    assert kim.get(f"/candidates/{mine}").status_code == 404
    assert [item["given_by"] for item in bo.get(path).json()["items"]] == ["ac_kim"]
    logged = office.rows(tables.audit, tables.audit.c.noun == "relation", tables.audit.c.action == "give")
    assert [row["detail"] for row in logged] == [{"account": "ac_bo", "ended": n} for n in (0, 1)]
    about = [row["candidate"] for row in office.rows(tables.audit_subjects)]
    assert set(about) == {mine}


def test_only_whoever_has_the_case_decides(office: Office) -> None:
    kim, other = office.client("consultant"), office.others[0]
    for path in (f"/candidates/{other}/relations", "/candidates/nobody/relations"):
        assert kim.get(path).status_code == 404
        assert kim.put(f"{path}/ac_kim", json={}).status_code == 404
        assert kim.delete(f"{path}/ac_bo").status_code == 404
    assert office.client("consultant", purpose=None).get(f"/candidates/{office.mine[0]}/relations").status_code == 428


@pytest.mark.parametrize("account", ["ac_ida", "ac_eva", "ac_per", "nobody", "ac_closed", "ac_elsewhere"])
def test_a_case_goes_to_an_active_consultant_of_the_same_organisation(sqlite_office: Office, account: str) -> None:
    office = sqlite_office
    with office.store.writing() as connection:
        kim = dict(
            connection.execute(sa.select(tables.accounts).where(tables.accounts.c.id == "ac_kim")).mappings().one()
        )
        for key, change in (("ac_closed", {"active": False}), ("ac_elsewhere", {"organisation": "En anden"})):
            connection.execute(sa.insert(tables.accounts).values({**kim, "id": key, "username": key, **change}))
    mine = office.mine[0]
    for role in ("consultant", "administrator"):
        answer = office.client(role).put(f"/candidates/{mine}/relations/{account}", json={})
        assert answer.status_code == 404 and "jobkonsulent" in answer.json()["detail"]


def test_the_last_relation_ends_only_with_a_reason(office: Office) -> None:
    kim, mine = office.client("consultant"), office.mine[0]
    path = f"/candidates/{mine}/relations/ac_kim"
    refused = kim.delete(path)
    assert refused.status_code == 409 and refused.json()["code"] == "last_relation"
    assert kim.delete(path, params={"code": "keder mig"}).status_code == 422
    assert kim.delete(path, params={"code": "case_closed"}).status_code == 204
    assert kim.get(f"/candidates/{mine}").status_code == 404
    (row,) = office.rows(tables.relations, tables.relations.c.candidate == mine)
    assert row["code"] == "case_closed" and row["until"] is not None


def test_a_colleague_whose_account_is_closed_does_not_count(office: Office) -> None:
    kim, mine = office.client("consultant"), office.mine[0]
    kim.put(f"/candidates/{mine}/relations/ac_bo", json={})
    close(office, "ac_bo")
    assert kim.delete(f"/candidates/{mine}/relations/ac_kim").json()["code"] == "last_relation"


def test_two_who_leave_at_once_leave_one(office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    kim, bo, mine = office.client("consultant"), office.client("colleague"), office.mine[0]
    path = f"/candidates/{mine}/relations"
    kim.put(f"{path}/ac_bo", json={})
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(kim.delete, f"{path}/ac_kim"), pool.submit(bo.delete, f"{path}/ac_bo")]
        assert sorted(call.result().status_code for call in calls) == [204, 409]


def test_an_administrator_finds_those_whom_nobody_has_and_gives_them_to_somebody(office: Office) -> None:
    admin, kim = office.client("administrator", Purpose.SUPERVISION), office.client("consultant")
    assert admin.get("/relations/missing").json()["items"] == []
    kim.delete(f"/candidates/{office.mine[0]}/relations/ac_kim", params={"code": "moved"})
    close(office, "ac_bo")
    seen: list[dict[str, object]] = []
    after: str | None = ""
    while after is not None:
        page = admin.get("/relations/missing", params={"limit": 9, "after": after}).json()
        seen += page["items"]
        after = page["next"]
    wanted = sorted([*office.others, office.mine[0]])
    assert seen == [{"candidate": key, "closed": key == office.mine[0]} for key in wanted]
    # By the id alone: a purpose, and not a word about who it is.
    one = office.others[0]
    assert office.client("administrator", None).put(f"/candidates/{one}/relations/ac_kim", json={}).status_code == 428
    given = admin.put(f"/candidates/{one}/relations/ac_kim", json={"hand_over": True})
    assert [item["account"] for item in given.json()["items"]] == ["ac_kim"]
    assert kim.get(f"/candidates/{one}").status_code == 200
    assert admin.delete(f"/candidates/{office.mine[1]}/relations/ac_kim").status_code == 409


def test_an_administrator_of_another_organisation_decides_nothing(sqlite_office: Office) -> None:
    with sqlite_office.store.writing() as connection:
        here = tables.accounts.c.id == "ac_ida"
        connection.execute(sa.update(tables.accounts).where(here).values(organisation="En anden"))
    path = f"/candidates/{sqlite_office.mine[0]}/relations/ac_bo"
    assert sqlite_office.client("administrator").put(path, json={}).status_code == 404


def test_colleagues_are_found_by_name(office: Office) -> None:
    assert office.client("consultant").get("/relations/colleagues").json()["items"] == [
        {"account": "ac_bo", "name": "Bo Konsulent"},
        {"account": "ac_kim", "name": "Kim Konsulent"},
    ]
    assert office.client("employer").get("/relations/colleagues").status_code == 403
    assert office.client("consultant").get("/relations/missing").status_code == 403
