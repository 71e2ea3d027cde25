"""From outcomes to a trained model: split by time, measured on what came later, then learned from everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.calibration import brier, calibration_error
from models.evaluation.censoring import AtHorizon, at_horizon
from models.evaluation.challenger import challenge
from models.evaluation.discrimination import auc
from models.evaluation.estimate import TOO_SMALL, mean, share
from models.evaluation.lasting import lasting_by_group
from models.evaluation.time_split import require_future
from models.outcome import OutcomeModel
from models.posterior import Column
from models.saving import SavedModel, fingerprint
from models.selection import LEAST_CHANCE, selection_weights

WEEK = np.timedelta64(7, "D")
LATER_SHARE = 0.25
"""The newest quarter of the placements that could have reached the first horizon is what the model is tried on."""
FEWEST_LATER = 30
"""Later placements below which nothing is said of how good the model is."""


@dataclass(frozen=True)
class Outcomes:
    """Placements and how they went, one row each, known on one day.

    Attributes
    ----------
    x
        float64 [n, F]: features as they were when it began.
    began
        datetime64[D] [n].
    ended
        datetime64[D] [n]; NaT while it runs, which is no failure.
    day
        The day of the data.
    chance
        float64 [n]: logged probability that the pair was shown; NaN where none was.
    groups
        Labels [n] by kind of group, "" where not known: only to measure by, never to learn from.
    watched
        datetime64[D] [n]: the last day on which an end would have been its own, where something that has nothing to do
        with the fit ended it (right-censored there); None: the day of the data for all.
    """

    x: Column
    began: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    day: np.datetime64
    chance: Column
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    watched: NDArray[np.datetime64] | None = None

    def __post_init__(self) -> None:
        n = len(self.x)
        columns = (self.began, self.ended, self.chance, self.last_day, *self.groups.values())
        if any(len(column) != n for column in columns):
            raise ValueError("one entry for each placement is needed in every column")
        if np.isnat(self.began).any() or (n and self.began.max() > self.day):
            raise ValueError("every placement must have begun by the day of the data")
        if (self.last_day < self.began).any() or (self.last_day > self.day).any():
            raise ValueError("a placement is watched from its beginning, and not after the day of the data")
        if (self.ended < self.began).any() or (self.ended > self.day).any():
            raise ValueError("a placement cannot end before it began or after the day of the data")

    def __len__(self) -> int:
        return len(self.x)

    @property
    def over(self) -> NDArray[np.bool_]:
        """bool [n]: it has ended."""
        return ~np.isnat(self.ended)

    @property
    def last_day(self) -> NDArray[np.datetime64]:
        """datetime64[D] [n]: until when it is watched."""
        return np.full(len(self.x), self.day) if self.watched is None else self.watched

    @property
    def followed(self) -> Column:
        """float64 [n]: weeks from its beginning to the last day it is watched."""
        return _weeks(self.began, self.last_day)

    @property
    def weeks(self) -> Column:
        """float64 [n]: weeks it lasted, or has lasted until the last day it is watched."""
        return _weeks(self.began, np.where(self.over, self.ended, self.last_day))

    def as_of(self, day: np.datetime64) -> Outcomes:
        """What was known on an earlier day: only what had begun before it, and running what had not ended before it."""
        before = self.began < day
        ended = self.ended[before].copy()
        ended[~(ended < day)] = np.datetime64("NaT")
        groups = {kind: np.asarray(labels)[before].tolist() for kind, labels in self.groups.items()}
        watched = np.minimum(self.last_day[before], day)
        return Outcomes(self.x[before], self.began[before], ended, day, self.chance[before], groups, watched)


@dataclass(frozen=True)
class Prior:
    """What is believed before any outcome, and how sure one is.

    Attributes
    ----------
    features
        Names.
    weights, intercept
        Log-odds that experts give.
    sd, intercept_sd
        How sure they are.
    directions
        1, -1 or 0 for each feature.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float
    directions: tuple[int, ...]
    sd: float = 0.5
    intercept_sd: float = 1.0

    def model(self, horizons: tuple[float, ...]) -> OutcomeModel:
        """A model that believes this, not trained yet."""
        return OutcomeModel(
            prior_weights=self.weights,
            prior_intercept=self.intercept,
            prior_sd=self.sd,
            intercept_sd=self.intercept_sd,
            directions=self.directions,
            horizons=horizons,
        )


