"""Whatever is learned: no pair becomes eligible by it, no forbidden attribute moves it, no direction turns round."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.columns import make_world
from matcher.demo import make_municipality
from matcher.domain import Candidate, Facts, Identity, Need
from matcher.domain.reason import Verdict
from matcher.eligibility import explain_pair
from matcher.features import FEATURE_NAMES, FEATURES
from matcher.features.names import FORBIDDEN
from matcher.learning import Learnable, Past, learn, learnable
from matcher.pairs import Pairs, find_pairs
from matcher.pipeline import PlanRequest, make_plan
from matcher.supply import make_supply
from matcher.weights import Weights, learned_weights, load_weights
from models.similarity import AdditiveScore
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


EXTREME = (0.0, 1e-9, 1.0, 30.0, 1e6, 1e300)


@st.composite
def extreme(draw: st.DrawFn) -> Weights:
    """Weights that no outcomes would give: next to nothing or beyond all measure, for or against what is documented."""
    numbers = draw(st.lists(st.sampled_from(EXTREME), min_size=MANY + 1, max_size=MANY + 1))
    turned = draw(st.lists(st.booleans(), min_size=MANY + 1, max_size=MANY + 1))
    signed = [-number if turn else number for number, turn in zip(numbers, turned, strict=True)]
    # As a model that was read from a file would be, had it come past the door that refuses turned directions.
    return replace(load_weights(), fit=AdditiveScore(FEATURE_NAMES, tuple(signed[:-1]), signed[-1]), model="mo_1")


ALL_FOR = replace(load_weights(), fit=AdditiveScore(FEATURE_NAMES, (1e300,) * MANY, 1e300), model="mo_1")
ALL_AGAINST = replace(load_weights(), fit=AdditiveScore(FEATURE_NAMES, (-1e300,) * MANY, -1e300), model="mo_1")


@cache
def village() -> tuple[Pairs, frozenset[tuple[str, str]]]:
    """The pairs that planning works with, and those that no rule, asked of one pair at a time, is against."""
    world = make_world(VILLAGE, CATALOGUE)
    allowed = frozenset(
        (candidate.id, opening.id)
        for candidate in VILLAGE.candidates
        for opening in VILLAGE.openings
        if explain_pair(world, candidate.id, opening.id)[0] is Verdict.YES
    )
    # Most pairs are not eligible, so that there is something to be let in wrongly.
    assert 0 < len(allowed) < len(VILLAGE.candidates) * len(VILLAGE.openings) / 2
    return find_pairs(world), allowed


def seen_by_people(facts: Facts, weights: Weights) -> dict[str, Any]:
    """All that comes of a fit: the options of a plan with their scores, the plan, everybody's suggestions and lists."""
    planned = make_plan(facts, CATALOGUE, weights, PlanRequest(seed=1))
    options, supply = planned.options, make_supply(facts, CATALOGUE, weights)
    candidates, openings = planned.pairs.rows, [o.id for o in planned.world.openings.rows]
    return {
        "scores": weights.fit.probability(planned.pairs.features).tobytes(),
        "options": [
            (candidates[c].id, openings[o], worth)
            for c, o, worth in zip(options.candidate, options.opening, options.valued.total.tolist(), strict=True)
        ],
        "plan": replace(planned.plan, seconds=()),
        "suggestions": [supply.suggest(candidate, len(openings)) for candidate in candidates],
        "shortlists": [supply.shortlist(candidates, opening, len(candidates)) for opening in openings],
    }


