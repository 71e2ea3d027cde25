"""An independent verifier of plans.

Shares no code with the structure, the methods or the solver: it walks the chosen options one by one and adds up with
its own arithmetic. If it and a solver agree, two ways of counting agree.
"""

from __future__ import annotations

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.assignment.problem import Labels, Problem

TOLERANCE = 1e-6
"""Relative to the larger of 1 and the limit: below this a difference is rounding."""


class Kind(enum.StrEnum):
    """What can be wrong with a plan."""

    UNKNOWN_OPTION = "unknown option"
    CHOSEN_TWICE = "chosen twice"
    MAX_OPTIONS = "too many options"
    HOURS = "too many hours"
    CAPACITY = "over capacity"
    CONFLICT = "conflict"
    PIN_MISSING = "pin missing"
    FORBIDDEN = "forbidden"
    FLOOR = "hard floor unmet"
    SHORT = "wrong short"
    OBJECTIVE = "wrong objective"
    BOUND = "objective above bound"
    GAP = "wrong gap"
    PRICE = "negative price"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks, or one number that it states wrongly.

    Attributes
    ----------
    kind
        The rule.
    subject
        Index of the candidate, resource or floor concerned; -1 where there is none.
    options
        Indices of the options concerned.
    found, allowed
        The amount found and the limit it breaks (or the number claimed and the right one).
    sentence
        The same in Danish.
    """

    kind: Kind
    subject: int
    options: tuple[int, ...]
    found: float
    allowed: float
    sentence: str


def check(
    problem: Problem,
    chosen: Iterable[int],
    *,
    objective: float | None = None,
    bound: float | None = None,
    gap: float | None = None,
    short: Sequence[float] | None = None,
    prices: Sequence[float] | None = None,
    labels: Labels | None = None,
    tolerance: float = TOLERANCE,
) -> list[Violation]:
    """Find everything that is wrong with a plan; an empty list means that nothing is.

    Parameters
    ----------
    problem
        The problem that the plan claims to solve.
    chosen
        Indices of the chosen options.
    objective, bound, gap, short, prices
        What the solver claims; each is checked when given.
    labels
        Names for the sentences; indices are named when left out.
    tolerance
        Differences below it, relative to the larger of 1 and the limit, are rounding.
    """
    plan = _Plan(problem, [int(k) for k in chosen], labels or Labels.numbered(problem), tolerance)
    plan.check_options()
    plan.check_candidates()
    plan.check_resources()
    plan.check_conflicts()
    right_short = plan.check_floors()
    if short is not None:
        plan.check_short(short, right_short)
    if objective is not None:
        plan.check_objective(objective, right_short)
        if bound is not None:
            plan.check_bound(objective, bound, gap)
    if prices is not None:
        plan.check_prices(prices)
    return plan.violations


class _Plan:
    """The plan under test, and what has been found so far."""

    def __init__(self, problem: Problem, chosen: list[int], labels: Labels, tolerance: float) -> None:
        self.problem = problem
        self.labels = labels
        self.tolerance = tolerance
        self.violations: list[Violation] = []
        self.options: list[int] = []
        seen: set[int] = set()
        for k in chosen:
            if not 0 <= k < len(problem.value):
                self.report(Kind.UNKNOWN_OPTION, -1, (k,), k, len(problem.value) - 1, f"Mulighed {k} findes ikke.")
            elif k in seen:
                self.report(Kind.CHOSEN_TWICE, -1, (k,), 2, 1, f"Mulighed '{labels.options[k]}' er valgt to gange.")
            else:
                seen.add(k)
                self.options.append(k)
        self.chosen = seen

    def report(
        self, kind: Kind, subject: int, options: Iterable[int], found: float, allowed: float, sentence: str
    ) -> None:
        self.violations.append(Violation(kind, subject, tuple(options), float(found), float(allowed), sentence))

    def above(self, amount: float, limit: float) -> bool:
        """Tell whether an amount is over a limit by more than rounding."""
        return not amount <= limit + self.tolerance * max(1.0, abs(limit))

    def differs(self, claimed: float, right: float) -> bool:
        return self.above(claimed, right) or self.above(right, claimed)

    def check_options(self) -> None:
        names = self.labels.options
        for k in self.problem.pinned.tolist():
            if k not in self.chosen:
                self.report(Kind.PIN_MISSING, -1, (k,), 0, 1, f"Mulighed '{names[k]}' er fastholdt, men ikke valgt.")
        for k in self.problem.forbidden.tolist():
            if k in self.chosen:
                self.report(Kind.FORBIDDEN, -1, (k,), 1, 0, f"Mulighed '{names[k]}' er forbudt, men valgt.")

    def check_candidates(self) -> None:
        problem = self.problem
        held: defaultdict[int, list[int]] = defaultdict(list)
        for k in self.options:
            held[int(problem.candidate[k])].append(k)
        for candidate, options in held.items():
            who = self.labels.candidates[candidate]
            most = int(problem.max_options[candidate])
            if len(options) > most:
                text = f"Borger '{who}' har {len(options)} valg, men må højst have {most}."
                self.report(Kind.MAX_OPTIONS, candidate, options, len(options), most, text)
            hours = math.fsum(float(problem.hours[k]) for k in options)
            limit = float(problem.candidate_hours[candidate])
            if self.above(hours, limit):
                text = f"Borger '{who}' har {hours:g} timer, men kan højst have {limit:g}."
                self.report(Kind.HOURS, candidate, options, hours, limit, text)

    def check_resources(self) -> None:
        matrix = self.problem.uses
        parts: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for k in self.options:
            for place in range(matrix.indptr[k], matrix.indptr[k + 1]):
                parts[int(matrix.indices[place])].append((k, float(matrix.data[place])))
        for resource, used in parts.items():
            amount = math.fsum(part for _, part in used)
            limit = float(self.problem.capacity[resource])
            if self.above(amount, limit):
                text = f"Ressourcen '{self.labels.resources[resource]}' er brugt {amount:g}, men har {limit:g}."
                self.report(Kind.CAPACITY, resource, (k for k, _ in used), amount, limit, text)

    def check_conflicts(self) -> None:
        names = self.labels.options
        for one, other in self.problem.conflicts.tolist():
            if one in self.chosen and other in self.chosen:
                text = f"Mulighed '{names[one]}' og '{names[other]}' udelukker hinanden, men er begge valgt."
                self.report(Kind.CONFLICT, -1, (one, other), 2, 1, text)

    def check_floors(self) -> list[float]:
        """Report hard floors that are not met, and give what is missing on each floor."""
        matrix = self.problem.floors
        counted: list[list[float]] = [[] for _ in range(len(self.problem.at_least))]
        for k in self.options:
            for place in range(matrix.indptr[k], matrix.indptr[k + 1]):
                counted[int(matrix.indices[place])].append(float(matrix.data[place]))
        missing = []
        for floor, parts in enumerate(counted):
            reached, least = math.fsum(parts), float(self.problem.at_least[floor])
            missing.append(max(0.0, least - reached))
            if math.isinf(self.problem.penalty[floor]) and self.above(least, reached):
                text = f"Mindstekravet '{self.labels.floors[floor]}' er {least:g}, men kun {reached:g} er nået."
                self.report(Kind.FLOOR, floor, (), reached, least, text)
        return missing

    def check_short(self, claimed: Sequence[float], right: list[float]) -> None:
        if len(claimed) != len(right):
            text = f"Der er oplyst mangel på {len(claimed)} mindstekrav, men der er {len(right)}."
            self.report(Kind.SHORT, -1, (), len(claimed), len(right), text)
            return
        for floor, (stated, missing) in enumerate(zip(claimed, right, strict=True)):
            if self.differs(float(stated), missing):
                name = self.labels.floors[floor]
                text = f"Mindstekravet '{name}' mangler {missing:g}, men der er oplyst {float(stated):g}."
                self.report(Kind.SHORT, floor, (), float(stated), missing, text)

    def check_objective(self, claimed: float, missing: list[float]) -> None:
        parts = [float(self.problem.value[k]) for k in self.options]
        for floor, amount in enumerate(missing):
            penalty = float(self.problem.penalty[floor])
            if amount > 0 and not math.isinf(penalty):
                parts.append(-penalty * amount)
        right = math.fsum(parts)
        if self.differs(claimed, right):
            text = f"Planen er {right:.9g} værd, men der er oplyst {claimed:.9g}."
            self.report(Kind.OBJECTIVE, -1, (), claimed, right, text)

    def check_bound(self, objective: float, bound: float, gap: float | None) -> None:
        if self.above(objective, bound):
            text = f"Planens værdi {objective:.9g} er over den øvre grænse {bound:.9g}, som dermed er forkert."
            self.report(Kind.BOUND, -1, (), objective, bound, text)
        right = 0.0 if objective == bound else abs(bound - objective) / max(abs(objective), 1e-9)
        if gap is not None and self.differs(gap, right):
            text = f"Afstanden til den øvre grænse er {right:.6g}, men der er oplyst {gap:.6g}."
            self.report(Kind.GAP, -1, (), gap, right, text)

    def check_prices(self, prices: Sequence[float]) -> None:
        if len(prices) != len(self.problem.capacity):
            text = f"Der er {len(prices)} priser, men {len(self.problem.capacity)} ressourcer."
            self.report(Kind.PRICE, -1, (), len(prices), len(self.problem.capacity), text)
        for resource, price in enumerate(prices):
            if not float(price) >= 0.0:
                name = self.labels.resources[resource] if resource < len(self.problem.capacity) else resource
                self.report(Kind.PRICE, resource, (), float(price), 0, f"Ressourcen '{name}' har prisen {price}.")
