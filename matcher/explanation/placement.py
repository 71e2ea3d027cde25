"""Why a candidate is proposed for an opening: everything about one placement of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.columns import World
from matcher.domain import BindingKind, Necessity, WishSubject
from matcher.domain.plan import Measure, MeasureSource, Proposal
from matcher.eligibility import pair_of
from matcher.eligibility.rule import Pair
from matcher.explanation.competing import (
    net_values,
    options_for,
    place_of,
    proof_words,
    resource_traces,
    row_of_candidate,
    row_of_opening,
    use_of,
)
from matcher.explanation.conditions import conditions_of
from matcher.explanation.law import given_by, notices_for, rules_applied
from matcher.explanation.met import needs_met
from matcher.explanation.pieces import MeasureTrace, NearMiss, OptionTrace, WishTrace
from matcher.explanation.refusals import judged_row, near_misses
from matcher.explanation.timetable import commute_of, left_tasks_of, tasks_of, time_of
from matcher.explanation.trace import PlacementTrace
from matcher.explanation.wording import worth
from matcher.explanation.worth import total_if, value_of

if TYPE_CHECKING:
    from matcher.pipeline import Planned

SOFT = (Necessity.SHOULD, Necessity.NICE)
NOT_USED = (
    "Ikke brugt: navn, CPR-nummer, køn, alder, herkomst, diagnose og sagsbehandlerens egen tro på, om borgeren "
    "kommer i job. Beregningen har ikke adgang til dem."
)
"""What the calculation has no access to (TRUST E3.1): the engine receives no identity, and the facts hold no cause."""


def explain_placement(planned: Planned, proposal: Proposal, alternatives: int = 3) -> PlacementTrace:
    """Everything about one proposed placement.

    Parameters
    ----------
    planned
        The plan with what it was made from.
    proposal
        One of ``planned.plan.placements``.
    alternatives
        How many of her other openings to show.

    Raises
    ------
    MatcherError
        When the plan does not know the candidate or the opening.
    """
    world = planned.world
    pair = pair_of(world, proposal.candidate, proposal.opening)
    measures = tuple(measure_trace(pair, measure, planned) for measure in proposal.measures)
    others = options_for(planned, proposal.candidate, max(1, alternatives), _openings_of(planned, proposal.candidate))
    best = others[0] if others else None
    margin = None if best is None else _net(planned, proposal) - best.net
    miss = None if others else _nearest_miss(planned, proposal.candidate)
    tasks = proposal.tasks
    return PlacementTrace(
        candidate=proposal.candidate,
        place=place_of(world.facts, proposal.opening),
        scheme=str(pair.candidate.scheme or ""),
        pinned=proposal.pinned,
        pin_reason=pin_reason(world, proposal.candidate, proposal.opening),
        go_ahead=has_go_ahead(world, proposal.candidate, proposal.opening),
        musts=needs_met(pair, (Necessity.MUST,), measures, proposal.hours),
        softer=needs_met(pair, SOFT, (), proposal.hours),
        measures=measures,
        time=time_of(pair, proposal.hours),
        commute=commute_of(pair),
        tasks=tasks_of(pair, tasks),
        left_tasks=left_tasks_of(pair),
        value=value_of(proposal.worth, planned.weights),
        resources=resource_traces(planned, proposal.uses),
        rules=rules_applied(pair, world.facts.clauses, proposal.hours, measures),
        wishes=wishes_of(pair, [task for task, _ in tasks]),
        notices=notices_for(pair),
        not_used=NOT_USED,
        best_alternative=best,
        margin=margin,
        would_change=_would_change(planned, proposal, best, margin, miss),
        alternatives=others[:alternatives],
        nearest_miss=miss,
        conditions=conditions_of(pair, proposal.hours, tasks, measures),
        versions=planned.plan.versions,
    )


def pin_reason(world: World, candidate: str, opening: str) -> str:
    """Why a consultant has pinned the pair; empty when nobody has, or no reason was given."""
    for binding in world.bindings:
        if binding.kind is BindingKind.PIN and (binding.candidate, binding.opening) == (candidate, opening):
            return binding.reason
    return ""


def has_go_ahead(world: World, candidate: str, opening: str) -> bool:
    """True when the candidate has said yes to being shown to the opening and has not taken it back."""
    return any(
        yes.candidate == candidate and yes.opening == opening and yes.stands_on(world.facts.settings.day)
        for yes in world.facts.go_aheads
    )


def _openings_of(planned: Planned, candidate: str) -> tuple[str, ...]:
    return tuple(p.opening for p in planned.plan.placements if p.candidate == candidate)


def measure_trace(pair: Pair, measure: Measure, planned: Planned | None = None) -> MeasureTrace:
    """A measure with names, and with what the plan leaves of it when there is a plan."""
    facts = pair.world.facts
    if measure.source is MeasureSource.WORKPLACE:
        name, giver, budget = pair.workplace.name, "arbejdsstedet", ""
        resource = f"own:{measure.provider}:{measure.accommodation}"
    else:
        offer = next(offer for offer in facts.offers if offer.id == measure.provider)
        name, giver = offer.name, given_by(offer.provider)
        budget = next((b.name for b in facts.budgets if b.id == offer.budget), "")
        resource = f"offer:{offer.id}"
    return MeasureTrace(
        accommodation=measure.accommodation,
        words=pair.world.catalogue.accommodations[measure.accommodation].danish,
        source=measure.source,
        provider=measure.provider,
        provider_name=name,
        given_by=giver,
        amount=measure.amount,
        unit=measure.unit,
        cost=measure.cost,
        budget=budget,
        resource=resource,
        left=None if planned is None else use_of(planned, resource).left,
    )


def wishes_of(pair: Pair, tasks: Sequence[str]) -> tuple[WishTrace, ...]:
    """Every wish of the candidate, and whether so many tasks at this place honour it."""
    catalogue, facts = pair.world.catalogue, pair.world.facts
    found = []
    for wish in pair.candidate.wishes:
        if wish.subject is WishSubject.TASK:
            name, has = catalogue.tasks[wish.target].danish, wish.target in tasks
        elif wish.subject is WishSubject.SECTOR:
            name, has = catalogue.sectors[wish.target].danish, wish.target == pair.workplace.sector
        elif wish.subject is WishSubject.EMPLOYER:
            name, has = facts.employer_by_id[wish.target].name, wish.target == pair.employer.id
        else:
            name, has = facts.workplace_by_id[wish.target].name, wish.target == pair.workplace.id
        found.append(WishTrace(f"{wish.subject}: {name}", wish.wanted, has is wish.wanted))
    return tuple(found)


def _net(planned: Planned, proposal: Proposal) -> float:
    return proposal.worth.total - sum(use_of(planned, r).price * amount for r, amount in proposal.uses)


def _nearest_miss(planned: Planned, candidate: str) -> NearMiss | None:
    row = planned.world.facts.candidate_by_id[candidate]
    return next(iter(near_misses(planned.world, planned.weights, judged_row(planned.world, row), 1)), None)


def _would_change(
    planned: Planned, proposal: Proposal, best: OptionTrace | None, margin: float | None, miss: NearMiss | None
) -> str:
    if best is None or margin is None:
        only = "Borgeren har ingen anden mulig stilling i planen."
        return only if miss is None else f"{only} »{miss.place.title}«: {_lower(miss.sentence)}"
    name = f"»{best.place.title}« hos {best.place.workplace_name}"
    if margin < 0:
        if proposal.pinned:
            why = "men en konsulent har fastholdt parret"
        else:
            why = "men planen som helhed, med klausuler og hele pladser, bliver bedre sådan"
        return f"{name} er {worth(-margin)} mere værd for sig, {why}. {proof_words(planned)}"
    sentence = f"Nærmest er {name}: den er {worth(margin)} mindre værd, når prisen på det knappe er trukket fra."
    return f"{sentence} {_flip(planned, proposal, best)}".strip()


def _flip(planned: Planned, proposal: Proposal, best: OptionTrace) -> str:
    """One wish that would have turned the choice, reckoned with the same prices; empty when no single one does."""
    n, m = row_of_candidate(planned, proposal.candidate), row_of_opening(planned, best.place.opening)
    options = planned.options
    here = np.flatnonzero((options.candidate == n) & (options.opening == m))
    k = int(here[np.argmax(net_values(planned, here))])
    net = _net(planned, proposal)
    place, facts = best.place, planned.world.facts
    elsewhere = facts.opening_by_id[proposal.opening].workplace != place.workplace
    if elsewhere and total_if(options, planned.weights, k, {"place_wanted": 1.0}) - best.price > net:
        return f"Havde borgeren ønsket at arbejde hos {place.workplace_name}, var den valgt (ved samme priser)."
    done = {task for task, _ in proposal.tasks}
    others = done.isdisjoint(part.task for part in facts.opening_by_id[place.opening].tasks)
    if others and total_if(options, planned.weights, k, {"tasks_wanted": 1.0}) - best.price > net:
        return "Havde borgeren ønsket opgaverne dér, var den valgt (ved samme priser)."
    return "Intet enkelt ønske ville have vendt det."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
