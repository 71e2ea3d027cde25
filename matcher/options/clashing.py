"""Which jobs one person cannot hold together: the same opening, or a week with no room for both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matcher.columns import CandidateColumns, World
from matcher.domain.week import DAYS_PER_WEEK
from matcher.options.build import Options
from matcher.pairs import Pairs

MOST_JOBS = 2
"""Jobs the plan gives one person at once; a third is for a later plan, when the first two have found their days."""
_EVERY_DAY = (1 << DAYS_PER_WEEK) - 1
_EPS = 1e-9


def job_hours_max(candidates: CandidateColumns) -> NDArray[np.float64]:
    """float64 [N]: most effective hours a week in all jobs, by what she wants and how long she can be there."""
    return np.minimum(candidates.hours_max, candidates.presence_max / candidates.presence_per_hour)


def jobs_at_once(candidates: CandidateColumns) -> NDArray[np.int32]:
    """int32 [N]: how many jobs the plan may give her: two at most, since only two are known to fit a week together."""
    return np.minimum(candidates.max_jobs, MOST_JOBS).astype(np.int32)


def clashing(world: World, pairs: Pairs, options: Options) -> NDArray[np.int32]:
    """Pairs of options of one candidate that cannot both be.

    Two jobs fit when some set of days she may work has room for each in its own windows and for both in their union
    (Hall's condition). Options that her weekly hours already keep apart are not listed.

    Returns
    -------
    int32 [n, 2], the smaller option first.
    """
    candidates = world.candidates(pairs.rows)
    jobs, most = jobs_at_once(candidates), job_hours_max(candidates)
    order = np.argsort(options.candidate, kind="stable")
    owner = options.candidate[order]
    disjoint = world.rules.get("disjoint_functions")
    weeks, week = np.unique(world.openings.windows, axis=0, return_inverse=True)
    distinct = (weeks, week.reshape(-1))
    found = []
    for c in np.flatnonzero(jobs > 1):
        mine = order[np.searchsorted(owner, c, "left") : np.searchsorted(owner, c, "right")]
        i, j = np.triu_indices(len(mine), 1)
        apart = options.hours[mine[i]] + options.hours[mine[j]] > most[c] + _EPS
        i, j = i[~apart], j[~apart]
        a, b = mine[i], mine[j]
        fit = _both_fit(world, candidates, int(c), options, a, b, distinct)
        clash = (options.opening[a] == options.opening[b]) | ~fit
        scheme = candidates.rows[c].scheme
        if disjoint is not None and scheme is not None and (not disjoint.schemes or scheme in disjoint.schemes):
            shares = (options.task_hours[mine] > 0) @ _task_kinds(world)
            common = (shares @ shares.T).toarray() > 0
            at = world.openings.workplace[options.opening]
            clash |= (at[a] == at[b]) & common[i, j]
        found.append(np.column_stack([a[clash], b[clash]]))
    if not found:
        return np.zeros((0, 2), dtype=np.int32)
    return np.sort(np.concatenate(found), axis=1).astype(np.int32)


def _task_kinds(world: World) -> csr_matrix:
    """CSR [T, catalogue tasks]: which catalogue task each task row is."""
    rows = len(world.openings.task)
    return csr_matrix((np.ones(rows), (np.arange(rows), world.openings.task)), shape=(rows, len(world.encoding.tasks)))


def _both_fit(
    world: World,
    candidates: CandidateColumns,
    c: int,
    options: Options,
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    distinct: tuple[NDArray[np.int64], NDArray[np.intp]],
) -> NDArray[np.bool_]:
    """bool [n]: whether each two options fit her week together; `distinct`: the openings' weeks and whose they are."""
    weeks, week = distinct
    week = week[options.opening]
    codes, kind = np.unique(week[a].astype(np.int64) * len(weeks) + week[b], return_inverse=True)
    one, other = weeks[codes // len(weeks)], weeks[codes % len(weeks)]
    schedule = candidates.schedule
    day = schedule.availability[c][None, :]
    rooms = [
        np.minimum(np.bitwise_count(windows & day) / 2.0, schedule.day_hours[c])
        for windows in (one, other, one | other)
    ]
    first, second = options.presence[a], options.presence[b]
    fits = np.zeros(len(a), dtype=bool)
    for days in _day_sets(int(schedule.work_days[c]), bool(schedule.rest_between[c])):
        room_a, room_b, room_both = (room[:, days].sum(axis=1)[kind] for room in rooms)
        together = first + second <= room_both + _EPS
        fits |= (first <= room_a + _EPS) & (second <= room_b + _EPS) & together
    return fits


def _day_sets(most: int, rest_between: bool) -> list[list[int]]:
    """The largest sets of weekdays she may work."""
    allowed = [
        days
        for days in range(1, _EVERY_DAY + 1)
        if days.bit_count() <= most and not (rest_between and _neighbours(days))
    ]
    largest = [days for days in allowed if not any(days != other and days & other == days for other in allowed)]
    return [[d for d in range(DAYS_PER_WEEK) if days >> d & 1] for days in largest]


def _neighbours(days: int) -> bool:
    """True when two of the days follow each other, Sunday and Monday included."""
    turned = (days >> 1) | ((days & 1) << (DAYS_PER_WEEK - 1))
    return bool(days & turned) and days.bit_count() > 1
