"""A link to a shortlist: given once, signed, ended by time or by hand, every look logged."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import matcher.supply
from api.links.coming import PER_MINUTE
from api.pace import Pace
from matcher.services import links
from matcher.services.caller import SYSTEM
from matcher.services.sessions import hashed
from matcher.store import tables
from tests.office import Office
from tests.service.test_shortlists import busiest, foreign_opening, forget_go_aheads, listed, possible_for, say_yes


def issue(office: Office, opening: str, **body: Any) -> dict[str, Any]:
    answer = office.client("consultant", None).post(f"/openings/{opening}/links", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def look(office: Office, url: str) -> Any:
    return office.client(None, None).get(url)


def token_of(link: dict[str, Any]) -> str:
    return str(link["url"].rpartition("/")[2])


def test_whoever_has_it_sees_what_the_employer_sees(office: Office) -> None:
    opening = busiest(office)
    forget_go_aheads(office, opening)
    said = possible_for(opening)[:2]
    say_yes(office, opening, said)
    link = issue(office, opening)
    answer = look(office, link["url"])
    assert answer.status_code == 200 and len(answer.json()["people"]) == 2
    assert answer.json() == listed(office, "employer", opening)
    row = office.rows(tables.audit, tables.audit.c.actor == f"link:{link['id']}")[-1]
    assert (row["role"], row["purpose"], row["action"]) == ("employer", "matching", "shortlist")
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == row["number"])
    assert [s["candidate"] for s in subjects] == sorted(said)


def test_its_token_is_kept_nowhere(office: Office) -> None:
    link = issue(office, busiest(office))
    answer = office.client("consultant").get(f"/openings/{busiest(office)}/links")
    (row,) = office.rows(tables.links)
    token = token_of(link)
    assert row["token"] == hashed(token) and token not in answer.text
    assert [item["id"] for item in answer.json()["items"]] == [link["id"]] and "url" not in answer.json()["items"][0]
    assert token not in str(office.rows(tables.audit))


def test_its_token_is_not_kept_with_an_idempotency_key_either(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant")
    link = client.post(f"/openings/{busiest(sqlite_office)}/links", json={}, headers={"Idempotency-Key": "k1"}).json()
    assert token_of(link) not in str(sqlite_office.rows(tables.answers))


def test_it_ends_when_its_time_has_run_out(office: Office) -> None:
    link = issue(office, busiest(office), days=3)
    office.clock.pass_time(days=2, hours=23)
    assert look(office, link["url"]).status_code == 200
    office.clock.pass_time(hours=2)
    assert look(office, link["url"]).status_code == 404


def test_it_is_taken_back_at_once_and_twice_is_no_mistake(office: Office) -> None:
    link = issue(office, busiest(office))
    client = office.client("consultant")
    assert [client.delete(f"/links/{link['id']}").status_code for _ in range(2)] == [204, 204]
    assert look(office, link["url"]).status_code == 404
    assert client.delete("/links/nothing").status_code == 404
    (item,) = client.get(f"/openings/{busiest(office)}/links").json()["items"]
    assert item["revoked_at"] is not None


def test_one_that_is_taken_back_while_the_list_is_made_shows_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = issue(office, busiest(office))
    real = matcher.supply.Supply.shortlist

    def interrupted(*given: Any, **more: Any) -> Any:
        with office.services.unit(office.caller("consultant")) as unit:
            links.revoke(unit, link["id"])
        return real(*given, **more)

    monkeypatch.setattr(matcher.supply.Supply, "shortlist", interrupted)
    assert look(office, link["url"]).status_code == 404


def test_unknown_forged_and_ended_ones_look_the_same(office: Office) -> None:
    opening = busiest(office)
    ended, standing = issue(office, opening), issue(office, opening)
    office.client("consultant").delete(f"/links/{ended['id']}")
    token = token_of(standing)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[0] ^= 1
    changed = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    with office.services.unit(SYSTEM) as unit:
        link, unsigned = links.issue(unit_of(unit, office), opening, 5, "en anden nøgle")
    assert link.opening == opening
    tokens = [token_of(ended), changed, unsigned, "x", "a" * 200, "æ%20ø"]
    answers = [look(office, f"/shortlists/{one}") for one in tokens]
    assert [a.status_code for a in answers] == [404] * len(tokens)
    assert len({a.json()["detail"] for a in answers}) == 1
    assert look(office, f"/shortlists/{token}").status_code == 200


def unit_of(unit: Any, office: Office) -> Any:
    unit.caller = office.caller("consultant")
    return unit


def test_only_a_consultant_hands_them_out(sqlite_office: Office) -> None:
    office, opening = sqlite_office, busiest(sqlite_office)
    for role in ("employer", "evaluator", "administrator", "auditor"):
        client = office.client(role)
        assert client.post(f"/openings/{opening}/links", json={}).status_code == 403
        assert client.get(f"/openings/{opening}/links").status_code == 403
        assert client.delete("/links/x").status_code == 403
    client = office.client("consultant")
    assert client.post("/openings/nowhere/links", json={}).status_code == 404
    assert client.get("/openings/nowhere/links").status_code == 404
    assert client.post(f"/openings/{opening}/links", json={"days": 91}).status_code == 422


def test_a_link_shows_its_own_opening_alone(sqlite_office: Office) -> None:
    opening, other = busiest(sqlite_office), foreign_opening(sqlite_office)
    assert look(sqlite_office, issue(sqlite_office, opening)["url"]).json()["opening"] == opening
    assert look(sqlite_office, issue(sqlite_office, other)["url"]).json()["opening"] == other


def test_looking_too_often_is_refused(sqlite_office: Office) -> None:
    sqlite_office.app.state.link_pace = Pace(PER_MINUTE, lambda: 0.0)
    for _ in range(PER_MINUTE):
        assert look(sqlite_office, "/shortlists/guess").status_code == 404
    answer = look(sqlite_office, "/shortlists/guess")
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1
