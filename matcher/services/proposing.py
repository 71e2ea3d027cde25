"""Proposing a placement by hand: a consultant may see what no ranking sees, but the hard rules hold for her too.

It works with the engine switched off as well (TRUST E4.5): what is checked here is the law, needs and what is left, and
nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from matcher.domain import BindingKind, Candidate, Necessity
from matcher.domain.plan import Proposal, Resource
from matcher.domain.reason import Verdict
from matcher.ranking import pseudonym
from matcher.services.access import require_relation
from matcher.services.asking import Asked, people_of
from matcher.services.caller import Caller
from matcher.services.errors import Malformed, NotHere, Refused
from matcher.services.fitting import clashes, jobs_of
from matcher.services.placement_reading import SeenPlacement, read
from matcher.services.placements import Proposed, propose
from matcher.services.reasons import require_reason
from matcher.services.rechecking import still_supply
from matcher.services.resources import refresh
from matcher.services.unit import Services, Unit
from matcher.services.warm import State, Warm, state_of
from matcher.store import tables
from matcher.store.coding import to_plain

_CHANGED = "Oplysningerne er ændret, mens forslaget blev regnet ud; prøv igen"
_SAME_HOURS = 0.01
_PRICE_OF_NOTHING = 1e-9
_WARNINGS = ("internship_seasonal", "retention_flexjob")
"""Legal rules that leave it to the municipality's judgement whether this pair may be; the others are hard."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a consultant wants to propose.

    Attributes
    ----------
    candidate, opening
        Whom and where.
    hours
        Effective hours a week; None for the hours nearest the candidate's wish.
    measures
        (accommodation, provider) of every need that is to be met in a certain way; None for the way that is worth most.
    code, note
        Why, and in her own words; words are needed where a matter that is not law speaks against it.
    """

    candidate: str
    opening: str
    hours: float | None
    measures: frozenset[tuple[str, str]] | None
    code: str
    note: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A proposal that has been worked out and is to be made.

    Attributes
    ----------
    asked, jobs, state
        What it rests on, her other jobs among it: if that has changed it is not made.
    resources
        The resources it uses, as they are by today's facts.
    overridden
        What speaks against it without forbidding it, one sentence each.
    """

    wanted: Wanted
    asked: Asked
    jobs: Mapping[str, float]
    state: State
    proposed: Proposed
    resources: tuple[Resource, ...]
    overridden: tuple[str, ...]


def prepare(services: Services, caller: Caller, wanted: Wanted) -> Prepared:
    """Work a proposal out; nothing is written, and no transaction is held meanwhile.

    Raises
    ------
    NotHere
        When there is no such candidate or opening, or the caller has no case relation to her.
    Refused
        When a hard rule says no (``not_eligible``) or waits for an answer (``ask_first``), when no option has those
        hours or measures (``no_such_option``), when she cannot hold it beside a job she has (``clash``), or when
        something that is not law speaks against it and no reason has been given in words (``needs_words``).
    """
    with services.unit(caller, writes=False) as unit:
        require_relation(unit, wanted.candidate)
        require_reason(unit, wanted.code, "proposed")
        asked = people_of(unit, [wanted.candidate]).get(wanted.candidate)
        o = tables.openings
        known = unit.connection.execute(sa.select(o.c.id).where(o.c.id == wanted.opening)).first()
        if asked is None:
            raise NotHere
        if known is None:
            raise Malformed(f"Stillingen »{wanted.opening}« findes ikke", "opening")
        jobs, state = jobs_of(unit, wanted.candidate), state_of(unit.connection, unit.day)
    warm = services.warmth.at(services.store, state)
    return _worked_out(warm, asked, jobs, wanted, services.cipher.pseudonym_key)


def propose_by_hand(unit: Unit, prepared: Prepared) -> SeenPlacement:
    """Make a proposal that has been worked out; everything it uses is booked.

    Raises
    ------
    Refused
        When what it rests on has changed (``changed``), or as in `propose`.
    """
    wanted, candidate = prepared.wanted, prepared.wanted.candidate
    require_relation(unit, candidate)
    c = tables.candidates
    unit.connection.execute(sa.select(c.c.id).where(c.c.id == candidate).with_for_update(key_share=True))
    # Until the end nobody changes what is held, so no older capacity is written over a newer one.
    still_supply(unit)
    now = people_of(unit, [candidate]).get(candidate)
    if now is None or now.stamp != prepared.asked.stamp or state_of(unit.connection, unit.day) != prepared.state:
        raise Refused(_CHANGED, "changed")
    if jobs_of(unit, candidate) != prepared.jobs:
        raise Refused(_CHANGED, "changed")
    refresh(unit, prepared.resources)
    key = propose(unit, prepared.proposed, wanted.code, wanted.note)
    if prepared.overridden:
        unit.record("override", "placement", key, subjects={candidate}, matters=len(prepared.overridden))
    return read(unit, key)


