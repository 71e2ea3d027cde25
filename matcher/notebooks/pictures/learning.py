"""Pictures of notebook 02."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.notebooks.learning import SAID, TOO_FEW_LATER, HandedOver, briers, feature_name, later, where_told
from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.showing import Picture, Shown, decimal
from matcher.notebooks.source import Source
from models.evaluation.censoring import at_horizon
from models.evaluation.estimate import Estimate
from models.saving import SavedModel
from models.simulation.assumptions import Assumptions
from models.training import Later

COLOURS = {"model": draw.BLUE, "experts": draw.ORANGE, "base_rate": draw.GREY, "challenger": draw.GREEN}


def split(source: Source) -> Shown:
    """When the placements began, and on which side of the split they are, by quarter."""
    found, outcomes = later(source), source.learnable.outcomes
    if found is None:
        return TOO_FEW_LATER
    title = "Før og efter: hvad modellen lærer af, og hvad den prøves på"
    month = outcomes.began.astype("datetime64[M]")
    whole = at_horizon(outcomes.weeks, outcomes.over, 13.0).known & (outcomes.followed >= 13.0)
    before = outcomes.began < found.day
    sides = {
        "lært af (det, man vidste den dag)": before,
        "prøvet på": ~before & whole,
        "begyndt for sent til at tælle": ~before & ~whole,
    }
    months = np.arange(month.min(), month.max() + 1, 3)
    edges = np.append(months, months[-1] + 3).astype(int)
    figure, (axis,) = draw.canvas(3.3, title=title)
    bottom = np.zeros(len(months))
    for (label, inside), colour in zip(sides.items(), (draw.BLUE, draw.ORANGE, draw.PALE), strict=True):
        count = np.histogram(month[inside].astype(int), edges)[0].astype(float)
        count[count < 10] = 0.0
        if count.any():
            axis.bar(months.astype("datetime64[D]"), count, 80, bottom, color=colour, label=label, align="edge")
        bottom += count
    shown = np.flatnonzero(bottom)
    axis.set_xlim(_number(months[shown[0]]) - 20, _number(months[-1] + 3) + 20)
    axis.axvline(_number(found.day), color=draw.BLACK, linewidth=1.2, linestyle="--")
    axis.grid(axis="y", color=draw.PALE, linewidth=0.7)
    draw.name(axis, "begyndt i kvartalet (under ti vises ikke); stregen er delingsdagen", "forløb")
    draw.numbers(axis.yaxis)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def _number(day: np.datetime64) -> float:
    """A day as matplotlib counts days."""
    return float(day.astype("datetime64[D]").astype(int))


def hand_over(saved: SavedModel) -> Picture:
    """Before and after, feature by feature."""
    rows = saved.posterior.evidence()[:-1]
    title = "Fra eksperternes skøn til det, forløbene viser"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.8), title=title)
    for place, row in enumerate(rows):
        half = 1.645 * row.prior_sd
        prior = Estimate(row.prior_mean, max(0.0, row.prior_mean - half), row.prior_mean + half, 1)
        draw.interval(axis, place - 0.17, prior, draw.ORANGE, "D", "skøn før forløbene" if place == 0 else None)
        colour = draw.GREY if row.too_little else draw.BLUE
        draw.interval(axis, place + 0.17, Estimate(row.posterior_mean, row.low, row.high, 1), colour)
        many = "under 10" if 0 < row.speaking < 10 else decimal(row.speaking, 0)
        axis.annotate(
            f"{many} taler", (1.0, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, ha="left"
        )
    axis.plot([], [], "o", color=draw.BLUE, label="nu: noget lært")
    axis.plot([], [], "o", color=draw.GREY, label="nu: for lidt at gå efter")
    axis.axvline(0, color=draw.BLACK, linewidth=1)
    draw.rows_named(axis, [feature_name(row.feature) for row in rows])
    draw.name(axis, "vægt i log-odds; stregen er 90 % interval (0: trækket betyder intet)")
    draw.numbers(axis.xaxis, 1)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


@where_told
def brier(found: Later) -> Picture:
    """How far off everybody is on later placements."""
    scores = briers(found)
    title = "Hvor langt fra det, der skete? Senere forløb, som ingen havde set"
    figure, (axis,) = draw.canvas(draw.tall(len(scores), 1.2), title=title)
    for place, (name, score) in enumerate(scores.items()):
        draw.interval(axis, place, score, COLOURS[name])
        draw.aside(axis, score.high, place, decimal(score.value, 3), draw.BLACK)
    draw.line_at(axis, 0.25, "plat eller krone")
    draw.rows_named(axis, [SAID[name] for name in scores])
    draw.name(axis, "Brier: mindre er bedre; stregen er 95 % interval")
    draw.numbers(axis.xaxis, 2)
    return draw.done(figure, title)


def known_world(world: Assumptions, found: Sequence[HandedOver]) -> Picture:
    """The hand-over where the truth is known, after more and more placements."""
    title = "Prøve i en verden, hvor sandheden er kendt: flytter modellen sig derhen?"
    figure, panels = draw.canvas(3.6, len(world.weights), title)
    most = max(row.high for step in found for row in step.weights)
    for axis, number in zip(panels, range(len(world.weights)), strict=True):
        for place, step in enumerate(found):
            row = step.weights[number]
            colour = draw.ORANGE if step.placements == 0 else draw.BLUE
            axis.plot([place, place], [row.low, row.high], color=colour, linewidth=2)
            axis.plot([place], [row.posterior_mean], "o", color=colour, markersize=7, markeredgecolor="white")
        axis.axhline(world.weights[number], color=draw.BLACK, linewidth=1.2, linestyle="--")
        axis.set_xticks(range(len(found)), [decimal(step.placements, 0) for step in found])
        axis.set_xlim(-0.5, len(found) - 0.5)
        axis.set_ylim(-0.05, most * 1.05)
        axis.grid(axis="y", color=draw.PALE, linewidth=0.7)
        draw.name(axis, "forløb lært af", "vægt (log-odds)" if number == 0 else "", f"Træk {number + 1}")
        axis.set_yticks(np.arange(0, most * 1.05, 0.5))
        draw.numbers(axis.yaxis, 1)
    return draw.done(figure, title)
