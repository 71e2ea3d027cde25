"""A call with an idempotency key is done once, and sending it again opens nothing that is closed."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from matcher.services import candidates
from matcher.services.errors import Refused
from matcher.store import tables
from tests.office import Office
from tests.service.canaries import heard_in, set_out
from tests.service.known import known_values
from tests.service.walking import operations

NEW = {"id": "ny", "postcode": "6000", "hours_min": 4, "hours_target": 6, "hours_max": 8}
ONCE = {"Idempotency-Key": "k1"}


def test_the_same_call_again_gets_its_status_and_where_the_result_is_and_no_body(office: Office) -> None:
    client = office.client("consultant")
    first, again = (client.post("/plans", json={}, headers=ONCE) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["Location"] == first.headers["Location"] and again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replay"] == "true" and "Idempotent-Replay" not in first.headers
    assert first.json()["state"] == "queued" and again.content == b""
    assert len(office.rows(tables.plans)) == 1


def test_a_call_sent_again_after_access_was_lost_shows_nothing(office: Office) -> None:
    client, path = office.client("consultant"), f"/candidates/{office.mine[0]}"
    body = {name: value for name, value in NEW.items() if name != "id"}
    first = client.put(path, json=body, headers={"If-Match": '"v1"', **ONCE})
    assert first.status_code == 200 and first.json()["postcode"] == "6000"
    assert client.put(f"{path}/relations/ac_bo", json={"hand_over": True}).status_code == 200
    assert client.get(path).status_code == 404
    rows = len(office.rows(tables.audit))
    again = office.client("consultant", None).put(path, json=body, headers={"If-Match": '"v1"', **ONCE})
    assert again.status_code == 200 and again.content == b""
    # Nothing was shown, so there is nothing to log.
    assert len(office.rows(tables.audit)) == rows


def test_nothing_of_anybody_is_kept_of_any_call_or_told_when_it_is_sent_again(sqlite_office: Office) -> None:
    office = sqlite_office
    aviary = set_out(office)
    values = {name: some[0] for name, some in known_values(office).items()}
    values |= {"candidate": aviary.mine, "opening": aviary.opening, "token": aviary.token, "workplace": aviary.own}
    writes = [o for o in operations(office.app.openapi()) if o.method != "get" and not o.path.endswith("/session")]
    client = office.client("consultant")
    client.base_url = "http://testserver"
    repeated = 0
    for n, operation in enumerate(writes):
        headers = {"If-Match": '"v1"', "Idempotency-Key": f"k{n}"}
        call = (operation.method, operation.url(values))
        _, answer = (client.request(*call, headers=headers, **operation.body()) for _ in range(2))
        if answer.headers.get("Idempotent-Replay") == "true":
            repeated += 1
            assert answer.content == b""
    assert repeated >= 10
    texts, numbers = heard_in(str(office.rows(tables.answers)), is_json=False)
    assert [where for where, cage in aviary.cages.items() if cage.sung(texts, numbers)] == []


def test_two_calls_with_one_key_at_the_same_moment_are_done_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    create = candidates.create

    def slowly(*given: Any) -> Any:
        begun.append("once")
        time.sleep(0.5)
        return create(*given)

    monkeypatch.setattr(candidates, "create", slowly)
    client, answers = office.client("consultant"), []
    calls = [
        threading.Thread(target=lambda: answers.append(client.post("/candidates", json=NEW, headers=ONCE)))
        for _ in range(2)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert [answer.status_code for answer in answers] == [201, 201] and begun == ["once"]
    assert sorted("Idempotent-Replay" in answer.headers for answer in answers) == [False, True]


def test_a_call_that_was_refused_is_not_done_and_may_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = office.client("consultant")

    def refuse(*_: Any) -> Any:
        raise Refused("Ikke nu", "not_now")

    with monkeypatch.context() as patched:
        patched.setattr(candidates, "create", refuse)
        assert client.post("/candidates", json=NEW, headers=ONCE).json()["code"] == "not_now"
    assert office.rows(tables.answers) == []
    done = client.post("/candidates", json=NEW, headers=ONCE)
    assert done.status_code == 201 and "Idempotent-Replay" not in done.headers


def test_a_key_is_ones_own_and_a_role_is_asked_for_again(office: Office) -> None:
    assert office.client("consultant").post("/plans", json={}, headers=ONCE).status_code == 202
    assert "Idempotent-Replay" not in office.client("colleague").post("/plans", json={}, headers=ONCE).headers
    with office.store.writing() as connection:
        table = tables.accounts
        connection.execute(table.update().where(table.c.id == "ac_kim").values(role="evaluator"))
    assert office.client("consultant").post("/plans", json={}, headers=ONCE).status_code == 403


def test_the_description_says_what_a_key_does(sqlite_office: Office) -> None:
    client = sqlite_office.client(None)
    client.base_url = "http://testserver"
    assert "Idempotency-Key" in client.get("/docs").text
    assert "Idempotency-Key" in client.get("/api/v1/openapi.json").json()["info"]["description"]
