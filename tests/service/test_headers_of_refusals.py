"""What a refusal says in its headers and of the version that was meant (RFC 9110)."""

from __future__ import annotations

import pytest

from api.candidates.schemas import EXAMPLE
from tests.office import Office


def test_every_401_says_how_to_sign_in(sqlite_office: Office) -> None:
    client = sqlite_office.client(None)
    stranger = [client.get(path) for path in ("/candidates", "/plans", "/session")]
    wrong = client.post("/session", json={"username": "kim", "password": "gættet forkert"})
    long = client.post("/candidates/x/suggestions", content=b"x" * 70_000)
    for answer in (*stranger, wrong, long):
        assert answer.status_code == 401, answer.text
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Brobygger"'


@pytest.mark.parametrize(
    ("said", "status", "code", "words"),
    [
        ("*", 400, "bad_version", "siger ikke, hvilken udgave"),
        ("v1", 400, "bad_version", "har ikke form af et ETag"),
        ("1", 400, "bad_version", "har ikke form af et ETag"),
        ('"v1', 400, "bad_version", "har ikke form af et ETag"),
        ('"v1", "v2"', 400, "bad_version", "nævne én udgave"),
        ('W/"v1"', 412, "bad_version", "svagt ETag"),
        ('"v9"', 412, "outdated", "En anden har ændret det"),
        ('"andet"', 412, "outdated", "En anden har ændret det"),
    ],
)
def test_a_version_that_is_none_is_told_apart_from_one_that_is_old(
    sqlite_office: Office, said: str, status: int, code: str, words: str
) -> None:
    client, path = sqlite_office.client("consultant"), f"/candidates/{sqlite_office.mine[0]}"
    answer = client.put(path, json=EXAMPLE, headers={"If-Match": said})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert words in answer.json()["detail"]
