"""The additive score and the text likeness: numbers in, numbers out."""

from __future__ import annotations

import numpy as np
import pytest

from models.similarity import AdditiveScore
from models.text import TextLikeness


def test_the_score_is_the_logistic_of_a_sum_of_named_parts() -> None:
    score = AdditiveScore(("a", "b"), (2.0, -1.0), 0.5)
    x = np.array([[1.0, 0.0], [0.5, 1.5]])
    assert score.contributions(x).tolist() == [[2.0, -0.0], [1.0, -1.5]]
    assert score.probability(x) == pytest.approx([1 / (1 + np.exp(-2.5)), 0.5])


def test_a_wrong_number_of_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 feature columns"):
        AdditiveScore(("a", "b"), (2.0, -1.0), 0.5).probability(np.zeros((3, 3)))


def test_weights_must_match_features_and_be_finite() -> None:
    with pytest.raises(ValueError, match="one weight"):
        AdditiveScore(("a",), (), 0.0)
    with pytest.raises(ValueError, match="finite"):
        AdditiveScore(("a",), (float("nan"),), 0.0)


def test_inflections_and_compounds_are_alike_and_strangers_are_not() -> None:
    likeness = (
        TextLikeness()
        .fit(["fylde varer på hylder"], ["hyldefyldning og varepåfyldning", "græsslåning i parken", ""])
        .likeness(["fylde varer på hylder"])[0]
    )
    assert likeness[0] > 0.1 > likeness[1]
    assert likeness[2] == 0.0


def test_the_same_text_is_fully_alike() -> None:
    assert TextLikeness().fit(["opvask"], ["opvask"]).likeness(["opvask"]) == pytest.approx(np.ones((1, 1)))


def test_no_text_at_all_is_like_nothing() -> None:
    assert TextLikeness().fit(["", ""], [""]).likeness(["", ""]).tolist() == [[0.0], [0.0]]
