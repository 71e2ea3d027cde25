"""Small named problems with their answers worked out by hand, shared by the tests of every method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.assignment.problem import Problem


@dataclass(frozen=True, slots=True)
class Case:
    """A problem, what its best plan is worth and which plan that is."""

    name: str
    problem: Problem
    value: float
    chosen: tuple[int, ...]


def build(name: str, best: float, plan: tuple[int, ...], **arrays: Any) -> Case:
    return Case(name, Problem.of(**arrays), best, plan)


def dense(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(rows, dtype=np.float64)


# Two people, two places. Each prefers place 0 (5 and 4); the second loses more by going to place 1 (3 against 1).
# 5 + 1 = 6 or 3 + 4 = 7.
two_by_two = build(
    "two people, two places",
    7.0,
    (1, 2),
    candidate=[0, 0, 1, 1],
    value=[5.0, 3.0, 4.0, 1.0],
    uses=dense([1, 0], [0, 1], [1, 0], [0, 1]),
    capacity=[1.0, 1.0],
)

# Three people, one place worth 2, 3 and 2.5: the second has it.
one_place = build(
    "three people, one place",
    3.0,
    (1,),
    candidate=[0, 1, 2],
    value=[2.0, 3.0, 2.5],
    uses=dense([1], [1], [1]),
    capacity=[1.0],
)

# One person may hold two jobs worth 4, 3 and 2, all at different places; another wants the place of the best for 3.5.
# 4 + 3 = 7 without the other; 3 + 2 + 3.5 = 8.5 with.
two_jobs = build(
    "two jobs for one person",
    8.5,
    (1, 2, 3),
    candidate=[0, 0, 0, 1],
    value=[4.0, 3.0, 2.0, 3.5],
    uses=dense([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]),
    capacity=[1.0, 1.0, 1.0],
    max_options=[2, 1],
)

# Nothing is worth choosing.
nothing_worth = build(
    "values of no worth",
    0.0,
    (),
    candidate=[0, 1],
    value=[-1.0, 0.0],
    uses=dense([1], [1]),
    capacity=[2.0],
)

# Three people need 4, 4 and 3 of a mentor's 7 hours, worth 5, 4 and 3: 4 + 3 hours, 5 + 3 = 8 (4 + 4 is too many).
mentor_hours = build(
    "mentor hours",
    8.0,
    (0, 2),
    candidate=[0, 1, 2],
    value=[5.0, 4.0, 3.0],
    uses=dense([4], [4], [3]),
    capacity=[7.0],
)

# A person of 12 hours may hold three jobs of 8, 6, 6 and 5 hours worth 5, 3, 3 and 2.5: 6 + 6 hours give 6, which beats
# 8 hours alone (5) and 6 + 5 hours (5.5).
weekly_hours = build(
    "weekly hours",
    6.0,
    (1, 2),
    candidate=[0, 0, 0, 0],
    value=[5.0, 3.0, 3.0, 2.5],
    uses=np.zeros((4, 0)),
    capacity=[],
    max_options=[3],
    hours=[8.0, 6.0, 6.0, 5.0],
    candidate_hours=[12.0],
)

# The same without hours, but the first two jobs overlap in time: 5 + 3 + 2.5 with one of the threes at the side.
overlapping_windows = build(
    "overlapping windows",
    10.5,
    (0, 2, 3),
    candidate=[0, 0, 0, 0],
    value=[5.0, 3.0, 3.0, 2.5],
    uses=np.zeros((4, 0)),
    capacity=[],
    max_options=[3],
    conflicts=[[0, 1]],
)

# A clause asks for one option of a kind, and 2.5 is lost without: 4 + 1 = 5 beats 4 + 3 - 2.5 = 4.5.
soft_floor = build(
    "a clause worth keeping",
    5.0,
    (0, 2),
    candidate=[0, 1, 1],
    value=[4.0, 3.0, 1.0],
    uses=dense([1], [1], [1]),
    capacity=[2.0],
    floors=dense([0], [0], [1]),
    at_least=[1.0],
    penalty=[2.5],
)

# The same with a penalty of 1.5: 4 + 3 - 1.5 = 5.5.
soft_floor_missed = build(
    "a clause not worth keeping",
    5.5,
    (0, 1),
    candidate=[0, 1, 1],
    value=[4.0, 3.0, 1.0],
    uses=dense([1], [1], [1]),
    capacity=[2.0],
    floors=dense([0], [0], [1]),
    at_least=[1.0],
    penalty=[1.5],
)

# The same and hard, and the option that counts is worth less than nothing: 4 - 1 = 3.
hard_floor = build(
    "a clause that must be kept",
    3.0,
    (0, 2),
    candidate=[0, 1, 1],
    value=[4.0, 3.0, -1.0],
    uses=dense([1], [1], [1]),
    capacity=[2.0],
    floors=dense([0], [0], [1]),
    at_least=[1.0],
)

# The best of the first is pinned away, the best of the second forbidden: 3 + 1.
pins = build(
    "pins and forbids",
    4.0,
    (1, 3),
    candidate=[0, 0, 1, 1],
    value=[5.0, 3.0, 4.0, 1.0],
    uses=dense([1, 0], [0, 1], [1, 0], [0, 2]),
    capacity=[1.0, 3.0],
    pinned=[1],
    forbidden=[2],
)

# A soft floor that counts in parts, with a value between: the whole program once ended at 5.746 here, because HiGHS
# 1.14.0 takes too much away before it begins (its issues #2957 and #3073). 2.873 + 6 - 2 (one unit short) = 6.873.
half_short = build(
    "a floor missed by one",
    6.873,
    (1, 2),
    candidate=[0, 0, 1],
    value=[2.873, 6.0, 2.873],
    uses=np.zeros((3, 0)),
    capacity=[],
    floors=dense([2], [0], [1]),
    at_least=[2.0],
    penalty=[2.0],
)

PLACES = [two_by_two, one_place, two_jobs, nothing_worth]
CASES = [
    *PLACES,
    mentor_hours,
    weekly_hours,
    overlapping_windows,
    soft_floor,
    soft_floor_missed,
    hard_floor,
    pins,
    half_short,
]
