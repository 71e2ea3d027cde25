"""Rows that refer to others: to rows that are not there, and to rows that were refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.domain import WishSubject
from matcher.files.faults import Fault
from matcher.files.table import Table, Tables
from matcher.files.words import MOST_SEARCHES, Ids, question


@dataclass(frozen=True, slots=True)
class Parent:
    """A sheet that others refer to, with the codes of what can be wrong with a reference to it."""

    name: str
    unknown: str
    refused: str


CANDIDATE = Parent("candidates", "unknown_candidate", "candidate_refused")
EMPLOYER = Parent("employers", "unknown_employer", "employer_refused")
WORKPLACE = Parent("workplaces", "unknown_workplace", "workplace_refused")
OPENING = Parent("openings", "unknown_opening", "opening_refused")
BUDGET = Parent("budgets", "unknown_budget", "budget_refused")

# In this order, so that a row refused for its parent is known before its own children are looked at.
_REFERENCES = (
    ("workplaces", "employer", EMPLOYER),
    ("openings", "workplace", WORKPLACE),
    ("provisions", "workplace", WORKPLACE),
    ("tasks", "opening", OPENING),
    ("needs", "candidate", CANDIDATE),
    ("wishes", "candidate", CANDIDATE),
    ("competences", "candidate", CANDIDATE),
    ("offers", "budget", BUDGET),
    ("clauses", "employer", EMPLOYER),
    ("clauses", "workplaces", WORKPLACE),
    ("bindings", "candidate", CANDIDATE),
    ("bindings", "opening", OPENING),
    ("go_aheads", "candidate", CANDIDATE),
    ("go_aheads", "opening", OPENING),
    ("outcomes", "candidate", CANDIDATE),
    ("outcomes", "workplace", WORKPLACE),
)
_WISHED = {WishSubject.EMPLOYER: EMPLOYER, WishSubject.WORKPLACE: WORKPLACE}
# A candidate is not taken without her needs, nor an opening without its tasks: what is left out could be a must.
_INSEPARABLE = (
    ("needs", "candidate", "candidates", "need_refused"),
    ("wishes", "candidate", "candidates", "wish_refused"),
    ("tasks", "opening", "openings", "task_refused"),
)


def check_references(tables: Tables) -> None:
    """Refuse rows that refer to nothing, and openings without tasks."""
    ids = {parent.name: Ids(_ids(tables[parent.name])) for parent in (CANDIDATE, EMPLOYER, WORKPLACE, OPENING, BUDGET)}
    for name, field, parent in _REFERENCES:
        if not tables[parent.name].unreadable:
            _refuse_unknown(tables[name], field, parent, ids[parent.name])
    _refuse_unknown_wishes(tables, ids)
    _warn_unlisted_employers(tables["candidates"], ids["employers"])
    _refuse_without_tasks(tables)


def refuse_dependents(tables: Tables) -> None:
    """Refuse rows whose inseparable part or whose parent has been refused; may be called again after more refusals."""
    for child, field, name, code in _INSEPARABLE:
        _refuse_for_part(tables[child], field, tables[name], code)
    for name, field, parent in _REFERENCES:
        if not tables[parent.name].unreadable:
            _refuse_for_parent(tables[name], field, parent, tables[parent.name])
    _refuse_wishes_for_parent(tables)


def _ids(table: Table) -> list[str]:
    return [value for value in table.values["id"] if isinstance(value, str)]


def _several(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return sorted(value) if isinstance(value, frozenset) else ()


def _refuse_unknown(table: Table, field: str, parent: Parent, ids: Ids) -> None:
    hints: dict[str, str] = {}
    for row, value in enumerate(table.values[field]):
        if isinstance(value, str) and value in ids:
            continue
        for id_ in _several(value):
            if id_ in ids:
                continue
            if id_ not in hints:
                hints[id_] = question(ids.near(id_, search=len(hints) < MOST_SEARCHES))
            table.refuse(row, field, parent.unknown, value=id_, hint=hints[id_])


def _refuse_unknown_wishes(tables: Tables, ids: dict[str, Ids]) -> None:
    wishes = tables["wishes"]
    hints: dict[object, str] = {}
    for row, (subject, target) in wishes.rows_with("subject", "target"):
        parent = _WISHED.get(subject) if isinstance(subject, WishSubject) else None
        if parent and not tables[parent.name].unreadable and target not in ids[parent.name]:
            if target not in hints:
                hints[target] = question(ids[parent.name].near(str(target), search=len(hints) < MOST_SEARCHES))
            wishes.refuse(row, "target", parent.unknown, value=target, hint=hints[target])


def _warn_unlisted_employers(candidates: Table, employers: Ids) -> None:
    hints: dict[str, str] = {}
    for field in ("previous_employers", "related_employers"):
        for row, value in enumerate(candidates.values[field]):
            if isinstance(value, Fault) or not value:
                continue
            assert isinstance(value, tuple | frozenset)
            for id_ in sorted(id_ for id_ in value if id_ not in employers):
                if id_ not in hints:
                    hints[id_] = question(employers.near(id_, search=len(hints) < MOST_SEARCHES))
                candidates.warn(row, field, "unlisted_employer", value=id_, hint=hints[id_])


def _refuse_without_tasks(tables: Tables) -> None:
    if tables["tasks"].unreadable:
        return
    openings = tables["openings"]
    with_tasks = set(tables["tasks"].values["opening"])
    for row, id_ in enumerate(openings.values["id"]):
        if isinstance(id_, str) and id_ not in with_tasks:
            openings.refuse(row, "id", "opening_without_tasks")


def _refuse_for_part(parts: Table, field: str, wholes: Table, code: str) -> None:
    faulty = parts.own_faults - parts.copies
    if not faulty:
        return
    first: dict[object, int] = {}
    for row in sorted(faulty):
        first.setdefault(parts.values[field][row], parts.numbers[row])
    for row, id_ in enumerate(wholes.values["id"]):
        if isinstance(id_, str) and id_ in first:
            wholes.refuse(row, "id", code, first=first[id_])


def _refused_ids(parents: Table) -> dict[object, int]:
    """Ids that no kept row has, with the number of a refused row that has them."""
    ids = parents.values["id"]
    kept = {ids[row] for row in parents.kept}
    return {
        id_: parents.numbers[row]
        for row, id_ in enumerate(ids)
        if parents.is_refused(row) and isinstance(id_, str) and id_ not in kept
    }


def _refuse_for_parent(table: Table, field: str, parent: Parent, parents: Table) -> None:
    refused = _refused_ids(parents)
    if not refused:
        return
    # A need with a slip of its own has taken its candidate with it; it is not told that she is refused.
    own = table.own_faults
    for row, value in enumerate(table.values[field]):
        for id_ in _several(value):
            if id_ in refused and row not in own:
                table.refuse(row, field, parent.refused, value=id_, first=refused[id_])


def _refuse_wishes_for_parent(tables: Tables) -> None:
    wishes = tables["wishes"]
    for subject, parent in _WISHED.items():
        refused = _refused_ids(tables[parent.name])
        for row, (about, target) in wishes.rows_with("subject", "target"):
            if about is subject and target in refused:
                wishes.refuse(row, "target", parent.refused, value=target, first=refused[target])
