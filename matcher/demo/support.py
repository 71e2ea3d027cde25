"""Support that is no workplace's own: mentors, trainers, assistance, volunteers, aids, budgets; and social clauses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matcher.catalogue.loader import Catalogue
from matcher.demo import assumptions as rate
from matcher.demo.draws import between, happens, whole
from matcher.demo.names import ASSOCIATIONS
from matcher.demo.people import years_later
from matcher.demo.places import Districts, main_town, municipality_name
from matcher.demo.workplaces import Sites
from matcher.domain import Budget, Clause, ClauseUnit, EmployerKind, Opening, Provider, Scheme, SupportOffer

MENTOR, TRAINING, ASSISTANCE = "SOC-02", "WRK-06", "SOC-03"
EMPLOYED = frozenset((Scheme.FLEKSJOB, Scheme.INTERNSHIP, Scheme.WAGE_SUBSIDY, Scheme.SHELTERED_JOB, Scheme.SMALL_JOB))


@dataclass(frozen=True)
class Support:
    """What there is to draw on."""

    offers: tuple[SupportOffer, ...]
    budgets: tuple[Budget, ...]


def draw_support(
    rng: np.random.Generator, people: dict[str, int], districts: Districts, catalogue: Catalogue, weeks: int
) -> Support:
    """Offers and budgets of each municipality, by how many of its citizens are candidates.

    Parameters
    ----------
    people
        Municipality code → number of candidates.
    weeks
        Weeks the budgets are to last.
    """
    offers: list[SupportOffer] = []
    budgets: list[Budget] = []
    alone = len(people) == 1
    for municipality in sorted(people):
        scale = people[municipality] / rate.PEOPLE_PER_CORPS.value
        name = municipality_name(catalogue, municipality)
        own_budgets, own = _municipal(municipality, name, scale, weeks)
        if not alone:
            town, reach = main_town(catalogue, municipality), rate.MUNICIPAL_RADIUS.value
            own = [replace(offer, postcode=town, radius_km=reach) for offer in own]
        budgets += own_budgets
        offers += own
        offers += _volunteers(rng, municipality, name, scale, districts)
    return Support(tuple(offers), tuple(budgets))


def draw_clauses(
    rng: np.random.Generator, sites: Sites, openings: Sequence[Opening], people: int, catalogue: Catalogue, day: date
) -> tuple[Clause, ...]:
    """Social clauses on the private employers with most places, counted in positions and in person-weeks by turns."""
    wanted = max(1, round(people / rate.PEOPLE_PER_CORPS.value * rate.CLAUSES_PER_CORPS.value))
    private = {
        workplace.id: workplace
        for workplace, kind in zip(sites.workplaces, sites.kind, strict=True)
        if kind is EmployerKind.PRIVATE
    }
    trade = {w.employer: catalogue.sectors[w.sector].danish for w in private.values()}
    places: Counter[str] = Counter()
    for opening in openings:
        if opening.workplace in private:
            places[private[opening.workplace].employer] += opening.places
    suppliers = sorted(places, key=lambda employer: (-places[employer], employer))[:wanted]
    n = len(suppliers)
    positions = whole(rng, *rate.CLAUSE_POSITIONS.value, n)
    person_weeks = whole(rng, *rate.CLAUSE_PERSON_WEEKS.value, n)
    delivered = between(rng, rate.CLAUSE_DELIVERED.value, n)
    training_only = happens(rng, rate.CLAUSE_TRAINING_ONLY.value, n)
    clauses = []
    for i, employer in enumerate(suppliers):
        counts_people = i % 2 == 0
        quantity = positions[i] if counts_people else person_weeks[i]
        clauses.append(
            Clause(
                id=f"K{i + 1:03d}",
                contract=f"Rammeaftale om {trade[employer].lower()}",
                employer=employer,
                unit=ClauseUnit.POSITIONS if counts_people else ClauseUnit.PERSON_WEEKS,
                quantity=float(quantity),
                delivered=float(math.floor(quantity * delivered[i])),
                starts=date(day.year, 1, 1),
                ends=years_later(date(day.year, 12, 31), 1),
                schemes=frozenset((Scheme.INTERNSHIP, Scheme.WAGE_SUBSIDY)) if training_only[i] else EMPLOYED,
                evidence="Ansættelsesaftaler og lønsedler eller praktikaftaler",
            )
        )
    return tuple(clauses)


def _municipal(municipality: str, name: str, scale: float, weeks: int) -> tuple[list[Budget], list[SupportOffer]]:
    """The municipality's own offers, and the budgets that pay them."""
    hours = {
        "mentor": _half(rate.MENTOR_HOURS.value * scale),
        "oplæring": _half(rate.TRAINING_HOURS.value * scale),
        "assistance": _half(rate.ASSISTANCE_HOURS.value * scale),
    }
    per_person, cost = rate.HOURS_PER_PERSON.value, rate.COST_PER_HOUR.value
    full_assistance = rate.ASSISTANCE_AT_FULL_TIME.value
    full_use = sum(hours[kind] * cost[kind] for kind in ("mentor", "oplæring")) * weeks
    mentors, aids, assistance = (f"{kind}-{municipality}" for kind in ("B-MENTOR", "B-HJÆLP", "B-ASSIST"))
    budgets = [
        Budget(mentors, f"Mentor og oplæring, {name}", round(full_use * rate.BUDGET_OF_FULL_USE.value, -3)),
        Budget(
            aids, f"Hjælpemidler, {name}", round(max(rate.LEAST_AID_BUDGET.value, rate.AID_BUDGET.value * scale), -3)
        ),
        Budget(assistance, f"Assistance, {name}", round(hours["assistance"] * cost["assistance"] * weeks, -3)),
    ]

    def offer(code: str, title: str, meets: str, kind: str, budget: str, most: float) -> SupportOffer:
        return SupportOffer(
            id=f"{code}-{municipality}",
            name=f"{title}, {name}",
            provider=Provider.MUNICIPALITY,
            accommodations=frozenset((meets,)),
            hours_per_week=hours[kind],
            hours_per_person=most,
            cost_per_hour=cost[kind],
            budget=budget,
        )

    offers = [
        offer("T-MENTOR", "Kommunens mentorkorps", MENTOR, "mentor", mentors, per_person["mentor"]),
        offer("T-OPLÆR", "Kommunens jobtrænere", TRAINING, "oplæring", mentors, per_person["oplæring"]),
        offer("T-ASSIST", "Personlig assistance", ASSISTANCE, "assistance", assistance, full_assistance),
    ]
    offers += [
        SupportOffer(
            id=f"T-{code}-{municipality}",
            name=f"{_AIDS[code]}, {name}",
            provider=Provider.MUNICIPALITY,
            accommodations=frozenset((code,)),
            cost_each=price,
            budget=aids,
        )
        for code, price in rate.AID_COST.value.items()
    ]
    return budgets, offers


