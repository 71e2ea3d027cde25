"""Opening columns, and the rows of their tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.columns.encoding import ALL_DAY, SCHEMES, UNKNOWN, Encoding, bits, day_bits, ordinal, tri
from matcher.columns.workplaces import WorkplaceColumns
from matcher.domain import Facts, Opening
from matcher.domain.week import DAYS_PER_WEEK


@dataclass(frozen=True)
class OpeningColumns:
    """M openings sorted by id, and T task rows grouped by opening.

    Attributes
    ----------
    workplace, employer, sector, postcode
        int32 [M].
    places, hours_min, hours_max, hours_total
        float64 [M]; effective hours a week.
    windows
        int64 [M, 7]: half-hours of each day; every half-hour when not asked.
    windows_known
        bool [M].
    shortest_shift
        float64 [M], hours of presence.
    schemes, languages, certificates
        int64 [M]: bit masks.
    danish, growth, seasonal
        int8 [M], -1 when not asked.
    start, latest_start
        int32 [M]: days, `NO_DAY` when none.
    task_start
        int64 [M]: first task row of each opening (every opening has at least one).
    task_opening, task, profile
        int32 [T]: opening, task of the catalogue, row of `profiles`.
    task_hours, core
        float64 [T] and bool [T].
    profiles
        float64 [P, X]: the distinct combinations of demands on the X axes.
    weeks, week
        int64 [U, 8] and int64 [M]: the distinct weeks (seven days and the shortest shift in half-hours), and whose they
        are.
    postcodes, home
        int32 [V] and int64 [M]: the distinct postcodes, and whose they are.
    """

    rows: tuple[Opening, ...]
    workplace: NDArray[np.int32]
    employer: NDArray[np.int32]
    sector: NDArray[np.int32]
    postcode: NDArray[np.int32]
    places: NDArray[np.float64]
    hours_min: NDArray[np.float64]
    hours_max: NDArray[np.float64]
    hours_total: NDArray[np.float64]
    windows: NDArray[np.int64]
    windows_known: NDArray[np.bool_]
    shortest_shift: NDArray[np.float64]
    schemes: NDArray[np.int64]
    languages: NDArray[np.int64]
    certificates: NDArray[np.int64]
    danish: NDArray[np.int8]
    growth: NDArray[np.int8]
    seasonal: NDArray[np.int8]
    start: NDArray[np.int32]
    latest_start: NDArray[np.int32]
    task_start: NDArray[np.int64]
    task_opening: NDArray[np.int32]
    task: NDArray[np.int32]
    profile: NDArray[np.int32]
    task_hours: NDArray[np.float64]
    core: NDArray[np.bool_]
    profiles: NDArray[np.float64]
    weeks: NDArray[np.int64]
    week: NDArray[np.int64]
    postcodes: NDArray[np.int32]
    home: NDArray[np.int64]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Position of each opening, by id."""
        return {row.id: m for m, row in enumerate(self.rows)}

    def alone(self, place: int) -> OpeningColumns:
        """The columns of one opening: made when it is first asked for, and kept for whoever asks next."""
        kept = self._alone.get(place)
        if kept is None:
            kept = self._alone[place] = self.only(np.array([place]))
        return kept

    @cached_property
    def _alone(self) -> dict[int, OpeningColumns]:
        return {}

    def only(self, places: NDArray[np.integer]) -> OpeningColumns:
        """The columns of some openings alone, in the order given: what makes one pair cheap to look at."""
        ends = np.append(self.task_start[1:], len(self.task))
        counts = ends[places] - self.task_start[places]
        opening = np.repeat(np.arange(len(places)), counts)
        first = np.cumsum(counts) - counts
        tasks = self.task_start[places][opening] + np.arange(len(opening)) - first[opening]
        columns = {name: getattr(self, name)[places] for name in _BY_OPENING}
        rows = self.rows
        profile, profiles = _narrowed(self.profile[tasks], self.profiles)
        week, weeks = _narrowed(self.week[places], self.weeks)
        home, postcodes = _narrowed(self.home[places], self.postcodes)
        return replace(
            self,
            rows=tuple([rows[m] for m in places.tolist()]),
            **columns,
            task_start=first,
            task_opening=opening.astype(np.int32),
            task=self.task[tasks],
            profile=profile.astype(np.int32),
            task_hours=self.task_hours[tasks],
            core=self.core[tasks],
            profiles=profiles,
            weeks=weeks,
            week=week,
            postcodes=postcodes,
            home=home,
        )


