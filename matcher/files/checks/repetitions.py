"""Rows that say the same thing twice, or two things that cannot both be true."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator

from matcher.files.faults import Fault
from matcher.files.table import Table, Tables

_WITH_IDS = ("candidates", "employers", "workplaces", "openings", "offers", "budgets", "clauses")
_ONCE = (
    ("needs", ("candidate", "accommodation"), "accommodation", "duplicate_need"),
    ("provisions", ("workplace", "accommodation"), "accommodation", "duplicate_provision"),
    ("tasks", ("opening", "task"), "task", "duplicate_task"),
    ("go_aheads", ("candidate", "opening", "given"), "given", "duplicate_go_ahead"),
    ("outcomes", ("candidate", "workplace", "started"), "started", "duplicate_outcome"),
)
_SHOWN_ROWS = 5


def check_repetitions(tables: Tables) -> None:
    """Refuse rows that repeat or contradict each other; of rows that are wholly alike the first is kept."""
    for name in _WITH_IDS:
        _refuse_repeated(tables[name], ("id",), "id", "duplicate_id")
    for name, fields, field, code in _ONCE:
        _refuse_repeated(tables[name], fields, field, code)
    check_cpr(tables["candidates"])
    _refuse_opposed(tables["wishes"], ("candidate", "subject", "target"), "wanted", "target", _WISH_CODES)
    _refuse_opposed(tables["bindings"], ("candidate", "opening"), "kind", "kind", _BINDING_CODES)


_WISH_CODES = ("duplicate_wish", "contradictory_wish")
_BINDING_CODES = ("duplicate_binding", "contradictory_binding")


def check_cpr(candidates: Table) -> None:
    """One person has one row."""

    def digits(row: int) -> Hashable:
        value = candidates.values["cpr"][row]
        return re.sub(r"[^0-9]", "", value) if isinstance(value, str) else None

    for rows in _groups(candidates, digits):
        for row in rows:
            candidates.refuse(row, "cpr", "duplicate_cpr", others=_others(candidates, rows, row))


def _refuse_repeated(table: Table, fields: tuple[str, ...], field: str, code: str) -> None:
    for rows in _groups(table, _key(table, fields)):
        different = _without_copies(table, rows)
        if len(different) > 1:
            for row in different:
                value = table.cell(row, field)
                table.refuse(row, field, code, value=value, others=_others(table, different, row))


def _refuse_opposed(table: Table, fields: tuple[str, ...], opposed: str, field: str, codes: tuple[str, str]) -> None:
    for rows in _groups(table, _key(table, fields)):
        different = _without_copies(table, rows)
        if len(different) < 2:
            continue
        code = codes[len({table.values[opposed][row] for row in different}) > 1]
        for row in different:
            table.refuse(row, field, code, value=table.cell(row, field), others=_others(table, different, row))


def _without_copies(table: Table, rows: list[int]) -> list[int]:
    """Refuse the rows that are wholly like an earlier one, and give the others."""
    seen: dict[tuple[str, ...], int] = {}
    different = []
    for row in rows:
        cells = tuple(table.cell(row, column.field) for column in table.sheet.columns)
        if cells in seen:
            table.refuse(row, "", "repeated_row", first=table.numbers[seen[cells]])
        else:
            seen[cells] = row
            different.append(row)
    return different


def _key(table: Table, fields: tuple[str, ...]) -> Callable[[int], Hashable]:
    columns = [table.values[field] for field in fields]

    def key(row: int) -> Hashable:
        values = tuple(column[row] for column in columns)
        return None if any(value is None or isinstance(value, Fault) for value in values) else values

    return key


def _groups(table: Table, key: Callable[[int], Hashable]) -> Iterator[list[int]]:
    """Rows with the same key, where there is more than one."""
    keys = [key(row) for row in range(len(table))]
    known = [one for one in keys if one is not None]
    if len(set(known)) == len(known):
        return
    rows = defaultdict(list)
    for row, one in enumerate(keys):
        if one is not None:
            rows[one].append(row)
    yield from (group for group in rows.values() if len(group) > 1)


def _others(table: Table, rows: list[int], row: int) -> str:
    numbers = [str(table.numbers[other]) for other in rows if other != row]
    more = ", …" if len(numbers) > _SHOWN_ROWS else ""
    return ", ".join(numbers[:_SHOWN_ROWS]) + more
