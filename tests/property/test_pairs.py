"""What must hold of eligible pairs whatever the facts: needs take away, provisions give, names mean nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import Answer, Facts, Identity, Kind, Necessity, Need, Provision
from matcher.options import build_options
from matcher.pairs import Pairs, find_pairs
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, with_tables

VILLAGE = make_municipality("village", 3, CATALOGUE)
CODES = sorted(CATALOGUE.accommodations)


def named(pairs: Pairs, facts: Facts) -> set[tuple[str, str]]:
    openings = sorted(opening.id for opening in facts.openings)
    return {(pairs.rows[c].id, openings[o]) for c, o in zip(pairs.candidate, pairs.opening, strict=True)}


def eligible(facts: Facts) -> set[tuple[str, str]]:
    return named(find_pairs(make_world(facts, CATALOGUE)), facts)


@cache
def village_pairs() -> frozenset[tuple[str, str]]:
    return frozenset(eligible(VILLAGE))


def amount_for(code: str, share: float) -> float | None:
    accommodation = CATALOGUE.accommodations[code]
    if not accommodation.amount_name:
        return None
    return accommodation.amount_low + share * (accommodation.amount_high - accommodation.amount_low)


@settings(max_examples=40)
@given(
    person=st.integers(0, len(VILLAGE.candidates) - 1),
    code=st.sampled_from(CODES),
    share=st.floats(0, 1),
    hours=st.floats(0.5, 5),
)
def test_adding_a_must_need_never_adds_a_pair(person: int, code: str, share: float, hours: float) -> None:
    candidate = VILLAGE.candidates[person]
    if candidate.need(code) is not None:
        return
    kind = CATALOGUE.accommodations[code].kind
    amount = round(hours, 1) if kind is Kind.SUPPORT_HOURS else amount_for(code, share)
    needy = replace(candidate, needs=(*candidate.needs, Need(code, Necessity.MUST, amount)))
    candidates = tuple(needy if c is candidate else c for c in VILLAGE.candidates)
    assert eligible(replace(VILLAGE, candidates=candidates)) <= village_pairs()


@settings(max_examples=40)
@given(
    place=st.integers(0, len(VILLAGE.workplaces) - 1),
    code=st.sampled_from(CODES),
    count=st.integers(1, 5),
    hours=st.floats(1, 40),
)
def test_adding_a_provision_never_removes_a_pair_or_a_way(place: int, code: str, count: int, hours: float) -> None:
    workplace = VILLAGE.workplaces[place]
    before = workplace.provision(code)
    if before.answer is Answer.YES:
        return
    accommodation = CATALOGUE.accommodations[code]
    best = accommodation.amount_low if accommodation.provision_amount_is == "at_most" else accommodation.amount_high
    amount = best if accommodation.provision_amount_is else None
    others = tuple(p for p in workplace.provisions if p.accommodation != code)
    more = replace(
        workplace, provisions=(*others, Provision(code, Answer.YES, amount=amount, count=count, hours=round(hours, 1)))
    )
    workplaces = tuple(more if w is workplace else w for w in VILLAGE.workplaces)
    after = replace(VILLAGE, workplaces=workplaces)
    assert eligible(after) >= village_pairs()
    assert ways_of(after).items() >= dict.fromkeys(village_pairs(), True).items()


def ways_of(facts: Facts) -> dict[tuple[str, str], bool]:
    world = make_world(facts, CATALOGUE)
    pairs = find_pairs(world)
    options = build_options(world, pairs, load_weights())
    openings = [opening.id for opening in world.openings.rows]
    return {(pairs.rows[c].id, openings[o]): True for c, o in zip(options.candidate, options.opening, strict=True)}


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    shuffler = random.Random(seed)

    def shuffled(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffler.sample(rows, len(rows)))

    tables = ("candidates", "employers", "workplaces", "openings", "offers", "budgets", "clauses", "outcomes")
    facts = with_tables(VILLAGE, **{table: shuffled(getattr(VILLAGE, table)) for table in tables})
    first, second = (find_pairs(make_world(f, CATALOGUE)) for f in (VILLAGE, facts))
    assert (first.candidate == second.candidate).all() and (first.opening == second.opening).all()
    assert (first.features == second.features).all() and (first.hours == second.hours).all()


def test_who_a_person_is_reaches_no_stage() -> None:
    swapped = tuple(
        Identity(c.id, name="En Anden", cpr=None, sex="k" if n % 2 else "m", birth_year=1950 + n % 50)
        for n, c in enumerate(VILLAGE.candidates)
    )
    world = make_world(replace(VILLAGE, identities=swapped), CATALOGUE)
    assert world.facts.identities == ()
    assert (find_pairs(world).features == find_pairs(make_world(VILLAGE, CATALOGUE)).features).all()
