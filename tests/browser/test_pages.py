"""Signing in and reading the description of the API: by keyboard, without script, at 320 px, without axe violations."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW

Open = Callable[..., Page]
PAGES = ["/sign-in", "/sign-in?lang=en", "/docs", "/docs?lang=en"]


def violations(page: Page) -> list[str]:
    """What axe finds, in a line each."""
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in Axe().run(page).response["violations"]]


def sign_in(page: Page, served: str) -> None:
    """Sign in as Kim, with the keyboard alone."""
    page.goto(f"{served}/sign-in")
    page.get_by_label("Brugernavn").focus()
    page.keyboard.type("kim")
    page.keyboard.press("Tab")
    page.keyboard.type("brobygger-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_page_is_whole_at_320_pixels(served: str, open_page: Open, path: str, script: bool) -> None:
    page = open_page(served + path, viewport=NARROW, java_script_enabled=script)
    if script:
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert violations(page) == []
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == ("en" if "lang=en" in path else "da")


def test_every_call_is_described_when_everything_is_unfolded(served: str, open_page: Open) -> None:
    page = open_page(f"{served}/docs", viewport=NARROW)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.locator("details").count() > 50
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(page) == []


def test_signing_in_and_out_needs_neither_script_nor_mouse(served: str, open_page: Open) -> None:
    page = open_page(f"{served}/sign-in", java_script_enabled=False)
    sign_in(page, served)
    expect(page.get_by_text("Kim Konsulent")).to_be_visible()
    page.get_by_role("button", name="Log ud").press("Enter")
    page.wait_for_url(f"{served}/sign-in*")
    page.goto(f"{served}/")
    expect(page.get_by_label("Adgangskode")).to_be_visible()


def test_the_page_after_signing_in_has_no_violations(served: str, open_page: Open) -> None:
    page = open_page(f"{served}/sign-in", viewport=NARROW)
    sign_in(page, served)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_wrong_password_is_said_where_one_looks_for_it(served: str, open_page: Open) -> None:
    page = open_page(f"{served}/sign-in")
    page.get_by_label("Brugernavn").fill("kim")
    page.get_by_label("Adgangskode").fill("forkert adgangskode")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("alert")).to_contain_text("forkert")
    assert page.title().startswith("Fejl")
    assert violations(page) == []


def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_policy(served: str, open_page: Open) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(served + path)
    assert {url for url in asked if not url.startswith(served)} == set()
    assert said == []
