"""A browser, and the service it looks at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from matcher.services.caller import SYSTEM
from matcher.services.demo_accounts import create_demo_accounts
from tests.office import make_office
from tests.server import Server

NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium, or skip where there is none; for a module, as its event loop must not outlive it."""
    names = (os.environ.get("BROBYGGER_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium here: install the package chromium, or set BROBYGGER_CHROMIUM to a browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a service with the demo's accounts; its tests change nothing that another one reads."""
    office = make_office(f"sqlite:///{tmp_path_factory.mktemp('served')}/office.db")
    with office.services.unit(SYSTEM) as unit:
        create_demo_accounts(unit, office.facts)
    office.store.close()
    with Server(office.url) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page in a browser of its own, with all that it said of itself kept in `said`."""
    contexts: list[Any] = []

    def open_one(address: str, **wanted: Any) -> Page:
        context = browser.new_context(**wanted)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
