"""The page for signing in, asserted through a parser: labels, errors, languages, and no way in from a foreign page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from argon2 import PasswordHasher

from api.texts import LANGUAGES, TEXTS
from matcher.services import passwords
from matcher.services.caller import SYSTEM
from matcher.services.demo_accounts import create_demo_accounts
from matcher.store import tables
from tests.office import Office


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


class Page(HTMLParser):
    """Elements of a page with their attributes, and its words."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += f"{data} "

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs for name, attrs in self.elements if name == tag and all(attrs.get(k) == v for k, v in wanted.items())
        ]

    def value(self, name: str) -> str:
        return str(self.all("input", name=name)[0]["value"])


def browser_at(office: Office) -> Any:
    from starlette.testclient import TestClient

    with office.services.unit(SYSTEM) as unit:
        create_demo_accounts(unit, office.facts)
    return TestClient(office.app, raise_server_exceptions=False, follow_redirects=False)


def send(browser: Any, username: str, password: str, **more: str) -> Any:
    page = Page(browser.get("/sign-in", params={"next": more.pop("wanted", "/")}))
    said = {"username": username, "password": password, "key": page.value("key"), "wanted": page.value("wanted")}
    return browser.post("/sign-in", data={**said, **more})


def test_somebody_signs_in_sees_who_she_is_and_signs_out(office: Office) -> None:
    browser = browser_at(office)
    assert browser.get("/").headers["location"] == "/sign-in"
    answer = send(browser, "kim", passwords.DEMO_PASSWORD, wanted="/docs")
    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")
    home = Page(browser.get("/"))
    assert "Kim Konsulent" in home.words and "Jobkonsulent" in home.words and home.all("a", href="/docs")
    assert browser.post("/sign-out", data={"key": "en anden"}).status_code == 403
    assert browser.post("/sign-out", data={"key": home.value("key")}).headers["location"] == "/sign-in"
    assert browser.get("/").status_code == 303
    assert [r["revoked_at"] is None for r in office.rows(tables.sessions)] == [False]


def test_every_field_has_a_label_and_nothing_runs_in_the_page(sqlite_office: Office) -> None:
    answer = browser_at(sqlite_office).get("/sign-in")
    page = Page(answer)
    shown = [attrs for attrs in page.all("input") if attrs.get("type") != "hidden"]
    assert [attrs["autocomplete"] for attrs in shown] == ["username", "current-password"]
    assert all(page.all("label", **{"for": str(attrs["id"])}) for attrs in shown)
    assert page.all("html", lang="da") and page.all("main") and len(page.all("h1")) == 1
    assert not page.all("script") and not page.all("style")
    assert not any(name.startswith("on") or name == "style" for _, attrs in page.elements for name in attrs)
    for name, value in (attr for _, attrs in page.elements for attr in attrs.items()):
        assert name not in ("src", "href", "action") or str(value)[0] in "/#"
    for path in [str(attrs["href"]) for attrs in page.all("link")]:
        static = browser_at(sqlite_office).get(path)
        assert static.status_code == 200 and static.headers["x-content-type-options"] == "nosniff"


def test_an_error_is_announced_tied_to_the_fields_and_says_no_more_than_it_must(sqlite_office: Office) -> None:
    browser = browser_at(sqlite_office)
    answers = [send(browser, name, "forkert adgangskode") for name in ("kim", "findes-ikke")]
    pages = [Page(answer) for answer in answers]
    assert [a.status_code for a in answers] == [401, 401]
    assert pages[0].words == pages[1].words and "Brugernavnet eller adgangskoden er forkert." in pages[0].words
    (error,) = pages[0].all("div", role="alert")
    assert error["id"] == "error" and "autofocus" in error and error["tabindex"] == "-1"
    assert [attrs.get("aria-describedby") for attrs in pages[0].all("input", **{"aria-invalid": "true"})] == [
        "error"
    ] * 2
    assert pages[0].words.lstrip().startswith("Fejl: Log ind")
    assert pages[0].value("username") == "kim" and pages[0].value("password") == ""


