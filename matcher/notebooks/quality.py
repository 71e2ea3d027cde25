"""Notebook 03: is it good? Calibration, telling apart, groups; ranking and other policies where the truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.disclosure.learned_groups import without_small_groups
from matcher.notebooks.learning import SAID, where_told, where_tried
from matcher.notebooks.showing import Note, Table, decimal, few, percent, table, with_interval
from matcher.notebooks.source import Source
from matcher.services.measuring import ShownList, shown_lists
from models.evaluation.calibration import CalibrationError, ReliabilityBin, calibration_error, reliability_table
from models.evaluation.discrimination import SUSPICIOUS, auc, concordance
from models.evaluation.estimate import TOO_SMALL, Estimate, mean, share
from models.evaluation.lasting import lasting_by_group
from models.evaluation.off_policy import OffPolicy, doubly_robust, ips, snips, unsupported_share
from models.evaluation.ranking import Ranking, ranking
from models.outcome import OutcomeModel
from models.simulation.assumptions import Assumptions
from models.simulation.world import Simulated, simulate
from models.training import Later

BINS = 8
OTHER_WEIGHTS = (1.0, 0.2, 1.5, 0.0)
"""Another weighting that is asked about in the known world."""
LISTS = {"chance": "I tilfældig orden", "experts": "Eksperternes vægte", "model": "Modellen", "truth": "Sandheden"}


@dataclass(frozen=True, slots=True)
class GroupCalibration:
    """What was said of a group and what was seen; None for both where it is too small, or hidden for another's sake."""

    kind: str
    label: str
    n: int | None
    hidden: bool
    said: Estimate | None
    lasted: Estimate | None


@dataclass(frozen=True)
class KnownLists:
    """Lists in a world whose truth is known.

    Attributes
    ----------
    world
        The decisions, logged with their chances.
    said
        float64 [n, A], what a model said that learned from an earlier world of the same truth.
    """

    world: Simulated
    said: NDArray[np.float64]


@dataclass(frozen=True)
class Policies:
    """Another weighting, seen from the log and in truth.

    Attributes
    ----------
    estimates
        By the three ways.
    truth, logged
        What it would give, and what the logged way of choosing gave.
    too_far
        Share of the choices of a policy that leaves the ties that the log never tries.
    """

    estimates: Mapping[str, OffPolicy]
    truth: float
    logged: float
    too_far: float


def reliability(found: Later) -> tuple[ReliabilityBin, ...]:
    """What the model said beside what was seen, in bins of equal count."""
    return reliability_table(found.lasted, _model(found), BINS)


def error(found: Later) -> CalibrationError:
    """The calibration error beside its noise."""
    return calibration_error(found.lasted, _model(found), np.random.default_rng(0), BINS)


@where_told
def error_says(found: Later) -> Note:
    """The calibration error in words."""
    one = error(found)
    says = "mere, end tilfældet kan forklare" if one.above_noise else "ikke mere, end tilfældet kan give"
    return Note(
        f"**Kalibreringsfejl:** i gennemsnit {percent(one.value)} ved siden af (procentpoint). Var hvert tal rigtigt, "
        f"ville tilfældet alene give omkring {percent(one.noise)} og i 95 af 100 tilfælde under "
        f"{percent(one.noise_high)}. Det er altså **{says}** ({one.n} forløb)."
    )


def areas(found: Later) -> dict[str, Estimate]:
    """How well everybody tells those that lasted from those that did not."""
    said = found.said_of_whole
    areas = {SAID[name]: auc(found.lasted, p) for name, p in said.items() if p is not None and name != "base_rate"}
    model = found.said["model"]
    assert model is not None
    outcomes = found.outcomes
    return areas | {"Modellen, også dem der kører": concordance(outcomes.weeks, outcomes.over, model)}


