"""Facts in, plan out: one stage per line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from matcher import __version__
from matcher.aside import Aside, set_aside, without_pins
from matcher.assignment.check import check
from matcher.assignment.method import Progress as Assigning
from matcher.assignment.problem import Labels, Problem
from matcher.assignment.result import Result
from matcher.assignment.solver import solve
from matcher.catalogue.loader import Catalogue
from matcher.clauses import Floors, find_floors
from matcher.columns import World, make_world
from matcher.domain import Facts, Held, MatcherError
from matcher.domain.plan import Plan, PlanStatus
from matcher.eligibility import explain_pair
from matcher.held import as_agreed, with_held
from matcher.options import Options, build_options, clashing, job_hours_max, jobs_at_once
from matcher.pairs import Pairs, find_pairs
from matcher.proposals import clause_uses, option_ids, placements_of, resource_uses, unfilled_of
from matcher.published import how_many_stay, possible_of, stability_of, with_published
from matcher.weights import Weights


@dataclass(frozen=True, slots=True)
class Step:
    """Where planning is.

    Attributes
    ----------
    stage
        ``columns``, ``eligibility``, ``options``, ``problem``, ``assignment``, ``check`` or ``plan``.
    share
        How much of the stage is done, 0 to 1; of the assignment, how much of its time.
    objective, bound, gap
        The best plan and the best bound so far, and how far apart they are; None before there is one.
    """

    stage: str
    share: float
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None


Progress = Callable[[Step], None]
"""Is told where planning is; must not take long."""


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
    held
        Placements that exist already: chosen as they were agreed, or, where that is no option any more, worked around.
    published
        (candidate, opening) of pairs that people have been told of.
    standing
        How the published pairs were agreed. A plan is never worth less than keeping those that still fit together.
    keep
        Share of the published pairs still possible that is to stay, in [0, 1]; as many as can, when fewer can.
    """

    time_limit: float = 60.0
    gap: float = 0.005
    seed: int = 0
    most_per_candidate: int | None = None
    held: tuple[Held, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    standing: tuple[Held, ...] = ()
    keep: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.keep <= 1:
            raise MatcherError(f"Andelen, der skal blive stående, skal være fra 0 til 1, ikke {self.keep}")


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
    aside: Aside | None = None
    """Placements that exist and that the plan works around; None in what was read from elsewhere."""


def make_plan(
    facts: Facts,
    catalogue: Catalogue,
    weights: Weights,
    request: PlanRequest | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Planned:
    """Who should go where, for everybody at once.

    The same facts, weights and request give the same plan; the order of rows carries no meaning and no stage sees an
    identity.

    Parameters
    ----------
    progress
        Is told where planning is.
    stop
        Asked during the assignment; once it says so, the best plan until then is given within about a second. There is
        one as soon as there are options.
    """
    request = request or PlanRequest()
    tell = progress or (lambda step: None)
    clock = _Clock(tell)
    clock.begin("columns")
    world, gone = with_held(make_world(facts, catalogue), request.held)
    clock.begin("eligibility")
    pairs = find_pairs(world, progress=lambda done, whole: tell(Step("eligibility", done / whole)))
    clock.begin("options")
    agreed = {(one.candidate, one.opening): one.hours for one in request.held}
    options = build_options(world, pairs, weights, request.most_per_candidate, always=request.published, agreed=agreed)
    clock.begin("problem")
    aside = set_aside(world, pairs, options, request.held)
    world, fallen = without_pins(world, pairs, options, aside, request.held)
    floors, broken = find_floors(world, pairs, options, weights, aside.held)
    problem = make_problem(world, pairs, options, floors, aside)
    possible, members = possible_of(world, pairs, options, request.published)
    wanted = how_many_stay(problem, len(possible), members, request.keep, request.time_limit, stop)
    if wanted:
        floors = with_published(floors, options, problem, members, wanted)
        problem = make_problem(world, pairs, options, floors, aside)
    clock.begin("assignment")
    result = solve(
        problem,
        time_limit=request.time_limit,
        gap=request.gap,
        seed=request.seed,
        progress=None if progress is None else lambda now: tell(_assigning(now, request.time_limit)),
        stop=stop,
        standing=as_agreed(world, pairs, options, request.standing),
    )
    clock.begin("check")
    verify(problem, result)
    clock.begin("plan")
    placements = placements_of(world, weights, pairs, options, result.chosen)
    placed = {proposal.candidate for proposal in placements}
    impossible = sorted({*broken, *aside.impossible} - {(c, o) for c, o, _ in gone})
    plan = Plan(
        status=PlanStatus(result.status.value),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        method=result.method,
        placements=placements,
        left_out=tuple(c.id for c in pairs.rows if c.id not in placed),
        unfilled=unfilled_of(world, placements, aside.pairs),
        resources=resource_uses(options, result, aside.used),
        clauses=clause_uses(world, floors, result, aside.held),
        broken_pins=(
            *((c, o, _why_broken(world, c, o)) for c, o in impossible),
            *fallen,
            *gone,
        ),
        conflict=tuple(result.sentences(labels_of(world, pairs, options, floors))) if result.conflict else (),
        pairs=len(pairs.rows) * len(world.openings.rows),
        eligible=pairs.count,
        askable=len(pairs.ask_candidate),
        options=options.count,
        kept=options.pairs_kept,
        seconds=clock.seconds(),
        versions=versions(world, weights, request),
        assumptions=facts.settings.assumptions,
        held_otherwise=tuple(sorted(aside.otherwise)),
        stability=stability_of(request.published, possible, wanted, placements),
        stopped=result.stopped,
    )
    return Planned(plan, world, weights, pairs, options, floors, problem, result, aside)


def _assigning(now: Assigning, limit: float) -> Step:
    return Step("assignment", min(1.0, now.seconds / limit), now.objective, now.bound, now.gap)


def make_problem(world: World, pairs: Pairs, options: Options, floors: Floors, aside: Aside | None = None) -> Problem:
    """The options as one problem of arrays, around the placements that are there already."""
    capacity = options.resources.capacity
    candidates = world.candidates(pairs.rows)
    jobs = jobs_at_once(candidates)
    several = jobs > 1
    return Problem.of(
        candidate=options.candidate,
        opening=options.opening,
        value=options.valued.total,
        uses=options.uses,
        capacity=capacity if aside is None else aside.left(capacity),
        max_options=jobs,
        hours=options.hours,
        candidate_hours=np.where(several, job_hours_max(candidates), np.inf),
        floors=floors.counts,
        at_least=floors.at_least,
        penalty=floors.penalty,
        conflicts=clashing(world, pairs, options),
        forbidden=() if aside is None else aside.forbidden,
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
        *((("held", str(len(request.held))),) if request.held else ()),
        *((("published", f"{len(request.published)} ({request.keep:g})"),) if request.published else ()),
    )


def _why_broken(world: World, candidate: str, opening: str) -> str:
    _, reasons = explain_pair(world, candidate, opening)
    return " ".join(reason.sentence for reason in reasons) or "Parret er muligt, men blev ikke til en valgmulighed."


class _Clock:
    """Seconds of each stage, as told by the process's own clock; never part of what is decided."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._begun: list[tuple[str, float]] = []

    def begin(self, stage: str) -> None:
        self._begun.append((stage, perf_counter()))
        self._tell(Step(stage, 0.0))

    def seconds(self) -> tuple[tuple[str, float], ...]:
        ends = [start for _, start in self._begun[1:]] + [perf_counter()]
        return tuple((stage, end - start) for (stage, start), end in zip(self._begun, ends, strict=True))
