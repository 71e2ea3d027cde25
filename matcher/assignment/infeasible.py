"""Say which rules cannot hold together.

Pins are compared with limits, capacities and conflicts by adding up. When the pins fit and there is still no plan, it
is a hard floor that cannot be reached: the shortfall is minimised with every hard floor made soft, and for each floor
that is then short the other rules are taken away in halves (QuickXplain, Junker 2004) until what is left is needed,
every part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from matcher.assignment.clash import Clash, Rule
from matcher.assignment.clock import Clock
from matcher.assignment.core import SLACK
from matcher.assignment.problem import Floats, Problem

EXPLAINED = 5
"""Floors explained at most; each takes a few dozen small problems."""

LIGHT = 1e-3
"""Weight of the floor that is explained, so that the others are met first when its reach is measured."""

Shortfall = Callable[[Problem], Floats | None]
"""Solves a problem of soft floors and gives what is short on each, None when time ran out."""


def pin_clashes(problem: Problem) -> list[Clash]:
    """Find the rules that the pins break by themselves."""
    pinned = np.sort(problem.pinned).tolist()
    if not pinned:
        return []
    found = []
    by_candidate: dict[int, list[int]] = {}
    for k in pinned:
        by_candidate.setdefault(int(problem.candidate[k]), []).append(k)
    for c, pins in sorted(by_candidate.items()):
        most, limit = int(problem.max_options[c]), float(problem.candidate_hours[c])
        if len(pins) > most:
            found.append(Clash(Rule.MAX_OPTIONS, c, most, len(pins), tuple(pins)))
        found += _too_much(Rule.HOURS, c, limit, {k: float(problem.hours[k]) for k in pins})
    by_resource: dict[int, dict[int, float]] = {}
    for k in pinned:
        row = slice(problem.uses.indptr[k], problem.uses.indptr[k + 1])
        for r, amount in zip(problem.uses.indices[row].tolist(), problem.uses.data[row].tolist(), strict=True):
            by_resource.setdefault(r, {})[k] = amount
    for r, amounts in sorted(by_resource.items()):
        found += _too_much(Rule.CAPACITY, r, float(problem.capacity[r]), amounts)
    is_pinned = np.zeros(problem.option_count, bool)
    is_pinned[pinned] = True
    for pair in np.unique(np.sort(problem.conflicts[is_pinned[problem.conflicts].all(axis=1)], axis=1), axis=0):
        found.append(Clash(Rule.CONFLICT, -1, 1, 2, tuple(pair.tolist())))
    return found


def _too_much(rule: Rule, index: int, limit: float, amounts: dict[int, float]) -> list[Clash]:
    """Report amounts that exceed a limit together, with no more of them than it takes."""
    allowed = limit + SLACK * max(1.0, limit)
    total = sum(amounts.values())
    if total <= allowed:
        return []
    needed = dict(sorted(amounts.items(), key=lambda item: (item[1], item[0])))
    for k, amount in list(needed.items()):
        if total - amount > allowed:
            total -= amount
            del needed[k]
    return [Clash(rule, index, limit, sum(needed.values()), tuple(sorted(needed)))]


def explain(problem: Problem, clock: Clock, shortfall: Shortfall) -> list[Clash]:
    """Find, for hard floors that cannot be met, the rules they stand against.

    Parameters
    ----------
    problem
        A problem without a plan, whose pins fit together.
    clock
        When its time is out, the lists are given as far as they were cut down.
    shortfall
        See :data:`Shortfall`.

    Returns
    -------
    At most :data:`EXPLAINED` clashes, those that lack most first.
    """
    hard = np.flatnonzero(np.isinf(problem.penalty))
    cause = _Cause(problem, clock, shortfall)
    short = cause.short(hard, problem.pinned, np.arange(problem.resource_count))
    missed = hard if short is None else hard[short > SLACK * np.maximum(1.0, problem.at_least[hard])]
    lacking = np.zeros(problem.floor_count)
    lacking[hard] = problem.at_least[hard] if short is None else short
    order = missed[np.argsort(-lacking[missed], kind="stable")]
    return [cause.of(int(g), hard.tolist()) for g in order[:EXPLAINED].tolist()]


class _Cause:
    """Looks for the rules that keep floors from being met."""

    def __init__(self, problem: Problem, clock: Clock, shortfall: Shortfall) -> None:
        self.problem = problem
        self.clock = clock
        self.shortfall = shortfall

    def short(
        self, floors: Iterable[int], pins: Iterable[int], resources: Iterable[int], *, first: float = 1.0
    ) -> Floats | None:
        """Give what is short on some floors when only some pins and some resources count.

        The shortfall of the first floor weighs ``first`` times that of the others.
        """
        problem = self.problem
        kept = np.array(list(floors), np.int64)
        freed = np.setdiff1d(np.arange(problem.resource_count), np.array(list(resources), np.int64))
        capacity = problem.capacity.copy()
        capacity[freed] = problem.uses[:, freed].sum(axis=0).A1 if len(freed) else 0.0
        counts = problem.floors[:, kept]
        counts.sort_indices()
        return self.shortfall(
            replace(
                problem,
                value=np.zeros(problem.option_count),
                floors=counts,
                at_least=problem.at_least[kept],
                penalty=np.where(np.arange(len(kept)) == 0, first, 1.0),
                capacity=capacity,
                pinned=np.array(sorted(pins), np.int32),
            )
        )

    def of(self, floor: int, hard: Sequence[int]) -> Clash:
        """Explain one floor; what does not stand in its way is left out."""
        everything = (
            [("pin", int(k)) for k in self.problem.pinned]
            + [("floor", int(g)) for g in hard if g != floor]
            + [("resource", int(r)) for r in self._near(floor)]
        )

        def blocks(rules: list[tuple[str, int]]) -> bool:
            if not self.clock.left:
                raise _OutOfTimeError
            short = self.short([floor, *_of(rules, "floor")], _of(rules, "pin"), _of(rules, "resource"))
            if short is None:
                raise _OutOfTimeError
            return bool((short > SLACK * max(1.0, self.problem.at_least.max())).any())

        needed, complete = everything, True
        try:
            needed = needed_parts(everything, blocks)
        except _OutOfTimeError:
            complete = False
        reached = float(self.problem.at_least[floor])
        short = self.short([floor, *_of(needed, "floor")], _of(needed, "pin"), _of(needed, "resource"), first=LIGHT)
        reached -= float(short[0]) if short is not None else 0.0
        return Clash(
            Rule.FLOOR,
            floor,
            float(self.problem.at_least[floor]),
            reached,
            pins=_of(needed, "pin"),
            resources=_of(needed, "resource"),
            floors=_of(needed, "floor"),
            complete=complete,
        )

    def _near(self, floor: int) -> list[int]:
        """Give the resources that options use which count towards any hard floor, this floor's own first."""
        counting = self.problem.floors[:, [floor]].getnnz(axis=1) > 0
        any_floor = self.problem.floors.getnnz(axis=1) > 0
        own = self.problem.uses[counting].getnnz(axis=0) > 0
        others = (self.problem.uses[any_floor].getnnz(axis=0) > 0) & ~own
        return [*np.flatnonzero(own).tolist(), *np.flatnonzero(others).tolist()]


class _OutOfTimeError(Exception):
    """Ends the search for what is needed; never leaves this module."""


def _of(rules: list[tuple[str, int]], kind: str) -> tuple[int, ...]:
    return tuple(sorted(index for name, index in rules if name == kind))


def needed_parts(
    rules: list[tuple[str, int]], blocks: Callable[[list[tuple[str, int]]], bool]
) -> list[tuple[str, int]]:
    """Cut a list of rules down to a smallest part that still blocks (no part of it does).

    Parameters
    ----------
    rules
        Rules that block together.
    blocks
        Tells whether some rules block; more rules never block less.
    """

    def search(background: list[tuple[str, int]], fresh: bool, parts: list[tuple[str, int]]) -> list[tuple[str, int]]:
        if fresh and blocks(background):
            return []
        if len(parts) == 1:
            return parts
        half = len(parts) // 2
        second = search(background + parts[:half], half > 0, parts[half:])
        first = search(background + second, bool(second), parts[:half])
        return first + second

    return search([], True, rules) if rules else []