def pairs_of(seen: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    """The pairs that each of these holds."""
    return {
        "options": {(candidate, opening) for candidate, opening, _ in seen["options"]},
        "plan": {(one.candidate, one.opening) for one in seen["plan"].placements},
        "suggestions": {
            (one.candidate, suggested.proposal.opening) for one in seen["suggestions"] for suggested in one.suggestions
        },
        "shortlists": {(one.candidate, listed.opening) for listed in seen["shortlists"] for one in listed.listed},
    }


@settings(max_examples=5, deadline=None)
@given(st.one_of(learned(), extreme()))
@example(ALL_FOR)
@example(ALL_AGAINST)
def test_no_weights_make_an_ineligible_pair_appear_anywhere(weights: Weights) -> None:
    _, allowed = village()
    shown = pairs_of(seen_by_people(VILLAGE, weights))
    assert {name: pairs - allowed for name, pairs in shown.items()} == dict.fromkeys(shown, set())
    # Nobody is kept out by them either: what is possible is listed, however little it is worth.
    assert shown["options"] == shown["suggestions"] == shown["shortlists"] == allowed


@settings(max_examples=60)
@given(learned(), st.lists(st.floats(0, 1), min_size=MANY, max_size=MANY), st.floats(0, 1))
def test_more_of_any_feature_never_moves_the_score_against_its_direction(
    weights: Weights, row: list[float], more: float
) -> None:
    rows = np.vstack([row, village()[0].features])
    before = weights.fit.probability(rows)
    for which, feature in enumerate(FEATURES):
        raised = rows.copy()
        raised[:, which] = np.maximum(raised[:, which], more)
        after = weights.fit.probability(raised)
        assert ((after - before) * feature.direction >= 0).all(), feature.name
        assert weights.fit.weights[which] * feature.direction >= 0, feature.name
        # Where it has weight and the score is not at its end, more of it makes a difference.
        told = (np.abs(raised - rows)[:, which] > 0.01) & (np.abs(before - 0.5) < 0.499) & (np.abs(after - 0.5) < 0.499)
        if abs(weights.fit.weights[which]) > 0.01:
            assert ((after - before)[told] * feature.direction > 0).all(), feature.name


def test_what_is_swapped_is_all_that_is_known_of_who_somebody_is() -> None:
    # What may never be a feature is in the identity, or is not known of a person at all.
    assert {field.name for field in fields(Identity)} - {"candidate"} == set(SWAPPED)
    for noun in (Candidate, Need):
        words = {word for field in fields(noun) for word in field.name.split("_")}
        assert words & set(FORBIDDEN) == set(), noun.__name__


SWAPPED = ("name", "cpr", "sex", "birth_year", "caseworker_confidence")


@st.composite
def swapped(draw: st.DrawFn) -> Facts:
    """The same people with each other's identities, with others' invented, or with none."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    how = draw(st.sampled_from(["exchanged", "invented", "unknown"]))
    known = VILLAGE.identities
    values: dict[str, list[Any]] = {}
    for name in SWAPPED:
        own = [getattr(identity, name) for identity in known]
        values[name] = {
            # Each attribute by itself, so that none is tied to another.
            "exchanged": [own[place] for place in random.permutation(len(own))],
            "invented": [_invented(name, random) for _ in own],
            "unknown": [None] * len(own),
        }[how]
    people = tuple(
        replace(identity, **{name: values[name][place] for name in SWAPPED}) for place, identity in enumerate(known)
    )
    return replace(VILLAGE, identities=people)


def _invented(name: str, random: np.random.Generator) -> Any:
    return {
        "name": f"Person {random.integers(1_000_000)}",
        "cpr": f"{random.integers(1, 28):02}0190-{random.integers(1000, 9999)}",
        "sex": ["kvinde", "mand", "andet"][random.integers(3)],
        "birth_year": int(random.integers(1930, 2010)),
        "caseworker_confidence": float(random.random()),
    }[name]


def learned_and_seen(facts: Facts) -> tuple[str, Weights, dict[str, Any]]:
    """From facts to features, from outcomes to weights, and to what comes of them."""
    past = [Past(outcome) for outcome in facts.outcomes]
    found = learnable(facts, past, CATALOGUE, facts.settings.day)
    model = learn(found, load_weights())
    weights = learned_weights(load_weights(), "mo_1", model)
    return model.checksum, weights, seen_by_people(facts, weights)


@cache
def as_they_are() -> tuple[str, Weights, dict[str, Any]]:
    checksum, weights, seen = learned_and_seen(VILLAGE)
    # Something was learned, and something comes of it.
    assert weights.fit != load_weights().fit
    assert seen["plan"].placements and seen["options"]
    return checksum, weights, seen


@settings(max_examples=6, deadline=None)
@given(swapped())
def test_swapping_forbidden_attributes_changes_nothing_learned_scored_planned_or_listed(facts: Facts) -> None:
    assert facts.identities != VILLAGE.identities
    checksum, weights, seen = learned_and_seen(facts)
    before, were, saw = as_they_are()
    assert (checksum, weights.fingerprint, weights.fit) == (before, were.fingerprint, were.fit)
    for name, found in seen.items():
        assert found == saw[name], name


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
