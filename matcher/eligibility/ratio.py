"""Who counts under the ratio of subsidised to ordinary staff, and how much (rimelighedskravet, DOMAIN R6–R8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.columns import World
from matcher.columns.encoding import SCHEMES, UNKNOWN
from matcher.columns.workplaces import counts_in_heads
from matcher.domain import FULL_TIME_HOURS, LegalRule, Scheme


def schemes_of(rule: LegalRule) -> NDArray[np.bool_]:
    """bool by scheme: those a rule concerns; all when it names none."""
    return np.array([not rule.schemes or scheme in rule.schemes for scheme in SCHEMES], dtype=bool)


def counts_in_ratio(rule: LegalRule | None, scope: LegalRule | None) -> NDArray[np.bool_]:
    """bool by scheme: those that take up room under the ratio (DOMAIN R6, R8).

    The scope rule decides, when it is in force; its parameter ``fleksjob_counts`` adds fleksjob.
    """
    if rule is None:
        return np.zeros(len(SCHEMES), dtype=bool)
    counted = schemes_of(scope if scope is not None and scope.schemes else rule).copy()
    if scope is not None:
        counted[SCHEMES.index(Scheme.FLEKSJOB)] = bool(dict(scope.parameters).get("fleksjob_counts", False))
    return counted


def counted_candidates(world: World, scheme: NDArray[np.int8]) -> NDArray[np.bool_]:
    """bool [N]: candidates whose scheme counts."""
    counted = counts_in_ratio(world.rules.get("ratio"), world.rules.get("ratio_scope"))
    found: NDArray[np.bool_] = counted[scheme] & (scheme != UNKNOWN)
    return found


def ratio_use(world: World, presence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Room under the ratio that so many hours of presence take: a full-time fraction, or one when heads are counted.

    Presence, not effective hours: the law does not say which, and this is the cautious reading.
    """
    rule = world.rules.get("ratio")
    if rule is not None and counts_in_heads(rule):
        return np.ones_like(presence)
    return presence / FULL_TIME_HOURS


def presence_within(world: World, room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Most hours of presence that fit so much room; inf where the room is not known."""
    rule = world.rules.get("ratio")
    if rule is not None and counts_in_heads(rule):
        fits = np.where(room >= 1, np.inf, 0.0)
    else:
        fits = room * FULL_TIME_HOURS
    return np.where(np.isnan(room), np.inf, fits)
