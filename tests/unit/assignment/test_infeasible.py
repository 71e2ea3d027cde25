"""Rules that cannot hold together are named, no more of them than it takes, in plain Danish."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.assignment.clash import Clash, Rule, listed, number
from matcher.assignment.clock import Clock
from matcher.assignment.infeasible import explain, needed_parts
from matcher.assignment.problem import Labels, Problem
from matcher.assignment.result import Result, Status
from matcher.assignment.solver import solve

LABELS = Labels(("anna", "bo"), ("a0", "a1", "b2", "b3"), ("plads", "mentor"), ("klausul", "andel"))


def refused(**change: Any) -> tuple[Result, list[str]]:
    arrays: dict[str, Any] = {
        "candidate": [0, 0, 1, 1],
        "value": [1.0, 1.0, 1.0, 1.0],
        "hours": [8.0, 6.0, 4.0, 4.0],
        "uses": [[1.0, 1.5], [0.0, 1.0], [1.0, 1.0], [0.0, 0.5]],
        "capacity": [1.0, 2.0],
        "max_options": [2, 1],
        "candidate_hours": [15.0, np.inf],
        "floors": [[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]],
        "at_least": [0.0, 0.0],
    }
    problem = Problem.of(**{**arrays, **change})
    result = solve(problem, time_limit=20)
    assert result.status is Status.INFEASIBLE
    assert (result.objective, result.bound, result.gap, result.chosen.tolist()) == (None, None, None, [])
    return result, result.sentences(LABELS)


def test_pins_over_what_a_candidate_may_hold() -> None:
    assert refused(pinned=[2, 3])[1] == ["Borger 'bo' må højst have 1 valg, men 2 er fastholdt: 'b2' og 'b3'."]


def test_pins_over_what_a_candidate_can_work() -> None:
    assert refused(pinned=[0, 1], candidate_hours=[13.5, np.inf], capacity=[1.0, 9.0])[1] == [
        "Borger 'anna' kan højst have 13,5 timer, men de fastholdte valg 'a0' og 'a1' kræver 14."
    ]


def test_pins_over_a_capacity_name_only_those_it_takes() -> None:
    result, sentences = refused(pinned=[0, 1, 3], capacity=[1.0, 2.0])
    assert sentences == ["Ressourcen 'mentor' har 2, men de fastholdte valg 'a0' og 'a1' bruger 2,5."]
    assert result.conflict == (Clash(Rule.CAPACITY, 1, 2.0, 2.5, (0, 1)),)


def test_pins_in_conflict() -> None:
    _, sentences = refused(pinned=[1, 3], conflicts=[[3, 1], [1, 3]])
    assert sentences == ["De fastholdte valg 'a1' og 'b3' udelukker hinanden."]


def test_every_broken_rule_is_named() -> None:
    rules = [clash.rule for clash in refused(pinned=[0, 2], conflicts=[[0, 2]])[0].conflict]
    assert rules == [Rule.CAPACITY, Rule.CAPACITY, Rule.CONFLICT]


def test_a_floor_against_a_capacity() -> None:
    # Both a0 and b2 count, and there is one place.
    assert refused(at_least=[2.0, 0.0], capacity=[1.0, 9.0])[1] == [
        "Mindstekravet 'klausul' er 2, men der kan højst nås 1, når dette også skal holde: kapaciteten af 'plads'."
    ]


def test_a_floor_against_either_of_two_capacities_names_one() -> None:
    # 'plads' alone is enough to make it impossible; so is 'mentor'. One of them is named, not both.
    clash = refused(at_least=[2.0, 0.0])[0].conflict[0]
    assert len(clash.resources) == 1
    assert clash.complete


def test_a_floor_against_a_pin() -> None:
    # Bo is pinned to b3, so b2 cannot count.
    assert refused(at_least=[0.0, 1.0], pinned=[3])[1] == [
        "Mindstekravet 'andel' er 1, men der kan højst nås 0, når dette også skal holde: de fastholdte valg 'b3'."
    ]


def test_a_floor_against_another_floor_and_a_capacity() -> None:
    # One place: a0 for 'klausul' alone (at least one of a0), or b2 for 'andel'.
    _, sentences = refused(
        floors=[[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0]], at_least=[1.0, 1.0], capacity=[1.0, 9.0]
    )
    assert sentences == [
        "Mindstekravet 'klausul' er 1, men der kan højst nås 0, når dette også skal holde: "
        "kapaciteten af 'plads'; mindstekravet 'andel'."
    ] or sentences == [
        "Mindstekravet 'andel' er 1, men der kan højst nås 0, når dette også skal holde: "
        "kapaciteten af 'plads'; mindstekravet 'klausul'."
    ]


def test_a_floor_that_nothing_can_reach() -> None:
    assert refused(at_least=[3.0, 0.0], capacity=[9.0, 9.0])[1] == [
        "Mindstekravet 'klausul' er 3, men der kan højst nås 2, "
        "også når der ses bort fra kapacitet, andre mindstekrav og fastholdte valg."
    ]


def test_without_time_the_rules_are_listed_as_far_as_they_came() -> None:
    problem = Problem.of(
        candidate=[0], value=[1.0], uses=[[1.0]], capacity=[0.0], floors=[[1.0]], at_least=[1.0], penalty=[np.inf]
    )
    (clash,) = explain(problem, Clock(0.0), lambda _problem: None)
    assert (clash.complete, clash.index) == (False, 0)
    assert clash.sentence(Labels.numbered(problem)).startswith("Mindstekravet '0' er 1")


@pytest.mark.parametrize(
    "cause", [set(), {("pin", 3)}, {("pin", 0), ("resource", 4)}, {("floor", 1), ("pin", 2), ("resource", 0)}]
)
def test_what_is_needed_is_found_and_nothing_else(cause: set[tuple[str, int]]) -> None:
    rules = [(kind, index) for kind in ("pin", "floor", "resource") for index in range(5)]
    assert set(needed_parts(rules, cause.issubset)) == cause


def test_names_and_numbers_are_written_as_danes_do() -> None:
    assert listed(["a"]) == "'a'"
    assert listed(["a", "b", "c"]) == "'a', 'b' og 'c'"
    assert listed(list(range(10))) == "'0', '1', '2', '3', '4', '5', '6', '7' og 2 til"
    assert [number(x) for x in (2.0, 2.5, 0.125, 1e6)] == ["2", "2,5", "0,125", "1000000"]
