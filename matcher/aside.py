"""Placements that exist and that the plan cannot choose as they were agreed: it works around them.

A job goes on when the facts about it change. What is booked for it stays booked, and whoever has it is given nothing
more, until a person has looked at it: that is for people to decide, and a plan that gave the place away could never be
published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import BindingKind, Held
from matcher.held import alike
from matcher.options import Options, clashing, job_hours_max, jobs_at_once, options_at
from matcher.pairs import Pairs

SENTENCE = (
    "Borgeren har allerede en placering, som ikke længere er mulig, som den er aftalt; se på den først. "
    "Indtil da får hun intet nyt af planen."
)
"""What is told of a pin for somebody who has one."""
NO_ROOM = (
    "Pladsen eller støtten er optaget af en placering, der findes i forvejen og ikke længere er mulig, som den er "
    "aftalt; se på den først."
)
"""What is told of a pin that needs what such a placement has booked."""
_EPS = 1e-6
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Aside:
    """What the plan works around.

    Attributes
    ----------
    held
        The placements that stay as they were agreed without being chosen.
    impossible
        Those of them whose pair has no option at all any more.
    otherwise
        Placements whose pair has options, and that are not chosen as they were agreed: set aside, or, where it is not
        known what they use, another option in their place.
    used
        float64 [R]: what is booked of each resource besides what the plan chooses.
    forbidden
        int32 [n]: options of people who have one, and options that differ from what is booked.
    """

    held: tuple[Held, ...]
    impossible: frozenset[tuple[str, str]]
    used: _Floats
    forbidden: NDArray[np.int32]
    otherwise: frozenset[tuple[str, str]] = frozenset()

    @property
    def candidates(self) -> frozenset[str]:
        """Whoever has such a placement."""
        return frozenset(one.candidate for one in self.held)

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Candidate and opening of each."""
        return frozenset((one.candidate, one.opening) for one in self.held)

    def left(self, capacity: _Floats) -> _Floats:
        """float64 [R]: how much there is for the plan to choose from."""
        left: _Floats = np.maximum(0.0, capacity - self.used)
        return left


def set_aside(world: World, pairs: Pairs, options: Options, held: Sequence[Held]) -> Aside:
    """Find the placements that cannot be chosen as they were agreed.

    A placement can be chosen when one of its options is what was agreed, and all that can be chosen fit what there is
    and fit each other in the week of whoever has them. Where that is not so, all that have a part in it are set aside.
    One of which is not known what it uses gives way to another option of the same pair, if there is one. One whose
    candidate or opening is gone is none.
    """
    people, openings = world.facts.candidate_by_id, world.openings.place
    held = [one for one in held if one.candidate in people and one.opening in openings]
    equal = alike(world, pairs, options, held)
    there = options_at(world, pairs, options, [(one.candidate, one.opening) for one in held])
    place = {row.id: r for r, row in enumerate(options.resources.rows)}
    booked = [_booked(one, place) for one in held]
    gives_way = [one.uses is None and len(here) > 0 for one, here in zip(held, there, strict=True)]
    chosen = {n: _nearest(options, same, booked[n]) for n, same in enumerate(equal) if same and not gives_way[n]}
    staying = [n for n in range(len(held)) if not gives_way[n]]
    _take_out(chosen, _in_crowded_weeks(world, pairs, options, chosen))
    _take_out(chosen, _of_what_is_short(options, chosen, {n: booked[n] for n in staying}))
    out = [n for n in staying if n not in chosen]
    rest = [_beyond(booked[n], _of(options, k)) for n, k in chosen.items()]
    theirs = {held[n].candidate for n in out}
    forbidden = np.isin(options.candidate, [c for c, row in enumerate(pairs.rows) if row.id in theirs])
    # Two that were agreed alike differ in nothing that was agreed; where it is not known what is booked, any will do.
    as_agreed = {n: equal[n] for n, any_will_do in enumerate(gives_way) if any_will_do and equal[n]}
    as_agreed |= {n: [k] for n, k in chosen.items()}
    for n in as_agreed:
        forbidden[there[n]] = True
    forbidden[[k for ks in as_agreed.values() for k in ks]] = False
    used = _sum([booked[n] for n in out] + rest, len(place))
    by_chosen = _sum([_of(options, k) for k in chosen.values()], len(place))
    # A little more may be booked than there is; what is chosen is never short of it.
    used = np.where(by_chosen > 0, np.minimum(used, np.maximum(0.0, options.resources.capacity - by_chosen)), used)
    return Aside(
        held=tuple(held[n] for n in out),
        impossible=frozenset((held[n].candidate, held[n].opening) for n in out if not len(there[n])),
        used=used,
        forbidden=np.flatnonzero(forbidden).astype(np.int32),
        otherwise=frozenset(
            (one.candidate, one.opening)
            for n, one in enumerate(held)
            if len(there[n]) and (not gives_way[n] or not equal[n]) and n not in chosen
        ),
    )


