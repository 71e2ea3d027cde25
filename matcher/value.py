"""What an option is worth to people, to companies and to society: three formulas, each in [0, 1].

    people  = P(lasts) · (wishes · w + hours_wanted · w + room_to_grow · w)
    company = P(lasts) · (tasks_covered · w + hours_filled · w)
    society = P(lasts) · (hours_worked · w + far_from_work · w + little_support_spent · w + short_commute · w)

The weights w sum to 1 within each line and are written in `weights.toml`, with the scales.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.features.names import FEATURE_NAMES
from matcher.weights import Weights

Column = NDArray[np.float64]
PARTS: tuple[str, ...] = (
    "people.wishes",
    "people.hours_wanted",
    "people.room_to_grow",
    "company.tasks_covered",
    "company.hours_filled",
    "society.hours_worked",
    "society.far_from_work",
    "society.little_support_spent",
    "society.short_commute",
)
"""Names of the parts, in the order of the columns of `Valued.parts`."""
PART_NAMES: dict[str, str] = {
    "people.wishes": "ønsker opfyldt",
    "people.hours_wanted": "timer som ønsket",
    "people.room_to_grow": "mulighed for at vokse",
    "company.tasks_covered": "opgaver dækket",
    "company.hours_filled": "timer besat",
    "society.hours_worked": "timer i arbejde",
    "society.far_from_work": "længe uden arbejde",
    "society.little_support_spent": "lille udgift til støtte",
    "society.short_commute": "kort transport",
}
_WISHES = tuple(FEATURE_NAMES.index(name) for name in ("tasks_wanted", "place_wanted", "soft_needs_met"))


@dataclass(frozen=True)
class Ingredients:
    """What the value of n options is made from.

    Attributes
    ----------
    features
        float32 [n, F].
    hours, hours_target, hours_of_a_place
        float64 [n]: effective hours; what she asked for; what the opening wants filled for each place.
    months_waiting
        float64 [n]; NaN when not recorded.
    cost
        float64 [n]: DKK spent on support over the plan's weeks.
    commute
        float64 [n]: minutes one way.
    """

    features: NDArray[np.float32]
    hours: Column
    hours_target: Column
    hours_of_a_place: Column
    months_waiting: Column
    cost: Column
    commute: Column


@dataclass(frozen=True)
class Valued:
    """Values of n options: P(lasts), the three lines, their weighted sum, and the parts [n, 9] before P and weights."""

    lasts: Column
    people: Column
    company: Column
    society: Column
    total: Column
    parts: Column


def value(of: Ingredients, weights: Weights) -> Valued:
    """The three lines of value and their weighted sum."""
    feature = {name: of.features[:, f].astype(np.float64) for f, name in enumerate(FEATURE_NAMES)}
    scale = weights.scales
    months = np.where(np.isnan(of.months_waiting), np.nan, np.maximum(of.months_waiting, 0.0))
    far = 1.0 - np.exp(-months / scale["far_from_work_months"])
    parts = np.column_stack(
        [
            of.features[:, _WISHES].astype(np.float64).mean(axis=1),
            1.0 - np.minimum(np.abs(of.hours - of.hours_target) / of.hours_target, 1.0),
            feature["room_to_grow"],
            feature["tasks_covered"],
            np.minimum(of.hours / of.hours_of_a_place, 1.0),
            np.sqrt(np.minimum(of.hours / scale["hours_worked_full"], 1.0)),
            np.where(np.isnan(far), 0.5, far),
            1.0 / (1.0 + of.cost / scale["support_spent_half"]),
            1.0 / (1.0 + of.commute / scale["commute_minutes_half"]),
        ]
    )
    return weighed(of.features, parts, weights)


def weighed(features: NDArray[np.floating], parts: Column, weights: Weights) -> Valued:
    """The same of parts that are known: float64 [n, 9], in the order of `PARTS`."""
    inner = {"people": weights.people, "company": weights.company, "society": weights.society}
    lasts = weights.fit.probability(features)
    lines = {}
    for line, within in inner.items():
        columns = [p for p, name in enumerate(PARTS) if name.startswith(f"{line}.")]
        shares = np.array([within[PARTS[p].split(".")[1]] for p in columns])
        lines[line] = lasts * (parts[:, columns] @ shares)
    total = sum((lines[line] * weights.lines[line] for line in lines), np.zeros(len(lasts)))
    return Valued(lasts, lines["people"], lines["company"], lines["society"], total, parts)
