"""Hard rules about the work itself: tasks within limits, hours for both sides, a week that fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue.wording import amount_in_words
from matcher.columns.need import allowed_week, amount_of, axis_limits
from matcher.domain import ALL_WEEK, DemandAxis, Kind, Necessity, OpeningTask, Week, WishSubject
from matcher.domain.reason import Change, ChangeKind, Reason, Verdict
from matcher.eligibility.block import HOUR_STEP, Block
from matcher.eligibility.rule import ASK, NO, YES, HardRule, Pair, hours_words, number, set_candidate, set_opening


def _core_missing(block: Block, able: NDArray[np.bool_]) -> NDArray[np.uint8]:
    missing = block.by_opening(~able & block.openings.core[None, :])
    return np.where(missing > 0, NO, YES).astype(np.uint8)


def _task_limits(block: Block) -> NDArray[np.uint8]:
    return _core_missing(block, block.within_limits)


def _tell_task_limits(pair: Pair) -> list[Reason]:
    reasons = []
    for t, part in enumerate(pair.opening.tasks):
        if part.core and not pair.block.within_limits[0, t]:
            why = "; ".join(over_limits(pair, part))
            task = pair.world.catalogue.tasks[part.task]
            reasons.append(
                Reason(
                    "task_limits",
                    Verdict.NO,
                    f"Kerneopgaven »{task.danish}« kræver mere, end hensynene tillader: {why}.",
                    subject=part.task,
                    changes=(_free(pair, part),),
                )
            )
    return reasons


def over_limits(pair: Pair, part: OpeningTask) -> list[str]:
    """What a task asks beyond the candidate's must-needs, one sentence fragment for each demand."""
    catalogue = pair.world.catalogue
    asked = {**dict(catalogue.tasks[part.task].demands), **dict(part.demands)}
    found = []
    for need in pair.candidate.needs:
        accommodation = catalogue.accommodations[need.accommodation]
        if accommodation.kind is not Kind.TASK or need.necessity is not Necessity.MUST:
            continue
        for axis, allowed in axis_limits(need, accommodation):
            if asked[axis] > allowed:
                found.append(f"{_beyond(catalogue.axes[axis], asked[axis], allowed)} ({accommodation.danish})")
    return found


def _beyond(scale: DemandAxis, asked: float, allowed: float) -> str:
    """A demand and its limit in words: a number with its unit, a step of the scale, or just that it is there."""
    if scale.unit == "yes/no":
        return scale.danish.lower()
    return (
        f"{scale.danish.lower()} {amount_in_words(scale.unit, asked)} mod højst {amount_in_words(scale.unit, allowed)}"
    )


def _free(pair: Pair, part: OpeningTask) -> Change:
    task = pair.world.catalogue.tasks[part.task]
    sentence = f"opgaven »{task.danish}« kan overlades til andre"
    return Change("openings", pair.opening.id, ChangeKind.FREE_TASK, "tasks", part.task, sentence)


def _own_tasks(block: Block) -> NDArray[np.uint8]:
    return _core_missing(block, block.wanted_or_neutral)


def _tell_own_tasks(pair: Pair) -> list[Reason]:
    reasons = []
    for t, part in enumerate(pair.opening.tasks):
        if part.core and not pair.block.wanted_or_neutral[0, t]:
            task = pair.world.catalogue.tasks[part.task]
            wish = next(
                w
                for w in pair.candidate.wishes
                if w.subject is WishSubject.TASK and not w.wanted and w.target == part.task
            )
            reasons.append(
                Reason(
                    "own_tasks",
                    Verdict.NO,
                    f"Borgeren ønsker ikke opgaven »{task.danish}«, som er en kerneopgave i stillingen.",
                    subject=part.task,
                    changes=(
                        Change(
                            "candidates",
                            pair.candidate.id,
                            ChangeKind.DROP_WISH,
                            "wishes",
                            wish,
                            f"borgeren selv siger ja til »{task.danish}«",
                        ),
                    ),
                )
            )
    return reasons


