"""A body that is too long, too deep or from a stranger is refused as such, and nothing is kept of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from api import errors, gate
from matcher.services import sessions
from tests.office import Office

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(gate, "MOST_BYTES_OF_A_FILE", 10_000)
    return 10_000


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 1_000 + 1):
        yield b"x" * 1_000


def unread(office: Office, path: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and answer of a POST whose body may not be asked for."""
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("the body was read")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("testserver", 80),
        "state": {},
    }
    asyncio.run(office.app(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent[1:]))


def test_a_body_that_is_too_long_is_refused(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant")
    assert gate.MOST_BYTES == 1024 * 1024
    for content in (b"x" * (1024 * 1024 + 1), pieces(1024 * 1024)):
        answer = client.post("/candidates", content=content, headers=JSON)
        assert answer.status_code == 413 and answer.json()["code"] == "too_large"
        assert "højst 1 MB" in answer.json()["detail"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_too_long_is_refused(sqlite_office: Office, short: int) -> None:
    answer = sqlite_office.client("consultant").post("/imports", files={"file": ("a.csv", b"x" * (short + 1))})
    assert answer.status_code == 413


def test_only_the_call_that_takes_a_file_may_be_long(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant")
    form = {"files": {"file": ("a.csv", b"x" * 2_000_000)}, "data": {"legal_basis": "lov § 7"}}
    assert client.post("/imports", **form).status_code in (202, 422)
    for path in ("/plans", "/session", "/imports/x", "http://testserver/sign-in"):
        assert client.post(path, **form).status_code == 413


def test_a_body_that_is_said_to_be_too_long_is_not_read(sqlite_office: Office) -> None:
    for path, size in (("/api/v1/session", 1024 * 1024 + 1), ("/api/v1/imports", 64 * 1024 * 1024 + 1)):
        status, answer = unread(sqlite_office, path, {**JSON, "Content-Length": str(size)})
        assert status == 413 and answer["code"] == "too_large"


def test_a_file_from_a_stranger_is_not_read(sqlite_office: Office) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "60000000"}
    for headers in (form, {**form, "Authorization": "Bearer forged"}):
        status, answer = unread(sqlite_office, "/api/v1/imports", headers)
        assert status == 401 and answer["code"] == "not_signed_in"


def test_whoever_is_not_signed_in_sends_little(sqlite_office: Office) -> None:
    limit = gate.MOST_BYTES_OF_A_STRANGER
    assert limit == 64 * 1024
    for path in ("/session", "/candidates"):
        for content in (b"[" * (limit + 1), pieces(limit + 1_000)):
            answer = sqlite_office.client(None).post(path, content=content, headers=JSON)
            assert answer.status_code == 401 and answer.json()["code"] == "not_signed_in"
    assert sqlite_office.client(None).post("http://testserver/sign-in", content=b"a" * (limit + 1)).status_code == 401
    assert sqlite_office.client(None).post("/session", content=b"[" * limit, headers=JSON).status_code in (400, 422)
    known = sqlite_office.client("consultant").post("/session", content=b"[" * (limit + 1), headers=JSON)
    assert known.status_code in (400, 422)


def test_a_long_body_is_told_when_the_database_does_not_answer(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sqlite_office.client("consultant")

    def gone(*_: Any, **__: Any) -> Any:
        raise sa.exc.OperationalError("x", {}, Exception("server closed the connection"))

    monkeypatch.setattr(sessions, "who", gone)
    answer = client.post("/candidates", content=b"[" * 100_000, headers=JSON)
    assert answer.status_code == 503 and answer.json()["code"] == "unavailable"


def test_a_body_in_which_everything_is_wrong_gets_a_short_answer(sqlite_office: Office) -> None:
    body = {"k" * 5_000 + str(n): 1 for n in range(200)}
    answer = sqlite_office.client("consultant").post("/session", json=body)
    found = answer.json()["errors"]
    assert answer.status_code == 422 and len(found) == errors.MOST_ERRORS == 50
    assert max(len(problem["field"]) for problem in found) == 200
    assert "De første 50 af 202 er vist" in answer.json()["detail"] and len(answer.content) < 30_000


@pytest.mark.parametrize("depth", [200, 900, 1_000, 20_000, 500_000])
def test_a_body_that_is_too_deep_is_no_fault_of_ours(sqlite_office: Office, depth: int) -> None:
    lists, objects = "[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth
    for role, path in ((None, "/session"), ("consultant", "/candidates"), ("consultant", "/plans")):
        for body in (lists, objects, '{"weights":' + lists + "}", '{"username":' + objects + "}"):
            if len(body) <= gate.MOST_BYTES:
                answer = sqlite_office.client(role).post(path, content=body, headers=JSON)
                stranger = role is None and len(body) > gate.MOST_BYTES_OF_A_STRANGER
                assert answer.status_code in ((401,) if stranger else (400, 422)) and len(answer.content) < 5_000
