"""What must hold within one row: order of hours and dates, whole reaches."""

from __future__ import annotations

from datetime import date
from typing import cast

from matcher.files.table import Table, Tables

_PERIODS = (
    ("candidates", "grant_from", "grant_to"),
    ("openings", "start", "latest_start"),
    ("offers", "starts", "ends"),
    ("clauses", "starts", "ends"),
    ("go_aheads", "given", "withdrawn"),
    ("outcomes", "started", "ended"),
)


def check_rows(tables: Tables) -> None:
    """Refuse rows whose cells contradict each other."""
    check_hours(tables["candidates"])
    check_opening_hours(tables["openings"])
    check_reach(tables["offers"])
    check_supply(tables["offers"])
    for name, earlier, later in _PERIODS:
        check_period(tables[name], earlier, later)


def check_hours(candidates: Table) -> None:
    """Hours: at least ≤ wanted ≤ at most."""
    for row, values in candidates.rows_with("hours_min", "hours_target", "hours_max"):
        low, middle, high = cast(tuple[float, float, float], values)
        if not low <= middle <= high:
            candidates.refuse(row, "hours_target", "hours_out_of_order", low=low, middle=middle, high=high)


def check_opening_hours(openings: Table) -> None:
    """Hours of an opening: fewest ≤ most for one person, and fewest ≤ all."""
    for row, values in openings.rows_with("hours_min", "hours_max"):
        low, high = cast(tuple[float, float], values)
        if low > high:
            openings.refuse(row, "hours_max", "opening_hours_out_of_order", low=low, high=high)
    for row, values in openings.rows_with("hours_min", "hours_total"):
        low, total = cast(tuple[float, float], values)
        if low > total:
            openings.refuse(row, "hours_total", "opening_total_too_small", low=low, total=total)


def check_reach(offers: Table) -> None:
    """A postcode and a radius go together."""
    pairs = zip(offers.values["postcode"], offers.values["radius_km"], strict=True)
    for row, (postcode, radius) in enumerate(pairs):
        if (postcode is None) != (radius is None):
            offers.refuse(row, "radius_km" if radius is None else "postcode", "half_a_reach")


def check_supply(offers: Table) -> None:
    """Support is counted in hours or in pieces, not both."""
    for row, _ in offers.rows_with("hours_per_week", "count"):
        offers.refuse(row, "count", "hours_and_count")


def check_period(table: Table, earlier: str, later: str) -> None:
    """The first day comes before the last."""
    for row, values in table.rows_with(earlier, later):
        first, second = cast(tuple[date, date], values)
        if second < first:
            names = {"earlier": table.header(earlier), "later": table.header(later)}
            table.refuse(row, later, "dates_out_of_order", first=first, second=second, **names)
