"""Suggestions worked out in a process beside: the same answers, and answers too when it is gone."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from matcher.services import thinking as here
from matcher.services.thinking import Thinking
from tests.office import Office
from tests.worker import wait_for

BINDING = {"kind": "udeluk", "reason": "Borgeren har sagt nej", "code": "candidate_says_no"}


@pytest.fixture
def thinking(office: Office) -> Iterator[Thinking]:
    """Give what thinks for the office, with a process beside that is at the state of the office."""
    found = office.services.thinking
    found.begin_beside(office.url)
    asked_for(office, office.mine[-1])
    catch_up(office)
    yield found
    found.end()


def catch_up(office: Office) -> None:
    """Wait until the process beside has the supply that answers are made from."""

    def there() -> bool:
        asked_for(office, office.mine[-1])
        warm = office.services.warmth._ready
        assert warm is not None
        warm.kept._values.clear()
        return office.services.thinking.state == warm.state

    wait_for(there, "the process beside")


def asked_for(office: Office, candidate: str) -> dict[str, Any]:
    """What a consultant is answered."""
    answer = office.client("consultant").post(f"/candidates/{candidate}/suggestions", json={"k": 5})
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.json().items() if name != "request"}


def nothing_here(*_: object) -> None:
    """Refuse to work anything out in this process."""
    raise AssertionError("worked out here")


def beside() -> Any:
    """The process beside."""
    (found,) = [child for child in multiprocessing.active_children() if child.name == "thinking"]
    return found


def test_answers_come_from_beside_and_are_those_that_are_worked_out_here(
    office: Office, thinking: Thinking, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(here, "work_out", nothing_here)
        found = [asked_for(office, candidate) for candidate in office.mine[:4]]
    thinking.end()
    office.services.warmth._ready.kept._values.clear()  # type: ignore[union-attr]
    assert [asked_for(office, candidate) for candidate in office.mine[:4]] == found


def test_a_changed_binding_goes_along_and_a_changed_opening_is_caught_up_with(
    office: Office, thinking: Thinking, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate, client = office.mine[0], office.client("consultant")
    monkeypatch.setattr(here, "work_out", nothing_here)
    first, second = [row["opening"] for row in asked_for(office, candidate)["suggestions"]][:2]
    assert client.put(f"/candidates/{candidate}/bindings/{first}", json=BINDING).status_code in (200, 201)
    assert first not in [row["opening"] for row in asked_for(office, candidate)["suggestions"]]
    monkeypatch.undo()
    read = client.get(f"/openings/{second}")
    changed = client.put(
        f"/openings/{second}", json=read.json() | {"title": "Noget andet"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert changed.status_code == 200, changed.text
    told = {row["opening"]: row["title"] for row in asked_for(office, candidate)["suggestions"]}
    assert told[second] == "Noget andet"
    catch_up(office)
    monkeypatch.setattr(here, "work_out", nothing_here)
    told = {row["opening"]: row["title"] for row in asked_for(office, candidate)["suggestions"]}
    assert told[second] == "Noget andet"


def test_an_answer_of_another_state_is_not_used(sqlite_office: Office) -> None:
    office = sqlite_office
    asked_for(office, office.mine[0])
    warm = office.services.warmth._ready
    assert warm is not None

    class Pipe:
        """A pipe whose other end has moved on."""

        def send(self, question: tuple[int, Any, Any]) -> None:
            """Answer at once, of the next revision."""
            number, state, _ = question
            later._tell(number, (replace(state, revision=state.revision + 1), found))

    later = here._Beside.__new__(here._Beside)
    later._sending, later._waiting, later._numbers = threading.Lock(), {}, iter(range(9))  # type: ignore[assignment]
    later._pipe, later.state, later._told = Pipe(), warm.state, None  # type: ignore[assignment]
    found: Any = object()
    assert later.ask(None, warm.state) is None  # type: ignore[arg-type]
    assert later.state != warm.state and later._waiting == {}


def test_when_it_is_killed_everybody_is_answered_and_it_is_started_again(sqlite_office: Office) -> None:
    office = sqlite_office
    office.services.thinking.begin_beside(office.url)
    try:
        catch_up(office)
        answered: list[dict[str, Any]] = []
        threads = [
            threading.Thread(target=lambda c=candidate: answered.append(asked_for(office, c)))
            for candidate in office.mine[:8]
        ]
        for thread in threads:
            thread.start()
        killed = beside()
        killed.kill()
        for thread in threads:
            thread.join(60)
        assert len(answered) == 8
        killed.join(10)
        wait_for(lambda: office.services.thinking.state is not None, "another one")
        assert beside().pid != killed.pid
    finally:
        office.services.thinking.end()
    assert [child for child in multiprocessing.active_children() if child.name == "thinking"] == []
