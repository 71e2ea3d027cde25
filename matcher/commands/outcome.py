"""What comes of a plan: the workbook, the document, and the summary on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from matcher.domain import Facts
from matcher.explanation import questions_worth_asking, resources_worth_finding
from matcher.explanation.trace import QuestionWorth, ResourceWorth
from matcher.pipeline import Planned
from matcher.summary import has_plan, summarise
from matcher.terminal.progress import Watch
from matcher.terminal.screen import json_text, print_json, screen


@dataclass(frozen=True)
class Outcome:
    """A plan that has been written where it was asked for.

    Attributes
    ----------
    planned
        The plan.
    questions, finds
        What is worth asking and finding.
    seconds
        (stage, seconds) of everything, writing included.
    written
        The files that were written.
    """

    planned: Planned
    questions: tuple[QuestionWorth, ...]
    finds: tuple[ResourceWorth, ...]
    seconds: tuple[tuple[str, float], ...]
    written: tuple[Path, ...] = ()


def write(
    planned: Planned,
    facts: Facts,
    seconds: tuple[tuple[str, float], ...],
    out: Path | None,
    json: str | None,
    watch: Watch,
) -> Outcome:
    """Write the workbook and the document; without a plan the document alone, which says why there is none."""
    from matcher.files.plan_json import no_plan_document, plan_document

    if not has_plan(planned):
        written = () if json is None else _write_json(json, no_plan_document(planned, seconds))
        return Outcome(planned, (), (), seconds, written)
    started = perf_counter()
    watch.begin("Finder spørgsmål")
    questions, finds = tuple(questions_worth_asking(planned)), tuple(resources_worth_finding(planned))
    seconds += (("questions", perf_counter() - started),)
    if out is None and json is None:
        return Outcome(planned, questions, finds, seconds)
    from matcher.files.plan_content import gather

    started = perf_counter()
    watch.begin("Forklarer planen")
    content = gather(planned, facts, questions, finds, watch.advance)
    seconds += (("explain", perf_counter() - started),)
    if out is not None:
        from matcher.files.plan_workbook import write_plan

        started = perf_counter()
        watch.begin("Skriver regnearket")
        write_plan(content, out)
        seconds += (("write", perf_counter() - started),)
    written = () if out is None else (out,)
    if json is not None:
        written += _write_json(json, plan_document(content, seconds))
    return Outcome(planned, questions, finds, seconds, written)


def show(outcome: Outcome) -> None:
    """The summary on the terminal."""
    from matcher.terminal.plan_view import show_no_plan, show_plan

    plan = outcome.planned.plan
    if has_plan(outcome.planned):
        show_plan(screen(), plan, summarise(outcome.planned), outcome.questions, outcome.finds, outcome.seconds)
    else:
        show_no_plan(screen(), plan, outcome.seconds)


def _write_json(target: str, document: dict[str, object]) -> tuple[Path, ...]:
    if target == "-":
        print_json(document)
        return ()
    path = Path(target)
    temporary = path.with_name(f".{path.name}.ny")
    try:
        temporary.write_text(json_text(document), encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return (path,)
