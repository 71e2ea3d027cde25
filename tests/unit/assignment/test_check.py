"""The independent verifier refuses each planted violation, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.assignment.check import Kind, check
from matcher.assignment.problem import Labels, Problem
from tests.project import ROOT

# Anna (two jobs, 12 hours) has options 0, 1, 2; Bo has 3, 4. Option 4 is pinned, 3 forbidden, 0 and 1 overlap.
PROBLEM = Problem.of(
    candidate=[0, 0, 0, 1, 1],
    value=[4.0, 3.0, 2.0, 5.0, 1.5],
    hours=[8.0, 4.0, 6.0, 5.0, 5.0],
    uses=[[1.0, 0.0], [1.0, 2.0], [0.0, 2.0], [0.0, 1.0], [0.0, 0.5]],
    capacity=[1.0, 2.5],
    max_options=[2, 1],
    candidate_hours=[12.0, np.inf],
    floors=[[0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [0.0, 2.0], [0.0, 1.0]],
    at_least=[1.0, 3.0],
    penalty=[np.inf, 0.5],
    conflicts=[[0, 1]],
    pinned=[4],
    forbidden=[3],
)
LABELS = Labels(("anna", "bo"), ("a0", "a1", "a2", "b3", "b4"), ("plads", "mentor"), ("klausul", "ønske"))

# 1 and 4: 3 + 1.5 less 0.5 x (3 - 1) = 3.5; uses 1 place and 2.5 mentor hours.
GOOD = [1, 4]
CLAIMS: dict[str, Any] = {
    "objective": 3.5,
    "bound": 4.2,
    "gap": 0.2,
    "short": [0.0, 2.0],
    "prices": [0.0, 0.7],
}


def kinds(chosen: list[int], **claims: Any) -> list[Kind]:
    return [violation.kind for violation in check(PROBLEM, chosen, labels=LABELS, **claims)]


def test_a_good_plan_with_right_claims_passes() -> None:
    assert check(PROBLEM, GOOD, labels=LABELS, **CLAIMS) == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([1, 4, 5], [Kind.UNKNOWN_OPTION]),
        ([1, 4, -1], [Kind.UNKNOWN_OPTION]),
        ([1, 4, 1], [Kind.CHOSEN_TWICE]),
        ([1], [Kind.PIN_MISSING]),
        ([4], [Kind.FLOOR]),
        ([1, 3, 4], [Kind.FORBIDDEN, Kind.MAX_OPTIONS, Kind.CAPACITY]),
        ([1, 2, 4], [Kind.CAPACITY]),
        ([0, 1, 4], [Kind.CAPACITY, Kind.CONFLICT]),
        ([0, 2, 4], [Kind.HOURS, Kind.FLOOR]),
    ],
)
def test_each_broken_rule_is_found(chosen: list[int], expected: list[Kind]) -> None:
    assert kinds(chosen) == expected


@pytest.mark.parametrize(
    ("claim", "value", "expected"),
    [
        ("objective", 3.6, [Kind.OBJECTIVE, Kind.GAP]),
        ("objective", 4.5, [Kind.OBJECTIVE, Kind.BOUND, Kind.GAP]),
        ("objective", float("nan"), [Kind.OBJECTIVE, Kind.BOUND, Kind.GAP]),
        ("bound", 3.4, [Kind.BOUND, Kind.GAP]),
        ("gap", 0.1, [Kind.GAP]),
        ("short", [0.0, 1.0], [Kind.SHORT]),
        ("short", [0.0], [Kind.SHORT]),
        ("prices", [0.0, -0.1], [Kind.PRICE]),
        ("prices", [0.0, float("nan")], [Kind.PRICE]),
        ("prices", [0.0], [Kind.PRICE]),
    ],
)
def test_each_wrong_claim_is_found(claim: str, value: Any, expected: list[Kind]) -> None:
    assert kinds(GOOD, **{**CLAIMS, claim: value}) == expected


def test_a_violation_names_who_and_how_much() -> None:
    (over,) = check(PROBLEM, [1, 2, 4], labels=LABELS)
    assert (over.kind, over.subject, over.options, over.found, over.allowed) == (Kind.CAPACITY, 1, (1, 2, 4), 4.5, 2.5)
    assert over.sentence == "Ressourcen 'mentor' er brugt 4.5, men har 2.5."
    (short,) = check(PROBLEM, [4], labels=LABELS)
    assert short.sentence == "Mindstekravet 'klausul' er 1, men kun 0 er nået."


def test_rounding_is_no_violation_but_more_than_that_is() -> None:
    tenths = Problem.of(candidate=[0, 1, 2], value=[1.0] * 3, uses=[[0.1]] * 3, capacity=[0.3])
    assert check(tenths, [0, 1, 2], objective=3.0) == []
    assert [v.kind for v in check(tenths, [0, 1, 2], objective=3.0 + 1e-5)] == [Kind.OBJECTIVE]
    over = Problem.of(candidate=[0, 1, 2], value=[1.0] * 3, uses=[[0.1]] * 3, capacity=[0.29999])
    assert [v.kind for v in check(over, [0, 1, 2])] == [Kind.CAPACITY]


def test_the_verifier_shares_no_code_with_the_solver() -> None:
    source = (ROOT / "matcher" / "assignment" / "check.py").read_text(encoding="utf-8")
    ours = [line for line in source.splitlines() if "import" in line and "matcher" in line]
    assert ours == ["from matcher.assignment.problem import Labels, Problem"]
