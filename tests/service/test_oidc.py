"""Through the municipality's own login: the whole way with a real provider on this machine, and every way to cheat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa

from api.app import create_app
from matcher.store import tables
from tests.identity_provider import (
    CLIENT,
    SECRET,
    IdentityProvider,
    changed_after_signing,
    ec_key,
    rsa_key,
    signed_with_the_public_key,
    unsigned,
)
from tests.office import Office


@dataclass
class Browser:
    """Somebody's browser, between the application and the provider."""

    client: Any
    provider: IdentityProvider

    def go(self, wanted: str = "/") -> str:
        """Begin a sign-in and come as far as the provider sends us back; gives that address."""
        begun = self.client.get("/auth/oidc/start", params={"next": wanted}, follow_redirects=False)
        assert begun.status_code == 303
        there = httpx2.get(begun.headers["location"])
        assert there.status_code == 302
        return str(there.headers["location"])

    def come_back(self, address: str) -> Any:
        """Open the address that the provider gave."""
        return self.client.get(address, follow_redirects=False)

    def sign_in(self) -> Any:
        """The whole way."""
        return self.come_back(self.go())


def browser_of(office: Office, provider: IdentityProvider, **settings: Any) -> Browser:
    from starlette.testclient import TestClient

    said = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "calls_per_minute": 1_000_000,
    }
    made = type(office.settings)(database=office.url, **{**said, **settings})
    app = create_app(made, office.services)
    return Browser(TestClient(app, base_url="http://testserver/api/v1", raise_server_exceptions=False), provider)


@pytest.fixture
def provider(sqlite_office: Office) -> Iterator[IdentityProvider]:
    with IdentityProvider(sqlite_office.clock).running() as running:
        yield running


@pytest.fixture
def browser(sqlite_office: Office, provider: IdentityProvider) -> Browser:
    return browser_of(sqlite_office, provider)


def accounts_from_outside(office: Office) -> list[dict[str, Any]]:
    return office.rows(tables.accounts, tables.accounts.c.issuer.is_not(None))


