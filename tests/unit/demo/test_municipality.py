from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.columns import make_world
from matcher.demo import CANDIDATES, Size, assumption_sentences, make_municipality
from matcher.demo.assumptions import HOURS
from matcher.demo.decisions import surely_possible
from matcher.domain import (
    BindingKind,
    ClauseUnit,
    CompetenceKind,
    EmployerKind,
    Facts,
    MatcherError,
    Necessity,
    Provider,
    Scheme,
    WishSubject,
)
from matcher.domain.checks import looks_like_cpr
from matcher.domain.reason import Verdict
from matcher.eligibility import explain_pair, judged_blocks

CATALOGUE = load_catalogue()
ROOT = Path(__file__).parents[3]
CHI_SQUARE_5 = 20.5
"""The value that a chi-square variable of five degrees of freedom exceeds once in a thousand."""


@cache
def municipality(size: Size, seed: int = 1) -> Facts:
    return make_municipality(size, seed, CATALOGUE)


def walk(value: object) -> Iterator[object]:
    """Every plain value in the facts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.compare:
                yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset | list):
        for part in value:
            yield from walk(part)
    else:
        yield value


def fingerprint(value: object) -> str:
    """The same text for equal facts, whatever the order in which sets are walked."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [f"{f.name}={fingerprint(getattr(value, f.name))}" for f in dataclasses.fields(value) if f.compare]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(fingerprint(part) for part in value)) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(fingerprint(part) for part in value) + ")"
    return repr(value)


def test_the_same_seed_gives_the_same_facts() -> None:
    assert make_municipality("village", 7, CATALOGUE) == make_municipality("village", 7, CATALOGUE)


def test_another_seed_gives_other_facts_about_everything() -> None:
    one, other = municipality("village", 1), municipality("village", 2)
    for table in ("candidates", "workplaces", "openings", "identities"):
        assert getattr(one, table) != getattr(other, table), table


def test_another_process_gives_the_same_facts() -> None:
    """Sets are walked in an order that changes from process to process; the facts must not."""
    here = fingerprint(municipality("village", 4))
    program = (
        "from matcher.catalogue.loader import load_catalogue\n"
        "from matcher.demo import make_municipality\n"
        "from tests.unit.demo.test_municipality import fingerprint\n"
        "import sys\n"
        "sys.stdout.buffer.write(fingerprint(make_municipality('village', 4, load_catalogue())).encode())\n"
    )
    for hash_seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        assert there.stdout.decode() == here


@pytest.mark.parametrize("size", ["village", "kolding", "region"])
def test_there_are_as_many_candidates_and_openings_as_the_size_says(size: Size) -> None:
    facts = municipality(size)
    assert len(facts.candidates) == CANDIDATES[size] == len(facts.identities)
    assert len(facts.openings) == pytest.approx(CANDIDATES[size] / 3, rel=0.01)
    places = sum(opening.places for opening in facts.openings)
    assert 1.3 <= places / len(facts.openings) <= 1.65
    assert places < len(facts.candidates)


@pytest.mark.slow
def test_denmark_has_a_hundred_thousand_candidates_all_over_the_country() -> None:
    facts = make_municipality("denmark", 1, CATALOGUE)
    assert len(facts.candidates) == 100_000
    homes = {code for c in facts.candidates for code, _ in CATALOGUE.postcodes[c.postcode].municipalities}
    assert len(homes) >= 98
    assert sum(employer.kind is EmployerKind.MUNICIPAL for employer in facts.employers) > 90


def test_hours_follow_the_published_distribution() -> None:
    """Chi-square of the six published intervals: 28.9, 36.2, 23.2, 10.1, 1.3 and 0.3 per cent."""
    targets = [candidate.hours_target for candidate in municipality("region").candidates]
    total = sum(HOURS.value.values())
    assert total == 72_296
    chi_square, low = 0.0, 0
    for (_, high), persons in HOURS.value.items():
        found = sum(low < hours <= high for hours in targets)
        expected = len(targets) * persons / total
        chi_square += (found - expected) ** 2 / expected
        low = high
    assert chi_square < CHI_SQUARE_5


def test_two_thirds_want_ten_hours_or_less() -> None:
    """65.0 % published; a standard deviation at 12,000 is 0.44 points."""
    targets = [candidate.hours_target for candidate in municipality("region").candidates]
    assert np.mean(np.array(targets) <= 10) == pytest.approx(0.650, abs=0.015)


