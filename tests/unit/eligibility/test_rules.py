"""Every hard rule alone: one change to a pair that fits, the rule that speaks, its sentence, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from matcher.columns import make_world
from matcher.domain import (
    Answer,
    Binding,
    BindingKind,
    DanishLevel,
    Facts,
    Provision,
    Scheme,
    Week,
    Wish,
    WishSubject,
)
from matcher.domain.reason import Verdict, applied
from matcher.eligibility import HARD_RULES, counterfactual, explain_pair
from tests.municipality import (
    CATALOGUE,
    FIRST,
    SECOND,
    asta,
    bakery,
    budget,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
    refuses_it,
)

NO, ASK = Verdict.NO, Verdict.ASK


@dataclass(frozen=True)
class Case:
    """One change of the pair that fits, and what is expected of it."""

    name: str
    rule: str
    verdict: Verdict
    facts: Facts
    words: str


def person(**changes: object) -> Facts:
    return municipality(candidates=(asta(**changes),))


def needing(*needs: object, provisions: tuple[Provision, ...] = (), **tables: Any) -> Facts:
    return municipality(candidates=(asta(needs=needs),), workplaces=(bakery(provisions=provisions),), **tables)


def opening(**changes: object) -> Facts:
    return municipality(openings=(helper(**changes),))


def internship(workplace: dict[str, object] | None = None, **changes: object) -> Facts:
    return municipality(
        candidates=(asta(scheme=Scheme.INTERNSHIP, **changes),), workplaces=(bakery(**(workplace or {})),)
    )


def subsidised(**workplace: object) -> Facts:
    return municipality(candidates=(asta(scheme=Scheme.WAGE_SUBSIDY),), workplaces=(bakery(**workplace),))


SECTOR = bakery().sector
GRANT_TOO_LATE = municipality(
    candidates=(asta(grant_from=date(2027, 6, 1)),), openings=(helper(latest_start=date(2027, 1, 1)),)
)
CASES = [
    Case("far away", "commute", NO, person(postcode="1050"), "borgerens grænse er 30 minutter"),
    Case("longest journey not asked", "commute", ASK, person(commute_max=None), "ikke oplyst, hvor langt"),
    Case("transport not asked", "commute", ASK, person(transport=None), "ikke oplyst, hvordan"),
    # Same postcode: 1.5 km × 1.3 / 15 km/h = 7.8 min + 2 = 9.8 minutes by bicycle.
    Case("short journey needed", "commute", NO, needing(must("SCH-13", 9)), "10 minutter hver vej"),
    Case("too little Danish", "language", NO, person(danish=DanishLevel.NONE), "kræver dansk på niveau »basis«"),
    Case("Danish not asked", "language", ASK, person(danish=None), "hvor meget dansk borgeren kan"),
    Case("required Danish not asked", "language", ASK, opening(danish=None), "hvor meget dansk stillingen"),
    Case(
        "no licence",
        "certificates",
        NO,
        opening(certificates=frozenset({next(iter(CATALOGUE.certificates))})),
        "mangler",
    ),
    Case(
        "licence not asked",
        "certificates",
        ASK,
        municipality(
            candidates=(asta(certificates=None),),
            openings=(helper(certificates=frozenset({next(iter(CATALOGUE.certificates))})),),
        ),
        "ikke oplyst, om borgeren har det",
    ),
    Case(
        "too late",
        "dates",
        NO,
        municipality(
            candidates=(asta(available_from=date(2027, 3, 1)),), openings=(helper(latest_start=date(2027, 1, 1)),)
        ),
        "senest 01-01-2027",
    ),
    Case("sector not wanted", "own_no", NO, person(wishes=(Wish(WishSubject.SECTOR, SECTOR, False),)), "nej til"),
    Case("employer not wanted", "own_no", NO, person(wishes=(Wish(WishSubject.EMPLOYER, "bager", False),)), "Bager Bo"),
    Case(
        "place not wanted", "own_no", NO, person(wishes=(Wish(WishSubject.WORKPLACE, "bageriet", False),)), "Bageriet"
    ),
    Case(
        "forbidden",
        "forbidden",
        NO,
        municipality(bindings=(Binding("asta", "hjælper", BindingKind.FORBID, "uvenner"),)),
        "uvenner",
    ),
    Case("other schemes", "scheme", NO, opening(schemes=frozenset({Scheme.ORDINARY})), "tager ikke imod fleksjob"),
    Case("scheme not decided", "scheme", ASK, person(scheme=None), "ikke afgjort"),
    Case("grant runs out", "grant", NO, person(grant_to=date(2026, 11, 22)), "udløber 22-11-2026"),
    # 20 ordinary staff allow 4; eight hours take 8/37 = 0.216 of the 0.1 that is left.
    Case("no room under the ratio", "ratio", NO, internship({"subsidised_fte": 3.9}), "plads til 0,1 årsværk"),
    Case(
        "ratio not counted",
        "ratio",
        ASK,
        internship({"ordinary_fte": None, "subsidised_fte": 1.0}),
        "kan ikke beregnes",
    ),
    Case("staff shrinking", "net_expansion", NO, subsidised(staff_now=19.0), "færre ansatte"),
    Case("post fell vacant", "net_expansion", NO, subsidised(vacancy_by_dismissal=True), "afskedigelse"),
    Case("staff not counted", "net_expansion", ASK, subsidised(staff_12_months=None), "mangler tal"),
    Case("latest employer", "latest_employer", NO, internship(previous_employers=("bager",)), "seneste arbejdsgiver"),
    Case(
        "spouse's firm",
        "related_employer",
        NO,
        person(scheme=Scheme.SHELTERED_JOB, related_employers=frozenset({"bager"})),
        "ægtefælle",
    ),
    Case(
        "core task too heavy",
        "task_limits",
        NO,
        municipality(
            candidates=(asta(needs=(must("PHY-01", 5.0),)),),
            openings=(helper(tasks=(easy(core=True, lift_kg=10.0), easy(SECOND, 10.0))),),
        ),
        "tungeste løft 10 kg mod højst 5 kg",
    ),
    Case(
        "core task not wanted",
        "own_tasks",
        NO,
        municipality(
            candidates=(asta(wishes=(Wish(WishSubject.TASK, FIRST, False),)),),
            openings=(helper(tasks=(easy(core=True), easy(SECOND, 10.0))),),
        ),
        "kerneopgave",
    ),
    Case("too few hours in doable tasks", "task_hours", NO, opening(tasks=(easy(hours=3.5),)), "3,5 timer om ugen"),
    Case(
        "opening too big",
        "hours",
        NO,
        opening(hours_min=13.0, hours_max=20.0, hours_total=20.0, tasks=(easy(hours=20.0),)),
        "mindst 13",
    ),
    Case("opening too small", "hours", NO, opening(hours_min=2.0, hours_max=3.5), "højst 3,5"),
    Case("gradual start", "gradual_start", NO, needing(must("SCH-10", 2.0)), "begynde med 2 timer"),
    Case("no common hours", "week", NO, opening(windows=Week.parse("lø 08:00-14:00; sø 08:00-09:00")), "plads til 0"),
    Case("availability not asked", "week", ASK, person(availability=None), "hvornår borgeren kan"),
    Case("windows not asked", "week", ASK, opening(windows=None), "hvornår arbejdet"),
    # Four effective hours at half intensity are eight hours of presence; two days of three hours give six.
    Case(
        "slow and short days",
        "week",
        NO,
        municipality(candidates=(asta(intensity=0.5, needs=(must("SCH-02", 3.0), must("SCH-03", 2.0))),)),
        "8 timers tilstedeværelse",
    ),
    Case("noisy", "conditions", NO, needing(must("SEN-01"), provisions=(refuses_it("SEN-01"),)), "kan Bageriet ikke"),
    Case("grant begins too late", "dates", NO, GRANT_TOO_LATE, "tidligst 01-06-2027"),
    Case("Bornholm", "commute", NO, person(postcode="3700", commute_max=None), "Rejsen er"),
    Case("block of treatment not said", "week", ASK, needing(must("SCH-11")), "faste tider"),
    # Two hours a week do not fill one shift of five.
    Case(
        "shifts too long",
        "week",
        NO,
        municipality(
            candidates=(asta(hours_min=1.0, hours_target=2.0, hours_max=2.0),),
            openings=(helper(hours_min=1.0, shortest_shift=5.0),),
        ),
        "tilstedeværelse",
    ),
    Case(
        "languages not named",
        "conditions",
        ASK,
        needing(must("LNG-01", parts=frozenset({"ar"})), provisions=(offers_it("LNG-01"),)),
        "svaret mangler",
    ),
    Case("noise not asked", "conditions", ASK, needing(must("SEN-01")), "ikke spurgt"),
    Case(
        "too many colleagues",
        "conditions",
        NO,
        needing(must("SOC-05", 4.0), provisions=(offers_it("SOC-05", amount=6.0),)),
        "4 kolleger",
    ),
    Case(
        "colleagues not counted",
        "conditions",
        ASK,
        needing(must("SOC-05", 4.0), provisions=(offers_it("SOC-05"),)),
        "svaret mangler et tal",
    ),
    Case(
        "steps but no lift",
        "conditions",
        NO,
        needing(
            must("PHY-09", parts=frozenset({"lift"})),
            provisions=(offers_it("PHY-09", parts=frozenset({"step_free"})),),
        ),
        "kan Bageriet ikke",
    ),
    Case("no desk", "equipment", NO, needing(must("PHY-03"), provisions=(refuses_it("PHY-03"),)), "kan Bageriet ikke"),
    Case("desk not asked", "equipment", ASK, needing(must("PHY-03")), "ikke spurgt"),
    Case(
        "room too busy",
        "equipment",
        NO,
        needing(must("SEN-03", 5.0), provisions=(offers_it("SEN-03", count=1, hours=4.0),)),
        "5 timer om ugen",
    ),
    Case(
        "no mentor", "support", NO, needing(must("SOC-02", 2.0), provisions=(refuses_it("SOC-02"),)), "2 timer om ugen"
    ),
    Case(
        "mentors give too few hours each",
        "support",
        NO,
        needing(must("SOC-02", 4.0), provisions=(refuses_it("SOC-02"),), offers=(offer(),)),
        "støttetilbud",
    ),
    Case(
        "the budget does not reach",
        "support",
        NO,
        # Two hours a week for 26 weeks at 100 kr. are 5,200 kr.
        needing(
            must("SOC-02", 2.0),
            provisions=(refuses_it("SOC-02"),),
            offers=(offer(cost_per_hour=100.0, budget="pulje"),),
            budgets=(budget(5_199.0),),
        ),
        "støttetilbud",
    ),
    # Eight hours of 37 give 20 × 8 / 37 = 4.32 hours of assistance.
    Case(
        "more assistance than the law gives",
        "assistance_cap",
        NO,
        needing(must("SOC-03", 4.5), provisions=(offers_it("SOC-03", hours=10.0),)),
        "højst gives 4,32",
    ),
]


def test_asta_and_the_bakery_fit() -> None:
    assert explain_pair(make_world(municipality(), CATALOGUE), "asta", "hjælper") == (Verdict.YES, [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_change_makes_one_rule_speak(case: Case) -> None:
    verdict, reasons = explain_pair(make_world(case.facts, CATALOGUE), "asta", "hjælper")
    assert verdict is case.verdict
    assert {reason.rule for reason in reasons} == {case.rule}
    assert case.words in " ".join(reason.sentence for reason in reasons)
    for reason in reasons:
        assert reason.sentence.endswith(".")
        assert bool(reason.question) is (reason.verdict is ASK)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_named_way_back_makes_the_pair_fit(case: Case) -> None:
    world = make_world(case.facts, CATALOGUE)
    way = counterfactual(world, "asta", "hjælper")
    assert way.reached and way.changes
    mended = make_world(applied(world.facts, way.changes), CATALOGUE)
    assert explain_pair(mended, "asta", "hjælper") == (Verdict.YES, [])


def test_every_hard_rule_has_a_case() -> None:
    assert {rule.id for rule in HARD_RULES} == {case.rule for case in CASES}


@pytest.mark.parametrize(
    "facts",
    [
        # Six colleagues are few enough for one who can be with eight.
        needing(must("SOC-05", 8.0), provisions=(offers_it("SOC-05", amount=6.0),)),
        needing(must("PHY-03"), provisions=(offers_it("PHY-03", count=1),)),
        needing(must("SEN-03", 4.0), provisions=(offers_it("SEN-03", count=2, hours=2.0),)),
        needing(must("SOC-02", 2.0), provisions=(offers_it("SOC-02", hours=2.0),)),
        # The workplace has no mentor, the municipality has.
        needing(must("SOC-02", 2.0), provisions=(refuses_it("SOC-02"),), offers=(offer(),)),
        needing(
            must("SOC-02", 2.0),
            provisions=(Provision("SOC-02", Answer.NOT_ASKED),),
            offers=(offer(cost_per_hour=100.0, budget="pulje"),),
            budgets=(budget(5_200.0),),
        ),
        # A heavy task that is not core is left to others; the other task gives hours enough.
        municipality(
            candidates=(asta(needs=(must("PHY-01", 5.0),)),),
            openings=(helper(tasks=(easy(lift_kg=10.0), easy(SECOND, 4.0))),),
        ),
        # A shared language stands in for Danish.
        municipality(
            candidates=(asta(danish=DanishLevel.NONE, languages=frozenset({"en"})),),
            openings=(helper(languages=frozenset({"en"})),),
        ),
        # Fleksjob takes no room under the ratio, and an earlier employer may take her in a fleksjob.
        municipality(workplaces=(bakery(ordinary_fte=None),)),
        person(previous_employers=("bager",)),
        # A full day is 7.4 hours: hours need not be halves.
        municipality(
            candidates=(asta(hours_min=7.4, hours_target=7.4, hours_max=7.4),),
            openings=(helper(hours_min=7.4, hours_max=7.4, hours_total=7.4, tasks=(easy(hours=7.4),)),),
        ),
        # Who speaks Danish fluently need not ask how much it takes.
        municipality(candidates=(asta(danish=DanishLevel.FLUENT),), openings=(helper(danish=None),)),
        # One place under the ratio is always allowed, however few there are.
        internship({"ordinary_fte": None}),
        # Plain Danish is what a workplace means that says yes without naming languages.
        needing(must("LNG-01"), provisions=(offers_it("LNG-01"),)),
    ],
)
def test_what_meets_a_need_lets_the_pair_through(facts: Facts) -> None:
    assert explain_pair(make_world(facts, CATALOGUE), "asta", "hjælper")[0] is Verdict.YES


def test_a_rule_switched_off_no_longer_blocks() -> None:
    facts = internship(previous_employers=("bager",))
    facts = replace(facts, settings=replace(facts.settings, rules=(("internship_latest_employer", False),)))
    assert explain_pair(make_world(facts, CATALOGUE), "asta", "hjælper")[0] is Verdict.YES


def test_all_reasons_are_told_not_only_the_first() -> None:
    facts = municipality(candidates=(asta(postcode="1050", danish=None, needs=(must("SEN-01"),)),))
    _, reasons = explain_pair(make_world(facts, CATALOGUE), "asta", "hjælper")
    assert [reason.rule for reason in reasons] == ["commute", "language", "conditions"]
    assert [reason.verdict for reason in reasons] == [NO, ASK, ASK]
