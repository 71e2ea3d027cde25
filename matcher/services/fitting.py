"""Whether one more job has room beside those a person has: in her week, and beside the tasks of the same workplace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import sqlalchemy as sa

from matcher.columns import World
from matcher.domain import Candidate
from matcher.services.unit import Unit
from matcher.services.warm import Warm
from matcher.store import tables


def jobs_of(unit: Unit, candidate: str) -> dict[str, float]:
    """Effective hours a week of everything she is proposed for or works in, by opening id."""
    p = tables.placements
    query = sa.select(p.c.opening, p.c.hours).where(p.c.candidate == candidate, p.c.state.in_(tables.LIVE))
    return {row.opening: row.hours for row in unit.connection.execute(query.order_by(p.c.opening))}


def clashes(
    warm: Warm, world: World, candidate: Candidate, opening: str, hours: float, jobs: Mapping[str, float]
) -> tuple[str, ...]:
    """A sentence for each of her jobs that cannot be held together with this one.

    A job in an opening that would not be possible for her any more is not looked at: what it does to her week is not
    known.
    """
    from matcher.eligibility.block import Block
    from matcher.options import build_options, clashing
    from matcher.pairs import pairs_of_one

    here = world.openings.place
    agreed = {here[key]: amount for key, amount in {**jobs, opening: hours}.items() if key in here}
    if len(agreed) < 2:
        return ()
    block = Block(world, world.candidates([candidate]))
    pairs, _ = pairs_of_one(block, warm.supply.likeness)
    options = build_options(world, pairs, warm.weights, resources=warm.supply.priced.resources)
    wanted = np.array([agreed.get(place, np.nan) for place in options.opening.tolist()])
    as_agreed = np.where(np.isnan(wanted), options.hours, wanted)
    presence = as_agreed * pairs.presence_per_hour[options.ways.pair]
    found = clashing(world, pairs, replace(options, hours=as_agreed, presence=presence))
    between = {frozenset((int(options.opening[a]), int(options.opening[b]))) for a, b in found.tolist()}
    rows = world.openings.rows
    return tuple(
        f"»{rows[place].title}« ({rows[place].id}): ugen har ikke plads til begge, eller opgaverne er de samme"
        for place in sorted(agreed)
        if place != here[opening] and frozenset((place, here[opening])) in between
    )