_AIDS = {
    "PHY-03": "Bevilling af bord eller stol",
    "PHY-08": "Bevilling af løfteredskab",
    "SEN-09": "Bevilling af syns- eller læseteknologi",
}


def _volunteers(
    rng: np.random.Generator, municipality: str, name: str, scale: float, districts: Districts
) -> list[SupportOffer]:
    """Mentors from associations, each reaching some way around a district of the municipality."""
    n = max(1, round(rate.VOLUNTEERS_PER_CORPS.value * scale))
    weights = np.where([row.municipality == municipality for row in districts.rows], districts.home, 0.0)
    if not weights.any():
        return []
    places = districts.draw(rng, weights, n)
    hours = between(rng, rate.VOLUNTEER_HOURS.value, n)
    reach = between(rng, rate.VOLUNTEER_RADIUS.value, n)
    return [
        SupportOffer(
            id=f"T-FRIV-{municipality}-{i + 1}",
            name=f"Frivillige mentorer, {ASSOCIATIONS[i % len(ASSOCIATIONS)]}, {name}",
            provider=Provider.VOLUNTEER,
            accommodations=frozenset((MENTOR,)),
            hours_per_week=_half(float(hours[i])),
            hours_per_person=rate.HOURS_PER_PERSON.value["frivillig"],
            postcode=district.postcode,
            radius_km=float(round(reach[i])),
        )
        for i, district in enumerate(places)
    ]


def _half(hours: float) -> float:
    """Down to the half hour, but never less than one person can use."""
    return max(rate.LEAST_OFFER_HOURS.value, math.floor(hours * 2) / 2)
