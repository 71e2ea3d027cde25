"""What is worth a look and refuses nothing: dates that have passed, questions not asked, sums that do not meet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import cast

from matcher.files.table import Table, Tables

_PASSED = (
    ("candidates", "grant_to", "grant_ended"),
    ("needs", "review", "review_passed"),
    ("openings", "latest_start", "start_passed"),
    ("offers", "ends", "offer_ended"),
    ("clauses", "ends", "clause_ended"),
)
_NOT_YET = (
    ("candidates", "waiting_since"),
    ("workplaces", "ratio_evidence"),
    ("provisions", "verified"),
    ("go_aheads", "given"),
    ("outcomes", "started"),
)
_CLOSE_ENOUGH = 0.26
"""Hours: a quarter of an hour between tasks and opening is rounding."""


def make_remarks(tables: Tables, day: date) -> None:
    """Warn of what may be a mistake but need not be."""
    for name, field, code in _PASSED:
        _warn_of_passed(tables[name], field, code, day)
    for name, field in _NOT_YET:
        _warn_of_future(tables[name], field, day)
    _warn_of_unasked(tables["candidates"])
    _warn_of_hours(tables["openings"], tables["tasks"])
    _warn_of_delivered(tables["clauses"])


def _warn_of_passed(table: Table, field: str, code: str, day: date) -> None:
    for row, value in enumerate(table.values[field]):
        if isinstance(value, date) and value < day:
            table.warn(row, field, code, value=value, day=day)


def _warn_of_future(table: Table, field: str, day: date) -> None:
    for row, value in enumerate(table.values[field]):
        if isinstance(value, date) and value > day:
            table.warn(row, field, "date_in_future", value=value, day=day)


def _warn_of_unasked(candidates: Table) -> None:
    for field, code in (("availability", "no_availability"), ("scheme", "no_scheme")):
        if len(candidates) and not candidates.has(field):
            candidates.warn_of_sheet("column_not_there", column=candidates.header(field))
            continue
        for row, value in enumerate(candidates.values[field]):
            if value is None:
                candidates.warn(row, field, code)


def _warn_of_hours(openings: Table, tasks: Table) -> None:
    sums: dict[object, float] = defaultdict(float)
    for _, (opening, hours) in tasks.rows_with("opening", "hours"):
        sums[opening] += cast(float, hours)
    for row, values in openings.rows_with("id", "places", "hours_max", "hours_total"):
        id_, places, high, total = cast(tuple[str, int, float, float], values)
        if places * high < total:
            words = {"places": places, "high": high, "sum": places * high, "total": total}
            openings.warn(row, "hours_total", "hours_cannot_be_filled", **words)
        if id_ in sums and abs(sums[id_] - total) > _CLOSE_ENOUGH:
            openings.warn(row, "hours_total", "task_hours_differ", sum=round(sums[id_], 2), total=total)


def _warn_of_delivered(clauses: Table) -> None:
    for row, values in clauses.rows_with("quantity", "delivered"):
        quantity, delivered = cast(tuple[float, float], values)
        if delivered >= quantity:
            clauses.warn(row, "delivered", "clause_delivered", delivered=delivered, quantity=quantity)