def _task_hours(block: Block) -> NDArray[np.uint8]:
    return np.where(block.doable_hours >= block.least_hours - 1e-9, YES, NO).astype(np.uint8)


def _tell_task_hours(pair: Pair) -> list[Reason]:
    if _task_hours(pair.block)[0, 0] == YES:
        return []
    room, least = float(pair.block.doable_hours[0, 0]), float(pair.block.least_hours[0, 0])
    left_out = [
        f"»{pair.world.catalogue.tasks[part.task].danish}«"
        for t, part in enumerate(pair.opening.tasks)
        if not pair.block.doable[0, t]
    ]
    why = f" (uden {', '.join(left_out)})" if left_out else ""
    return [
        Reason(
            "task_hours",
            Verdict.NO,
            f"De opgaver, borgeren kan løse{why}, fylder {number(room)} timer om ugen; der skal mindst være "
            f"{number(least)}.",
            changes=_more_hours(pair, room, least),
        )
    ]


def _more_hours(pair: Pair, room: float, least: float) -> tuple[Change, ...]:
    """Raise a doable task's hours so far that there is enough, or allow every task by making one doable."""
    whole = float(np.ceil(least / HOUR_STEP - 1e-9) * HOUR_STEP)
    for t, part in enumerate(pair.opening.tasks):
        if pair.block.doable[0, t]:
            hours = part.hours + np.ceil((whole - room) * 2) / 2
            tasks = tuple(replace(other, hours=hours) if other is part else other for other in pair.opening.tasks)
            task = pair.world.catalogue.tasks[part.task]
            return (set_opening(pair, "tasks", tasks, f"opgaven »{task.danish}« fylder {number(hours)} timer om ugen"),)
    ease = pair.opening.tasks[0]
    task = pair.world.catalogue.tasks[ease.task]
    no_demand = tuple((axis, 0.0) for axis in pair.world.catalogue.axes)
    hours = max(ease.hours, whole)
    tasks = (replace(ease, demands=no_demand, core=False, hours=hours), *pair.opening.tasks[1:])
    wishes = tuple(w for w in pair.candidate.wishes if w.wanted or w.target != ease.task)
    return (
        set_opening(
            pair,
            "tasks",
            tasks,
            f"opgaven »{task.danish}« kan tilrettelægges uden de krav, hensynene udelukker, og fylder "
            f"{number(hours)} timer",
        ),
        *(
            (set_candidate(pair, "wishes", wishes, f"borgeren selv siger ja til »{task.danish}«"),)
            if wishes != pair.candidate.wishes
            else ()
        ),
    )


def _hours(block: Block) -> NDArray[np.uint8]:
    return np.where(block.most_hours >= block.least_hours - 1e-9, YES, NO).astype(np.uint8)


def _tell_hours(pair: Pair) -> list[Reason]:
    if _hours(pair.block)[0, 0] == YES:
        return []
    c, o = pair.candidate, pair.opening
    least_job = float(pair.block.candidates.job_hours_min[0])
    changes: tuple[Change, ...]
    if c.hours_max < o.hours_min:
        sentence = (
            f"Stillingen kræver mindst {number(o.hours_min)} timer om ugen; borgeren kan højst {number(c.hours_max)}."
        )
        lower = float(np.floor(c.hours_max * 2) / 2)
        changes = (set_opening(pair, "hours_min", lower, f"stillingen kan besættes med {hours_words(lower)} om ugen"),)
    else:
        most = min(o.hours_max, o.hours_total)
        sentence = (
            f"Stillingen giver højst {number(most)} timer om ugen; borgeren skal mindst have {number(least_job)}."
        )
        higher = float(np.ceil(least_job * 2) / 2)
        changes = (
            set_opening(
                pair, "hours_max", max(higher, o.hours_max), f"stillingen kan give {hours_words(higher)} om ugen"
            ),
        )
        if o.hours_total < higher:
            changes += (set_opening(pair, "hours_total", higher, f"stillingens timer i alt er {number(higher)}"),)
    return [Reason("hours", Verdict.NO, sentence, changes=changes)]


