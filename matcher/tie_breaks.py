"""Openings of about the same worth change places at random in a person's list, and the chances are kept.

Why: a list that always has the same first opening never shows what another would have led to, and what is learned from
it is learned about its own choices (`models.evaluation.off_policy`). How much: openings whose value less prices is less
than `EPSILON` apart, by the rule of `models.tie_breaks`. What the plan proposes for the person keeps the lead among its
equals, so that chance never works against the plan. The command line draws nothing; the service does, and logs seed and
chances. Where the engine goes by the rules alone, nothing is weighed and nothing drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from matcher.domain.suggestion import Chances
from models.tie_breaks import draw_order

EPSILON = 0.02
"""Openings less than this apart, on a scale where the best conceivable opening is worth 1, are about the same: far less
than anybody knows of how long a placement lasts."""


@dataclass(frozen=True, slots=True)
class TieBreaks:
    """How openings of about the same worth are put in order.

    Attributes
    ----------
    seed
        Of the chance; the same seed gives the same order.
    epsilon
        How far apart openings of about the same worth are at most.
    """

    seed: int
    epsilon: float = EPSILON

    def order(self, nets: ArrayLike, leads: Sequence[bool], k: int) -> tuple[list[int], Chances]:
        """Positions of the k first openings, and how likely that was.

        Parameters
        ----------
        nets
            float [n], value less prices, in an order that rests on nothing but the openings themselves.
        leads
            Whether each keeps the lead among its equals.
        k
            Length of the list.
        """
        drawn = draw_order(nets, self.epsilon, np.random.default_rng(self.seed), leads, k)
        listed = drawn.chance.copy()
        for first, size, leading in drawn.groups:
            others = size - leading
            if others:
                room = min(max(k - first - leading, 0), others)
                listed[first : first + leading] = 1.0
                listed[first + leading : first + size] = room / others
        shown = drawn.order[:k].tolist()
        chances = Chances(
            seed=self.seed,
            epsilon=self.epsilon,
            at_place=tuple(drawn.chance[:k].tolist()),
            listed=tuple(listed[:k].tolist()),
            ties=tuple(group for group in drawn.groups if group[0] < k),
        )
        return shown, chances


def seed_of(*what: str) -> int:
    """A whole number under 2³² from what a list is about: the person, the day and the plan.

    So a list does not change while it is looked at, nor by asking again, and nobody can draw until she likes the order.
    """
    digest = hashlib.sha256("\x1f".join(what).encode()).digest()
    return int.from_bytes(digest[:4], "big")
