"""The best plan of a tiny problem by trying all of them: slow, and too simple to be wrong."""

from __future__ import annotations

import itertools
import math

from matcher.assignment.problem import Problem

ROUNDING = 1e-9


def best_plan(problem: Problem) -> tuple[float, tuple[int, ...]] | None:
    """Give the value and the options of the best plan, None when no plan keeps every rule."""
    best: tuple[float, tuple[int, ...]] | None = None
    options = range(len(problem.value))
    for flags in itertools.product((False, True), repeat=len(options)):
        chosen = tuple(k for k in options if flags[k])
        value = plan_value(problem, chosen)
        if value is not None and (best is None or value > best[0]):
            best = value, chosen
    return best


def plan_value(problem: Problem, chosen: tuple[int, ...]) -> float | None:
    """Give what a plan is worth, None when it breaks a rule."""
    if not set(problem.pinned.tolist()) <= set(chosen) or set(problem.forbidden.tolist()) & set(chosen):
        return None
    for c in range(len(problem.max_options)):
        own = [k for k in chosen if problem.candidate[k] == c]
        if len(own) > problem.max_options[c]:
            return None
        if sum(problem.hours[k] for k in own) > problem.candidate_hours[c] + ROUNDING:
            return None
    uses, counts = problem.uses.toarray(), problem.floors.toarray()
    for r, capacity in enumerate(problem.capacity):
        if sum(uses[k, r] for k in chosen) > capacity + ROUNDING:
            return None
    if any(a in chosen and b in chosen for a, b in problem.conflicts.tolist()):
        return None
    value = float(sum(problem.value[k] for k in chosen))
    for g, least in enumerate(problem.at_least):
        short = max(0.0, least - sum(counts[k, g] for k in chosen))
        if math.isinf(problem.penalty[g]):
            if short > ROUNDING:
                return None
        else:
            value -= problem.penalty[g] * short
    return value
