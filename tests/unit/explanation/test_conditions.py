"""Which needs a job touches, one by one, and how an employer is told of them."""

from __future__ import annotations

import pytest

from matcher.columns import make_world
from matcher.domain import Facts, MatcherError, Necessity, Need, OpeningTask, Week, Wish, WishSubject
from matcher.explanation import employer_text, explain_one, touched_needs
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    FIRST,
    SECOND,
    asta,
    bakery,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
    refuses_it,
    task_named,
)

WEIGHTS = load_weights()
# Asta can be there ma-fr 08-14, and so can the work: 30 hours. She may work up to 12; the opening gives up to 10.


def told(facts: Facts) -> dict[str, str]:
    return {n.accommodation: n.told for n in touched_needs(make_world(facts, CATALOGUE), "asta", "hjælper")}


def with_need(need: Need, **opening: object) -> Facts:
    provisions = (offers_it("SEN-03", count=1, hours=10.0), offers_it("SOC-05", amount=3.0), offers_it("SEN-01"))
    return municipality(
        candidates=(asta(needs=(need,)),), workplaces=(bakery(provisions=provisions),), openings=(helper(**opening),)
    )


TOUCHED = [
    (must("SCH-01", 9.0), "Højst 9 timer om ugen på arbejdspladsen"),  # the opening gives 10
    (must("SCH-02", 4.0), "Højst 4 timer om dagen på arbejdspladsen"),  # the days are six hours
    (must("SCH-03", 3.0), "Højst 3 dage om ugen; mindst én fridag mellem arbejdsdagene"),  # five days, side by side
    (must("SCH-04", 10.0), "Korte pauser i alt 10 minutter i timen"),
    (must("SCH-05", 9.0), "Mødetid tidligst kl. 9.00"),  # the work begins at eight
    (must("SCH-06", windows=Week.parse("fr 12:00-18:00")), "Arbejde i dagtimerne, ikke aften eller nat"),
    (must("SCH-10", 3.0), "Start på 3 timer om ugen og flere timer efter en aftalt plan"),
    (must("SCH-11", windows=Week.parse("on 09:00-11:00")), "Fri på faste, aftalte tidspunkter i ugen"),
    (must("SEN-01"), "Rolige omgivelser med lav støj"),
    (must("SEN-03", 2.0), "Mulighed for at trække sig tilbage til et roligt rum 2 timer om ugen"),
    (must("SOC-05", 4.0), "Et fast team på højst 4 kolleger"),
]


@pytest.mark.parametrize(("need", "words"), TOUCHED, ids=[need.accommodation for need, _ in TOUCHED])
def test_a_need_the_opening_reaches_beyond_is_told_as_a_condition(need: Need, words: str) -> None:
    assert told(with_need(need)) == {need.accommodation: words}


UNTOUCHED = [
    ("more presence than the opening has", must("SCH-01", 10.0)),
    ("longer days than the opening has", must("SCH-02", 6.0)),
    ("later than she could come anyway", must("SCH-05", 8.0)),
    ("evenings, and the work is by day", must("SCH-06")),
    ("weekends, and the work is on weekdays", must("SCH-07")),
    ("a start at as many hours as there are", must("SCH-10", 10.0)),
    ("time off when there is no work", must("SCH-11", windows=Week.parse("lø 09:00-11:00"))),
    ("time off at no known time", must("SCH-11")),
    ("the journey", must("SCH-13", 30.0)),
    ("the language", must("LNG-01", parts=frozenset({"en"}))),
    ("a lift that no task asks for", must("PHY-01", 5.0)),
    ("something she would like", Need("SEN-01", Necessity.NICE)),
    ("something she ought to have", Need("SCH-05", Necessity.SHOULD, 10.0)),
]


@pytest.mark.parametrize(("why", "need"), UNTOUCHED, ids=[why for why, _ in UNTOUCHED])
def test_a_need_the_opening_stays_within_is_not_told(why: str, need: Need) -> None:
    assert told(with_need(need)) == {}


def test_short_days_do_not_matter_where_the_week_is_shorter() -> None:
    # Four hours a day at most, and the opening has no more than three hours a week.
    assert told(with_need(must("SCH-02", 4.0), hours_max=3.0, hours_total=3.0)) == {}


def test_days_apart_need_no_rest_between_them() -> None:
    days = Week.parse("ma 08:00-14:00; on 08:00-14:00; fr 08:00-14:00")
    assert told(with_need(must("SCH-03", 3.0), windows=days)) == {}


def test_a_schedule_need_is_not_told_when_nobody_has_asked_about_the_work_times() -> None:
    assert told(with_need(must("SCH-05", 9.0), windows=None)) == {}