def _worked_out(warm: Warm, asked: Asked, jobs: Mapping[str, float], wanted: Wanted, key: str) -> Prepared:
    from matcher.eligibility import pair_with, reasons_for
    from matcher.explanation import employer_text
    from matcher.explanation.one_pair import options_of_pair, trace_of_pair
    from matcher.explanation.pieces import Met

    supply, candidate = warm.supply, asked.candidate
    world = replace(supply.priced.world, bindings=asked.bindings)
    if wanted.opening not in world.openings.place:
        raise Refused(_CHANGED, "changed")
    reasons = reasons_for(pair_with(world, candidate, wanted.opening))
    blocks = tuple(reason.sentence for reason in reasons if reason.verdict is Verdict.NO)
    if blocks:
        hint = ""
        if any(b.opening == wanted.opening and b.kind is BindingKind.FORBID for b in asked.bindings):
            hint = " Parret er udelukket af en tidligere beslutning; fjern den først, hvis den ikke gælder længere."
        raise Refused(f"Borgeren kan ikke foreslås her.{hint}", "not_eligible", blocks)
    if reasons:
        questions = tuple(reason.question or reason.sentence for reason in reasons)
        raise Refused("Der mangler svar, før borgeren kan foreslås her; spørg først", "ask_first", questions)
    row = _with_target(candidate, wanted.hours)
    pair = pair_with(world, row, wanted.opening)
    options = options_of_pair(world, pair, warm.weights, supply.likeness, supply.priced.resources)
    option = _chosen(options, wanted)
    beside = clashes(warm, world, row, wanted.opening, option.hours, jobs)
    if beside:
        raise Refused("Borgeren kan ikke have jobbet sammen med dem, hun har", "clash", beside)
    trace = trace_of_pair(pair, (option,), warm.weights)
    against = [notice.sentence for notice in trace.notices if notice.subject in _WARNINGS]
    against += [need.how for need in trace.softer if need.necessity is Necessity.SHOULD and need.met is Met.NO]
    price = sum(amount * (warm.resources[key][1] or 0.0) for key, amount in option.uses)
    if price > option.worth.total + _PRICE_OF_NOTHING:
        against.append("Det, forslaget bruger, er efter planen mere værd for andre")
    if against and not wanted.note.strip():
        raise Refused(
            "Noget taler imod forslaget; skriv med egne ord, hvorfor det alligevel er det rette",
            "needs_words",
            tuple(against),
        )
    return Prepared(
        wanted=wanted,
        asked=asked,
        jobs=jobs,
        state=warm.state,
        proposed=Proposed(
            candidate=candidate.id,
            opening=wanted.opening,
            scheme=str(candidate.scheme or ""),
            hours=option.hours,
            presence=option.presence,
            tasks=dict(option.tasks),
            measures=[to_plain(measure) for measure in option.measures],
            uses=dict(option.uses),
            worth=to_plain(option.worth),
            employer_text=employer_text(trace, pseudonym(candidate.id, wanted.opening, key)),
            plan=None,
        ),
        resources=tuple(warm.resources[key][0] for key, _ in option.uses),
        overridden=tuple(against),
    )


def _with_target(candidate: Candidate, hours: float | None) -> Candidate:
    """Her with the hours that are asked for as her wish: options are built at the hours nearest to it."""
    if hours is None:
        return candidate
    if not candidate.hours_min - _SAME_HOURS <= hours <= candidate.hours_max + _SAME_HOURS:
        low, high = (f"{n:g}".replace(".", ",") for n in (candidate.hours_min, candidate.hours_max))
        raise Refused(f"Borgeren vil arbejde fra {low} til {high} timer om ugen", "no_such_option")
    return replace(candidate, hours_target=min(max(hours, candidate.hours_min), candidate.hours_max))


def _chosen(options: Sequence[Proposal], wanted: Wanted) -> Proposal:
    """The most valuable option with those hours and measures."""
    for option in options:
        same_hours = wanted.hours is None or abs(option.hours - wanted.hours) <= _SAME_HOURS
        met = frozenset((measure.accommodation, measure.provider) for measure in option.measures)
        if same_hours and (wanted.measures is None or wanted.measures == met):
            return option
    ways = sorted({f"{option.hours:g} timer om ugen".replace(".", ",") for option in options})
    raise Refused(
        "Ingen mulighed har de timer og den støtte; mulige timetal: " + ", ".join(ways or ["ingen"]), "no_such_option"
    )
