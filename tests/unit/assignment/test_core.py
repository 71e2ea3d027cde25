"""What is taken out of a problem before it is solved, and the order of what is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.assignment.core import Core, core_of
from matcher.assignment.problem import Problem
from matcher.assignment.splitting import split


def options(core: Core) -> set[int]:
    return set(core.option.tolist())


def problem(**change: Any) -> Problem:
    """Anna (0) has options 0-2, Bo (1) 3-4; one place, four mentor hours."""
    arrays: dict[str, Any] = {
        "candidate": [0, 0, 0, 1, 1],
        "value": [4.0, 3.0, 2.0, 5.0, 1.0],
        "uses": [[1.0, 3.0], [1.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 2.0]],
        "capacity": [1.0, 4.0],
        "max_options": [2, 1],
    }
    return Problem.of(**{**arrays, **change})


def test_forbidden_options_and_those_of_no_worth_are_out() -> None:
    assert options(core_of(problem(forbidden=[3], value=[4.0, 0.0, -1.0, 5.0, 1.0]))) == {0, 4}


def test_an_option_of_no_worth_stays_when_it_counts_towards_a_floor() -> None:
    floors = [[0.0], [0.0], [1.0], [0.0], [0.0]]
    kept = problem(value=[4.0, 0.0, -1.0, 5.0, 1.0], floors=floors, at_least=[1.0])
    assert options(core_of(kept)) == {0, 2, 3, 4}
    worthless = problem(value=[4.0, 0.0, -1.0, 5.0, 1.0], floors=floors, at_least=[1.0], penalty=[0.0])
    assert options(core_of(worthless)) == {0, 3, 4}


def test_a_pin_takes_its_share_of_everything() -> None:
    # Option 0 pinned: the place is gone (1 and 3 out), one of four mentor hours is left (2 and 4 out).
    core = core_of(problem(pinned=[0]))
    assert options(core) == set()
    assert core.base == 4.0
    # Relaxed, parts of them would be chosen, and their resources have a price; Anna may hold one more option.
    relaxed = core_of(problem(pinned=[0]), fractions=True)
    assert options(relaxed) == {1, 2, 3, 4}
    assert dict(zip(relaxed.resource.tolist(), relaxed.capacity.tolist(), strict=True)) == {0: 0.0, 1: 1.0}
    assert sorted(relaxed.most.tolist()) == [1, 1]


def test_what_a_pin_excludes_is_out() -> None:
    assert options(core_of(problem(pinned=[2], conflicts=[[2, 1]]))) == {3, 4}
    assert options(core_of(problem(pinned=[4]))) == {1, 2}  # Bo has his one option; 0 needs three hours of two
    assert options(core_of(problem(hours=[8.0, 4.0, 4.0, 0, 0], candidate_hours=[8.0, np.inf], pinned=[1]))) == {2, 4}


def test_rows_that_cannot_run_out_are_out() -> None:
    # At most 3 + 2 mentor hours by Anna, who may hold two, and 2 by Bo: 7.
    assert set(core_of(problem(capacity=[1.0, 7.0])).resource.tolist()) == {0}
    assert set(core_of(problem(capacity=[1.0, 6.9])).resource.tolist()) == {0, 1}
    # Holding one, Anna uses at most 3.
    assert set(core_of(problem(capacity=[1.0, 5.0], max_options=[1, 1])).resource.tolist()) == {0}


def test_hours_and_conflicts_that_cannot_bind_are_out() -> None:
    timed = {"hours": [5.0, 4.0, 3.0, 9.0, 9.0], "conflicts": [[0, 1], [3, 4]]}
    core = core_of(problem(**timed, candidate_hours=[9.0, 10.0]))
    assert core.limit.tolist() == [np.inf, np.inf]
    assert core.clash.nnz == 2  # 0 and 1, both ways; Bo can hold only one of 3 and 4 anyway
    assert 8.9 in core_of(problem(**timed, candidate_hours=[8.9, 10.0])).limit


def test_a_soft_floor_that_nothing_can_reach_is_a_loss_known_beforehand() -> None:
    core = core_of(problem(floors=np.zeros((5, 1)), at_least=[2.0], penalty=[1.5]))
    assert (core.base, len(core.at_least)) == (-3.0, 0)


def test_content_decides_the_order_not_numbers() -> None:
    base = problem(conflicts=[[0, 1]], floors=[[1.0], [0.0], [0.0], [2.0], [0.0]], at_least=[1.0])
    order = np.array([4, 2, 0, 3, 1])
    place = np.argsort(order)
    shuffled = Problem.of(
        candidate=1 - base.candidate[order],
        value=base.value[order],
        uses=base.uses[order][:, [1, 0]],
        capacity=base.capacity[[1, 0]],
        max_options=[1, 2],
        conflicts=place[base.conflicts[:, ::-1]],
        floors=base.floors[order],
        at_least=[1.0],
    )
    one, other = core_of(base), core_of(shuffled)
    assert one.value.tolist() == other.value.tolist()
    assert one.uses.toarray().tolist() == other.uses.toarray().tolist()
    assert one.clash.toarray().tolist() == other.clash.toarray().tolist()
    assert order[other.option].tolist() == one.option.tolist()


def test_the_value_of_a_plan_counts_pins_and_penalties() -> None:
    core = core_of(problem(pinned=[4], floors=[[0.0], [1.0], [0.0], [0.0], [0.0]], at_least=[3.0], penalty=[2.0]))
    first = int(np.flatnonzero(core.option == 1)[0])
    # The pin is worth 1, option 1 is worth 3, and two of three are missing at 2 each.
    assert core.plan_value(np.array([first])) == 1.0 + 3.0 - 4.0
    assert core.short(np.array([first])).tolist() == [2.0]


def test_a_split_group_becomes_rows() -> None:
    timed = problem(hours=[5.0, 4.0, 3.0, 9.0, 9.0], candidate_hours=[8.0, np.inf], conflicts=[[0, 1]])
    core = core_of(timed)
    anna = np.flatnonzero(core.most == 2)
    apart = split(core, core.most == 2)
    assert len(apart.most) == 4  # three options of Anna, each alone, and Bo
    assert set(apart.most.tolist()) == {1}
    by_option = apart.uses.toarray()[np.argsort(apart.option)]
    own = apart.resource < 0
    rows = {tuple(row) + (limit,) for row, limit in zip(by_option[:, own].T, apart.capacity[own], strict=True)}
    assert rows == {
        (1.0, 1.0, 1.0, 0.0, 0.0, 2.0),  # two options
        (5.0, 4.0, 3.0, 0.0, 0.0, 8.0),  # eight hours
        (1.0, 1.0, 0.0, 0.0, 0.0, 1.0),  # the conflict
    }
    assert apart.clash.nnz == 0
    assert len(anna) == 1


def test_a_conflict_across_groups_becomes_a_row_even_when_nothing_is_split() -> None:
    core = core_of(problem(conflicts=[[0, 1], [2, 4]]))
    rows = split(core, np.zeros(len(core.most), bool))
    assert rows.clash.nnz == 2
    assert rows.capacity[rows.resource < 0].tolist() == [1.0]


@pytest.mark.parametrize("count", [0, 3])
def test_a_problem_without_options_has_an_empty_core(count: int) -> None:
    empty = Problem.of(candidate=[], value=[], uses=np.zeros((0, 1)), capacity=[1.0], max_options=[1] * count)
    core = core_of(empty)
    assert (len(core.value), len(core.most), len(core.capacity), core.base) == (0, 0, 0, 0.0)
