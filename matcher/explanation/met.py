"""How each of a candidate's needs is met in a pair: by the tasks, by the week, by the workplace or by a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matcher.catalogue.wording import amount_in_words
from matcher.columns.need import NeedColumns, answered_by_workplace, axis_limits, need_amount
from matcher.domain import Accommodation, Kind, Necessity, Need, OpeningTask, Provision
from matcher.domain.plan import MeasureSource
from matcher.domain.reason import Verdict
from matcher.eligibility import HARD_RULES
from matcher.eligibility.block import Block
from matcher.eligibility.needs import condition_verdict, consumed_verdict, describe, own_verdict
from matcher.eligibility.rule import Pair
from matcher.explanation.pieces import MeasureTrace, Met, NeedTrace
from matcher.explanation.wording import amount_words, hours_words, joined

_OF_THE_WEEK = tuple(rule for rule in HARD_RULES if rule.id in ("week", "gradual_start", "commute"))
"""The hard rules that a schedule need speaks through."""
_BY_VERDICT = {Verdict.YES: Met.YES, Verdict.ASK: Met.NOT_ASKED, Verdict.NO: Met.NO}


def needs_met(
    pair: Pair, levels: Sequence[Necessity], measures: Sequence[MeasureTrace], hours: float | None
) -> tuple[NeedTrace, ...]:
    """Every need at those levels of necessity, in the order of the catalogue.

    Parameters
    ----------
    pair
        The pair in a world of its own.
    measures
        How the option meets her consumable must-needs; empty when there is no option.
    hours
        Effective hours of the option; None when there is none.
    """
    catalogue = pair.world.catalogue
    places = {code: place for place, code in enumerate(catalogue.accommodations)}
    needs = sorted((n for n in pair.candidate.needs if n.necessity in levels), key=lambda n: places[n.accommodation])
    return tuple(_traced(pair, need, measures, hours) for need in needs)


def _traced(pair: Pair, need: Need, measures: Sequence[MeasureTrace], hours: float | None) -> NeedTrace:
    accommodation = pair.world.catalogue.accommodations[need.accommodation]
    verified: date | None = None
    if accommodation.kind is Kind.TASK:
        met, how = _by_tasks(pair, need, accommodation)
    elif not answered_by_workplace(accommodation):
        met, how = _by_week(pair, need, accommodation, hours)
    else:
        verified = pair.workplace.provision(accommodation.id).verified
        measure = next((m for m in measures if m.accommodation == accommodation.id), None)
        if measure is not None:
            met, how = Met.YES, measure_words(measure)
            verified = verified if measure.source is MeasureSource.WORKPLACE else None
        else:
            met, how = _by_workplace(pair, need, accommodation)
    day = pair.world.facts.settings.day
    return NeedTrace(
        accommodation=accommodation.id,
        words=need_words(pair, need),
        necessity=need.necessity,
        kind=accommodation.kind,
        source=need.source,
        met=met,
        how=how,
        verified=verified,
        review=need.review,
        review_passed=need.review is not None and need.review < day,
    )


def need_words(pair: Pair, need: Need) -> str:
    """A need in words, with its amount and the parts that are meant."""
    catalogue = pair.world.catalogue
    accommodation = catalogue.accommodations[need.accommodation]
    words = describe(need, accommodation)
    named = [catalogue.part_name(part) for part in accommodation.parts if part in need.parts]
    return f"{words}: {joined(named)}" if named else words


def measure_words(measure: MeasureTrace) -> str:
    """One measure as a sentence: what, from whom, how much is left."""
    whose = "Arbejdsstedet har det selv" if measure.source is MeasureSource.WORKPLACE else measure.provider_name
    given = f" ({measure.given_by})" if measure.source is MeasureSource.OFFER else ""
    left = "" if measure.left is None else f"; {amount_words(measure.left, measure.unit)} tilbage i planen"
    paid = f"; {measure.cost:,.0f} kr.".replace(",", ".") if measure.cost >= 1 else ""
    paid += f" fra {measure.budget}" if paid and measure.budget else ""
    return f"{whose}{given}: {amount_words(measure.amount, measure.unit)}{paid}{left}."


def over_limit(pair: Pair, need: Need, part: OpeningTask) -> bool:
    """True when a task of the opening asks more than this one need allows."""
    asked = {**dict(pair.world.catalogue.tasks[part.task].demands), **dict(part.demands)}
    limits = axis_limits(need, pair.world.catalogue.accommodations[need.accommodation])
    return any(asked[axis] > allowed for axis, allowed in limits)


def _by_tasks(pair: Pair, need: Need, accommodation: Accommodation) -> tuple[Met, str]:
    over = [part for part in pair.opening.tasks if over_limit(pair, need, part)]
    if not over:
        return Met.YES, "Ingen af stillingens opgaver kræver mere."
    tasks = pair.world.catalogue.tasks
    names = joined([f"»{tasks[part.task].danish}«" for part in over])
    if need.necessity is not Necessity.MUST:
        doable = [part for t, part in enumerate(pair.opening.tasks) if pair.block.doable[0, t]]
        among = [part for part in over if part in doable]
        if not among:
            return Met.YES, f"Opgaver, der kræver mere, overlades til andre: {names}."
        met = Met.NO if len(among) == len(doable) else Met.PARTLY
        return met, f"Opgaver, der kræver mere: {joined([f'»{tasks[part.task].danish}«' for part in among])}."
    core = [f"»{tasks[part.task].danish}«" for part in over if part.core]
    if core:
        return Met.NO, f"Kerneopgaver, der kræver mere: {joined(core)}."
    return Met.YES, f"Opgaver, der kræver mere, overlades til andre: {names}."


def _by_week(pair: Pair, need: Need, accommodation: Accommodation, hours: float | None) -> tuple[Met, str]:
    """Met when it would be kept as a must with the hours of the option (or the fewest that make sense)."""
    wanted = float(pair.block.least_hours[0, 0]) if hours is None else hours
    block = _as_must(pair, need, wanted)
    verdict = max(int(rule.check(block)[0, 0]) for rule in _OF_THE_WEEK)
    met = _BY_VERDICT[Verdict(verdict)]
    if met is Met.YES and float(block.hours[0, 0]) + 1e-6 < wanted:
        met = Met.NO
    amount = need_amount(need, accommodation)
    limit = "" if amount is None else amount_in_words(accommodation.amount_unit, amount)
    if accommodation.id == "SCH-13":
        taken = float(pair.block.commute[0, 0])
        within = Met.YES if amount is None or taken <= amount else Met.NO
        return within, f"Turen tager ca. {taken:.0f} minutter hver vej; grænsen er {limit}."
    if accommodation.id == "SCH-10":
        return (
            met,
            f"Stillingen kan begynde med {hours_words(pair.opening.hours_min, 'om ugen')}; ønsket start er {limit}.",
        )
    if met is Met.NOT_ASKED:
        return met, "Det kan ikke afgøres, før tiderne er oplyst."
    words = hours_words(wanted, "om ugen")
    if met is Met.YES:
        return met, f"Der er plads til {words}, når hensynet holdes."
    return met, f"Der er ikke plads til {words}, hvis hensynet skal holdes."


def _as_must(pair: Pair, need: Need, wanted: float) -> Block:
    """The pair's block as it would be if the need were a must and she asked for just so many hours."""
    must = replace(need, necessity=Necessity.MUST)
    needs = tuple(must if other.accommodation == need.accommodation else other for other in pair.candidate.needs)
    c = pair.candidate
    person = replace(
        c, needs=needs, hours_min=min(c.hours_min, wanted), hours_target=wanted, hours_max=max(c.hours_max, wanted)
    )
    return Block(pair.world, pair.world.candidates([person]))


