"""Pictures of notebook 06."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.showing import Picture
from matcher.notebooks.trial import Curve, SaturationTrial, WedgeTrial
from models.evaluation.estimate import Estimate
from models.evaluation.trial import Wedge

_STYLES = ((draw.BLUE, "o"), (draw.ORANGE, "D"), (draw.GREEN, "s"), (draw.SKY, "^"))


def schedule(wedge: Wedge) -> Picture:
    """Who begins when."""
    title = "Hvem begynder hvornår? Lodtrækningen"
    order = np.argsort(wedge.begins, kind="stable")
    figure, (axis,) = draw.canvas(draw.tall(len(order), 1.4), title=title)
    for row, area in enumerate(order.tolist()):
        for period in range(wedge.periods):
            colour = draw.BLUE if wedge.begun[area, period] else draw.PALE
            axis.barh(row, 0.94, left=period - 0.47, height=0.84, color=colour)
    axis.barh(0, 0, color=draw.PALE, label="endnu ikke med")
    axis.barh(0, 0, color=draw.BLUE, label="med")
    draw.rows_named(axis, [f"område {area + 1}" for area in order.tolist()])
    axis.grid(visible=False)
    axis.set_xticks(range(wedge.periods), [str(period + 1) for period in range(wedge.periods)])
    draw.name(axis, "periode (fx et kvartal)")
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)


def wedge(found: WedgeTrial) -> Picture:
    """What the trial and a plain comparison say, beside the truth."""
    title = "Ét forsøg: hvad siger det, og hvad er sandt?"
    figure, (axis,) = draw.canvas(2.4, title=title)
    draw.interval(axis, 0, found.effect, draw.BLUE)
    axis.plot([found.plain], [1], "D", color=draw.ORANGE, markersize=8)
    axis.axvline(0, color=draw.GREY, linewidth=1)
    draw.line_at(axis, found.assumptions.whole_effect, "sandheden")
    draw.rows_named(axis, ["forsøget, 95 % interval", "før mod efter, uden lodtrækning"])
    draw.name(axis, "forskel i andel i job efter 13 uger (procentpoint)")
    draw.numbers(axis.xaxis, percent=True)
    return draw.done(figure, title)


def power(curves: Sequence[Curve], title: str) -> Picture:
    """How often the trial finds what is there, by the number of areas."""
    figure, (axis,) = draw.canvas(3.8, title=title)
    for (colour, marker), curve in zip(_STYLES, curves, strict=False):
        axis.fill_between(
            curve.areas, [one.low for one in curve.power], [one.high for one in curve.power], color=colour, alpha=0.18
        )
        axis.plot(
            curve.areas, [one.value for one in curve.power], marker, color=colour, linestyle="-", label=curve.name
        )
    axis.axhline(0.8, color=draw.BLACK, linewidth=1.1, linestyle="--")
    axis.annotate("80 %", (1, 0.8), xycoords=("axes fraction", "data"), xytext=(-4, 3), textcoords="offset points",
                  ha="right", fontsize=8.5)  # fmt: skip
    axis.set_ylim(0, 1.02)
    axis.set_xticks(curves[0].areas)
    axis.grid(axis="y", color=draw.PALE, linewidth=0.7)
    draw.name(axis, "områder i forsøget", "chance for at se det")
    draw.numbers(axis.yaxis, percent=True)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def saturation(trial: SaturationTrial) -> Picture:
    """Those with it and those without it, by how many in the area have it."""
    title = "Betaler naboen? Dem med og dem uden, efter hvor mange i området der er med"
    figure, (axis,) = draw.canvas(4.0, title=title)
    truth = trial.assumptions
    at = np.array([one.saturation for one in trial.found.by_saturation])
    line = np.array([0.0, max(at)])
    for off, what, colour, marker, label, true in (
        (-0.008, "treated", draw.BLUE, "o", "med", truth.effect - truth.crowding * line),
        (0.008, "untreated", draw.ORANGE, "D", "uden (i samme områder)", -truth.crowding * line),
    ):
        axis.plot(
            line, true, color=colour, linewidth=1.2, linestyle="--", label=f"sandheden om dem {label.split(',')[0]}"
        )
        for place, one in enumerate(trial.found.by_saturation):
            found: Estimate = getattr(one, what)
            x = one.saturation + off
            axis.plot([x, x], [found.low, found.high], color=colour, linewidth=2)
            axis.plot([x], [found.value], marker, color=colour, markersize=8, markeredgecolor="white",
                      label=label if place == 0 else None)  # fmt: skip
    axis.axhline(0, color=draw.BLACK, linewidth=1)
    axis.grid(axis="y", color=draw.PALE, linewidth=0.7)
    draw.name(axis, "andel af området, der er med", "forskel fra områder,\nhvor ingen er med (procentpoint)")
    draw.numbers(axis.xaxis, percent=True)
    draw.numbers(axis.yaxis, percent=True)
    axis.set_xticks(np.concatenate([[0.0], at]))
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)
