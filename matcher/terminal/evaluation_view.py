"""What a plan does and for whom, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from matcher.evaluating.reading import VERDICTS
from matcher.summary import LINES
from matcher.terminal.numbers import decimal, percent, whole
from matcher.terminal.tables import facts as named
from matcher.terminal.tables import heading, indented, lines, table
from models.evaluation.no_harm import Verdict

_LISTS = {"priced": "værdi minus priser (som de laves)", "by_value": "værdi alene"}
_UNSURE = (VERDICTS[Verdict.OPEN], VERDICTS[Verdict.TOO_SMALL])
_OUTCOME = "placed_of_possible"
"""What groups are compared by: who has a proposal, of those for whom something is possible."""


def show_evaluation(console: Console, found: Mapping[str, Any]) -> None:
    """The evaluation in short; the whole is in its JSON."""
    value, everybody = found["value"], found["groups"]["hours"]["no_harm"]["placed"]["everybody"]
    heading(console, "Planen ved siden af først til mølle")
    plan = "skjult" if value["plan"] is None else decimal(value["plan"])
    named(
        console,
        [
            ("Borgere", whole(found["people"])),
            ("Værdi", f"{plan} mod {decimal(value['first_come_first_served'])}"),
            ("Bevist grænse", decimal(value["bound"])),
            ("Får et forslag", "skjult" if everybody is None else _more(everybody)),
        ],
    )
    if found["lines"] is not None:
        rows = [
            (words, *(decimal(found["lines"][name][side], 1) for side in ("plan", "first_come_first_served")))
            for name, words in LINES.items()
        ]
        console.print()
        console.print(indented(table(("Bundlinje", "Planen", "Først til mølle"), rows, right=(1, 2))))
    heading(console, "Grupper")
    lines(console, _groups(found))
    heading(console, "Lister")
    rows = [
        (_LISTS[name], percent(one["coverage"]), percent(one["employer_coverage"]), decimal(one["gini_openings"]))
        for name, one in found["congestion"].items()
    ]
    heads = ("Ordnet efter", "Stillinger vist", "Virksomheder vist", "Ulighed (Gini)")
    console.print(indented(table(heads, rows, right=(1, 2, 3))))
    heading(console, "Sådan læses det")
    lines(console, [found["reading"][name] for name in ("no_harm", "flagged", "differs", "gini")])
    console.print()


def _more(everybody: Mapping[str, Any]) -> str:
    value, low, high = (decimal(100 * everybody[name], 1) for name in ("value", "low", "high"))
    return f"{value} procentpoint flere ({low} til {high})"


def _groups(found: Mapping[str, Any]) -> list[str]:
    """What must be said of groups, and that nothing was found where nothing was."""
    kinds = list(found["groups"].values())
    worse = [f"{kind['title']}: {label}" for kind in kinds for label in kind["no_harm"]["placed"]["worse"]]
    flagged = [f"{kind['title']}: {label}" for kind in kinds for label in kind["outcomes"][_OUTCOME]["flagged"]]
    differing = [f"{kind['title']}: {label}" for kind in kinds for label in kind["outcomes"][_OUTCOME]["differs"]]
    unsure = sum(row["verdict"] in _UNSURE for kind in kinds for row in kind["no_harm"]["placed"]["groups"])
    return [
        f"Påviseligt ringere stillet end ved først til mølle: {'; '.join(worse) or 'ingen'} "
        f"({whole(unsure)} grupper er for små til, at det kan afgøres)",
        f"Under fire femtedele af den største gruppes andel: {'; '.join(flagged) or 'ingen'}",
        f"Forskel, som tilfældet ikke forklarer: {'; '.join(differing) or 'ingen'}",
    ]
