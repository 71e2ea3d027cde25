"""Pair features over a block: one function for each, read off the columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.columns.encoding import UNKNOWN
from matcher.eligibility.block import Block, share_within
from matcher.eligibility.needs import by_opening, condition_verdict, own_verdict
from matcher.features.names import FEATURE_NAMES

Matrix = NDArray[np.floating]
_MET = np.array([1.0, 0.5, 0.0])
"""How far a soft need counts as met: yes, not asked (unknown is not zero), no."""


def pair_features(
    block: Block, likeness: NDArray[np.float32], rows: NDArray[np.integer], columns: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Features of some pairs of a block.

    Parameters
    ----------
    block
        The pairs.
    likeness
        float32 [N, M]: text likeness.
    rows, columns
        int [n]: which pairs.

    Returns
    -------
    float32 [n, F] in [0, 1], columns in the order of `FEATURE_NAMES`.
    """
    out = np.empty((len(rows), len(FEATURE_NAMES)), dtype=np.float32)
    for f, name in enumerate(FEATURE_NAMES):
        matrix = likeness if name == "text_likeness" else _MATRICES[name](block)
        out[:, f] = matrix[rows, columns]
    return np.clip(out, 0.0, 1.0)


def _share_of_doable(block: Block, marked: NDArray[np.bool_]) -> Matrix:
    hours = block.by_opening((marked[:, block.openings.task] & block.doable) * block.openings.task_hours[None, :])
    return hours / np.maximum(block.doable_hours, 1e-9)


def tasks_done(block: Block) -> Matrix:
    """Share of the doable hours in tasks she has done before."""
    return _share_of_doable(block, block.candidates.done_task)


def tasks_wanted(block: Block) -> Matrix:
    """Share of the doable hours in tasks she wants; a half when she has named no wish of any kind."""
    share = _share_of_doable(block, block.candidates.wanted_task)
    return np.where(_has_wishes(block)[:, None], share, 0.5)


def place_wanted(block: Block) -> Matrix:
    """1 where she wants the sector, the employer or the workplace; a half when she has named no wish of any kind."""
    c, o = block.candidates, block.openings
    wanted = c.wanted_sector[:, o.sector]
    wanted |= block.pairs_matrix(c.wanted_workplace, o.workplace)
    wanted |= block.pairs_matrix(c.wanted_employer, o.employer)
    return np.where(_has_wishes(block)[:, None], wanted.astype(np.float64), 0.5)


def _has_wishes(block: Block) -> NDArray[np.bool_]:
    """bool [N]: she has named something she wants; nothing named is not known, which is not nothing wanted."""
    c = block.candidates
    named: NDArray[np.bool_] = np.asarray(c.wanted_task.any(axis=1) | c.wanted_sector.any(axis=1))
    for pairs in (c.wanted_workplace, c.wanted_employer):
        named[pairs[:, 0]] = True
    return named


def hours_near_target(block: Block) -> Matrix:
    """1 at the hours she asked for, falling by the share that is missing."""
    target = block.candidates.hours_target[:, None]
    return 1.0 - np.minimum(np.abs(block.hours - target) / target, 1.0)


def commute_ease(block: Block) -> Matrix:
    """1 at the door, 0 at her own limit (0.5 when she has named none)."""
    limit = block.candidates.commute_max[:, None]
    return np.where(np.isnan(limit), 0.5, 1.0 - np.minimum(block.commute / limit, 1.0))


def soft_needs_met(block: Block) -> Matrix:
    """Weighted share of should and nice needs that are met; 1 when she has none."""
    c = block.candidates
    met = np.zeros(block.shape)
    weight = np.zeros(block.shape[0])
    for need in c.soft_needs:
        of = own_verdict if need.accommodation.consumed else condition_verdict
        met[need.candidate] += _MET[by_opening(of, need, block)] * need.weight[:, None]
        weight[need.candidate] += need.weight

    def also(rows: NDArray[np.intp], share: Matrix, of: NDArray[np.float64]) -> None:
        met[rows] += share[rows] * of[rows, None]
        weight[rows] += of[rows]

    limited = np.flatnonzero(c.soft_task_weight > 0)
    if len(limited):
        also(limited, share_within(c.soft_limits, block), c.soft_task_weight)
    shaped = np.flatnonzero(c.soft_schedule_weight > 0)
    if len(shaped):
        presence = block.hours * c.presence_per_hour[:, None]
        also(shaped, np.minimum(block.soft_presence / np.maximum(presence, 1e-9), 1.0), c.soft_schedule_weight)
    ones = np.ones(block.shape[0])
    gradual = np.flatnonzero(np.isfinite(c.soft_start_hours))
    if len(gradual):
        also(gradual, (block.openings.hours_min[None, :] <= c.soft_start_hours[:, None]).astype(float), ones)
    near = np.flatnonzero(~np.isnan(c.soft_commute_max))
    if len(near):
        also(near, (block.commute <= c.soft_commute_max[:, None]).astype(float), ones)
    return np.where(weight[:, None] > 0, met / np.maximum(weight, 1e-9)[:, None], 1.0)


def tasks_covered(block: Block) -> Matrix:
    """Share of the opening's task hours that she can do."""
    whole = block.by_opening(np.broadcast_to(block.openings.task_hours[None, :], (1, len(block.openings.task_hours))))
    return block.doable_hours / whole


def room_to_grow(block: Block) -> Matrix:
    """1 where the hours may grow and she would like that; half where either has not been asked; 0 otherwise."""
    wish = _share(block.candidates.wants_growth)[:, None]
    return np.minimum(wish, _share(block.openings.growth)[None, :])


def _share(answers: NDArray[np.int8]) -> NDArray[np.float64]:
    """1 for yes, 0 for no, a half for not asked."""
    return np.where(answers == UNKNOWN, 0.5, answers.astype(np.float64))


def slack_in_week(block: Block) -> Matrix:
    """How much more presence the week has room for than the placement takes; 1 at three times as much or more."""
    presence = np.maximum(block.hours * block.candidates.presence_per_hour[:, None], 1e-9)
    return slack(block.week_presence, presence)


def slack(room: Matrix, presence: NDArray[np.float64]) -> Matrix:
    """Share of the way from no slack to three times as much room as the presence takes."""
    return np.clip((room / presence - 1.0) / 2.0, 0.0, 1.0)


_MATRICES: dict[str, Callable[[Block], Matrix]] = {
    "tasks_done": tasks_done,
    "tasks_wanted": tasks_wanted,
    "place_wanted": place_wanted,
    "hours_near_target": hours_near_target,
    "commute_ease": commute_ease,
    "soft_needs_met": soft_needs_met,
    "tasks_covered": tasks_covered,
    "room_to_grow": room_to_grow,
    "slack_in_week": slack_in_week,
}
