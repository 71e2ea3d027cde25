"""Accounts: kept by an administrator, who sees no person; a change acts in the next call."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.services import passwords
from matcher.store import tables
from tests.office import ORGANISATION, Office

LIS = {"username": "lis", "name": "Lis Larsen", "role": "consultant", "organisation": ORGANISATION}


def body_of(office: Office, account: str, **changes: Any) -> dict[str, Any]:
    row = office.client("administrator").get(f"/accounts/{account}").json()
    return {name: row[name] for name in ("name", "role", "organisation", "employer", "active")} | changes


def test_an_invented_password_is_given_once_and_signs_in(office: Office) -> None:
    admin = office.client("administrator")
    made = admin.post("/accounts", json=LIS, headers={"Idempotency-Key": "k1"})
    password = made.json()["password"]
    assert made.status_code == 201 and len(password) == 20
    read = admin.get(f"/accounts/{made.json()['id']}")
    assert "password" not in read.json() and read.headers["etag"] == '"v1"'
    everything = str(office.rows(tables.accounts)) + str(office.rows(tables.answers)) + str(office.rows(tables.audit))
    assert password not in everything
    signed_in = office.client(None).post("/session", json={"username": "LIS", "password": password})
    assert signed_in.status_code == 201 and signed_in.json()["role"] == "consultant"


def test_a_given_password_is_checked_and_not_repeated(office: Office) -> None:
    admin = office.client("administrator")
    assert admin.post("/accounts", json={**LIS, "password": "elleve tegn"}).status_code == 422
    made = admin.post("/accounts", json={**LIS, "password": "kajak-radise-torv-4"})
    assert made.status_code == 201 and made.json()["password"] is None
    assert admin.post("/accounts", json={**LIS, "username": "Lis"}).json()["code"] == "username_taken"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "system"}, "role"),
        ({"role": "employer"}, "employer"),
        ({"employer": "V001"}, "employer"),
        ({"role": "employer", "employer": "findes-ikke"}, "employer"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(sqlite_office: Office, changes: Any, field: str) -> None:
    answer = sqlite_office.client("administrator").post("/accounts", json={**LIS, **changes})
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field


def test_a_change_of_role_ends_every_sign_in_and_a_lost_update_is_refused(office: Office) -> None:
    admin, kim = office.client("administrator"), office.client("consultant")
    assert kim.get("/candidates").status_code == 200
    path, body = "/accounts/ac_kim", body_of(office, "ac_kim", role="auditor")
    assert admin.put(path, json=body).status_code == 428
    changed = admin.put(path, json=body, headers={"If-Match": '"v1"'})
    assert changed.status_code == 200 and changed.json()["version"] == 2
    assert kim.get("/candidates").status_code == 401
    assert admin.put(path, json=body, headers={"If-Match": '"v1"'}).status_code == 412
    row = office.rows(tables.audit, tables.audit.c.noun == "account", tables.audit.c.action == "change")[-1]
    assert row["detail"]["fields"] == ["role"]


def test_the_last_administrator_stays(office: Office) -> None:
    admin = office.client("administrator")
    for change in ({"active": False}, {"role": "auditor"}):
        answer = admin.put("/accounts/ac_ida", json=body_of(office, "ac_ida", **change), headers={"If-Match": '"v1"'})
        assert answer.status_code == 409 and answer.json()["code"] == "last_administrator"
    second = admin.post("/accounts", json={**LIS, "role": "administrator"}).json()
    closed = admin.put("/accounts/ac_ida", json=body_of(office, "ac_ida", active=False), headers={"If-Match": '"v1"'})
    assert closed.status_code == 200
    said = {"username": "lis", "password": second["password"]}
    token = office.client(None).post("/session", json=said).json()["token"]
    admin.headers["Authorization"] = f"Bearer {token}"
    assert admin.get("/accounts/ac_ida").json()["active"] is False


def test_two_who_close_each_other_at_once_leave_one(office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    admin = office.client("administrator")
    second = admin.post("/accounts", json={**LIS, "role": "administrator"}).json()["id"]
    bodies = {account: body_of(office, account, active=False) for account in ("ac_ida", second)}
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda account: (
                    admin.put(f"/accounts/{account}", json=bodies[account], headers={"If-Match": '"v1"'}).status_code
                ),
                bodies,
            )
        )
    # The other one's sign-in may have ended already.
    assert answers.count(200) == 1 and set(answers) <= {200, 401, 409}
    here = (tables.accounts.c.role == "administrator") & tables.accounts.c.active
    assert len(office.rows(tables.accounts, here)) == 1


def test_another_password_and_an_end_to_every_sign_in(office: Office) -> None:
    admin, kim = office.client("administrator"), office.client("consultant")
    kim.get("/session")
    invented = admin.post("/accounts/ac_kim/password", json={}).json()["password"]
    assert kim.get("/session").status_code == 401
    again = office.client(None)
    assert again.post("/session", json={"username": "consultant", "password": invented}).status_code == 201
    assert admin.delete("/accounts/ac_kim/sessions").status_code == 204
    assert again.get("/session").status_code == 401
    assert admin.post("/accounts/findes-ikke/password", json={}).status_code == 404


def test_what_comes_from_outside_is_changed_outside_but_can_be_closed_here(office: Office) -> None:
    with office.store.writing() as connection:
        here = tables.accounts.c.id == "ac_bo"
        connection.execute(sa.update(tables.accounts).where(here).values(issuer="https://x", subject="b"))
    admin = office.client("administrator")
    version = {"If-Match": '"v1"'}
    refused = admin.put("/accounts/ac_bo", json=body_of(office, "ac_bo", role="auditor"), headers=version)
    assert refused.status_code == 409 and refused.json()["code"] == "role_from_outside"
    assert admin.post("/accounts/ac_bo/password", json={}).json()["code"] == "no_password"
    assert admin.put("/accounts/ac_bo", json=body_of(office, "ac_bo", active=False), headers=version).status_code == 200


def test_accounts_come_in_pages(office: Office) -> None:
    admin = office.client("administrator")
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = admin.get("/accounts", params={"limit": 4, "after": after}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert seen == ["ac_ali", "ac_bo", "ac_eva", "ac_ida", "ac_kim", "ac_per"]


@pytest.mark.parametrize("role", ["consultant", "employer", "evaluator", "auditor"])
def test_nobody_else_keeps_accounts(sqlite_office: Office, role: str) -> None:
    client = sqlite_office.client(role)
    body = {name: LIS[name] for name in ("name", "role", "organisation")}
    answers = [
        client.get("/accounts"),
        client.get("/accounts/ac_kim"),
        client.post("/accounts", json=LIS),
        client.put("/accounts/ac_kim", json=body, headers={"If-Match": '"v1"'}),
        client.post("/accounts/ac_kim/password", json={}),
        client.delete("/accounts/ac_kim/sessions"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 6


def test_an_administrator_sees_no_person(sqlite_office: Office) -> None:
    admin, mine = sqlite_office.client("administrator"), sqlite_office.mine[0]
    paths = [
        "/candidates",
        f"/candidates/{mine}",
        f"/candidates/{mine}/cpr",
        f"/candidates/{mine}/relations",
        "/break-glass",
    ]
    assert [admin.get(path).status_code for path in paths] == [403] * 5
    glass = {"code": "other", "text": "Jeg vil gerne se, hvem det er."}
    assert admin.post(f"/candidates/{mine}/break-glass", json=glass).status_code == 403


def test_where_passwords_are_off_no_account_is_made(sqlite_office: Office) -> None:
    from starlette.testclient import TestClient

    from api.app import create_app

    settings = sqlite_office.settings.model_copy(update={"local_accounts": False})
    client = TestClient(create_app(settings, sqlite_office.services), base_url="http://testserver/api/v1")
    client.headers["Authorization"] = f"Bearer {sqlite_office.token('administrator')}"
    assert client.post("/accounts", json=LIS).status_code == 403
    assert client.post("/accounts/ac_kim/password", json={}).status_code == 403
    said = {"username": "consultant", "password": passwords.DEMO_PASSWORD}
    assert client.post("/session", json=said).status_code == 403
