"""How pictures look: one hand, colours that the colour-blind tell apart, a title in plain words, named axes.

Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008). Matplotlib is imported where something is
drawn and nowhere else: it is an extra.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.notebooks.showing import Picture, decimal
from models.evaluation.estimate import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, SKY, GREY, BLACK = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#8C8C8C",
    "#222222",
)
PALE = "#D9D9D9"
WIDTH = 8.5
"""Inches of a picture."""
_ROW = 0.34
"""Inches of a row in a picture of rows."""


def canvas(height: float, columns: int = 1, title: str = "", rows: int = 1) -> tuple[Figure, list[Axes]]:
    """An empty picture of so many inches with its title, and its panels."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    if title:
        figure.suptitle(fill(title, 78), x=0.01, ha="left", fontsize=13, fontweight="bold", color=BLACK)
    panels = figure.subplots(rows, columns, squeeze=False)
    found = list(panels.ravel())
    for axis in found:
        plain(axis)
    return figure, found


def tall(rows: int, extra: float = 1.3) -> float:
    """Inches for so many rows."""
    return rows * _ROW + extra


def plain(axis: Axes) -> None:
    """No frame, a pale grid behind everything, small words."""
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axis.spines[side].set_color(GREY)
    axis.tick_params(colors=BLACK, labelsize=9, length=3)
    axis.set_axisbelow(True)


def numbers(axis: Any, decimals: int = 0, *, percent: bool = False, most: int = 7) -> None:
    """Write an axis (`axes.xaxis`) as Danes write numbers, at most so many of them."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    def say(value: float, place: int) -> str:
        return f"{decimal(100 * value, decimals)} %" if percent else decimal(value, decimals)

    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10], integer=not percent and decimals == 0))
    axis.set_major_formatter(FuncFormatter(say))


def name(axis: Axes, x: str = "", y: str = "", title: str = "") -> None:
    """Name the axes."""
    axis.set_xlabel(x, fontsize=9.5, color=BLACK)
    axis.set_ylabel(y, fontsize=9.5, color=BLACK)
    if title:
        axis.set_title(fill(title, 44), fontsize=10.5, loc="left", color=BLACK)


def rows_named(axis: Axes, names: Sequence[str], width: int = 40) -> None:
    """Rows from the top down."""
    axis.set_yticks(range(len(names)), [fill(one, width) for one in names])
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.grid(axis="x", color=PALE, linewidth=0.7)


def interval(axis: Axes, row: float, found: Estimate, colour: str, marker: str = "o", label: str | None = None) -> None:
    """A number with its interval, lying."""
    if np.isfinite(found.low) and np.isfinite(found.high):
        axis.plot([found.low, found.high], [row, row], color=colour, linewidth=2, solid_capstyle="round")
    axis.plot([found.value], [row], marker, color=colour, markersize=7, markeredgecolor="white", label=label)


def line_at(axis: Axes, x: float, words: str, colour: str = BLACK, *, style: str = "--") -> None:
    """A line to compare with, named above the panel."""
    axis.axvline(x, color=colour, linewidth=1.1, linestyle=style, zorder=1)
    axis.annotate(
        words,
        (x, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(3, 2),
        textcoords="offset points",
        fontsize=8.5,
        color=colour,
    )


def key(axis: Axes, columns: int = 1, *, below: bool = False, **where: Any) -> None:
    """The key, without a frame."""
    if below:
        figure = axis.get_figure(root=True)
        assert figure is not None
        figure.legend(
            *axis.get_legend_handles_labels(), loc="outside lower left", frameon=False, fontsize=9, ncols=columns
        )
        return
    axis.legend(frameon=False, fontsize=9, ncols=columns, **{"loc": "best", **where})


def aside(axis: Axes, x: float, y: float, words: str, colour: str = GREY) -> None:
    """A word beside a mark."""
    axis.annotate(
        words, (x, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5, color=colour, clip_on=False
    )


def above(axis: Axes, x: float, y: float, words: str) -> None:
    """A word above a mark, in front of lines."""
    axis.annotate(
        words,
        (x, y),
        xytext=(0, 8),
        textcoords="offset points",
        ha="center",
        fontsize=9,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )


def bars(
    axis: Axes, names: Sequence[str], values: Sequence[float | None], write: Callable[[float], str], colour: str = BLUE
) -> None:
    """Lying bars, each with its number; what is hidden says so."""
    for row, value in enumerate(values):
        if value is None:
            aside(axis, 0, row, "skjult")
            continue
        axis.barh(row, value, color=colour, height=0.62)
        aside(axis, value, row, write(value), BLACK)
    rows_named(axis, names)
    most = max((value for value in values if value is not None), default=1.0) or 1.0
    axis.set_xlim(0, most * 1.22)


def done(figure: Figure, title: str) -> Picture:
    """The finished picture."""
    return Picture(figure, title)
