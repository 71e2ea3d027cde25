"""A plan that was made before, as the engine knew it: its placements found again among the options of the same facts.

Nothing is planned anew. What is measured of a plan is read off options, so they are built as they were then; a
placement that is no option any more, since the facts have changed, is counted and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.aside import Aside, without_pins
from matcher.assignment.result import Result, Seconds, Status
from matcher.catalogue.loader import Catalogue
from matcher.clauses import Floors, find_floors
from matcher.columns import World, make_world
from matcher.domain import Facts, Held
from matcher.domain.plan import Plan, PlanStatus
from matcher.held import alike, with_held
from matcher.options import Options, build_options, options_at
from matcher.pairs import Pairs, find_pairs
from matcher.pipeline import Planned, make_problem
from matcher.proposals import clause_uses, option_id, placements_of, resource_uses, unfilled_of
from matcher.weights import Weights


@dataclass(frozen=True, slots=True)
class StoredPlacement:
    """A placement as it was stored.

    Attributes
    ----------
    option
        Id of the option, ``candidate/opening/number``.
    held
        Who, where, how many hours and what support.
    pinned
        Whether somebody had pinned it, or it was there before the plan.
    existed
        Whether it was there before the plan.
    """

    option: str
    held: Held
    pinned: bool
    existed: bool


@dataclass(frozen=True, slots=True)
class StoredAside:
    """What is stored of the placements that the plan worked around.

    Attributes
    ----------
    held
        Who, where and how many hours.
    used
        By resource id: what was booked of it besides what the plan chose.
    """

    held: tuple[Held, ...] = ()
    used: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What is stored of a plan.

    Attributes
    ----------
    status, objective, bound, gap, method, stopped, versions
        As in `Plan`.
    placements
        In any order.
    prices
        By resource id; None where nothing was priced.
    aside
        What it worked around.
    most_per_candidate
        Pairs it kept for each candidate; None for all.
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    method: str
    stopped: bool
    versions: tuple[tuple[str, str], ...]
    placements: tuple[StoredPlacement, ...]
    prices: Mapping[str, float] | None
    aside: StoredAside = StoredAside()
    most_per_candidate: int | None = None


@dataclass(frozen=True)
class Found:
    """A stored plan, found again.

    Attributes
    ----------
    planned
        The plan with its options.
    gone
        How many of its placements are no option any more.
    """

    planned: Planned
    gone: int


def found_again(facts: Facts, catalogue: Catalogue, weights: Weights, stored: StoredPlan) -> Found:
    """The plan with the options it chose among.

    Parameters
    ----------
    facts
        Those it was made from; of others only what still fits is found.
    weights
        Those it was made with.
    """
    existed = [*(one.held for one in stored.placements if one.existed), *stored.aside.held]
    pinned = [one.held for one in stored.placements if one.pinned and not one.existed]
    world, _ = with_held(make_world(facts, catalogue), [*existed, *pinned])
    pairs = find_pairs(world)
    always = [(one.held.candidate, one.held.opening) for one in stored.placements]
    agreed = {(one.candidate, one.opening): one.hours for one in existed}
    options = build_options(world, pairs, weights, stored.most_per_candidate, always=always, agreed=agreed)
    chosen = _chosen(world, pairs, options, stored.placements)
    aside = _aside(world, pairs, options, stored, chosen)
    world, _ = without_pins(world, pairs, options, aside, existed)
    floors, _ = find_floors(world, pairs, options, weights, aside.held)
    problem = make_problem(world, pairs, options, floors, aside)
    prices = stored.prices or {}
    result = Result(
        status=Status(stored.status),
        objective=stored.objective,
        bound=stored.bound,
        gap=stored.gap,
        seconds=Seconds(),
        method=stored.method,
        chosen=chosen,
        prices=np.array([prices.get(row.id, 0.0) for row in options.resources.rows], dtype=np.float64),
        short=_short(floors, chosen),
        stopped=stored.stopped,
    )
    placements = placements_of(world, weights, pairs, options, chosen)
    placed = {proposal.candidate for proposal in placements}
    plan = Plan(
        status=PlanStatus(stored.status),
        objective=stored.objective,
        # Without prices the plan has none that hold, whatever is proven of it.
        bound=None if stored.prices is None else stored.bound,
        gap=stored.gap,
        method=stored.method,
        placements=placements,
        left_out=tuple(row.id for row in pairs.rows if row.id not in placed),
        unfilled=unfilled_of(world, placements, aside.pairs),
        resources=resource_uses(options, result, aside.used),
        clauses=clause_uses(world, floors, result, aside.held),
        broken_pins=(),
        conflict=(),
        pairs=len(pairs.rows) * len(world.openings.rows),
        eligible=pairs.count,
        askable=len(pairs.ask_candidate),
        options=options.count,
        kept=options.pairs_kept,
        seconds=(),
        versions=stored.versions,
        assumptions=facts.settings.assumptions,
        stopped=stored.stopped,
    )
    planned = Planned(plan, world, weights, pairs, options, floors, problem, result, aside)
    return Found(planned, len(stored.placements) - len(chosen))


def _chosen(world: World, pairs: Pairs, options: Options, placements: Sequence[StoredPlacement]) -> NDArray[np.int64]:
    """Positions of the options that are what was stored: of those agreed alike the one of the same number, if any."""
    found = []
    for one, equal in zip(placements, alike(world, pairs, options, [one.held for one in placements]), strict=True):
        same = [k for k in equal if option_id(world, pairs, options, k) == one.option]
        found += same or equal[:1]
    return np.array(sorted(found), dtype=np.int64)


def _aside(world: World, pairs: Pairs, options: Options, stored: StoredPlan, chosen: NDArray[np.int64]) -> Aside:
    """What the plan worked around, among the options of now.

    Nothing else may be chosen for whoever has a placement set aside, and nothing else of a pair that is chosen as it
    was before the plan (`matcher.aside.set_aside`).
    """
    people, openings = world.facts.candidate_by_id, world.openings.place
    held = tuple(one for one in stored.aside.held if one.candidate in people and one.opening in openings)
    possible = options_at(world, pairs, options, [(one.candidate, one.opening) for one in held])
    theirs = {one.candidate for one in held}
    forbidden = np.isin(options.candidate, [c for c, row in enumerate(pairs.rows) if row.id in theirs])
    existed = [(one.held.candidate, one.held.opening) for one in stored.placements if one.existed]
    for here in options_at(world, pairs, options, existed):
        forbidden[here] |= np.isin(here, chosen).any()
    forbidden[chosen] = False
    return Aside(
        held=held,
        impossible=frozenset((one.candidate, one.opening) for one, k in zip(held, possible, strict=True) if not len(k)),
        used=np.array([stored.aside.used.get(row.id, 0.0) for row in options.resources.rows], dtype=np.float64),
        forbidden=np.flatnonzero(forbidden).astype(np.int32),
    )


def _short(floors: Floors, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    reached = np.asarray(floors.counts[chosen].sum(axis=0)).ravel()
    short: NDArray[np.float64] = np.maximum(0.0, floors.at_least - reached)
    return short
