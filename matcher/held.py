"""Placements that exist already: a new plan holds them as they were agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.domain import Binding, BindingKind, Held
from matcher.options import AS_AGREED, OWN, Options, options_at
from matcher.pairs import Pairs

WHY = "Placeringen findes allerede."
"""The reason that stands with the pin of a placement that exists already."""
_GONE = "Borgeren eller stillingen findes ikke længere."


def with_held(world: World, held: Sequence[Held]) -> tuple[World, tuple[tuple[str, str, str], ...]]:
    """The world with every such placement pinned; and those whose candidate or opening is gone, with a sentence."""
    known = [h for h in held if h.candidate in world.facts.candidate_by_id and h.opening in world.openings.place]
    pins = tuple(
        Binding(h.candidate, h.opening, BindingKind.PIN, WHY)
        for h in known
        if (h.candidate, h.opening) not in world.pins
    )
    gone = tuple((h.candidate, h.opening, _GONE) for h in held if h not in known)
    return (replace(world, bindings=(*world.bindings, *pins)) if pins else world), gone


def as_agreed(world: World, pairs: Pairs, options: Options, standing: Sequence[Held]) -> NDArray[np.int64]:
    """Options (positions, rising) that are equal to what was agreed; of a pair that has none equal, all there are."""
    found: set[int] = set()
    pairs_standing = [(one.candidate, one.opening) for one in standing]
    for one, here in zip(standing, options_at(world, pairs, options, pairs_standing), strict=True):
        equal = [k for k in here.tolist() if _is_as_agreed(world, options, k, one)]
        found.update(equal or here.tolist())
    return np.array(sorted(found), dtype=np.int64)


def alike(world: World, pairs: Pairs, options: Options, agreed: Sequence[Held]) -> list[list[int]]:
    """For each agreement the options (positions, rising) that are equal to it; none where there are none."""
    wanted = [(one.candidate, one.opening) for one in agreed]
    return [
        [k for k in here.tolist() if _is_as_agreed(world, options, k, one)]
        for one, here in zip(agreed, options_at(world, pairs, options, wanted), strict=True)
    ]


def _is_as_agreed(world: World, options: Options, k: int, held: Held) -> bool:
    if abs(float(options.hours[k]) - held.hours) > AS_AGREED:
        return False
    return held.providers is None or _providers(world, options, k) == sorted(held.providers)


def _providers(world: World, options: Options, k: int) -> list[tuple[str, str]]:
    """Who gives what in an option, sorted."""
    codes = list(world.catalogue.accommodations)
    own = world.openings.rows[options.opening[k]].workplace
    slots = zip(options.ways.accommodation[k].tolist(), options.ways.source[k].tolist(), strict=True)
    return sorted(
        (codes[place], own if source == OWN else world.offers.rows[source].id) for place, source in slots if place >= 0
    )
