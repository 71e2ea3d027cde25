"""Pictures of notebook 05."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.disclosure.small_numbers import SMALL
from matcher.evaluating.scenarios import Compared
from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.showing import Note, Picture, decimal
from matcher.summary import LINES

_MARKS = {"people": (draw.BLUE, "o"), "company": (draw.ORANGE, "D"), "society": (draw.GREEN, "s")}


def lines(found: Sequence[Compared]) -> Picture | Note:
    """What each line of value gets in every scenario, beside the plan as things are."""
    base, others = found[0], found[1:]
    if min(one.valued for one in found) < SMALL or not all(base.lines.values()):
        return Note("Under ti borgere har et forslag, så de tre bundlinjer vises ikke.")
    title = "Hvad giver det de tre bundlinjer?"
    figure, (axis,) = draw.canvas(draw.tall(len(others), 1.7), title=title)
    for place, one in enumerate(others):
        changes = [one.lines[line] / base.lines[line] - 1 for line in LINES]
        axis.plot([min(changes), max(changes)], [place, place], color=draw.PALE, linewidth=3, zorder=1)
        for off, line, change in zip((-0.22, 0.0, 0.22), LINES, changes, strict=True):
            colour, marker = _MARKS[line]
            label = LINES[line] if place == 0 else None
            axis.plot([change], [place + off], marker, color=colour, markersize=8, markeredgecolor="white", label=label)
    axis.axvline(0, color=draw.BLACK, linewidth=1.1)
    draw.rows_named(axis, [one.name for one in others])
    draw.name(axis, "ændring fra planen, som det er (stregen ved 0)")
    draw.numbers(axis.xaxis, 1, percent=True)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def gains(found: Sequence[Compared]) -> Picture | Note:
    """What more capacity gave, beside what the prices said at most."""
    rows = [(one.name, one.gain, one.at_most) for one in found[1:] if one.gain is not None and one.at_most is not None]
    if not rows:
        return Note("Priserne siger på forhånd intet om spørgsmålene.")
    title = "Gav det så meget, som priserne sagde?"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.6), title=title)
    for place, (_, gain, most) in enumerate(rows):
        axis.plot([0, most], [place, place], color=draw.PALE, linewidth=9, solid_capstyle="butt", zorder=1,
                  label="priserne: højst omkring" if place == 0 else None)  # fmt: skip
        axis.plot([gain], [place], "o", color=draw.BLUE, markersize=9, markeredgecolor="white",
                  label="planen, lagt igen" if place == 0 else None)  # fmt: skip
        draw.above(axis, gain, place, decimal(gain))
    high = max(max(gain, most) for _, gain, most in rows)
    axis.set_xlim(-0.05 * max(high, 0.1), 1.2 * max(high, 0.1))
    draw.rows_named(axis, [name for name, _, _ in rows])
    axis.set_ylim(len(rows) - 0.4, -0.8)
    draw.name(axis, "stigning i planens samlede værdi")
    draw.numbers(axis.xaxis, 1)
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)
