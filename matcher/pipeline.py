"""Facts in, plan out: one stage per line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from matcher import __version__
from matcher.assignment.check import check
from matcher.assignment.problem import Labels, Problem
from matcher.assignment.result import Result
from matcher.assignment.solver import solve
from matcher.catalogue.loader import Catalogue
from matcher.clauses import Floors, find_floors
from matcher.columns import World, make_world
from matcher.domain import Facts, MatcherError
from matcher.domain.plan import Plan, PlanStatus
from matcher.eligibility import explain_pair
from matcher.options import Options, build_options, clashing, job_hours_max, jobs_at_once
from matcher.pairs import Pairs, find_pairs
from matcher.proposals import clause_uses, option_ids, placements_of, resource_uses, unfilled_of
from matcher.weights import Weights

Progress = Callable[[str, float], None]
"""Called with the stage's name and the share of it that is done, 0 to 1."""


@dataclass(frozen=True)
class PlanRequest:
    """How a plan is to be made.

    Attributes
    ----------
    time_limit
        Most seconds for the assignment.
    gap
        Relative gap at which the solver may stop.
    seed
        For whatever the solver leaves to chance; recorded with the plan.
    most_per_candidate
        Pairs kept for each candidate; None keeps all. The bound is proven for what is kept.
    """

    time_limit: float = 60.0
    gap: float = 0.005
    seed: int = 0
    most_per_candidate: int | None = None


@dataclass(frozen=True)
class Planned:
    """A plan with everything it was made from: what explanations are read off."""

    plan: Plan
    world: World
    weights: Weights
    pairs: Pairs
    options: Options
    floors: Floors
    problem: Problem
    result: Result


def make_plan(
    facts: Facts,
    catalogue: Catalogue,
    weights: Weights,
    request: PlanRequest | None = None,
    progress: Progress | None = None,
) -> Planned:
    """Who should go where, for everybody at once.

    The same facts, weights and request give the same plan; the order of rows carries no meaning and no stage sees an
    identity.
    """
    request = request or PlanRequest()
    report = progress or (lambda stage, share: None)
    clock = _Clock()
    world = make_world(facts, catalogue)
    clock.stage("columns")
    pairs = find_pairs(world, progress=lambda done, whole: report("eligibility", done / whole))
    clock.stage("eligibility")
    options = build_options(world, pairs, weights, request.most_per_candidate)
    clock.stage("options")
    floors, broken = find_floors(world, pairs, options, weights)
    problem = make_problem(world, pairs, options, floors)
    clock.stage("problem")
    result = solve(problem, time_limit=request.time_limit, gap=request.gap, seed=request.seed)
    clock.stage("assignment")
    verify(problem, result)
    clock.stage("check")
    placements = placements_of(world, weights, pairs, options, result.chosen)
    placed = {proposal.candidate for proposal in placements}
    plan = Plan(
        status=PlanStatus(result.status.value),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        method=result.method,
        placements=placements,
        left_out=tuple(c.id for c in pairs.rows if c.id not in placed),
        unfilled=unfilled_of(world, placements),
        resources=resource_uses(options, result),
        clauses=clause_uses(world, floors, result),
        broken_pins=tuple((c, o, _why_broken(world, c, o)) for c, o in broken),
        conflict=tuple(result.sentences(labels_of(world, pairs, options, floors))) if result.conflict else (),
        pairs=len(pairs.rows) * len(world.openings.rows),
        eligible=pairs.count,
        askable=len(pairs.ask_candidate),
        options=options.count,
        kept=options.pairs_kept,
        seconds=(*clock.seconds(), ("plan", clock.since())),
        versions=versions(world, weights, request),
        assumptions=facts.settings.assumptions,
    )
    return Planned(plan, world, weights, pairs, options, floors, problem, result)


def make_problem(world: World, pairs: Pairs, options: Options, floors: Floors) -> Problem:
    """The options as one problem of arrays."""
    candidates = world.candidates(pairs.rows)
    jobs = jobs_at_once(candidates)
    several = jobs > 1
    return Problem.of(
        candidate=options.candidate,
        opening=options.opening,
        value=options.valued.total,
        uses=options.uses,
        capacity=options.resources.capacity,
        max_options=jobs,
        hours=options.hours,
        candidate_hours=np.where(several, job_hours_max(candidates), np.inf),
        floors=floors.counts,
        at_least=floors.at_least,
        penalty=floors.penalty,
        conflicts=clashing(world, pairs, options),
    )


def verify(problem: Problem, result: Result) -> None:
    """Have the answer checked by the verifier, which shares no code with the solver.

    Raises
    ------
    MatcherError
        When the answer breaks a rule of the problem: a fault of ours, never of the facts.
    """
    if result.objective is None:
        return
    violations = check(
        problem,
        result.chosen.tolist(),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        short=result.short.tolist(),
        prices=result.prices.tolist(),
    )
    if violations:
        raise MatcherError(f"Planen består ikke den uafhængige kontrol og bruges ikke: {violations[0].sentence}")


def labels_of(world: World, pairs: Pairs, options: Options, floors: Floors) -> Labels:
    """What to call everything when the solver has to say which rules cannot hold together."""
    return Labels(
        candidates=[c.id for c in pairs.rows],
        options=option_ids(world, pairs, options),
        resources=[resource.label for resource in options.resources.rows],
        floors=list(floors.ids),
        openings=[o.id for o in world.openings.rows],
    )


def versions(world: World, weights: Weights, request: PlanRequest) -> tuple[tuple[str, str], ...]:
    """What a plan was made with, so that it can be made again."""
    rules = ", ".join(f"{rule.id} {rule.version}" for rule in sorted(world.rules.values(), key=lambda rule: rule.id))
    return (
        ("brobygger", __version__),
        ("day", world.facts.settings.day.isoformat()),
        ("weeks", str(world.facts.settings.weeks)),
        ("weights", f"{weights.version} ({weights.fingerprint})"),
        ("rules", rules),
        ("seed", str(request.seed)),
        ("pairs per candidate", "all" if request.most_per_candidate is None else str(request.most_per_candidate)),
    )


def _why_broken(world: World, candidate: str, opening: str) -> str:
    _, reasons = explain_pair(world, candidate, opening)
    return " ".join(reason.sentence for reason in reasons) or "Parret er muligt, men blev ikke til en valgmulighed."


class _Clock:
    """Seconds of each stage, as told by the process's own clock; never part of what is decided."""

    def __init__(self) -> None:
        self._last = perf_counter()
        self._stages: list[tuple[str, float]] = []

    def stage(self, name: str) -> None:
        self._stages.append((name, self.since()))
        self._last = perf_counter()

    def since(self) -> float:
        return perf_counter() - self._last

    def seconds(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._stages)
