"""What if? The same municipality with other weights, more support or another employer, planned again and compared.

Nothing here is written anywhere: a scenario is a question. Where only capacity is added, the prices of the first plan
said beforehand what it can be worth at most (weak duality, exact where the plan is as good as one of fractions of
people), and the two can be compared.

A placement that exists may be set aside in one plan and chosen in the other (`matcher.aside`). It holds in both, so it
is no gain and moves nobody; and where some are set aside the prices say nothing, as more capacity may free more than
they priced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.domain import Employer, EmployerKind, Facts, Held, MatcherError, Provider, SupportOffer, Workplace
from matcher.domain.plan import Proposal, ResourceKind, ResourceUse
from matcher.pipeline import Planned
from matcher.summary import LINES
from matcher.weights import Weights

MENTOR = "SOC-02"
"""The accommodation that a mentor meets."""
NEW = "hvad-hvis"
"""What is invented here is called this."""


@dataclass(frozen=True)
class Scenario:
    """Something that could be otherwise.

    Attributes
    ----------
    name
        In plain Danish.
    facts, weights
        What is planned.
    at_most
        What the prices of the first plan say it can add to the value at most; None where they do not tell, as when a
        placement was set aside.
    """

    name: str
    facts: Facts
    weights: Weights
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class OtherLines:
    """A question: the three lines of value weighed otherwise, each 0 or more."""

    name: str
    people: float
    company: float
    society: float


@dataclass(frozen=True, slots=True)
class MoreMentorHours:
    """A question: so many more hours of a mentor a week."""

    hours: float


@dataclass(frozen=True, slots=True)
class NewEmployer:
    """A question: a new employer with so many places."""

    places: int


Question = OtherLines | MoreMentorHours | NewEmployer
"""What is asked, without any facts in it."""


@dataclass(frozen=True)
class Compared:
    """A scenario's plan beside the first one.

    Attributes
    ----------
    name
        Of the scenario.
    placed, hours
        People with a proposal or a placement that was set aside, and their hours a week together.
    valued, lines
        By line of value: the sum over the proposals, and of how many people; of a placement that was set aside in one
        of the two plans, what it has in the first.
    moved
        People who have something else by the scenario's plan than by the first: another opening, one where there was
        none, or none where there was one.
    gain, gain_low, gain_high
        Objective less that of the first plan, and between what it lies for certain, as neither plan need be the best;
        without what a placement is worth that was set aside in one of the two. None where the weights differ, for then
        the two are not counted alike.
    at_most
        What the prices said beforehand.
    """

    name: str
    placed: int
    hours: float
    valued: int
    lines: dict[str, float]
    moved: int
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    at_most: float | None


def scenario_of(question: Question, first: Planned) -> Scenario:
    """The question put to the municipality of the first plan."""
    match question:
        case OtherLines():
            lines = {line: float(getattr(question, line)) for line in LINES}
            return other_lines(first.world.facts, first.weights, question.name, **lines)
        case MoreMentorHours():
            return more_mentor_hours(first, question.hours)
        case NewEmployer():
            return new_employer(first, question.places)


def other_lines(facts: Facts, weights: Weights, name: str, **lines: float) -> Scenario:
    """The three lines weighed otherwise, e.g. ``people=2, company=1, society=1``."""
    if set(lines) != set(LINES) or min(lines.values()) < 0 or not sum(lines.values()):
        raise MatcherError("Giv alle tre bundlinjer en vægt: people, company og society, hver 0 eller mere")
    total = sum(lines.values())
    shares = {line: number / total for line, number in lines.items()}
    words = "/".join(f"{shares[line]:.3f}" for line in LINES)
    other = replace(
        weights, lines=shares, version=f"{weights.version} + {words}", fingerprint=f"{weights.fingerprint} {words}"
    )
    return Scenario(name, facts, other)


def more_mentor_hours(first: Planned, hours: float) -> Scenario:
    """So many more hours of a mentor a week: of the mentor offer whose hours are worth most, or a new one."""
    facts = first.world.facts
    mentors = {
        offer.id for offer in facts.offers if MENTOR in offer.accommodations and offer.hours_per_week is not None
    }
    dearest = _dearest(first, ResourceKind.OFFER, mentors)
    name = f"{_number(hours)} mentortimer mere om ugen"
    if dearest is None:
        offer = SupportOffer(NEW, "Mentor", Provider.MUNICIPALITY, frozenset({MENTOR}), hours_per_week=hours)
        return Scenario(name, replace(facts, offers=(*facts.offers, offer)), first.weights)
    offers = tuple(
        replace(row, hours_per_week=row.hours_per_week + hours)
        if row.id == dearest.resource.owner and row.hours_per_week is not None
        else row
        for row in facts.offers
    )
    return Scenario(name, replace(facts, offers=offers), first.weights, _at_most(first, dearest.price * hours))


def new_employer(first: Planned, places: int) -> Scenario:
    """A new employer with so many places: a workplace and an opening like the one whose places are worth most."""
    facts = first.world.facts
    dearest = _dearest(first, ResourceKind.PLACE, {opening.id for opening in facts.openings})
    if dearest is None:
        raise MatcherError("Der er ingen stillinger at tage som mønster")
    pattern = facts.opening_by_id[dearest.resource.owner]
    workplace: Workplace = facts.workplace_by_id[pattern.workplace]
    employer = Employer(NEW, "Ny virksomhed", EmployerKind.PRIVATE)
    share = places / pattern.places
    opening = replace(
        pattern,
        id=NEW,
        workplace=NEW,
        places=places,
        hours_total=max(pattern.hours_min, pattern.hours_total * share),
        tasks=tuple(replace(task, hours=max(0.5, task.hours * share)) for task in pattern.tasks),
    )
    added = replace(
        facts,
        employers=(*facts.employers, employer),
        workplaces=(*facts.workplaces, replace(workplace, id=NEW, employer=NEW, name="Nyt arbejdssted", p_number=None)),
        openings=(*facts.openings, opening),
    )
    # Everything the pattern has is there once more: its places, hours and tasks in proportion, its workplace whole.
    worth = sum(
        use.price * use.resource.capacity * (share if use.resource.owner == pattern.id else 1.0)
        for use in first.plan.resources
        if use.resource.owner in (pattern.id, pattern.workplace)
    )
    return Scenario(f"En ny virksomhed med {places} pladser", added, first.weights, _at_most(first, worth))


def compare(scenario: Scenario, first: Planned, other: Planned) -> Compared:
    """The plan of a scenario beside the first one."""
    before, after = (_where(one) for one in (first, other))
    less, more = _only_chosen_in(other, first), _only_chosen_in(first, other)
    same = _worth(less, "total") - _worth(more, "total")
    freed = _pairs(less)
    counted = [*(p for p in other.plan.placements if (p.candidate, p.opening) not in freed), *more]
    alike = first.weights.fingerprint == other.weights.fingerprint
    gain = low = high = None
    if alike and first.plan.objective is not None and other.plan.objective is not None:
        gain = other.plan.objective - first.plan.objective - same
        if first.plan.bound is not None and other.plan.bound is not None:
            low = other.plan.objective - first.plan.bound - same
            high = other.plan.bound - first.plan.objective - same
    return Compared(
        name=scenario.name,
        placed=len(after),
        hours=sum(p.hours for p in other.plan.placements) + sum(one.hours for one in _set_aside(other)),
        valued=len({p.candidate for p in counted}),
        lines={line: _worth(counted, line) for line in LINES},
        moved=sum(before.get(candidate) != after.get(candidate) for candidate in before.keys() | after.keys()),
        gain=gain,
        gain_low=low,
        gain_high=high,
        at_most=scenario.at_most,
    )


def _set_aside(planned: Planned) -> tuple[Held, ...]:
    return () if planned.aside is None else planned.aside.held


def _only_chosen_in(one: Planned, other: Planned) -> list[Proposal]:
    """The placements of one plan that the other has set aside."""
    held = _pairs(_set_aside(other))
    return [p for p in one.plan.placements if (p.candidate, p.opening) in held]


def _pairs(placements: Iterable[Held | Proposal]) -> set[tuple[str, str]]:
    return {(one.candidate, one.opening) for one in placements}


def _worth(placements: Iterable[Proposal], line: str) -> float:
    return float(sum(getattr(p.worth, line) for p in placements))


def _at_most(first: Planned, worth: float) -> float | None:
    """What the prices say, where they say something: nothing was set aside that more capacity could free."""
    return None if _set_aside(first) else worth


def _where(planned: Planned) -> dict[str, frozenset[str]]:
    """The openings of everybody who has one, by the plan or because a placement was set aside."""
    found: dict[str, set[str]] = {}
    for candidate, opening in _pairs(planned.plan.placements) | _pairs(_set_aside(planned)):
        found.setdefault(candidate, set()).add(opening)
    return {candidate: frozenset(openings) for candidate, openings in found.items()}


def _dearest(planned: Planned, kind: ResourceKind, owners: set[str]) -> ResourceUse | None:
    uses = [use for use in planned.plan.resources if use.resource.kind is kind and use.resource.owner in owners]
    return min(uses, key=lambda use: (-use.price, use.resource.id), default=None)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
