"""What a solver answers: the plan, how good it is proven to be, and what each capacity is worth."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matcher.assignment.clash import Clash
from matcher.assignment.problem import Floats, Labels

OPTIMAL_GAP = 1e-6
"""The largest gap that is called optimal, whatever gap the caller was content with."""

CONTENT = 1e-9
"""Below this an objective is measured as if it were this large, so that the gap stays finite."""


class Status(enum.StrEnum):
    """What is known about the plan."""

    OPTIMAL = "optimal"
    """A plan is given and no plan is better by more than a millionth."""
    FEASIBLE = "feasible"
    """A plan is given; how much better one could be is at most the gap."""
    INFEASIBLE = "infeasible"
    """No plan keeps all pins, capacities and hard floors; ``conflict`` says which of them cannot hold together."""
    UNKNOWN = "unknown"
    """Time ran out, or somebody said stop, before a plan was found."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where the time went.

    Attributes
    ----------
    read
        Reading a file, 0 when the problem came from memory.
    build
        Checking what binds and making the arrays of the method.
    solve
        Searching and proving.
    total
        All of it.
    """

    read: float = 0.0
    build: float = 0.0
    solve: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A plan with its proof.

    Attributes
    ----------
    status
        See :class:`Status`.
    objective
        Value of the chosen options minus the penalties of what is short; None without a plan.
    bound
        No plan is worth more; None when nothing is proven.
    gap
        See :func:`relative_gap`; None without both of the above.
    seconds
        Where the time went.
    method
        The method that gave the plan.
    chosen
        int64[], indices of the chosen options in rising order.
    prices
        float64[R], what one more unit of each resource is worth by the relaxed problem, >= 0 (see ``prices.py``).
    short
        float64[G], units missing on each floor.
    conflict
        When infeasible: the rules that cannot hold together.
    stopped
        Somebody said stop before the search was over.
    """

    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: Seconds
    method: str
    chosen: npt.NDArray[np.int64]
    prices: Floats
    short: Floats
    conflict: tuple[Clash, ...] = field(default=())
    stopped: bool = False

    def sentences(self, labels: Labels) -> list[str]:
        """Say in words which rules cannot hold together; empty unless infeasible."""
        return [clash.sentence(labels) for clash in self.conflict]


def relative_gap(objective: float, bound: float) -> float:
    """Give how far the bound is above the objective, relative to the objective.

    ``|bound - objective| / max(|objective|, 1e-9)``, and 0 when both are equal.
    """
    if objective == bound:
        return 0.0
    if not math.isfinite(bound):
        return math.inf
    return abs(bound - objective) / max(abs(objective), CONTENT)