def _by_workplace(pair: Pair, need: Need, accommodation: Accommodation) -> tuple[Met, str]:
    columns = _columns_of(pair, accommodation)
    if not accommodation.consumed:
        of = condition_verdict
    else:
        of = consumed_verdict if need.necessity is Necessity.MUST else own_verdict
    verdict = Verdict(int(of(columns, pair.block)[0, pair.block.openings.workplace[0]]))
    name, provision = pair.workplace.name, pair.workplace.provision(accommodation.id)
    if verdict is Verdict.ASK:
        return Met.NOT_ASKED, f"Spørg {name}: {accommodation.question}"
    if verdict is Verdict.NO:
        return Met.NO, f"{name} kan ikke tilbyde det."
    if accommodation.consumed and int(own_verdict(columns, pair.block)[0, pair.block.openings.workplace[0]]):
        return Met.YES, "Et støttetilbud inden for rækkevidde dækker det."
    return Met.YES, f"{name} har svaret ja{_answered(provision, accommodation)}."


def _columns_of(pair: Pair, accommodation: Accommodation) -> NeedColumns:
    columns = (*pair.block.candidates.needs, *pair.block.candidates.soft_needs)
    return next(need for need in columns if need.accommodation.id == accommodation.id)


def _answered(provision: Provision, accommodation: Accommodation) -> str:
    number = ""
    if accommodation.provision_amount_is and provision.amount is not None:
        number = f" ({amount_in_words(accommodation.amount_unit, provision.amount)})"
    if provision.verified is None:
        return f"{number}; svaret er uden dato"
    return f"{number}, senest bekræftet {provision.verified:%d-%m-%Y}"
