"""A line of the table, and whether what was promised was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One comparison of this run.

    Attributes
    ----------
    what, ours, peer, ratio
        Words for people.
    met
        Whether its bound is met; None where nothing was promised.
    """

    what: str
    ours: str
    peer: str
    ratio: str
    met: bool | None = None


def table_of(rows: Iterable[Row]) -> Table:
    """The table, with "yes" or "no" wherever there is a bound."""
    table = Table("what", "ours", "peer or bound", "ratio", "bound met", title="brobygger bench")
    for row in rows:
        table.add_row(row.what, row.ours, row.peer, row.ratio, {None: "", True: "yes", False: "no"}[row.met])
    return table


def status_of(rows: Iterable[Row]) -> int:
    """1 when a bound is not met, else 0."""
    return int(any(row.met is False for row in rows))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result
