"""What each person gets: by the plan, by first come first served, and on lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Candidate
from matcher.pipeline import Planned
from matcher.ranking import best_of_each, net_values
from matcher.suggestions import plan_prices
from models.evaluation.no_harm import first_come_first_served, gained

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]
LIST_LENGTH = 10
"""Openings on a person's list."""
SHORTLIST_LENGTH = 5
"""People on an opening's shortlist."""
ORDERS = 20
"""Orders of arrival that are drawn for those of whom nobody knows when they came."""
LINES = ("people", "company", "society")
_PINNED_FIRST = 1e6


@dataclass(frozen=True)
class Today:
    """What each person gets by first come, first served: means over orders of arrival.

    Attributes
    ----------
    placed, hours, value
        float64 [N].
    lines
        By line of value: the sum over everybody.
    short
        What the plan would count for social clauses that are not met.
    """

    placed: Column
    hours: Column
    value: Column
    lines: Mapping[str, float]
    short: float


@dataclass(frozen=True)
class People:
    """N people and what they get.

    Attributes
    ----------
    planned
        The plan.
    """

    planned: Planned

    @property
    def rows(self) -> tuple[Candidate, ...]:
        """The people, in the order of all columns."""
        return self.planned.pairs.rows

    @cached_property
    def possible(self) -> Flags:
        """bool [N]: whether at least one opening fits."""
        found = np.zeros(len(self.rows), dtype=bool)
        found[self.planned.options.candidate] = True
        return found

    @cached_property
    def chosen(self) -> NDArray[np.intp]:
        """Positions of the options in the plan."""
        return np.sort(np.asarray(self.planned.result.chosen, dtype=np.intp))

    @cached_property
    def placed(self) -> Flags:
        """bool [N]: whether the plan proposes a placement."""
        return self._gained(self.chosen, np.ones(self.planned.options.count)) > 0

    @cached_property
    def hours(self) -> Column:
        """float64 [N]: effective hours a week by the plan."""
        return self._gained(self.chosen, self.planned.options.hours)

    @cached_property
    def value(self) -> Column:
        """float64 [N]: value by the plan."""
        return self._gained(self.chosen, self.planned.options.valued.total)

    @cached_property
    def lines(self) -> dict[str, float]:
        """By line of value: the sum over the plan's placements."""
        return {name: float(self._line(name)[self.chosen].sum()) for name in LINES}

    def today(self, seed: int) -> Today:
        """What each person gets by first come, first served.

        People come in the order in which they have been out of work, the longest first; where that is not known, at a
        moment drawn from those of the others. Pinned placements are there before anybody comes.
        """
        problem, options = self.planned.problem, self.planned.options
        rng = np.random.default_rng(seed)
        pinned, worth = self._pins()
        placed, hours, value = np.zeros(len(self.rows)), np.zeros(len(self.rows)), np.zeros(len(self.rows))
        lines, short = dict.fromkeys(LINES, 0.0), 0.0
        for _ in range(ORDERS):
            arrival = self.arrival(rng)
            arrival[pinned] = -np.inf
            chosen = first_come_first_served(
                problem.candidate,
                worth,
                arrival,
                problem.uses,
                problem.capacity,
                rng,
                problem.max_options,
                problem.candidate_hours,
                problem.hours,
                problem.conflicts,
            )
            placed += self._gained(chosen, np.ones(options.count)) > 0
            hours += self._gained(chosen, options.hours)
            value += self._gained(chosen, options.valued.total)
            short += self.short(chosen) / ORDERS
            for name in LINES:
                lines[name] += float(self._line(name)[chosen].sum()) / ORDERS
        return Today(placed / ORDERS, hours / ORDERS, value / ORDERS, lines, short)

    def short(self, chosen: NDArray[np.intp]) -> float:
        """What the plan counts for the social clauses that those options leave unmet (pins, which are hard, apart)."""
        floors = self.planned.floors
        soft = np.isfinite(floors.penalty)
        reached = np.asarray(floors.counts[chosen].sum(axis=0)).ravel()
        return float((floors.penalty[soft] * np.maximum(0.0, floors.at_least - reached)[soft]).sum())

    @cached_property
    def shortlisted(self) -> Flags:
        """bool [N]: whether she is among the first on the shortlist of some opening, by the difference it makes."""
        candidate, opening, net = self._pairs(priced=True)
        order = np.lexsort((-net, candidate))
        by_person, rank = candidate[order], _rank(candidate[order])
        first, second = (np.zeros(len(self.rows)) for _ in range(2))
        first[by_person[rank == 0]], second[by_person[rank == 1]] = net[order][rank == 0], net[order][rank == 1]
        best_here = np.zeros(len(net), dtype=bool)
        best_here[order] = rank == 0
        elsewhere = np.maximum(0.0, np.where(best_here, second[candidate], first[candidate]))
        order = np.lexsort((candidate, elsewhere - net, opening))
        found = np.zeros(len(self.rows), dtype=bool)
        found[candidate[order][_rank(opening[order]) < SHORTLIST_LENGTH]] = True
        return found

    def lists(self, *, priced: bool) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """Everybody's list of openings: the opening of each showing and its place in its list, from 1."""
        candidate, opening, net = self._pairs(priced=priced)
        order = np.lexsort((opening, -net, candidate))
        rank = _rank(candidate[order])
        shown = rank < LIST_LENGTH
        return opening[order][shown], rank[shown] + 1

    def _pairs(self, *, priced: bool) -> tuple[NDArray[np.int32], NDArray[np.int32], Column]:
        """The best option of each pair: person, opening, and value less prices (or value alone)."""
        options = self.planned.options
        net = net_values(options, plan_prices(self.planned) if priced else None)
        pair = options.candidate.astype(np.int64) * (len(self.planned.world.openings.rows) + 1) + options.opening
        best = best_of_each(pair, net)
        return options.candidate[best], options.opening[best], net[best]

    def best_values(self) -> Column:
        """float64 [N, M]: value of the best option of each person in each opening; NaN where there is none."""
        candidate, opening, value = self._pairs(priced=False)
        found = np.full((len(self.rows), len(self.planned.world.openings.rows)), np.nan)
        found[candidate, opening] = value
        return found

    def arrival(self, rng: np.random.Generator) -> Column:
        """float64 [N]: the day from which each has been out of work; where nobody knows, one drawn from the others'."""
        days = np.array([np.nan if row.waiting_since is None else row.waiting_since.toordinal() for row in self.rows])
        known = days[~np.isnan(days)]
        days[np.isnan(days)] = rng.choice(known, int(np.isnan(days).sum())) if len(known) else 0.0
        found: Column = days.astype(np.float64)
        return found

    def _line(self, name: str) -> Column:
        found: Column = np.asarray(getattr(self.planned.options.valued, name), dtype=np.float64)
        return found

    def _gained(self, chosen: NDArray[np.intp], amount: Column) -> Column:
        return gained(chosen, self.planned.options.candidate, amount, len(self.rows))

    def _pins(self) -> tuple[NDArray[np.intp], Column]:
        """People with a pinned placement, and values in which it comes first and what is forbidden is worth nothing."""
        problem, options, world = self.planned.problem, self.planned.options, self.planned.world
        worth = np.array(problem.value, dtype=np.float64)
        worth[problem.forbidden] = 0.0
        place = {row.id: n for n, row in enumerate(self.rows)}
        people = set()
        for candidate, opening in world.pins:
            if candidate in place and opening in world.openings.place:
                mine = (options.candidate == place[candidate]) & (options.opening == world.openings.place[opening])
                worth[mine] = np.where(worth[mine] == 0.0, 0.0, worth[mine] + _PINNED_FIRST)
                people.add(place[candidate])
        return np.array(sorted(people), dtype=np.intp), worth


def _rank(group: NDArray[np.int32]) -> NDArray[np.intp]:
    """Place of each row within its run of equal numbers, from 0."""
    places = np.arange(len(group))
    begins = np.ones(len(group), dtype=bool)
    begins[1:] = group[1:] != group[:-1]
    found: NDArray[np.intp] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return found