def test_kolding_has_at_least_one_of_everything() -> None:
    facts = municipality("kolding")
    assert {c.scheme for c in facts.candidates} == {*Scheme, None}
    assert {n.necessity for c in facts.candidates for n in c.needs} == set(Necessity)
    assert {n.accommodation for c in facts.candidates for n in c.needs} == set(CATALOGUE.accommodations)
    assert {w.subject for c in facts.candidates for w in c.wishes} == set(WishSubject)
    assert {w.wanted for c in facts.candidates for w in c.wishes} == {True, False}
    assert {c.kind for person in facts.candidates for c in person.competences} == set(CompetenceKind)
    assert {c.max_jobs for c in facts.candidates} == {1, 2, 3}
    assert {e.kind for e in facts.employers} == set(EmployerKind)
    assert {o.provider for o in facts.offers} == {Provider.MUNICIPALITY, Provider.VOLUNTEER}
    assert {c.unit for c in facts.clauses} == {ClauseUnit.POSITIONS, ClauseUnit.PERSON_WEEKS}
    assert {b.kind for b in facts.bindings} == set(BindingKind)
    assert all(b.reason for b in facts.bindings)
    assert {g.withdrawn is None for g in facts.go_aheads} == {True, False}
    assert facts.outcomes
    assert {i.caseworker_confidence is None for i in facts.identities} == {True, False}


@pytest.mark.parametrize("size", ["village", "kolding", "region"])
def test_every_id_is_in_the_catalogue(size: Size) -> None:
    facts = municipality(size)
    tasks = {part.task for o in facts.openings for part in o.tasks} | {t for o in facts.outcomes for t in o.tasks}
    for c in facts.candidates:
        tasks |= {x.value for x in c.competences if x.kind is CompetenceKind.TASK}
        tasks |= {w.target for w in c.wishes if w.subject is WishSubject.TASK}
    assert tasks <= set(CATALOGUE.tasks)
    sectors = {w.sector for w in facts.workplaces}
    sectors |= {w.target for c in facts.candidates for w in c.wishes if w.subject is WishSubject.SECTOR}
    assert sectors <= set(CATALOGUE.sectors)
    postcodes = {c.postcode for c in facts.candidates} | {w.postcode for w in facts.workplaces}
    assert postcodes | {o.postcode for o in facts.offers if o.postcode is not None} <= set(CATALOGUE.postcodes)
    certificates = {x for c in facts.candidates for x in c.certificates or ()}
    assert certificates | {x for o in facts.openings for x in o.certificates} <= set(CATALOGUE.certificates)
    languages = {x for c in facts.candidates for x in c.languages} | {x for o in facts.openings for x in o.languages}
    assert languages <= set(CATALOGUE.languages)
    accommodations = {p.accommodation for w in facts.workplaces for p in w.provisions}
    assert accommodations | {a for o in facts.offers for a in o.accommodations} <= set(CATALOGUE.accommodations)
    employers = {e for c in facts.candidates for e in (*c.previous_employers, *c.related_employers)}
    assert employers <= set(facts.employer_by_id)


def test_offers_meet_only_what_may_be_granted() -> None:
    for offer in municipality("region").offers:
        assert all(CATALOGUE.accommodations[code].grantable for code in offer.accommodations), offer.name


def test_nobody_has_a_cpr_number_and_nothing_looks_like_one() -> None:
    facts = municipality("kolding")
    assert all(identity.cpr is None for identity in facts.identities)
    p_numbers = {w.p_number for w in facts.workplaces}
    texts = [v for v in walk(facts) if isinstance(v, str) and not isinstance(v, Enum) and v not in p_numbers]
    assert len(texts) > 10_000
    assert not any(looks_like_cpr(text) for text in texts)


def test_texts_never_name_a_need() -> None:
    names = [a.danish.lower() for a in CATALOGUE.accommodations.values()]
    facts = municipality("kolding")
    for text in [c.text for c in facts.candidates] + [o.text for o in facts.openings]:
        assert not any(name in text.lower() for name in names)


def test_most_people_have_written_and_some_have_misspelt() -> None:
    texts = [c.text for c in municipality("kolding").candidates]
    assert 0.8 < np.mean([bool(text) for text in texts]) < 0.9
    assert any("ae" in text or "aa" in text for text in texts)


def test_the_facts_name_their_sources_and_assumptions() -> None:
    sentences = municipality("kolding").settings.assumptions
    assert sentences == assumption_sentences()
    assert any(s.startswith("Kilde: ") and "2022" in s and "28,9 %" in s for s in sentences)
    assert sum(s.startswith("Antagelse: ") for s in sentences) > 100


def test_grants_are_fleksjob_grants_of_five_years_that_still_run() -> None:
    facts = municipality("kolding")
    grants = [c for c in facts.candidates if c.grant_from is not None]
    assert grants
    for c in grants:
        assert c.scheme in (Scheme.FLEKSJOB, None)
        assert c.grant_to is None or c.grant_to > facts.settings.day
        assert c.grant_to is None or c.grant_from is None or c.grant_to.year - c.grant_from.year == 5


