"""The supply answers as the plan does, for people as they are today."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import (
    Binding,
    BindingKind,
    Competence,
    CompetenceKind,
    Facts,
    GoAhead,
    MatcherError,
    Outcome,
    Scheme,
    Wish,
    WishSubject,
)
from matcher.domain.reason import Verdict
from matcher.domain.suggestion import Shortlisted, Standing
from matcher.explanation import as_plain, explain_one
from matcher.pipeline import Planned, make_plan
from matcher.suggestions import go_aheads, prices_of, shortlist, standing_of, suggest, suggest_without_prices
from matcher.supply import Supply, make_supply
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, DAY, asta, bakery, easy, helper, municipality, must, offers_it

WEIGHTS = load_weights()
VILLAGE = make_municipality("village", 3, CATALOGUE)


@pytest.fixture(scope="module")
def village() -> tuple[Planned, Supply]:
    made = make_plan(VILLAGE, CATALOGUE, WEIGHTS)
    return made, make_supply(VILLAGE, CATALOGUE, WEIGHTS, prices_of(made))


def supply(facts: Facts, prices: dict[str, float] | None = None) -> Supply:
    return make_supply(facts, CATALOGUE, WEIGHTS, prices)


def test_its_suggestions_are_those_of_the_plan(village: tuple[Planned, Supply]) -> None:
    made, ready = village
    for candidate in VILLAGE.candidates:
        chosen = frozenset(p.opening for p in made.plan.placements if p.candidate == candidate.id)
        assert ready.suggest(candidate, 5, chosen) == suggest(made, candidate.id, 5)


def test_without_prices_they_are_those_of_a_world_without_a_plan() -> None:
    ready, world = supply(VILLAGE), make_world(VILLAGE, CATALOGUE)
    for candidate in VILLAGE.candidates[:10]:
        assert ready.suggest(candidate) == suggest_without_prices(world, WEIGHTS, candidate.id)


def test_its_explanations_are_those_of_the_world(village: tuple[Planned, Supply]) -> None:
    made, ready = village
    openings = made.world.openings.rows
    for n, candidate in enumerate(VILLAGE.candidates[:20]):
        opening = openings[n % len(openings)].id
        told = explain_one(made.world, candidate.id, opening, WEIGHTS)
        assert as_plain(ready.explain(candidate, opening)) == as_plain(told)


def test_its_shortlists_are_those_of_the_plan(village: tuple[Planned, Supply]) -> None:
    made, ready = village
    proposed = {p.candidate: (p.opening,) for p in made.plan.placements}
    assert len(proposed) == len(made.plan.placements)
    for opening in VILLAGE.openings:
        said = go_aheads(VILLAGE, opening.id)
        for only in (False, True):
            found = ready.shortlist(
                VILLAGE.candidates, opening.id, 5, standing_of(made), said, gone_ahead_only=only, proposed=proposed
            )
            wanted = shortlist(made, opening.id, 5, gone_ahead_only=only)
            assert [told(e) for e in found.listed] == [told(e) for e in wanted.listed]
            assert (found.eligible, found.priced) == (wanted.eligible, wanted.priced)


def told(entry: Shortlisted) -> tuple[object, ...]:
    """All of an entry, values to nine decimals (sums over many rows may round otherwise)."""
    p = entry.proposal
    numbers = tuple(round(x, 9) for x in (entry.net, entry.elsewhere, p.worth.total, p.hours, p.commute))
    return (entry.candidate, entry.pseudonym, entry.planned, entry.go_ahead, p.measures, p.option, p.pinned, numbers)


EDITS: dict[str, dict[str, Any]] = {
    "another need": {"needs": (must("PHY-01", 5.0),)},
    "another home, where nobody else lives": {"postcode": "7100", "commute_max": 120.0},
    "other hours": {"hours_target": 4.0},
    "other words": {"text": "hjælper i en butik"},
    "a language nobody else speaks": {"languages": frozenset({"volapyk"})},
    "a wish": {"wishes": (Wish(WishSubject.TASK, easy().task, True),)},
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_candidate_edited_since_is_seen_as_she_is_now(change: dict[str, Any]) -> None:
    light, heavy = helper(id="let", tasks=(easy(lift_kg=0.0),)), helper(id="tung", tasks=(easy(lift_kg=20.0),))
    before = municipality(openings=(light, heavy))
    now = replace(before, candidates=(asta(**change),))
    ready = supply(before)
    hers, fresh = ready.suggest(asta(**change)), supply(now).suggest(asta(**change))
    assert [(s.proposal.opening, s.proposal.hours, s.proposal.commute) for s in hers.suggestions] == [
        (s.proposal.opening, s.proposal.hours, s.proposal.commute) for s in fresh.suggestions
    ]
    if not {"text", "wishes"} & set(change):  # how rare a word is was settled when the supply was made
        assert hers == fresh
        assert ready.explain(asta(**change), "tung") == supply(now).explain(asta(**change), "tung")


def test_somebody_new_is_answered_as_if_she_had_been_there() -> None:
    bo = asta(id="bo", needs=(must("PHY-01", 5.0),))
    heavy = helper(id="tung", tasks=(easy(lift_kg=20.0, core=True),))
    found = supply(municipality(openings=(helper(), heavy))).suggest(bo)
    assert [s.proposal.opening for s in found.suggestions] == ["hjælper"]


def test_bindings_of_today_count_and_those_of_then_where_none_are_given() -> None:
    facts = municipality(bindings=(Binding("asta", "hjælper", BindingKind.FORBID, "aftalt"),))
    ready = supply(facts)
    assert ready.suggest(asta()).eligible == 0
    assert [r.reason.rule for r in ready.explain(asta(), "hjælper").reasons] == ["forbidden"]
    assert ready.suggest(asta(), bindings=()).eligible == 1
    pin = Binding("asta", "hjælper", BindingKind.PIN)
    assert ready.suggest(asta(), bindings=[pin]).suggestions[0].proposal.pinned
    assert ready.explain(asta(), "hjælper", bindings=[pin]).verdict is Verdict.YES


def test_bindings_to_openings_that_are_not_there_or_of_others_change_nothing() -> None:
    ready = supply(municipality())
    gone, other = Binding("asta", "nedlagt", BindingKind.FORBID), Binding("bo", "hjælper", BindingKind.FORBID)
    assert ready.suggest(asta(), bindings=[gone, other]) == ready.suggest(asta())


def test_earlier_placements_are_remembered() -> None:
    been = Outcome(
        "asta", "bageriet", Scheme.FLEKSJOB, date(2024, 1, 1), date(2024, 6, 1), tasks=frozenset({easy().task})
    )
    (found,) = supply(municipality(outcomes=(been,))).suggest(asta()).suggestions
    knows = replace(asta(), competences=(Competence(CompetenceKind.TASK, easy().task),))
    (told,) = supply(municipality(candidates=(knows,))).suggest(knows).suggestions
    assert found == told


def test_what_is_scarce_costs_its_price_and_what_the_plan_did_not_know_costs_nothing() -> None:
    facts = municipality(openings=(helper(), helper(id="ny")))
    found = {
        s.proposal.opening: s
        for s in supply(facts, {"place:hjælper": 0.25, "place:gammel": 9.0}).suggest(asta()).suggestions
    }
    assert found["hjælper"].price == pytest.approx(0.25)
    assert found["hjælper"].net == pytest.approx(found["hjælper"].proposal.worth.total - 0.25)
    assert found["ny"].price == 0.0


def test_questions_are_those_that_are_asked() -> None:
    hers = asta(needs=(must("SEN-01"),))
    (possible,) = supply(municipality(candidates=(hers,))).suggest(hers).possible
    assert [reason.rule for reason in possible.questions] == ["conditions"]


def test_a_shortlist_knows_what_each_could_have_elsewhere() -> None:
    ready = supply(municipality(openings=(helper(), helper(id="anden"))))
    people = [asta(), asta(id="bo"), asta(id="cille")]
    standing = {"asta": Standing(0.4, "anden", 0.1), "bo": Standing(0.4, "hjælper", 0.1)}
    listed = {e.candidate: e.elsewhere for e in ready.shortlist(people, "hjælper", standing=standing).listed}
    assert listed == {"asta": 0.4, "bo": 0.1, "cille": 0.0}
    assert [e.candidate for e in ready.shortlist(people, "hjælper", standing=standing).listed] == [
        "cille",
        "bo",
        "asta",
    ]


def test_a_shortlist_for_the_employer_looks_only_at_those_who_said_yes() -> None:
    ready = supply(municipality())
    yes = {"asta": DAY}
    found = ready.shortlist([asta(), asta(id="bo")], "hjælper", go_aheads=yes, gone_ahead_only=True)
    assert [(e.candidate, e.go_ahead) for e in found.listed] == [("asta", DAY)]


def test_standing_is_the_best_and_the_next_best_opening() -> None:
    # Asta may have either job and they are worth the same; Bo fits one.
    light, heavy = (
        helper(id="let", tasks=(easy(lift_kg=0.0),)),
        helper(id="tung", tasks=(easy(lift_kg=20.0, core=True),)),
    )
    facts = municipality(candidates=(asta(), asta(id="bo", needs=(must("PHY-01", 5.0),))), openings=(light, heavy))
    standing = standing_of(make_plan(facts, CATALOGUE, WEIGHTS))
    assert standing["bo"].opening == "let" and standing["bo"].second == 0.0
    assert standing["asta"].second == pytest.approx(standing["asta"].net)
    assert Standing(0.4, "let", -0.1).without("let") == 0.0


def test_prices_can_be_kept_by_id_and_there_are_none_where_nothing_can_be_priced() -> None:
    facts = municipality(candidates=(asta(), asta(id="bo")))
    prices = prices_of(make_plan(facts, CATALOGUE, WEIGHTS))
    assert prices is not None and prices["place:hjælper"] > 0
    torn = replace(facts, bindings=tuple(Binding(c, "hjælper", BindingKind.PIN) for c in ("asta", "bo")))
    assert prices_of(make_plan(torn, CATALOGUE, WEIGHTS)) is None


def test_no_candidate_is_kept() -> None:
    facts = municipality(go_aheads=(GoAhead("asta", "hjælper", DAY),), candidates=(asta(text="hemmelige ord"),))
    kept = supply(facts).priced.world.facts
    assert (kept.candidates, kept.go_aheads, kept.outcomes, kept.bindings, kept.identities) == ((), (), (), (), ())


def test_several_threads_may_ask_at_once(village: tuple[Planned, Supply]) -> None:
    _, ready = village
    alone = [ready.suggest(c) for c in VILLAGE.candidates]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ready.suggest, VILLAGE.candidates)) == alone


def test_what_does_not_exist_is_said() -> None:
    ready = supply(municipality())
    for ask in (lambda: ready.explain(asta(), "kok"), lambda: ready.shortlist([asta()], "kok")):
        with pytest.raises(MatcherError, match="ingen stilling med id kok"):
            ask()
    with pytest.raises(MatcherError, match="mindst 1"):
        ready.suggest(asta(), 0)
    stranger = asta(wishes=(Wish(WishSubject.WORKPLACE, "nyt", True),))
    with pytest.raises(MatcherError, match="nyt"):
        ready.suggest(stranger)


def test_a_municipality_without_openings_has_nothing_to_suggest() -> None:
    found = supply(municipality(openings=(), workplaces=(bakery(),))).suggest(asta())
    assert (found.suggestions, found.possible, found.eligible) == ((), (), 0)


def test_a_place_that_is_offered_is_used() -> None:
    hers = asta(needs=(must("PHY-03"),))
    facts = municipality(candidates=(hers,), workplaces=(bakery(provisions=(offers_it("PHY-03", count=1),)),))
    (found,) = supply(facts).suggest(hers).suggestions
    assert [m.provider for m in found.proposal.measures] == ["bageriet"]
