"""What it pays to go out and find."""

from __future__ import annotations

import pytest

from matcher.demo import make_municipality
from matcher.domain import Competence, CompetenceKind, Facts
from matcher.domain.plan import ResourceKind
from matcher.explanation import resources_worth_finding
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, FIRST, asta, bakery, helper, municipality, must, offer, refuses_it

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def one_mentor_hour_for_two() -> Facts:
    need = (must("SOC-02", 1.0),)
    bo = asta(id="bo", needs=need, competences=(Competence(CompetenceKind.TASK, FIRST),))
    return municipality(
        candidates=(asta(needs=need), bo),
        workplaces=(bakery(provisions=(refuses_it("SOC-02"),)),),
        openings=(helper(id="job-1"), helper(id="job-2")),
        offers=(offer(hours_per_week=1.0, hours_per_person=1.0),),
    )


def test_an_hour_of_mentoring_is_worth_the_placement_that_it_would_give() -> None:
    made = planned(one_mentor_hour_for_two())
    (found,) = resources_worth_finding(made)
    asta_alone = float(made.options.valued.total[made.options.candidate == 0].max())
    bo_alone = made.plan.placements[0].worth.total
    assert (found.kind, found.label, found.unit, found.resources) == (
        ResourceKind.OFFER,
        "Kommunens mentorer",
        "timer/uge",
        1,
    )
    # One hour more would place Asta, one less would cost Bo his job: every price in between is right.
    assert asta_alone - 1e-6 <= found.highest_price <= bo_alone + 1e-6
    price, share = f"{found.highest_price:.3f}".replace(".", ","), f"{100 * found.highest_price / bo_alone:.0f} %"
    assert found.sentence == (
        f"Kommunens mentorer: én time mere om ugen er værd op til {price}, svarende til {share} af en gennemsnitlig "
        "placering."
    )


def test_nothing_is_scarce_where_there_is_enough() -> None:
    assert resources_worth_finding(planned(municipality())) == ()


def test_each_kind_has_its_turn_before_a_kind_comes_again() -> None:
    made = planned(make_municipality("village", 1, CATALOGUE))
    found = resources_worth_finding(made, 1000)
    kinds = [worth.kind for worth in found]
    assert len(set(kinds[: len(set(kinds))])) == len(set(kinds)) >= 2
    for kind in set(kinds):
        tied = [worth.tied for worth in found if worth.kind is kind]
        assert tied == sorted(tied, reverse=True)
    assert resources_worth_finding(made, 3) == found[:3]
    priced = [use for use in made.plan.resources if use.price > 1e-6]
    assert sum(worth.resources for worth in found) == len(priced)
    assert sum(worth.total_price for worth in found) == pytest.approx(sum(use.price for use in priced))
