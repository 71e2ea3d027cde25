"""Notebook 04: what a plan does, for whom, and beside what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from matcher.evaluating.reading import VERDICTS
from matcher.notebooks.showing import Note, Table, decimal, percent, table, written
from matcher.notebooks.source import Source
from matcher.services import plans as stored
from matcher.services.evaluation import Document
from matcher.services.measured_plans import STATES, MeasuredPlan, about, measured_plan
from matcher.summary import LINES
from models.evaluation.no_harm import Verdict

NO_LINES = Note("De tre bundlinjer vises ikke: det ville røbe noget om under ti borgere.")


@cache
def measured(source: Source) -> MeasuredPlan:
    """The published plan where the database has one, else one made now, measured: small numbers are hidden in it."""
    return measured_plan(source.services, source.caller, people=source.people)


def which(found: MeasuredPlan) -> Note:
    """Which plan is measured, in words."""
    return Note(about(found))


def in_numbers(found: MeasuredPlan) -> Table:
    """The plan in numbers."""
    numbers = found.numbers
    rows: list[tuple[str, str]] = [
        ("Borgere", written(numbers.candidates)),
        ("Får et forslag", written(numbers.placed)),
        ("Får intet forslag", written(numbers.left_out)),
        ("Pladser", written(numbers.places)),
        ("Timer om ugen i planen", "skjult" if numbers.hours is None else decimal(numbers.hours, 0)),
        ("Timer om ugen, borgerne ønsker", decimal(numbers.hours_wanted, 0)),
        ("Højst så langt fra den bedste plan", "–" if numbers.gap is None else percent(numbers.gap, 2)),
    ]
    return table(("Planen", ""), rows)


def left_out(found: MeasuredPlan) -> Table:
    """Why people have no proposal, the most frequent reason first; reasons of few people together."""
    reasons = found.numbers.reasons
    rows = [(reason, many) for reason, many in reasons if many is not None]
    hidden = len(reasons) - len(rows)
    more = [(f"{hidden} andre grunde, hver for få eller røber andre", None)] if hidden else []
    return table(("Hvorfor ikke", "Borgere"), [*rows, *more])


def lines_table(found: Document) -> Table | Note:
    """The three lines of value, by the plan and by first come, first served."""
    if found["lines"] is None:
        return NO_LINES
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
    in_all = (
        "**I alt** er skjult, hvor mange flere der får et forslag i planen end ved først til mølle. "
        if everybody is None
        else f"**I alt** får {_points(everybody['value'])} procentpoint flere et forslag i planen end ved først til "
        f"mølle (mellem {_points(everybody['low'])} og {_points(everybody['high'])}). "
    )
    return Note(
        f"{in_all}**Påviseligt ringere stillet:** {'; '.join(worse) or 'ingen gruppe'}. For {len(safe)} grupper er "
        f"det vist, at de ikke er ringere stillet; for {len(unsure)} kan det ikke afgøres: de er for små til et så "
        "fint mål."
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


def stored_plans(source: Source) -> Table | Note:
    """Plans in the database, the newest first, in the numbers an evaluator may see."""
    found, _ = source.ask(lambda unit: stored.read_list(unit, 12))
    if not found:
        return Note("Der er ingen planer i databasen endnu.")
    rows = [(_day(one.day), STATES.get(str(one.state), str(one.state)), *_line_means(one.numbers)) for one in found]
    return table(("Dag", "Tilstand", "Får et forslag", *LINES.values()), rows)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _points(share: float) -> str:
    return decimal(100 * share, 1)


def _line_means(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    if not numbers.get("counts"):
        return ("–",) * (1 + len(LINES))
    means = {row["name"]: row["mean"] for row in numbers["lines"]}
    placed = numbers["counts"]["placed"]
    return (written(placed), *("skjult" if means.get(name) is None else decimal(means[name]) for name in LINES))
