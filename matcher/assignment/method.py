"""What a method is given and what it gives back: a method is one function ``solve(task) -> Found`` in its own file."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from matcher.assignment.clock import Clock
from matcher.assignment.core import Core, Indices
from matcher.assignment.prices import Relaxation
from matcher.assignment.result import relative_gap

ROUNDING = 1e-9
"""A relative gap this small is rounding: there is nothing left to search for, whatever gap was asked for."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solver is.

    Attributes
    ----------
    stage
        What it is doing, in Danish.
    seconds
        Since it started.
    objective, bound
        The best plan and the best bound so far, None before there is one.
    """

    stage: str
    seconds: float
    objective: float | None = None
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """How far the plan may be from the best; None before both are known."""
        if self.objective is None or self.bound is None:
            return None
        return relative_gap(self.objective, max(self.objective, self.bound))


Watch = Callable[[Progress], None]
"""Is told of progress now and then; must not take long."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a method works on.

    Attributes
    ----------
    core
        The problem without what is decided.
    relaxation
        Its relaxed problem, solved.
    clock
        Time allowed.
    gap
        Relative gap at which to be content.
    seed
        For choices left to chance.
    watch
        Is told of progress.
    first
        Options of the core that make a plan, known before the search; None when none is known.
    """

    core: Core
    relaxation: Relaxation
    clock: Clock
    gap: float
    seed: int
    watch: Watch | None = None
    first: Indices | None = None

    def tell(self, stage: str, objective: float | None = None, bound: float | None = None) -> None:
        """Report progress."""
        if self.watch is not None:
            self.watch(Progress(stage, self.clock.spent, objective, bound))

    def begun(self, method: str, bound: float) -> Found:
        """Give what was known before the search."""
        if self.first is None:
            return nothing(method, bound)
        return Found(self.first, self.core.plan_value(self.first), bound, method)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a method found.

    Attributes
    ----------
    chosen
        Options of the core, rising; None without a plan.
    value
        What they are worth, base included; minus infinity without a plan.
    bound
        No plan is worth more.
    method
        What to call the method in the result.
    infeasible
        Proven that there is no plan.
    """

    chosen: Indices | None
    value: float
    bound: float
    method: str
    infeasible: bool = False

    def within(self, gap: float) -> bool:
        """Tell whether the plan is proven good enough."""
        return self.chosen is not None and relative_gap(self.value, max(self.value, self.bound)) <= max(gap, ROUNDING)


def nothing(method: str, bound: float = math.inf, *, infeasible: bool = False) -> Found:
    """Give the answer that there is no plan (yet)."""
    return Found(None, -math.inf, bound, method, infeasible)