def test_what_is_missing_is_named_at_its_field(sqlite_office: Office) -> None:
    answer = send(browser_at(sqlite_office), "kim", "")
    page = Page(answer)
    assert answer.status_code == 422 and "Skriv din adgangskode" in page.words
    (wrong,) = page.all("input", **{"aria-invalid": "true"})
    assert (wrong["id"], wrong["aria-describedby"]) == ("password", "password-problem")
    assert page.all("p", id="password-problem") and page.all("a", href="#password")


def test_the_sixth_guess_waits(sqlite_office: Office) -> None:
    browser = browser_at(sqlite_office)
    answers = [send(browser, "kim", "forkert adgangskode") for _ in range(6)]
    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert answers[5].headers["retry-after"] == "900" and "15 min" in Page(answers[5]).words


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\x85"])
def test_hidden_characters_are_refused_and_are_no_way_around_the_wait(sqlite_office: Office, hidden: str) -> None:
    browser = browser_at(sqlite_office)
    names = [f"ki{hidden * n}m" for n in range(1, 8)]
    answers = [send(browser, name, passwords.DEMO_PASSWORD) for name in names]
    answers.append(send(browser, "kim", passwords.DEMO_PASSWORD + hidden))
    assert [a.status_code for a in answers] == [422] * 8
    assert all("usynlige styretegn" in Page(a).words and hidden not in a.text for a in answers)
    assert send(browser, "kim", passwords.DEMO_PASSWORD).status_code == 303


def test_english_is_kept_when_asked_for(sqlite_office: Office) -> None:
    browser = browser_at(sqlite_office)
    page = Page(browser.get("/sign-in?lang=en&next=/docs"))
    assert page.all("html", lang="en") and "Password" in page.words and page.value("wanted") == "/docs"
    assert Page(browser.get("/sign-in")).all("html", lang="en")
    assert "The username or the password is wrong." in Page(send(browser, "kim", "forkert adgangskode")).words
    (switch,) = page.all("a", lang="da")
    back = Page(browser.get(str(switch["href"])))
    assert back.all("html", lang="da") and back.value("wanted") == "/docs"
    assert Page(browser.get("/sign-in?lang=<b>")).all("html", lang="da")


def test_every_text_is_there_in_both_languages() -> None:
    assert set(TEXTS) == set(LANGUAGES) and set(TEXTS["da"]) == set(TEXTS["en"])
    assert all(TEXTS[lang][key].strip() for lang in LANGUAGES for key in TEXTS[lang])


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ({"key": "en anden"}, {}),
        ({"key": ""}, {}),
        ({}, {"Origin": "https://example.org"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_foreign_page_cannot_sign_anybody_in(
    sqlite_office: Office, data: dict[str, str], headers: dict[str, str]
) -> None:
    browser = browser_at(sqlite_office)
    browser.headers.update(headers)
    assert send(browser, "kim", passwords.DEMO_PASSWORD, **data).status_code == 403
    assert "brobygger_session" not in browser.cookies


def test_a_form_without_its_cookie_is_refused(sqlite_office: Office) -> None:
    browser = browser_at(sqlite_office)
    key = Page(browser.get("/sign-in")).value("key")
    browser.cookies.clear()
    said = {"username": "kim", "password": passwords.DEMO_PASSWORD}
    assert [browser.post("/sign-in", data={**said, "key": k}).status_code for k in (key, "-", "")] == [403] * 3


@pytest.mark.parametrize(
    "wanted", ["https://example.org", "//example.org", "/\\example.org", "/\t/example.org", "docs"]
)
def test_it_leads_to_our_own_pages_alone(sqlite_office: Office, wanted: str) -> None:
    answer = send(browser_at(sqlite_office), "kim", passwords.DEMO_PASSWORD, wanted=wanted)
    assert answer.headers["location"] == "/"


def test_what_somebody_typed_stays_text(sqlite_office: Office) -> None:
    answer = send(browser_at(sqlite_office), '"><script>alert(1)</script>', "forkert adgangskode")
    assert not Page(answer).all("script") and Page(answer).value("username").startswith('"><script>')


def test_the_demo_says_what_it_is_and_lists_its_accounts(sqlite_office: Office) -> None:
    page = Page(browser_at(sqlite_office).get("/sign-in"))
    assert "Demo" in page.words and "opdigtede" in page.words and passwords.DEMO_PASSWORD in page.words
    assert [name for name in ("kim", "bo", "eva", "ali", "ida", "per") if name not in page.words.split()] == []
