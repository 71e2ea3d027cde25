"""Small, documented chance among choices that are worth about the same, and how likely each order was.

A list that always shows the same first choice can never tell what another choice would have led to. So choices whose
values lie within a small, stated distance of each other change places at random, and the chances are kept: they are
what `models.evaluation.off_policy` needs. Nothing that is worth more than that distance more ever comes later.

The rule: the best choice and all within `epsilon` of it are the first group; the best of the rest and all within
`epsilon` of that one the second; and so on. Within a group those marked as first (the plan's own) keep the lead, best
first; the others are put in random order, every order being equally likely. So each of m such choices takes each of
their m places with chance 1/m.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Order = NDArray[np.intp]


@dataclass(frozen=True)
class Drawn:
    """An order with its chances.

    Attributes
    ----------
    order
        int [n], positions of the choices, the first to be shown first.
    chance
        float64 [n], how likely the choice at each place was to be at that very place.
    groups
        (first place from 0, size, how many of it keep the lead) of each group, in order.
    """

    order: Order
    chance: NDArray[np.float64]
    groups: tuple[tuple[int, int, int], ...]


def draw_order(
    value: ArrayLike,
    epsilon: float,
    rng: np.random.Generator,
    leads: ArrayLike | None = None,
    first_places: int | None = None,
) -> Drawn:
    """Put choices in order, those of about the same value by chance.

    Parameters
    ----------
    value
        float [n], what each choice is worth.
    epsilon
        Choices less than this apart from the best of their group are about the same; at 0 only equal ones are.
    rng
        The chance. Where no group has more than one choice without a lead, it is not used.
    leads
        bool [n], choices that keep the lead of their group; none when left out.
    first_places
        Groups that begin after so many places are not told apart: they stand as the values put them. All are when left
        out.

    Raises
    ------
    ValueError
        When a value is not finite, or epsilon is below 0.
    """
    worth = _checked(value, epsilon)
    n = len(worth)
    ahead = np.zeros(n, dtype=bool) if leads is None else np.asarray(leads, dtype=bool)
    if ahead.shape != worth.shape:
        raise ValueError(f"{len(ahead)} marks for {n} choices")
    by_value = np.argsort(-worth, kind="stable")
    order, chance = by_value.copy(), np.ones(n)
    groups = []
    for first, size in _groups(worth[by_value], epsilon, n if first_places is None else min(n, first_places)):
        members = by_value[first : first + size]
        leading, others = members[ahead[members]], members[~ahead[members]]
        if len(others) > 1:
            others = others[rng.permutation(len(others))]
            chance[first + len(leading) : first + size] = 1.0 / len(others)
        order[first : first + size] = np.concatenate([leading, others])
        groups.append((first, size, len(leading)))
    return Drawn(order, chance, tuple(groups))


def chances_of_first(value: ArrayLike, epsilon: float, possible: ArrayLike | None = None) -> NDArray[np.float64]:
    """How likely each choice is to be shown first, for many lists at once (without leads): float64 [n, A].

    Parameters
    ----------
    value
        float [n, A].
    possible
        bool [n, A], which choices there are; all when left out. A list without any has no chances: zeros.
    """
    worth = _checked(value, epsilon)
    there = np.ones(worth.shape, dtype=bool) if possible is None else np.asarray(possible, dtype=bool)
    best = np.where(there, worth, -np.inf).max(axis=1, keepdims=True)
    same = there & (best - np.where(there, worth, 0.0) <= epsilon)
    count = same.sum(axis=1, keepdims=True)
    found: NDArray[np.float64] = same / np.maximum(count, 1)
    return found


def chances_at_places(value: ArrayLike, epsilon: float, leads: ArrayLike | None = None) -> NDArray[np.float64]:
    """How likely `draw_order` is to put each choice at each place: float64 [n places, n choices]."""
    worth = _checked(value, epsilon)
    n = len(worth)
    ahead = np.zeros(n, dtype=bool) if leads is None else np.asarray(leads, dtype=bool)
    by_value = np.argsort(-worth, kind="stable")
    found = np.zeros((n, n))
    for first, size in _groups(worth[by_value], epsilon, n):
        members = by_value[first : first + size]
        leading, others = members[ahead[members]], members[~ahead[members]]
        after = first + len(leading)
        found[np.arange(first, after), leading] = 1.0
        found[after : first + size, others] = 1.0 / max(1, len(others))
    return found


def _groups(falling: NDArray[np.float64], epsilon: float, until: int) -> Iterator[tuple[int, int]]:
    """First place and size of each group of about the same value that begins before that place."""
    first = 0
    while first < until:
        same = falling[first] - falling[first:] <= epsilon
        size = int(same.argmin()) if not same[-1] else len(same)
        yield first, size
        first += size


def _checked(value: ArrayLike, epsilon: float) -> NDArray[np.float64]:
    worth = np.asarray(value, dtype=np.float64)
    if not np.isfinite(worth).all():
        raise ValueError("a choice without a finite value has no place in an order")
    if not epsilon >= 0:
        raise ValueError(f"epsilon must be 0 or more, not {epsilon}")
    return worth
