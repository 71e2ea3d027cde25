"""In production nothing has a default, everything is encrypted on its way, and the demo's accounts are nobody."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher

from api.app import create_app
from api.middleware import HEADERS
from matcher import settings as settings_module
from matcher.domain import MatcherError
from matcher.services import passwords
from matcher.services.caller import SYSTEM
from matcher.services.claims import ROLES
from matcher.services.demo_accounts import PEOPLE, create_demo_accounts
from matcher.services.errors import Refused
from matcher.services.retention import kept
from matcher.settings import Mode, Settings, load_settings
from matcher.store import tables
from tests.office import Office


def _key(letter: str) -> str:
    """32 characters of enough kinds, another for each letter."""
    return (letter + "0123456789abcdef" * 2)[:32]


WHOLE: dict[str, Any] = {
    "mode": "production",
    "data_key": _key("d"),
    "secret": _key("s"),
    "public_url": "https://brobygger.example.org",
    "oidc_issuer": "https://login.example.org",
    "oidc_client_id": "brobygger",
    "oidc_client_secret": "hemmelig",
}
PASSWORDS: dict[str, Any] = {"local_accounts": True, "least_assurance": "low"}
KIM = {"username": "kim", "password": passwords.DEMO_PASSWORD}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


def production(office: Office, **changes: Any) -> Any:
    from starlette.testclient import TestClient

    settings = Settings(database=office.url, **{**WHOLE, **changes})
    app = create_app(settings, office.services)
    return TestClient(app, base_url="https://brobygger.example.org/api/v1", raise_server_exceptions=False)


def with_demo(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        create_demo_accounts(unit, office.facts, mode=Mode.DEMO)


def test_with_everything_set_it_starts() -> None:
    Settings(**WHOLE).require_startable()


@pytest.mark.parametrize("least", ["low", "none"])
def test_with_passwords_it_starts_where_so_little_assurance_is_enough(least: str) -> None:
    given = {name: value for name, value in WHOLE.items() if not name.startswith("oidc")}
    Settings(**given, **PASSWORDS | {"least_assurance": least}).require_startable()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"data_key": ""}, "BROBYGGER_DATA_KEY mangler eller er for kort"),
        ({"data_key": _key("d")[:31]}, "BROBYGGER_DATA_KEY mangler eller er for kort"),
        ({"data_key": _key("d") + "," + _key("e")[:31]}, "BROBYGGER_DATA_KEY mangler eller er for kort"),
        ({"data_key": "d" * 40}, "BROBYGGER_DATA_KEY mangler eller er for kort eller ensformig"),
        ({"secret": "abc" * 20}, "BROBYGGER_SECRET mangler eller er for kort eller ensformig"),
        ({"secret": ""}, "BROBYGGER_SECRET mangler eller er for kort"),
        ({"secret": "demo: beskytter intet"}, "BROBYGGER_SECRET mangler eller er for kort"),
        ({"secret": _key("d")}, "BROBYGGER_DATA_KEY og BROBYGGER_SECRET er ens"),
        ({"data_key": _key("d") + "," + _key("s")}, "BROBYGGER_DATA_KEY og BROBYGGER_SECRET er ens"),
        ({"public_url": ""}, "BROBYGGER_PUBLIC_URL mangler"),
        ({"public_url": "http://brobygger.example.org"}, "BROBYGGER_PUBLIC_URL mangler"),
        ({"public_url": "https://example.org/brobygger"}, "BROBYGGER_PUBLIC_URL"),
        ({"oidc_issuer": ""}, "BROBYGGER_OIDC_ISSUER mangler"),
        ({"oidc_issuer": "http://login.example.org"}, "BROBYGGER_OIDC_ISSUER skal begynde med https://"),
        ({"oidc_client_id": ""}, "BROBYGGER_OIDC_CLIENT_ID mangler"),
        ({"oidc_client_secret": ""}, "BROBYGGER_OIDC_CLIENT_SECRET mangler"),
        ({"local_accounts": True}, "BROBYGGER_LEAST_ASSURANCE kræver substantial, men en adgangskode regnes for low"),
        ({"local_accounts": True, "least_assurance": "high"}, "BROBYGGER_LEAST_ASSURANCE kræver high"),
        ({"oidc_roles": {"chef": "boss"}}, "BROBYGGER_OIDC_ROLES"),
        ({"oidc_roles": {"maskine": "system"}}, "BROBYGGER_OIDC_ROLES"),
        ({"oidc_assurances": {"guld": "gold"}}, "BROBYGGER_OIDC_ASSURANCES"),
    ],
)
def test_each_thing_that_is_missing_keeps_it_from_starting(changes: dict[str, Any], sentence: str) -> None:
    settings = Settings(**{**WHOLE, **changes})
    with pytest.raises(MatcherError) as refusal:
        settings.require_startable()
    assert sentence in str(refusal.value) and len(settings.problems()) == 1


def test_everything_that_is_missing_is_told_on_a_line_of_its_own_and_where_to_read_on() -> None:
    with pytest.raises(MatcherError) as refusal:
        Settings(**{**WHOLE, "secret": "", "public_url": "", "oidc_issuer": ""}).require_startable()
    first, *lines, last = str(refusal.value).splitlines()
    assert first == "Brobygger kan ikke starte:" and "docs/running.md" in last
    assert [line.split()[:2] for line in lines] == [
        ["-", f"BROBYGGER_{name}"] for name in ("SECRET", "PUBLIC_URL", "OIDC_ISSUER")
    ]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("MODE", "test", "demo eller production"),
        ("LOG_FORMAT", "xml", "json eller plain"),
        ("LEAST_ASSURANCE", "lav", "none eller low eller substantial eller high"),
        ("PORT", "0", "et helt tal, mindst 1, højst 65535"),
        ("SESSION_HOURS", "mange", "et tal, over 0, højst 24"),
        ("LOCAL_ACCOUNTS", "måske", "true eller false"),
        ("KEEP_LOOKS_DAYS", "183", "et helt antal dage, mindst 184, eller forever"),
        ("KEEP_MATCHING_DAYS", "aldrig", "et helt antal dage, mindst 184, eller forever"),
        ("OIDC_ROLES", "{", 'JSON som {"jobkonsulent": "consultant"}'),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(f"BROBYGGER_{name}", value)
    with pytest.raises(MatcherError) as refusal:
        load_settings()
    assert f"\n- BROBYGGER_{name} skal være {allowed}\n" in str(refusal.value)
    assert "docs/running.md" in str(refusal.value)


def test_rows_of_the_log_may_be_kept_for_days_or_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROBYGGER_KEEP_LOOKS_DAYS", "200")
    monkeypatch.setenv("BROBYGGER_KEEP_REST_DAYS", "forever")
    found = kept(load_settings())
    assert {str(kind): days for kind, days in found.items()} == {
        "looks": 200,
        "matching": 1095,
        "sign_ins": 184,
        "rest": None,
    }


@pytest.mark.parametrize("name", ["KEEP_LOOK_DAYS", "KEEP_LOOKS", "keep_matches_days"])
def test_a_misspelled_time_for_the_log_is_refused_and_nothing_is_deleted_by_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"BROBYGGER_{name}", "forever")
    with pytest.raises(MatcherError, match=f"BROBYGGER_{name.upper()} findes ikke"):
        load_settings()


def test_the_roles_that_may_be_set_are_those_that_somebody_can_have() -> None:
    assert tuple(ROLES) == settings_module._ROLES


def test_the_demo_listens_to_this_machine_alone() -> None:
    Settings().require_startable()
    with pytest.raises(MatcherError, match="127.0.0.1"):
        Settings(host="0.0.0.0").require_startable()


def test_the_application_itself_refuses_to_be_made(sqlite_office: Office) -> None:
    with pytest.raises(MatcherError, match="BROBYGGER_SECRET"):
        create_app(Settings(**{**WHOLE, "secret": ""}), sqlite_office.services)


def test_the_demos_accounts_are_never_made_in_production(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROBYGGER_MODE", "production")
    with pytest.raises(MatcherError, match="produktion"), office.services.unit(SYSTEM) as unit:
        create_demo_accounts(unit, office.facts)
    assert office.rows(tables.accounts, tables.accounts.c.demo) == []


def test_the_demo_has_one_of_every_role_and_two_who_share_the_cases(sqlite_office: Office) -> None:
    office = sqlite_office
    with office.store.writing() as connection:
        connection.execute(tables.relations.delete())
    with_demo(office)
    with_demo(office)
    rows = {row["username"]: row for row in office.rows(tables.accounts, tables.accounts.c.demo)}
    assert {name: row["role"] for name, row in rows.items()} == {name: role for name, (_, role) in PEOPLE.items()}
    assert rows["eva"]["employer"] == office.employer
    held = office.rows(tables.relations)
    shares = [sum(row["account"] == rows[name]["id"] for row in held) for name in ("kim", "bo")]
    assert shares == [len(office.mine), len(office.others)]


def test_the_demo_takes_nobodys_name(sqlite_office: Office) -> None:
    with sqlite_office.store.writing() as connection:
        here = tables.accounts.c.id == "ac_bo"
        connection.execute(tables.accounts.update().where(here).values(username="bo"))
    with pytest.raises(Refused, match="bo"):
        with_demo(sqlite_office)


def test_a_demo_account_can_neither_sign_in_nor_stay_in_production(office: Office) -> None:
    with_demo(office)
    token = office.client(None).post("/session", json=KIM).json()["token"]
    client = production(office, **PASSWORDS)
    refused = client.post("/session", json=KIM)
    assert refused.status_code == 401 and refused.json()["detail"] == "Navnet eller adgangskoden er forkert."
    assert client.get("/session", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    page = client.get("https://brobygger.example.org/sign-in").text
    assert passwords.DEMO_PASSWORD not in page and "Demo" not in page and "kim" not in page


def test_without_local_accounts_no_password_lets_anybody_in(sqlite_office: Office) -> None:
    client = production(sqlite_office)
    assert client.post("/session", json={"username": "consultant", "password": "x"}).status_code == 403
    page = client.get("https://brobygger.example.org/sign-in").text
    assert "/api/v1/auth/oidc/start" in page and 'type="password"' not in page


def test_the_cookie_is_for_this_host_and_for_encrypted_calls_alone(sqlite_office: Office) -> None:
    admin = sqlite_office.client("administrator")
    said = {"username": "lis", "password": "kajak-radise-torv-4"}
    admin.post("/accounts", json={**said, "name": "Lis", "role": "auditor", "organisation": "K"})
    client = production(sqlite_office, **PASSWORDS)
    answer = client.post("/session", json=said)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-brobygger_session=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/")) and "Domain" not in cookie
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert client.get("/session").status_code == 200
    # A cookie without the prefix may have been set by a neighbour.
    client.cookies.clear()
    client.cookies.set("brobygger_session", answer.json()["token"])
    assert client.get("/session").status_code == 401


def test_a_write_by_cookie_comes_from_the_public_address(sqlite_office: Office) -> None:
    admin = sqlite_office.client("administrator")
    said = {"username": "lis", "password": "kajak-radise-torv-4"}
    admin.post("/accounts", json={**said, "name": "Lis", "role": "auditor", "organisation": "K"})
    client = production(sqlite_office, **PASSWORDS)
    key = {"X-CSRF-Token": client.post("/session", json=said).json()["csrf"]}
    # Whatever a proxy writes into Host.
    foreign = {**key, "Origin": "https://indersiden:8000", "Host": "indersiden:8000"}
    assert client.delete("/session", headers=foreign).status_code == 403
    own = {**key, "Origin": "https://brobygger.example.org", "Host": "indersiden:8000"}
    assert client.delete("/session", headers=own).status_code == 204


def test_the_provider_sends_back_to_the_public_address(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = production(sqlite_office)
    about = {"issuer": "https://login.example.org", "authorization_endpoint": "https://login.example.org/a?x=1"}
    monkeypatch.setattr(type(client.app.state.identity_provider), "_fetch", lambda self, address, form=None: about)
    answer = client.get("/auth/oidc/start", headers={"Host": "indersiden:8000"}, follow_redirects=False)
    there = answer.headers["location"]
    assert there.startswith("https://login.example.org/a?x=1&response_type=code&client_id=brobygger&")
    assert "redirect_uri=https%3A%2F%2Fbrobygger.example.org%2Fapi%2Fv1%2Fauth%2Foidc%2Fcallback" in there
    assert "code_challenge_method=S256" in there and "__Host-brobygger_state" in answer.headers["set-cookie"]
    about["authorization_endpoint"] = "http://login.example.org/a"
    assert production(sqlite_office).get("/auth/oidc/start", follow_redirects=False).status_code == 503


def test_every_answer_has_the_headers_that_browsers_obey(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sqlite_office.client("consultant")
    monkeypatch.setattr("matcher.services.candidates.read_list", lambda *_: 1 / 0)
    answers = {
        200: client.get("/session"),
        401: sqlite_office.client(None).get("/session"),
        403: client.get("/accounts"),
        404: client.get("/candidates/nobody"),
        405: client.patch("/session"),
        422: client.get("/candidates?limit=0"),
        428: sqlite_office.client("consultant", None).get(f"/candidates/{sqlite_office.mine[0]}"),
        500: client.get("/candidates"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, status
        assert answer.headers["x-request-id"].startswith("req_")
        if status != 200:
            assert answer.headers["content-type"] == "application/problem+json"
    assert (
        "division" not in answers[500].text and answers[500].json()["request"] == answers[500].headers["x-request-id"]
    )
