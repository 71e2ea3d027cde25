"""Signing in with a password: one answer to every wrong guess, an end to guessing, an end that works at once."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from matcher.services import attempts, passwords, sign_in
from matcher.services.caller import SYSTEM
from matcher.services.demo_accounts import create_demo_accounts
from matcher.services.errors import NotSignedIn, TooMany
from matcher.store import open_store, tables
from tests.office import Office, reopened

KIM = {"username": "kim", "password": passwords.DEMO_PASSWORD}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work: what is tested here is not the hash."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


def with_accounts(office: Office) -> Any:
    """A browser of nobody, at an office with the demo's accounts."""
    with office.services.unit(SYSTEM) as unit:
        create_demo_accounts(unit, office.facts)
    return office.client(None)


def wrong(client: Any, times: int, username: str = "kim") -> list[int]:
    said = {"username": username, "password": "forkert adgangskode"}
    return [client.post("/session", json=said).status_code for _ in range(times)]


def failures(office: Office) -> list[dict[str, Any]]:
    return office.rows(tables.audit, tables.audit.c.action == "sign_in", tables.audit.c.outcome == "failed")


def test_a_sign_in_gives_a_token_and_a_cookie_and_is_logged(office: Office) -> None:
    client = with_accounts(office)
    answer = client.post("/session", json=KIM)
    body = answer.json()
    assert answer.status_code == 201 and body["role"] == "consultant" and body["demo"] is True
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("brobygger_session=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
    by_cookie = client.get("/session").json()
    assert (by_cookie["account"], by_cookie["csrf"]) == (body["account"], body["csrf"]) and "token" not in by_cookie
    other = office.client(None)
    by_token = other.get("/session", headers={"Authorization": f"Bearer {body['token']}"})
    assert by_token.json()["name"] == "Kim Konsulent"
    row = office.rows(tables.audit, tables.audit.c.action == "sign_in")[-1]
    assert (row["actor"], row["outcome"]) == (body["account"], "done")
    assert body["token"] not in str(office.rows(tables.sessions))


def test_signing_out_ends_it_at_once(office: Office) -> None:
    client = with_accounts(office)
    body = client.post("/session", json=KIM).json()
    bearer = {"Authorization": f"Bearer {body['token']}"}
    answer = client.delete("/session", headers=bearer)
    assert answer.status_code == 204 and "brobygger_session" not in client.cookies
    assert office.client(None).get("/session", headers=bearer).status_code == 401


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer_after_the_same_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = with_accounts(office)
    with office.store.writing() as connection:
        here = tables.accounts.c.username == "bo"
        connection.execute(sa.update(tables.accounts).where(here).values(active=False))
    worked: list[str] = []
    hasher = passwords._HASHER

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            worked.append(stored.rsplit("$", 2)[0])
            return hasher.verify(stored, password)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    said = [("kim", "forkert adgangskode"), ("findes-ikke", "forkert adgangskode"), ("bo", passwords.DEMO_PASSWORD)]
    answers = [client.post("/session", json={"username": name, "password": word}) for name, word in said]
    bodies = [{k: v for k, v in a.json().items() if k != "request"} for a in answers]
    assert [a.status_code for a in answers] == [401, 401, 401] and bodies[0] == bodies[1] == bodies[2]
    # One hash each, of the same kind, memory and passes.
    assert len(worked) == 3 and len(set(worked)) == 1


def test_a_failed_sign_in_is_logged_under_a_fingerprint(office: Office) -> None:
    client = with_accounts(office)
    wrong(client, 1)
    wrong(client, 1, " KIM ")
    wrong(client, 1, "min-hemmelige-kode")
    rows = failures(office)
    assert [row["detail"]["why"] for row in rows] == ["password", "password", "account"]
    assert rows[0]["object"] == rows[1]["object"] != rows[2]["object"]
    assert "kim" not in str(rows).casefold() and "hemmelige" not in str(rows)


def test_five_wrong_guesses_close_the_name_for_fifteen_minutes_even_after_a_restart(
    sqlite_office: Office, tmp_path: Any
) -> None:
    office = sqlite_office
    client = with_accounts(office)
    assert wrong(client, 5) == [401] * 5
    locked = client.post("/session", json=KIM)
    assert locked.status_code == 429 and locked.headers["retry-after"] == "900" and "15 min" in locked.json()["detail"]
    assert failures(office)[-1]["detail"]["why"] == "locked"
    again = reopened(office, office.url)
    again.clock.pass_time(minutes=14, seconds=59)
    elsewhere = again.client(None)
    assert elsewhere.post("/session", json=KIM).headers["retry-after"] == "1"
    again.clock.pass_time(seconds=1)
    assert elsewhere.post("/session", json=KIM).status_code == 201
    again.store.close()


def test_many_wrong_guesses_of_many_names_close_the_address(office: Office) -> None:
    client = with_accounts(office)
    tries = [wrong(client, 1, f"navn{n}")[0] for n in range(attempts.MOST_FROM + 1)]
    assert tries == [401] * attempts.MOST_FROM + [429]
    assert client.post("/session", json=KIM).status_code == 429


def test_a_right_password_forgets_the_name_but_not_what_the_address_did_to_others(office: Office) -> None:
    client = with_accounts(office)
    wrong(client, 3)
    assert client.post("/session", json=KIM).status_code == 201
    names = [row["name"].split(":")[0] for row in office.rows(tables.counters)]
    numbers = sum(row["number"] for row in office.rows(tables.counters))
    assert set(names) == {"address"} and numbers == 3


def test_guesses_count_for_the_account_however_its_name_is_written(office: Office) -> None:
    # Called without the shapes of the API before it: what is looked up is what is counted.
    with_accounts(office)

    def guess(name: str, password: str) -> None:
        sign_in.with_password(office.services, office.settings, name, password, address="192.0.2.7", request="req")

    for name in ("k\0im", "\0kim", " KIM", "ki\0\0m", "kim\0 "):
        with pytest.raises(NotSignedIn):
            guess(name, "forkert adgangskode")
    for name in ("kim", "kim\0\0\0"):
        with pytest.raises(TooMany):
            guess(name, passwords.DEMO_PASSWORD)


def test_many_guesses_at_once_are_no_more_than_five(office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    client = with_accounts(office)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: wrong(client, 1)[0], range(16)))
    assert statuses.count(401) == 5 and statuses.count(429) == 11


