"""Why a candidate has no placement, or an opening places left, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.aside import SENTENCE
from matcher.columns import CandidateColumns
from matcher.explanation.competing import (
    more_of,
    options_for,
    options_of,
    place_of,
    row_of_candidate,
    row_of_opening,
)
from matcher.explanation.law import reviews_of
from matcher.explanation.placement import NOT_USED
from matcher.explanation.questions import question_traces
from matcher.explanation.refusals import judged_column, judged_row, near_misses, rule_counts
from matcher.explanation.trace import LeftOutTrace, RuleCount, UnfilledTrace
from matcher.explanation.wording import counted

if TYPE_CHECKING:
    from matcher.pipeline import Planned

LOOSEN = {
    "task_limits": "hvis kerneopgaver kan overlades til andre",
    "own_tasks": "hvis kerneopgaver kan overlades til andre",
    "task_hours": "hvis de opgaver, borgerne kan løse, må fylde mere",
    "hours": "hvis timetallet kan være et andet",
    "gradual_start": "hvis man kan begynde på færre timer",
    "week": "hvis arbejdet kan lægges på andre tider",
    "scheme": "hvis stillingen tager imod flere ordninger",
    "language": "hvis stillingen kan klares med mindre dansk",
    "certificates": "hvis kravet om beviser kan undværes eller klares med et kursus",
    "dates": "hvis stillingen kan begynde senere",
    "conditions": "hvis arbejdsstedet kan tilbyde de vilkår, der mangler",
    "equipment": "hvis der kan skaffes udstyr eller rum",
    "support": "hvis der kan skaffes flere støttetimer",
    "commute": "hvis transporten kan løses",
}
"""Hard rules that a workplace or the municipality can do something about, and what. A person's own no is not one."""


def explain_left_out(planned: Planned, candidate: str, limit: int = 5) -> LeftOutTrace:
    """Why a candidate has no placement.

    Parameters
    ----------
    planned
        The plan with what it was made from.
    candidate
        Her id.
    limit
        Most near misses, questions and lost options.

    Raises
    ------
    MatcherError
        When the plan does not know her.
    """
    n = row_of_candidate(planned, candidate)
    world, pairs = planned.world, planned.pairs
    row = pairs.rows[n]
    judged = judged_row(world, row)
    refused = rule_counts(judged)
    waiting = np.flatnonzero(pairs.ask_candidate == n)
    questions, several = question_traces(planned, waiting, "stilling bliver mulig", "stillinger bliver mulige", limit)
    possible = int((pairs.candidate == n).sum())
    has_one = planned.aside is not None and candidate in planned.aside.candidates
    lost = () if has_one else options_for(planned, candidate, limit)
    openings = len(world.openings.rows)
    summary = SENTENCE if has_one else _summary(openings, possible, len(waiting), refused, "stilling", "stillinger")
    return LeftOutTrace(
        candidate=candidate,
        scheme=str(row.scheme or ""),
        openings=openings,
        possible=possible,
        waiting=len(waiting),
        summary=summary,
        refused=refused,
        near_misses=near_misses(world, planned.weights, judged, limit),
        questions=questions,
        several_questions=several,
        lost=lost,
        more=more_of(lost),
        notices=tuple(reviews_of(world, row)),
        not_used=NOT_USED,
        versions=planned.plan.versions,
    )


def explain_unfilled(
    planned: Planned, opening: str, limit: int = 5, columns: CandidateColumns | None = None
) -> UnfilledTrace:
    """Why an opening has places left.

    Parameters
    ----------
    planned
        The plan with what it was made from.
    opening
        Its id.
    limit
        Most near misses, questions, rules to loosen and lost options.
    columns
        ``planned.world.candidates(planned.pairs.rows)``, for a caller who explains many openings and makes it once.

    Raises
    ------
    MatcherError
        When the plan does not know the opening.
    """
    m = row_of_opening(planned, opening)
    world, pairs = planned.world, planned.pairs
    judged = judged_column(world, columns or world.candidates(pairs.rows), world.openings.rows[m])
    refused = rule_counts(judged)
    waiting = np.flatnonzero(pairs.ask_opening == m)
    questions, several = question_traces(planned, waiting, "borger bliver mulig", "borgere bliver mulige", limit)
    here = tuple(p.candidate for p in planned.plan.placements if p.opening == opening)
    standing = frozenset() if planned.aside is None else planned.aside.pairs
    besides = sum(o == opening for _, o in standing)
    placed = {p.candidate for p in planned.plan.placements} | {c for c, _ in standing}
    possible = {pairs.rows[int(n)].id for n in pairs.candidate[pairs.opening == m]}
    lost = options_of(planned, opening, limit, here)
    elsewhere = len((possible & placed) - set(here))
    without = len(possible - placed)
    place = place_of(world.facts, opening)
    return UnfilledTrace(
        place=place,
        left=max(0, place.places - len(here) - besides),
        candidates=len(pairs.rows),
        possible=len(possible),
        waiting=len(waiting),
        placed_elsewhere=elsewhere,
        without=without,
        summary=_unfilled_summary(len(pairs.rows), len(possible), elsewhere, without, len(waiting), refused),
        refused=refused,
        loosen=_loosen(refused, limit),
        near_misses=near_misses(world, planned.weights, judged, limit),
        questions=questions,
        several_questions=several,
        lost=lost,
        more=more_of(lost),
        versions=planned.plan.versions,
    )


def _loosen(refused: Sequence[RuleCount], limit: int) -> tuple[str, ...]:
    found = sorted((c for c in refused if c.only and c.rule in LOOSEN), key=lambda c: -c.only)
    return tuple(
        f"»{c.title}« er det eneste nej for {counted(c.only, 'borger', 'borgere')}; det ændrer sig, {LOOSEN[c.rule]}."
        for c in found[:limit]
    )


def _summary(whole: int, possible: int, waiting: int, refused: Sequence[RuleCount], one: str, many: str) -> str:
    if possible:
        are = "er mulig" if possible == 1 else "er mulige"
        return (
            f"{counted(possible, one, many)} af {whole} {are}, men pladser eller støtte "
            "rækker ikke til alle: i denne plan giver de mere værdi for andre."
        )
    if waiting:
        return f"Ingen {one} er mulig endnu, men {counted(waiting, one, many)} venter kun på svar."
    return f"Ingen af de {whole} {many} er mulige{_mostly(refused)}."


def _unfilled_summary(
    whole: int, possible: int, elsewhere: int, without: int, waiting: int, refused: Sequence[RuleCount]
) -> str:
    if possible:
        parts = [f"{elsewhere} er foreslået et andet sted"] if elsewhere else []
        parts += [f"{without} er ikke placeret"] if without else []
        who = counted(possible, "borger er mulig", "borgere er mulige")
        here = "er foreslået her" if possible == 1 else "alle er foreslået her"
        return f"{who}: {' og '.join(parts)}." if parts else f"{who}, og {here}."
    if waiting:
        return f"Ingen borger er mulig endnu, men {counted(waiting, 'borger', 'borgere')} venter kun på svar."
    return f"Ingen af de {whole} borgere er mulige{_mostly(refused)}."


def _mostly(refused: Sequence[RuleCount]) -> str:
    if not refused:
        return ""
    return f"; oftest står »{refused[0].title}« i vejen ({refused[0].blocked})"
