"""Notebook 01: what is in the data, how complete it is, and whether it has changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.disclosure.small_numbers import SMALL, column, publish
from matcher.features import FEATURES
from matcher.files.tables import SHEETS
from matcher.learning import HORIZONS
from matcher.notebooks.showing import TOO_FEW, Note, Table, decimal, few, percent, table
from matcher.notebooks.source import Source
from matcher.services.measuring import Known, completeness
from matcher.services.statistics import Statistics, statistics
from models.evaluation.censoring import at_horizon
from models.evaluation.drift import FeatureDrift, drift
from models.evaluation.estimate import TOO_SMALL
from models.evaluation.survival import Survival, survival
from models.training import Outcomes

NOUNS = {"candidates": "Borgere", "workplaces": "Arbejdssteder", "openings": "Stillinger"}
FATES = ("varede mindst 13 uger", "sluttede før 13 uger", "kører, endnu under 13 uger")
"""What can be known of a placement at the first horizon."""
_HALVES = ("1. halvår", "2. halvår")
FEWEST_RUNNING = 0.02
"""Share of running placements below which only ended ones have been collected."""


@dataclass(frozen=True)
class Fates:
    """How placements went, by when they began.

    Attributes
    ----------
    periods
        In order of time, each as long as it takes for ten to have lasted and ten not.
    counts
        By period, one number for each of `FATES`; None where it is hidden.
    """

    periods: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]


def people(source: Source) -> Statistics:
    """People in numbers, by hours wanted, waiting, area and needs."""
    return source.ask(statistics)


def known_facts(source: Source) -> tuple[Known, ...]:
    """How often each fact that may be unknown is known."""
    return source.ask(completeness)


def field_name(noun: str, field: str) -> str:
    """What users call a column."""
    return next((c.danish for sheet in SHEETS if sheet.name == noun for c in sheet.columns if c.field == field), field)


def fates(source: Source) -> Fates:
    """How placements went, by when they began; small numbers hidden."""
    return fates_of(source.learnable.outcomes)


def fates_of(outcomes: Outcomes) -> Fates:
    """The same of outcomes at hand."""
    if not len(outcomes):
        return Fates((), ())
    half = outcomes.began.astype("datetime64[M]").astype(int) // 6
    seen = at_horizon(outcomes.weeks, outcomes.over, HORIZONS[0])
    fate = np.where(~seen.known, 2, np.where(seen.lasted, 0, 1))
    spans = _spans(half, fate)
    counts = [
        [int(((first <= half) & (half <= last) & (fate == kind)).sum()) for kind in range(3)] for first, last in spans
    ]
    # Those still running are other people than those of whom it is known, and stand in the newest period alone.
    known = publish([row[:2] for row in counts]).cells
    running = column([row[2] for row in counts])
    return Fates(
        tuple(_span(first, last) for first, last in spans),
        tuple((*cells, more) for cells, more in zip(known, running, strict=True)),
    )


def _spans(half: NDArray[np.int64], fate: NDArray[np.intp]) -> list[tuple[int, int]]:
    """First and last half-year of each period: half-years put together until ten have lasted and ten have not."""
    spans: list[tuple[int, int]] = []
    first, last = int(half.min()), int(half.max())
    for now in range(first, last + 1):
        inside = (first <= half) & (half <= now)
        if min(int((inside & (fate == kind)).sum()) for kind in (0, 1)) >= SMALL:
            spans.append((first, now))
            first = now + 1
    if first <= last:
        spans[-1:] = [(spans[-1][0] if spans else first, last)]
    return spans


def _span(first: int, last: int) -> str:
    if first == last:
        return f"{1970 + first // 2}, {_HALVES[first % 2]}"
    begins = f"{1970 + first // 2}" + ("" if first % 2 == 0 else f", {_HALVES[1]}")
    ends = f"{1970 + last // 2}" + ("" if last % 2 == 1 else f", {_HALVES[0]}")
    return begins if begins == ends else f"{begins} til {ends}"


def lasting(source: Source) -> Survival:
    """How many are still there after so many weeks."""
    outcomes = source.learnable.outcomes
    return survival(outcomes.weeks, outcomes.over)


def moved(source: Source) -> tuple[FeatureDrift, ...]:
    """Every feature of the later half of the placements beside the earlier half."""
    return moved_of(source.learnable.outcomes)


def moved_of(outcomes: Outcomes) -> tuple[FeatureDrift, ...]:
    """The same of outcomes at hand; halves by the day they began."""
    later = outcomes.began >= np.sort(outcomes.began)[len(outcomes) // 2] if len(outcomes) else np.zeros(0, dtype=bool)
    return drift(outcomes.x[~later], outcomes.x[later], [feature.danish for feature in FEATURES])


def warnings(source: Source) -> Note:
    """What must be known before anything is read off the data."""
    found, outcomes = source.learnable, source.learnable.outcomes
    n = len(outcomes)
    if not n:
        return Note("**Vær opmærksom på:** der er ingen forløb endnu, så der er intet at lære af.")
    says = [
        f"Der er {few(n)} forløb. For {few(found.from_store)} kendes trækkene fra forslaget; for "
        f"{few(found.rebuilt)} er de genskabt af oplysningerne, som de er i dag."
    ]
    running = float((~outcomes.over).mean())
    if running < FEWEST_RUNNING:
        says.append(
            "Næsten ingen forløb kører endnu: der er kun gemt forløb, der er slut. De, der begyndte for nylig og "
            "stadig kører, mangler altså, så **de seneste perioder ser kortere ud, end de er**. Læs ingen udvikling "
            "over tid ud af dem; af samme grund siger en model af de tidligere for højt om de senere."
        )
    chance = float((~np.isnan(outcomes.chance)).mean())
    if chance < 0.5:
        says.append(
            f"For {percent(chance)} af forløbene står chancen for at blive foreslået i loggen. For resten kan det ikke "
            "vejes ind, at kun de foreslåede par ses."
        )
    return Note("**Vær opmærksom på:**\n\n" + "\n".join(f"- {sentence}" for sentence in says))


def lasting_table(source: Source) -> Table:
    """The share that lasts to each horizon, with its interval."""
    curve = lasting(source)
    if curve.n < TOO_SMALL:
        return table(("Varede længere end", "Andel"), [(f"{decimal(weeks, 0)} uger", TOO_FEW) for weeks in HORIZONS])
    rows = []
    for weeks in HORIZONS:
        share, low, high = curve.at(weeks)
        interval = f"{percent(low)} til {percent(high)}" if np.isfinite(low) else "–"
        rows.append((f"{decimal(weeks, 0)} uger", percent(share), interval))
    return table(("Varede længere end", "Andel", "95 % sikkert mellem"), rows)


def moved_table(source: Source) -> Table:
    """Drift, feature by feature."""
    rows = [
        (
            row.name,
            *(
                (decimal(row.psi), decimal(row.psi_noise), decimal(row.ks), decimal(row.p_value, 3))
                if np.isfinite(row.ks)
                else (TOO_FEW,) * 4
            ),
            row.moved or row.asked_otherwise,
        )
        for row in moved(source)
    ]
    heads = ("Træk", "Flytning (PSI)", "Så meget giver tilfældet", "Største afstand (KS)", "p (justeret)", "Ændret")
    return table(heads, rows)
