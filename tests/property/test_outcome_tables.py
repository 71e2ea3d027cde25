"""No number of one to nine people can be worked out from what is shown of outcomes that hold one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.disclosure.outcome_tables import outcome_tables
from models.evaluation.fairness import GroupRate, Impact, Standing

Group = tuple[int, int, int, int]
"""Placed, possible but not placed, not possible, and on a shortlist."""
PLACED, POSSIBLE, ALL, LISTED = (1, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (0, 0, 0, 1)
SECRETS = {
    "placed": PLACED,
    "not placed": (0, 1, 1, 0),
    "possible": POSSIBLE,
    "not possible": (0, 0, 1, 0),
    "possible, not placed": (0, 1, 0, 0),
    "listed": LISTED,
    "not listed": (1, 1, 1, -1),
    "possible, not listed": (1, 1, 0, -1),
    "all": ALL,
}


@st.composite
def group(draw: st.DrawFn) -> Group:
    count = st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 15), st.integers(10, 60))
    placed, able, unable = draw(count), draw(count), draw(count)
    return placed, able, unable, draw(st.integers(0, placed + able))


@st.composite
def listed_group(draw: st.DrawFn) -> Group:
    """Of whom lists, and for how many something is possible, tell of nobody; how many are placed may."""
    listed, not_listed, unable = (draw(st.integers(10, 40)) for _ in range(3))
    placed = draw(st.integers(0, listed + not_listed))
    return placed, listed + not_listed - placed, unable, listed


NOBODY: Group = (0, 0, 0, 0)
SOME = st.lists(group().filter(lambda row: sum(row[:3]) > 0), min_size=2, max_size=5)
LISTED_GROUPS = st.lists(listed_group(), min_size=2, max_size=5)


def of(rows: Sequence[Group], having: Group, whole: Group) -> Impact:
    """An outcome of groups, the unknown last; no rate is needed."""
    numbers = [(int(np.dot(row, having)), int(np.dot(row, whole))) for row in rows]
    groups = tuple(
        GroupRate(str(place), n, selected, Standing.TOO_SMALL, None, None, None)
        for place, (selected, n) in enumerate(numbers[:-1])
        if n
    )
    return Impact(groups, numbers[-1][1], sum(n for _, n in numbers), sum(selected for selected, _ in numbers))


@settings(max_examples=200, deadline=None)
@example(groups=[(20, 32, 8, 40), (30, 30, 40, 30)], unknown=NOBODY)
@example(groups=[(54, 0, 12, 51)], unknown=(15, 27, 12, 33))
@example(groups=[(5, 44, 3, 5), (11, 13, 5, 13), (12, 5, 23, 7), (0, 10, 15, 2), (19, 30, 12, 47)], unknown=NOBODY)
@example(groups=[(0, 0, 40, 0), (30, 30, 40, 30)], unknown=NOBODY)
@given(groups=st.one_of(SOME, LISTED_GROUPS), unknown=st.one_of(st.just(NOBODY), group(), listed_group()))
def test_nobody_reckons_a_small_number_from_all_that_is_shown(groups: list[Group], unknown: Group) -> None:
    rows = [*groups, unknown]
    told = {"possible": (POSSIBLE, ALL), "placed": (PLACED, ALL), "shortlisted": (LISTED, ALL)}
    told["placed_of_possible"] = (PLACED, POSSIBLE)
    outcomes = {name: of(rows, *what) for name, what in told.items()}
    # Each number shown is an equation; how many all are, and how many of all have each, is known besides.
    equations = [np.tile(what, len(rows)) for what in (PLACED, POSSIBLE, ALL, LISTED)]

    def equation(row: int, what: Group) -> np.ndarray:
        found = np.zeros(4 * len(rows))
        found[4 * row : 4 * row + 4] = what
        return found

    for name, seen in outcome_tables(outcomes).items():
        places = [*(int(one.label) for one in outcomes[name].groups), len(groups)]
        for numbers, what in zip((seen.selected, seen.n), told[name], strict=True):
            for place, number in zip(places, numbers, strict=False):
                if number is not None:
                    assert number == np.dot(rows[place], what) >= 10
                    equations.append(equation(place, what))
    rank = np.linalg.matrix_rank(equations)
    for place, row in enumerate(rows):
        for name, what in SECRETS.items():
            if 0 < np.dot(row, what) < 10:
                assert np.linalg.matrix_rank([*equations, equation(place, what)]) > rank, (name, row)


def test_numbers_are_shown_where_nothing_is_small() -> None:
    rows: list[Group] = [(20, 30, 15, 35), (30, 20, 25, 38), NOBODY]
    found = outcome_tables(
        {
            "possible": of(rows, POSSIBLE, ALL),
            "placed": of(rows, PLACED, ALL),
            "shortlisted": of(rows, LISTED, ALL),
            "placed_of_possible": of(rows, PLACED, POSSIBLE),
        }
    )
    assert found["possible"].n == (65, 75, None) and found["possible"].selected == (50, 50)
    assert found["placed"].selected == found["placed_of_possible"].selected == (20, 30)
    assert found["placed_of_possible"].n[:-1] == (50, 50) and found["shortlisted"].selected == (35, 38)
