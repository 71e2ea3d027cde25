"""Legal rules that applied, in their version; and what a person must look at because of them."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.columns import make_world
from matcher.domain import Facts, Scheme
from matcher.explanation import explain_one
from matcher.explanation.trace import PairTrace
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, bakery, helper, municipality, must, offer, with_settings

WEIGHTS = load_weights()


def why(facts: Facts) -> PairTrace:
    return explain_one(make_world(facts, CATALOGUE), "asta", "hjælper", WEIGHTS)


def person(**changes: object) -> Facts:
    return municipality(candidates=(asta(**changes),))


def rules(facts: Facts) -> dict[str, str]:
    return {rule.id: rule.how for rule in why(facts).rules}


def notices(facts: Facts) -> list[str]:
    return [f"{notice.kind} {notice.subject}".strip() for notice in why(facts).notices]


def test_a_fleksjob_is_judged_by_the_rules_of_fleksjob() -> None:
    assert set(rules(municipality())) == {
        "scheme_decided",
        "no_minimum_hours",
        "flex_grant_period",
        "ratio_scope",
        "employer_questions",
    }
    assert rules(municipality())["ratio_scope"] == "Fleksjob tæller ikke med i rimelighedskravet."


def test_an_internship_is_judged_by_the_ratio_with_its_numbers() -> None:
    # Twenty full-time staff give room for 20 / 5 = 4; one person is there already.
    facts = municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),), workplaces=(bakery(subsidised_fte=1.0),))
    told = rules(facts)
    assert told["ratio"].startswith("Bageriet har plads til 3 af 4 årsværk. Stillingen bruger 0,22")
    assert told["internship_latest_employer"] == "Bager Bo er ikke borgerens seneste arbejdsgiver."
    assert "flex_grant_period" not in told and "wage_subsidy_duration" not in told


def test_wage_subsidy_lasts_longer_at_a_private_employer() -> None:
    told = rules(person(scheme=Scheme.WAGE_SUBSIDY))
    assert told["wage_subsidy_duration"] == "Bager Bo er en privat arbejdsgiver: højst 6 måneder."
    assert told["net_expansion"] == "Bageriet har 20 ansatte nu og havde 20 i gennemsnit."


def test_assistance_is_capped_by_the_hours() -> None:
    # 20 hours at 37 are 8 · 20 / 37 = 4.32 at eight.
    facts = municipality(
        candidates=(asta(needs=(must("SOC-03", 2.0),)),), offers=(offer(accommodations=frozenset({"SOC-03"})),)
    )
    assert rules(facts)["assistance_cap"] == "Ved stillingens timer kan der højst gives 4,32 timer om ugen."


def test_an_unverified_rule_says_so_and_why() -> None:
    ratio = next(rule for rule in why(person(scheme=Scheme.INTERNSHIP)).rules if rule.id == "ratio")
    assert not ratio.verified and "ikke efterset" in ratio.note
    assert ratio.version == "årsværk (28. december 2021)" and ratio.source.startswith("Bekendtgørelse nr. 2636")


def test_a_rule_that_is_switched_off_is_not_shown() -> None:
    off = with_settings(person(scheme=Scheme.INTERNSHIP), rules=(("ratio", False),))
    assert "ratio" not in rules(off) and "dokumentation ratio" not in notices(off)


def test_statements_that_are_missing_are_listed() -> None:
    assert notices(person(scheme=Scheme.INTERNSHIP)) == ["dokumentation ratio"] * 3
    complete = bakery(ratio_evidence=date(2026, 10, 1), employer_statement=True, union_statement=True)
    assert notices(municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),), workplaces=(complete,))) == []
    without_union = bakery(ratio_evidence=date(2026, 10, 1), employer_statement=True, union_statement=False)
    (notice,) = why(municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),), workplaces=(without_union,))).notices
    assert notice.sentence == (
        "Rimelighedskravet for Bageriet mangler den skriftlige erklæring fra en repræsentant for de ansatte."
    )


@pytest.mark.parametrize(("seasonal", "warned"), [(False, False), (True, True), (None, True)])
def test_an_internship_in_a_seasonal_task_is_warned_about(seasonal: bool | None, warned: bool) -> None:
    facts = municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),), openings=(helper(seasonal=seasonal),))
    assert ("advarsel internship_seasonal" in notices(facts)) is warned


def test_a_fleksjob_at_the_latest_employer_may_be_a_retention_job() -> None:
    facts = person(previous_employers=("bager",))
    assert notices(facts) == ["advarsel retention_flexjob"]
    assert why(facts).notices[0].sentence.endswith("Reglen er ikke efterset mod gældende ret.")
    assert "retention_flexjob" in rules(facts)


def test_four_and_a_half_years_into_the_grant_a_judgement_is_due() -> None:
    # The plan sees 26 weeks ahead, to 24-05-2027; 4.5 years before that is 24-11-2022.
    assert notices(person(grant_from=date(2022, 11, 20))) == ["advarsel flex_grant_period"]
    assert notices(person(grant_from=date(2022, 12, 1))) == []


def test_a_grant_that_ends_within_the_plan_is_warned_about() -> None:
    facts = person(grant_to=date(2027, 1, 31))
    assert [n.sentence for n in why(facts).notices] == [
        "Bevillingen udløber 31-01-2027, inden planens 26 uger er gået."
    ]
