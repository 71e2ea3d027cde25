"""Why one candidate can, might or cannot be in one opening, whether or not a plan has been made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.columns import World
from matcher.domain import Necessity
from matcher.domain.plan import Proposal
from matcher.domain.reason import Reason, Verdict
from matcher.eligibility import HARD_RULES, counterfactual, pair_of, reasons_for
from matcher.eligibility.rule import Pair
from matcher.explanation.competing import place_of
from matcher.explanation.conditions import conditions_of
from matcher.explanation.law import notices_for, rules_applied, traced
from matcher.explanation.met import needs_met
from matcher.explanation.placement import NOT_USED, SOFT, measure_trace, wishes_of
from matcher.explanation.timetable import commute_of, left_tasks_of, tasks_of, time_of
from matcher.explanation.trace import PairTrace, Possible, ReasonTrace
from matcher.explanation.worth import value_of
from matcher.features import FEATURE_NAMES, candidate_words, opening_words
from matcher.options import build_options
from matcher.pairs import find_pairs
from matcher.proposals import proposal_of
from matcher.weights import Weights

_SUMMARIES = {
    Verdict.YES: "Parret er muligt.",
    Verdict.ASK: "Parret er måske muligt: der mangler svar.",
    Verdict.NO: "Parret er ikke muligt.",
}
_TEXT = FEATURE_NAMES.index("text_likeness")


def explain_one(world: World, candidate: str, opening: str, weights: Weights) -> PairTrace:
    """Everything about one pair; its numbers are those a plan of the same world gives it.

    Raises
    ------
    MatcherError
        When the candidate or the opening does not exist.
    """
    pair = pair_of(world, candidate, opening)
    reasons = reasons_for(pair)
    verdict = max((reason.verdict for reason in reasons), default=Verdict.YES)
    tried = counterfactual(world, candidate, opening)
    options = () if reasons else _options(world, pair, weights)
    best = options[0] if options else None
    hours = None if best is None else best.hours
    measures = tuple(measure_trace(pair, measure) for measure in best.measures) if best else ()
    return PairTrace(
        candidate=candidate,
        place=place_of(world.facts, opening),
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


def _options(world: World, pair: Pair, weights: Weights) -> tuple[Proposal, ...]:
    """Every option of an eligible pair, the most valuable first."""
    pairs = find_pairs(pair.world)
    features = pairs.features.copy()
    features[:, _TEXT] = _likeness(world, pair)
    pairs = replace(pairs, features=features)
    options = build_options(pair.world, pairs, weights)
    order = np.argsort(-options.valued.total, kind="stable")
    return tuple(proposal_of(pair.world, weights, pairs, options, int(k)) for k in order)


def _likeness(world: World, pair: Pair) -> float:
    """Text likeness as in a plan of the whole world: how rare a word is depends on everybody's words."""
    from models.text import TextLikeness

    facts = world.facts
    ids = sorted(facts.candidate_by_id)
    texts = [candidate_words(facts.candidate_by_id[c], world.catalogue) for c in ids]
    openings = [opening_words(o, world.catalogue) for o in world.openings.rows]
    n = ids.index(pair.candidate.id)
    row = TextLikeness().fit(texts, openings).likeness(slice(n, n + 1))[0]
    return float(row[[o.id for o in world.openings.rows].index(pair.opening.id)])


def _possible(pair: Pair, options: tuple[Proposal, ...], weights: Weights) -> Possible:
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
