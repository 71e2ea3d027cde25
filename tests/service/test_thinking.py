"""Suggestions worked out in a process beside: the same answers, and answers too when it is gone."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from matcher.services.asking import people_of
from matcher.services.engine import Engine
from matcher.services.thinking import Thinking, Wanted, work_out
from tests.office import Office
from tests.worker import wait_for


@pytest.fixture
def thinking(office: Office) -> Iterator[Thinking]:
    """Give what thinks for the office, with a process beside that is ready."""
    found = office.services.thinking
    found.begin_beside(office.url)
    wait_for(lambda: found.is_beside, "the process beside")
    yield found
    found.end()


def asked_for(office: Office, candidate: str) -> dict[str, Any]:
    """What a consultant is answered."""
    answer = office.client("consultant").post(f"/candidates/{candidate}/suggestions", json={"k": 5})
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.json().items() if name != "request"}


def beside() -> Any:
    """The process beside."""
    (found,) = [child for child in multiprocessing.active_children() if child.name == "thinking"]
    return found


def test_the_answers_are_those_that_are_worked_out_here(office: Office) -> None:
    here = [asked_for(office, candidate) for candidate in office.mine[:4]]
    office.services.warmth._ready.kept._values.clear()  # type: ignore[union-attr]
    office.services.thinking.begin_beside(office.url)
    wait_for(lambda: office.services.thinking.is_beside, "the process beside")
    try:
        assert [asked_for(office, candidate) for candidate in office.mine[:4]] == here
    finally:
        office.services.thinking.end()


def test_a_change_is_seen_by_the_process_beside(office: Office, thinking: Thinking) -> None:
    candidate = office.mine[0]
    first = asked_for(office, candidate)["suggestions"][0]["opening"]
    path = f"/candidates/{candidate}/bindings/{first}"
    answer = office.client("consultant").put(
        path, json={"kind": "udeluk", "reason": "Borgeren har sagt nej", "code": "candidate_says_no"}
    )
    assert answer.status_code in (200, 201), answer.text
    assert first not in [row["opening"] for row in asked_for(office, candidate)["suggestions"]]


def test_when_it_is_killed_everybody_is_answered_and_it_is_started_again(sqlite_office: Office) -> None:
    office = sqlite_office
    thinking = office.services.thinking
    thinking.begin_beside(office.url)
    try:
        wait_for(lambda: thinking.is_beside, "the process beside")
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
        assert asked_for(office, office.mine[0])["suggestions"]
        wait_for(lambda: thinking.is_beside, "another one")
        assert beside().pid != killed.pid
    finally:
        thinking.end()
    assert [child for child in multiprocessing.active_children() if child.name == "thinking"] == []


def test_an_answer_of_another_state_is_not_used(sqlite_office: Office) -> None:
    office = sqlite_office
    asked_for(office, office.mine[0])
    warm = office.services.warmth._ready
    assert warm is not None

    class Other:
        """A process beside whose answers are of yesterday."""

        def ask(self, wanted: Wanted, state: object) -> None:
            """Give nothing."""

    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        person = people_of(unit, frozenset({office.mine[1]}))[office.mine[1]]
    wanted = Wanted(person, Engine.ON, 5)
    office.services.thinking._beside = Other()  # type: ignore[assignment]
    assert office.services.thinking(wanted, warm) == work_out(wanted, warm)
