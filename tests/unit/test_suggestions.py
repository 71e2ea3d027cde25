"""Between plans: openings for one person, and whom an opening makes the greatest difference for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import Binding, BindingKind, Facts, GoAhead, MatcherError
from matcher.domain.plan import PlanStatus
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.suggestions import go_aheads, pseudonym, shortlist, suggest, suggest_without_prices
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, DAY, asta, bakery, easy, helper, municipality, must, offers_it

WEIGHTS = load_weights()


def planned(facts: Facts, request: PlanRequest | None = None) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS, request)


def two_for_one_place() -> Facts:
    """Asta fits a light and a heavy job that are worth the same; Bo, who is otherwise like her, only the light one."""
    light, heavy = helper(id="let", tasks=(easy(lift_kg=0.0),)), helper(id="tung", tasks=(easy(lift_kg=20.0),))
    return municipality(candidates=(asta(), asta(id="bo", needs=(must("PHY-01", 5.0),))), openings=(light, heavy))


def test_a_place_that_others_need_costs_what_it_is_worth_to_them() -> None:
    # Bo and Cille fit only the light job and one of them goes without: the place is worth as much to her as to anybody.
    facts = two_for_one_place()
    made = planned(replace(facts, candidates=(*facts.candidates, replace(facts.candidates[1], id="cille"))))
    found = suggest(made, "asta")
    heavy, light = found.suggestions
    assert (heavy.proposal.opening, heavy.price, heavy.planned) == ("tung", 0.0, True)
    assert heavy.net == heavy.proposal.worth.total
    assert (light.proposal.opening, light.planned) == ("let", False)
    assert light.proposal.worth.total == heavy.proposal.worth.total
    assert light.price == pytest.approx(light.proposal.worth.total) and light.net == pytest.approx(0.0)


def test_of_two_openings_worth_the_same_the_plans_own_comes_first() -> None:
    found = suggest(planned(two_for_one_place()), "asta")
    assert [(s.proposal.opening, s.planned) for s in found.suggestions] == [("tung", True), ("let", False)]
    assert found.suggestions[0].net == pytest.approx(found.suggestions[1].net)


def test_without_prices_the_list_does_not_know_what_others_need() -> None:
    world = make_world(two_for_one_place(), CATALOGUE)
    found = suggest_without_prices(world, WEIGHTS, "asta")
    assert not found.priced
    assert {s.proposal.opening for s in found.suggestions} == {"let", "tung"}
    assert all(s.price == 0 and s.net == s.proposal.worth.total and not s.planned for s in found.suggestions)


def test_a_suggestion_carries_hours_tasks_and_the_needs_that_are_met() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("PHY-03"), must("PHY-01", 5.0))),),
        workplaces=(bakery(provisions=(offers_it("PHY-03", count=1),)),),
    )
    (found,) = suggest(planned(facts), "asta").suggestions
    assert (found.proposal.hours, found.proposal.tasks) == (8.0, ((easy().task, 8.0),))
    assert set(found.needs) == {"PHY-03", "PHY-01"}
    assert [m.accommodation for m in found.proposal.measures] == ["PHY-03"]


def test_one_suggestion_for_each_opening_and_no_more_than_asked_for() -> None:
    facts = municipality(openings=tuple(helper(id=f"o{n}", places=2, hours_total=20.0) for n in range(5)))
    found = suggest(planned(facts), "asta", k=3)
    assert len({s.proposal.opening for s in found.suggestions}) == 3
    assert found.eligible == 5


def test_when_none_fits_the_list_is_empty_and_what_could_be_asked_stands_apart() -> None:
    found = suggest(planned(municipality(candidates=(asta(needs=(must("SEN-01"),)),))), "asta")
    assert (found.suggestions, found.eligible, found.askable) == ((), 0, 1)
    (possible,) = found.possible
    assert possible.opening == "hjælper"
    assert 0 < possible.lasts < 1
    assert [reason.rule for reason in possible.questions] == ["conditions"]
    assert possible.questions[0].question.startswith("Spørg")


def test_fewer_questions_come_first() -> None:
    places = (bakery(), bakery(id="andet", provisions=(offers_it("SEN-01"),)))
    facts = municipality(
        candidates=(asta(needs=(must("SEN-01"), must("SOC-04"))),),
        workplaces=places,
        openings=(helper(id="a"), helper(id="b", workplace="andet", danish=None)),
    )
    found = suggest(planned(facts), "asta")
    assert [len(p.questions) for p in found.possible] == sorted(len(p.questions) for p in found.possible)


def test_suggestions_see_every_opening_also_where_the_plan_kept_only_the_best_pairs() -> None:
    facts = municipality(candidates=(asta(), asta(id="bo")), openings=tuple(helper(id=f"o{n}") for n in range(6)))
    thin = planned(facts, PlanRequest(most_per_candidate=2))
    assert thin.plan.kept < thin.plan.eligible
    assert suggest(thin, "asta").eligible == 6


def test_a_plan_that_cannot_be_gives_suggestions_without_prices() -> None:
    facts = replace(
        two_for_one_place(),
        bindings=(Binding("asta", "let", BindingKind.PIN), Binding("bo", "let", BindingKind.PIN)),
    )
    made = planned(facts)
    assert made.plan.status is PlanStatus.INFEASIBLE
    found = suggest(made, "asta")
    assert not found.priced and len(found.suggestions) == 2


def test_a_plan_stopped_at_once_has_placements_and_no_prices() -> None:
    village = make_municipality("village", 1, CATALOGUE)
    made = make_plan(village, CATALOGUE, WEIGHTS, stop=lambda: True)
    assert made.plan.status is PlanStatus.FEASIBLE and made.plan.placements
    assert not suggest(made, village.candidates[0].id).priced


def test_a_shortlist_begins_with_those_who_have_no_other_way() -> None:
    found = shortlist(planned(two_for_one_place()), "let")
    assert [entry.candidate for entry in found.listed] == ["bo", "asta"]
    bo, both = found.listed
    assert bo.elsewhere == 0.0 and bo.difference == pytest.approx(bo.net)
    assert both.elsewhere > 0 and both.difference <= 1e-9
    assert (bo.planned, both.planned) == (("let",), ("tung",))


def test_a_shortlist_does_not_rank_by_who_would_do_best() -> None:
    # Asta has done the very task before, so she is likelier to last; but she has a job that is as good elsewhere.
    facts = two_for_one_place()
    able = replace(facts.candidates[0], text="Hjælper i bageri, har gjort det i mange år")
    made = planned(replace(facts, candidates=(able, facts.candidates[1])))
    found = shortlist(made, "let")
    bo, both = found.listed
    assert both.proposal.worth.lasts > bo.proposal.worth.lasts
    assert (bo.candidate, both.candidate) == ("bo", "asta")


def test_only_those_who_can_have_the_opening_are_on_its_shortlist() -> None:
    found = shortlist(planned(two_for_one_place()), "tung")
    assert [entry.candidate for entry in found.listed] == ["asta"]


def gone_ahead(*yes: GoAhead) -> Facts:
    return municipality(
        candidates=(asta(), asta(id="bo"), asta(id="cille")), openings=(helper(), helper(id="anden")), go_aheads=yes
    )


def test_an_employer_hears_only_of_those_who_said_yes_to_this_opening_and_still_do() -> None:
    facts = gone_ahead(
        GoAhead("asta", "hjælper", date(2026, 11, 1)),
        GoAhead("bo", "hjælper", date(2026, 11, 1), withdrawn=date(2026, 11, 20)),
        GoAhead("cille", "anden", date(2026, 11, 1)),
    )
    made = planned(facts)
    assert [e.candidate for e in shortlist(made, "hjælper", gone_ahead_only=True).listed] == ["asta"]
    every = {e.candidate: e.go_ahead for e in shortlist(made, "hjælper").listed}
    assert every == {"asta": date(2026, 11, 1), "bo": None, "cille": None}


def test_a_yes_that_is_not_given_yet_is_no_yes() -> None:
    assert go_aheads(gone_ahead(GoAhead("asta", "hjælper", date(2026, 11, 24))), "hjælper") == {}
    assert go_aheads(gone_ahead(GoAhead("asta", "hjælper", DAY)), "hjælper") == {"asta": DAY}


def test_a_yes_given_again_after_it_was_taken_back_is_a_yes() -> None:
    facts = gone_ahead(
        GoAhead("asta", "hjælper", date(2026, 10, 1), withdrawn=date(2026, 10, 5)),
        GoAhead("asta", "hjælper", date(2026, 11, 1)),
    )
    assert go_aheads(facts, "hjælper") == {"asta": date(2026, 11, 1)}


def test_a_pseudonym_tells_neither_who_nor_how_many_and_is_another_in_every_opening() -> None:
    names = {pseudonym(f"B{n}", "S1") for n in range(1000)}
    assert len(names) == 1000
    assert pseudonym("B1", "S1") == pseudonym("B1", "S1") != pseudonym("B1", "S2")


@pytest.mark.parametrize("candidate", [*"23456789ABCDEFGHJKLMNPQRSTUVWXYZ", "Per", "B1"])
def test_a_pseudonym_never_holds_the_id(candidate: str) -> None:
    assert all(candidate not in pseudonym(candidate, f"S{n}") for n in range(50))


@pytest.mark.parametrize("k", [0, -1])
def test_a_list_of_nothing_is_refused(k: int) -> None:
    made = planned(municipality())
    with pytest.raises(MatcherError, match="mindst 1"):
        suggest(made, "asta", k)
    with pytest.raises(MatcherError, match="mindst 1"):
        shortlist(made, "hjælper", k)


def test_who_does_not_exist_is_said() -> None:
    made = planned(municipality())
    with pytest.raises(MatcherError, match="ingen borger med id niels"):
        suggest(made, "niels")
    with pytest.raises(MatcherError, match="ingen stilling med id kok"):
        shortlist(made, "kok")


def test_what_the_plan_proposes_in_the_village_is_no_worse_than_her_other_openings() -> None:
    # Without clauses and pins only prices draw people apart. They are those of the relaxed problem, so a planned
    # opening may fall a little short of her best.
    made = planned(replace(make_municipality("village", 1, CATALOGUE), clauses=(), bindings=()))
    whole = sum(
        max(s.net for s in found.suggestions) - max(s.net for s in found.suggestions if s.planned)
        for found in (suggest(made, p.candidate, 1000) for p in made.plan.placements)
    )
    assert made.plan.objective is not None
    assert 0 <= whole <= 0.05 * made.plan.objective


def test_a_name_cannot_be_worked_out_without_the_key() -> None:
    # Guards against an employer who tries every id there could be until a name on her list comes out.
    told = pseudonym("B000001", "S1", "a secret")
    assert told not in {pseudonym(f"B{n:06d}", "S1") for n in range(100)}
    assert told == pseudonym("B000001", "S1", "a secret") != pseudonym("B000001", "S1", "another secret")
