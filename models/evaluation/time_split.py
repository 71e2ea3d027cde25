"""The past to learn from, the future to be tried on. There is no other split here.

A random split lets a model learn from the week it is tried on, from the same person's later placement and from a rule
that did not exist yet. What it scores there it does not score in use. So every split is made from dates, and what was
not known on the day of the split (a placement that had not reached its horizon) is learned from by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import Indices, require, same_length

Days = NDArray[np.datetime64]
Day = np.datetime64 | date | str
Dates = ArrayLike | Sequence[date]


@dataclass(frozen=True)
class TimeSplit:
    """Rows to learn from and rows to be tried on.

    Attributes
    ----------
    train, test
        Positions, sorted.
    day
        The day of the split: everything learned from was known before it, everything tried on began on it or later.
    unknown_then
        Rows that began before the day and were known only on it or later: in neither.
    """

    train: Indices
    test: Indices
    day: np.datetime64
    unknown_then: int


def split_by_time(began: Dates, known: Dates, day: Day, until: Day | None = None) -> TimeSplit:
    """Split at a day.

    Parameters
    ----------
    began
        Dates [n]: when what a row is about began, and its features were known.
    known
        Dates [n]: when its outcome was known; NaT when it is not yet.
    day
        Learn from what was known before it, try on what began on it or later.
    until
        Try on what began before this day only.

    Raises
    ------
    TypeError
        When the rows have no dates: numbers, shuffles and masks are refused.
    ValueError
        When a date is missing or an outcome was known before it began.
    """
    start, end = _days(began, "began"), _days(known, "known")
    same_length(began=start, known=end)
    require(not np.isnat(start).any(), "a row without the date it began cannot be put in time")
    require(not (end < start).any(), "an outcome was known before it began")
    at = _day(day)
    learned = ~np.isnat(end) & (end < at)
    tried = start >= at
    if until is not None:
        tried &= start < _day(until)
    return TimeSplit(
        np.flatnonzero(learned), np.flatnonzero(tried), at, int(((start < at) & (np.isnat(end) | (end >= at))).sum())
    )


def rolling_splits(began: Dates, known: Dates, days: Dates) -> Iterator[TimeSplit]:
    """One split for each day: learn from all before it, try on what began from it until the next; the last is open."""
    at = np.sort(_days(days, "days"))
    require(len(np.unique(at)) == len(at), "a day is named twice")
    for n, day in enumerate(at):
        yield split_by_time(began, known, day, at[n + 1] if n + 1 < len(at) else None)


def require_future(train: Dates, test: Dates) -> None:
    """Refuse a test on anything but the future of what was learned from.

    Parameters
    ----------
    train
        Dates on which the outcomes learned from were known.
    test
        Dates on which what is tried on began.

    Raises
    ------
    TypeError
        When they are not dates.
    ValueError
        When something learned from was known later than the first that is tried on.
    """
    past, future = _days(train, "train"), _days(test, "test")
    require(not np.isnat(past).any() and not np.isnat(future).any(), "every row needs its date")
    if len(past) and len(future):
        require(past.max() < future.min(), f"learned from what was known on {past.max()}, tried from {future.min()}")


def _day(day: Day) -> Any:
    return np.asarray(day, dtype="datetime64[D]")[()]


def _days(dates: Any, name: str) -> Days:
    row = np.asarray(dates)
    if row.dtype == object and all(hasattr(value, "isoformat") for value in row):
        row = row.astype("datetime64[D]")
    if not np.issubdtype(row.dtype, np.datetime64):
        raise TypeError(f"{name} must be dates (datetime64): rows are split by time, never at random")
    require(row.ndim == 1, f"{name} must be one row of dates")
    return row.astype("datetime64[D]")
