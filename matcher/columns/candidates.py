"""Candidate columns: hours, week, limits, needs and wishes of a block of candidates."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.loader import Catalogue
from matcher.columns.encoding import ALL_DAY, MODES, SCHEMES, UNKNOWN, Encoding, bits, floats, ordinal
from matcher.columns.need import (
    NeedColumns,
    ScheduleColumns,
    amount_of,
    need_columns,
    schedule_columns,
    task_limit_columns,
)
from matcher.domain import FULL_TIME_HOURS, Candidate, Kind, Necessity, WishSubject


@dataclass(frozen=True)
class CandidateColumns:
    """N candidates in the order given.

    Attributes
    ----------
    scheme
        int8 [N]: position in `SCHEMES`, -1 when not decided.
    postcode
        int32 [N].
    hours_min, hours_target, hours_max
        float64 [N], effective hours a week in all jobs together.
    job_hours_min
        float64 [N], fewest hours that make a job: `hours_min` shared over the jobs she may hold.
    presence_per_hour
        float64 [N], hours of presence for one effective hour (intensity and breaks).
    presence_max
        float64 [N], most hours of presence a week; a full-time week when not asked.
    start_hours
        float64 [N], hours she can begin with (SCH-10); inf when she needs no gradual start.
    soft_presence_max, soft_start_hours, soft_commute_max
        float64 [N]: the same limits by should and nice needs (SCH-01, SCH-10, SCH-13); inf or NaN when she has none.
    schedule, soft_schedule
        The week after her must-needs, and after should and nice ones as well.
    soft_schedule_weight, soft_task_weight
        float64 [N]: weight of her gravest soft need of that kind: 1 for should, 0.5 for nice, 0 when she has none.
    availability_known
        bool [N]: she has said when she can be there, and when a recurring block (SCH-11) lies.
    commute_max
        float64 [N], minutes; NaN when not asked.
    modes
        bool [N, 4]; every mode when not asked, `modes_known` then false.
    danish
        int8 [N], -1 when not asked.
    languages, certificates, plain_danish
        int64 [N] bit masks; `certificates_known` bool [N].
    available_from, grant_from, grant_to
        int32 [N] days.
    latest_employer
        int32 [N], -1 when none is recorded.
    max_jobs
        int32 [N].
    limits, soft_limits
        float64 [N, X]: highest demand on each axis she can meet, by must-needs and by all.
    needs, soft_needs
        Needs about conditions, equipment and support, by accommodation.
    not_wanted_task, wanted_task, done_task
        bool [N, T].
    not_wanted_sector, wanted_sector
        bool [N, S].
    not_wanted_workplace, not_wanted_employer, related_employer, wanted_workplace, wanted_employer
        int32 [n, 2]: (candidate, position).
    wants_growth
        int8 [N], -1 when not asked.
    waiting_since
        int32 [N] days.
    """

    rows: tuple[Candidate, ...]
    scheme: NDArray[np.int8]
    postcode: NDArray[np.int32]
    hours_min: NDArray[np.float64]
    hours_target: NDArray[np.float64]
    hours_max: NDArray[np.float64]
    job_hours_min: NDArray[np.float64]
    presence_per_hour: NDArray[np.float64]
    presence_max: NDArray[np.float64]
    start_hours: NDArray[np.float64]
    soft_presence_max: NDArray[np.float64]
    soft_start_hours: NDArray[np.float64]
    soft_commute_max: NDArray[np.float64]
    schedule: ScheduleColumns
    soft_schedule: ScheduleColumns
    soft_schedule_weight: NDArray[np.float64]
    soft_task_weight: NDArray[np.float64]
    availability_known: NDArray[np.bool_]
    commute_max: NDArray[np.float64]
    modes: NDArray[np.bool_]
    modes_known: NDArray[np.bool_]
    danish: NDArray[np.int8]
    languages: NDArray[np.int64]
    certificates: NDArray[np.int64]
    certificates_known: NDArray[np.bool_]
    available_from: NDArray[np.int32]
    grant_from: NDArray[np.int32]
    grant_to: NDArray[np.int32]
    latest_employer: NDArray[np.int32]
    max_jobs: NDArray[np.int32]
    limits: NDArray[np.float64]
    soft_limits: NDArray[np.float64]
    needs: tuple[NeedColumns, ...]
    soft_needs: tuple[NeedColumns, ...]
    not_wanted_task: NDArray[np.bool_]
    wanted_task: NDArray[np.bool_]
    done_task: NDArray[np.bool_]
    not_wanted_sector: NDArray[np.bool_]
    wanted_sector: NDArray[np.bool_]
    not_wanted_workplace: NDArray[np.int32]
    not_wanted_employer: NDArray[np.int32]
    wanted_workplace: NDArray[np.int32]
    wanted_employer: NDArray[np.int32]
    related_employer: NDArray[np.int32]
    wants_growth: NDArray[np.int8]
    waiting_since: NDArray[np.int32]


def candidate_columns(rows: Sequence[Candidate], catalogue: Catalogue, encoding: Encoding) -> CandidateColumns:
    """Columns of the candidates, in their order."""
    must = {Necessity.MUST}
    every = set(Necessity)
    soft_only = every - must
    breaks = floats(amount_of(c, "SCH-04", catalogue, must, 0.0) for c in rows)
    stated = floats(c.commute_max for c in rows)
    journey = floats(amount_of(c, "SCH-13", catalogue, must, None) for c in rows)
    jobs = np.array([c.max_jobs for c in rows], dtype=np.int32)
    hours_min = np.array([c.hours_min for c in rows], dtype=np.float64)
    weekly = floats(amount_of(c, "SCH-01", catalogue, must, None) for c in rows)
    return CandidateColumns(
        rows=tuple(rows),
        scheme=np.array([UNKNOWN if c.scheme is None else SCHEMES.index(c.scheme) for c in rows], dtype=np.int8),
        postcode=np.array([encoding.place("postcodes", c.postcode) for c in rows], dtype=np.int32),
        hours_min=hours_min,
        hours_target=np.array([c.hours_target for c in rows], dtype=np.float64),
        hours_max=np.array([c.hours_max for c in rows], dtype=np.float64),
        job_hours_min=np.maximum(0.5, hours_min / jobs),
        presence_per_hour=1.0 / (np.array([c.intensity for c in rows]) * (1.0 - breaks / 60.0)),
        presence_max=np.fmin(np.fmin(floats(c.presence_max for c in rows), weekly), FULL_TIME_HOURS),
        soft_presence_max=np.fmin(floats(amount_of(c, "SCH-01", catalogue, every, None) for c in rows), np.inf),
        soft_start_hours=np.fmin(floats(amount_of(c, "SCH-10", catalogue, soft_only, None) for c in rows), np.inf),
        soft_commute_max=floats(amount_of(c, "SCH-13", catalogue, soft_only, None) for c in rows),
        start_hours=np.fmin(floats(amount_of(c, "SCH-10", catalogue, must, None) for c in rows), np.inf),
        schedule=schedule_columns(rows, catalogue, must),
        soft_schedule=schedule_columns(rows, catalogue, every),
        soft_schedule_weight=_weights(rows, _SCHEDULE),
        soft_task_weight=_weights(rows, {a.id for a in catalogue.accommodations.values() if a.kind is Kind.TASK}),
        availability_known=np.array([c.availability is not None and not _unsaid_block(c) for c in rows], dtype=bool),
        commute_max=np.fmin(stated, journey),
        modes=np.array([[c.transport is None or m in c.transport for m in MODES] for c in rows], dtype=bool).reshape(
            -1, len(MODES)
        ),
        modes_known=np.array([c.transport is not None for c in rows], dtype=bool),
        danish=np.array([UNKNOWN if c.danish is None else c.danish.rank for c in rows], dtype=np.int8),
        languages=np.array(
            # A language that nothing in this world speaks can be shared with no opening.
            [bits(encoding.languages[x] for x in c.languages if x in encoding.languages) for c in rows],
            dtype=np.int64,
        ),
        certificates=np.array(
            [bits(encoding.place("certificates", x) for x in c.certificates or ()) for c in rows], dtype=np.int64
        ),
        certificates_known=np.array([c.certificates is not None for c in rows], dtype=bool),
        available_from=np.array([ordinal(c.available_from) for c in rows], dtype=np.int32),
        grant_from=np.array([ordinal(c.grant_from) for c in rows], dtype=np.int32),
        grant_to=np.array([ordinal(c.grant_to) for c in rows], dtype=np.int32),
        latest_employer=np.array(
            [encoding.employers.get(c.latest_employer or "", UNKNOWN) for c in rows], dtype=np.int32
        ),
        max_jobs=jobs,
        limits=task_limit_columns(rows, catalogue, encoding, must),
        soft_limits=task_limit_columns(rows, catalogue, encoding, every),
        needs=need_columns(rows, catalogue, encoding, must),
        soft_needs=need_columns(rows, catalogue, encoding, every - must),
        not_wanted_task=_wish_matrix(rows, encoding, "tasks", WishSubject.TASK, wanted=False),
        wanted_task=_wish_matrix(rows, encoding, "tasks", WishSubject.TASK, wanted=True),
        done_task=_done_matrix(rows, encoding),
        not_wanted_sector=_wish_matrix(rows, encoding, "sectors", WishSubject.SECTOR, wanted=False),
        wanted_sector=_wish_matrix(rows, encoding, "sectors", WishSubject.SECTOR, wanted=True),
        not_wanted_workplace=_wish_pairs(rows, encoding, "workplaces", WishSubject.WORKPLACE, wanted=False),
        not_wanted_employer=_wish_pairs(rows, encoding, "employers", WishSubject.EMPLOYER, wanted=False),
        wanted_workplace=_wish_pairs(rows, encoding, "workplaces", WishSubject.WORKPLACE, wanted=True),
        wanted_employer=_wish_pairs(rows, encoding, "employers", WishSubject.EMPLOYER, wanted=True),
        related_employer=_pairs(
            (n, encoding.employers[e])
            for n, c in enumerate(rows)
            for e in c.related_employers
            if e in encoding.employers
        ),
        wants_growth=np.array(
            [UNKNOWN if c.wants_growth is None else int(c.wants_growth) for c in rows], dtype=np.int8
        ),
        waiting_since=np.array([ordinal(c.waiting_since) for c in rows], dtype=np.int32),
    )


_SCHEDULE = frozenset({"SCH-01", "SCH-02", "SCH-03", "SCH-05", "SCH-06", "SCH-07", "SCH-11"})
"""Accommodations that shape the week."""


def _unsaid_block(candidate: Candidate) -> bool:
    block = candidate.need("SCH-11")
    return block is not None and block.necessity is Necessity.MUST and block.windows is None


def _weights(rows: Sequence[Candidate], accommodations: Set[str]) -> NDArray[np.float64]:
    weight = {Necessity.MUST: 0.0, Necessity.SHOULD: 1.0, Necessity.NICE: 0.5}
    return np.array(
        [max((weight[n.necessity] for n in c.needs if n.accommodation in accommodations), default=0.0) for c in rows]
    )


def _pairs(found: object) -> NDArray[np.int32]:
    return np.array(sorted(found), dtype=np.int32).reshape(-1, 2)  # type: ignore[call-overload]


def _wish_pairs(
    rows: Sequence[Candidate], encoding: Encoding, table: str, subject: WishSubject, *, wanted: bool
) -> NDArray[np.int32]:
    return _pairs(
        (n, encoding.place(table, wish.target))
        for n, candidate in enumerate(rows)
        for wish in candidate.wishes
        if wish.subject is subject and wish.wanted is wanted
    )


def _wish_matrix(
    rows: Sequence[Candidate], encoding: Encoding, table: str, subject: WishSubject, *, wanted: bool
) -> NDArray[np.bool_]:
    matrix = np.zeros((len(rows), len(getattr(encoding, table))), dtype=bool)
    pairs = _wish_pairs(rows, encoding, table, subject, wanted=wanted)
    matrix[pairs[:, 0], pairs[:, 1]] = True
    return matrix


def _done_matrix(rows: Sequence[Candidate], encoding: Encoding) -> NDArray[np.bool_]:
    matrix = np.zeros((len(rows), len(encoding.tasks)), dtype=bool)
    for n, candidate in enumerate(rows):
        for competence in candidate.competences:
            if competence.kind == "opgave":
                matrix[n, encoding.place("tasks", competence.value)] = True
    return matrix


__all__ = ["ALL_DAY", "CandidateColumns", "candidate_columns"]
