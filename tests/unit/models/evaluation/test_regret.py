"""Sequences of plans beside hindsight."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.evaluation.regret import hindsight, hindsight_of_options, in_rounds, regret

# The first could take either, the second only the first opening.
VALUE = np.array([[1.0, 0.8], [0.9, np.nan]])


def test_two_people_by_hand() -> None:
    assert hindsight(VALUE, [1, 1]) == pytest.approx(1.7)
    total, opening = in_rounds(VALUE, [1, 1], [0, 1])
    assert (total, opening.tolist()) == (1.0, [0, -1])
    found = regret(total, hindsight(VALUE, [1, 1]))
    assert [found.regret, found.share] == pytest.approx([0.7, 1 / 1.7])


def test_one_round_is_hindsight_and_more_rounds_are_never_better() -> None:
    rng = np.random.default_rng(1)
    value, places = rng.random((40, 8)), np.full(8, 4)
    best = hindsight(value, places)
    totals = [in_rounds(value, places, np.arange(40) // size)[0] for size in (1, 10, 40)]
    assert totals[2] == pytest.approx(best)
    assert totals[0] < totals[1] < totals[2]


def test_the_bound_of_options_is_that_of_places() -> None:
    rows, columns = np.nonzero(~np.isnan(VALUE))
    uses = csr_matrix((np.ones(3), (np.arange(3), columns)), shape=(3, 2))
    for exact in (False, True):
        assert hindsight_of_options(rows, VALUE[rows, columns], uses, [1, 1], exact=exact) == pytest.approx(1.7)


def test_fractions_are_never_below_whole_options() -> None:
    # Two of three units each, four there are: whole options reach one, fractions 4/3.
    uses, owner = csr_matrix(np.full((2, 1), 3.0)), [0, 1]
    assert hindsight_of_options(owner, [1.0, 1.0], uses, [4.0]) == pytest.approx(4 / 3)
    assert hindsight_of_options(owner, [1.0, 1.0], uses, [4.0], exact=True) == pytest.approx(1.0)


def test_nothing_to_reach_is_wholly_reached() -> None:
    assert regret(0.0, 0.0).share == 1.0
    assert hindsight(np.full((2, 2), np.nan), [1, 1]) == 0.0
    assert hindsight_of_options([], [], csr_matrix((0, 1)), [1.0]) == 0.0


def test_more_than_the_bound_is_refused() -> None:
    with pytest.raises(ValueError, match="bound"):
        regret(2.0, 1.0)
