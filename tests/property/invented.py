"""Invented pairs: one person, one workplace, one opening, with anything a file may hold in any field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from matcher.domain import (
    Accommodation,
    Answer,
    Binding,
    BindingKind,
    Candidate,
    DanishLevel,
    Employer,
    EmployerKind,
    Facts,
    Kind,
    Necessity,
    Need,
    Opening,
    OpeningTask,
    Provision,
    Scheme,
    Settings,
    SupportOffer,
    Transport,
    Week,
    Wish,
    WishSubject,
    Workplace,
)
from tests.municipality import CATALOGUE, DAY, offer

NEEDS = list(CATALOGUE.accommodations.values())
TASKS = list(CATALOGUE.tasks)
SECTORS = list(CATALOGUE.sectors)
CERTIFICATES = list(CATALOGUE.certificates)
POSTCODES = ("6000", "6040", "6092", "7100", "1050")
HALF_HOURS = st.integers(1, 74).map(lambda n: n / 2)


def weeks() -> st.SearchStrategy[Week]:
    """A window on some days of the week."""
    return st.builds(
        lambda start, length, days: Week.every_day(start / 2, min(48, start + length) / 2, days),
        st.integers(0, 44),
        st.integers(2, 20),
        st.sets(st.integers(0, 6), min_size=1),
    )


def days() -> st.SearchStrategy[date]:
    """Days around the plan's."""
    return st.integers(-2000, 400).map(lambda n: DAY + timedelta(days=n))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """That, or nobody has asked."""
    return st.none() | strategy


@st.composite
def needs(draw: st.DrawFn, levels: Sequence[Necessity] = tuple(Necessity)) -> Need:
    """A need for anything of the catalogue, within its limits."""
    accommodation: Accommodation = draw(st.sampled_from(NEEDS))
    amount = None
    if accommodation.amount_name:
        low, high = accommodation.amount_low, accommodation.amount_high
        amount = draw(st.integers(0, 8).map(lambda step: low + round((high - low) * step / 8)))
        amount = max(low, min(high, amount))
    parts = frozenset[str]()
    if accommodation.parts:
        parts = draw(st.frozensets(st.sampled_from(accommodation.parts), max_size=2))
    windows = draw(maybe(weeks())) if accommodation.id in ("SCH-06", "SCH-11") else None
    return Need(
        accommodation.id, draw(st.sampled_from(list(levels))), amount, parts, windows, None, draw(maybe(days()))
    )


def need_lists(levels: Sequence[Necessity] = tuple(Necessity), most: int = 5) -> st.SearchStrategy[tuple[Need, ...]]:
    """Needs for different accommodations."""
    return st.lists(needs(levels), max_size=most, unique_by=lambda need: need.accommodation).map(tuple)