def test_a_need_about_tasks_is_told_as_the_task_that_is_left_to_others() -> None:
    tasks = (easy(FIRST), easy(SECOND, lift_kg=20.0))
    facts = with_need(must("PHY-01", 5.0), tasks=tasks)
    assert told(facts) == {"PHY-01": ""}
    text = text_of(facts)
    left, others = CATALOGUE.tasks[SECOND].danish, text.split("Opgaver, der løses af andre:")[1]
    assert f"- {left}\n" in others
    assert "løft" not in text.replace(left, "").lower() and "kg" not in text


def text_of(facts: Facts) -> str:
    return employer_text(explain_one(make_world(facts, CATALOGUE), "asta", "hjælper", WEIGHTS), "Person A")


def test_a_task_she_does_not_want_looks_like_one_she_cannot_do() -> None:
    tasks = (easy(FIRST), easy(SECOND, lift_kg=20.0))
    unwilling = asta(wishes=(Wish(WishSubject.TASK, SECOND, wanted=False),))
    unable = asta(needs=(must("PHY-01", 5.0),))
    first, second = (
        text_of(municipality(candidates=(person,), openings=(helper(tasks=tasks),))) for person in (unwilling, unable)
    )
    assert first == second


def test_the_whole_text_for_an_employer() -> None:
    # 8 hours at 80 % with ten minutes of break in the hour: 8 / (0.8 * 50/60) = 12 hours of presence.
    wash, windows = task_named("Vaske op"), task_named("Pudse vinduer udefra")
    person = asta(intensity=0.8, needs=(must("SCH-04", 10.0), must("SEN-03", 1.0), must("SOC-02", 1.0), must("SAF-02")))
    provisions = (offers_it("SEN-03", count=1, hours=10.0), offers_it("SAF-02"), refuses_it("SOC-02"))
    facts = municipality(
        candidates=(person,),
        workplaces=(bakery(provisions=provisions),),
        openings=(helper(title="Opvasker", tasks=(easy(wash, 6.0), easy(windows, 2.0))),),
        offers=(offer(),),
    )
    assert text_of(facts) == "\n".join(
        [
            "Forslag til »Opvasker« hos Bageriet",
            "",
            "Person: Person A",
            "Ordning: fleksjob",
            "Arbejdstid: 8 timer om ugen, fordelt på 12 timer på arbejdspladsen",
            "Tider: inden for mandag til fredag kl. 8-14",
            "",
            "Opgaver:",
            f"- {CATALOGUE.tasks[wash].danish}: 6 timer om ugen",
            f"- {CATALOGUE.tasks[windows].danish}: 2 timer om ugen",
            "",
            "Det skal være på plads:",
            "- En arbejdsplads uden alkohol og rusmidler",
            "- En mentor 1 time om ugen (sørger kommunen for)",
            "- Korte pauser i alt 10 minutter i timen",
            "- Mulighed for at trække sig tilbage til et roligt rum 1 time om ugen",
            "",
            "Dette er et forslag. Kommunen og personen tager stilling sammen med jer, og alle kan sige nej.",
            "I må spørge om, hvad personen kan, og hvad arbejdet skal tage hensyn til. I må som hovedregel ikke spørge "
            "om årsager.",
        ]
    )


def test_there_is_nothing_to_show_an_employer_of_a_pair_that_cannot_be() -> None:
    trace = explain_one(
        make_world(municipality(candidates=(asta(scheme=None),)), CATALOGUE), "asta", "hjælper", WEIGHTS
    )
    with pytest.raises(MatcherError, match="ikke muligt endnu"):
        employer_text(trace, "Person A")


@pytest.mark.parametrize("name", ["", "  ", "asta", "Person asta"])
def test_the_pseudonym_may_not_be_the_id(name: str) -> None:
    trace = explain_one(make_world(municipality(), CATALOGUE), "asta", "hjælper", WEIGHTS)
    with pytest.raises(MatcherError, match="dæknavn"):
        employer_text(trace, name)


def test_an_unknown_candidate_or_opening_is_refused_in_a_sentence() -> None:
    world = make_world(municipality(), CATALOGUE)
    with pytest.raises(MatcherError, match="ingen borger med id bo"):
        touched_needs(world, "bo", "hjælper")
    with pytest.raises(MatcherError, match="ingen stilling med id chef"):
        explain_one(world, "asta", "chef", WEIGHTS)


def test_a_task_that_asks_more_at_this_workplace_is_judged_by_its_own_demands() -> None:
    usual = CATALOGUE.tasks[FIRST]
    light = OpeningTask(FIRST, 10.0, demands=(("lift_kg", 0.0),))
    assert dict(usual.demands)["lift_kg"] > 0
    limit = must("PHY-01", 0.0)
    assert told(with_need(limit, tasks=(light,))) == {}
    assert told(with_need(limit, tasks=(OpeningTask(FIRST, 10.0),))) == {"PHY-01": ""}
