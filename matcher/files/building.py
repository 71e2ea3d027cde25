"""From checked rows to the facts of the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from matcher.domain import (
    Binding,
    Budget,
    Candidate,
    Clause,
    Competence,
    Employer,
    Facts,
    GoAhead,
    Identity,
    InvalidFact,
    Need,
    Opening,
    OpeningTask,
    Outcome,
    Provision,
    Settings,
    SupportOffer,
    Wish,
    Workplace,
)
from matcher.files.checks.settings import FoundSettings
from matcher.files.table import Table, Tables

T = TypeVar("T")
_WHO = ("name", "cpr", "sex", "birth_year", "caseworker_confidence")


def build_facts(tables: Tables, settings: FoundSettings, day: date) -> Facts | None:
    """Build the facts of all rows that have not been refused.

    Returns
    -------
    Facts or None
        None when the domain has refused a row that every check let through: it is refused here with the domain's own
        sentence, and what depends on it has to go before the facts are built again.
    """
    before = sum(len(table.problems) for table in tables.values())
    candidates = {
        "needs": _children(tables["needs"], "candidate", Need),
        "wishes": _children(tables["wishes"], "candidate", Wish),
        "competences": _children(tables["competences"], "candidate", Competence),
    }
    rows: dict[str, tuple[Any, ...]] = {
        "candidates": _built(tables["candidates"], Candidate, candidates),
        "employers": _built(tables["employers"], Employer),
        "workplaces": _built(
            tables["workplaces"], Workplace, {"provisions": _children(tables["provisions"], "workplace", Provision)}
        ),
        "openings": _built(tables["openings"], Opening, {"tasks": _children(tables["tasks"], "opening", OpeningTask)}),
        "offers": _built(tables["offers"], SupportOffer),
        "budgets": _built(tables["budgets"], Budget),
        "clauses": _built(tables["clauses"], Clause),
        "bindings": _built(tables["bindings"], Binding),
        "go_aheads": _built(tables["go_aheads"], GoAhead),
        "outcomes": _built(tables["outcomes"], Outcome),
        "identities": tuple(_identities(tables["candidates"])),
    }
    if sum(len(table.problems) for table in tables.values()) > before:
        return None
    lists = (tuple(settings.rules), tuple(settings.parameters), tuple(settings.assumptions))
    return Facts(settings=Settings(day, settings.weeks, *lists), **rows)


def _children(table: Table, parent: str, make: Callable[..., T]) -> Mapping[object, tuple[T, ...]]:
    """The objects of a sheet by the id of the row they belong to."""
    found: defaultdict[object, list[T]] = defaultdict(list)
    parents = table.values[parent]
    for row, item in _rows(table, make):
        found[parents[row]].append(item)
    return {id_: tuple(items) for id_, items in found.items()}


def _built(
    table: Table, make: Callable[..., T], children: Mapping[str, Mapping[object, tuple[Any, ...]]] | None = None
) -> tuple[T, ...]:
    """The objects of a sheet, each with those that belong to its id."""
    columns = {field: [items.get(id_, ()) for id_ in table.values["id"]] for field, items in (children or {}).items()}
    return tuple(item for _, item in _rows(table, make, columns))


def _rows(
    table: Table, make: Callable[..., T], more: Mapping[str, Iterable[object]] | None = None
) -> Iterator[tuple[int, T]]:
    fields: tuple[str, ...] = tuple(make.__dataclass_fields__)  # type: ignore[attr-defined]
    columns = {**table.values, **(more or {})}
    values = zip(*(columns[field] for field in fields), strict=True)
    for row, (refused, arguments) in enumerate(zip(table.refusals, values, strict=True)):
        if refused:
            continue
        try:
            yield row, make(*arguments)
        except InvalidFact as error:
            field = error.field if error.field in table.values else ""
            table.refuse(row, field, "invalid_row", sentence=error.sentence)


def _identities(candidates: Table) -> Iterator[Identity]:
    columns = [candidates.values[field] for field in ("id", *_WHO)]
    for refused, values in zip(candidates.refusals, zip(*columns, strict=True), strict=True):
        if not refused and any(value is not None for value in values[1:]):
            yield Identity(*values)
