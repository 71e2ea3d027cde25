"""One placement explained: Asta at the bakery, with every number worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from matcher.domain import (
    Clause,
    ClauseUnit,
    Competence,
    CompetenceKind,
    Facts,
    GoAhead,
    MatcherError,
    Necessity,
    Need,
    NeedSource,
    Scheme,
    Wish,
    WishSubject,
)
from matcher.domain.plan import MeasureSource, ResourceKind
from matcher.explanation import consultant_text, explain_placement, options_for, options_of
from matcher.explanation.pieces import Met, Standing
from matcher.explanation.trace import PlacementTrace
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    FIRST,
    SECOND,
    THIRD,
    asta,
    bakery,
    budget,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
)

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def explained(facts: Facts, candidate: str = "asta") -> PlacementTrace:
    made = planned(facts)
    return explain_placement(made, next(p for p in made.plan.placements if p.candidate == candidate))


def test_who_and_where_with_names() -> None:
    trace = explained(municipality())
    place = trace.place
    assert (trace.candidate, trace.scheme, place.opening, place.title) == ("asta", "fleksjob", "hjælper", "Hjælper")
    assert (place.workplace_name, place.employer_name, place.places) == ("Bageriet", "Bager Bo", 1)


def test_the_arithmetic_of_hours() -> None:
    # 8 effective hours at 80 % with 10 minutes of break in the hour: 8 / (0.8 · 50/60) = 12; ma-fr 08-14 is 30 hours.
    time = explained(municipality(candidates=(asta(intensity=0.8, needs=(must("SCH-04", 10.0),)),))).time
    assert [time.hours, time.presence, time.week_room] == pytest.approx([8.0, 12.0, 30.0])
    assert [time.intensity, time.break_minutes, time.presence_per_hour] == pytest.approx([0.8, 10.0, 1.5])
    assert time.windows == "ma-fr 08:00-14:00"
    assert time.sentence == (
        "8 effektive timer ved 80 % tempo og 10 minutters pause i timen er 12 timer på arbejdspladsen om ugen; "
        "begge parters tider giver plads til 30 timer."
    )


def test_the_journey_within_one_postcode() -> None:
    # 1.5 km · 1.3 at 15 km/h is 7.8 minutes, and 2 to get going.
    commute = explained(municipality()).commute
    assert commute.minutes == pytest.approx(9.8, abs=0.01)
    assert (commute.limit, commute.transport) == (30.0, ("cykel",))


def test_the_parts_add_up_to_the_value_and_the_features_to_the_chance() -> None:
    value = explained(municipality()).value
    assert sum(part.adds for line in value.lines for part in line.parts) == pytest.approx(value.total)
    assert sum(line.value * line.weight for line in value.lines) == pytest.approx(value.total)
    assert [line.words for line in value.lines] == ["Mennesker", "Virksomheder", "Samfund"]
    log_odds = WEIGHTS.fit.intercept + sum(feature.adds for feature in value.fit)
    assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(value.lasts)
    hours = next(feature for feature in value.fit if feature.feature == "hours_near_target")
    assert [hours.value, hours.adds] == pytest.approx([1.0, 0.6])
    assert "ekspertskøn" in value.basis and "ingen erfaringer" in value.basis


def test_a_need_is_told_with_its_answer_its_source_and_its_review() -> None:
    need = Need("SOC-05", Necessity.MUST, 4.0, source=NeedSource.CANDIDATE, review=date(2026, 6, 1))
    provision = offers_it("SOC-05", amount=3.0, verified=date(2026, 3, 2))
    trace = explained(municipality(candidates=(asta(needs=(need,)),), workplaces=(bakery(provisions=(provision,)),)))
    (told,) = trace.musts
    assert (told.met, told.words, told.source) == (Met.YES, "Lille team, få kendte kolleger (4 kolleger)", "borger")
    assert (told.verified, told.review_passed) == (date(2026, 3, 2), True)
    assert told.how == "Bageriet har svaret ja (3 kolleger), senest bekræftet 02-03-2026."
    (notice,) = trace.notices
    assert (notice.kind, notice.subject) == ("eftersyn", "SOC-05")
    assert notice.sentence == "Hensynet »Lille team, få kendte kolleger« skulle være gennemgået 01-06-2026."


@pytest.mark.parametrize(
    ("accommodation", "amount", "met"),
    [
        ("SEN-01", None, Met.NOT_ASKED),
        ("SAF-02", None, Met.NO),
        ("SOC-07", None, Met.YES),
        ("SCH-05", 9.0, Met.YES),  # ma-fr 09-14 still holds eight hours
        ("SCH-02", 1.0, Met.NO),  # five days of one hour do not
        ("SCH-13", 5.0, Met.NO),  # the journey takes ten minutes
        ("SOC-02", 1.0, Met.NOT_ASKED),
    ],
)
def test_a_softer_need_is_met_not_met_or_not_asked(accommodation: str, amount: float | None, met: Met) -> None:
    from matcher.domain import Answer, Provision

    provisions = (offers_it("SOC-07"), Provision("SAF-02", Answer.NO))
    need = Need(accommodation, Necessity.SHOULD, amount)
    trace = explained(municipality(candidates=(asta(needs=(need,)),), workplaces=(bakery(provisions=provisions),)))
    assert [(told.accommodation, told.met) for told in trace.softer] == [(accommodation, met)]
    assert trace.musts == ()


def test_a_softer_need_about_tasks_is_met_in_part() -> None:
    tasks = (easy(FIRST, 5.0), easy(SECOND, 5.0, lift_kg=20.0))
    gentle = asta(needs=(Need("PHY-01", Necessity.NICE, 5.0),))
    (told,) = explained(municipality(candidates=(gentle,), openings=(helper(tasks=tasks),))).softer
    assert told.met is Met.PARTLY
    assert told.how == f"Opgaver, der kræver mere: »{CATALOGUE.tasks[SECOND].danish}«."


def test_tasks_beyond_her_limit_are_left_to_others_with_the_reason() -> None:
    # 10 kg against at most 5: the other two tasks hold 4 + 6 hours, so the 8 hours fall 3.2 and 4.8.
    tasks = (easy(FIRST, 4.0, core=True), easy(SECOND, 6.0), easy(THIRD, 3.0, lift_kg=10.0))
    person = asta(
        needs=(must("PHY-01", 5.0),),
        wishes=(Wish(WishSubject.TASK, SECOND, wanted=True),),
        competences=(Competence(CompetenceKind.TASK, FIRST),),
    )
    trace = explained(municipality(candidates=(person,), openings=(helper(tasks=tasks),)))
    assert [(t.task, round(t.hours, 6), t.core, t.wanted, t.done_before) for t in trace.tasks] == [
        (SECOND, 4.8, False, True, False),
        (FIRST, 3.2, True, False, True),
    ]
    (left,) = trace.left_tasks
    assert (left.task, left.hours_in_opening) == (THIRD, 3.0)
    assert left.because == ("tungeste løft 10 kg mod højst 5 kg (Ingen tunge løft)",)
    (need,) = trace.musts
    assert need.met is Met.YES and CATALOGUE.tasks[THIRD].danish in need.how


def test_a_measure_says_from_whom_what_it_costs_and_what_is_left() -> None:
    # Two of five mentor hours for 26 weeks at 100 kr. are 5,200 kr.
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 2.0),)),),
        offers=(offer(cost_per_hour=100.0, budget="pulje"),),
        budgets=(budget(),),
    )
    trace = explained(facts)
    (measure,) = trace.measures
    assert (measure.source, measure.provider_name, measure.given_by) == (
        MeasureSource.OFFER,
        "Kommunens mentorer",
        "kommunen",
    )
    assert (measure.amount, round(measure.cost), measure.budget, measure.left) == (2.0, 5200, "Puljen", 3.0)
    (need,) = trace.musts
    assert need.how == (
        "Kommunens mentorer (kommunen): 2 timer om ugen; 5.200 kr. fra Puljen; 3 timer om ugen tilbage i planen."
    )
    used = {r.id: (round(r.amount), round(r.left)) for r in trace.resources}
    assert used["offer:mentorer"] == (2, 3)
    assert used["budget:pulje"] == (5200, 44_800)
    assert "mentor_budget" in {rule.id for rule in trace.rules}


def test_wishes_honoured_and_not() -> None:
    sector = bakery().sector
    other = next(s for s in CATALOGUE.sectors if s != sector)
    person = asta(
        wishes=(
            Wish(WishSubject.SECTOR, sector, wanted=True),
            Wish(WishSubject.TASK, SECOND, wanted=True),
            Wish(WishSubject.SECTOR, other, wanted=False),
            Wish(WishSubject.EMPLOYER, "bager", wanted=True),
        )
    )
    trace = explained(municipality(candidates=(person,)))
    assert [(wish.wanted, wish.honoured) for wish in trace.wishes] == [
        (True, True),
        (True, False),
        (False, True),
        (True, True),
    ]
    assert trace.wishes[3].words == "virksomhed: Bager Bo"


def three_who_want_the_light_job() -> Facts:
    """Asta fits the light and the heavy job alike; Bo and Cille fit only the light one: one of them goes without."""
    light, heavy = helper(id="let", tasks=(easy(lift_kg=0.0),)), helper(id="tung", tasks=(easy(lift_kg=20.0),))
    weak = {"needs": (must("PHY-01", 5.0),)}
    return municipality(candidates=(asta(), asta(id="bo", **weak), asta(id="cille", **weak)), openings=(light, heavy))


def test_the_best_alternative_is_told_with_value_price_and_margin_but_never_who_it_is_worth_more_to() -> None:
    trace = explained(three_who_want_the_light_job())
    assert trace.place.opening == "tung"
    best = trace.best_alternative
    assert best is not None and best.place.opening == "let"
    assert best.value == pytest.approx(trace.value.total)
    assert best.price == pytest.approx(best.value) and best.net == pytest.approx(0.0)
    assert trace.margin == pytest.approx(best.value)
    assert best.standing is Standing.TAKEN
    (place,) = best.scarce
    assert place.kind is ResourceKind.PLACE
    assert place.sentence == f"Denne plads er også værd op til {best.value:.3f} for andre.".replace("0.", "0,")
    assert trace.would_change.startswith("Nærmest er »Hjælper« hos Bageriet: den er ")
    text = consultant_text(trace)
    assert "bo" not in text.split() and "cille" not in text


def test_a_wish_that_would_have_turned_the_choice_is_named_and_does_turn_it() -> None:
    # Alike but for one thing: the hours at the mill cannot grow.
    mill = bakery(id="mølle", name="Møllen")
    places, work = (bakery(), mill), (helper(), helper(id="ved møllen", workplace="mølle", growth=False))
    trace = explained(municipality(workplaces=places, openings=work))
    assert trace.place.opening == "hjælper"
    assert trace.would_change.endswith("Havde borgeren ønsket at arbejde hos Møllen, var den valgt (ved samme priser).")
    wishing = asta(wishes=(Wish(WishSubject.WORKPLACE, "mølle", wanted=True),))
    trace = explained(municipality(candidates=(wishing,), workplaces=places, openings=work))
    assert trace.place.opening == "ved møllen"


def test_without_another_option_the_nearest_miss_is_named() -> None:
    closed = helper(id="lukket", title="Bud", schemes=frozenset({Scheme.ORDINARY}))
    trace = explained(municipality(openings=(helper(), closed)))
    assert trace.best_alternative is None and trace.margin is None
    assert trace.nearest_miss is not None and trace.nearest_miss.place.opening == "lukket"
    assert trace.would_change == (
        "Borgeren har ingen anden mulig stilling i planen. »Bud«: parret bliver muligt, hvis stillingen tager imod "
        "fleksjob."
    )


def test_the_only_opening_there_is() -> None:
    trace = explained(municipality())
    assert trace.nearest_miss is None
    assert trace.would_change == "Borgeren har ingen anden mulig stilling i planen."


def test_the_go_ahead_counts_until_it_is_taken_back() -> None:
    given = GoAhead("asta", "hjælper", date(2026, 11, 1))
    taken_back = GoAhead("asta", "hjælper", date(2026, 11, 1), withdrawn=date(2026, 11, 2))
    assert explained(municipality(go_aheads=(given,))).go_ahead
    assert not explained(municipality(go_aheads=(taken_back,))).go_ahead
    assert not explained(municipality()).go_ahead


def test_the_clause_of_the_employer_is_named() -> None:
    clause = Clause("K1", "Rengøring 2026", "bager", ClauseUnit.POSITIONS, 1.0)
    rules = {rule.id: rule.how for rule in explained(municipality(clauses=(clause,))).rules}
    assert rules["social_clause"] == "Arbejdsstedet er omfattet af klausulen i Rengøring 2026."
    assert "social_clause" not in {rule.id for rule in explained(municipality()).rules}


def test_what_was_not_used_is_said() -> None:
    said = explained(municipality()).not_used
    for word in ("navn", "CPR-nummer", "køn", "alder", "herkomst", "diagnose", "sagsbehandlerens egen tro"):
        assert word in said


def test_options_are_ranked_by_value_less_price_from_both_sides() -> None:
    made = planned(three_who_want_the_light_job())
    assert [option.place.opening for option in options_for(made, "asta")] == ["tung", "let"]
    assert [option.place.opening for option in options_for(made, "asta", without=("tung",))] == ["let"]
    assert len(options_of(made, "let", limit=2)) == 2
    assert {option.candidate for option in options_of(made, "let")} == {"asta", "bo", "cille"}
    with pytest.raises(MatcherError, match="ingen borger med id dorthe"):
        options_for(made, "dorthe")
    with pytest.raises(MatcherError, match="ingen stilling med id dør"):
        options_of(made, "dør")