def test_the_first_sign_in_makes_the_account_and_the_second_brings_it_up_to_date(office: Office) -> None:
    with IdentityProvider(office.clock).running() as provider:
        browser = browser_of(office, provider)
        answer = browser.come_back(browser.go("/sager?side=2"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/sager?side=2")
        who = browser.client.get("/session").json()
        assert (who["name"], who["role"], who["organisation"]) == ("Lis Larsen", "consultant", "Kolding Kommune")
        provider.who |= {"name": "Lis Holm", "roles": ["auditor"]}
        browser.sign_in()
        assert browser.client.get("/session").json()["role"] == "auditor"
    (account,) = accounts_from_outside(office)
    assert (account["id"], account["name"], account["version"]) == (who["account"], "Lis Holm", 2)
    (session, _) = office.rows(tables.sessions, tables.sessions.c.account == who["account"])
    assert session["assurance"] == "substantial"
    done = office.rows(tables.audit, tables.audit.c.actor == who["account"], tables.audit.c.action == "sign_in")
    assert [row["outcome"] for row in done] == ["done", "done"]


def test_a_change_of_role_acts_in_the_next_call_of_every_browser(
    sqlite_office: Office, provider: IdentityProvider
) -> None:
    first, second = (browser_of(sqlite_office, provider) for _ in range(2))
    first.sign_in()
    assert first.client.get("/relations/colleagues").status_code == 200
    provider.who["roles"] = ["auditor"]
    second.sign_in()
    assert first.client.get("/relations/colleagues").status_code == 403


def test_nothing_is_asked_of_the_provider_before_somebody_signs_in(browser: Browser) -> None:
    browser.client.get("/session")
    assert browser.provider.calls == {}
    browser.sign_in()
    browser.sign_in()
    assert browser.provider.calls["/.well-known/openid-configuration"] == browser.provider.calls["/keys"] == 1


def test_an_employer_is_tied_to_her_own_by_cvr_number_or_id(sqlite_office: Office, provider: IdentityProvider) -> None:
    office = sqlite_office
    with office.store.writing() as connection:
        here = tables.employers.c.id == office.employer
        connection.execute(sa.update(tables.employers).where(here).values(cvr="12345674"))
    browser = browser_of(office, provider)
    for said in ("12345674", office.employer):
        provider.who |= {"roles": "employer", "employer": said, "organisation": None}
        assert browser.sign_in().status_code == 303
        assert browser.client.get("/session").json()["employer"] == office.employer
    provider.who["employer"] = "99999999"
    refused = browser.sign_in()
    assert refused.status_code == 403 and "virksomhed" in refused.json()["detail"].lower()


@pytest.mark.parametrize("other", [{"cvr": "12345674"}, {"id": "12345674"}])
def test_nobody_comes_in_for_a_number_that_two_employers_have(
    sqlite_office: Office, provider: IdentityProvider, other: dict[str, str]
) -> None:
    # As an import may leave it.
    office, table = sqlite_office, tables.employers
    row = {"id": "v", "name": "En anden", "kind": "privat", "version": 1, "changed_at": office.clock.now, **other}
    with office.store.writing() as connection:
        connection.execute(sa.update(table).where(table.c.id == office.employer).values(cvr="12345674"))
        connection.execute(sa.insert(table).values(**row))
    browser = browser_of(office, provider)
    provider.who |= {"roles": "employer", "employer": "12345674", "organisation": None}
    refused = browser.sign_in()
    assert refused.status_code == 403 and "Flere virksomheder" in refused.json()["detail"]
    failed = office.rows(tables.audit, tables.audit.c.action == "sign_in", tables.audit.c.outcome == "failed")
    assert [r["detail"]["why"] for r in failed] == ["employers"]


def test_roles_and_levels_are_named_as_the_municipality_names_them(
    sqlite_office: Office, provider: IdentityProvider
) -> None:
    browser = browser_of(
        sqlite_office,
        provider,
        oidc_role_claim="realm_access.roles",
        oidc_roles={"BB-jobkonsulent": "consultant"},
        oidc_assurances={"to-faktor": "substantial"},
    )
    provider.who |= {"acr": "to-faktor", "realm_access": {"roles": ["andet", "BB-jobkonsulent"]}, "roles": ["auditor"]}
    assert browser.sign_in().status_code == 303
    assert browser.client.get("/session").json()["role"] == "consultant"
    provider.who["realm_access"] = {"roles": ["consultant"]}
    assert browser.sign_in().status_code == 403


@pytest.mark.parametrize(("key", "algorithm"), [(rsa_key("second"), "PS256"), (ec_key("third"), "ES256")])
def test_a_key_that_is_new_is_fetched_once(browser: Browser, key: Any, algorithm: str) -> None:
    browser.sign_in()
    browser.provider.published = [rsa_key("first"), key]
    browser.provider.key, browser.provider.algorithm = key, algorithm
    assert browser.sign_in().status_code == 303
    assert browser.provider.calls["/keys"] == 2


def test_a_clock_a_little_off_is_forgiven(browser: Browser) -> None:
    now = int(browser.provider.clock().timestamp())
    browser.provider.more = {"iat": now + 50, "nbf": now + 50, "exp": now - 50}
    assert browser.sign_in().status_code == 303


def moments(**seconds: int) -> Callable[[int], dict[str, Any]]:
    return lambda now: {name: now + shift for name, shift in seconds.items()}


def fixed(**claims: Any) -> Callable[[int], dict[str, Any]]:
    return lambda _: claims


REFUSED: dict[str, tuple[Callable[[int], dict[str, Any]], int, str]] = {
    "another nonce": (fixed(nonce="en anden"), 400, "nonce"),
    "no nonce": (fixed(nonce=None), 400, "nonce"),
    "another audience": (fixed(aud="et andet system"), 403, "NotAllowed"),
    "several audiences and no party": (fixed(aud=[CLIENT, "et andet system"]), 403, "NotAllowed"),
    "another party": (fixed(aud=[CLIENT, "et andet system"], azp="et andet system"), 403, "NotAllowed"),
    "another issuer": (fixed(iss="https://login.example.org"), 401, "NotSignedIn"),
    "expired": (moments(exp=-61), 403, "NotAllowed"),
    "issued long ago": (moments(iat=-700), 403, "NotAllowed"),
    "not yet valid": (moments(nbf=90), 403, "NotAllowed"),
    "no expiry": (fixed(exp=None), 401, "NotSignedIn"),
    "an expiry that is no number": (fixed(exp="snart"), 401, "NotSignedIn"),
    "too low an assurance": (fixed(acr="https://data.gov.dk/concept/core/nsis/loa/Low"), 403, "assurance"),
    "an unknown assurance": (fixed(acr="urn:guld"), 403, "assurance"),
    "no assurance": (fixed(acr=None), 403, "assurance"),
    "an unknown role": (fixed(roles=["chef"]), 403, "role"),
    "the worker's own role": (fixed(roles=["system"]), 403, "role"),
    "two roles": (fixed(roles=["consultant", "administrator"]), 403, "roles"),
    "no organisation": (fixed(organisation=None), 403, "organisation"),
    "an employer of nothing": (fixed(roles=["employer"]), 403, "employer"),
    "nobody": (fixed(sub=""), 403, "subject"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_claims_that_do_not_hold_let_nobody_in(sqlite_office: Office, browser: Browser, name: str) -> None:
    make, status, why = REFUSED[name]
    browser.provider.more = make(int(sqlite_office.clock().timestamp()))
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert browser.client.get("/session").status_code == 401 and accounts_from_outside(sqlite_office) == []
    failed = sqlite_office.rows(tables.audit, tables.audit.c.action == "sign_in")
    assert [(row["outcome"], row["detail"]["why"]) for row in failed] == [("failed", why)]
    assert "u-1" not in str(failed) and "Lis" not in str(failed)


@pytest.mark.parametrize("forge", [unsigned, signed_with_the_public_key, changed_after_signing, lambda _: "a.b.c"])
def test_a_forged_token_lets_nobody_in(
    sqlite_office: Office, browser: Browser, forge: Callable[[dict[str, Any]], str]
) -> None:
    browser.provider.forged = forge
    answer = browser.sign_in()
    assert answer.status_code == 401 and accounts_from_outside(sqlite_office) == []


def test_a_key_that_the_provider_does_not_show_lets_nobody_in(sqlite_office: Office, browser: Browser) -> None:
    browser.provider.key = rsa_key("somebody's")
    assert browser.sign_in().status_code == 401
    # It had the keys just fetched, and looked once more.
    assert browser.provider.calls["/keys"] == 2 and accounts_from_outside(sqlite_office) == []


def test_another_key_under_a_known_name_lets_nobody_in(browser: Browser) -> None:
    from joserfc.jwk import RSAKey

    browser.provider.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
    assert browser.sign_in().status_code == 401


def test_a_state_that_is_not_this_browsers_is_refused(browser: Browser) -> None:
    address = browser.go()
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = browser.come_back(address.replace(state, "en-anden"))
    assert (answer.status_code, answer.json()["code"]) == (400, "sign_in_mixed_up")
    # It must be begun anew: the cookie is gone.
    assert browser.come_back(address).status_code == 400
    assert browser.provider.calls.get("/token") is None


def test_somebody_elses_browser_cannot_finish_it(
    sqlite_office: Office, browser: Browser, provider: IdentityProvider
) -> None:
    # Guards against being signed in as somebody else through a link.
    assert browser_of(sqlite_office, provider).come_back(browser.go()).status_code == 400


def test_a_state_cookie_is_unreadable_and_lasts_ten_minutes(sqlite_office: Office, browser: Browser) -> None:
    address = browser.go()
    state = parse_qs(urlsplit(address).query)["state"][0]
    cookie = browser.client.cookies["brobygger_state"]
    assert state not in cookie
    sqlite_office.clock.pass_time(seconds=599)
    assert browser.come_back(address).status_code == 303
    address = browser.go()
    sqlite_office.clock.pass_time(seconds=601)
    assert browser.come_back(address).status_code == 400


def test_a_code_works_once(browser: Browser) -> None:
    address = browser.go()
    cookie = browser.client.cookies["brobygger_state"]
    assert browser.come_back(address).status_code == 303
    browser.client.cookies.clear()
    browser.client.cookies.set("brobygger_state", cookie)
    assert browser.come_back(address).status_code == 401
    assert browser.client.get("/session").status_code == 401


def test_a_refusal_of_the_provider_is_passed_on_without_its_words(browser: Browser) -> None:
    state = parse_qs(urlsplit(browser.go()).query)["state"][0]
    answer = browser.client.get("/auth/oidc/callback", params={"error": "access_denied <b>", "state": state})
    assert answer.status_code == 403 and "access_denied" not in answer.text


@pytest.mark.parametrize("how", ["500", "gone", "another issuer"])
def test_a_provider_that_does_not_answer_is_said_plainly(browser: Browser, how: str) -> None:
    match how:
        case "500":
            browser.provider.down = True
        case "gone":
            browser.provider.stop()
        case _:
            browser.provider.issuer_shown = "https://login.example.org"
    answer = browser.client.get("/auth/oidc/start", follow_redirects=False)
    assert answer.status_code == 503 and answer.json()["code"] == "unavailable"
    assert "127.0.0.1" not in answer.text


def test_a_provider_that_falls_silent_half_way_lets_nobody_in(browser: Browser) -> None:
    address = browser.go()
    browser.provider.stop()
    assert browser.come_back(address).status_code == 503
    assert browser.client.get("/session").status_code == 401


@pytest.mark.parametrize(
    "wanted", ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)", ""]
)
def test_it_leads_to_our_own_pages_alone(browser: Browser, wanted: str) -> None:
    answer = browser.come_back(browser.go(wanted))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_closed_account_stays_out(sqlite_office: Office, browser: Browser) -> None:
    browser.sign_in()
    with sqlite_office.store.writing() as connection:
        here = tables.accounts.c.issuer.is_not(None)
        connection.execute(sa.update(tables.accounts).where(here).values(active=False))
    answer = browser.sign_in()
    assert answer.status_code == 403 and "lukket" in answer.json()["detail"]


def test_a_person_sees_a_page_where_a_program_sees_a_document(browser: Browser) -> None:
    browser.provider.more = {"roles": ["chef"]}
    answer = browser.client.get(browser.go(), headers={"Accept": "text/html,*/*"}, follow_redirects=False)
    assert answer.status_code == 403 and answer.headers["content-type"].startswith("text/html")
    assert "ingen rolle" in answer.text


def test_without_a_provider_there_is_no_such_way(sqlite_office: Office) -> None:
    client = sqlite_office.client(None)
    for path in ("/auth/oidc/start", "/auth/oidc/callback?code=x&state=y"):
        assert client.get(path, follow_redirects=False).status_code == 404
