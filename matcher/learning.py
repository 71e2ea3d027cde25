"""From facts to what the fit model learns from: how each earlier placement looked when proposed, and how it went.

What enters is the features of `matcher/features/names.py`, and when a placement began and ended. A decline, a
complaint, an illness, the caseworker's confidence: none of them is read here (TRUST E4.6). Sex, age and the like come
as labels of groups, which a model is measured by and never learns from (TRUST C4). A placement that runs, and one that
was never begun, is no failure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher import __version__
from matcher.catalogue.loader import Catalogue
from matcher.columns import make_world
from matcher.columns.world import with_tasks
from matcher.domain import Candidate, Facts, Opening, OpeningTask, Outcome
from matcher.domain.week import FULL_TIME_HOURS
from matcher.eligibility.block import Block
from matcher.features import FEATURE_NAMES, FEATURES, candidate_words, opening_words, pair_features
from matcher.features.pair import slack
from matcher.weights import Weights
from models.text import TextLikeness

if TYPE_CHECKING:
    from models.saving import SavedModel
    from models.training import Outcomes, Prior

HORIZONS = (13.0, 26.0)
"""Weeks; the fit score is P(the placement lasts to the first)."""
SAYS_NOTHING_OF_THE_FIT = frozenset(
    "period_over employed_ordinarily more_hours_elsewhere other_job education moved workplace_closed".split()
)
"""Coded reasons of an end that is no failure of the match: it counts as watched until then, and no longer."""
NOT_REBUILT = ("mulighed for flere timer hos virksomheden", "ugeplanen", "annoncens ord", "stillingens øvrige opgaver")
"""What an outcome without a stored proposal does not tell: such features take the number of *not asked*."""
_AT_ONCE = 64
_HOURS = FEATURE_NAMES.index("hours_near_target")
_SLACK = FEATURE_NAMES.index("slack_in_week")
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier placement.

    Attributes
    ----------
    outcome
        Who, where, from when to when.
    end_code
        Coded reason of its end, only ever used to see that it says nothing of the fit; None when not known.
    features
        The features it was proposed with, by name; None when it did not come of a stored proposal.
    chance
        Logged probability that the pair was shown; None when none was.
    groups
        Which group she belongs to, by kind: only to measure by, never to learn from.
    """

    outcome: Outcome
    end_code: str | None = None
    features: Mapping[str, float] | None = None
    chance: float | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Learnable:
    """What there is to learn from.

    Attributes
    ----------
    outcomes
        One row for each placement.
    from_store, rebuilt, left_out
        How many have the features of their proposal; how many have features rebuilt from the facts of today; how many
        have none, because no task was recorded.
    """

    outcomes: Outcomes
    from_store: int
    rebuilt: int
    left_out: int


def learnable(facts: Facts, past: Sequence[Past], catalogue: Catalogue, day: date) -> Learnable:
    """The placements that can be learned from.

    Parameters
    ----------
    facts
        Of today; an earlier placement is looked at with only those before it among what she had done.
    past
        Those that began on `day` at the latest.
    """
    from models.training import Outcomes

    begun = [p for p in past if p.outcome.started <= day]
    stored = [p for p in begun if _complete(p.features)]
    bare = [p for p in begun if not _complete(p.features)]
    known = [p for p in bare if p.outcome.tasks and (p.outcome.hours is None or p.outcome.hours > 0)]
    rows = stored + known
    features = np.array([[(p.features or {})[name] for name in FEATURE_NAMES] for p in stored], dtype=np.float64)
    return Learnable(
        outcomes=Outcomes(
            x=np.vstack([features.reshape(-1, len(FEATURE_NAMES)), rebuilt_features(facts, known, catalogue)]),
            began=_days(p.outcome.started for p in rows),
            ended=_days(_end(p, day) for p in rows),
            day=np.datetime64(day, "D"),
            chance=np.array([np.nan if p.chance is None else p.chance for p in rows], dtype=np.float64),
            groups={
                "Ordning": [p.outcome.scheme.value for p in rows],
                "Timer om ugen": [_band(p.outcome.hours) for p in rows],
                **{
                    kind: [p.groups.get(kind, "") for p in rows] for kind in sorted({k for p in rows for k in p.groups})
                },
            },
            watched=_days(_watched(p, day) for p in rows),
        ),
        from_store=len(stored),
        rebuilt=len(known),
        left_out=len(bare) - len(known),
    )


def expert_prior(weights: Weights) -> Prior:
    """What the experts' weights say before any outcome."""
    from models.training import Prior

    fit = weights.fit
    return Prior(fit.features, fit.weights, fit.intercept, tuple(feature.direction for feature in FEATURES))


