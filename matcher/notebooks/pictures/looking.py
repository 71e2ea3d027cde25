"""Pictures of notebook 01."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.catalogue.loader import load_catalogue
from matcher.learning import HORIZONS
from matcher.notebooks.looking import FATES, NOUNS, Fates, field_name
from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.showing import Note, Picture, decimal, percent
from matcher.services.measuring import Known
from matcher.services.statistics import Figure as Count
from matcher.services.statistics import Statistics
from models.evaluation.drift import FeatureDrift
from models.evaluation.estimate import TOO_SMALL
from models.evaluation.survival import Survival

_BANDS = {
    "hours": ("Ønskede timer om ugen", "timer"),
    "waiting": ("Uger uden arbejde", "uger"),
    "area": ("Postområde", ""),
}
_NEEDS_SHOWN = 12


def people(found: Statistics) -> Picture | Note:
    """Who they are in numbers: hours wanted, weeks without work, area."""
    title = "Hvem borgerne er: ønskede timer, tid uden arbejde og postområde"
    tables = {table.name: table.figures for table in found.tables}
    shown = [name for name in _BANDS if any(one.people for one in tables.get(name, ()))]
    if not shown:
        return Note("Der er for få borgere (under ti af hver slags) til at vise, hvem de er.")
    figure, panels = draw.canvas(3.4, len(shown), title)
    for axis, name in zip(panels, shown, strict=True):
        heading, unit = _BANDS[name]
        figures = tables[name]
        draw.bars(axis, [_band(one.key, unit) for one in figures], [one.people for one in figures], _whole)
        draw.name(axis, "borgere", "", heading)
        draw.numbers(axis.xaxis, most=3)
    return draw.done(figure, title)


def needs(found: Statistics) -> Picture | Note:
    """The needs that most people have."""
    title = f"De {_NEEDS_SHOWN} hyppigste skånehensyn"
    table = next((table for table in found.tables if table.name == "needs"), None)
    known = sorted((one for one in table.figures if one.people), key=_most_first) if table else []
    if not known:
        return Note("Intet skånehensyn har så mange (ti eller flere), at antallet kan vises.")
    names = load_catalogue().accommodations
    shown = known[:_NEEDS_SHOWN]
    figure, (axis,) = draw.canvas(draw.tall(len(shown)), title=title)
    draw.bars(axis, [names[one.key].danish for one in shown], [one.people for one in shown], _whole)
    draw.name(axis, "borgere med hensynet")
    draw.numbers(axis.xaxis)
    return draw.done(figure, title)


def known(found: Sequence[Known], noun: str) -> Picture:
    """How often each fact is known, the least known first."""
    title = f"{NOUNS[noun]}: hvor ofte er feltet udfyldt?"
    rows = [row for row in found if row.noun == noun]
    share = [None if row.known is None or row.unknown is None else _share(row.known, row.unknown) for row in rows]
    order = sorted(range(len(rows)), key=lambda n: (share[n] is None, share[n] or 0.0, rows[n].field))
    figure, (axis,) = draw.canvas(draw.tall(len(rows)), title=title)
    values = [share[n] for n in order]
    draw.bars(axis, [field_name(noun, rows[n].field) for n in order], values, percent)
    axis.set_xlim(0, 1.12)
    draw.name(axis, "andel, hvor feltet er udfyldt")
    draw.numbers(axis.xaxis, percent=True)
    return draw.done(figure, title)


def fates(found: Fates) -> Picture | Note:
    """How placements went, by when they began."""
    if not found.periods:
        return Note("Der er ingen forløb at vise.")
    if all(row[0] is None for row in found.counts):
        return Note("Der er for få forløb til at vise dem efter, hvornår de begyndte.")
    title = "Hvordan gik det? Forløb efter, hvornår de begyndte"
    figure, (axis,) = draw.canvas(draw.tall(len(found.periods), 1.7), title=title)
    left = np.zeros(len(found.periods))
    for kind, colour in zip(range(len(FATES)), (draw.BLUE, draw.ORANGE, draw.PALE), strict=True):
        counts = np.array([row[kind] or 0 for row in found.counts], dtype=float)
        if not counts.any():
            continue
        axis.barh(range(len(counts)), counts, left=left, color=colour, height=0.66, label=FATES[kind])
        left += counts
    for place, row in enumerate(found.counts):
        lasted, ended, _ = row
        hidden = lasted is None or ended is None
        said = "noget er skjult" if hidden else f"{percent(_share(lasted or 0, ended or 0))} af de kendte varede"
        draw.aside(axis, left[place], place, said, draw.BLACK)
    draw.rows_named(axis, found.periods)
    axis.set_xlim(0, max(left.max(), 1.0) * 1.35)
    draw.name(axis, "forløb", "begyndt")
    draw.numbers(axis.xaxis)
    draw.key(axis, 3, below=True)
    return draw.done(figure, title)


def lasting(found: Survival) -> Picture | Note:
    """How many are still there after so many weeks."""
    if found.n < TOO_SMALL:
        return Note(f"Under {TOO_SMALL} forløb: en kurve ville vise tilfældigheder.")
    title = "Hvor længe varer en ansættelse?"
    figure, (axis,) = draw.canvas(3.9, title=title)
    # Beyond ten still watched the curve says something of few.
    last = float(found.times[found.at_risk >= 10].max())
    axis.fill_between(
        found.times, found.low, found.high, step="post", color=draw.SKY, alpha=0.35, label="95 % interval"
    )
    axis.step(found.times, found.lasting, where="post", color=draw.BLUE, linewidth=2, label="andel, der stadig er der")
    for weeks in HORIZONS:
        draw.line_at(axis, weeks, f"{decimal(weeks, 0)} uger")
    axis.set_xlim(0, min(last, 260))
    axis.set_ylim(0, 1.02)
    axis.grid(color=draw.PALE, linewidth=0.7)
    draw.name(axis, "uger siden begyndelsen", "andel, der stadig er der")
    draw.numbers(axis.yaxis, percent=True)
    draw.numbers(axis.xaxis)
    draw.key(axis, loc="upper right")
    return draw.done(figure, title)


def moved(found: Sequence[FeatureDrift]) -> Picture | Note:
    """How far each feature has moved, beside what chance gives."""
    rows = [row for row in found if np.isfinite(row.ks)]
    if not rows:
        return Note("For få forløb til at se, om noget har flyttet sig.")
    title = "Har det, modellen ser, flyttet sig?"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.6), title=title)
    for place, row in enumerate(rows):
        colour = draw.RED if row.moved or row.asked_otherwise else draw.BLUE
        axis.plot([row.psi_noise] * 2, [place - 0.3, place + 0.3], color=draw.GREY, linewidth=2.5)
        axis.plot([row.psi], [place], "o", color=colour, markersize=8, markeredgecolor="white")
    draw.rows_named(axis, [row.name for row in rows])
    axis.plot([], [], "|", color=draw.GREY, markersize=11, markeredgewidth=2.5, label="så meget giver tilfældet alene")
    axis.plot([], [], "o", color=draw.BLUE, label="ikke mere, end tilfældet kan give")
    axis.plot([], [], "o", color=draw.RED, label="ændret (p under 0,05, justeret for antallet af træk)")
    most = max(max(row.psi, row.psi_noise) for row in rows)
    axis.set_xlim(-0.03 * most, 1.15 * most)
    draw.name(axis, "flytning fra den første til den anden halvdel af forløbene (PSI; 0 er ingen)")
    draw.numbers(axis.xaxis, 2)
    draw.key(axis, below=True)
    return draw.done(figure, title)


def _most_first(one: Count) -> tuple[int, str]:
    return (-(one.people or 0), one.key)


def _band(band: str, unit: str) -> str:
    if band in ("not_known", "other"):
        return {"not_known": "ikke kendt", "other": "andre"}[band]
    if not unit:
        return band
    low, high = band.split("-")
    if not high:
        return f"over {low} {unit}"
    return f"højst {high} {unit}" if low == "0" else f"over {low} til {high}"


def _share(known_rows: int, unknown: int) -> float:
    return known_rows / (known_rows + unknown) if known_rows + unknown else 0.0


def _whole(value: float) -> str:
    return decimal(value, 0)
