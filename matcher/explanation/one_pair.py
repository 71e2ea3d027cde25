"""Why one candidate can, might or cannot be in one opening, whether or not a plan has been made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.columns import World
from matcher.domain import Necessity
from matcher.domain.plan import Proposal
from matcher.domain.reason import Reason, Verdict
from matcher.eligibility import HARD_RULES, judge, nearest_changes, pair_of, reasons_for
from matcher.eligibility.rule import Pair
from matcher.explanation.competing import place_of
from matcher.explanation.conditions import conditions_of
from matcher.explanation.law import notices_for, rules_applied, traced
from matcher.explanation.met import needs_met
from matcher.explanation.placement import NOT_USED, SOFT, measure_trace, wishes_of
from matcher.explanation.timetable import commute_of, left_tasks_of, tasks_of, time_of
from matcher.explanation.trace import PairTrace, Possible, ReasonTrace
from matcher.explanation.worth import value_of
from matcher.features import candidate_words
from matcher.options import Resources, build_options, find_resources
from matcher.pairs import likeness_in, pairs_of
from matcher.proposals import proposals_of
from matcher.weights import Weights
from models.text import TextLikeness

_SUMMARIES = {
    Verdict.YES: "Parret er muligt.",
    Verdict.ASK: "Parret er måske muligt: der mangler svar.",
    Verdict.NO: "Parret er ikke muligt.",
}


def explain_one(world: World, candidate: str, opening: str, weights: Weights) -> PairTrace:
    """Everything about one pair; its numbers are those a plan of the same world gives it.

    Raises
    ------
    MatcherError
        When the candidate or the opening does not exist.
    """
    pair = pair_of(world, candidate, opening)
    options: tuple[Proposal, ...] = ()
    if not reasons_for(pair):
        everybody = [world.facts.candidate_by_id[c] for c in sorted(world.facts.candidate_by_id)]
        options = options_of_pair(world, pair, weights, likeness_in(world, everybody), find_resources(world))
    return trace_of_pair(pair, options, weights)


def trace_of_pair(pair: Pair, options: Sequence[Proposal], weights: Weights) -> PairTrace:
    """Everything about a pair that is at hand; `options` as `options_of_pair` gives them, none unless it can be."""
    world = pair.world
    reasons = reasons_for(pair)
    verdict = max((reason.verdict for reason in reasons), default=Verdict.YES)
    tried = nearest_changes(pair)
    best = options[0] if options else None
    hours = None if best is None else best.hours
    measures = tuple(measure_trace(pair, measure) for measure in best.measures) if best else ()
    return PairTrace(
        candidate=pair.candidate.id,
        place=place_of(world.facts, pair.opening.id),
        scheme=str(pair.candidate.scheme or ""),
        verdict=verdict,
        summary=_SUMMARIES[verdict],
        reasons=tuple(_reason(pair, reason) for reason in reasons),
        change_sentence=tried.sentence,
        changes=tried.changes,
        changeable=tried.reached,
        musts=needs_met(pair, (Necessity.MUST,), measures, hours),
        softer=needs_met(pair, SOFT, (), hours),
        rules=rules_applied(pair, world.facts.clauses, hours, measures),
        wishes=wishes_of(pair, [task for task, _ in best.tasks] if best else _doable(pair)),
        notices=notices_for(pair),
        not_used=NOT_USED,
        possible=None if best is None else _possible(pair, options, weights),
    )


def _reason(pair: Pair, reason: Reason) -> ReasonTrace:
    rule = next(rule for rule in HARD_RULES if rule.id == reason.rule)
    legal = pair.world.rules.get(reason.subject) or pair.world.rules.get(rule.legal)
    return ReasonTrace(rule.title, reason, None if legal is None else traced(legal))


def _doable(pair: Pair) -> list[str]:
    return [part.task for t, part in enumerate(pair.opening.tasks) if pair.block.doable[0, t]]


def options_of_pair(
    world: World, pair: Pair, weights: Weights, likeness: TextLikeness, resources: Resources
) -> tuple[Proposal, ...]:
    """Every option of an eligible pair of this world, the most valuable first."""
    place = world.openings.place[pair.opening.id]
    words = likeness.likeness([candidate_words(pair.candidate, world.catalogue)], np.array([place]))
    pairs = pairs_of(judge(pair.block), words)
    pairs = replace(pairs, opening=np.full_like(pairs.opening, place))
    options = build_options(world, pairs, weights, resources=resources)
    order = np.argsort(-options.valued.total, kind="stable")
    return tuple(proposals_of(world, weights, pairs, options, np.asarray(order, dtype=np.intp)))


def _possible(pair: Pair, options: Sequence[Proposal], weights: Weights) -> Possible:
    best = options[0]
    measures = tuple(measure_trace(pair, measure) for measure in best.measures)
    ways = []
    for option in options[1:]:
        way = tuple(measure_trace(pair, measure) for measure in option.measures)
        if way and way != measures and way not in ways:
            ways.append(way)
    return Possible(
        time=time_of(pair, best.hours),
        commute=commute_of(pair),
        tasks=tasks_of(pair, best.tasks),
        left_tasks=left_tasks_of(pair),
        measures=measures,
        other_ways=tuple(ways),
        value=value_of(best.worth, weights),
        conditions=conditions_of(pair, best.hours, best.tasks, measures),
    )