def _gradual_start(block: Block) -> NDArray[np.uint8]:
    start = block.candidates.start_hours[:, None]
    return np.where(block.openings.hours_min[None, :] > start, NO, YES).astype(np.uint8)


def _tell_gradual_start(pair: Pair) -> list[Reason]:
    if _gradual_start(pair.block)[0, 0] == YES:
        return []
    start = amount_of(pair.candidate, "SCH-10", pair.world.catalogue, {Necessity.MUST}, None) or 0.5
    return [
        Reason(
            "gradual_start",
            Verdict.NO,
            f"Borgeren skal begynde med {number(start)} timer om ugen og optrappe; stillingen kræver mindst "
            f"{number(pair.opening.hours_min)} timer fra start.",
            subject="SCH-10",
            changes=(
                set_opening(
                    pair, "hours_min", max(0.5, start), f"stillingen kan begynde med {hours_words(max(0.5, start))}"
                ),
            ),
        )
    ]


def _week(block: Block) -> NDArray[np.uint8]:
    fits = block.hours > 0
    known = block.candidates.availability_known[:, None] & block.openings.windows_known[None, :]
    return np.where(fits, np.where(known, YES, ASK), NO).astype(np.uint8)


def _tell_week(pair: Pair) -> list[Reason]:
    verdict = Verdict(int(_week(pair.block)[0, 0]))
    if verdict is Verdict.YES:
        return []
    if verdict is Verdict.ASK:
        return _ask_week(pair)
    block = pair.block
    least = float(block.least_hours[0, 0])
    presence = least * float(block.candidates.presence_per_hour[0])
    room = min(float(block.week_presence[0, 0]), float(block.candidates.presence_max[0]))
    fits = f"inden for begge parters tider og borgerens hensyn er der plads til {hours_words(room)}"
    if room >= presence:
        shift = hours_words(pair.opening.shortest_shift)
        fits += f", men de kan ikke fyldes med hele vagter på mindst {shift}, som arbejdsstedet ønsker"
    return [
        Reason(
            "week",
            Verdict.NO,
            f"{number(least)} effektive timer kræver {number(presence)} timers tilstedeværelse om ugen; {fits}.",
            changes=_wider_week(pair, presence),
        )
    ]


def _ask_week(pair: Pair) -> list[Reason]:
    reasons = []
    everything = allowed_week(pair.candidate, pair.world.catalogue, {Necessity.MUST})
    if pair.candidate.availability is None:
        reasons.append(
            Reason(
                "week",
                Verdict.ASK,
                "Det er ikke oplyst, hvornår borgeren kan være på arbejde.",
                "Spørg borgeren: Hvilke dage og tidspunkter kan du være på arbejde?",
                pair.candidate.id,
                changes=(
                    set_candidate(
                        pair, "availability", everything, "borgeren kan være på arbejde i stillingens tidsrum"
                    ),
                ),
            )
        )
    block = pair.candidate.need("SCH-11")
    if block is not None and block.necessity is Necessity.MUST and block.windows is None:
        outside = ALL_WEEK - (everything & (pair.opening.windows or ALL_WEEK))
        night = Week(outside.mask & -outside.mask) if outside else Week.of(6, 23.5, 24)
        said = tuple(replace(n, windows=night) if n is block else n for n in pair.candidate.needs)
        reasons.append(
            Reason(
                "week",
                Verdict.ASK,
                "Borgeren skal have fri på faste tider, og det er ikke oplyst hvornår.",
                "Spørg borgeren: På hvilke faste tider i ugen skal du have fri?",
                pair.candidate.id,
                "SCH-11",
                (set_candidate(pair, "needs", said, "borgerens faste fritid ligger uden for stillingens tider"),),
            )
        )
    if pair.opening.windows is None:
        reasons.append(
            Reason(
                "week",
                Verdict.ASK,
                "Det er ikke oplyst, hvornår arbejdet i stillingen kan udføres.",
                f"Spørg {pair.workplace.name}: I hvilke tidsrum kan arbejdet i »{pair.opening.title}« udføres?",
                pair.workplace.id,
                changes=(set_opening(pair, "windows", ALL_WEEK, "arbejdet kan udføres, når borgeren kan være der"),),
            )
        )
    return reasons


