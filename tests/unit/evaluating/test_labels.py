"""Groups of people by needs, hours and home."""

from __future__ import annotations

import pytest

from matcher.domain import Need
from matcher.evaluating.labels import busiest_postcode, hours_band, labels_of, need_profile, postcode_band
from tests.municipality import CATALOGUE, asta, bakery, helper, municipality, must


@pytest.mark.parametrize(
    ("needs", "profile"),
    [
        ((), "ingen af dem"),
        ((must("SCH-01", 20.0),), "ingen af dem"),
        ((must("PHY-03"), must("PHY-09")), "fysiske"),
        ((must("SEN-01"), must("SCH-01", 20.0)), "sansemæssige"),
        ((must("SOC-02"), must("WRK-02")), "psykosociale"),
        ((must("PHY-03"), must("SEN-01")), "flere slags"),
    ],
)
def test_a_profile_says_of_which_kind_needs_are_and_no_more(needs: tuple[Need, ...], profile: str) -> None:
    assert need_profile(asta(needs=needs)) == profile


def test_few_hours_are_a_group_of_their_own() -> None:
    assert [hours_band(hours) for hours in (2, 5, 5.5, 10, 15, 37)] == [
        "højst 5 timer",
        "højst 5 timer",
        "over 5 til 10 timer",
        "over 5 til 10 timer",
        "over 10 til 15 timer",
        "over 15 timer",
    ]


def test_distance_is_from_where_most_places_are() -> None:
    # Kolding to Fredericia is 14.8 km; one place in Fredericia, two in Kolding.
    facts = municipality(
        candidates=(asta(), asta(id="bo", postcode="7000"), asta(id="cille", postcode="8000")),
        workplaces=(bakery(), bakery(id="andet", postcode="7000")),
        openings=(helper(places=2), helper(id="anden", workplace="andet")),
    )
    assert busiest_postcode(facts) == "6000"
    assert labels_of(facts, CATALOGUE, facts.candidates)["postcode"] == ["under 5 km", "5 til 15 km", "over 15 km"]
    assert postcode_band(CATALOGUE, "6000", "") == ""
