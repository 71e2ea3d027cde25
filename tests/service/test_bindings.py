"""Pins and forbids: one for a pair, by her own consultant, with a reason; the law cannot be pinned away."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from matcher.columns import make_world
from matcher.domain import Binding, BindingKind, Candidate, Opening
from matcher.domain.reason import Verdict
from matcher.eligibility import HARD_RULES, explain_pair
from matcher.services.judging import judge_pair
from matcher.store import tables
from matcher.store.facts import PEOPLE, load_facts, revision, save_rows
from tests.municipality import CATALOGUE
from tests.office import MORNING, Office

PIN = {"kind": "fasthold", "reason": "Aftalt på mødet", "code": "agreed_with_employer"}
FORBID = {"kind": "udeluk", "reason": "Borgeren har sagt nej", "code": "candidate_says_no"}
LEGAL = {rule.id for rule in HARD_RULES if rule.legal}


def pair_where(office: Office, legal: bool, other: bool) -> tuple[str, str]:
    """A pair of a candidate of Kim's that a legal rule, and another hard rule, stand in the way of or not."""
    world = make_world(office.facts, CATALOGUE)
    bound = {(b.candidate, b.opening) for b in office.facts.bindings}
    for candidate in office.mine:
        for opening in sorted(office.facts.opening_by_id):
            if (candidate, opening) in bound:
                continue
            _, reasons = explain_pair(world, candidate, opening)
            no = {reason.rule for reason in reasons if reason.verdict is Verdict.NO}
            if bool(no & LEGAL) is legal and bool(no - LEGAL) is other and (no or not reasons):
                return candidate, opening
    raise AssertionError("the village has no such pair")


def test_a_pair_is_pinned_changed_turned_round_and_let_go(office: Office) -> None:
    candidate, opening = pair_where(office, legal=False, other=False)
    client, path = office.client("consultant"), f"/candidates/{candidate}/bindings/{opening}"
    before = {b["opening"] for b in client.get(f"/candidates/{candidate}/bindings").json()["items"]}
    with office.store.reading() as connection:
        people = revision(connection, PEOPLE)
    pinned = client.put(path, json=PIN)
    assert (pinned.status_code, pinned.headers["ETag"]) == (200, '"v1"')
    assert pinned.json() == {
        "opening": opening,
        **PIN,
        "decided_by": "ac_kim",
        "changed_at": "2026-11-24T09:00:00Z",
        "version": 1,
        "warnings": [],
    }
    # A forbid takes the pin's place only when the one who says so has read the pin.
    assert client.put(path, json=FORBID).status_code == 428
    assert client.put(path, json=FORBID, headers={"If-Match": '"v7"'}).status_code == 412
    turned = client.put(path, json=FORBID, headers={"If-Match": '"v1"'})
    assert (turned.json()["kind"], turned.headers["ETag"]) == ("udeluk", '"v2"')
    items = client.get(f"/candidates/{candidate}/bindings").json()["items"]
    assert [b["kind"] for b in items if b["opening"] == opening] == ["udeluk"]
    assert client.delete(path, params={"code": "things_have_changed"}).status_code == 428
    let_go = client.delete(path, params={"code": "things_have_changed"}, headers={"If-Match": '"v2"'})
    assert let_go.status_code == 204
    assert {b["opening"] for b in client.get(f"/candidates/{candidate}/bindings").json()["items"]} == before
    assert client.delete(path, params={"code": "bound_by_mistake"}, headers={"If-Match": '"v2"'}).status_code == 404
    with office.store.reading() as connection:
        assert revision(connection, PEOPLE) == people + 3
    log = office.rows(tables.audit, tables.audit.c.object == f"{candidate}/{opening}")
    assert [(row["action"], row["detail"]["before"], row["detail"]["code"]) for row in log] == [
        ("pin", None, "agreed_with_employer"),
        ("forbid", "fasthold", "candidate_says_no"),
        ("unbind", "udeluk", "things_have_changed"),
    ]
    assert "Aftalt" not in str([row["detail"] for row in log])
    subjects = {r["candidate"] for row in log for r in office.rows(tables.audit_subjects, _about(row["number"]))}
    assert subjects == {candidate}


def _about(number: int) -> sa.ColumnElement[bool]:
    return tables.audit_subjects.c.number == number


def test_a_pin_against_the_law_is_refused_with_the_rules_sentence(office: Office) -> None:
    candidate, opening = pair_where(office, legal=True, other=False)
    _, reasons = explain_pair(make_world(office.facts, CATALOGUE), candidate, opening)
    sentences = [r.sentence for r in reasons if r.rule in LEGAL and r.verdict is Verdict.NO]
    path = f"/candidates/{candidate}/bindings/{opening}"
    answer = office.client("consultant").put(path, json=PIN)
    assert (answer.status_code, answer.json()["code"]) == (409, "legal")
    assert [error["sentence"] for error in answer.json()["errors"]] == sentences
    assert sentences[0] in answer.json()["detail"]
    assert office.client("consultant").put(path, json=FORBID).status_code == 200