def without_pins(
    world: World, pairs: Pairs, options: Options, aside: Aside, held: Sequence[Held]
) -> tuple[World, tuple[tuple[str, str, str], ...]]:
    """The world without the pins that placements which were set aside stand in the way of.

    Those are the pins of whoever has one, but of those that the plan does choose; and the pins that need what such a
    placement has booked.

    Returns
    -------
    tuple
        The world; and the pairs that were pinned for another reason than that they exist, with a sentence, sorted.
    """
    known = {(one.candidate, one.opening) for one in held}
    wished = sorted(world.pins - known)
    fall = dict.fromkeys((pin for pin in wished if pin[0] in aside.candidates), SENTENCE)
    rest = [pin for pin in wished if pin not in fall]
    fall |= dict.fromkeys(_without_room(world, pairs, options, aside, rest), NO_ROOM)
    gone = {*fall, *(world.pins & aside.pairs)}
    if not gone:
        return world, ()
    bindings = tuple(b for b in world.bindings if b.kind is not BindingKind.PIN or (b.candidate, b.opening) not in gone)
    return replace(world, bindings=bindings), tuple((*pin, fall[pin]) for pin in sorted(fall))


def _without_room(
    world: World, pairs: Pairs, options: Options, aside: Aside, pins: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The pins that, taken in this order, need more than is left of something that is held by what was set aside."""
    held = np.flatnonzero(aside.used > 0)
    left = {int(r): float(amount) for r, amount in zip(held, aside.left(options.resources.capacity)[held], strict=True)}
    found = []
    for pin, here in zip(pins, options_at(world, pairs, options, pins), strict=True):
        uses = [_of(options, k) for k in here.tolist()]
        least = {r: min(some.get(r, 0.0) for some in uses) for r in left} if uses else {}
        if any(amount > left[r] + _EPS for r, amount in least.items()):
            found.append(pin)
            continue
        for r, amount in least.items():
            left[r] -= amount
    return found


def _booked(one: Held, place: Mapping[str, int]) -> dict[int, float]:
    """What it uses, by position of the resource; of one that is not known to use anything, its place."""
    uses = ((f"place:{one.opening}", 1.0),) if one.uses is None else one.uses
    return {place[resource]: amount for resource, amount in uses if resource in place}


def _of(options: Options, k: int) -> dict[int, float]:
    return dict(options.used.of(k))


def _sum(amounts: Iterable[Mapping[int, float]], resources: int) -> _Floats:
    found = np.zeros(resources)
    for some in amounts:
        for r, amount in some.items():
            found[r] += amount
    return found


def _nearest(options: Options, equal: Sequence[int], booked: Mapping[int, float]) -> int:
    """Of the options that were agreed alike the one that uses what is booked, as nearly as there is one."""

    def how_far(k: int) -> float:
        uses = _of(options, k)
        return sum(abs(uses.get(r, 0.0) - booked.get(r, 0.0)) for r in uses.keys() | booked.keys())

    return min(equal, key=lambda k: (how_far(k), k))


def _beyond(booked: Mapping[int, float], uses: Mapping[int, float]) -> dict[int, float]:
    """What is booked besides what the option uses."""
    return {r: max(0.0, amount - uses.get(r, 0.0)) for r, amount in booked.items()}


def _take_out(chosen: dict[int, int], which: Iterable[int]) -> None:
    for n in which:
        chosen.pop(n, None)


def _in_crowded_weeks(world: World, pairs: Pairs, options: Options, chosen: Mapping[int, int]) -> set[int]:
    """Placements of whoever has more jobs or hours than she wants by now, or two that share no week."""
    hers: dict[int, list[int]] = {}
    for n, k in chosen.items():
        hers.setdefault(int(options.candidate[k]), []).append(n)
    several = {c: mine for c, mine in hers.items() if len(mine) > 1}
    if not several:
        return set()
    columns = world.candidates(pairs.rows)
    jobs, hours = jobs_at_once(columns), job_hours_max(columns)
    apart = {tuple(pair) for pair in clashing(world, pairs, options).tolist()}
    found = set()
    for c, mine in several.items():
        ks = sorted(chosen[n] for n in mine)
        together = float(options.hours[ks].sum())
        if len(ks) > jobs[c] or together > hours[c] + _EPS or any(pair in apart for pair in combinations(ks, 2)):
            found |= set(mine)
    return found


def _of_what_is_short(
    options: Options, chosen: Mapping[int, int], booked: Mapping[int, Mapping[int, float]]
) -> set[int]:
    """Placements with a part in something of which more is promised than there is.

    Whatever is taken out counts as it is booked, which is no more than it counted before: once is enough.
    """
    uses = {n: _of(options, k) for n, k in chosen.items()}
    capacity = options.resources.capacity
    promised = [booked[n] if n not in uses else _most(booked[n], uses[n]) for n in booked]
    short = set(np.flatnonzero(_sum(promised, len(capacity)) > capacity + _EPS).tolist())
    return {n for n, some in uses.items() if not short.isdisjoint(some)}


def _most(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    return {r: max(one.get(r, 0.0), other.get(r, 0.0)) for r in one.keys() | other.keys()}