@where_told
def areas_say(found: Later) -> Note:
    """The areas in words, with a warning where they are too good."""
    own = areas(found)[SAID["model"]]
    if own.low > SUSPICIOUS:
        return Note(
            "**Mistænkeligt godt:** over 0,8 betyder på data af denne slags, at udfaldet er sluppet ind i trækkene."
        )
    if own.holds(0.5):
        return Note(
            f"**Modellen kan ikke skelne** dem, der varer, fra dem, der ikke gør, bedre end et møntkast kan: "
            f"{with_interval(own)}."
        )
    word = "skelner bedre end et møntkast" if own.value > 0.5 else "rangordner omvendt af, hvad der skete"
    return Note(f"**Modellen {word}:** {with_interval(own)}.")


def groups(found: Later) -> tuple[GroupCalibration, ...]:
    """What was said and what was seen by group; small groups, and what would give them away, have no number."""
    kinds = {kind: np.asarray(labels)[found.whole].tolist() for kind, labels in found.outcomes.groups.items()}
    measured = lasting_by_group(kinds, found.lasted, _model(found))
    shown = without_small_groups({"groups": measured})["groups"]
    rows = []
    for kind, one in shown.items():
        if one.get("left_out"):
            rows.append(GroupCalibration(kind, "alle grupper", None, True, None, None))
        for label, of in one["of"].items():
            said, seen = _estimate(of["said"]), _estimate(of["lasted"])
            rows.append(GroupCalibration(kind, label, of["n"], of["hidden"], said, seen))
    return tuple(rows)


@where_tried
def groups_table(found: Later) -> Table:
    """The groups, with n and intervals."""
    rows = [(f"{row.kind}: {row.label}", *_calibrated(row)) for row in groups(found)]
    return table(("Gruppe", "Forløb", "Modellen sagde", "Varede (95 % interval)"), rows)


def _calibrated(row: GroupCalibration) -> tuple[int | str | None, str | None, str | None]:
    if row.hidden:
        return row.n, None, None
    if row.said is None or row.lasted is None:
        return f"under {TOO_SMALL}", "for få", "for få"
    return row.n, percent(row.said.value), _percent_interval(row.lasted)


def _estimate(told: Mapping[str, Any] | None) -> Estimate | None:
    if told is None:
        return None
    value, low, high = (np.nan if told[name] is None else told[name] for name in ("value", "low", "high"))
    return Estimate(value, low, high, told["n"])


def lists(source: Source) -> tuple[ShownList, ...]:
    """Lists of suggestions that consultants were shown."""
    return source.ask(shown_lists)


def lists_say(found: Sequence[ShownList]) -> Note:
    """What the logged lists can say of the order of suggestions, in words."""
    chosen = [one for one in found if one.proposed is not None]
    drawn = sum(bool(one.chances) and min(one.chances) < 1 for one in found)
    says = (
        f"Loggen har **{few(len(found))} viste lister**; i {few(drawn)} var rækkefølgen delvis trukket, og fra "
        f"{few(len(chosen))} blev noget foreslået."
    )
    if len(chosen) < TOO_SMALL:
        return Note(
            says + " Det er for få (under 30) til at måle rækkefølgen her. Nedenfor prøves målene i en verden, hvor "
            "sandheden er kendt, så det ses, hvad de kan, når der er nok."
        )
    rank = ranking_of(chosen)
    return Note(
        says + f" Det foreslåede stod i gennemsnit som nummer {decimal(1 / rank.mrr.value, 1)} (gennemsnit af 1/plads: "
        f"{with_interval(rank.mrr)}), og blandt de tre første i {percent(rank.hit.value)}. Det siger også noget om "
        "vanen at tage det øverste."
    )


def ranking_of(chosen: Sequence[ShownList]) -> Ranking:
    """Where on their lists the proposed openings stood."""
    query = np.concatenate([np.full(one.length, n) for n, one in enumerate(chosen)])
    score = np.concatenate([-np.arange(one.length, dtype=float) for one in chosen])
    gain = np.concatenate([np.arange(one.length) == one.proposed for one in chosen]).astype(float)
    return ranking(query, score, gain, np.random.default_rng(0), 3)


