"""Measures by group."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.discrimination import auc
from models.evaluation.estimate import mean
from models.evaluation.groups import by_group, intersections


def test_each_group_has_its_number_and_a_small_one_has_none() -> None:
    group = ["a"] * 30 + ["b"] * 29 + [""] * 2
    found = by_group(group, lambda rows: mean(rows.astype(float)))
    a, b = found.groups
    assert (a.n, a.too_small, a.estimate is not None and a.estimate.value) == (30, False, 14.5)
    assert (b.n, b.too_small, b.estimate) == (29, True, None)
    assert found.missing == 2
    assert found.of("a") is a


def test_any_measure_will_do() -> None:
    rng = np.random.default_rng(1)
    y, score = rng.random(100) < 0.5, rng.normal(size=100)
    found = by_group(np.repeat(["x", "y"], 50), lambda rows: auc(y[rows], score[rows]))
    first, second = found.groups
    assert (first.estimate, second.estimate) == (auc(y[:50], score[:50]), auc(y[50:], score[50:]))


def test_an_intersection_is_unknown_where_a_part_is() -> None:
    assert intersections(["k", "m", ""], ["u30", "", "o50"]).tolist() == ["k × u30", "", ""]
    with pytest.raises(ValueError, match="different length"):
        intersections(["k"], ["a", "b"])
