"""A plan as a workbook: what is proposed and why, who is left out and why, what is scarce, what is worth asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from matcher.files.plan_content import PlanContent
from matcher.files.plan_rows import (
    CLAUSES,
    LEFT_OUT,
    OPENINGS,
    PLACEMENTS,
    QUESTIONS,
    RESOURCES,
    RULES,
    TEXTS,
    clause_rows,
    left_out_rows,
    opening_rows,
    overview_rows,
    placement_rows,
    question_rows,
    resource_rows,
    rule_rows,
    text_rows,
)
from matcher.files.plan_rows.columns import Column
from matcher.files.writing import Workbook, open_workbook, write_table

SHEETS = (
    "Oversigt",
    "Placeringer",
    "Begrundelser",
    "Borgertekst",
    "Virksomhedstekst",
    "Ikke placeret",
    "Ledige stillinger",
    "Ressourcer",
    "Spørgsmål",
    "Klausuler",
    "Regler",
)
"""In the order of the workbook."""


def write_plan(content: PlanContent, path: Path) -> None:
    """Write the workbook; text stays text, whatever it begins with.

    Raises
    ------
    MatcherError
        When it cannot be written there.
    """
    with open_workbook(path) as book:
        _sheet(book, "Oversigt", OVERVIEW, overview_rows(content))
        _sheet(book, "Placeringer", PLACEMENTS, placement_rows(content))
        _sheet(book, "Begrundelser", TEXTS, text_rows(content, "consultant"))
        _sheet(book, "Borgertekst", TEXTS, text_rows(content, "candidate"))
        _sheet(book, "Virksomhedstekst", EMPLOYER_TEXTS, employer_rows(content))
        _sheet(book, "Ikke placeret", LEFT_OUT, left_out_rows(content))
        _sheet(book, "Ledige stillinger", OPENINGS, opening_rows(content))
        _sheet(book, "Ressourcer", RESOURCES, resource_rows(content))
        _sheet(book, "Spørgsmål", QUESTIONS, question_rows(content))
        _sheet(book, "Klausuler", CLAUSES, clause_rows(content))
        _sheet(book, "Regler", RULES, rule_rows(content))
