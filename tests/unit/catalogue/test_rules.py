"""Legal rules with dates, sources and switches."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.domain.errors import MatcherError
from matcher.domain.rule import LegalRule

CATALOGUE = load_catalogue()
PLAN_DAY = date(2026, 11, 23)


def rule(rule_id: str, day: date = PLAN_DAY) -> LegalRule:
    found = CATALOGUE.rule(rule_id, day)
    assert found is not None
    return found


def test_every_rule_has_a_source_and_every_unverified_rule_says_what_is_doubtful() -> None:
    for each in CATALOGUE.rules:
        assert each.source
        assert each.verified or each.note


def test_the_rules_that_lean_on_old_or_own_readings_are_marked_unverified() -> None:
    assert {each.id for each in CATALOGUE.rules if not each.verified} == {
        "ratio",
        "ratio_scope",
        "net_expansion",
        "wage_subsidy_duration",
        "sheltered_latest_employer",
        "sheltered_related_employer",
        "sheltered_subsidy",
        "sheltered_follow_up",
        "retention_flexjob",
    }


def test_the_ratio_is_counted_in_heads_until_the_27th_of_december_2021_and_in_full_time_fractions_after() -> None:
    assert dict(rule("ratio", date(2021, 12, 27)).parameters)["counted_in"] == "heads"
    assert dict(rule("ratio", date(2021, 12, 28)).parameters)["counted_in"] == "fte"
    assert [version.valid_from for version in CATALOGUE.rule_versions("ratio")] == [None, date(2021, 12, 28)]


def test_the_ratio_carries_its_own_numbers() -> None:
    ratio = rule("ratio")
    names = ("first_ratio", "first_band", "second_ratio", "minimum", "average_months")
    assert [ratio.number(name) for name in names] == [5, 50, 10, 1, 4]
    assert set(ratio.schemes) == {"praktik", "løntilskud", "skånejob"}
    assert dict(rule("ratio_scope").parameters)["fleksjob_counts"] is False


def test_net_expansion_does_not_concern_internships() -> None:
    assert set(rule("net_expansion").schemes) == {"løntilskud", "skånejob"}


def test_the_social_clause_is_not_yet_in_force_in_june_2022() -> None:
    assert CATALOGUE.rule("social_clause", date(2022, 6, 30)) is None
    assert rule("social_clause", date(2022, 7, 1)).number("threshold_dkk") == 5_000_000


def test_assistance_is_twenty_hours_at_thirty_seven() -> None:
    cap = rule("assistance_cap")
    assert cap.number("hours") * 18.5 / cap.number("full_time") == 10
    assert dict(cap.parameters)["accommodation"] == "SOC-03"


def test_an_unknown_rule_has_no_versions() -> None:
    assert CATALOGUE.rule("nothing", PLAN_DAY) is None
    assert CATALOGUE.rule_versions("nothing") == ()


def test_a_municipality_may_turn_a_rule_off_and_set_its_numbers() -> None:
    rules = CATALOGUE.rules_on(
        PLAN_DAY,
        switches=[("net_expansion", False)],
        parameters=[("ratio", "minimum", 2), ("ratio_scope", "fleksjob_counts", 1)],
    )
    assert "net_expansion" not in rules
    assert rules["ratio"].number("minimum") == 2
    assert dict(rules["ratio_scope"].parameters)["fleksjob_counts"] is True
    assert "net_expansion" in CATALOGUE.rules_on(PLAN_DAY)
    assert rule("ratio").number("minimum") == 1


def test_a_rule_turned_on_still_waits_for_its_first_day() -> None:
    assert "social_clause" not in CATALOGUE.rules_on(date(2022, 6, 30), switches=[("social_clause", True)])


@pytest.mark.parametrize(
    ("switches", "parameters", "named"),
    [
        ([("rato", False)], [], "rato"),
        ([], [("rato", "minimum", 1.0)], "rato"),
        ([], [("ratio", "minimun", 1.0)], "minimun"),
        ([], [("ratio", "counted_in", 1.0)], "counted_in"),
    ],
)
def test_a_misspelt_setting_is_refused_by_name(
    switches: list[tuple[str, bool]], parameters: list[tuple[str, str, float]], named: str
) -> None:
    with pytest.raises(MatcherError, match=named):
        CATALOGUE.rules_on(PLAN_DAY, switches, parameters)
