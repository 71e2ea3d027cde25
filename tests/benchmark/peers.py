"""What we measure ourselves against."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.assignment.problem import Problem
from matcher.assignment.result import relative_gap


@dataclass(frozen=True)
class Peer:
    """What a peer reached: its proven gap (None without a plan) and its seconds."""

    gap: float | None
    seconds: float


def whole_by_highs(problem: Problem, seconds: float, gap: float) -> Peer:
    """The whole problem as it stands, given to HiGHS through SciPy until it is within a relative gap or time is up."""
    options, floors = problem.option_count, problem.floor_count
    ones = np.ones(options)
    owner = sp.csr_matrix((ones, (problem.candidate, np.arange(options))), shape=(problem.candidate_count, options))
    hours = owner.multiply(problem.hours[None, :]).tocsr()
    limited = np.flatnonzero(np.isfinite(problem.candidate_hours))
    pairs = len(problem.conflicts)
    clash = sp.csr_matrix(
        (np.ones(2 * pairs), (np.repeat(np.arange(pairs), 2), problem.conflicts.ravel())), shape=(pairs, options)
    )
    rows = sp.vstack([owner, hours[limited], problem.uses.T, clash, -problem.floors.T], format="csr")
    short = sp.vstack([sp.csr_matrix((rows.shape[0] - floors, floors)), -sp.eye(floors)], format="csr")
    upper = np.concatenate(
        [problem.max_options, problem.candidate_hours[limited], problem.capacity, np.ones(pairs), -problem.at_least]
    )
    most = np.concatenate([ones, np.where(np.isinf(problem.penalty), 0.0, np.inf)])
    cost = np.concatenate([-problem.value, np.where(np.isinf(problem.penalty), 0.0, problem.penalty)])
    start = perf_counter()
    found = milp(
        cost,
        integrality=np.concatenate([ones, np.zeros(floors)]),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(sp.hstack([rows, short], format="csr"), -np.inf, upper),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    spent = perf_counter() - start
    if found.x is None:
        return Peer(None, spent)
    return Peer(relative_gap(-float(found.fun), -float(found.mip_dual_bound)), spent)
