"""Notebook 04: what a plan does, for whom, and beside what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from matcher.evaluating.people import People
from matcher.evaluating.reading import VERDICTS
from matcher.evaluating.rounds import Planned as Round
from matcher.evaluating.rounds import by_rounds
from matcher.notebooks.showing import Note, Table, decimal, percent, table, written
from matcher.notebooks.source import Source
from matcher.pipeline import Planned
from matcher.services import plans as stored
from matcher.services.evaluation import Document, evaluate_plan
from matcher.services.small_numbers import column
from matcher.summary import LINES, summarise
from models.evaluation.no_harm import Verdict

_STATES = {"published": "gældende", "draft": "udkast", "replaced": "afløst", "failed": "mislykket"}


@cache
def measured(source: Source) -> Document:
    """The plan, measured: numbers of under ten people are hidden in it."""
    return evaluate_plan(source.planned, source.material.facts)


def in_numbers(planned: Planned) -> Table:
    """The plan in numbers."""
    found = summarise(planned)
    placed, left_out = column([found.placed, found.candidates - found.placed])
    rows: list[tuple[str, str]] = [
        ("Borgere", written(found.candidates)),
        ("Får et forslag", written(placed)),
        ("Får intet forslag", written(left_out)),
        ("Pladser", written(found.places)),
        ("Timer om ugen i planen", "skjult" if placed is None else decimal(found.hours, 0)),
        ("Timer om ugen, borgerne ønsker", decimal(found.hours_wanted, 0)),
        ("Højst så langt fra den bedste plan", percent(planned.plan.gap, 2)),
    ]
    return table(("Planen", ""), rows)


def left_out(planned: Planned) -> Table:
    """Why people have no proposal, the most frequent reason first; reasons of few people together."""
    reasons = summarise(planned).left_out
    shown = column([people for _, people in reasons])
    rows = [(reason, many) for (reason, _), many in zip(reasons, shown, strict=True) if many is not None]
    hidden = len(reasons) - len(rows)
    more = [(f"{hidden} andre grunde, hver for få eller røber andre", None)] if hidden else []
    return table(("Hvorfor ikke", "Borgere"), [*rows, *more])


def lines_table(found: Document) -> Table | Note:
    """The three lines of value, by the plan and by first come, first served."""
    if found["lines"] is None:
        return Note("Under ti borgere har et forslag, så de tre bundlinjer vises ikke.")
    rows = []
    for name, words in LINES.items():
        plan, today = found["lines"][name]["plan"], found["lines"][name]["first_come_first_served"]
        rows.append((words, decimal(plan, 1), decimal(today, 1), percent(plan / today - 1 if today else float("nan"))))
    return table(("Bundlinje", "Planen", "Først til mølle", "Forskel"), rows)


def harm_says(found: Document) -> Note:
    """Whether a group is worse off, in words."""
    said: dict[str, list[str]] = {}
    for group in found["groups"].values():
        for row in group["no_harm"]["placed"]["groups"]:
            said.setdefault(row["verdict"], []).append(f"{group['title'].lower()}: {row['group']}")
    worse, safe, unsure = (said.get(VERDICTS[one], []) for one in (Verdict.WORSE, Verdict.NOT_WORSE, Verdict.OPEN))
    everybody = found["groups"]["hours"]["no_harm"]["placed"]["everybody"]
    return Note(
        f"**I alt** får {_points(everybody['value'])} procentpoint flere et forslag i planen end ved først til mølle "
        f"(mellem {_points(everybody['low'])} og {_points(everybody['high'])}). "
        f"**Påviseligt ringere stillet:** {'; '.join(worse) or 'ingen gruppe'}. For {len(safe)} grupper er det vist, "
        f"at de ikke er ringere stillet; for {len(unsure)} kan det ikke afgøres: de er for små til et så fint mål."
    )


def fairness_says(found: Document, outcome: str = "placed_of_possible") -> Note:
    """Which groups are flagged and which differ, in words."""
    flagged, differing = (
        sorted(
            f"{group['title'].lower()}: {label}"
            for group in found["groups"].values()
            for label in group["outcomes"][outcome][what]
        )
        for what in ("flagged", "differs")
    )
    says = (
        f"**Under fire femtedele** (en anledning til at se efter, ikke et fund): {'; '.join(flagged) or 'ingen'}. "
        f"**Forskel, som tilfældet ikke forklarer:** {'; '.join(differing) or 'ingen'}. "
        f"Uden flag er det ikke vist, at alle behandles ens."
    )
    return Note(says)


def congestion_table(found: Document) -> Table:
    """How lists crowd, with prices and without."""
    names = {"priced": "Værdi minus priser", "by_value": "Værdi alene"}
    rows = [
        (
            names[name],
            percent(one["coverage"]),
            percent(one["employer_coverage"]),
            decimal(one["most_per_place"], 0),
            decimal(one["gini_openings"]),
        )
        for name, one in found["congestion"].items()
    ]
    heads = (
        "Listerne ordnet efter",
        "Stillinger vist",
        "Virksomheder vist",
        "Flest visninger pr. plads",
        "Ulighed (Gini)",
    )
    return table(heads, rows)


@cache
def rounds(source: Source) -> tuple[Round, ...]:
    """How much is reached when people are planned for in rounds."""
    return by_rounds(People(source.planned))


def stored_plans(source: Source) -> Table | Note:
    """Plans in the database, the newest first, in the numbers an evaluator may see."""
    found, _ = source.ask(lambda unit: stored.read_list(unit, 12))
    if not found:
        return Note("Der er ingen planer i databasen endnu; den plan, der måles her, er lagt nu og gemmes ikke.")
    rows = [
        (f"{one.day:%d.%m.%Y}", _STATES.get(str(one.state), str(one.state)), *_line_means(one.numbers)) for one in found
    ]
    return table(("Dag", "Tilstand", "Får et forslag", *LINES.values()), rows)


def _points(share: float) -> str:
    return decimal(100 * share, 1)


def _line_means(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    if not numbers.get("counts"):
        return ("–",) * (1 + len(LINES))
    means = {row["name"]: row["mean"] for row in numbers["lines"]}
    placed = numbers["counts"]["placed"]
    return (written(placed), *("skjult" if means.get(name) is None else decimal(means[name]) for name in LINES))