def train(
    outcomes: Outcomes,
    prior: Prior,
    horizons: tuple[float, ...] = (13.0, 26.0),
    seed: int = 0,
    software: Mapping[str, str] | None = None,
    about: Mapping[str, Any] | None = None,
) -> SavedModel:
    """Learn from all outcomes, with how good learning was on those that came last.

    The same outcomes give the same model, whatever the order of their rows.

    Parameters
    ----------
    outcomes
        May be none: then the model is the prior.
    seed
        For bootstrap intervals of the measures; nothing else is left to chance.
    about
        Plain values to keep with what it learned from.
    """
    outcomes = _in_order(outcomes)
    model = _fitted(prior.model(horizons), outcomes)
    return SavedModel(
        posterior=model.posterior(prior.features),
        horizons=horizons,
        later_intercepts=tuple(model.later_intercepts_.tolist()),
        software=dict(software or {}),
        data={**_described(outcomes), **(about or {})},
        metrics=evaluate(outcomes, prior, horizons, seed),
        settings={
            "seed": seed,
            "later_share": LATER_SHARE,
            "least_chance": LEAST_CHANCE,
            "prior_sd": prior.sd,
            "intercept_sd": prior.intercept_sd,
        },
    )


@dataclass(frozen=True)
class Later:
    """What was said of placements that began after everything that was learned from, and how they went.

    Attributes
    ----------
    day, learned_from
        From which they began, and how many known before it were learned from.
    outcomes, seen
        Those that began on the day or later, [n], and what is known of each at the first horizon.
    whole
        bool [n]: begun so long ago that their fate at the first horizon is known whatever it was.
    said
        float64 [n], P(lasts to the first horizon): by the model, by the experts alone, by saying the base rate of
        everybody, and by the challenger (None where it had too few to learn from).
    """

    day: np.datetime64
    learned_from: int
    outcomes: Outcomes
    whole: NDArray[np.bool_]
    seen: AtHorizon
    said: Mapping[str, Column | None]

    @property
    def lasted(self) -> NDArray[np.bool_]:
        """bool: of those whose fate is known whatever it was, whether they lasted."""
        return self.seen.lasted[self.whole]

    @property
    def said_of_whole(self) -> dict[str, Column | None]:
        """What was said of them."""
        return {name: None if p is None else p[self.whole] for name, p in self.said.items()}


def try_later(outcomes: Outcomes, prior: Prior, horizons: tuple[float, ...], seed: int = 0) -> Later | None:
    """Learn until a day, and say what is to become of what began from that day on; None where too few did."""
    day = split_day(outcomes := _in_order(outcomes), horizons[0])
    return None if day is None else _tried(outcomes, prior, horizons, day, seed)


def evaluate(outcomes: Outcomes, prior: Prior, horizons: tuple[float, ...], seed: int = 0) -> dict[str, Any]:
    """How good learning until a day was on what began from that day on: plain values, None where too little is known.

    Beside it stand saying the base rate of everybody, the experts alone, and a challenger (gradient boosting held to
    the same directions). The challenger is only ever measured.
    """
    outcomes = _in_order(outcomes)
    day = split_day(outcomes, horizons[0])
    nothing: dict[str, Any] = {"day": None, "learned_from": 0, "tried_on": 0, "too_few": True}
    if day is None:
        return nothing
    whole = (outcomes.began >= day) & (outcomes.followed >= horizons[0])
    nothing |= {"day": str(day), "learned_from": int((outcomes.began < day).sum()), "tried_on": int(whole.sum())}
    found = _tried(outcomes, prior, horizons, day, seed)
    if found is None:
        return nothing
    random = np.random.default_rng(seed)
    lasted, said = found.lasted, found.said_of_whole
    model, own = found.said["model"], said["model"]
    assert model is not None and own is not None
    error = calibration_error(lasted, own, random)
    return {
        **nothing,
        "too_few": False,
        "lasted": share(int(lasted.sum()), len(lasted)).as_dict(),
        "brier": {name: None if p is None else brier(lasted, p, random).as_dict() for name, p in said.items()},
        "ahead_of": {
            name: None if p is None or name == "model" else mean(_squared(lasted, p) - _squared(lasted, own)).as_dict()
            for name, p in said.items()
        },
        "log_loss": {name: None if p is None else _log_loss(lasted, p) for name, p in said.items()},
        "auc": {
            name: None if p is None or name == "base_rate" else auc(lasted, p).as_dict() for name, p in said.items()
        },
        "calibration_error": {
            "value": error.value,
            "noise": error.noise,
            "noise_high": error.noise_high,
            "above_noise": bool(error.above_noise),
            "n": error.n,
        },
        "brier_with_censored": _with_censored(found.seen, model, random),
        "groups": lasting_by_group(_only(found.outcomes, found.whole).groups, lasted, own, seed),
    }


def _tried(
    outcomes: Outcomes, prior: Prior, horizons: tuple[float, ...], day: np.datetime64, seed: int
) -> Later | None:
    past, later = outcomes.as_of(day), _only(outcomes, (outcomes.began >= day) & (outcomes.followed > 0))
    require_future(past.ended[past.over], later.began)
    seen = at_horizon(later.weeks, later.over, horizons[0])
    # Whose fate at the horizon is known whatever it was: those who began long enough ago.
    whole = later.followed >= horizons[0]
    if whole.sum() < FEWEST_LATER or len(past) == 0 or len(np.unique(seen.lasted[whole])) < 2:
        return None
    own: Column = _fitted(prior.model(horizons), past).predict_proba(later.x)[:, 1]
    said: dict[str, Column | None] = {
        "model": own,
        "experts": prior.model(horizons).fit(np.empty((0, later.x.shape[1])), []).predict_proba(later.x)[:, 1],
        "base_rate": _base_rate(past, horizons, later),
        "challenger": _challenger(past, prior, horizons, later, seed),
    }
    return Later(day, len(past), later, whole, seen, said)