@st.composite
def candidates(draw: st.DrawFn, need_list: st.SearchStrategy[tuple[Need, ...]]) -> Candidate:
    """Somebody."""
    low, target, high = sorted(draw(st.tuples(HALF_HOURS, HALF_HOURS, HALF_HOURS)))
    wishes = st.builds(Wish, st.just(WishSubject.TASK), st.sampled_from(TASKS), st.booleans())
    wishes |= st.builds(Wish, st.just(WishSubject.SECTOR), st.sampled_from(SECTORS), st.booleans())
    wishes |= st.builds(Wish, st.just(WishSubject.WORKPLACE), st.just("sted"), st.booleans())
    wishes |= st.builds(Wish, st.just(WishSubject.EMPLOYER), st.just("firma"), st.booleans())
    return Candidate(
        id="borger-1",
        scheme=draw(maybe(st.sampled_from(list(Scheme)))),
        postcode=draw(st.sampled_from(POSTCODES)),
        hours_min=low,
        hours_target=target,
        hours_max=high,
        intensity=draw(st.sampled_from((1.0, 0.8, 0.5, 0.25))),
        presence_max=draw(maybe(HALF_HOURS)),
        availability=draw(maybe(weeks())),
        max_jobs=draw(st.integers(1, 2)),
        commute_max=draw(maybe(st.integers(5, 120).map(float))),
        transport=draw(maybe(st.frozensets(st.sampled_from(list(Transport)), min_size=1))),
        danish=draw(maybe(st.sampled_from(list(DanishLevel)))),
        languages=draw(st.frozensets(st.sampled_from(("en", "ar", "uk")), max_size=2)),
        certificates=draw(maybe(st.frozensets(st.sampled_from(CERTIFICATES), max_size=2))),
        available_from=draw(maybe(days())),
        grant_to=draw(maybe(days())),
        previous_employers=draw(st.sampled_from(((), ("firma",), ("ukendt", "firma")))),
        related_employers=draw(st.sampled_from((frozenset(), frozenset({"firma"})))),
        wants_growth=draw(maybe(st.booleans())),
        waiting_since=draw(maybe(days())),
        needs=draw(need_list),
        wishes=tuple(draw(st.lists(wishes, max_size=3, unique_by=lambda w: (w.subject, w.target)))),
    )


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """Some work."""
    low, high = sorted(draw(st.tuples(HALF_HOURS, HALF_HOURS)))
    tasks = draw(st.lists(st.sampled_from(TASKS), min_size=1, max_size=4, unique=True))
    return Opening(
        id="stilling-1",
        workplace="sted",
        title="Medhjælper",
        places=draw(st.integers(1, 3)),
        hours_min=low,
        hours_max=high,
        hours_total=max(low, draw(HALF_HOURS)),
        windows=draw(maybe(weeks())),
        shortest_shift=draw(st.sampled_from((0.5, 1.0, 3.0, 8.0))),
        schemes=draw(st.frozensets(st.sampled_from(list(Scheme)), min_size=1)),
        danish=draw(maybe(st.sampled_from(list(DanishLevel)))),
        languages=draw(st.frozensets(st.sampled_from(("en", "ar")), max_size=1)),
        certificates=draw(st.frozensets(st.sampled_from(CERTIFICATES), max_size=2)),
        latest_start=draw(maybe(days())),
        growth=draw(maybe(st.booleans())),
        seasonal=draw(maybe(st.booleans())),
        tasks=tuple(OpeningTask(task, draw(HALF_HOURS), draw(st.booleans())) for task in tasks),
    )


@st.composite
def provisions(draw: st.DrawFn, accommodation: str) -> Provision:
    """Any answer about an accommodation."""
    row = CATALOGUE.accommodations[accommodation]
    parts = draw(maybe(st.frozensets(st.sampled_from(row.parts), max_size=2))) if row.parts else None
    return Provision(
        accommodation,
        draw(st.sampled_from(list(Answer))),
        amount=draw(maybe(st.integers(0, 60).map(float))),
        count=draw(maybe(st.integers(0, 2))),
        hours=draw(maybe(st.integers(0, 30).map(float))),
        parts=parts,
        verified=draw(maybe(st.just(date(2026, 3, 1)))),
    )


@st.composite
def workplaces(draw: st.DrawFn, asked: Sequence[str]) -> Workplace:
    """Somewhere, with answers about some of what is asked."""
    numbers = maybe(st.integers(0, 60).map(float))
    return Workplace(
        id="sted",
        employer="firma",
        name="Værkstedet",
        postcode=draw(st.sampled_from(POSTCODES)),
        sector=draw(st.sampled_from(SECTORS)),
        ordinary_fte=draw(numbers),
        subsidised_fte=draw(numbers),
        staff_now=draw(numbers),
        staff_12_months=draw(numbers),
        vacancy_by_dismissal=draw(maybe(st.booleans())),
        provisions=tuple(draw(provisions(code)) for code in asked if draw(st.booleans())),
    )


def offers(asked: Sequence[str]) -> st.SearchStrategy[tuple[SupportOffer, ...]]:
    """Perhaps a support offer for what is asked."""
    hours = [code for code in asked if CATALOGUE.accommodations[code].kind is Kind.SUPPORT_HOURS]
    if not hours:
        return st.just(())
    return st.sampled_from(((), (offer(accommodations=frozenset(hours)),)))


@st.composite
def pairs(draw: st.DrawFn, need_list: st.SearchStrategy[tuple[Need, ...]] | None = None) -> Facts:
    """The facts of one invented pair."""
    candidate = draw(candidates(need_lists() if need_list is None else need_list))
    asked = [need.accommodation for need in candidate.needs]
    opening = draw(openings())
    bindings = draw(st.sampled_from(((), (Binding(candidate.id, opening.id, BindingKind.FORBID, "prøvet før"),))))
    return Facts(
        Settings(DAY),
        candidates=(candidate,),
        employers=(Employer("firma", "Firmaet", draw(st.sampled_from(list(EmployerKind)))),),
        workplaces=(draw(workplaces(asked)),),
        openings=(opening,),
        offers=draw(offers(asked)),
        bindings=bindings,
    )
