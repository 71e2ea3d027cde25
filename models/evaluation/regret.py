"""How far from the best that hindsight could have done? A bound from above for any sequence of plans.

Whoever knew everybody who was to come could have done at most `hindsight`; no sequence of plans could have done
better, so regret against it is an upper bound of what better planning could gain. Part of it nobody can avoid: the
future is not known. On refugee placement greedy choice reaches about 86 % of hindsight, planning with prices of
capacity above 98 % (N. Ahani, P. Gölz, A. D. Procaccia, A. Teytelboym and A. C. Trapp, "Dynamic Placement in Refugee
Resettlement", 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, linprog, milp
from scipy.sparse import csr_matrix, vstack

from models.evaluation.estimate import Floats, Indices, finite, require, same_length


@dataclass(frozen=True, slots=True)
class Regret:
    """What was reached beside what could have been.

    Attributes
    ----------
    reached
        Value of what was done.
    hindsight
        Value nobody could have passed.
    share
        reached / hindsight; 1 when there was nothing to reach.
    """

    reached: float
    hindsight: float

    @property
    def regret(self) -> float:
        """What was missed, at most."""
        return self.hindsight - self.reached

    @property
    def share(self) -> float:
        """Reached of what could have been; 1 when there was nothing to reach."""
        return self.reached / self.hindsight if self.hindsight > 0 else 1.0


def regret(reached: float, bound: float) -> Regret:
    """Compare a sequence of plans with hindsight.

    Raises
    ------
    ValueError
        When more was reached than the bound: then one of them was not counted on the same facts.
    """
    require(reached <= bound + 1e-6 * max(1.0, abs(bound)), f"{reached} was reached, but the bound is {bound}")
    return Regret(float(reached), float(bound))


def hindsight(value: ArrayLike, places: ArrayLike) -> float:
    """The best total when everybody is known and only places are scarce (exact: `linear_sum_assignment`).

    Parameters
    ----------
    value
        float [N, M]; NaN or −inf where the pair cannot be. Pairs worth less than nothing are not taken.
    places
        int [M], places of each opening.
    """
    return _best(_pairs(value, places), np.asarray(places, dtype=np.intp))[0]


def hindsight_of_options(
    candidate: ArrayLike,
    value: ArrayLike,
    uses: csr_matrix,
    capacity: ArrayLike,
    max_options: ArrayLike | None = None,
    exact: bool = False,
    seconds: float = 60.0,
) -> float:
    """A bound for options that use several resources: the relaxed problem, or the best bound of the whole one.

    Parameters
    ----------
    candidate
        int [K], whose option it is.
    value
        float [K].
    uses, capacity
        CSR [K, R] and float [R].
    max_options
        int [N], how many options a person may take; one when left out.
    exact
        Solve in whole options (`milp`), at most so many seconds; otherwise fractions are allowed (`linprog`), which is
        quicker and never below.
    """
    owner, worth, room = np.asarray(candidate, dtype=np.intp), finite(value, "value"), finite(capacity, "capacity")
    many = same_length(candidate=owner, value=worth)
    require(uses.shape == (many, len(room)), "uses must have a row for each option and a column for each resource")
    if not many:
        return 0.0
    people = int(owner.max()) + 1
    jobs = np.ones(people) if max_options is None else np.asarray(max_options, dtype=np.float64)[:people]
    one_each = csr_matrix((np.ones(many), (owner, np.arange(many))), shape=(people, many))
    rows, most = vstack([one_each, uses.T], format="csr"), np.concatenate([jobs, room])
    if exact:
        limits = LinearConstraint(rows, -np.inf, most)
        found = milp(
            -worth, integrality=np.ones(many), bounds=Bounds(0, 1), constraints=limits, options={"time_limit": seconds}
        )
        require(found.mip_dual_bound is not None, f"no bound was found: {found.message}")
        return -float(found.mip_dual_bound)
    relaxed = linprog(-worth, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    require(relaxed.status == 0, f"no bound was found: {relaxed.message}")
    return -float(relaxed.fun)


def in_rounds(value: ArrayLike, places: ArrayLike, round_of: ArrayLike) -> tuple[float, Indices]:
    """Plan round after round, each the best for those who have come by then, and keep what was planned.

    One person a round is first come, first served; everybody in one round is hindsight.

    Parameters
    ----------
    value, places
        As in `hindsight`.
    round_of
        int [N], the round in which each person comes; she is planned for in that round only.

    Returns
    -------
    float, int [N]
        The total, and the opening of each person (−1 for none).
    """
    worth, left = _pairs(value, places), np.asarray(places, dtype=np.intp).copy()
    rounds = np.asarray(round_of, dtype=np.intp)
    require(len(rounds) == len(worth), "one round for each person is needed")
    total, opening = 0.0, np.full(len(worth), -1, dtype=np.intp)
    for now in np.unique(rounds).tolist():
        people = np.flatnonzero(rounds == now)
        gained, chosen = _best(worth[people], left)
        total += gained
        opening[people] = chosen
        left -= np.bincount(chosen[chosen >= 0], minlength=len(left))
    return total, opening


def _pairs(value: ArrayLike, places: ArrayLike) -> Floats:
    worth = np.asarray(value, dtype=np.float64)
    require(
        worth.ndim == 2 and worth.shape[1] == len(np.asarray(places)), "a value for each person and opening is needed"
    )
    require(not (worth == np.inf).any(), "a value is finite")
    return worth


def _best(worth: Floats, places: NDArray[np.intp]) -> tuple[float, Indices]:
    require(bool((places >= 0).all()), "places are never negative")
    # More places than people are of no use to anybody.
    seats = np.repeat(np.arange(worth.shape[1]), np.minimum(places, len(worth)))
    possible = np.isfinite(worth) & (worth > 0)
    gain = np.where(possible, worth, 0.0)
    chosen = np.full(len(worth), -1, dtype=np.intp)
    person, seat = linear_sum_assignment(gain[:, seats], maximize=True)
    taken = possible[person, seats[seat]]
    chosen[person[taken]] = seats[seat[taken]]
    return float(gain[person, seats[seat]].sum()), chosen