def learn(found: Learnable, weights: Weights, seed: int = 0) -> SavedModel:
    """A model of them with its card, beginning as the experts' weights.

    Raises
    ------
    ValueError
        When the weights have been learned already: a prior made of the same outcomes counts them twice.
    """
    from importlib.metadata import version

    from matcher.disclosure.learned_groups import without_small_groups
    from models.cards import card
    from models.training import train

    if weights.model is not None:
        raise ValueError("the prior must be the experts' own weights")
    about: dict[str, Any] = {
        "from_store": found.from_store,
        "rebuilt": found.rebuilt,
        "left_out": found.left_out,
        "not_rebuilt": list(NOT_REBUILT) if found.rebuilt else [],
        "expert_weights": f"{weights.version} ({weights.fingerprint})",
    }
    software = {"brobygger": __version__, **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")}}
    saved = train(found.outcomes, expert_prior(weights), HORIZONS, seed, software, about)
    saved = replace(saved, metrics=without_small_groups(saved.metrics))
    return replace(saved, card=card(saved, {feature.name: feature.danish for feature in FEATURES}))


def rebuilt_features(facts: Facts, past: Sequence[Past], catalogue: Catalogue) -> NDArray[np.float64]:
    """Features [n, F] of placements of which only person, workplace, tasks and hours are known.

    Each is looked at as an opening of just its tasks and hours. The person is as she is today, but for what she had
    done: only her placements before this one count.
    """
    earlier = _earlier(facts.outcomes)
    people = [_before(facts.candidate_by_id[p.outcome.candidate], earlier, p.outcome, n) for n, p in enumerate(past)]
    openings = [_opening(p.outcome, n, catalogue) for n, p in enumerate(past)]
    likeness = TextLikeness().fit(
        [candidate_words(c, catalogue) for c in (*facts.candidates, *people)],
        [opening_words(o, catalogue) for o in (*openings, *facts.openings)],
    )
    out = np.empty((len(past), len(FEATURE_NAMES)))
    for first in range(0, len(past), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        chunk = Facts(
            settings=facts.settings,
            candidates=tuple(people[here]),
            employers=facts.employers,
            workplaces=facts.workplaces,
            openings=tuple(openings[here]),
        )
        world = make_world(chunk, catalogue)
        block = Block(world, world.candidates(people[here]))
        words = likeness.likeness([candidate_words(c, catalogue) for c in people[here]])[:, here]
        each = np.arange(len(people[here]))
        out[here] = pair_features(block, words, each, each)
        hours = np.array([np.nan if p.outcome.hours is None else p.outcome.hours for p in past[here]])
        target = block.candidates.hours_target
        near = 1.0 - np.minimum(np.abs(hours - target) / target, 1.0)
        presence = hours * block.candidates.presence_per_hour
        room = slack(block.week_presence[each, each], np.maximum(presence, 1e-9))
        unknown = np.isnan(hours)
        out[here, _HOURS] = np.where(unknown, _UNKNOWN, near)
        out[here, _SLACK] = np.where(unknown, _UNKNOWN, room)
    return out


def _complete(features: Mapping[str, float] | None) -> bool:
    return features is not None and features.keys() >= set(FEATURE_NAMES)


def _end(past: Past, day: date) -> date | None:
    """When it ended, where that says something of the fit."""
    ended = past.outcome.ended
    return None if ended is None or ended > day or past.end_code in SAYS_NOTHING_OF_THE_FIT else ended


def _watched(past: Past, day: date) -> date:
    ended = past.outcome.ended
    return ended if ended is not None and ended <= day and past.end_code in SAYS_NOTHING_OF_THE_FIT else day


def _days(days: Any) -> NDArray[np.datetime64]:
    return np.array([np.datetime64("NaT") if day is None else np.datetime64(day) for day in days], "datetime64[D]")


def _earlier(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.candidate, []).append(outcome)
    return found


def _before(candidate: Candidate, earlier: Mapping[str, list[Outcome]], outcome: Outcome, n: int) -> Candidate:
    tasks = {t for o in earlier.get(candidate.id, ()) if o.started < outcome.started for t in o.tasks}
    return replace(with_tasks(candidate, tasks), id=f"{n:08}")


def _opening(outcome: Outcome, n: int, catalogue: Catalogue) -> Opening:
    """An opening of the tasks and hours that the outcome tells of; everything else has not been asked."""
    tasks = sorted(outcome.tasks)
    hours = max(0.5, outcome.hours or FULL_TIME_HOURS)
    return Opening(
        id=f"{n:08}",
        workplace=outcome.workplace,
        title=catalogue.tasks[tasks[0]].danish,
        places=1,
        hours_min=0.5,
        hours_max=hours,
        hours_total=hours,
        tasks=tuple(OpeningTask(task, max(0.5, hours / len(tasks))) for task in tasks),
    )


def _band(hours: float | None) -> str:
    if hours is None:
        return ""
    return next((band for most, band in ((5, "op til 5"), (10, "5–10"), (20, "10–20")) if hours <= most), "over 20")