def _narrowed(place: NDArray[Any], table: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Places in a table of what differs, and the table: as it is when it is short, else one row for each place."""
    return (place, table) if len(table) <= len(place) else (np.arange(len(place)), table[place])


_BY_OPENING = (
    "workplace",
    "employer",
    "sector",
    "postcode",
    "places",
    "hours_min",
    "hours_max",
    "hours_total",
    "windows",
    "windows_known",
    "shortest_shift",
    "schemes",
    "languages",
    "certificates",
    "danish",
    "growth",
    "seasonal",
    "start",
    "latest_start",
)
"""Columns with one row for each opening."""


def opening_columns(
    facts: Facts, catalogue: Catalogue, encoding: Encoding, workplaces: WorkplaceColumns
) -> OpeningColumns:
    """Columns of all openings."""
    rows = tuple(facts.opening_by_id[opening] for opening in sorted(facts.opening_by_id))
    workplace = np.array([encoding.workplaces[o.workplace] for o in rows], dtype=np.int32)
    all_day = [ALL_DAY] * DAYS_PER_WEEK
    windows = np.array([all_day if o.windows is None else day_bits(o.windows) for o in rows], dtype=np.int64)
    windows = windows.reshape(-1, DAYS_PER_WEEK)
    shortest_shift = np.array([o.shortest_shift for o in rows], dtype=np.float64)
    half_hours = np.round(shortest_shift * 2).astype(np.int64)
    weeks, week = np.unique(np.column_stack([windows, half_hours]), axis=0, return_inverse=True)
    postcodes, home = np.unique(workplaces.postcode[workplace], return_inverse=True)
    return OpeningColumns(
        rows=rows,
        workplace=workplace,
        employer=workplaces.employer[workplace],
        sector=workplaces.sector[workplace],
        postcode=workplaces.postcode[workplace],
        places=np.array([o.places for o in rows], dtype=np.float64),
        hours_min=np.array([o.hours_min for o in rows], dtype=np.float64),
        hours_max=np.array([o.hours_max for o in rows], dtype=np.float64),
        hours_total=np.array([o.hours_total for o in rows], dtype=np.float64),
        windows=windows,
        windows_known=np.array([o.windows is not None for o in rows], dtype=bool),
        shortest_shift=shortest_shift,
        schemes=np.array([bits(SCHEMES.index(s) for s in o.schemes) for o in rows], dtype=np.int64),
        languages=np.array([bits(encoding.place("languages", x) for x in o.languages) for o in rows], dtype=np.int64),
        certificates=np.array(
            [bits(encoding.place("certificates", x) for x in o.certificates) for o in rows], dtype=np.int64
        ),
        danish=np.array([UNKNOWN if o.danish is None else o.danish.rank for o in rows], dtype=np.int8),
        growth=np.array([tri(o.growth) for o in rows], dtype=np.int8),
        seasonal=np.array([tri(o.seasonal) for o in rows], dtype=np.int8),
        start=np.array([ordinal(o.start) for o in rows], dtype=np.int32),
        latest_start=np.array([ordinal(o.latest_start) for o in rows], dtype=np.int32),
        weeks=weeks,
        week=week.reshape(-1),
        postcodes=postcodes,
        home=home.reshape(-1),
        **_task_columns(rows, catalogue, encoding),
    )


def _task_columns(rows: Sequence[Opening], catalogue: Catalogue, encoding: Encoding) -> dict[str, Any]:
    used = {part.task for row in rows for part in row.tasks}
    usual = {
        task: np.array([number for _, number in catalogue.tasks[task].demands])
        for task in used
        if task in catalogue.tasks  # an unknown one is named below, by its row
    }
    opening, task, hours, core, demands = [], [], [], [], []
    for m, row in enumerate(rows):
        for part in row.tasks:
            place = encoding.place("tasks", part.task)
            asked = usual[part.task]
            if part.demands:
                asked = asked.copy()
                for axis, number in part.demands:
                    asked[encoding.place("axes", axis)] = number
            opening.append(m)
            task.append(place)
            hours.append(part.hours)
            core.append(part.core)
            demands.append(asked)
    matrix = np.array(demands, dtype=np.float64).reshape(-1, len(encoding.axes))
    profiles, profile = np.unique(matrix, axis=0, return_inverse=True)
    task_opening = np.array(opening, dtype=np.int32)
    return {
        "task_start": np.searchsorted(task_opening, np.arange(len(rows))).astype(np.int64),
        "task_opening": task_opening,
        "task": np.array(task, dtype=np.int32),
        "profile": profile.reshape(-1).astype(np.int32),
        "task_hours": np.array(hours, dtype=np.float64),
        "core": np.array(core, dtype=bool),
        "profiles": profiles,
    }
