"""From checked rows to the facts of the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar, cast

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
    needs = _by_parent(tables["needs"], "candidate", Need)
    wishes = _by_parent(tables["wishes"], "candidate", Wish)
    competences = _by_parent(tables["competences"], "candidate", Competence)
    provisions = _by_parent(tables["provisions"], "workplace", Provision)
    tasks = _by_parent(tables["tasks"], "opening", OpeningTask)
    rows: dict[str, tuple[Any, ...]] = {
        "candidates": tuple(
            _built(
                tables["candidates"],
                Candidate,
                lambda id_: {"needs": needs[id_], "wishes": wishes[id_], "competences": competences[id_]},
                without=_WHO,
            )
        ),
        "employers": tuple(_built(tables["employers"], Employer)),
        "workplaces": tuple(_built(tables["workplaces"], Workplace, lambda id_: {"provisions": provisions[id_]})),
        "openings": tuple(_built(tables["openings"], Opening, lambda id_: {"tasks": tasks[id_]})),
        "offers": tuple(_built(tables["offers"], SupportOffer)),
        "budgets": tuple(_built(tables["budgets"], Budget)),
        "clauses": tuple(_built(tables["clauses"], Clause)),
        "bindings": tuple(_built(tables["bindings"], Binding)),
        "go_aheads": tuple(_built(tables["go_aheads"], GoAhead)),
        "outcomes": tuple(_built(tables["outcomes"], Outcome)),
        "identities": tuple(_identities(tables["candidates"])),
    }
    if sum(len(table.problems) for table in tables.values()) > before:
        return None
    lists = (tuple(settings.rules), tuple(settings.parameters), tuple(settings.assumptions))
    return Facts(settings=Settings(day, settings.weeks, *lists), **rows)


def _by_parent(table: Table, parent: str, make: Callable[..., T]) -> defaultdict[object, tuple[T, ...]]:
    found: defaultdict[object, list[T]] = defaultdict(list)
    parents = table.values[parent]
    for row, item in _rows(table, make, without=(parent,)):
        found[parents[row]].append(item)
    return defaultdict(tuple, {id_: tuple(items) for id_, items in found.items()})


def _built(
    table: Table,
    make: Callable[..., T],
    more: Callable[[object], dict[str, object]] | None = None,
    without: tuple[str, ...] = (),
) -> Iterator[T]:
    for _, item in _rows(table, make, more, without):
        yield item


def _rows(
    table: Table,
    make: Callable[..., T],
    more: Callable[[object], dict[str, object]] | None = None,
    without: tuple[str, ...] = (),
) -> Iterator[tuple[int, T]]:
    fields = [column.field for column in table.sheet.columns if column.field not in without]
    columns = [table.values[field] for field in fields]
    ids = table.values.get("id", ())
    for row, values in enumerate(zip(*columns, strict=True)):
        if table.is_refused(row):
            continue
        words = dict(zip(fields, values, strict=True))
        if more is not None:
            words |= more(ids[row])
        try:
            yield row, make(**words)
        except InvalidFact as error:
            field = error.field if error.field in fields else ""
            table.refuse(row, field, "invalid_row", sentence=error.sentence)


def _identities(candidates: Table) -> Iterator[Identity]:
    columns = [candidates.values[field] for field in _WHO]
    ids = candidates.values["id"]
    for row, values in enumerate(zip(*columns, strict=True)):
        if not candidates.is_refused(row) and any(value is not None for value in values):
            yield Identity(str(ids[row]), *cast(Any, values))
