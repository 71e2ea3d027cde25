"""Whatever is learned: no pair becomes eligible by it, no forbidden attribute moves it, no direction turns round."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.features import FEATURE_NAMES, FEATURES
from matcher.learning import Learnable, Past, learn, learnable
from matcher.options import build_options
from matcher.pairs import Pairs, find_pairs
from matcher.supply import make_supply
from matcher.weights import Weights, learned_weights, load_weights
from models.training import Outcomes
from tests.municipality import CATALOGUE

VILLAGE = make_municipality("village", 3, CATALOGUE)
DAY = np.datetime64(VILLAGE.settings.day)
MANY = len(FEATURE_NAMES)


@st.composite
def learned(draw: st.DrawFn) -> Weights:
    """Weights learned from any outcomes at all, also such as speak against everything experts believe."""
    n = draw(st.integers(0, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = random.random((n, MANY)).round(draw(st.integers(0, 3)))
    against = draw(st.floats(-20, 20))
    weeks = np.where(x.sum(axis=1) * against > MANY / 2 * against, 40, 2) if n else np.zeros(0)
    began = DAY - np.timedelta64(300, "D") + random.integers(0, 250, n).astype("timedelta64[D]")
    ended = began + (weeks * 7).astype("timedelta64[D]")
    ended[ended > DAY] = np.datetime64("NaT")
    found = Learnable(Outcomes(x, began, ended, DAY, np.full(n, np.nan)), n, 0, 0)
    return learned_weights(load_weights(), "mo_1", learn(found, load_weights()))


@cache
def village() -> tuple[Pairs, frozenset[tuple[str, str]]]:
    pairs = find_pairs(make_world(VILLAGE, CATALOGUE))
    openings = sorted(opening.id for opening in VILLAGE.openings)
    named = {(pairs.rows[c].id, openings[o]) for c, o in zip(pairs.candidate, pairs.opening, strict=True)}
    return pairs, frozenset(named)


@settings(max_examples=15)
@given(learned())
def test_a_learned_model_never_makes_an_ineligible_pair_eligible(weights: Weights) -> None:
    pairs, eligible = village()
    world = make_world(VILLAGE, CATALOGUE)
    options = build_options(world, pairs, weights)
    openings = sorted(opening.id for opening in VILLAGE.openings)
    assert {
        (pairs.rows[c].id, openings[o]) for c, o in zip(options.candidate, options.opening, strict=True)
    } <= eligible
    supply = make_supply(VILLAGE, CATALOGUE, weights)
    for candidate in VILLAGE.candidates[:6]:
        shown = {(candidate.id, s.proposal.opening) for s in supply.suggest(candidate, 20).suggestions}
        assert shown <= eligible


@settings(max_examples=60)
@given(learned(), st.integers(0, MANY - 1), st.lists(st.floats(0, 1), min_size=MANY, max_size=MANY), st.floats(0, 1))
def test_more_of_a_feature_never_moves_the_score_against_its_direction(
    weights: Weights, which: int, row: list[float], more: float
) -> None:
    x = np.array([row, row])
    x[1, which] = max(row[which], more)
    low, high = weights.fit.probability(x)
    assert (high - low) * FEATURES[which].direction >= 0
    assert weights.fit.weights[which] * FEATURES[which].direction >= 0


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_swapping_forbidden_attributes_changes_neither_what_is_learned_from_nor_a_score(seed: int) -> None:
    random = np.random.default_rng(seed)
    order = random.permutation(len(VILLAGE.identities))
    swapped = replace(
        VILLAGE,
        identities=tuple(
            replace(VILLAGE.identities[o], candidate=identity.candidate)
            for identity, o in zip(VILLAGE.identities, order, strict=True)
        ),
    )
    past = [Past(o) for o in VILLAGE.outcomes]
    before, after = (learnable(facts, past, CATALOGUE, VILLAGE.settings.day) for facts in (VILLAGE, swapped))
    assert before.outcomes.x.tobytes() == after.outcomes.x.tobytes()
    pairs = find_pairs(make_world(swapped, CATALOGUE))
    assert pairs.features.tobytes() == village()[0].features.tobytes()


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_outcomes_and_people_says_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    mixed = replace(
        VILLAGE,
        candidates=tuple(VILLAGE.candidates[i] for i in random.permutation(len(VILLAGE.candidates))),
        outcomes=tuple(VILLAGE.outcomes[i] for i in random.permutation(len(VILLAGE.outcomes))),
    )
    one, two = (
        learn(learnable(facts, [Past(o) for o in facts.outcomes], CATALOGUE, facts.settings.day), load_weights())
        for facts in (VILLAGE, mixed)
    )
    assert one.checksum == two.checksum
