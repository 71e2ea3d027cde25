"""A block of pairs: some candidates × all openings, with the arithmetic that several rules share."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World
from matcher.columns.distance import minutes
from matcher.columns.encoding import MODES
from matcher.domain.week import DAYS_PER_WEEK

HOUR_STEP = 0.5
"""Hours are given in halves."""
_REST_SETS = tuple(
    days
    for days in range(1, 1 << DAYS_PER_WEEK)
    if not any(days >> d & 1 and days >> ((d + 1) % DAYS_PER_WEEK) & 1 for d in range(DAYS_PER_WEEK))
)
"""Sets of weekdays (bits) in which no two follow each other, Sunday and Monday counted as neighbours."""


class Block:
    """N candidates × M openings; every array is [N, M] unless it says otherwise and is made when first asked for."""

    def __init__(self, world: World, candidates: CandidateColumns) -> None:
        self.world = world
        self.candidates = candidates
        self.openings = world.openings
        self.shape = (len(candidates.rows), len(world.openings.rows))

    @cached_property
    def within_limits(self) -> NDArray[np.bool_]:
        """bool [N, T]: the task row's demands are all within the candidate's must-limits."""
        return _within(self.candidates.limits, self.openings.profiles)[:, self.openings.profile]

    @cached_property
    def wanted_or_neutral(self) -> NDArray[np.bool_]:
        """bool [N, T]: the candidate has not said no to the task row's task."""
        return ~self.candidates.not_wanted_task[:, self.openings.task]

    @cached_property
    def doable(self) -> NDArray[np.bool_]:
        """bool [N, T]: task rows the candidate can do and has not said no to."""
        return self.within_limits & self.wanted_or_neutral

    @cached_property
    def doable_hours(self) -> NDArray[np.float64]:
        """Hours of the opening's tasks the candidate can do."""
        return self.by_opening(self.doable * self.openings.task_hours[None, :])

    def by_opening(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum [N, T] over each opening's task rows."""
        if not self.shape[1]:
            return np.zeros(self.shape)
        return np.add.reduceat(values.astype(np.float64), self.openings.task_start, axis=1)

    @cached_property
    def least_hours(self) -> NDArray[np.float64]:
        """Fewest effective hours that make sense to both."""
        return np.maximum(self.candidates.job_hours_min[:, None], self.openings.hours_min[None, :])

    @cached_property
    def most_hours(self) -> NDArray[np.float64]:
        """Most effective hours that both sides state, before tasks and week are looked at."""
        stated = np.minimum(self.candidates.hours_max[:, None], self.openings.hours_max[None, :])
        return np.minimum(stated, self.openings.hours_total[None, :])

    @cached_property
    def week_presence(self) -> NDArray[np.float64]:
        """Most hours of presence a week that both sides' windows and the candidate's schedule needs leave."""
        c = self.candidates
        return self._presence(c.availability)

    def _presence(self, availability: NDArray[np.int64]) -> NDArray[np.float64]:
        c, o = self.candidates, self.openings
        patterns, where = np.unique(
            np.column_stack([o.windows, (o.shortest_shift * 2).astype(np.int64)]), axis=0, return_inverse=True
        )
        shared = np.bitwise_count(availability[:, None, :] & patterns[None, :, :DAYS_PER_WEEK]) / 2.0
        hours = np.minimum(shared, c.day_hours[:, None, None])
        hours[hours < patterns[None, :, DAYS_PER_WEEK, None] / 2.0] = 0.0
        week = weekly_hours(hours, c.work_days, c.rest_between)
        return week[:, where.reshape(-1)]

    @cached_property
    def soft_presence(self) -> NDArray[np.float64]:
        """As `week_presence`, when the should and nice schedule needs are kept as well."""
        return self._presence(self.candidates.soft_availability)

    @cached_property
    def week_hours(self) -> NDArray[np.float64]:
        """Most effective hours a week that the week leaves room for."""
        c = self.candidates
        presence = np.minimum(self.week_presence, c.presence_max[:, None])
        return presence / c.presence_per_hour[:, None]

    @cached_property
    def room(self) -> NDArray[np.float64]:
        """Most effective hours when both sides' hours, the tasks and the week have all had their say."""
        least = np.minimum(np.minimum(self.most_hours, self.doable_hours), self.week_hours)
        return np.floor(least / HOUR_STEP + 1e-9) * HOUR_STEP

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Effective hours a placement would have: as near the candidate's target as there is room for.

        Only meaningful where `room` reaches `least_hours`.
        """
        target = np.maximum(self.candidates.hours_target[:, None], self.least_hours)
        return np.minimum(np.ceil(target / HOUR_STEP - 1e-9) * HOUR_STEP, self.room)

    @cached_property
    def commute(self) -> NDArray[np.float32]:
        """Minutes one way by the quickest means the candidate has (by any means when nobody has asked)."""
        c, o = self.candidates, self.openings
        homes, home = np.unique(c.postcode, return_inverse=True)
        works, work = np.unique(o.postcode, return_inverse=True)
        km = self.world.distances.km[np.ix_(homes, works)]
        best = np.full(self.shape, np.inf, dtype=np.float32)
        for m, mode in enumerate(MODES):
            taken = minutes(km, mode)[home.reshape(-1)][:, work.reshape(-1)]
            np.minimum(best, np.where(c.modes[:, m, None], taken, np.inf), out=best)
        return best

    def none(self) -> NDArray[np.uint8]:
        """A fresh matrix of yes."""
        return np.zeros(self.shape, dtype=np.uint8)

    def pairs_matrix(self, pairs: NDArray[np.int32], of_opening: NDArray[np.int32]) -> NDArray[np.bool_]:
        """True where (candidate, the opening's entry of `of_opening`) is among the pairs."""
        found = np.zeros(self.shape, dtype=bool)
        for n, place in pairs:
            found[n] |= of_opening == place
        return found


def weekly_hours(
    day_hours: NDArray[np.float64], work_days: NDArray[np.int8], rest_between: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Most hours a week when only some days may be worked.

    Parameters
    ----------
    day_hours
        float64 [N, M, 7]: hours there is room for each day.
    work_days
        int8 [N]: most days a week.
    rest_between
        bool [N]: no two days in a row.

    Returns
    -------
    float64 [N, M]
    """
    best = np.empty(day_hours.shape[:2])
    for days in np.unique(work_days):
        rows = np.flatnonzero((work_days == days) & ~rest_between)
        if len(rows):
            part = day_hours[rows]
            if days < DAYS_PER_WEEK:
                part = np.sort(part, axis=2)[:, :, DAYS_PER_WEEK - int(days) :]
            best[rows] = part.sum(axis=2)
    for row in np.flatnonzero(rest_between):
        best[row] = 0.0
        for days in _REST_SETS:
            if days.bit_count() <= work_days[row]:
                chosen = [d for d in range(DAYS_PER_WEEK) if days >> d & 1]
                np.maximum(best[row], day_hours[row][:, chosen].sum(axis=1), out=best[row])
    return best


def _within(limits: NDArray[np.float64], profiles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """bool [N, P]: no demand of the profile is above the candidate's limit."""
    inside = np.ones((len(limits), len(profiles)), dtype=bool)
    for x in range(limits.shape[1]):
        limited = np.flatnonzero(np.isfinite(limits[:, x]))
        if len(limited):
            inside[limited] &= profiles[None, :, x] <= limits[limited, x, None]
    return inside


def share_within(limits: NDArray[np.float64], block: Block) -> NDArray[np.float64]:
    """Share of the doable hours whose tasks are within softer limits too (float64 [N, M], 1 where none is doable)."""
    soft = _within(limits, block.openings.profiles)[:, block.openings.profile] & block.doable
    hours = block.by_opening(soft * block.openings.task_hours[None, :])
    return np.where(block.doable_hours > 0, hours / np.maximum(block.doable_hours, 1e-9), 1.0)
