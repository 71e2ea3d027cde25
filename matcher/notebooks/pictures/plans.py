"""Pictures of notebook 04."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from matcher.evaluating.rounds import Planned as Round
from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.plans import NO_LINES
from matcher.notebooks.showing import Note, Picture, decimal, percent
from matcher.services.evaluation import Document
from matcher.summary import LINES
from models.evaluation.estimate import Estimate

_KINDS = ("sex", "age", "needs", "hours", "postcode")
"""Kinds of group that are drawn; the intersections stand in the document."""


def lines(found: Document) -> Picture | Note:
    """The three lines by the plan and by first come, first served."""
    if found["lines"] is None:
        return NO_LINES
    title = "De tre bundlinjer: planen ved siden af først til mølle"
    figure, (axis,) = draw.canvas(3.4, title=title)
    for place, name in enumerate(LINES):
        one = found["lines"][name]
        for off, key, colour, words in (
            (-0.19, "plan", draw.BLUE, "planen"),
            (0.19, "first_come_first_served", draw.ORANGE, "først til mølle"),
        ):
            axis.barh(place + off, one[key], 0.34, color=colour, label=words if place == 0 else None)
            draw.aside(axis, one[key], place + off, decimal(one[key], 1), draw.BLACK)
    draw.rows_named(axis, list(LINES.values()))
    axis.set_xlim(0, 1.12 * max(max(one.values()) for one in found["lines"].values()))
    draw.name(axis, "sum over forslagene (et forslag kan give fra 0 til 1 på hver linje)")
    draw.numbers(axis.xaxis)
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)


def hindsight(found: Document, rounds: Sequence[Round]) -> Picture | Note:
    """What was reached beside what could have been, and what planning in rounds costs."""
    if found["value"]["bound"] is None:
        return Note("Det er ikke bevist, hvad der højst kunne nås, så planen kan ikke holdes op imod det.")
    title = "Hvor meget nås af det, man kunne nå med fuld viden?"
    figure, (left, right) = draw.canvas(3.3, 2, title)
    value = found["value"]
    most = value["bound"]
    shown = {"Planen": value["plan"] / most, "Først til mølle": value["first_come_first_served"] / most}
    names = [_rounds(one.rounds, place == len(rounds) - 1) for place, one in enumerate(rounds)]
    shares = [one.found.share for one in rounds]
    low = min(*shown.values(), *shares)
    for axis, rows, values, heading in (
        (left, list(shown), list(shown.values()), "Alt tæller"),
        (right, names, shares, "Kun pladser tæller"),
    ):
        for place, share in enumerate(values):
            axis.plot([share], [place], "o", color=draw.BLUE if place == 0 else draw.ORANGE, markersize=9)
            draw.above(axis, share, place, percent(share, 1))
        draw.rows_named(axis, rows)
        axis.set_ylim(len(rows) - 0.4, -0.8)
        axis.axvline(1.0, color=draw.BLACK, linewidth=1.1, linestyle="--")
        axis.set_xlim(low - 0.06, 1.05)
        draw.name(axis, "andel af det højeste, der kunne nås (stregen)", "", heading)
        draw.numbers(axis.xaxis, percent=True)
    return draw.done(figure, title)


def congestion(found: Document) -> Picture:
    """Whether lists send everybody to the same places."""
    title = "Sender listerne alle de samme steder hen?"
    figure, (axis,) = draw.canvas(2.7, title=title)
    rows = {
        "coverage": "Stillinger, der vises for nogen",
        "employer_coverage": "Virksomheder, der vises for nogen",
        "gini_openings": "Ulighed i opmærksomhed (Gini)",
    }
    lists = (("priced", "værdi minus priser", draw.BLUE, "o"), ("by_value", "værdi alene", draw.ORANGE, "D"))
    for place, what in enumerate(rows):
        for off, (name, words, colour, marker) in zip((-0.13, 0.13), lists, strict=True):
            share = found["congestion"][name][what]
            label = f"lister efter {words}" if place == 0 else None
            axis.plot([share], [place + off], marker, color=colour, markersize=8, markeredgecolor="white", label=label)
            draw.aside(axis, share, place + off, _two(share), draw.BLACK)
    draw.rows_named(axis, list(rows.values()))
    axis.set_xlim(0, 1.1)
    draw.name(axis, "andel; for Gini: 0 er helt lige, tæt på 1 har få næsten det hele")
    draw.numbers(axis.xaxis, 1)
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)


def exposure(found: Document) -> Picture:
    """How attention is spread over employers, beside their places."""
    title = "Hvilke virksomheder får opmærksomheden?"
    figure, (axis,) = draw.canvas(3.4, title=title)
    for name, words, colour in (
        ("priced", "lister efter værdi minus priser", draw.BLUE),
        ("by_value", "lister efter værdi alene", draw.ORANGE),
    ):
        away = np.sort(np.array(list(found["congestion"][name]["attention"].values())))
        axis.step(np.arange(1, len(away) + 1), away, where="mid", color=colour, linewidth=2, label=words)
    axis.axhline(0, color=draw.BLACK, linewidth=1)
    axis.grid(axis="y", color=draw.PALE, linewidth=0.7)
    draw.name(axis, "virksomheder, fra den mindst til den mest sete", "andel af opmærksomhed\nminus andel af pladser")
    draw.numbers(axis.yaxis, 1, percent=True)
    draw.numbers(axis.xaxis)
    draw.key(axis, loc="upper left")
    return draw.done(figure, title)


def no_harm(found: Document) -> Picture | Note:
    """Every group by the plan less first come, first served."""
    rows = [
        (label, _estimate(group["difference"]), group["verdict"])
        for label, group in _groups(found, ("no_harm", "placed"))
        if group["difference"] is not None
    ]
    if not rows:
        return Note("Ingen gruppe er stor nok til et tal (30, og ingen under ti at røbe).")
    title = "Er nogen gruppe ringere stillet end ved først til mølle?"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.6), title=title)
    for place, (_, difference, verdict) in enumerate(rows):
        worse = verdict == "ringere stillet end i dag"
        safe = verdict == "ikke ringere stillet end i dag"
        draw.interval(axis, place, difference, draw.RED if worse else draw.BLUE if safe else draw.GREY)
    for colour, words in ((draw.BLUE, "ikke ringere"), (draw.GREY, "kan ikke afgøres"), (draw.RED, "ringere")):
        axis.plot([], [], "o", color=colour, label=words)
    axis.axvline(0, color=draw.BLACK, linewidth=1.1)
    draw.rows_named(axis, [label for label, _, _ in rows], 36)
    draw.name(axis, "forskel i andel med et forslag (procentpoint), interval")
    draw.numbers(axis.xaxis, percent=True)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def fairness(found: Document, outcome: str = "placed_of_possible") -> Picture | Note:
    """The share of every group beside the group with the largest."""
    rows = [
        (label, _estimate(group["ratio"]), group["flagged"], group["differs"])
        for label, group in _groups(found, ("outcomes", outcome))
        if group["ratio"] is not None
    ]
    if not rows:
        return Note("Ingen gruppe er stor nok til et tal (30, og ingen under ti at røbe).")
    title = "Får grupperne lige ofte et forslag? (blandt dem, for hvem mindst én stilling er mulig)"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.9), title=title)
    for place, (_, ratio, flagged, differs) in enumerate(rows):
        draw.interval(axis, place, ratio, draw.RED if differs else draw.ORANGE if flagged else draw.BLUE)
    for colour, words in (
        (draw.BLUE, "fire femtedele eller mere"),
        (draw.ORANGE, "under fire femtedele: se efter"),
        (draw.RED, "forskellen er ikke tilfældig"),
    ):
        axis.plot([], [], "o", color=colour, label=words)
    draw.line_at(axis, 0.8, "fire femtedele")
    draw.line_at(axis, 1.0, "lige så ofte")
    draw.rows_named(axis, [label for label, *_ in rows], 36)
    draw.name(axis, "gruppens andel delt med den største gruppes andel; 95 % interval")
    draw.numbers(axis.xaxis, 1)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def _groups(found: Document, where: tuple[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in _KINDS:
        group = found["groups"].get(kind)
        if group is not None:
            for row in sorted(group[where[0]][where[1]]["groups"], key=_in_order):
                yield f"{group['title']}: {row['group']}", row


def _in_order(row: dict[str, Any]) -> tuple[int, int, str]:
    """Bands by their numbers; what is open downwards first, what is open upwards last."""
    label = str(row["group"])
    first = re.search(r"\d+", label)
    below = label.startswith(("under", "højst"))
    return (int(first.group()) if first else 0, 0 if below else 1, label)


def _estimate(plain: dict[str, Any]) -> Estimate:
    low, high = (np.nan if plain[name] is None else plain[name] for name in ("low", "high"))
    return Estimate(plain["value"], low, high, plain["n"], plain["level"])


def _rounds(many: int, last: bool) -> str:
    if many == 1:
        return "alle på én gang"
    return "én ad gangen" if last else f"i {many} omgange"


def _two(value: float) -> str:
    return decimal(value)
