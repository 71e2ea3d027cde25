"""Why, why not, and what would change it: the engine's own trace, cut for those who see no needs."""

from __future__ import annotations

import typing
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.columns import make_world
from matcher.domain.reason import Verdict
from matcher.eligibility import judge
from matcher.eligibility.block import Block
from matcher.explanation import as_plain, candidate_text, consultant_text, explain_one
from matcher.explanation.trace import PairTrace, Possible, ReasonTrace
from matcher.services.caller import SYSTEM
from matcher.services.fields import TRACE_FIELDS
from matcher.store import tables
from matcher.store.facts import load_facts
from tests.office import Office
from tests.service.planned import WEIGHTS, village_plan


def engine_trace(office: Office, candidate: str, opening: str) -> PairTrace:
    with office.services.unit(SYSTEM, writes=False) as unit:
        facts = load_facts(unit.connection, unit.day)
    return explain_one(make_world(facts, load_catalogue()), candidate, opening, WEIGHTS)


def why(office: Office, role: str, candidate: str, opening: str, text: str = "") -> Any:
    query = f"?text={text}" if text else ""
    return office.client(role).get(f"/pairs/{candidate}/{opening}/explanation{query}")


def one_of_each(office: Office) -> dict[str, tuple[str, str]]:
    """A pair of Kim's for each verdict."""
    world = village_plan().world
    rows = [world.facts.candidate_by_id[candidate] for candidate in office.mine]
    verdicts = judge(Block(world, world.candidates(rows))).verdict
    found: dict[str, tuple[str, str]] = {}
    for verdict in Verdict:
        n, m = np.argwhere(verdicts == verdict)[0]
        found[verdict.name.lower()] = (rows[n].id, world.openings.rows[m].id)
    return found


def test_it_is_what_the_command_says(office: Office) -> None:
    for verdict, (candidate, opening) in one_of_each(office).items():
        answer = why(office, "consultant", candidate, opening).json()
        assert answer["verdict"] == verdict
        assert answer.pop("versions")["day"] == "2026-11-24"
        trace = engine_trace(office, candidate, opening)
        assert answer == {"format": "brobygger-why/1", **as_plain(trace)}


@pytest.mark.parametrize(("reader", "words"), [("consultant", consultant_text), ("candidate", candidate_text)])
def test_the_text_is_read_off_the_same_trace(sqlite_office: Office, reader: str, words: Any) -> None:
    candidate, opening = sqlite_office.mine[0], sqlite_office.facts.openings[0].id
    answer = why(sqlite_office, "consultant", candidate, opening, reader).json()
    assert answer["text"] == words(engine_trace(sqlite_office, candidate, opening))


def test_a_colleagues_candidate_nobody_and_no_opening_look_the_same(office: Office) -> None:
    opening = office.facts.openings[0].id
    pairs = [(office.others[0], opening), ("nobody", opening), (office.mine[0], "nowhere")]
    answers = [why(office, "consultant", *pair) for pair in pairs]
    assert [a.status_code for a in answers] == [404] * 3
    assert len({a.json()["detail"] for a in answers}) == 1
    assert [why(office, "auditor", *pair).status_code for pair in pairs] == [200, 404, 404]


def test_only_consultants_and_auditors_are_told_why(sqlite_office: Office) -> None:
    pair = (sqlite_office.mine[0], sqlite_office.facts.openings[0].id)
    for role in ("employer", "evaluator", "administrator"):
        assert why(sqlite_office, role, *pair).status_code == 403


def test_it_is_logged_with_whom_it_is_about(office: Office) -> None:
    candidate, opening = office.mine[0], office.facts.openings[0].id
    why(office, "consultant", candidate, opening)
    (row,) = office.rows(tables.audit, tables.audit.c.action == "explain")
    assert (row["actor"], row["purpose"], row["object"]) == ("ac_kim", "matching", f"{candidate}/{opening}")
    assert row["detail"]["verdict"] in ("yes", "ask", "no") and row["detail"]["candidate_version"] == 1
    subjects = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == row["number"])
    assert [s["candidate"] for s in subjects] == [candidate]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for item in value.values() for word in strings(item)]
    if isinstance(value, list):
        return [word for item in value for word in strings(item)]
    return [value] if isinstance(value, str) else []


def test_an_auditor_sees_rules_and_value_but_no_need(office: Office) -> None:
    catalogue, checked = load_catalogue(), 0
    for candidate, opening in one_of_each(office).values():
        answer = why(office, "auditor", candidate, opening, "consultant").json()
        assert "text" not in answer and "musts" not in answer and "scheme" not in answer
        assert {"verdict", "summary", "reasons", "rules", "not_used"} <= answer.keys()
        said = " ".join(strings({name: value for name, value in answer.items() if name not in ("rules", "not_used")}))
        for need in office.facts.candidate_by_id[candidate].needs:
            row = catalogue.accommodations[need.accommodation]
            assert row.id not in said and row.danish not in said
            checked += 1
        if answer["possible"]:
            assert set(answer["possible"]) == {"value"}
        for reason in answer["reasons"]:
            assert set(reason["reason"]) == {"rule", "verdict"}
    assert checked > 3


def test_every_field_of_a_trace_has_its_group() -> None:
    # Guards against a new field that nobody sees, or that everybody does.
    named = set(TRACE_FIELDS)
    inner = {"reasons": ReasonTrace, "possible": Possible}
    missing = []
    for field in fields(PairTrace):
        paths = [field.name]
        if field.name in inner:
            paths = [f"{field.name}.{part.name}" for part in fields(inner[field.name])]
        missing += [p for p in paths if p not in named and not any(n.startswith(f"{p}.") for n in named)]
    assert missing == []
    hints = typing.get_type_hints(ReasonTrace)
    reason = hints["reason"]
    assert is_dataclass(reason)
    assert {f"reasons.reason.{f.name}" for f in fields(reason)} <= named
    rule = next(kind for kind in typing.get_args(hints["legal"]) if is_dataclass(kind))
    for where in ("rules", "reasons.legal"):
        assert {f"{where}.{f.name}" for f in fields(rule)} <= named
