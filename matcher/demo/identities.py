"""Names, sex and birth year of invented people; drawn apart from everything else, and never a CPR number."""

from __future__ import annotations

import numpy as np

from matcher.demo import assumptions as rate
from matcher.demo.draws import happens, pick, whole
from matcher.demo.names import GIVEN_FEMALE, GIVEN_MALE, SURNAMES
from matcher.demo.people import unasked
from matcher.domain import Identity


def draw_identities(rng: np.random.Generator, candidates: list[str]) -> tuple[Identity, ...]:
    """One identity for each candidate id."""
    n = len(candidates)
    woman = happens(rng, rate.WOMEN.value, n)
    female, male, surname = pick(rng, GIVEN_FEMALE, n), pick(rng, GIVEN_MALE, n), pick(rng, SURNAMES, n)
    born = whole(rng, *rate.BIRTH_YEARS.value, n)
    confidence = unasked(
        rng,
        1 - rate.CONFIDENCE_SHARE.value,
        np.round(rng.beta(rate.CONFIDENCE_SHAPE.value, rate.CONFIDENCE_SHAPE.value, n), 1).tolist(),
    )
    return tuple(
        Identity(
            candidate=candidate,
            name=f"{female[i] if woman[i] else male[i]} {surname[i]}",
            sex="kvinde" if woman[i] else "mand",
            birth_year=born[i],
            caseworker_confidence=confidence[i],
        )
        for i, candidate in enumerate(candidates)
    )
