"""The past to learn from, the future to be tried on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from models.evaluation.time_split import require_future, rolling_splits, split_by_time

BEGAN = np.array(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"], dtype="datetime64[D]")
KNOWN = np.array(["2026-01-20", "2026-03-10", "2026-03-20", "NaT"], dtype="datetime64[D]")


def test_what_was_not_known_on_the_day_is_learned_from_by_nobody() -> None:
    found = split_by_time(BEGAN, KNOWN, "2026-03-01")
    assert (found.train.tolist(), found.test.tolist(), found.unknown_then) == ([0], [2, 3], 1)


def test_dates_of_python_will_do() -> None:
    found = split_by_time([date(2026, 1, 1), date(2026, 5, 1)], [date(2026, 2, 1), date(2026, 6, 1)], date(2026, 3, 1))
    assert (found.train.tolist(), found.test.tolist()) == ([0], [1])


def test_rolling_splits_try_each_row_once() -> None:
    found = list(rolling_splits(BEGAN, KNOWN, BEGAN[[1, 3]]))
    assert [split.test.tolist() for split in found] == [[1, 2], [3]]
    assert [split.train.tolist() for split in found] == [[0], [0, 1, 2]]


@pytest.mark.parametrize("rows", [[0, 1, 2], [True, False], ["a", "b"], np.random.default_rng(1).permutation(5)])
def test_anything_but_dates_is_refused(rows: object) -> None:
    with pytest.raises(TypeError, match="never at random"):
        split_by_time(rows, rows, "2026-01-01")  # type: ignore[arg-type]


def test_a_row_without_a_date_and_an_outcome_before_its_beginning_are_refused() -> None:
    with pytest.raises(ValueError, match="put in time"):
        split_by_time(KNOWN, KNOWN, "2026-01-01")
    with pytest.raises(ValueError, match="before it began"):
        split_by_time(BEGAN[1:], KNOWN[:-1], "2026-01-01")


def test_a_test_on_the_past_is_refused() -> None:
    require_future(KNOWN[:1], BEGAN[2:])
    with pytest.raises(ValueError, match="learned from"):
        require_future(KNOWN[:3], BEGAN[2:])
