"""Two calls about the same people at once, on PostgreSQL: one waits for the other, and none is turned away for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.services import bookings, plans
from matcher.store import tables
from matcher.store.facts import PEOPLE, load_identities, load_one, revision, save_rows
from tests.office import Office
from tests.service.lives import begin_life
from tests.service.planning import _think_once as _think_once
from tests.service.planning import drafted, live, publish

_WITHIN = 60.0
_LONG_ENOUGH = 1.0
"""Seconds in which the second call gets to wherever it must wait."""


def reason_for(step: str, *, keeps_apart: bool) -> str:
    found = load_catalogue().reasons.items()
    return next(key for key, r in found if step in r.steps and r.keeps_apart is keeps_apart)


def crossing(
    monkeypatch: pytest.MonkeyPatch, account: str, first: Callable[[], Any], second: Callable[[], Any]
) -> tuple[Any, Any]:
    """Begin the second call when the first, of that account, holds what it needs; give both answers."""
    holds, answers = threading.Event(), {}
    release = bookings.release

    def slowly(unit: Any, placement: str) -> None:
        release(unit, placement)
        if unit.caller.account == account:
            holds.set()
            threading.Event().wait(_LONG_ENOUGH)

    def follow() -> None:
        assert holds.wait(_WITHIN)
        answers["second"] = second()

    with monkeypatch.context() as patch:
        patch.setattr(bookings, "release", slowly)
        calls = [threading.Thread(target=lambda: answers.update(first=first())), threading.Thread(target=follow)]
        for call in calls:
            call.start()
        for call in calls:
            call.join(_WITHIN)
    return answers["first"], answers["second"]


def step(office: Office, role: str, placement: dict[str, Any], to: str, code: str) -> Any:
    tag = {"If-Match": f'"v{placement["version"]}"'}
    return office.client(role).post(f"/placements/{placement['id']}/steps", json={"to": to, "code": code}, headers=tag)


def test_an_employer_says_no_while_the_candidate_takes_her_yes_back(
    make_copy: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_copy("postgresql")
    life = begin_life(office).until("introduced")
    said = load_catalogue().reasons.items()
    code = next(k for k, r in said if "refused" in r.steps and r.keeps_apart and r.side == "employer")
    kim = office.client("consultant")
    first, second = crossing(
        monkeypatch,
        "ac_eva",
        lambda: step(office, "employer", {"id": life.id, "version": life.version}, "refused", code),
        lambda: kim.delete(f"/candidates/{life.candidate}/go-aheads/{life.opening}"),
    )
    assert (first.status_code, second.status_code) == (200, 204), (first.text, second.text)
    assert life.row["state"] == "refused" and life.held == {}


def test_a_proposal_is_withdrawn_while_a_plan_that_lets_it_go_is_published(
    make_copy: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_copy("postgresql")
    publish(office, drafted(office))
    placement = next(p for p in live(office) if p["candidate"] in office.mine)
    second = drafted(office, keep=1.0)
    pp = tables.plan_placements
    with office.store.writing() as connection:
        here = (pp.c.plan == second) & (pp.c.candidate == placement["candidate"])
        connection.execute(sa.delete(pp).where(here))
    code = reason_for("withdrawn", keeps_apart=True)
    withdrawn, published = crossing(
        monkeypatch,
        "ac_kim",
        lambda: step(office, "consultant", placement, "withdrawn", code),
        lambda: publish(office, second, role="colleague"),
    )
    assert (withdrawn.status_code, published.status_code) == (200, 200), (withdrawn.text, published.text)
    assert published.json()["let_go"] == 0
    last = office.rows(tables.steps, tables.steps.c.placement == placement["id"])[-1]
    assert (last["to"], last["code"]) == ("withdrawn", code)


def test_a_plan_does_not_propose_anew_what_is_withdrawn_while_it_is_published(
    make_copy: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_copy("postgresql")
    publish(office, drafted(office))
    placement = next(p for p in live(office) if p["candidate"] in office.mine)
    second = drafted(office, keep=1.0)
    code = reason_for("withdrawn", keeps_apart=False)
    withdrawn, published = crossing(
        monkeypatch,
        "ac_kim",
        lambda: step(office, "consultant", placement, "withdrawn", code),
        lambda: publish(office, second),
    )
    assert (withdrawn.status_code, published.status_code, published.json()["code"]) == (200, 409, "changed")
    who = f"{placement['candidate']} i {placement['opening']}"
    assert [e["sentence"] for e in published.json()["errors"]] == [
        f"{who}: det forrige forslag er trukket tilbage eller slut"
    ]


def test_rows_that_refer_to_a_candidate_are_added_while_she_is_being_changed(
    make_copy: Callable[[str], Office],
) -> None:
    office = make_copy("postgresql")
    key = office.mine[0]
    with office.services.unit(office.caller("consultant")) as unit:
        assert load_one(unit.connection, "candidates", key, lock=True)
        with office.store.writing() as other:
            other.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            row = {"candidate": key, "opening": office.facts.openings[0].id, "kind": "udeluk", "reason": ""}
            other.execute(sa.insert(tables.bindings).values(**row, version=1, changed_at=office.clock.now))


def test_long_work_does_not_keep_others_from_changing_facts(make_copy: Callable[[str], Office]) -> None:
    office = make_copy("postgresql")
    with office.store.reading() as connection:
        before = revision(connection, PEOPLE)
    with office.services.unit(office.caller("consultant")) as unit:
        found = load_one(unit.connection, "candidates", office.mine[0])
        assert found is not None
        save_rows(unit.connection, "candidates", [_other(found[0])], unit.now)
        with office.services.unit(office.caller("colleague")) as other:
            other.connection.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            theirs = load_one(other.connection, "candidates", office.others[0])
            assert theirs is not None
            save_rows(other.connection, "candidates", [_other(theirs[0])], other.now)
    with office.store.reading() as connection:
        assert revision(connection, PEOPLE) == before + 2


def _other(candidate: Any) -> Any:
    from dataclasses import replace

    return replace(candidate, text=f"{candidate.text} mere")


@pytest.mark.parametrize(
    ("state", "status", "code"), [("40P01", 409, "busy"), ("55P03", 409, "busy"), ("08006", 503, "unavailable")]
)
def test_a_deadlock_is_told_as_somebody_at_work_and_not_as_a_database_that_is_gone(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, state: str, status: int, code: str
) -> None:
    class Waited(Exception):
        sqlstate = state

    def request(*_: Any) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, Waited())

    monkeypatch.setattr(plans, "request", request)
    answer = sqlite_office.client("consultant").post("/plans", json={})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_any_number_of_names_is_looked_up(office: Office) -> None:
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        many = [f"X{n}" for n in range(70_000)]
        assert load_identities(unit.connection, unit.cipher, many) == {}
