"""The pairs that can be: every hard rule applied, block by block, and what is known of each pair that is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Candidate
from matcher.domain.reason import Verdict
from matcher.eligibility import HARD_RULES, judge_near, judged_blocks
from matcher.eligibility.block import Block
from matcher.eligibility.evaluate import Judged
from matcher.features import FEATURE_NAMES, candidate_words, opening_words, pair_features
from matcher.features.pair import slack
from models.text import TextLikeness

_HOURS_NEAR_TARGET = FEATURE_NAMES.index("hours_near_target")
_SLACK_IN_WEEK = FEATURE_NAMES.index("slack_in_week")


@dataclass(frozen=True)
class Pairs:
    """P eligible pairs, Q pairs that wait for an answer, and the counts of all N × M.

    Attributes
    ----------
    rows
        The candidates, in the order given.
    candidate, opening
        int32 [P]: positions among the candidates given and the world's openings.
    features
        float32 [P, F], columns as `FEATURE_NAMES`.
    hours, least_hours
        float64 [P]: effective hours a placement would have, and the fewest that make sense to both.
    presence_per_hour
        float64 [P].
    week_presence
        float32 [P]: most hours of presence the week leaves room for.
    commute
        float32 [P], minutes.
    ask_candidate, ask_opening, ask_rules
        int32 [Q], int32 [Q], uint32 [Q]: pairs that only questions stand in the way of, and the rules that ask.
    blocked
        int32 [N, R]: for each candidate and rule, the openings that rule refuses.
    only
        int32 [N, R]: the openings that rule alone refuses.
    opening_blocked, opening_only
        int32 [M, R]: the same for each opening.
    """

    rows: tuple[Candidate, ...]
    candidate: NDArray[np.int32]
    opening: NDArray[np.int32]
    features: NDArray[np.float32]
    hours: NDArray[np.float64]
    least_hours: NDArray[np.float64]
    presence_per_hour: NDArray[np.float64]
    week_presence: NDArray[np.float32]
    commute: NDArray[np.float32]
    ask_candidate: NDArray[np.int32]
    ask_opening: NDArray[np.int32]
    ask_rules: NDArray[np.uint32]
    blocked: NDArray[np.int32]
    only: NDArray[np.int32]
    opening_blocked: NDArray[np.int32]
    opening_only: NDArray[np.int32]

    @property
    def count(self) -> int:
        """Number of eligible pairs."""
        return len(self.candidate)


def likeness_in(world: World, candidates: Sequence[Candidate]) -> TextLikeness:
    """How alike words are in this world: how rare a word is depends on the words of everybody."""
    return TextLikeness().fit(
        [candidate_words(c, world.catalogue) for c in candidates],
        [opening_words(o, world.catalogue) for o in world.openings.rows],
    )


def find_pairs(
    world: World,
    candidates: Sequence[Candidate] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pairs:
    """Judge all pairs of the candidates (all of them, sorted by id, when none are named) with all openings."""
    everybody = [world.facts.candidate_by_id[c] for c in sorted(world.facts.candidate_by_id)]
    likeness = likeness_in(world, everybody)
    rows = everybody if candidates is None else candidates
    return _found(rows, world, judged_blocks(world, rows, progress), likeness)


def pairs_of(judged: Judged, likeness: NDArray[np.float32]) -> Pairs:
    """The pairs of one judged block, whose text likeness (float32 [N, M]) is known."""
    return _collected(judged.block.candidates.rows, judged.block.shape[1], [(0, judged, likeness)])


def pairs_of_one(block: Block, likeness: TextLikeness) -> tuple[Pairs, NDArray[np.float32]]:
    """The pairs of a block of one candidate, and the features of those that wait for an answer (float32 [Q, F]).

    Only what is near enough is looked at further, so the counts of refusals are all 0.
    """
    row, world, openings = block.candidates.rows[0], block.world, block.shape[1]
    judged, places = judge_near(block)
    near, verdict = judged.block, judged.verdict[0]
    left = np.flatnonzero(verdict != Verdict.NO)
    words = np.zeros(near.shape, dtype=np.float32)
    words[:, left] = likeness.likeness([candidate_words(row, world.catalogue)], places[left])
    features = pair_features(near, words, np.zeros_like(left), left)
    fits = verdict[left] == Verdict.YES
    yes, ask = left[fits], left[~fits]
    first = np.zeros_like(yes)
    counts, none = (np.zeros((n, len(HARD_RULES)), dtype=np.int32) for n in (openings, 1))
    pairs = Pairs(
        rows=(row,),
        candidate=first.astype(np.int32),
        opening=places[yes].astype(np.int32),
        features=features[fits],
        hours=near.hours[0, yes],
        least_hours=near.fewest_hours(first, yes),
        presence_per_hour=near.candidates.presence_per_hour[first],
        week_presence=near.week_presence[0, yes].astype(np.float32),
        commute=near.commute[0, yes].astype(np.float32),
        ask_candidate=np.zeros(len(ask), dtype=np.int32),
        ask_opening=places[ask].astype(np.int32),
        ask_rules=judged.asking[0, ask],
        blocked=none,
        only=none,
        opening_blocked=counts,
        opening_only=counts,
    )
    return pairs, features[~fits]


def _found(
    rows: Sequence[Candidate], world: World, blocks: Iterable[tuple[int, Judged]], likeness: TextLikeness
) -> Pairs:
    judged = (
        (first, block, likeness.likeness([candidate_words(c, world.catalogue) for c in block.block.candidates.rows]))
        for first, block in blocks
    )
    return _collected(rows, len(world.openings.rows), judged)


def _collected(
    candidates: Sequence[Candidate], openings: int, blocks: Iterable[tuple[int, Judged, NDArray[np.float32]]]
) -> Pairs:
    size = (len(candidates), len(HARD_RULES))
    blocked, only = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    wide = (openings, len(HARD_RULES))
    opening_blocked, opening_only = np.zeros(wide, dtype=np.int32), np.zeros(wide, dtype=np.int32)
    found: list[_Part] = []
    asked: list[_Part] = []
    for first, judged, words in blocks:
        block = judged.block
        rows, columns = np.nonzero(judged.verdict == Verdict.YES)
        found.append(
            (
                (rows + first).astype(np.int32),
                columns.astype(np.int32),
                pair_features(block, words, rows, columns),
                block.hours[rows, columns],
                block.fewest_hours(rows, columns),
                block.candidates.presence_per_hour[rows],
                block.week_presence[rows, columns].astype(np.float32),
                block.commute[rows, columns].astype(np.float32),
            )
        )
        rows, columns = np.nonzero(judged.verdict == Verdict.ASK)
        asked.append(((rows + first).astype(np.int32), columns.astype(np.int32), judged.asking[rows, columns]))
        here = slice(first, first + block.shape[0])
        alone = np.bitwise_count(judged.blocking) == 1
        speaking = int(np.bitwise_or.reduce(judged.blocking, axis=None)) if judged.blocking.size else 0
        for r in range(len(HARD_RULES)):
            if not speaking >> r & 1:
                continue
            bit = (judged.blocking >> np.uint32(r)) & np.uint32(1) > 0
            blocked[here, r] = bit.sum(axis=1)
            opening_blocked[:, r] += bit.sum(axis=0)
            bit &= alone
            only[here, r] = bit.sum(axis=1)
            opening_only[:, r] += bit.sum(axis=0)
    pair_columns: list[Any] = _joined(found, _nothing())
    asked_columns: list[Any] = _joined(asked, [_NO_INT, _NO_INT, np.zeros(0, dtype=np.uint32)])
    tallies: list[Any] = [blocked, only, opening_blocked, opening_only]
    return Pairs(tuple(candidates), *pair_columns, *asked_columns, *tallies)


_NO_INT = np.zeros(0, dtype=np.int32)
_Part = tuple[NDArray[Any], ...]


def _joined(parts: list[_Part], without: list[NDArray[Any]]) -> list[NDArray[Any]]:
    return [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else without


def _nothing() -> list[NDArray[Any]]:
    return [
        _NO_INT,
        _NO_INT,
        np.zeros((0, len(FEATURE_NAMES)), dtype=np.float32),
        *(np.zeros(0) for _ in range(3)),
        *(np.zeros(0, dtype=np.float32) for _ in range(2)),
    ]


def pair_keys(world: World, pairs: Pairs, wanted: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
    """A number for each wanted pair: the candidate's row times all openings plus the opening's place.

    -1 for a pair whose candidate or opening is not there.
    """
    rows, place = {c.id: n for n, c in enumerate(pairs.rows)}, world.openings.place
    return np.array(
        [rows[c] * len(place) + place[o] if c in rows and o in place else -1 for c, o in wanted], dtype=np.int64
    )


def with_hours(
    pairs: Pairs, which: NDArray[np.int64], hours: NDArray[np.float64], target: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Features of some pairs at other hours: nearness to the target and slack in the week are worked out anew.

    How far soft schedule needs are met is kept from the pair's own hours.
    """
    changed = pairs.features[which]
    changed[:, _HOURS_NEAR_TARGET] = 1.0 - np.minimum(np.abs(hours - target) / target, 1.0)
    presence = np.maximum(hours * pairs.presence_per_hour[which], 1e-9)
    changed[:, _SLACK_IN_WEEK] = slack(pairs.week_presence[which], presence)
    return changed
