"""Why a pair can, might or cannot be: verdicts, reasons in words, and changes that would turn them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from matcher.domain.candidate import Wish
from matcher.domain.decision import BindingKind
from matcher.domain.employer import Provision, Workplace
from matcher.domain.errors import MatcherError
from matcher.domain.facts import Facts
from matcher.domain.opening import Opening


class Verdict(IntEnum):
    """What one hard rule says of a pair; the pair's verdict is the gravest of its rules."""

    YES = 0
    ASK = 1
    NO = 2


class ChangeKind(StrEnum):
    """How a change is carried out on the facts."""

    SET = "set"
    """Give a field of a candidate, opening, workplace or offer another value."""
    PROVISION = "provision"
    """Replace or add a workplace's provision."""
    DROP_WISH = "drop_wish"
    """Take back a candidate's wish."""
    FREE_TASK = "free_task"
    """Let an opening's core task be left to others."""
    DROP_FORBID = "drop_forbid"
    """Remove a forbid (the value is the opening's id)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the facts that would turn a reason, in a form that can be applied and checked.

    Attributes
    ----------
    table, id
        The table of `Facts` and the row's id.
    kind, field, value
        What is done to it.
    sentence
        The same in Danish, as it follows "hvis": ``"arbejdsstedet har et hvilerum"``.
    """

    table: str
    id: str
    kind: ChangeKind
    field: str
    value: object
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What one hard rule says of one pair, in words.

    Attributes
    ----------
    rule
        Id of the hard rule.
    verdict
        ASK or NO.
    sentence
        For the consultant, in Danish.
    question
        What to ask, and whom, when the verdict is ASK; empty otherwise.
    asked
        Who is asked: the workplace's, the candidate's or the offer's id; empty when nobody is.
    subject
        What the reason is about: an accommodation, task or legal-rule id; empty when the rule itself says it.
    changes
        The nearest changes that would turn it; empty when nothing can.
    """

    rule: str
    verdict: Verdict
    sentence: str
    question: str = ""
    asked: str = ""
    subject: str = ""
    changes: tuple[Change, ...] = ()


def applied(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The facts as they would be with the changes carried out.

    Raises
    ------
    MatcherError
        When a change names a row that is not there.
    """
    for change in changes:
        facts = _apply(facts, change)
    return facts


def _apply(facts: Facts, change: Change) -> Facts:
    if change.kind is ChangeKind.DROP_FORBID:
        kept = tuple(
            b
            for b in facts.bindings
            if not (b.candidate == change.id and b.opening == change.value and b.kind is BindingKind.FORBID)
        )
        return replace(facts, bindings=kept)
    rows: Sequence[object] = getattr(facts, change.table)
    new_rows: list[object] = []
    found = False
    for row in rows:
        if getattr(row, "id", None) == change.id:
            found = True
            row = _change_row(row, change)
        new_rows.append(row)
    if not found:
        raise MatcherError(f"{change.table} har ingen række med id {change.id}; ændringen kan ikke prøves")
    tables: dict[str, Any] = {change.table: tuple(new_rows)}
    return replace(facts, **tables)


def _change_row(row: object, change: Change) -> object:
    value = change.value
    if change.kind is ChangeKind.PROVISION and isinstance(row, Workplace) and isinstance(value, Provision):
        others = tuple(p for p in row.provisions if p.accommodation != value.accommodation)
        return replace(row, provisions=(*others, value))
    if change.kind is ChangeKind.DROP_WISH and isinstance(value, Wish):
        wishes: tuple[Wish, ...] = getattr(row, "wishes", ())
        return replace(row, wishes=tuple(w for w in wishes if w != value))  # type: ignore[type-var]
    if change.kind is ChangeKind.FREE_TASK and isinstance(row, Opening):
        tasks = tuple(replace(t, core=False) if t.task == value else t for t in row.tasks)
        return replace(row, tasks=tasks)
    return replace(row, **{change.field: value})  # type: ignore[type-var]
