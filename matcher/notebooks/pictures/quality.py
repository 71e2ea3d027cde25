"""Pictures of notebook 03."""

from __future__ import annotations

from matcher.evaluating.reading import KINDS
from matcher.notebooks import quality
from matcher.notebooks.learning import where_told, where_tried
from matcher.notebooks.pictures import drawing as draw
from matcher.notebooks.quality import LISTS, KnownLists, Policies
from matcher.notebooks.showing import Note, Picture, percent
from models.training import Later


@where_told
def reliability(found: Later) -> Picture:
    """What was said beside what was seen, with how many are in each bin."""
    bins = quality.reliability(found)
    title = "Varer det så ofte, som modellen siger?"
    figure, (axis,) = draw.canvas(4.6, title=title)
    axis.plot([0, 1], [0, 1], color=draw.BLACK, linewidth=1.1, linestyle="--", label="som sagt, så gjort")
    for one in bins:
        colour = draw.BLUE if one.consistent else draw.RED
        axis.plot([one.predicted] * 2, [one.observed.low, one.observed.high], color=colour, linewidth=2)
        axis.plot([one.predicted], [one.observed.value], "o", color=colour, markersize=8, markeredgecolor="white")
    # In the key the colours stand for what they mean, whichever of them the first point happens to have.
    axis.plot([], [], "o", color=draw.BLUE, label=f"omkring {bins[0].observed.n} forløb i hvert punkt")
    if not all(one.consistent for one in bins):
        axis.plot([], [], "o", color=draw.RED, label="intervallet rammer ikke linjen")
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1.02)
    axis.grid(color=draw.PALE, linewidth=0.7)
    draw.name(axis, "modellen sagde: varer mindst 13 uger", "varede faktisk mindst 13 uger")
    draw.numbers(axis.xaxis, percent=True)
    draw.numbers(axis.yaxis, percent=True)
    draw.key(axis, loc="lower right")
    return draw.done(figure, title)


@where_told
def areas(found: Later) -> Picture:
    """How well everybody tells apart."""
    each = quality.areas(found)
    title = "Kan modellen se forskel? Senere forløb, som ingen havde set"
    figure, (axis,) = draw.canvas(draw.tall(len(each), 1.2), title=title)
    for place, one in enumerate(each.values()):
        draw.interval(axis, place, one, draw.BLUE if place == 0 else draw.GREY)
    draw.line_at(axis, 0.5, "møntkast")
    draw.line_at(axis, 0.8, "for godt til at være sandt", draw.RED)
    draw.rows_named(axis, list(each))
    axis.set_xlim(min(0.4, min(one.low for one in each.values()) - 0.02), 1.0)
    draw.name(axis, "sandsynlighed for, at den, der varede, fik det højeste tal (AUC); 95 % interval")
    draw.numbers(axis.xaxis, 1)
    return draw.done(figure, title)


@where_tried
def groups(found: Later) -> Picture | Note:
    """What was said and what was seen, by group; sex and age together stand in the table alone."""
    every = [row for row in quality.groups(found) if row.kind != KINDS["sex_age"]]
    rows = [row for row in every if row.said is not None and row.lasted is not None]
    if not rows:
        return Note("Ingen gruppe er stor nok til et tal (30, og ingen under ti at røbe).")
    title = "Passer tallene for alle grupper?"
    figure, (axis,) = draw.canvas(draw.tall(len(rows), 1.7), title=title)
    for place, row in enumerate(rows):
        assert row.lasted is not None and row.said is not None
        draw.interval(axis, place, row.lasted, draw.BLUE, label="varede faktisk, 95 % interval" if place == 0 else None)
        label = "modellen sagde i gennemsnit" if place == 0 else None
        axis.plot([row.said.value], [place], "D", color=draw.ORANGE, markersize=7, markeredgecolor="white", label=label)
    small = len(every) - len(rows)
    draw.rows_named(axis, [f"{row.kind}: {row.label} (n = {row.n})" for row in rows])
    axis.set_xlim(0, 1)
    words = (
        f"andel, der varer 13 uger ({small} grupper er for små til at vises)" if small else "andel, der varer 13 uger"
    )
    draw.name(axis, words)
    draw.numbers(axis.xaxis, percent=True)
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)


def ranking(lists: KnownLists) -> Picture:
    """How good each order is."""
    found, first = quality.known_ranking(lists), quality.best_first(lists)
    title = "Står det rigtige øverst? (verden, hvor sandheden er kendt)"
    figure, (left, right) = draw.canvas(3.0, 2, title)
    for place, name in enumerate(LISTS):
        draw.interval(left, place, found[name].ndcg, _colour(name))
        draw.interval(right, place, first[name], _colour(name))
    draw.rows_named(left, list(LISTS.values()))
    draw.rows_named(right, [""] * len(LISTS))
    draw.name(left, "andel af den bedst mulige orden (NDCG@3)", "", "De tre øverste")
    draw.name(right, "andel af listerne", "", "Den bedste står øverst")
    draw.numbers(left.xaxis, 2, most=4)
    draw.numbers(right.xaxis, percent=True, most=4)
    left.set_xlim(right=1.004)
    return draw.done(figure, title)


def policies(found: Policies) -> Picture:
    """Another weighting, from the log, beside the truth."""
    title = "En anden vægtning, set fra loggen alene (verden, hvor sandheden er kendt)"
    figure, (axis,) = draw.canvas(draw.tall(len(found.estimates), 1.4), title=title)
    for place, one in enumerate(found.estimates.values()):
        draw.interval(axis, place, one.estimate, draw.BLUE)
        draw.aside(axis, one.estimate.high, place, percent(one.estimate.value, 1), draw.BLACK)
    axis.axvline(found.truth, color=draw.BLACK, linewidth=1.3, linestyle="--", label="sandheden om den anden vægtning")
    axis.axvline(found.logged, color=draw.ORANGE, linewidth=1.3, label="det, der blev gjort, gav")
    draw.rows_named(axis, list(found.estimates))
    low = min(*(one.estimate.low for one in found.estimates.values()), found.logged)
    high = max(*(one.estimate.high for one in found.estimates.values()), found.truth)
    axis.set_xlim(low - 0.15 * (high - low), high + 0.25 * (high - low))
    draw.name(axis, "andel af valgene, der fører til et forløb på mindst 13 uger; 95 % interval")
    draw.numbers(axis.xaxis, percent=True)
    draw.key(axis, 2, below=True)
    return draw.done(figure, title)


def _colour(name: str) -> str:
    return {"model": draw.BLUE, "experts": draw.ORANGE, "truth": draw.BLACK}.get(name, draw.GREY)
