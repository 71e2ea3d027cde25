"""Groups of people by what they need, the hours they want and where they live: what the engine may see of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from matcher.catalogue.loader import Catalogue
from matcher.domain import Candidate, Facts

PROFILES: Mapping[str, str] = {
    "PHY": "fysiske",
    "SEN": "sansemæssige",
    "SOC": "psykosociale",
    "WRK": "psykosociale",
}
"""Need profile by the first letters of an accommodation: pace, deadlines and instructions (WRK) count as psychosocial.
Needs of the week, of safety and of language (SCH, SAF, LNG) say nothing of a profile."""
NO_PROFILE, SEVERAL = "ingen af dem", "flere slags"
HOURS = ((5.0, "højst 5 timer"), (10.0, "over 5 til 10 timer"), (15.0, "over 10 til 15 timer"))
MORE_HOURS = "over 15 timer"
KILOMETRES = ((5.0, "under 5 km"), (15.0, "5 til 15 km"))
FURTHER = "over 15 km"


def labels_of(facts: Facts, catalogue: Catalogue, rows: Sequence[Candidate]) -> dict[str, list[str]]:
    """By kind of group: the label of each candidate, empty when it is not known."""
    middle = busiest_postcode(facts)
    return {
        "needs": [need_profile(row) for row in rows],
        "hours": [hours_band(row.hours_target) for row in rows],
        "postcode": [postcode_band(catalogue, row.postcode, middle) for row in rows],
    }


def need_profile(candidate: Candidate) -> str:
    """Of which kind her needs are; never which they are."""
    found = {PROFILES[need.accommodation[:3]] for need in candidate.needs if need.accommodation[:3] in PROFILES}
    if len(found) > 1:
        return SEVERAL
    return found.pop() if found else NO_PROFILE


def hours_band(hours: float) -> str:
    """The band of the hours a week she asks for: people who want few must not vanish."""
    return next((label for most, label in HOURS if hours <= most), MORE_HOURS)


def busiest_postcode(facts: Facts) -> str:
    """The postcode with the most places, the smallest of several; empty when there is no opening."""
    places: Counter[str] = Counter()
    for opening in facts.openings:
        places[facts.workplace_by_id[opening.workplace].postcode] += opening.places
    return min(places, key=lambda code: (-places[code], code), default="")


def postcode_band(catalogue: Catalogue, postcode: str, middle: str) -> str:
    """How far her postal district is from the one with the most places, in a straight line."""
    districts = catalogue.postcodes
    if postcode not in districts or middle not in districts:
        return ""
    distance = districts[postcode].km_to(districts[middle])
    return next((label for most, label in KILOMETRES if distance < most), FURTHER)
