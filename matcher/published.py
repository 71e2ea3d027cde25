"""Pairs that are published: planning again disturbs them as little as asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from matcher.assignment.problem import Problem
from matcher.assignment.solver import solve
from matcher.clauses import Floors
from matcher.columns import World
from matcher.domain.plan import Proposal, Stability
from matcher.options import Options, options_at
from matcher.pairs import Pairs

PUBLISHED = "published"
"""The floor's id."""
MOST_TIMES = 1_000.0
"""The penalty is at most so many times the dearest option: nothing one pair takes up is worth more to others, and
larger numbers cost the solver its precision."""
_SHARE_OF_TIME = 0.1
_EPS = 1e-9


def possible_of(
    world: World, pairs: Pairs, options: Options, published: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, str]], NDArray[np.int64]]:
    """The published pairs that have an option, sorted; and all their options (positions)."""
    wanted = sorted(set(published))
    found = options_at(world, pairs, options, wanted)
    possible = [pair for pair, here in zip(wanted, found, strict=True) if len(here)]
    return possible, np.concatenate([np.zeros(0, dtype=np.int64), *found])


def how_many_stay(
    problem: Problem,
    possible: int,
    members: NDArray[np.int64],
    keep: float,
    seconds: float,
    stop: Callable[[], bool] | None = None,
) -> int:
    """How many of the published pairs are to stay: the share asked for, or as many as can stay together.

    What can stay together is found by a plan of those pairs and the pins alone. So the floor can be met, and its high
    penalty is not paid where nothing could be done, which would drown every other difference between plans.

    Parameters
    ----------
    problem
        The whole problem.
    possible
        How many published pairs have an option.
    members
        Their options.
    keep
        Share that is to stay, in [0, 1].
    seconds
        Time for the whole plan; a tenth of it may be used.
    stop
        As in ``solve``: what was found until then counts.
    """
    wanted = math.ceil(keep * possible - _EPS)
    if not wanted:
        return 0
    small, own = _alone(problem, members)
    found = solve(small, time_limit=max(1.0, seconds * _SHARE_OF_TIME), stop=stop)
    if found.objective is None:
        return wanted
    return min(wanted, int(np.isin(found.chosen, own).sum()))


def _alone(problem: Problem, members: NDArray[np.int64]) -> tuple[Problem, NDArray[np.int64]]:
    """The problem of some options, each worth 1, and of those that hard floors ask for; and where the former are."""
    hard = np.flatnonzero(np.isinf(problem.penalty))
    asked = problem.floors[:, hard]
    which = np.union1d(members, np.flatnonzero(np.diff(asked.indptr)))
    which = np.union1d(which, problem.pinned.astype(np.int64))
    new = np.full(len(problem.value), -1)
    new[which] = np.arange(len(which))
    clash = new[problem.conflicts].reshape(-1, 2)
    worth = np.isin(which, members).astype(np.float64)
    small = Problem.of(
        candidate=problem.candidate[which],
        opening=problem.opening[which],
        value=worth,
        uses=problem.uses[which],
        capacity=problem.capacity,
        max_options=problem.max_options,
        hours=problem.hours[which],
        candidate_hours=problem.candidate_hours,
        floors=asked[which],
        at_least=problem.at_least[hard],
        penalty=problem.penalty[hard],
        conflicts=clash[(clash >= 0).all(axis=1)],
        pinned=new[problem.pinned],
        forbidden=new[problem.forbidden][new[problem.forbidden] >= 0],
    )
    return small, np.flatnonzero(worth)


def with_published(
    floors: Floors, options: Options, problem: Problem, members: NDArray[np.int64], wanted: int
) -> Floors:
    """The floors with one more: so many of the published pairs. Missing one costs more than any plan can win by it."""
    column = np.zeros((options.count, 1))
    column[members] = 1.0
    value = options.valued.total
    best = np.zeros(len(problem.max_options))
    np.maximum.at(best, options.candidate, value)
    soft = np.isfinite(floors.penalty)
    everything = float((best * problem.max_options).sum() + (floors.penalty[soft] * floors.at_least[soft]).sum())
    dearest = max(1.0, float(value.max(initial=0.0)), float(floors.penalty[soft].max(initial=0.0)))
    return replace(
        floors,
        ids=(*floors.ids, PUBLISHED),
        counts=csr_matrix(hstack([floors.counts, csr_matrix(column)])),
        at_least=np.append(floors.at_least, float(wanted)),
        penalty=np.append(floors.penalty, min(1.0 + everything, MOST_TIMES * dearest)),
    )


def stability_of(
    published: Sequence[tuple[str, str]],
    possible: Sequence[tuple[str, str]],
    wanted: int,
    placements: Sequence[Proposal],
) -> Stability | None:
    """What became of the published pairs; None when there are none."""
    if not published:
        return None
    placed = {(p.candidate, p.opening) for p in placements}
    could = set(possible)
    every = sorted(set(published))
    return Stability(
        wanted=wanted,
        kept=tuple(pair for pair in every if pair in placed),
        changed=tuple(pair for pair in every if pair in could and pair not in placed),
        impossible=tuple(pair for pair in every if pair not in could),
    )
