"""Notebook 02: retraining the fit model, and reading how experts' knowledge is handed over to what was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps

import numpy as np

from matcher.disclosure.learned_groups import too_few_either_way
from matcher.features import FEATURES
from matcher.learning import HORIZONS, expert_prior, learn
from matcher.notebooks.showing import Note, Shown, Table, decimal, few, percent, table, with_interval
from matcher.notebooks.source import Source
from matcher.services.models import without_small
from models.evaluation.calibration import brier, brier_skill
from models.evaluation.estimate import Estimate
from models.outcome import OutcomeModel
from models.posterior import Evidence
from models.saving import SavedModel
from models.simulation.assumptions import Assumptions
from models.simulation.world import simulate
from models.training import Later, try_later

SAID = {
    "model": "Modellen",
    "experts": "Eksperternes vægte alene",
    "base_rate": "Samme tal til alle",
    "challenger": "Udfordreren (gradient boosting)",
}
"""Who says how likely it is; the challenger is only ever measured."""
KNOWN_SIZES = (0, 60, 250, 1_000)
"""Decisions in the known world after which the hand-over is looked at."""


TOO_FEW_LATER = Note(
    "*Der er for få forløb til at dele dem i før og efter (mindst 30 senere, der er fulgt i 13 uger, både nogle, der "
    "varede, og nogle, der ikke gjorde). Modellen kan læres, men ikke prøves: brug eksperternes vægte.*"
)
FEW_EITHER_WAY = Note(
    "*Under ti af de senere forløb varede, eller under ti gjorde ikke. Målet vises ikke, for hvor mange det er, kunne "
    "regnes ud af det.*"
)


@dataclass(frozen=True)
class HandedOver:
    """The hand-over in a world whose truth is known, after so many placements.

    Attributes
    ----------
    placements
        How many were learned from.
    weights
        Weight by weight, without the intercept.
    """

    placements: int
    weights: tuple[Evidence, ...]


def retrain(source: Source) -> SavedModel:
    """A model of the placements there are, kept by nobody."""
    return learn(source.learnable, source.experts)


@cache
def later(source: Source) -> Later | None:
    """What a model of the past says of the placements that began later; None where they are too few."""
    return try_later(source.learnable.outcomes, expert_prior(source.experts), HORIZONS)


def where_tried(show: Callable[[Later], Shown]) -> Callable[[Later | None], Shown]:
    """What is shown of later placements; where they are too few, a sentence that says so."""

    @wraps(show)
    def shown(found: Later | None) -> Shown:
        return TOO_FEW_LATER if found is None else show(found)

    return shown


def where_told(show: Callable[[Later], Shown]) -> Callable[[Later | None], Shown]:
    """What rests on who lasted; where that would tell of few people, as on the model's card, a sentence instead."""

    @wraps(show)
    def shown(found: Later) -> Shown:
        lasted = found.lasted
        return FEW_EITHER_WAY if too_few_either_way(float(lasted.mean()), len(lasted)) else show(found)

    return where_tried(shown)


@where_tried
def parts(found: Later) -> Note:
    """What the split by time does, in words."""
    young = int((~found.whole).sum())
    return Note(
        f"Modellen lærer af **{few(found.learned_from)} forløb, som man kendte før {_day(found.day)}**, og "
        f"prøves på **{few(int(found.whole.sum()))}, der begyndte den dag eller senere** og er fulgt i 13 "
        f"uger. {few(young)} er begyndt for sent til at tælle."
    )


def evidence_table(saved: SavedModel) -> Table:
    """The hand-over, weight by weight."""
    heads = ("Træk", "Eksperternes skøn", "Nu", "90 % sikkert mellem", "Forløb, der taler", "Lært")
    return table(heads, [_evidence(row) for row in saved.posterior.evidence()])


def feature_name(feature: str) -> str:
    """What users call a feature."""
    return next((f.danish for f in FEATURES if f.name == feature), "Grundniveau")


