"""Trials in a world whose truth is known: to choose a design before it costs anything, and to see that it reads right.

Power is the share of trials drawn from the assumptions in which the interval of the effect leaves out 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.evaluation.estimate import LEVEL, Estimate, Floats, share
from models.evaluation.trial import (
    Wedge,
    draw_saturations,
    draw_within,
    saturation_effects,
    stepped_wedge,
    wedge_effects,
)
from models.simulation.assumptions import promise, says


@dataclass(frozen=True)
class TrialAssumptions:
    """What a simulated trial assumes; `models.simulation.assumptions.sentences` says each of them with its number."""

    areas: int = says(12, "So many areas (teams, postal districts) take part; each is drawn as a whole.")
    people: int = says(40, "So many people in each area and period, others in every period.")
    base: float = says(0.30, "Share with the outcome (in work after 13 weeks) in an average area where nobody has it.")
    area_sd: float = says(0.06, "Areas differ by this much (standard deviation of the share), all the time.")
    period_sd: float = says(0.02, "And by this much from period to period, each for itself.")
    trend: float = says(0.01, "Everybody's share rises by this much from one period to the next, trial or none.")
    effect: float = says(0.10, "The truth: whoever has it has the outcome so much more often than a neighbour without.")
    crowding: float = says(
        0.05, "The truth: everybody in an area has it less often by this, times the share of the area that has it."
    )

    def __post_init__(self) -> None:
        promise(self.areas >= 3 and self.people >= 2, "a trial needs three areas of two people at least")
        for name in ("base", "area_sd", "period_sd"):
            promise(0 <= getattr(self, name) <= 1, f"{name} must be from 0 to 1")

    @property
    def whole_effect(self) -> float:
        """The truth: what it does where everybody has it."""
        return self.effect - self.crowding


def draw_wedge(assumptions: TrialAssumptions, wedge: Wedge, rng: np.random.Generator, trials: int = 1) -> Floats:
    """Mean outcome by trial, area and period, float64 [trials, C, T]: from a period on an area has it as a whole."""
    a = assumptions
    size = (trials, *wedge.begun.shape)
    chance = _chances(a, rng, size) + a.whole_effect * wedge.begun
    return np.asarray(rng.binomial(a.people, np.clip(chance, 0, 1), size) / a.people, dtype=np.float64)


def draw_saturation(
    assumptions: TrialAssumptions, saturation: ArrayLike, treated: ArrayLike, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Who has the outcome, bool [A, n], in one period of a saturation trial."""
    a, got = assumptions, np.asarray(treated, dtype=bool)
    area = _chances(a, rng, (1, len(got), 1))[0]
    chance = area + a.effect * got - a.crowding * np.asarray(saturation, dtype=np.float64)[:, None]
    found: NDArray[np.bool_] = rng.random(got.shape) < np.clip(chance, 0, 1)
    return found


def wedge_power(
    assumptions: TrialAssumptions, steps: int, rng: np.random.Generator, trials: int = 400, level: float = LEVEL
) -> Estimate:
    """How often a stepped wedge of those areas finds an effect."""
    wedge = stepped_wedge(assumptions.areas, steps, rng)
    _, low, high = wedge_effects(draw_wedge(assumptions, wedge, rng, trials), wedge, level)
    return share(int(((low > 0) | (high < 0)).sum()), trials)


@dataclass(frozen=True, slots=True)
class SaturationPower:
    """How often a saturation trial finds that those with it do better, and that those without it do worse."""

    direct: Estimate
    displacement: Estimate


def saturation_power(
    assumptions: TrialAssumptions,
    levels: Sequence[float],
    rng: np.random.Generator,
    trials: int = 200,
    level: float = LEVEL,
) -> SaturationPower:
    """How often a saturation trial of those areas finds what is there."""
    direct = displacement = 0
    for _ in range(trials):
        saturation = draw_saturations(assumptions.areas, levels, rng)
        treated = draw_within(saturation, assumptions.people, rng)
        found = saturation_effects(draw_saturation(assumptions, saturation, treated, rng), treated, saturation, level)
        direct += found.direct.low > 0
        displacement += found.displacement.high < 0
    return SaturationPower(share(direct, trials), share(displacement, trials))


def changed(assumptions: TrialAssumptions, name: str, values: Sequence[float]) -> tuple[TrialAssumptions, ...]:
    """The same assumptions with one of them at each of several values."""
    kept = {row.name: getattr(assumptions, row.name) for row in fields(assumptions)}
    kind = type(kept[name])
    return tuple(TrialAssumptions(**{**kept, name: kind(value)}) for value in values)


def _chances(a: TrialAssumptions, rng: np.random.Generator, size: tuple[int, int, int]) -> Floats:
    trials, areas, periods = size
    found: Floats = (
        a.base
        + rng.normal(0, a.area_sd, (trials, areas, 1))
        + rng.normal(0, a.period_sd, (trials, areas, periods))
        + a.trend * np.arange(periods)
    )
    return found
