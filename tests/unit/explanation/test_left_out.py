"""Why somebody has no placement, why an opening is empty, and what would change it."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain import (
    Answer,
    Binding,
    BindingKind,
    Competence,
    CompetenceKind,
    Facts,
    MatcherError,
    Necessity,
    Need,
    Opening,
    Provision,
    Scheme,
    Wish,
    WishSubject,
)
from matcher.domain.plan import PlanStatus
from matcher.explanation import consultant_text, explain_left_out, explain_unfilled
from matcher.explanation.pieces import Standing
from matcher.explanation.trace import LeftOutTrace, UnfilledTrace
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    FIRST,
    asta,
    bakery,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
    refuses_it,
)

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def left_out(facts: Facts, candidate: str = "asta") -> LeftOutTrace:
    made = planned(facts)
    assert candidate in made.plan.left_out
    return explain_left_out(made, candidate)


def unfilled(facts: Facts, opening: str = "hjælper") -> UnfilledTrace:
    made = planned(facts)
    assert opening in dict(made.plan.unfilled)
    return explain_unfilled(made, opening)


def three_openings(**changes: object) -> tuple[Opening, ...]:
    return tuple(helper(id=f"job-{n}", **changes) for n in (1, 2, 3))


def test_every_rule_is_counted_and_whether_it_stands_alone() -> None:
    # Job 1 and 2 refuse her scheme, job 2 and 3 give too few hours: the scheme alone stops job 1, the hours job 3.
    ordinary = frozenset({Scheme.ORDINARY})
    facts = municipality(
        openings=(
            helper(id="job-1", schemes=ordinary),
            helper(id="job-2", schemes=ordinary, hours_max=3.0),
            helper(id="job-3", hours_max=3.0),
        )
    )
    trace = left_out(facts)
    assert [(c.rule, c.title, c.blocked, c.only) for c in trace.refused] == [
        ("scheme", "Ordning", 2, 1),
        ("hours", "Timer om ugen", 2, 1),
    ]
    assert (trace.openings, trace.possible, trace.waiting) == (3, 0, 0)
    assert trace.summary == "Ingen af de 3 stillinger er mulige; oftest står »Ordning« i vejen (2)."


def test_what_a_rule_refuses_for_is_told_by_need_certificate_and_wish() -> None:
    sector = bakery().sector
    heavy, quiet = must("PHY-01", 5.0), must("SEN-01")
    facts = municipality(
        candidates=(asta(needs=(heavy, quiet), wishes=(Wish(WishSubject.SECTOR, sector, wanted=False),)),),
        workplaces=(bakery(provisions=(refuses_it("SEN-01"),)),),
        openings=(
            helper(id="job-1", tasks=(easy(core=True, lift_kg=9.0),)),
            helper(id="job-2", certificates=frozenset(list(CATALOGUE.certificates)[:2])),
        ),
    )
    details = {count.rule: count.details for count in left_out(facts).refused}
    assert details["task_limits"] == (("Ingen tunge løft", 1),)
    assert details["conditions"] == (("Rolige omgivelser, lav støj", 2),)
    assert details["own_no"] == ((CATALOGUE.sectors[sector].danish, 2),)
    assert {number for _, number in details["certificates"]} == {1}


def test_the_nearest_misses_are_tried_and_those_with_one_reason_come_first() -> None:
    facts = municipality(
        openings=(
            helper(id="fjern", schemes=frozenset({Scheme.ORDINARY}), hours_max=3.0),
            helper(id="nær", schemes=frozenset({Scheme.ORDINARY})),
        )
    )
    near, far = left_out(facts).near_misses
    assert (near.place.opening, near.rules) == ("nær", ("Ordning",))
    assert near.sentence == "Parret bliver muligt, hvis stillingen tager imod fleksjob."
    assert (far.place.opening, far.rules, len(far.changes)) == ("fjern", ("Ordning", "Timer om ugen"), 2)


def test_her_own_no_is_the_last_thing_to_suggest() -> None:
    other, ordinary = next(s for s in CATALOGUE.sectors if s != bakery().sector), frozenset({Scheme.ORDINARY})
    facts = municipality(
        candidates=(asta(wishes=(Wish(WishSubject.SECTOR, bakery().sector, wanted=False),)),),
        workplaces=(bakery(), bakery(id="mølle", name="Møllen", sector=other)),
        openings=(
            helper(),
            helper(id="ved møllen", workplace="mølle", schemes=ordinary, hours_max=3.0),
        ),
    )
    made = planned(facts)
    (miss,) = explain_left_out(made, "asta", limit=1).near_misses
    assert miss.place.opening == "ved møllen"


def test_a_question_says_how_many_openings_a_good_answer_gives() -> None:
    facts = municipality(candidates=(asta(needs=(must("SEN-03", 2.0),)),), openings=three_openings())
    trace = left_out(facts)
    (question,) = trace.questions
    assert (question.asked, question.asked_name, question.subject) == ("bageriet", "Bageriet", "SEN-03")
    assert (question.alone, question.together, trace.several_questions) == (3, 0, 0)
    assert question.question.startswith("Spørg Bageriet: Har I et rum, hvor man kan hvile sig i ro")
    assert question.sentence == "3 stillinger bliver mulige, hvis Bageriet kan tilbyde »Stille- eller hvilerum«."
    assert trace.summary == "Ingen stilling er mulig endnu, men 3 stillinger venter kun på svar."


def test_an_opening_that_waits_for_two_answers_is_listed_apart() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SEN-01"),)),), openings=(helper(), helper(id="job-2", windows=None))
    )
    trace = left_out(facts)
    assert [(q.subject, q.alone, q.together) for q in trace.questions] == [("SEN-01", 1, 1), ("", 0, 1)]
    assert (
        trace.questions[0].sentence
        == "1 stilling bliver mulig, hvis Bageriet kan tilbyde »Rolige omgivelser, lav støj«."
    )
    assert trace.questions[1].sentence == "Svaret er ét af flere, der mangler, før 1 stilling kan blive mulig."
    assert trace.several_questions == 1


def test_she_is_asked_herself_what_only_she_knows() -> None:
    trace = left_out(municipality(candidates=(asta(availability=None),)))
    (question,) = trace.questions
    assert (question.asked, question.asked_name) == ("asta", "borger asta")
    assert question.question == "Spørg borger asta: Hvilke dage og tidspunkter kan du være på arbejde?"


def two_for_one_place() -> Facts:
    """Asta and Bo can both have the only place; Bo has done the task before, so he gets it."""
    bo = asta(id="bo", competences=(Competence(CompetenceKind.TASK, FIRST),))
    return municipality(candidates=(asta(), bo))


def test_somebody_who_lost_is_told_what_one_more_place_would_do_and_not_to_whom() -> None:
    trace = left_out(two_for_one_place())
    (lost,) = trace.lost
    assert (trace.possible, lost.place.opening, lost.standing) == (1, "hjælper", Standing.TAKEN)
    assert lost.price == pytest.approx(lost.value) and lost.value > 0
    (more,) = trace.more
    assert more.price == pytest.approx(lost.price)
    assert more.sentence.startswith(
        "Én plads mere – Plads i »Hjælper« (hjælper) – ville løfte planens værdi med op til 0,"
    )
    assert trace.summary == (
        "1 stilling af 1 er mulig, men pladser eller støtte rækker ikke til alle: i denne plan giver de mere værdi for "
        "andre."
    )
    assert "bo" not in consultant_text(trace).replace(",", " ").replace(".", " ").split()


def test_somebody_who_lost_for_want_of_a_mentor_hour() -> None:
    # Two places, but one mentor hour a week for the two who each need it.
    need = (must("SOC-02", 1.0),)
    bo = asta(id="bo", needs=need, competences=(Competence(CompetenceKind.TASK, FIRST),))
    facts = municipality(
        candidates=(asta(needs=need), bo),
        workplaces=(bakery(provisions=(refuses_it("SOC-02"),)),),
        openings=(helper(id="job-1"), helper(id="job-2")),
        offers=(offer(hours_per_week=1.0, hours_per_person=1.0),),
    )
    made = planned(facts)
    trace = explain_left_out(made, "asta")
    (bos,) = made.plan.placements
    (other,) = {"job-1", "job-2"} - {bos.opening}
    standing = {option.place.opening: (option.standing, option.sentence) for option in trace.lost}
    assert standing[bos.opening][0] is Standing.TAKEN
    assert standing[other] == (
        Standing.SCARCE,
        "Kommunens mentorer er brugt op, hvor det giver mere værdi i planen.",
    )
    (more,) = trace.more
    assert more.resource == "offer:mentorer"
    assert more.sentence.startswith(
        "Én time mere om ugen – Kommunens mentorer – ville løfte planens værdi med op til 0,"
    )


def test_a_need_whose_review_is_overdue_is_a_notice() -> None:
    need = Need("SEN-01", Necessity.MUST, review=date(2026, 1, 1))
    facts = municipality(candidates=(asta(needs=(need,)),), workplaces=(bakery(provisions=(refuses_it("SEN-01"),)),))
    assert [notice.kind for notice in left_out(facts).notices] == ["eftersyn"]


def test_somebody_the_plan_does_not_know() -> None:
    made = planned(municipality())
    with pytest.raises(MatcherError, match="ingen borger med id bo"):
        explain_left_out(made, "bo")
    with pytest.raises(MatcherError, match="ingen stilling med id bud"):
        explain_unfilled(made, "bud")


def test_an_empty_opening_is_told_from_its_own_side() -> None:
    # Asta's scheme is refused; Bo's as well, and he has not said when he can be there.
    facts = municipality(
        candidates=(asta(), asta(id="bo", availability=None)),
        openings=(helper(schemes=frozenset({Scheme.ORDINARY})),),
    )
    trace = unfilled(facts)
    assert (trace.left, trace.candidates, trace.possible, trace.waiting) == (1, 2, 0, 0)
    assert [(c.rule, c.blocked, c.only) for c in trace.refused] == [("scheme", 2, 2)]
    assert trace.loosen == (
        "»Ordning« er det eneste nej for 2 borgere; det ændrer sig, hvis stillingen tager imod flere ordninger.",
    )
    assert [miss.candidate for miss in trace.near_misses] == ["asta", "bo"]
    assert trace.summary == "Ingen af de 2 borgere er mulige; oftest står »Ordning« i vejen (2)."


def test_a_candidates_own_no_is_nothing_to_loosen() -> None:
    person = asta(wishes=(Wish(WishSubject.WORKPLACE, "bageriet", wanted=False),))
    trace = unfilled(municipality(candidates=(person,)))
    assert [count.rule for count in trace.refused] == ["own_no"]
    assert trace.refused[0].details == (("Bageriet", 1),)
    assert trace.loosen == ()


def test_the_workplace_is_asked_once_for_all_who_need_the_same() -> None:
    needy = {"needs": (must("SEN-01"),)}
    people = (asta(**needy), asta(id="bo", **needy), asta(id="cille", availability=None, **needy))
    trace = unfilled(municipality(candidates=people))
    first, second = trace.questions
    assert (first.asked_name, first.alone, first.together) == ("Bageriet", 2, 1)
    assert first.sentence == "2 borgere bliver mulige, hvis Bageriet kan tilbyde »Rolige omgivelser, lav støj«."
    assert (second.asked_name, second.alone, second.together) == ("borger cille", 0, 1)
    assert trace.several_questions == 1


def test_people_who_could_but_are_proposed_elsewhere_are_counted() -> None:
    better = helper(id="bedre", hours_max=8.0, hours_total=8.0, growth=True)
    trace = unfilled(municipality(openings=(helper(hours_max=5.0, hours_total=10.0), better)))
    assert (trace.possible, trace.placed_elsewhere, trace.without) == (1, 1, 0)
    assert trace.summary == "1 borger er mulig: 1 er foreslået et andet sted."
    (lost,) = trace.lost
    assert (lost.candidate, lost.standing) == ("asta", Standing.LESS_WORTH)


def test_an_opening_with_more_places_than_people() -> None:
    trace = unfilled(municipality(openings=(helper(places=2, hours_total=20.0, tasks=(easy(hours=20.0),)),)))
    assert (trace.left, trace.possible, trace.lost) == (1, 1, ())
    assert trace.summary == "1 borger er mulig, og er foreslået her."


def test_a_provision_of_not_asked_is_the_same_as_none() -> None:
    silent = bakery(provisions=(Provision("SEN-01", Answer.NOT_ASKED), offers_it("SAF-02")))
    facts = municipality(candidates=(asta(needs=(must("SEN-01"), must("SAF-02"))),), workplaces=(silent,))
    assert [question.subject for question in left_out(facts).questions] == ["SEN-01"]


def test_a_plan_that_cannot_be_still_explains_what_stands_in_the_way() -> None:
    both = tuple(Binding(candidate, "hjælper", BindingKind.PIN) for candidate in ("asta", "bo"))
    made = planned(municipality(candidates=(asta(), asta(id="bo")), bindings=both))
    assert made.plan.status is PlanStatus.INFEASIBLE
    trace = explain_left_out(made, "asta")
    (lost,) = trace.lost
    assert (lost.standing, trace.more) == (Standing.OPEN, ())
    assert lost.sentence == "Der er ingen plan at måle mod."
    empty = explain_unfilled(made, "hjælper")
    assert empty.without == 2
    assert explain_unfilled(made, "hjælper", columns=made.world.candidates(made.pairs.rows)) == empty