def briers(found: Later) -> dict[str, Estimate]:
    """The Brier score of everybody who says something, on the same later placements."""
    rng = np.random.default_rng(0)
    said = found.said_of_whole
    return {name: brier(found.lasted, p, rng) for name in SAID if (p := said[name]) is not None}


def skills(found: Later) -> dict[str, Estimate]:
    """Brier skill: how much better than saying the base rate of everybody, on the same rows; above 0 is better."""
    rng = np.random.default_rng(0)
    said = found.said_of_whole
    base = said["base_rate"]
    assert base is not None
    return {
        name: brier_skill(found.lasted, p, float(base[0]), rng)
        for name in SAID
        if name != "base_rate" and (p := said[name]) is not None
    }


@where_told
def skill_table(found: Later) -> Table:
    """Brier score and skill of each."""
    score, skill = briers(found), skills(found)
    rows = [
        (SAID[name], with_interval(score[name], 3), with_interval(skill[name]) if name in skill else "0 (målestok)")
        for name in score
    ]
    return table(("Hvem siger det", "Brier (0 er bedst)", "Bedre end samme tal til alle"), rows)


def verdict(saved: SavedModel) -> Note:
    """What the measures say of letting the model in, in words."""
    from models.cards import barely_ahead_of, beaten_by

    metrics = without_small(saved.metrics)
    if metrics["too_few"]:
        return Note("**Samlet:** for få senere forløb til at sige, om modellen er bedre end eksperternes vægte.")
    beaten = beaten_by(saved)
    if beaten:
        return Note(
            f"**Samlet:** modellen er på senere forløb ikke bedre end {' og '.join(beaten)}. Tag den ikke i brug."
        )
    better = "**Samlet:** modellen er på senere forløb bedre end både eksperternes vægte og samme tal til alle"
    ahead = metrics.get("ahead_of") or {}
    if ahead.get("experts") is None or ahead.get("base_rate") is None:
        return Note(f"{better}. Om forskellen er større end tilfældet, kan ikke siges her.")
    unsure = barely_ahead_of(saved)
    if unsure:
        return Note(
            f"{better}, men forskellen til {' og til '.join(unsure)} kan være tilfældig. Flere forløb kan afgøre det."
        )
    return Note(f"{better}, og forskellen er større end tilfældet.")


def moved_says(saved: SavedModel) -> Note:
    """Which weights the outcomes have moved the most, in words."""
    from models.cards import moved

    return Note(moved(saved, {feature.name: feature.danish for feature in FEATURES}))


def known_world(sizes: Sequence[int] = KNOWN_SIZES, seed: int = 5) -> tuple[Assumptions, tuple[HandedOver, ...]]:
    """The hand-over where the truth is known: the same world seen after more and more placements."""
    world = Assumptions(decisions=max(max(sizes), 1))
    placements = simulate(world, np.random.default_rng(seed)).placements()
    # In the order in which they began; the first of them are what was known early.
    found = []
    for size in sizes:
        rows = slice(0, round(size * world.placed))
        model = OutcomeModel(np.array(world.expert_weights), world.expert_intercept, directions=[1] * world.features)
        model.fit_durations(
            placements.x[rows], placements.weeks[rows], placements.ended[rows], followed=placements.followed[rows]
        )
        found.append(HandedOver(len(placements.x[rows]), model.evidence[:-1]))
    return world, tuple(found)


def _evidence(row: Evidence) -> tuple[str, ...]:
    return (
        feature_name(row.feature),
        f"{decimal(row.prior_mean)} ± {decimal(row.prior_sd)}",
        f"{decimal(row.posterior_mean)} ± {decimal(row.posterior_sd)}",
        f"{decimal(row.low)} til {decimal(row.high)}",
        few(row.speaking),
        "for lidt" if row.too_little else percent(row.learned),
    )


def _day(day: np.datetime64) -> str:
    year, month, number = str(day.astype("datetime64[D]")).split("-")
    return f"{number}.{month}.{year}"
