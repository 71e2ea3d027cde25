"""Drawing the simulated world: people, lists with known chances, placements, and how long they last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.simulation.assumptions import Assumptions
from models.tie_breaks import chances_of_first

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Placements:
    """What is known of the placements on the day of the data, and the truth behind it.

    Attributes
    ----------
    x
        float64 [p, F], features.
    weeks, ended, followed
        How long each has lasted, whether it is over, and for how long an end would have been seen.
    lasted
        bool [p], truth: whether it lasts to the first horizon, seen or not.
    truth
        float64 [p], truth: the probability that it would.
    group, began
        Group of the person, and the week in which it began.
    """

    x: Column
    weeks: Column
    ended: Flags
    followed: Column
    lasted: Flags
    truth: Column
    group: NDArray[np.str_]
    began: Column


@dataclass(frozen=True)
class Simulated:
    """A drawn world: n decisions with A choices of F features each.

    Attributes
    ----------
    assumptions
        What it was drawn from.
    week
        float64 [n], when each decision was made, rising.
    group
        str [n].
    opening
        int [n, A], which opening each choice is.
    x
        float64 [n, A, F]: the first feature belongs to the opening, the second to the person, the rest to the pair.
    eligible
        bool [n, A].
    score
        float64 [n, A], expert probability: what the lists are ordered by.
    propensity
        float64 [n, A], chance of each choice to be shown first, and so to be chosen.
    chosen
        int [n].
    placed
        bool [n], whether it became a placement.
    truth
        float64 [n, A], probability that a placement there lasts to the first horizon.
    place_chance
        float64 [n], chance that the person's first choice becomes a placement.
    lasts
        float64 [n], weeks that the chosen placement lasts or would have lasted, seen or not.
    """

    assumptions: Assumptions
    week: Column
    group: NDArray[np.str_]
    opening: NDArray[np.intp]
    x: Column
    eligible: Flags
    score: Column
    propensity: Column
    chosen: NDArray[np.intp]
    placed: Flags
    truth: Column
    place_chance: Column
    lasts: Column

    @property
    def x_chosen(self) -> Column:
        """Features of what was chosen, float64 [n, F]."""
        return self.x[np.arange(len(self.chosen)), self.chosen]

    def of_chosen(self, each: Column) -> Column:
        """The entry of what was chosen in each row of a [n, A] table, e.g. its propensity."""
        found: Column = np.take_along_axis(each, self.chosen[:, None], axis=1)[:, 0]
        return found

    @property
    def reward(self) -> Column:
        """1 where the decision led to a placement that lasts to the first horizon (truth, seen or not), else 0."""
        return (self.placed & (self.lasts >= self.assumptions.horizons[0])).astype(np.float64)

    @property
    def followed(self) -> Column:
        """Weeks from each decision to the day of the data."""
        found: Column = self.assumptions.weeks - self.week
        return found

    def placements(self) -> Placements:
        """What is known of the placements."""
        rows = np.flatnonzero(self.placed)
        lasts, followed = self.lasts[rows], self.followed[rows]
        return Placements(
            x=self.x_chosen[rows],
            weeks=np.minimum(lasts, followed),
            ended=lasts <= followed,
            followed=followed,
            lasted=lasts >= self.assumptions.horizons[0],
            truth=self.of_chosen(self.truth)[rows],
            group=self.group[rows],
            began=self.week[rows],
        )

    def value_of(self, policy: ArrayLike) -> float:
        """Truth: how often a decision would lead to a placement that lasts to the first horizon, by another policy.

        Parameters
        ----------
        policy
            float [n, A], chance with which it chooses each.
        """
        return float(
            (np.asarray(policy, dtype=np.float64) * self.truth * self.place_chance[:, None]).sum(axis=1).mean()
        )

    def reordered(self, weights: ArrayLike) -> Column:
        """Another policy that the log can speak of: among those that could be shown first, the best by other weights.

        Returns
        -------
        float64 [n, A]
            Its chances, 0 or 1.
        """
        score = np.where(self.propensity > 0, self.x @ np.asarray(weights, dtype=np.float64), -np.inf)
        return np.asarray(np.arange(score.shape[1]) == score.argmax(axis=1)[:, None], dtype=np.float64)


def simulate(assumptions: Assumptions, rng: np.random.Generator) -> Simulated:
    """Draw a world; the same assumptions and the same random numbers give the same one."""
    a = assumptions
    n, many = a.decisions, a.choices
    week = np.sort(rng.uniform(0, a.weeks, n))
    group = rng.choice(np.array(a.groups), n, p=a.group_shares)
    opening = np.argsort(rng.random((n, a.openings)), axis=1)[:, :many]
    x = rng.random((n, many, a.features))
    x[:, :, 0] = rng.random(a.openings)[opening]
    x[:, :, 1] = rng.random(n)[:, None]
    later = week >= a.drift_week
    x[later, :, a.drifting] = np.clip(x[later, :, a.drifting] + a.drift, 0.0, 1.0)
    eligible = rng.random((n, many)) < a.eligible
    eligible[:, 0] = True
    score = _logistic(a.expert_intercept + x @ np.array(a.expert_weights))
    propensity = chances_of_first(score, a.epsilon, eligible)
    # The smallest of exponential times with rates in proportion to the chances is each choice with its chance.
    time = np.divide(rng.exponential(size=(n, many)), propensity, out=np.full((n, many), np.inf), where=propensity > 0)
    chosen = time.argmin(axis=1).astype(np.intp)
    added = x @ np.array(a.weights) + a.bend * (x[:, :, 0] - 0.5) * (x[:, :, 1] - 0.5)
    place_chance = a.placed * np.where(group == a.unfair_to, 1.0 - a.unfairness, 1.0)
    return Simulated(
        assumptions=a,
        week=week,
        group=group,
        opening=opening.astype(np.intp),
        x=x,
        eligible=eligible,
        score=score,
        propensity=propensity,
        chosen=chosen,
        placed=rng.random(n) < place_chance,
        truth=_logistic(a.intercept + added),
        place_chance=place_chance,
        lasts=_lengths(added[np.arange(n), chosen], a, rng),
    )


def _lengths(added: Column, a: Assumptions, rng: np.random.Generator) -> Column:
    """Weeks until each ends: with constant hazard s = −log p through each period, p being the chance to get through."""
    first, second = a.horizons
    through_first = -np.log(_logistic(a.intercept + added))
    through_second = -np.log(_logistic(a.later_intercept + added))
    to_end = rng.exponential(size=len(added)) / through_first
    from_then = rng.exponential(size=len(added)) / through_second
    found: Column = np.where(to_end < 1, first * to_end, first + (second - first) * from_then)
    return found


def _logistic(log_odds: Column) -> Column:
    found: Column = 1.0 / (1.0 + np.exp(-log_odds))
    return found
