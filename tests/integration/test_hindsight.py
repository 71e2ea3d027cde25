"""Regret on refugee placement as it was: greedy choice in order of arrival beside what hindsight could have done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.evaluation.no_harm import first_come_first_served
from models.evaluation.regret import hindsight_of_options, regret
from tests.integration.public_instances import resettlement


@pytest.mark.parametrize(("actual", "optimum", "greedy"), [(False, 208.9981, 0.859), (True, 193.0923, 0.819)])
def test_greedy_in_file_order_reaches_what_is_known(
    shared_data: Callable[[str], Path], actual: bool, optimum: float, greedy: float
) -> None:
    problem = resettlement(shared_data("hias"), actual=actual)
    options = (problem.candidate, problem.value, problem.uses, problem.capacity)
    # The relaxed bound is never below the best in whole families, and not far above it.
    bound = hindsight_of_options(*options)
    assert optimum <= bound + 1e-4 <= optimum * 1.01
    families = int(problem.candidate.max()) + 1
    chosen = first_come_first_served(
        problem.candidate, problem.value, np.arange(families), problem.uses, problem.capacity, np.random.default_rng(1)
    )
    reached = float(problem.value[chosen].sum())
    assert reached / optimum == pytest.approx(greedy, abs=0.0006)
    assert regret(reached, bound).share < greedy + 0.001
