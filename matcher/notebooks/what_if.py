"""Notebook 05: what if? The same municipality planned again with something otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.disclosure.small_numbers import SMALL, column
from matcher.evaluating.scenarios import Compared, MoreMentorHours, NewEmployer, OtherLines, Question
from matcher.notebooks.showing import Note, Table, decimal, table, written
from matcher.notebooks.source import Source
from matcher.services.what_if import what_if
from matcher.summary import LINES

__all__ = ["MoreMentorHours", "NewEmployer", "OtherLines", "compared_table", "gains_say", "plan_again"]


SILENT = "siger intet om det på forhånd"
"""What is told where the prices set no limit: nothing like it was there, or a placement no longer fits the facts."""


def plan_again(source: Source, *questions: Question) -> tuple[Compared, ...]:
    """The plan as things are, and that of every question, each beside it."""
    return what_if(source.services, source.caller, questions, source.people)


def compared_table(found: Sequence[Compared]) -> Table:
    """The plans side by side; people under ten hidden, also as a difference."""
    base = found[0]
    rows = []
    for one in found:
        placed = one.placed if _may_be_seen(one.placed, base.placed) else None
        lines = [decimal(one.lines[line], 1) if one.valued >= SMALL else None for line in LINES]
        moved = "–" if one is base else written(column([one.moved, max(one.placed, base.placed) - one.moved])[0])
        rows.append((one.name, placed, decimal(one.hours, 0) if one.placed >= SMALL else None, *lines, moved))
    heading = ("Hvad nu hvis", "Har eller får en plads", "Timer i alt", *LINES.values(), "Får noget andet")
    return table(heading, rows)


def gains_say(found: Sequence[Compared]) -> Note:
    """What more capacity was worth beside what the prices said, in words."""
    says = []
    for one in found[1:]:
        if one.gain is None or one.gain_low is None or one.gain_high is None:
            continue
        sure = "" if one.gain_low > 0 else " (mindre, end planerne er bevist nær det bedste)"
        prices = f"sagde på forhånd højst omkring {decimal(one.at_most)}" if one.at_most is not None else SILENT
        says.append(f"- **{one.name}:** planens værdi stiger med {decimal(one.gain)}{sure}; priserne {prices}.")
    return Note("\n".join(says) or "Planernes værdi kan ikke sammenlignes i noget af spørgsmålene.")


def _may_be_seen(count: int, base: int) -> bool:
    """A number beside another of nearly the same people tells their difference."""
    return count >= SMALL and not 0 < abs(count - base) < SMALL