def test_a_pin_against_another_hard_rule_is_taken_with_its_warnings(office: Office) -> None:
    candidate, opening = pair_where(office, legal=False, other=True)
    _, reasons = explain_pair(make_world(office.facts, CATALOGUE), candidate, opening)
    answer = office.client("consultant").put(f"/candidates/{candidate}/bindings/{opening}", json=PIN)
    assert answer.status_code == 200
    assert answer.json()["warnings"] == [reason.sentence for reason in reasons] != []


def test_a_pair_is_judged_alike_alone_and_in_the_whole_municipality(sqlite_office: Office) -> None:
    with sqlite_office.services.unit(sqlite_office.caller("consultant"), writes=False) as unit:
        facts = replace(load_facts(unit.connection, unit.day), bindings=())
        world = make_world(facts, unit.catalogue)
        told = 0
        for candidate in sorted(facts.candidate_by_id)[:25]:
            for opening in sorted(facts.opening_by_id)[:12]:
                _, reasons = explain_pair(world, candidate, opening)
                person: Candidate = facts.candidate_by_id[candidate]
                place: Opening = facts.opening_by_id[opening]
                said = judge_pair(unit, person, place)
                assert [(s.rule, s.verdict, s.sentence) for s in said] == [
                    (r.rule, r.verdict, r.sentence) for r in reasons
                ]
                told += len(said)
    assert told > 100


def test_a_reason_is_given_and_it_is_one_for_that_step(office: Office) -> None:
    candidate, opening = pair_where(office, legal=False, other=False)
    client, path = office.client("consultant"), f"/candidates/{candidate}/bindings/{opening}"
    wrong = [
        {"kind": "fasthold"},
        {"kind": "fasthold", "reason": " "},
        {"kind": "fasthold", "code": "candidate_says_no"},
        {"kind": "udeluk", "code": "findes_ikke"},
        {"kind": "udeluk", "reason": "010190-1234 siger nej"},
    ]
    assert [client.put(path, json=body).status_code for body in wrong] == [422] * 5
    assert client.put(path, json={"kind": "udeluk", "reason": "Vi har talt om det"}).status_code == 200
    assert client.delete(path, headers={"If-Match": '"v1"'}).status_code == 422
    wrong_code = client.delete(path, params={"code": "plan_published"}, headers={"If-Match": '"v1"'})
    assert wrong_code.status_code == 422


def test_only_her_own_consultant_binds_and_nobody_else_learns_that_she_is_there(office: Office) -> None:
    opening = sorted(office.facts.opening_by_id)[0]
    client = office.client("consultant")
    answers = [client.put(f"/candidates/{key}/bindings/{opening}", json=FORBID) for key in (office.others[0], "ingen")]
    answers += [client.get(f"/candidates/{key}/bindings") for key in (office.others[0], "ingen")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.json()["detail"] for answer in answers}) == 1
    mine = f"/candidates/{office.mine[0]}/bindings"
    for role in ("employer", "evaluator", "administrator", "auditor"):
        other = office.client(role)
        assert other.get(mine).status_code == 403
        assert other.put(f"{mine}/{opening}", json=FORBID).status_code == 403
        assert other.delete(f"{mine}/{opening}", params={"code": "x"}).status_code == 403
    assert client.put(f"{mine}/ingen", json=FORBID).status_code == 404
    assert office.client("consultant", purpose=None).get(mine).status_code == 428


def test_a_pair_under_way_is_not_forbidden_beside_its_placement(office: Office) -> None:
    candidate, opening = pair_where(office, legal=False, other=False)
    path, client = f"/candidates/{candidate}/bindings/{opening}", office.client("consultant")
    row = {
        "id": "pl_x",
        "candidate": candidate,
        "opening": opening,
        "scheme": "fleksjob",
        "hours": 4.0,
        "presence": 4.0,
        "tasks": {},
        "measures": [],
        "worth": {},
        "employer_text": "",
        "created_at": MORNING,
        "created_by": "ac_kim",
        "version": 1,
        "changed_at": MORNING,
    }
    with office.store.writing() as connection:
        connection.execute(sa.insert(tables.placements).values(**row, state="introduced"))
    refused = client.put(path, json=FORBID)
    assert (refused.status_code, refused.json()["code"]) == (409, "under_way")
    with office.store.writing() as connection:
        connection.execute(sa.update(tables.placements).values(state="proposed"))
    assert client.put(path, json=FORBID).status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_import_that_says_the_opposite_leaves_one_binding(kind: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue("make_copy")(kind)
    candidate, opening = pair_where(office, legal=False, other=False)
    office.client("consultant").put(f"/candidates/{candidate}/bindings/{opening}", json=FORBID)
    with office.services.unit(office.caller("consultant")) as unit:
        pin = Binding(candidate, opening, BindingKind.PIN, "fra filen")
        save_rows(unit.connection, "bindings", [pin], unit.now)
        found = [b for b in load_facts(unit.connection, unit.day).bindings if b.candidate == candidate]
    assert [b for b in found if b.opening == opening] == [pin]
    here = (tables.bindings.c.candidate == candidate) & (tables.bindings.c.opening == opening)
    row = office.rows(tables.bindings, here)[0]
    assert (row["code"], row["decided_by"], row["version"]) == (None, None, 2)
