"""A body that is too long is refused as such, however it comes, and nothing is kept of it."""

from collections.abc import Iterator

import pytest

from api import middleware
from tests.office import Office


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(middleware, "MOST_BYTES", 10_000)
    return 10_000


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 1_000 + 1):
        yield b"x" * 1_000


def test_a_body_that_is_too_long_is_refused(sqlite_office: Office, short: int) -> None:
    client = sqlite_office.client("consultant")
    for content in (b"x" * (short + 1), pieces(short)):
        answer = client.post("/candidates", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413 and answer.json()["code"] == "too_large"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_too_long_is_refused(sqlite_office: Office, short: int) -> None:
    answer = sqlite_office.client("consultant").post("/imports", files={"file": ("a.csv", b"x" * (short + 1))})
    assert answer.status_code == 413
