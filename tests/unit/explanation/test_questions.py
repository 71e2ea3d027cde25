"""Questions over a whole plan: counted in columns as the rules word them one by one."""

from __future__ import annotations

import pytest

from matcher.demo import make_municipality
from matcher.domain import Facts, Scheme
from matcher.domain.reason import Verdict
from matcher.eligibility import pair_of, reasons_for
from matcher.explanation import questions_worth_asking
from matcher.explanation.questions import questions_of
from matcher.pipeline import Planned, make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, bakery, helper, municipality, must, refuses_it

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_pair_that_waits_has_as_many_questions_as_its_rules_tell(seed: int) -> None:
    made = planned(make_municipality("village", seed, CATALOGUE))
    questions = questions_of(made)
    assert len(questions.candidate) > 10
    for q, (n, m) in enumerate(zip(questions.candidate, questions.opening, strict=True)):
        pair = pair_of(made.world, made.pairs.rows[n].id, made.world.openings.rows[m].id)
        reasons = reasons_for(pair)
        assert {reason.verdict for reason in reasons} == {Verdict.ASK}
        assert len(reasons) == questions.open_of_pair[q]


def test_questions_are_ranked_by_the_people_without_a_placement_they_would_help() -> None:
    # Two need quiet at the bakery; one can be at the mill when its working hours are known. Dorthe has a place already.
    needy = {"needs": (must("SEN-01"),)}
    mill = bakery(id="mølle", name="Møllen", provisions=(refuses_it("SEN-01"),))
    cille, dorthe = asta(id="cille", scheme=Scheme.INTERNSHIP), asta(id="dorthe")
    facts = municipality(
        candidates=(asta(**needy), asta(id="bo", **needy), cille, dorthe),
        workplaces=(bakery(), mill),
        openings=(
            helper(schemes=frozenset({Scheme.FLEKSJOB}), places=2, hours_total=20.0),
            helper(id="ved møllen", title="Møller", workplace="mølle", windows=None),
        ),
    )
    first, second = questions_worth_asking(planned(facts))
    assert (first.asked_name, first.subject, first.people, first.openings, first.pairs) == (
        "Bageriet",
        "SEN-01",
        2,
        1,
        2,
    )
    assert first.sentence == (
        "Spørg Bageriet: Er der roligt dér, hvor arbejdet udføres, uden støj fra maskiner, musik eller mange stemmer? "
        "Et godt svar giver 2 borgere uden plads og 1 ledig stilling en ny mulighed."
    )
    # Cille and Dorthe could both be at the mill, but only Cille is without a placement.
    assert (second.asked_name, second.people, second.openings, second.pairs) == ("Møllen", 1, 1, 2)


def test_a_pair_that_waits_for_two_answers_promises_nothing() -> None:
    facts = municipality(candidates=(asta(needs=(must("SEN-01"),)),), openings=(helper(windows=None),))
    assert questions_worth_asking(planned(facts)) == ()


def test_at_most_so_many_questions() -> None:
    made = planned(make_municipality("village", 1, CATALOGUE))
    assert len(questions_worth_asking(made, limit=3)) == 3
    every = questions_worth_asking(made, limit=1000)
    assert every[:3] == questions_worth_asking(made, limit=3)
    assert [q.people for q in every] == sorted((q.people for q in every), reverse=True)
    assert all(q.people or q.openings for q in every)


def test_somebody_who_must_be_asked_is_named_by_id() -> None:
    (question,) = questions_worth_asking(planned(municipality(candidates=(asta(transport=None),))))
    assert (question.asked, question.asked_name) == ("asta", "borger asta")
    assert question.question.startswith("Spørg borger asta: Kan du komme frem til fods")


def test_the_municipality_is_asked_for_the_scheme() -> None:
    (question,) = questions_worth_asking(planned(municipality(candidates=(asta(scheme=None),))))
    assert question.asked_name == "kommunen"
    assert question.question == "Spørg sagsbehandleren: Hvilken ordning er borger asta visiteret til?"


def test_when_she_must_have_time_off_is_a_question_of_its_own() -> None:
    person = asta(needs=(must("SCH-11"),))
    (question,) = questions_worth_asking(planned(municipality(candidates=(person,))))
    assert question.question == "Spørg borger asta: På hvilke faste tider i ugen skal du have fri?"
    silent = municipality(candidates=(asta(needs=(must("SCH-11"),), availability=None),))
    assert questions_worth_asking(planned(silent)) == ()