def _wider_week(pair: Pair, presence: float) -> tuple[Change, ...]:
    """First let the work be done whenever she can; if even that is too little, let her be there longer."""
    c, block = pair.candidate, pair.block
    changes: tuple[Change, ...] = ()
    own = allowed_week(c, pair.world.catalogue, {Necessity.MUST})
    windows = pair.opening.windows
    if windows is not None and windows | own != windows:
        changes += (set_opening(pair, "windows", windows | own, f"arbejdet kan lægges i borgerens tider ({own})"),)
    whole = float(block.room[0, 0] * block.candidates.presence_per_hour[0])
    day = min(whole, float(block.candidates.schedule.day_hours[0]))
    if pair.opening.shortest_shift > max(0.5, day):
        short = max(0.5, float(np.floor(day * 2) / 2))
        changes += (set_opening(pair, "shortest_shift", short, f"vagterne kan være på {hours_words(short)}"),)
    elif not changes and pair.opening.shortest_shift > 0.5:
        changes += (set_opening(pair, "shortest_shift", 0.5, "vagterne kan være så korte, det skal være"),)
    if not changes:
        changes = _longer_week(pair, presence)
    return changes


def _longer_week(pair: Pair, presence: float) -> tuple[Change, ...]:
    """Nothing is left at the workplace's side: fewer hours there, or a longer week for her."""
    c, o = pair.candidate, pair.opening
    most = float(np.floor(float(pair.block.week_hours[0, 0]) * 2) / 2)
    if most >= 0.5:
        changes: tuple[Change, ...] = ()
        if o.hours_min > most:
            changes += (set_opening(pair, "hours_min", most, f"stillingen kan besættes med {hours_words(most)}"),)
        if float(pair.block.candidates.job_hours_min[0]) > most:
            changes += (set_candidate(pair, "hours_min", most, f"borgeren kan nøjes med {hours_words(most)} om ugen"),)
        if changes:
            return changes
    schedule = {"SCH-01", "SCH-02", "SCH-03", "SCH-04", "SCH-05", "SCH-06", "SCH-07", "SCH-11"}
    kept = tuple(n for n in c.needs if n.accommodation not in schedule or n.necessity is not Necessity.MUST)
    loosened = (
        (set_candidate(pair, "needs", kept, "borgerens hensyn til arbejdstiden er færre"),) if kept != c.needs else ()
    )
    return (
        *loosened,
        set_candidate(pair, "availability", ALL_WEEK, "borgeren kan være på arbejde på alle tider"),
        set_candidate(pair, "presence_max", 37.0, "borgeren kan være på arbejdspladsen i flere timer"),
        *((set_candidate(pair, "intensity", 1.0, "borgeren kan arbejde i fuldt tempo"),) if presence > 37 else ()),
    )


WORK_RULES = (
    HardRule("task_limits", "Kerneopgaver og hensyn", _task_limits, _tell_task_limits),
    HardRule("own_tasks", "Opgaver borgeren ikke ønsker", _own_tasks, _tell_own_tasks),
    HardRule("task_hours", "Timer i opgaver borgeren kan løse", _task_hours, _tell_task_hours),
    HardRule("hours", "Timer om ugen", _hours, _tell_hours),
    HardRule("gradual_start", "Gradvis optrapning", _gradual_start, _tell_gradual_start),
    HardRule("week", "Ugens tider", _week, _tell_week, ask=_ask_week),
)
