"""A block of pairs: some candidates × all openings, with the arithmetic that several rules share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.columns import CandidateColumns, World
from matcher.columns.distance import minutes
from matcher.columns.encoding import MODES
from matcher.columns.need import ScheduleColumns
from matcher.domain.week import DAYS_PER_WEEK
from matcher.eligibility.ratio import counted_candidates, presence_within

HOUR_STEP = 0.5
"""Hours are given in halves where that fits."""
Place = slice | NDArray[np.intp]
_EPS = 1e-9
_AT_ONCE = 10_000
"""Pairs of which all numbers of days are looked at in one go."""
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

    def _steps(self, schedule: ScheduleColumns) -> NDArray[np.float64]:
        """float64 [7, N, U]: most hours of presence in 1, 2 … 7 days, for each distinct week of the openings."""
        patterns = self.openings.weeks
        shared = np.bitwise_count(schedule.availability[:, None, :] & patterns[None, :, :DAYS_PER_WEEK]) / 2.0
        hours = np.minimum(shared, schedule.day_hours[:, None, None])
        hours[hours < patterns[None, :, DAYS_PER_WEEK, None] / 2.0] = 0.0
        return week_steps(hours, schedule.work_days, schedule.rest_between)

    @cached_property
    def steps(self) -> NDArray[np.float64]:
        """float64 [7, N, U] under the must-needs."""
        return self._steps(self.candidates.schedule)

    @cached_property
    def week_presence(self) -> NDArray[np.float64]:
        """Most hours of presence a week that both sides' windows and the candidate's schedule needs leave."""
        presence: NDArray[np.float64] = self.steps[-1][:, self.openings.week]
        return presence

    @cached_property
    def soft_presence(self) -> NDArray[np.float64]:
        """As `week_presence`, when the should and nice schedule needs are kept as well."""
        presence = self._steps(self.candidates.soft_schedule)[-1][:, self.openings.week]
        within: NDArray[np.float64] = np.minimum(presence, self.candidates.soft_presence_max[:, None])
        return within

    @cached_property
    def week_hours(self) -> NDArray[np.float64]:
        """Most effective hours a week that the week leaves room for."""
        c = self.candidates
        presence = np.minimum(self.week_presence, c.presence_max[:, None])
        return presence / c.presence_per_hour[:, None]

    @cached_property
    def room(self) -> NDArray[np.float64]:
        """Most effective hours by both sides' hours, the tasks, the ratio and her presence; never below `least_hours`.

        Where something else leaves less than the least, its rule says no; the week is then judged at the least.
        """
        most = np.minimum(self.most_hours, self.doable_hours)
        rows = np.flatnonzero(counted_candidates(self.world, self.candidates.scheme))
        if len(rows):
            within = presence_within(self.world, self.world.workplaces.ratio_room)[self.openings.workplace]
            per_hour = self.candidates.presence_per_hour[rows, None]
            most[rows] = np.minimum(most[rows], within[None, :] / per_hour)
        return np.maximum(most, self.least_hours)

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Effective hours a placement would have: as near her target as there is room for; 0 where none fit."""
        target = np.broadcast_to(self.candidates.hours_target[:, None], self.shape)
        return self._fitted(target, slice(None), slice(None))

    def fewest_hours(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """float64 [n]: fewest effective hours that fit the week, for some pairs."""
        return self._fitted(self.least_hours[rows, columns], rows, columns)

    def can_have(self, hours: float) -> NDArray[np.bool_]:
        """bool [N, M]: whether so many effective hours are within what both can have, and fill shifts of a week."""
        per_hour = self.candidates.presence_per_hour[:, None]
        presence, shift = hours * per_hour, self.openings.shortest_shift[None, :]
        most = np.minimum(self.room, self.candidates.presence_max[:, None] / per_hour)
        within: NDArray[np.bool_] = (hours >= self.least_hours - _EPS) & (hours <= most + _EPS)
        fits = np.zeros(self.shape, dtype=bool)
        for days, step in enumerate(self.steps, start=1):
            fits |= (presence >= days * shift - _EPS) & (presence <= step[:, self.openings.week] + _EPS)
        return within & fits

    def _fitted(self, wanted: NDArray[np.float64], rows: Place, columns: Place) -> NDArray[np.float64]:
        pattern = self.openings.week[columns]
        every = isinstance(rows, slice)
        per_hour = self.candidates.presence_per_hour[rows]
        longest = self.candidates.presence_max[rows]
        return fitted_hours(
            [step[:, pattern] if every else step[rows, pattern] for step in self.steps],
            self.openings.shortest_shift[columns],
            per_hour[:, None] if every else per_hour,
            self.least_hours[rows, columns],
            wanted,
            np.minimum(self.room[rows, columns], (longest / per_hour)[:, None] if every else longest / per_hour),
        )

    @cached_property
    def commute(self) -> NDArray[np.float32]:
        """Minutes one way by the quickest means the candidate has (by any means when nobody has asked)."""
        c, o = self.candidates, self.openings
        km = self.world.distances.km[c.postcode[:, None], o.postcodes]
        best = np.full(km.shape, np.inf, dtype=np.float32)
        for m, mode in enumerate(MODES):
            if c.modes[:, m].any():
                np.minimum(best, np.where(c.modes[:, m, None], minutes(km, mode), np.inf), out=best)
        return best[:, o.home]

    def none(self) -> NDArray[np.uint8]:
        """A fresh matrix of yes."""
        return np.zeros(self.shape, dtype=np.uint8)

    def pairs_matrix(self, pairs: NDArray[np.int32], of_opening: NDArray[np.int32]) -> NDArray[np.bool_]:
        """True where (candidate, the opening's entry of `of_opening`) is among the pairs."""
        found = np.zeros(self.shape, dtype=bool)
        for n, place in pairs:
            found[n] |= of_opening == place
        return found


def fitted_hours(
    steps: Sequence[NDArray[np.float64]],
    shift: NDArray[np.float64],
    per_hour: NDArray[np.float64],
    least: NDArray[np.float64],
    wanted: NDArray[np.float64],
    most: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Effective hours nearest those wanted, between least and most, that fill whole shifts of a week.

    Presence fits k days when it is at least k shifts and at most what the best k days hold. Hours are given in
    halves where that fits, otherwise exactly.

    Parameters
    ----------
    steps
        Most hours of presence in 1, 2 … days.
    shift, per_hour
        Shortest shift in hours; hours of presence for one effective hour.
    least, wanted, most
        Effective hours.

    Returns
    -------
    Effective hours, 0 where nothing fits.
    """
    if np.broadcast(least, wanted).size <= _AT_ONCE:
        return _fitted_in_one(np.stack(steps), shift, per_hour, least, wanted, most)
    shape = np.broadcast_shapes(least.shape, wanted.shape)
    best, nearest = np.zeros(shape), np.full(shape, np.inf)
    for days, step in enumerate(steps, start=1):
        low = np.maximum(shift * days, least * per_hour)
        hours, away, fits = _in_days(step, low, per_hour, wanted, most)
        better = fits & (away < nearest - _EPS)
        best, nearest = np.where(better, hours, best), np.where(better, away, nearest)
    return best


def _fitted_in_one(
    steps: NDArray[np.float64],
    shift: NDArray[np.float64],
    per_hour: NDArray[np.float64],
    least: NDArray[np.float64],
    wanted: NDArray[np.float64],
    most: NDArray[np.float64],
) -> NDArray[np.float64]:
    """As `fitted_hours`, all numbers of days at once: for a few pairs what counts is how often NumPy is called."""
    days = np.arange(1, len(steps) + 1).reshape(-1, *(1,) * (steps.ndim - 1))
    hours, away, fits = _in_days(steps, np.maximum(shift * days, least * per_hour), per_hour, wanted, most)
    away = np.where(fits, away, np.inf)
    # The first number of days that is as near as any; what is no nearer than a rounding error is no nearer.
    first = np.argmax(away <= away.min(axis=0) + _EPS, axis=0)[None]
    found: NDArray[np.float64] = np.take_along_axis(hours, first, axis=0)[0]
    return np.where(fits.any(axis=0), found, 0.0)


def _in_days(
    step: NDArray[np.float64],
    low: NDArray[np.float64],
    per_hour: NDArray[np.float64],
    wanted: NDArray[np.float64],
    most: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Hours nearest those wanted in so many days, how far from them, and whether anything fits."""
    high = np.minimum(step, most * per_hour)
    presence = np.minimum(np.maximum(wanted * per_hour, low), np.maximum(low, high))
    whole = np.floor(presence / per_hour / HOUR_STEP + _EPS) * HOUR_STEP
    hours = np.where(whole * per_hour >= low - _EPS, whole, presence / per_hour)
    return hours, np.abs(hours - wanted), (low <= high + _EPS) & (step > 0)


def week_steps(
    day_hours: NDArray[np.float64], work_days: NDArray[np.int8], rest_between: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Most hours in at most 1, 2 … 7 days of a week.

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
    float64 [7, N, M]
    """
    longest_first = -np.sort(-day_hours, axis=2)
    so_far = np.concatenate([np.zeros((*day_hours.shape[:2], 1)), np.cumsum(longest_first, axis=2)], axis=2)
    rows = np.arange(len(day_hours))
    steps = np.stack([so_far[rows, :, np.minimum(work_days, days)] for days in range(1, DAYS_PER_WEEK + 1)])
    apart = np.flatnonzero(rest_between)
    if len(apart):
        steps[:, apart] = rested_steps(day_hours[apart], work_days[apart])
    return steps


def rested_steps(day_hours: NDArray[np.float64], work_days: NDArray[np.int8]) -> NDArray[np.float64]:
    """As `week_steps`, when no two days may follow each other."""
    chosen = np.array([[days >> d & 1 for days in _REST_SETS] for d in range(DAYS_PER_WEEK)], dtype=np.float64)
    held = day_hours @ chosen
    size = chosen.sum(axis=0)[None, None, :]
    most = work_days[:, None, None]
    return np.stack(
        [np.where(size <= np.minimum(most, days), held, 0.0).max(axis=2) for days in range(1, DAYS_PER_WEEK + 1)]
    )


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
