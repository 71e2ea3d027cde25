"""Cells that mean different things by the kind of their row: what a wish is about, what a competence is."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from matcher.domain import CompetenceKind, WishSubject
from matcher.files.faults import Fault
from matcher.files.kinds import Code, read_id
from matcher.files.kinds.text import checked_text
from matcher.files.sheets.employers import SECTOR, TASK
from matcher.files.table import Tables
from matcher.files.vocabularies import Vocabularies
from matcher.files.words import MOST_SEARCHES

_CODES = {WishSubject.TASK: TASK, WishSubject.SECTOR: SECTOR}


def check_targets(tables: Tables, words: Vocabularies) -> None:
    """Replace the text of wishes and competences by the ids they mean, and refuse those that mean none."""
    wishes, wrong = tables["wishes"], 0
    hasty = replace(words, search=False)
    for row, (subject, text) in wishes.rows_with("subject", "target"):
        kind = _CODES.get(cast(WishSubject, subject))
        searching = words if wrong < MOST_SEARCHES else hasty
        found = _looked_up(kind, str(text), searching) if kind else read_id(str(text))
        wishes.values["target"][row] = found
        if isinstance(found, Fault):
            wrong += 1
            wishes.refuse_with(row, "target", found)
    competences = tables["competences"]
    for row, (kind_of, text) in competences.rows_with("kind", "value"):
        searching = words if wrong < MOST_SEARCHES else hasty
        is_task = kind_of is CompetenceKind.TASK
        found = _looked_up(TASK, str(text), searching) if is_task else checked_text(str(text))
        competences.values["value"][row] = found
        if isinstance(found, Fault):
            wrong += 1
            competences.refuse_with(row, "value", found)


def _looked_up(kind: Code, text: str, words: Vocabularies) -> object:
    return kind.read(text.strip(), words)
