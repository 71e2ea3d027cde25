"""A plan as a workbook: what is proposed and why, who is left out and why, what is scarce, what is worth asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matcher.files.plan_content import PlanContent
from matcher.files.plan_people import candidate_texts, consultant_texts, employer_texts, left_out, placements
from matcher.files.plan_sheet import PlanSheet
from matcher.files.plan_supply import clauses, openings, overview, questions, resources, rules
from matcher.files.writing import open_workbook, write_table

SHEETS: tuple[Callable[[PlanContent], PlanSheet], ...] = (
    overview,
    placements,
    consultant_texts,
    candidate_texts,
    employer_texts,
    left_out,
    openings,
    resources,
    questions,
    clauses,
    rules,
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
        for make in SHEETS:
            sheet = make(content)
            write_table(book, sheet.name, sheet.headers, sheet.rows, widths=sheet.widths, styles=sheet.styles)