def known_lists(decisions: int = 1_500, seed: int = 3) -> KnownLists:
    """A world whose truth is known, and a model that learned from what went before it."""
    rng = np.random.default_rng(seed)
    world = Assumptions(decisions=decisions)
    past = simulate(world, rng).placements()
    model = OutcomeModel(np.array(world.expert_weights), world.expert_intercept, directions=[1] * world.features)
    model.fit_durations(past.x, past.weeks, past.ended, followed=past.followed)
    now = simulate(world, rng)
    said = model.predict_proba(now.x.reshape(-1, world.features))[:, 1].reshape(now.truth.shape)
    return KnownLists(now, said)


def known_ranking(found: KnownLists, k: int = 3) -> dict[str, Ranking]:
    """How well each orders the openings that fit, by what would truly last."""
    world = found.world
    inside = world.eligible.ravel()
    query = np.repeat(np.arange(len(world.chosen)), world.truth.shape[1])[inside]
    gain = world.truth.ravel()[inside]
    scores = {
        "chance": np.zeros(len(query)),
        "experts": world.score.ravel()[inside],
        "model": found.said.ravel()[inside],
        "truth": gain,
    }
    # Only lists with a choice; the best is worth finding, the rest are worth what they are worth.
    return {name: ranking(query, score, gain, np.random.default_rng(0), k) for name, score in scores.items()}


def best_first(found: KnownLists) -> dict[str, Estimate]:
    """How often the truly best opening of a list stands first."""
    world = found.world
    truth = np.where(world.eligible, world.truth, -1.0)
    scores = {"experts": world.score, "model": found.said, "truth": world.truth}
    n = len(truth)
    right = {
        name: np.where(world.eligible, score, -1.0).argmax(axis=1) == truth.argmax(axis=1)
        for name, score in scores.items()
    }
    chance = mean(1.0 / world.eligible.sum(axis=1))
    return {"chance": chance, **{name: share(int(one.sum()), n) for name, one in right.items()}}


def policies(found: KnownLists, weights: Sequence[float] = OTHER_WEIGHTS) -> Policies:
    """What another weighting would have given, from the log alone, beside the truth."""
    world = found.world
    policy = world.reordered(np.array(weights))
    propensity, target = world.of_chosen(world.propensity), world.of_chosen(policy)
    said = world.assumptions.placed * found.said
    missing = unsupported_share(world.propensity, policy)
    rows = (world.reward, propensity, target)
    free = np.where(world.eligible, world.x @ np.array(weights), -np.inf)
    best = np.asarray(np.arange(free.shape[1]) == free.argmax(axis=1)[:, None], dtype=np.float64)
    return Policies(
        estimates={
            "IPS": ips(*rows, unsupported=missing),
            "SNIPS": snips(*rows, unsupported=missing),
            "DR": doubly_robust(*rows, world.of_chosen(said), (policy * said).sum(axis=1), unsupported=missing),
        },
        truth=world.value_of(policy),
        logged=float(world.reward.mean()),
        too_far=unsupported_share(world.propensity, best),
    )


def policies_table(found: Policies) -> Table:
    """The estimates with what they rest on."""
    rows = [
        (
            name,
            _percent_interval(one.estimate),
            decimal(one.effective, 0),
            percent(one.unsupported),
            one.reliable,
        )
        for name, one in found.estimates.items()
    ]
    heads = ("Måde", "Ville vare (95 % interval)", "Forløb, der taler", "Aldrig prøvet", "Kan bruges")
    return table(heads, rows)


def too_far_says(found: Policies) -> Note:
    """What cannot be answered from the log, in words."""
    return Note(
        f"**Hvad loggen ikke kan svare på:** en vægtning, der frit vælger den stilling, den selv finder bedst, ville i "
        f"**{percent(found.too_far)}** af tilfældene vælge noget, der aldrig blev vist først. Over fem procent svarer "
        "et tal på et andet spørgsmål end det stillede; så skal der et forsøg til (notebook 06)."
    )


def _model(found: Later) -> NDArray[np.float64]:
    said = found.said_of_whole["model"]
    assert said is not None
    return said


def _percent_interval(found: Estimate) -> str:
    return f"{percent(found.value)} ({percent(found.low)} til {percent(found.high)})"