def test_addresses_of_one_network_count_as_one() -> None:
    assert attempts.network("2001:db8:1:2:3:4:5:6") == attempts.network("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert attempts.network("::ffff:192.0.2.7") == attempts.network("192.0.2.7") == "192.0.2.7"
    assert attempts.network("192.0.2.8") != attempts.network("192.0.2.7")


def test_a_password_kept_with_old_parameters_is_kept_anew(office: Office) -> None:
    client = with_accounts(office)
    old = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(passwords.DEMO_PASSWORD)
    with office.store.writing() as connection:
        here = tables.accounts.c.username == "kim"
        connection.execute(sa.update(tables.accounts).where(here).values(password=old))
    assert client.post("/session", json=KIM).status_code == 201
    (row,) = office.rows(tables.accounts, tables.accounts.c.username == "kim")
    assert "m=64," in row["password"] and client.post("/session", json=KIM).status_code == 201


def test_real_parameters_are_those_that_owasp_asks_for() -> None:
    import importlib

    fresh = importlib.util.find_spec("matcher.services.passwords")
    assert fresh is not None and fresh.loader is not None
    module = importlib.util.module_from_spec(fresh)
    fresh.loader.exec_module(module)
    stored = module.kept("en lang adgangskode")
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$") and module.fits("en lang adgangskode", stored)


def test_a_sign_in_ends_when_it_is_not_used_and_when_the_day_is_over(office: Office) -> None:
    client = with_accounts(office)
    client.post("/session", json=KIM)
    office.clock.pass_time(minutes=59)
    assert client.get("/session").status_code == 200
    office.clock.pass_time(minutes=60)
    answer = client.get("/session")
    assert answer.status_code == 401 and "udløbet" in answer.json()["detail"]
    client.post("/session", json=KIM)
    for _ in range(11):
        office.clock.pass_time(minutes=54)
        assert client.get("/session").status_code == 200
    office.clock.pass_time(minutes=6)
    assert client.get("/session").status_code == 401


def test_ones_own_password_is_changed_and_other_sign_ins_end(office: Office) -> None:
    admin = office.client("administrator")
    made = admin.post("/accounts", json={"username": "lis", "name": "Lis", "role": "auditor", "organisation": "K"})
    one, two = office.client(None), office.client(None)
    said = {"username": "lis", "password": made.json()["password"]}
    csrf = one.post("/session", json=said).json()["csrf"]
    two.post("/session", json=said)
    key = {"X-CSRF-Token": csrf}
    change = {"current": said["password"], "new": "kajak-radise-torv-4"}
    wrong_now = one.post("/session/password", json={**change, "current": "noget andet"}, headers=key)
    assert wrong_now.status_code == 422 and wrong_now.json()["errors"][0]["field"] == "current"
    assert one.post("/session/password", json={**change, "new": "kort"}, headers=key).status_code == 422
    assert one.post("/session/password", json=change, headers=key).status_code == 204
    assert [c.get("/session").status_code for c in (one, two)] == [200, 401]
    assert two.post("/session", json=said).status_code == 401
    assert two.post("/session", json={**said, "password": change["new"]}).status_code == 201
    assert "kajak" not in str(office.rows(tables.audit))


def test_the_demos_password_cannot_be_changed(sqlite_office: Office) -> None:
    client = with_accounts(sqlite_office)
    key = {"X-CSRF-Token": client.post("/session", json=KIM).json()["csrf"]}
    change = {"current": passwords.DEMO_PASSWORD, "new": "kajak-radise-torv-4"}
    assert client.post("/session/password", json=change, headers=key).json()["code"] == "demo_account"


@pytest.mark.parametrize(
    "password", ["for kort", "aaaaaaaaaaaaaaaa", "brobygger-demo", "xx-larsen-2026", "tegn\u200bsom ikke ses"]
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    from matcher.services.errors import Malformed

    with pytest.raises(Malformed):
        passwords.require_good(password, "Larsen")
    passwords.require_good(passwords.invent(), "Larsen")


def test_a_write_by_cookie_must_come_from_our_own_page(office: Office) -> None:
    client = with_accounts(office)
    body = client.post("/session", json=KIM).json()
    key = {"X-CSRF-Token": body["csrf"]}
    foreign = [
        {},
        {"X-CSRF-Token": "en anden"},
        {**key, "Origin": "https://example.org"},
        {**key, "Origin": "null"},
        {**key, "Sec-Fetch-Site": "cross-site"},
        {**key, "Sec-Fetch-Site": "same-site"},
    ]
    assert [client.delete("/session", headers=headers).status_code for headers in foreign] == [403] * 6
    assert len(office.rows(tables.audit, tables.audit.c.action == "refuse")) == 6
    own = {**key, "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.delete("/session", headers=own).status_code == 204


def test_a_token_of_ones_own_needs_no_key(office: Office) -> None:
    token = with_accounts(office).post("/session", json=KIM).json()["token"]
    headers = {"Authorization": f"Bearer {token}", "Origin": "https://example.org"}
    assert office.client(None).delete("/session", headers=headers).status_code == 204


def test_a_foreign_page_cannot_sign_anybody_in(sqlite_office: Office) -> None:
    client = with_accounts(sqlite_office)
    assert client.post("/session", json=KIM, headers={"Origin": "https://example.org"}).status_code == 403
    as_form = client.post("/session", content=b'{"username":"kim"}', headers={"Content-Type": "text/plain"})
    assert as_form.status_code == 422


def test_too_many_calls_are_held_back(sqlite_office: Office) -> None:
    from starlette.testclient import TestClient

    from api.app import create_app

    settings = sqlite_office.settings.model_copy(update={"calls_per_minute": 3})
    client = TestClient(create_app(settings, sqlite_office.services), base_url="http://testserver/api/v1")
    bearer = {"Authorization": f"Bearer {sqlite_office.token('consultant')}"}
    answers = [client.get("/session", headers=bearer) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 20
    # Another account's are its own, and so are a stranger's.
    other = {"Authorization": f"Bearer {sqlite_office.token('colleague')}"}
    assert client.get("/session", headers=other).status_code == 200
    assert [client.post("/session", json=KIM).status_code for _ in range(4)][-1] == 429


def test_a_database_that_was_restarted_still_knows_who_is_signed_in(sqlite_office: Office) -> None:
    client = with_accounts(sqlite_office)
    token = client.post("/session", json=KIM).json()["token"]
    again = reopened(sqlite_office, sqlite_office.url)
    again.store = open_store(sqlite_office.url)
    assert again.client(None).get("/session", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    again.store.close()
