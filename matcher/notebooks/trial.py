"""Notebook 06: designing a trial and reading it, in a world where the truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.notebooks.showing import Note, Table, decimal, percent, table
from models.evaluation.estimate import Estimate, Floats
from models.evaluation.trial import (
    Saturated,
    Wedge,
    before_and_after,
    draw_saturations,
    draw_within,
    saturation_effects,
    stepped_wedge,
    wedge_effect,
    wedge_effects,
    wedge_p_value,
)
from models.simulation.trial import (
    SaturationPower,
    TrialAssumptions,
    changed,
    draw_saturation,
    draw_wedge,
    saturation_power,
    wedge_power,
)

SAYS = {
    "areas": "områder (teams, postdistrikter), der er med; hvert trækkes som et hele",
    "people": "borgere i hvert område og hver periode; nye i hver periode",
    "base": "andel i job efter 13 uger i et gennemsnitligt område, hvor ingen er med",
    "area_sd": "så meget er områder forskellige hele tiden (standardafvigelse)",
    "period_sd": "og så meget svinger hvert af dem fra periode til periode",
    "trend": "så meget stiger alles andel fra periode til periode, forsøg eller ej",
    "effect": "sandheden: så meget oftere kommer den, der er med, i job end en nabo, der ikke er",
    "crowding": "sandheden: så meget sjældnere kommer alle i området i job, når alle dér er med (trængsel)",
}
"""Each assumption in Danish; `models.simulation.trial` has them in English."""
SATURATIONS = (0.0, 0.25, 0.5, 0.75)
TRIALS = 400
"""Trials drawn for each point of a curve."""


@dataclass(frozen=True)
class WedgeTrial:
    """One stepped wedge, drawn and read.

    Attributes
    ----------
    assumptions, wedge
        The world and the design.
    means
        float64 [C, T].
    effect, p_value
        As read.
    plain
        What a plain comparison of before and after says.
    """

    assumptions: TrialAssumptions
    wedge: Wedge
    means: Floats
    effect: Estimate
    p_value: float
    plain: float


@dataclass(frozen=True)
class Often:
    """What many trials of one design say.

    Attributes
    ----------
    truth
        The effect there is.
    read, plain
        Means of what is read, and of plain comparisons.
    covered
        Share of the intervals that hold the truth.
    trials
        How many.
    """

    truth: float
    read: float
    plain: float
    covered: float
    trials: int


@dataclass(frozen=True)
class SaturationTrial:
    """One saturation trial, drawn and read."""

    assumptions: TrialAssumptions
    found: Saturated


@dataclass(frozen=True)
class Curve:
    """Power by the number of areas, for one effect."""

    name: str
    areas: tuple[int, ...]
    power: tuple[Estimate, ...]


def assumptions_table(assumptions: TrialAssumptions) -> Table:
    """What the simulated trial assumes."""
    rows = []
    for name, sentence in SAYS.items():
        value = getattr(assumptions, name)
        rows.append((sentence, decimal(value, 0) if isinstance(value, int) else percent(value)))
    return table(("Antagelse", "Tal"), rows)


def wedge_trial(assumptions: TrialAssumptions, steps: int, seed: int = 1) -> WedgeTrial:
    """Draw one stepped wedge and read it."""
    rng = np.random.default_rng(seed)
    wedge = stepped_wedge(assumptions.areas, steps, rng)
    means = draw_wedge(assumptions, wedge, rng)[0]
    return WedgeTrial(
        assumptions,
        wedge,
        means,
        wedge_effect(means, wedge),
        wedge_p_value(means, wedge, rng),
        before_and_after(means, wedge),
    )


def wedge_says(found: WedgeTrial) -> Note:
    """What the trial says, beside the truth, in words."""
    one, truth = found.effect, found.assumptions.whole_effect
    seen = "Forsøget viser en virkning" if one.low > 0 or one.high < 0 else "Forsøget kan ikke vise en virkning"
    return Note(
        f"**{seen}:** {_points(one.value)} procentpoint (95 % interval {_points(one.low)} til {_points(one.high)}; "
        f"lodtrækningens p = {decimal(found.p_value, 3)}). Sandheden i denne verden er {_points(truth)}. En almindelig "
        f"før- og eftermåling ville sige {_points(found.plain)}, fordi den tager tidens gang med."
    )


def often(assumptions: TrialAssumptions, steps: int, trials: int = TRIALS, seed: int = 2) -> Often:
    """The same design again and again."""
    rng = np.random.default_rng(seed)
    wedge = stepped_wedge(assumptions.areas, steps, rng)
    means = draw_wedge(assumptions, wedge, rng, trials)
    read, low, high = wedge_effects(means, wedge)
    truth = assumptions.whole_effect
    plain = float(np.mean([before_and_after(one, wedge) for one in means]))
    return Often(truth, float(read.mean()), plain, float(((low <= truth) & (truth <= high)).mean()), trials)


def often_says(found: Often) -> Note:
    """Whether the reading can be relied on, in words."""
    return Note(
        f"I {found.trials} forsøg af samme slags er det aflæste i gennemsnit {_points(found.read)} procentpoint, og "
        f"sandheden er {_points(found.truth)}; intervallet rammer sandheden i {percent(found.covered)} af forsøgene ("
        f"det skal være omkring 95 %). Før- og eftermålingen siger i gennemsnit {_points(found.plain)}."
    )


def power_curves(
    assumptions: TrialAssumptions,
    areas: Sequence[int],
    effects: Sequence[float],
    steps: int,
    trials: int = TRIALS,
    seed: int = 3,
) -> tuple[Curve, ...]:
    """How often a stepped wedge finds what is there, by the number of areas, for several true effects of the whole."""
    rng = np.random.default_rng(seed)
    curves = []
    for effect in effects:
        (world,) = changed(assumptions, "effect", [effect + assumptions.crowding])
        power = tuple(wedge_power(one, steps, rng, trials) for one in changed(world, "areas", areas))
        curves.append(Curve(f"{_points(effect)} procentpoint", tuple(areas), power))
    return tuple(curves)


def saturation_trial(assumptions: TrialAssumptions, seed: int = 4) -> SaturationTrial:
    """Draw one saturation trial and read it."""
    rng = np.random.default_rng(seed)
    saturation = draw_saturations(assumptions.areas, SATURATIONS, rng)
    treated = draw_within(saturation, assumptions.people, rng)
    outcome = draw_saturation(assumptions, saturation, treated, rng)
    return SaturationTrial(assumptions, saturation_effects(outcome, treated, saturation))


def saturation_table(trial: SaturationTrial) -> Table:
    """What the saturation trial says, beside the truth."""
    found, truth = trial.found, trial.assumptions
    at_all = [
        ("Med mod naboen uden (virkning for den enkelte)", found.direct, truth.effect),
        ("Fra ingen til alle: hvad de uden mister", found.displacement, -truth.crowding),
    ]
    rows = [(name, _estimate(one), _points(true)) for name, one, true in at_all]
    rows += [
        (f"Hele området, når {percent(one.saturation)} er med", _estimate(one.everybody), _points(true))
        for one in found.by_saturation
        for true in (one.saturation * (truth.effect - truth.crowding),)
    ]
    return table(("Procentpoint", "Forsøget siger (95 % interval)", "Sandheden"), rows)


def saturation_curves(
    assumptions: TrialAssumptions, areas: Sequence[int], trials: int = 120, seed: int = 5
) -> tuple[Curve, ...]:
    """How often a saturation trial finds the effect for the one, and what others lose, by the number of areas."""
    rng = np.random.default_rng(seed)
    found: list[SaturationPower] = [
        saturation_power(one, SATURATIONS, rng, trials) for one in changed(assumptions, "areas", areas)
    ]
    return (
        Curve("virkningen for den enkelte", tuple(areas), tuple(one.direct for one in found)),
        Curve("det, de andre mister", tuple(areas), tuple(one.displacement for one in found)),
    )


def enough(curves: Sequence[Curve], wanted: float = 0.8) -> Note:
    """The fewest areas tried that are enough, in words."""
    says = []
    for curve in curves:
        areas = next((n for n, power in zip(curve.areas, curve.power, strict=True) if power.value >= wanted), None)
        most = max(curve.areas)
        says.append(f"- {curve.name}: " + (f"{areas} områder" if areas else f"flere end {most} områder"))
    return Note(f"**Færrest områder, der giver {percent(wanted)} chance for at se det:**\n\n" + "\n".join(says))


def _points(share: float) -> str:
    return decimal(100 * share, 1)


def _estimate(one: Estimate) -> str:
    return f"{_points(one.value)} ({_points(one.low)} til {_points(one.high)})"
