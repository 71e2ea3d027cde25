from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from matcher.catalogue.loader import load_catalogue
from matcher.demo.places import districts_of
from matcher.demo.provisions import EQUIPMENT, SUPPORT
from matcher.demo.sectors import AMOUNTS, KIND_SECTORS, LANGUAGE_PARTS, TASKS, TRADES, WINDOWS, YES
from matcher.demo.workplaces import Sites, draw_sites
from matcher.domain import Answer, EmployerKind, Kind, Provision

CATALOGUE = load_catalogue()
DAY = date(2026, 11, 23)


@cache
def sites(n: int = 265) -> Sites:
    districts = districts_of("kolding", CATALOGUE)
    return draw_sites(np.random.default_rng(1), np.random.default_rng(2), districts, n, CATALOGUE, DAY)


def provisions() -> list[Provision]:
    return [provision for workplace in sites().workplaces for provision in workplace.provisions]


def test_the_tables_speak_of_the_catalogues_sectors() -> None:
    for table in (TASKS, WINDOWS):
        assert set(table.value) == set(CATALOGUE.sectors)
    assert set(TRADES) == set(CATALOGUE.sectors)
    for weights in KIND_SECTORS.value.values():
        assert set(weights) <= set(CATALOGUE.sectors)


def test_even_twelve_workplaces_have_every_kind_of_owner() -> None:
    assert set(sites(12).kind) == set(EmployerKind)


def test_private_employers_have_about_the_published_share_of_workplaces() -> None:
    """693 of 1,135; among 265 workplaces within three standard deviations of 0.03."""
    share = sites().kind.count(EmployerKind.PRIVATE) / 265
    assert abs(share - 693 / 1_135) < 0.09


def test_one_municipal_employer_has_many_workplaces_in_its_own_municipality() -> None:
    employers = {employer.id: employer for employer in sites().employers}
    own = [w for w in sites().workplaces if employers[w.employer].name == "Kolding Kommune (demo)"]
    assert len({w.employer for w in own}) == 1
    assert len(own) > 30
    assert {"skole", "pleje", "dagtilbud", "kultur", "grønne-områder"} <= {w.sector for w in own}


def test_names_are_used_once() -> None:
    for rows in (sites().employers, sites().workplaces):
        names = [row.name for row in rows]
        assert len(set(names)) == len(names)


def test_register_numbers_cannot_be_real() -> None:
    assert all(employer.cvr is not None and employer.cvr.startswith("000") for employer in sites().employers)
    assert all(w.p_number is not None and w.p_number.startswith("00000") for w in sites().workplaces)


def test_only_social_enterprises_may_be_registered_as_such_and_not_all_are() -> None:
    registered = {(e.kind is EmployerKind.SOCIAL, e.registered_social) for e in sites().employers}
    assert (True, True) in registered
    assert (True, False) in registered
    assert (False, True) not in registered


def test_some_workplaces_have_not_been_asked_about_staff_but_most_have() -> None:
    missing = np.mean([w.ordinary_fte is None for w in sites().workplaces])
    assert 0 < missing < 0.12
    assert all((w.ordinary_fte is None) == (w.ordinary_heads is None) for w in sites().workplaces)


def test_heads_are_at_least_full_time_fractions() -> None:
    for w in sites().workplaces:
        if w.ordinary_fte is not None and w.ordinary_heads is not None:
            assert w.ordinary_heads >= w.ordinary_fte


def test_a_third_of_the_answers_have_not_been_asked_for_half_of_them_in_so_many_words() -> None:
    asked = [p for p in provisions() if p.answer is not Answer.NOT_ASKED]
    possible = 265 * len(YES.value)
    assert abs(1 - len(asked) / possible - 0.35) < 0.02
    written = len(provisions()) - len(asked)
    assert abs(written / (possible - len(asked)) - 0.5) < 0.03


def test_workplaces_answer_about_what_a_workplace_can_answer() -> None:
    answered = {
        a.id
        for a in CATALOGUE.accommodations.values()
        if a.kind in (Kind.CONDITION, Kind.EQUIPMENT, Kind.SUPPORT_HOURS) or a.provision_amount_is
    }
    assert set(YES.value) == answered
    assert {a.id for a in CATALOGUE.accommodations.values() if a.kind is Kind.EQUIPMENT} == EQUIPMENT
    assert {a.id for a in CATALOGUE.accommodations.values() if a.kind is Kind.SUPPORT_HOURS} == SUPPORT
    assert set(AMOUNTS.value) == {a.id for a in CATALOGUE.accommodations.values() if a.provision_amount_is}
    assert set(LANGUAGE_PARTS.value) <= set(CATALOGUE.accommodations["LNG-01"].parts)


def test_a_yes_has_the_numbers_its_accommodation_takes_or_lacks_them_all() -> None:
    for p in provisions():
        known = CATALOGUE.accommodations[p.accommodation]
        assert p.parts is None or p.parts <= set(known.parts)
        if p.answer is not Answer.YES:
            assert (p.amount, p.count, p.hours, p.parts) == (None, None, None, None)
        if p.count is not None:
            assert known.kind is Kind.EQUIPMENT
        if p.hours is not None:
            assert known.kind is Kind.SUPPORT_HOURS or p.accommodation == "SEN-03"
        if p.amount is not None:
            assert known.amount_low <= p.amount <= known.amount_high
    lacking = [p for p in provisions() if p.answer is Answer.YES and p.accommodation in EQUIPMENT and p.count is None]
    assert lacking


def test_offices_are_quieter_than_industry() -> None:
    def share(sector: str) -> float:
        wide = sites(4_000).workplaces
        answers = [w.provision("SEN-01").answer for w in wide if w.sector == sector]
        return answers.count(Answer.YES) / (answers.count(Answer.YES) + answers.count(Answer.NO))

    assert share("kontor") > share("industri") + 0.2
