"""What an employer may be told: the conditions of the work that this opening touches, and nothing else (TRUST E1, C2).

A need is touched when the opening would otherwise go beyond it: a task of it asks more, its times or hours reach
further, or the workplace has to have or give something. Only must-needs can be touched; the journey, the language and
what a person does not want are never told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.catalogue.wording import condition
from matcher.columns.need import LANGUAGE, allowed_week, answered_by_workplace, need_amount, parts_needed
from matcher.columns.world import World
from matcher.domain import Accommodation, Kind, Necessity, Need, Week
from matcher.domain.plan import MeasureSource
from matcher.domain.week import DAYS_PER_WEEK
from matcher.eligibility import pair_of
from matcher.eligibility.rule import Pair
from matcher.explanation.met import over_limit
from matcher.explanation.pieces import MeasureTrace, WorkConditions
from matcher.explanation.timetable import BREAKS, left_tasks_of, shared_week, tasks_of, time_of

NEVER_TOLD = frozenset({"SCH-13", LANGUAGE})
"""Needs that concern the candidate's way to work and her languages: no employer is told of them."""
_BLOCKS_OF_THE_WEEK = frozenset({"SCH-05", "SCH-06", "SCH-07", "SCH-11"})


@dataclass(frozen=True, slots=True)
class TouchedNeed:
    """A must-need that the opening touches, as the employer may be told of it.

    `told` is empty for a need about tasks: the task that is left to others says it all.
    """

    accommodation: str
    told: str


def touched_needs(world: World, candidate: str, opening: str) -> tuple[TouchedNeed, ...]:
    """The candidate's must-needs that this opening touches, in the order of the catalogue.

    Raises
    ------
    MatcherError
        When the candidate or the opening does not exist.
    """
    return touched(pair_of(world, candidate, opening))


def touched(pair: Pair) -> tuple[TouchedNeed, ...]:
    """As `touched_needs`, for a pair that is at hand."""
    catalogue = pair.world.catalogue
    found = []
    for code, accommodation in catalogue.accommodations.items():
        need = pair.candidate.need(code)
        if need is None or need.necessity is not Necessity.MUST or code in NEVER_TOLD:
            continue
        if not _touches(pair, need, accommodation):
            continue
        told = ""
        if accommodation.kind is not Kind.TASK:
            parts = parts_needed(need, accommodation)
            told = condition(catalogue, accommodation, need_amount(need, accommodation), parts)
        found.append(TouchedNeed(code, told))
    return tuple(found)


def _touches(pair: Pair, need: Need, accommodation: Accommodation) -> bool:
    if accommodation.kind is Kind.TASK:
        return any(over_limit(pair, need, part) for part in pair.opening.tasks)
    if answered_by_workplace(accommodation):
        return True
    return _shapes_week(pair, need, accommodation)


def _shapes_week(pair: Pair, need: Need, accommodation: Accommodation) -> bool:
    """True when the opening's times or hours reach beyond a schedule need.

    Judged without the candidate's other schedule needs, so that one need never tells of another.
    """
    amount = need_amount(need, accommodation)
    if need.accommodation == BREAKS:
        return bool(amount)
    open_week = _open_week(pair)
    if need.accommodation in _BLOCKS_OF_THE_WEEK:
        alone = replace(pair.candidate, needs=(need,))
        return open_week & allowed_week(alone, pair.world.catalogue, {Necessity.MUST}) != open_week
    most = min(_most_presence(pair), open_week.hours)
    days = [open_week.day(day).bit_count() / 2 for day in range(DAYS_PER_WEEK)]
    if need.accommodation == "SCH-01":
        return amount is not None and most > amount + 1e-9
    if need.accommodation == "SCH-02":
        return amount is not None and min(max(days), most) > amount + 1e-9
    if need.accommodation == "SCH-03":
        worked = [day for day in range(DAYS_PER_WEEK) if days[day] > 0]
        follow = any((day + 1) % DAYS_PER_WEEK in worked for day in worked)
        rest = "rest_day_between" in parts_needed(need, accommodation)
        return (amount is not None and len(worked) > amount) or (rest and follow)
    if need.accommodation == "SCH-10":
        return amount is not None and _most_hours(pair) > amount + 1e-9
    return True


def _open_week(pair: Pair) -> Week:
    """The opening's windows that she could work in if she had no needs; empty when nobody has asked about them."""
    if pair.opening.windows is None:
        return Week()
    free = replace(pair.candidate, needs=())
    return pair.opening.windows & allowed_week(free, pair.world.catalogue, {Necessity.MUST})


def _most_hours(pair: Pair) -> float:
    """Most effective hours that both sides' hours and the tasks she can do leave."""
    return min(float(pair.block.most_hours[0, 0]), float(pair.block.doable_hours[0, 0]))


def _most_presence(pair: Pair) -> float:
    """Most hours of presence a week that those hours, and what she has said herself, leave."""
    stated = pair.candidate.presence_max
    most = _most_hours(pair) * float(pair.block.candidates.presence_per_hour[0])
    return most if stated is None else min(most, stated)


def conditions_of(
    pair: Pair, hours: float, tasks: Sequence[tuple[str, float]], measures: Sequence[MeasureTrace]
) -> WorkConditions:
    """What the employer may be told of an option of this pair."""
    time = time_of(pair, hours)
    told = {need.accommodation: need.told for need in touched(pair) if need.told}
    brought = {
        told[m.accommodation]: m.given_by
        for m in measures
        if m.source is MeasureSource.OFFER and m.accommodation in told
    }
    return WorkConditions(
        title=pair.opening.title,
        workplace_name=pair.workplace.name,
        scheme=str(pair.candidate.scheme or ""),
        hours=time.hours,
        presence=time.presence,
        windows=str(shared_week(pair)),
        tasks=tuple((task.words, task.hours) for task in tasks_of(pair, tasks)),
        left_tasks=tuple(task.words for task in left_tasks_of(pair)),
        conditions=tuple(sorted(told.values())),
        brought=tuple(sorted(brought.items())),
    )
