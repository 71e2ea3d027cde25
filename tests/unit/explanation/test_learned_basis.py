"""What a chance rests on is said as it is: experts alone, or so many outcomes and how sure one may be."""

from __future__ import annotations

import numpy as np

from matcher.explanation import consultant_text, explain_placement
from matcher.explanation.pieces import ValueTrace
from matcher.features import FEATURE_NAMES
from matcher.learning import Learnable, learn
from matcher.pipeline import make_plan
from matcher.weights import Weights, learned_weights, load_weights
from models.training import Outcomes
from tests.municipality import CATALOGUE, DAY, municipality


def learned(outcomes: int) -> Weights:
    """Weights of so many placements, of which every other lasted."""
    random = np.random.default_rng(0)
    x = random.random((outcomes, len(FEATURE_NAMES)))
    day = np.datetime64(DAY)
    began = np.full(outcomes, day - np.timedelta64(400, "D"))
    ended = began + np.where(np.arange(outcomes) % 2, 350, 20).astype("timedelta64[D]")
    found = Learnable(Outcomes(x, began, ended, day, np.full(outcomes, np.nan)), outcomes, 0, 0)
    return learned_weights(load_weights(), "mo_1", learn(found, load_weights()))


def explained(weights: Weights) -> tuple[ValueTrace, str]:
    planned = make_plan(municipality(), CATALOGUE, weights)
    (placement,) = planned.plan.placements
    trace = explain_placement(planned, placement)
    return trace.value, consultant_text(trace)


def test_a_chance_of_experts_alone_says_that_nothing_is_behind_it() -> None:
    value, _ = explained(load_weights())
    assert "ingen erfaringer" in value.basis


def test_a_learned_chance_says_of_how_many_and_how_sure() -> None:
    value, text = explained(learned(2_000))
    assert "flyttet af 2000 forløb (model mo_1)" in value.basis
    assert "Den ligger mellem " in value.basis and "for lidt" not in value.basis
    assert "ingen erfaringer" not in text and value.basis in text


def test_too_little_is_said_where_it_is_too_little() -> None:
    value, _ = explained(learned(5))
    assert "flyttet af under 10 forløb" in value.basis
    assert "for lidt erfaring bag tallet" in value.basis
    assert "ekspert" not in value.basis
