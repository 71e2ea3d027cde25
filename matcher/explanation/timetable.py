"""The arithmetic of hours, presence and tasks of one pair, in numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.catalogue.wording import decimal_comma
from matcher.columns.need import allowed_week, amount_of
from matcher.domain import ALL_WEEK, Competence, CompetenceKind, Kind, Necessity, Week, WishSubject
from matcher.eligibility.rule import Pair
from matcher.eligibility.work import over_limits
from matcher.explanation.met import over_limit
from matcher.explanation.pieces import CommuteTrace, LeftTask, TaskTrace, TimeTrace
from matcher.explanation.wording import hours_words, percent

BREAKS = "SCH-04"
"""The need for extra breaks: it makes presence longer than the effective hours."""


def shared_week(pair: Pair) -> Week:
    """The half-hours that the opening's windows and she, after her must-needs, have in common."""
    windows = ALL_WEEK if pair.opening.windows is None else pair.opening.windows
    return windows & allowed_week(pair.candidate, pair.world.catalogue, {Necessity.MUST})


def time_of(pair: Pair, hours: float) -> TimeTrace:
    """The arithmetic of so many effective hours a week."""
    c, o, block = pair.candidate, pair.opening, pair.block
    per_hour = float(block.candidates.presence_per_hour[0])
    breaks = amount_of(c, BREAKS, pair.world.catalogue, {Necessity.MUST}, 0.0) or 0.0
    room = min(float(block.week_presence[0, 0]), float(block.candidates.presence_max[0]))
    presence = hours * per_hour
    how = [f"{percent(c.intensity)} tempo"] if c.intensity < 1 else []
    how += [f"{decimal_comma(breaks)} minutters pause i timen"] if breaks else []
    effective = "1 effektiv time" if hours == 1 else f"{decimal_comma(hours)} effektive timer"
    because = f" ved {' og '.join(how)}" if how else ""
    sentence = (
        f"{effective}{because} er {hours_words(presence)} på arbejdspladsen om ugen; begge parters tider giver plads "
        f"til {hours_words(room)}."
    )
    return TimeTrace(
        hours=hours,
        presence=presence,
        asked_min=c.hours_min,
        asked_target=c.hours_target,
        asked_max=c.hours_max,
        opening_min=o.hours_min,
        opening_max=o.hours_max,
        intensity=c.intensity,
        break_minutes=breaks,
        presence_per_hour=per_hour,
        week_room=room,
        windows=str(shared_week(pair)),
        sentence=sentence,
    )


def commute_of(pair: Pair) -> CommuteTrace:
    """The journey: minutes, limit and means of transport."""
    limit = float(pair.block.candidates.commute_max[0])
    return CommuteTrace(
        minutes=float(pair.block.commute[0, 0]),
        limit=None if limit != limit else limit,
        transport=tuple(sorted(pair.candidate.transport or ())),
    )


def tasks_of(pair: Pair, tasks: Sequence[tuple[str, float]]) -> tuple[TaskTrace, ...]:
    """The tasks of an option, the longest first."""
    rows = {part.task: part for part in pair.opening.tasks}
    wanted = {w.target for w in pair.candidate.wishes if w.subject is WishSubject.TASK and w.wanted}
    done = {c.value for c in pair.candidate.competences if _is_task(c)}
    traced = [
        TaskTrace(
            task=task,
            words=pair.world.catalogue.tasks[task].danish,
            hours=hours,
            hours_in_opening=rows[task].hours,
            core=rows[task].core,
            wanted=task in wanted,
            done_before=task in done,
        )
        for task, hours in tasks
    ]
    return tuple(sorted(traced, key=lambda t: (-t.hours, t.task)))


def _is_task(competence: Competence) -> bool:
    return competence.kind is CompetenceKind.TASK


def left_tasks_of(pair: Pair) -> tuple[LeftTask, ...]:
    """The opening's tasks that are left to others, with every reason."""
    found = []
    for t, part in enumerate(pair.opening.tasks):
        if pair.block.doable[0, t]:
            continue
        because = [] if pair.block.within_limits[0, t] else over_limits(pair, part)
        if not pair.block.wanted_or_neutral[0, t]:
            because.append("borgeren ønsker ikke opgaven")
        words = pair.world.catalogue.tasks[part.task].danish
        found.append(LeftTask(part.task, words, part.hours, tuple(because)))
    return tuple(found)


def task_needs_at_work(pair: Pair) -> list[str]:
    """Ids of the must-needs about tasks that some task of the opening goes beyond."""
    accommodations = pair.world.catalogue.accommodations
    return [
        need.accommodation
        for need in pair.candidate.needs
        if accommodations[need.accommodation].kind is Kind.TASK
        and need.necessity is Necessity.MUST
        and any(over_limit(pair, need, part) for part in pair.opening.tasks)
    ]
