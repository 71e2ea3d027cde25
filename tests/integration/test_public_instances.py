"""Public problems with known optima. The data lies beside the project, not in it; without it these tests skip."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.assignment.check import check
from matcher.assignment.problem import Problem
from matcher.assignment.result import Result, Status
from matcher.assignment.solver import solve
from tests.integration.public_instances import ENOUGH, generalised_assignment, one_to_one, resettlement

Find = Callable[[str], Path]


def proven(problem: Problem) -> Result:
    """Solve, and require a proof and claims that hold."""
    result = solve(problem, time_limit=120)
    assert result.status is Status.OPTIMAL
    found = check(
        problem,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )
    assert found == []
    return result


@pytest.mark.parametrize(("actual", "optimum"), [(False, 208.9981), (True, 193.0923)], ids=["stated", "actual"])
def test_refugee_families_reach_the_best_expected_employment(shared_data: Find, actual: bool, optimum: float) -> None:
    problem = resettlement(shared_data("hias"), actual=actual)
    assert problem.candidate_count == 329
    result = proven(problem)
    assert result.objective == pytest.approx(optimum, abs=5e-5)


@pytest.mark.parametrize(
    ("family", "count"),
    [("cattrysse1994", 60), pytest.param("chu1997", 12, marks=pytest.mark.slow)],
)
def test_generalised_assignments_reach_the_known_optima(shared_data: Find, family: str, count: int) -> None:
    folder = shared_data("gap")
    with (folder / "optima.csv").open(newline="", encoding="utf-8") as file:
        optima = {row["Path"]: row["Optimum"] for row in csv.DictReader(file) if row["Path"].startswith(f"{family}/")}
    found = {}
    for path in sorted((folder / family).iterdir()):
        objective = proven(generalised_assignment(path)).objective
        assert objective is not None
        found[f"{family}/{path.name}"] = -objective
    assert len(found) == count
    assert found == pytest.approx({name: float(optima[name]) for name in found}, abs=1e-6)


def test_one_to_one_assignment_costs_991_by_network_flow(shared_data: Find) -> None:
    result = proven(one_to_one(shared_data("lap") / "assign500.txt"))
    assert result.method.startswith("network flow")
    assert len(result.chosen) == 500
    assert result.objective is not None
    assert 500 * ENOUGH - result.objective == 991