def split_day(outcomes: Outcomes, horizon: float) -> np.datetime64 | None:
    """From when the newest `LATER_SHARE` of those that could have reached the horizon began; None without any."""
    could = np.sort(outcomes.began[outcomes.followed >= horizon])
    if len(could) < 2:
        return None
    day: np.datetime64 = could[int(np.ceil(len(could) * (1.0 - LATER_SHARE)))] if len(could) > 3 else could[-1]
    return day


def _fitted(model: OutcomeModel, outcomes: Outcomes) -> OutcomeModel:
    weight = selection_weights(outcomes.chance) if len(outcomes) else None
    return model.fit_durations(
        outcomes.x, outcomes.weeks, outcomes.over, sample_weight=weight, followed=outcomes.followed
    )


def _base_rate(past: Outcomes, horizons: tuple[float, ...], later: Outcomes) -> Column:
    """The share that lasted before, by the same likelihood without features and with the rows still running."""
    nothing = np.zeros((len(past), 1))
    flat = OutcomeModel(intercept_sd=10.0, horizons=horizons)
    flat = _fitted(flat, replace(past, x=nothing))
    return np.full(len(later), flat.predict_proba(np.zeros((1, 1)))[0, 1])


def _challenger(past: Outcomes, prior: Prior, horizons: tuple[float, ...], later: Outcomes, seed: int) -> Column | None:
    """The challenger, from what was known at the horizon, rows weighted for those that were not."""
    seen = at_horizon(past.weeks, past.over, horizons[0])
    rows = seen.known & (seen.weight > 0)
    if rows.sum() < TOO_SMALL or len(np.unique(seen.lasted[rows])) < 2:
        return None
    weight = seen.weight[rows] * selection_weights(past.chance)[rows]
    return challenge(past.x[rows], seen.lasted[rows], later.x, prior.directions, weight, seed)


def _with_censored(seen: AtHorizon, p: Column, random: np.random.Generator) -> dict[str, Any]:
    """Brier score over all rows whose fate is known, each standing for those of whom it is not."""
    rows = seen.known & (seen.weight > 0)
    return brier(seen.lasted[rows], p[rows], random, weight=seen.weight[rows]).as_dict()


def _squared(lasted: NDArray[np.bool_], p: Column) -> Column:
    found: Column = (p - lasted) ** 2
    return found


def _log_loss(lasted: NDArray[np.bool_], p: Column) -> float:
    return float(-np.where(lasted, np.log(p), np.log1p(-p)).mean())


def _described(outcomes: Outcomes) -> dict[str, Any]:
    known = ~np.isnan(outcomes.chance)
    return {
        "fingerprint": fingerprint(
            x=outcomes.x,
            began=outcomes.began,
            ended=outcomes.ended,
            watched=outcomes.last_day,
            chance=outcomes.chance,
            day=[str(outcomes.day)],
        ),
        "day": str(outcomes.day),
        "outcomes": len(outcomes),
        "ended": int(outcomes.over.sum()),
        "running": int((~outcomes.over & (outcomes.last_day == outcomes.day)).sum()),
        "ended_otherwise": int((~outcomes.over & (outcomes.last_day < outcomes.day)).sum()),
        "with_logged_chance": int(known.sum()),
        "first_began": str(outcomes.began.min()) if len(outcomes) else None,
        "last_began": str(outcomes.began.max()) if len(outcomes) else None,
    }


def _only(outcomes: Outcomes, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Outcomes:
    groups = {kind: np.asarray(labels)[rows].tolist() for kind, labels in outcomes.groups.items()}
    chance = outcomes.chance[rows]
    began, ended, watched = outcomes.began[rows], outcomes.ended[rows], outcomes.last_day[rows]
    return Outcomes(outcomes.x[rows], began, ended, outcomes.day, chance, groups, watched)


def _in_order(outcomes: Outcomes) -> Outcomes:
    """By the day they began and everything else that is learned from: the order of rows says nothing."""
    keys = [outcomes.x[:, f] for f in reversed(range(outcomes.x.shape[1]))]
    days = [column.astype(np.int64) for column in (outcomes.last_day, outcomes.ended, outcomes.began)]
    order = np.lexsort([*keys, outcomes.chance, *days])
    return _only(outcomes, order)


def _weeks(begins: NDArray[np.datetime64], ends: NDArray[np.datetime64]) -> Column:
    found: Column = (ends - begins).astype("timedelta64[D]").astype(np.float64) / 7.0
    return found
