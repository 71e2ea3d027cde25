"""The facts as rows of each sheet: the opposite of `building`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from matcher.domain import Candidate, Competence, CompetenceKind, Facts, Identity, Settings, Wish, WishSubject
from matcher.files.checks.settings import ASSUMPTION, DAY, PARAMETER, RULE, WEEKS
from matcher.files.kinds import Cell
from matcher.files.sheets.employers import SECTOR, TASK
from matcher.files.sheets.sheet import Column, Sheet
from matcher.files.tables import SHEETS
from matcher.files.vocabularies import Vocabularies

Values = Mapping[str, object]


def facts_rows(facts: Facts, words: Vocabularies) -> Iterator[tuple[Sheet, Iterable[list[Cell | None]]]]:
    """Every sheet with its rows of cells, in the order of the workbook; a sheet without rows is there too."""
    for sheet in SHEETS:
        rows = _ROWS[sheet.name](facts, words)
        yield sheet, ([written(column, values.get(column.field), words) for column in sheet.columns] for values in rows)


def written(column: Column, value: object, words: Vocabularies) -> Cell | None:
    """The cell that reads back as that value; None where an empty cell does."""
    empty = isinstance(value, str | tuple | frozenset) and not value
    if value is None or (empty and value == column.blank):
        return None
    return column.kind.write(value, words)


def _of(item: object, **more: object) -> dict[str, object]:
    fields: Iterable[str] = item.__dataclass_fields__  # type: ignore[attr-defined]
    return {field: getattr(item, field) for field in fields} | more


def _settings(facts: Facts, _: Vocabularies) -> Iterator[Values]:
    settings: Settings = facts.settings
    yield {"key": DAY, "value": settings.day}
    yield {"key": WEEKS, "value": settings.weeks}
    for rule, on in settings.rules:
        yield {"key": f"{RULE}.{rule}", "value": "ja" if on else "nej"}
    for rule, name, number in settings.parameters:
        yield {"key": f"{PARAMETER}.{rule}.{name}", "value": number}
    for sentence in settings.assumptions:
        yield {"key": ASSUMPTION, "value": sentence}


def _candidates(facts: Facts, _: Vocabularies) -> Iterator[Values]:
    who = {identity.candidate: identity for identity in facts.identities}
    for candidate in facts.candidates:
        yield _of(who.get(candidate.id) or Identity(candidate.id)) | _of(candidate)


def _needs(facts: Facts, _: Vocabularies) -> Iterator[Values]:
    return (_of(need, candidate=candidate.id) for candidate in facts.candidates for need in candidate.needs)


def _wishes(facts: Facts, words: Vocabularies) -> Iterator[Values]:
    return (_wish(candidate, wish, words) for candidate in facts.candidates for wish in candidate.wishes)


def _wish(candidate: Candidate, wish: Wish, words: Vocabularies) -> Values:
    kind = {WishSubject.TASK: TASK, WishSubject.SECTOR: SECTOR}.get(wish.subject)
    target = kind.write(wish.target, words) if kind else wish.target
    return _of(wish, candidate=candidate.id, target=target)


def _competences(facts: Facts, words: Vocabularies) -> Iterator[Values]:
    return (_competence(candidate, item, words) for candidate in facts.candidates for item in candidate.competences)


def _competence(candidate: Candidate, item: Competence, words: Vocabularies) -> Values:
    value = TASK.write(item.value, words) if item.kind is CompetenceKind.TASK else item.value
    return _of(item, candidate=candidate.id, value=value)


def _provisions(facts: Facts, _: Vocabularies) -> Iterator[Values]:
    return (_of(item, workplace=workplace.id) for workplace in facts.workplaces for item in workplace.provisions)


def _tasks(facts: Facts, _: Vocabularies) -> Iterator[Values]:
    return (_of(item, opening=opening.id) for opening in facts.openings for item in opening.tasks)


_ROWS: dict[str, Callable[[Facts, Vocabularies], Iterable[Values]]] = {
    "settings": _settings,
    "candidates": _candidates,
    "needs": _needs,
    "wishes": _wishes,
    "competences": _competences,
    "provisions": _provisions,
    "tasks": _tasks,
    "employers": lambda facts, _: map(_of, facts.employers),
    "workplaces": lambda facts, _: map(_of, facts.workplaces),
    "openings": lambda facts, _: map(_of, facts.openings),
    "offers": lambda facts, _: map(_of, facts.offers),
    "budgets": lambda facts, _: map(_of, facts.budgets),
    "clauses": lambda facts, _: map(_of, facts.clauses),
    "bindings": lambda facts, _: map(_of, facts.bindings),
    "go_aheads": lambda facts, _: map(_of, facts.go_aheads),
    "outcomes": lambda facts, _: map(_of, facts.outcomes),
}
