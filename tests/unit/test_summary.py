"""A plan in numbers, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain import Facts, Scheme
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.summary import COMPETITION, NO_OPENINGS, QUESTIONS, SMALL, main_reasons, summarise, unverified_rules
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, easy, helper, municipality, must

WEIGHTS = load_weights()


def planned(facts: Facts, request: PlanRequest | None = None) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS, request)


def test_people_places_and_hours_are_counted() -> None:
    # One place of two is taken: Asta works the 8 hours she asks for, Bo is too far from any work he can do.
    bo = asta(id="bo", hours_min=20.0, hours_target=20.0, hours_max=20.0)
    found = summarise(planned(municipality(candidates=(asta(), bo), openings=(helper(places=2, hours_total=20.0),))))
    assert (found.candidates, found.placed, found.placements) == (2, 1, 1)
    assert (found.openings, found.places, found.filled) == (1, 2, 1)
    assert (found.hours, found.hours_wanted) == (8.0, 28.0)


def test_one_person_in_two_jobs_is_one_person() -> None:
    facts = municipality(
        candidates=(asta(max_jobs=2, hours_target=6.0, hours_max=10.0),),
        openings=(helper(id="a", hours_max=5.0), helper(id="b", hours_max=5.0)),
    )
    found = summarise(planned(facts))
    assert (found.placed, found.placements) == (1, 2)


def test_a_line_is_its_mean_and_its_sum_over_the_placements() -> None:
    made = planned(municipality(candidates=(asta(), asta(id="bo")), openings=(helper(), helper(id="kok"))))
    people = [p.worth.people for p in made.plan.placements]
    line = summarise(made).lines[0]
    assert (line.name, line.words) == ("people", "Mennesker")
    assert line.weight == pytest.approx(1 / 3)
    assert line.total == pytest.approx(sum(people)) and line.mean == pytest.approx(sum(people) / 2)


def test_without_placements_a_line_has_no_mean() -> None:
    assert [line.mean for line in summarise(planned(municipality(candidates=()))).lines] == [None] * 3


def test_everybody_left_out_has_one_main_reason() -> None:
    facts = municipality(
        candidates=(
            asta(waiting_since=date(2010, 1, 1)),
            asta(id="konkurrence", waiting_since=date(2026, 1, 1)),
            asta(id="spørg", needs=(must("SEN-01"),)),
            asta(id="timer", hours_min=20.0, hours_target=20.0, hours_max=20.0),
            asta(id="ordning", scheme=Scheme.INTERNSHIP),
        ),
        openings=(helper(schemes=frozenset({Scheme.FLEKSJOB}), hours_total=40.0, tasks=(easy(hours=40.0),)),),
    )
    assert main_reasons(planned(facts)) == {
        "konkurrence": COMPETITION,
        "ordning": "Ordning",
        "spørg": QUESTIONS,
        "timer": "Timer om ugen",
    }
    assert sum(people for _, people in summarise(planned(facts)).left_out) == 4


def test_where_there_are_no_openings_that_is_the_reason() -> None:
    assert main_reasons(planned(municipality(openings=()))) == {"asta": NO_OPENINGS}


def test_people_are_told_apart_by_the_hours_they_want() -> None:
    def wanting(name: str, hours: float) -> object:
        return asta(id=name, hours_min=1.0, hours_target=hours, hours_max=20.0)

    people = tuple(wanting(f"b{n}", h) for n, h in enumerate((5.0, 5.5, 10.0, 10.5, 15.0, 15.5)))
    bands = summarise(planned(municipality(candidates=people, openings=()))).bands  # type: ignore[arg-type]
    assert [(band.label, band.people) for band in bands] == [
        ("højst 5", 1),
        ("over 5 til 10", 2),
        ("over 10 til 15", 2),
        ("over 15", 1),
    ]


@pytest.mark.parametrize(("people", "share"), [(SMALL - 1, None), (SMALL, 0.1)])
def test_a_group_too_small_to_say_anything_has_no_share(people: int, share: float | None) -> None:
    facts = municipality(candidates=tuple(asta(id=f"b{n}") for n in range(people)))
    band = summarise(planned(facts)).bands[1]
    assert (band.people, band.placed, band.share) == (people, 1, share)


def test_what_is_scarce_has_a_price_and_what_matters_most_comes_first() -> None:
    facts = municipality(
        candidates=(asta(), asta(id="bo"), asta(id="cille")),
        openings=(helper(), helper(id="kok", places=5, hours_total=5)),
    )
    scarce = summarise(planned(facts)).scarce
    assert all(use.price > 0 for use in scarce)
    worth = [use.price * use.resource.capacity for use in scarce]
    assert worth == sorted(worth, reverse=True)
    assert "place:hjælper" in {use.resource.id for use in scarce}


def test_rules_nobody_has_checked_are_named_only_where_they_concern_somebody() -> None:
    assert "ratio" not in {rule.id for rule in unverified_rules(planned(municipality()))}
    intern = municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),))
    assert "ratio" in {rule.id for rule in unverified_rules(planned(intern))}
    off = replace(intern, settings=replace(intern.settings, rules=(("ratio", False),)))
    assert "ratio" not in {rule.id for rule in unverified_rules(planned(off))}


def test_a_thinned_plan_says_so() -> None:
    # Of twelve pairs each person keeps her two best, and each opening its one best.
    openings = tuple(helper(id=f"o{n}") for n in range(6))
    facts = municipality(candidates=(asta(), asta(id="bo")), openings=openings)
    assert not summarise(planned(facts)).thinned
    assert summarise(planned(facts, PlanRequest(most_per_candidate=2))).thinned
