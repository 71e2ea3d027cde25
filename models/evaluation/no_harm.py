"""Is any group worse off than by today's practice? Today's practice is declared: first come, first served.

`first_come_first_served` makes that allocation from the very options the plan chose among: people in their order of
arrival, each taking the best option for which everything it uses is still there. `no_harm` compares what each group
gets.

The people are taken as a sample of those who could have been there, so the intervals say whether the same would be
seen with others. They hold for all groups together (Bonferroni), so "worse" is said of some group by mistake in at
most as many cases as the level leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix

from models.evaluation.estimate import (
    LEVEL,
    REPETITIONS,
    TOO_SMALL,
    Estimate,
    Floats,
    bootstrap_mean,
    finite,
    require,
    same_length,
)
from models.evaluation.groups import Labels, as_labels, known_labels

_TOLERANCE = 1e-9


class Verdict(StrEnum):
    """What can be said of a group beside today's practice."""

    WORSE = "worse"
    """The whole interval is below today's practice."""
    NOT_WORSE = "not worse"
    """The whole interval is above today's practice less the margin."""
    OPEN = "cannot tell"
    """The interval reaches to both sides."""
    TOO_SMALL = "too small"


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group by the plan and by today's practice.

    Attributes
    ----------
    label, n
        The group and its people.
    plan, today
        Mean of what its people get; None when they are too few.
    difference
        Plan less today, person by person; None when they are too few.
    verdict
        What can be said.
    """

    label: str
    n: int
    plan: float | None
    today: float | None
    difference: Estimate | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NoHarm:
    """Every group beside today's practice.

    Attributes
    ----------
    groups
        Sorted by label.
    everybody
        All people together.
    missing
        People whose group is not known.
    margin
        How much worse still counts as not worse.
    """

    groups: tuple[GroupChange, ...]
    everybody: Estimate
    missing: int
    margin: float

    @property
    def worse(self) -> tuple[str, ...]:
        """Groups that are worse off."""
        return tuple(group.label for group in self.groups if group.verdict is Verdict.WORSE)


def no_harm(
    plan: ArrayLike,
    today: ArrayLike,
    group: Sequence[str] | Labels,
    rng: np.random.Generator,
    margin: float = 0.0,
    level: float = LEVEL,
    repetitions: int = REPETITIONS,
) -> NoHarm:
    """Compare what each person gets by the plan with what she gets today.

    Parameters
    ----------
    plan, today
        float [N], e.g. 1 when she is placed, the value or the hours of her placement; the same unit in both.
    group
        Her label, empty when not known.
    margin
        In that unit.
    """
    new, old, row = finite(plan, "plan"), finite(today, "today"), as_labels(group)
    same_length(plan=new, today=old, group=row)
    require(margin >= 0, "a margin is never negative")
    names = known_labels(row)
    measured = [name for name in names if (row == name).sum() >= TOO_SMALL]
    each = 1 - (1 - level) / max(1, len(measured))
    found = []
    for name in names:
        inside = row == name
        n = int(inside.sum())
        if name not in measured:
            found.append(GroupChange(name, n, None, None, None, Verdict.TOO_SMALL))
            continue
        difference = bootstrap_mean(new[inside] - old[inside], rng, each, repetitions)
        found.append(
            GroupChange(
                name, n, float(new[inside].mean()), float(old[inside].mean()), difference, _said(difference, margin)
            )
        )
    everybody = bootstrap_mean(new - old, rng, level, repetitions)
    return NoHarm(tuple(found), everybody, int((row == "").sum()), margin)


def first_come_first_served(
    candidate: ArrayLike,
    value: ArrayLike,
    arrival: ArrayLike,
    uses: csr_matrix,
    capacity: ArrayLike,
    rng: np.random.Generator,
    max_options: ArrayLike | None = None,
    candidate_hours: ArrayLike | None = None,
    hours: ArrayLike | None = None,
    conflicts: ArrayLike | None = None,
) -> NDArray[np.intp]:
    """The options that are chosen when people come one after the other and each takes the best that is left.

    Nobody waits for anybody, and nobody knows who comes later. Of options of equal value the first is taken.

    Parameters
    ----------
    candidate
        int [K], whose option it is.
    value
        float [K], what the option is worth; one worth nothing or less is not taken.
    arrival
        float [N], when each person comes; equal and unknown (NaN, last) moments are put in order at random.
    uses, capacity
        CSR [K, R] and float [R]: what an option uses, and how much there is.
    max_options
        int [N], how many options a person may take; one when left out.
    candidate_hours, hours
        float [N] and [K]: most hours for each person together, and the hours of each option.
    conflicts
        int [n, 2], options that cannot both be taken.

    Returns
    -------
    int [chosen]
        Positions of the options taken, sorted.
    """
    owner, worth, come = np.asarray(candidate, dtype=np.intp), finite(value, "value"), np.asarray(arrival, dtype=float)
    same_length(candidate=owner, value=worth)
    require(uses.shape[0] == len(owner), "one row of uses for each option is needed")
    left = finite(capacity, "capacity").copy()
    require(uses.shape[1] == len(left), "one capacity for each resource is needed")
    many = len(come)
    jobs = np.ones(many, dtype=np.intp) if max_options is None else np.asarray(max_options, dtype=np.intp).copy()
    room = np.full(many, np.inf) if candidate_hours is None else np.asarray(candidate_hours, dtype=np.float64).copy()
    length = np.zeros(len(owner)) if hours is None else finite(hours, "hours")
    against = _conflicts(conflicts)
    order = np.lexsort((np.arange(len(owner)), -worth, owner))
    first = np.searchsorted(owner[order], np.arange(many + 1))
    indptr, indices, amounts = uses.indptr, uses.indices, uses.data
    ruled_out: set[int] = set()
    chosen = []
    for person in np.lexsort((rng.random(many), come)).tolist():
        for k in order[first[person] : first[person + 1]].tolist():
            if jobs[person] == 0 or worth[k] <= 0:
                break
            what, amount = indices[indptr[k] : indptr[k + 1]], amounts[indptr[k] : indptr[k + 1]]
            fits = length[k] <= room[person] + _TOLERANCE and (amount <= left[what] + _TOLERANCE).all()
            if not fits or k in ruled_out:
                continue
            left[what] -= amount
            jobs[person] -= 1
            room[person] -= length[k]
            ruled_out |= against.get(k, set())
            chosen.append(k)
    return np.sort(np.array(chosen, dtype=np.intp))


def gained(chosen: NDArray[np.intp], candidate: ArrayLike, amount: ArrayLike, people: int) -> Floats:
    """What each person gets from the chosen options together (float64 [N])."""
    owner, what = np.asarray(candidate, dtype=np.intp), finite(amount, "amount")
    found: Floats = np.bincount(owner[chosen], what[chosen], people).astype(np.float64)
    return found


def _said(difference: Estimate, margin: float) -> Verdict:
    if difference.high < 0 and difference.value < -margin:
        return Verdict.WORSE
    return Verdict.NOT_WORSE if difference.low >= -margin else Verdict.OPEN


def _conflicts(pairs: ArrayLike | None) -> dict[int, set[int]]:
    against: dict[int, set[int]] = {}
    for one, other in [] if pairs is None else np.asarray(pairs, dtype=np.intp).reshape(-1, 2).tolist():
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    return against
