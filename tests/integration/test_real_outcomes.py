"""The outcome model on real outcomes of people looking for work: it knows more than the base rate, and never too much.

The sets carry no dates, so they are split by seeded folds, four times; where dates are known, `models/training.py`
splits by time alone. Nobody has given expert weights for them: each prior is 0 ± 0.1 for a feature in its standard
deviations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV

from models.evaluation.calibration import calibration_error
from models.evaluation.censoring import at_horizon
from models.evaluation.discrimination import SUSPICIOUS, auc
from models.evaluation.estimate import Estimate, normal
from models.evaluation.off_policy import difference, doubly_robust
from models.evaluation.off_policy import weights as chances
from models.outcome import OutcomeModel
from tests.integration.real_outcomes import Column, Real, Spells, jobs, standard, supported_work, unemployment

FOLDS, SEEDS = 5, range(4)
SD = 0.1
NSW, NSW_EMPLOYMENT = 1794.0, 0.111
"""The published experimental effects on earnings and on having any in 1978."""


def folds(n: int, seed: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Masks of what is learned from and what is tried on."""
    of = np.random.default_rng(seed).permutation(n) % FOLDS
    for fold in range(FOLDS):
        yield of != fold, of == fold


def said_of(real: Real, seed: int) -> tuple[Column, Column]:
    """What the model and the base rate say of each row, learned from the other folds."""
    said, base = np.empty(len(real.y)), np.empty(len(real.y))
    for past, rest in folds(len(real.y), seed):
        x = standard(real.x, past)
        model = OutcomeModel(prior_sd=SD, intercept_sd=2.0).fit(x[past], real.y[past])
        said[rest], base[rest] = model.predict_proba(x[rest])[:, 1], real.y[past].mean()
    return said, base


def real_set(name: str, shared_data: Callable[[str], Path]) -> Real:
    if name == "jobs2":
        return jobs(shared_data("job_outcomes/jobs2"))
    trial = supported_work(shared_data("job_outcomes/nsw_lalonde"))
    return Real(np.column_stack([trial.given, trial.before]), trial.earned > 0)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["nsw_lalonde", "jobs2"])
def test_it_knows_more_than_the_base_rate_and_no_more_than_can_be_known(
    name: str, seed: int, shared_data: Callable[[str], Path]
) -> None:
    real = real_set(name, shared_data)
    said, base = said_of(real, seed)
    assert ((said - real.y) ** 2).mean() < ((base - real.y) ** 2).mean()
    area = auc(real.y, said)
    assert area.value > 0.5 and area.low < area.value < area.high < SUSPICIOUS
    error = calibration_error(real.y, said, np.random.default_rng(0))
    assert not error.above_noise
    # With 445 rows the noise alone is .055: a limit of .05 would be tossing a coin.
    assert error.noise > 0.05 or error.value < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_spells_that_were_not_seen_to_end_are_counted_for_what_they_are(
    seed: int, shared_data: Callable[[str], Path]
) -> None:
    spells = unemployment(shared_data("job_outcomes/unempdur"))
    seen = at_horizon(spells.weeks, spells.ended, 13.0)
    rows = seen.known & (seen.weight > 0)
    said, base = np.empty(len(rows)), np.empty(len(rows))
    for past, rest in folds(len(rows), seed):
        x = standard(spells.x, past)
        model = OutcomeModel(prior_sd=SD, intercept_sd=2.0, horizons=(13.0,))
        model.fit_durations(x[past], spells.weeks[past], spells.ended[past])
        said[rest] = model.predict_proba(x[rest])[:, 1]
        base[rest] = np.average(seen.lasted[past], weights=seen.weight[past])
    weight = seen.weight[rows]
    brier = [np.average((p[rows] - seen.lasted[rows]) ** 2, weights=weight) for p in (said, base)]
    assert brier[0] < brier[1] - 0.005
    area = auc(seen.lasted[rows], said[rows])
    assert area.low > 0.5 and area.high < SUSPICIOUS
    assert error_at(13.0, said, spells) < 0.05


def error_at(horizon: float, said: Column, spells: Spells) -> float:
    """Calibration error over ten bins of equal count; what was seen is Kaplan and Meier's share at the horizon."""
    total = 0.0
    for rows in np.array_split(np.argsort(said, kind="stable"), 10):
        total += len(rows) * abs(said[rows].mean() - still_looking(horizon, spells.weeks[rows], spells.ended[rows]))
    return total / len(said)


def still_looking(horizon: float, weeks: Column, ended: NDArray[np.bool_]) -> float:
    share = 1.0
    for week in np.unique(weeks[ended & (weeks < horizon)]):
        share *= 1.0 - (ended & (weeks == week)).sum() / (weeks >= week).sum()
    return share


def test_the_effect_of_supported_work_is_recovered(shared_data: Callable[[str], Path]) -> None:
    trial = supported_work(shared_data("job_outcomes/nsw_lalonde"))
    by_means = difference_in_means(trial.earned, trial.given)
    assert by_means.value == pytest.approx(NSW, abs=1.0)
    assert by_means.holds(NSW) and not by_means.holds(0.0)
    adjusted = doubly_robust_effect(trial.before, trial.given, trial.earned)
    assert adjusted.holds(NSW) and not adjusted.holds(0.0)
    assert adjusted.high - adjusted.low < 1.1 * (by_means.high - by_means.low)


def test_the_effect_on_having_work_is_recovered_by_the_model(shared_data: Callable[[str], Path]) -> None:
    trial = supported_work(shared_data("job_outcomes/nsw_lalonde"))
    x = np.column_stack([trial.given, standard(trial.before, np.ones(len(trial.given), dtype=bool))])
    # The one weight of interest is left to the data; the rest is held as in the other tests.
    model = OutcomeModel(prior_sd=[2.0] + [SD] * (x.shape[1] - 1), intercept_sd=2.0).fit(x, trial.earned > 0)
    with_job, without = (np.column_stack([np.full(len(x), given), x[:, 1:]]) for given in (1.0, 0.0))
    effect = float((model.predict_proba(with_job) - model.predict_proba(without))[:, 1].mean())
    assert effect == pytest.approx(NSW_EMPLOYMENT, abs=0.02)
    assert model.evidence[0].low > 0.0 and not model.evidence[0].too_little


def difference_in_means(y: Column, given: NDArray[np.bool_]) -> Estimate:
    parts = [y[given], y[~given]]
    error = np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts))
    return normal(float(parts[0].mean() - parts[1].mean()), float(error), len(y))


def doubly_robust_effect(before: Column, given: NDArray[np.bool_], y: Column) -> Estimate:
    """Everybody given against nobody given: a regression learned from the other folds, put right by what it misses."""
    chance = np.where(given, given.mean(), 1.0 - given.mean())
    said = np.empty((2, len(y)))
    for past, rest in folds(len(y), 0):
        x = standard(before, past)
        for arm in (0, 1):
            model = RidgeCV(alphas=np.logspace(-1, 4, 30)).fit(x[past & (given == arm)], y[past & (given == arm)])
            said[arm, rest] = model.predict(x[rest])
    own = np.where(given, said[1], said[0])
    parts = []
    for arm in (0, 1):
        target = (given == arm).astype(float)
        parts.append(said[arm] + chances(chance, target) * (y - own))
        whole = doubly_robust(y, chance, target, own, said[arm])
        assert whole.estimate.value == pytest.approx(parts[arm].mean())
    return difference(parts[0], parts[1])