def test_dates_follow_the_plans_day() -> None:
    day = date(2028, 2, 29)
    facts = make_municipality("village", 1, CATALOGUE, day)
    assert facts.settings.day == day
    for c in facts.candidates:
        assert c.waiting_since is None or c.waiting_since <= day
        assert c.available_from is None or c.available_from > day
    assert all(o.started < (o.ended or day) <= day for o in facts.outcomes)
    assert all(g.given < day for g in facts.go_aheads)
    assert not any(isinstance(value, datetime) for value in walk(facts))


def test_earlier_placements_are_at_earlier_employers() -> None:
    facts = municipality("kolding")
    for outcome in facts.outcomes:
        previous = facts.candidate_by_id[outcome.candidate].previous_employers
        assert facts.workplace_by_id[outcome.workplace].employer in previous


def test_clauses_bind_suppliers_who_have_openings() -> None:
    facts = municipality("kolding")
    for clause in facts.clauses:
        assert facts.employer_by_id[clause.employer].kind is EmployerKind.PRIVATE
        places = sum(o.places for o in facts.openings if facts.employer_of(o).id == clause.employer)
        assert places >= 3


def test_more_is_wanted_than_support_and_budgets_can_give() -> None:
    """Side resources bind: all who must have a mentor could not be given one at once, nor the aids be paid."""
    facts = municipality("kolding")
    musts = Counter(n.accommodation for c in facts.candidates for n in c.needs if n.necessity is Necessity.MUST)
    mentors = sum(o.hours_per_week or 0 for o in facts.offers if "SOC-02" in o.accommodations)
    wanted = sum(
        n.amount or 1.0
        for c in facts.candidates
        for n in c.needs
        if n.accommodation == "SOC-02" and n.necessity is Necessity.MUST
    )
    assert wanted > mentors
    aids = {code: o.cost_each for o in facts.offers for code in o.accommodations if o.cost_each}
    assert set(aids) == {"PHY-03", "PHY-08", "SEN-09"}
    budget = next(b.amount for b in facts.budgets if b.id.startswith("B-HJÆLP"))
    assert sum(musts[code] * cost for code, cost in aids.items()) > 2 * budget
    assert sum(o.hours_total for o in facts.openings) < sum(c.hours_target for c in facts.candidates)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kolding_is_neither_empty_nor_full(seed: int) -> None:
    """About a tenth of all pairs can be, some more if somebody asks, and a few people have nothing yet."""
    facts = municipality("kolding", seed)
    world = make_world(facts, CATALOGUE)
    verdicts = np.concatenate([judged.verdict for _, judged in judged_blocks(world, facts.candidates)])
    possible = verdicts == Verdict.YES
    assert 0.05 <= possible.mean() <= 0.13
    assert 0.03 <= (verdicts == Verdict.ASK).mean() <= 0.12
    assert 0.03 <= (~possible.any(axis=1)).mean() <= 0.08
    assert 25 <= possible.sum(axis=1).mean() <= 60


@pytest.mark.parametrize("size", ["village", "kolding", "region"])
def test_a_pinned_pair_is_possible(size: Size) -> None:
    facts = municipality(size)
    world = make_world(facts, CATALOGUE)
    for binding in facts.bindings:
        if binding.kind is BindingKind.PIN:
            verdict, reasons = explain_pair(world, binding.candidate, binding.opening)
            assert (verdict, reasons) == (Verdict.YES, [])


def test_what_is_surely_possible_is_possible() -> None:
    """The generator's own test before it pins is stricter than the engine: every pair it would take is eligible."""
    facts = municipality("kolding", 2)
    world = make_world(facts, CATALOGUE)
    found = 0
    for candidate in facts.candidates[:150]:
        for opening in facts.openings:
            place = facts.workplace_by_id[opening.workplace]
            without_needs = dataclasses.replace(candidate, needs=(), wishes=())
            if not surely_possible(without_needs, opening, place, CATALOGUE, facts.settings.day):
                continue
            alone = dataclasses.replace(
                facts, candidates=(without_needs,), bindings=(), go_aheads=(), outcomes=(), identities=()
            )
            verdict, reasons = explain_pair(dataclasses.replace(world, facts=alone), candidate.id, opening.id)
            assert (verdict, reasons) == (Verdict.YES, [])
            found += 1
            break
    assert found > 10


def test_an_unknown_size_is_named_with_those_that_exist() -> None:
    with pytest.raises(MatcherError, match="»by« findes ikke; vælg mellem village, kolding, region, denmark"):
        make_municipality("by", 1, CATALOGUE)  # type: ignore[arg-type]


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(MatcherError, match="Frøet -1 er negativt"):
        make_municipality("village", -1, CATALOGUE)
