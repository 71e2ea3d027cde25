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
from models.evaluation.censoring import AtHorizon, at_horizon
from models.evaluation.discrimination import SUSPICIOUS, auc
from models.evaluation.estimate import Estimate, mean, normal
from models.evaluation.off_policy import difference, doubly_robust
from models.evaluation.off_policy import weights as chances
from models.outcome import OutcomeModel
from tests.integration.real_outcomes import Column, Real, Spells, jobs, standard, supported_work, unemployment

FOLDS, SEEDS = 5, range(4)
SD = 0.1
CALIBRATED = 0.05
"""The calibration error of each set must be below this."""
TOO_FEW_TO_SAY = {"nsw_lalonde": 445}
"""The one set let off that, with its rows: so few stray by more than that when every probability is right."""
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
    assert gained(real.y, said, base).mean() < 0
    area = auc(real.y, said)
    assert area.value > 0.5 and area.low < area.value < area.high < SUSPICIOUS
    error = calibration_error(real.y, said, np.random.default_rng(0))
    assert not error.above_noise
    # A limit below what chance alone gives would be tossing a coin.
    assert (error.noise > CALIBRATED) == (name in TOO_FEW_TO_SAY)
    assert error.value < CALIBRATED or error.n == TOO_FEW_TO_SAY[name]


def test_the_one_set_without_a_limit_has_none_because_of_its_rows_alone(shared_data: Callable[[str], Path]) -> None:
    assert TOO_FEW_TO_SAY == {"nsw_lalonde": 445}
    real = real_set("nsw_lalonde", shared_data)
    said, _ = said_of(real, 0)
    noise = [
        calibration_error(np.tile(real.y, times), np.tile(said, times), np.random.default_rng(0)).noise
        for times in (1, 4)
    ]
    # The mean of |a share of n / 10 rows - its probability| is about √(2/π) √(10 p (1 - p) / n), here .055; four times
    # the rows with the same probabilities, and it is half of that.
    by_hand = np.sqrt(2 / np.pi) * np.sqrt(said * (1 - said)).mean() * np.sqrt(10 / len(said))
    assert by_hand == pytest.approx(0.055, abs=0.002)
    assert noise == pytest.approx([by_hand, by_hand / 2], rel=0.05)
    assert noise[1] < CALIBRATED < noise[0]


@pytest.mark.parametrize(
    ("name", "low", "value", "high"),
    [
        ("nsw_lalonde", -0.0085, -0.0045, -0.0004),
        ("jobs2", -0.0097, -0.0054, -0.0012),
        ("unempdur", -0.0478, -0.0419, -0.0360),
    ],
)
def test_its_brier_score_is_below_the_base_rates_by_more_than_chance(
    name: str, low: float, value: float, high: float, shared_data: Callable[[str], Path]
) -> None:
    """The interval is of the paired differences of the rows, each the mean over the four foldings."""
    if name == "unempdur":
        spells = unemployment(shared_data("job_outcomes/unempdur"))
        seen = at_horizon(spells.weeks, spells.ended, 13.0)
        rows = seen.known & (seen.weight > 0)
        share = seen.weight[rows] / seen.weight[rows].mean()
        each = [
            share * gained(seen.lasted[rows], *(p[rows] for p in said_of_spells(spells, seen, seed))) for seed in SEEDS
        ]
    else:
        real = real_set(name, shared_data)
        each = [gained(real.y, *said_of(real, seed)) for seed in SEEDS]
    found = mean(np.mean(each, axis=0), 0.95)
    assert found.high < 0
    assert [found.low, found.value, found.high] == pytest.approx([low, value, high], abs=0.0002)


def gained(y: NDArray[np.bool_], said: Column, base: Column) -> Column:
    """Squared distance of what was said from what was seen, less that of the base rate, for each row."""
    found: Column = (said - y) ** 2 - (base - y) ** 2
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_spells_that_were_not_seen_to_end_are_counted_for_what_they_are(
    seed: int, shared_data: Callable[[str], Path]
) -> None:
    spells = unemployment(shared_data("job_outcomes/unempdur"))
    seen = at_horizon(spells.weeks, spells.ended, 13.0)
    rows = seen.known & (seen.weight > 0)
    said, base = said_of_spells(spells, seen, seed)
    better = gained(seen.lasted[rows], said[rows], base[rows])
    assert np.average(better, weights=seen.weight[rows]) < -0.005
    area = auc(seen.lasted[rows], said[rows])
    assert area.low > 0.5 and area.high < SUSPICIOUS
    assert error_at(13.0, said, spells) < CALIBRATED


def said_of_spells(spells: Spells, seen: AtHorizon, seed: int) -> tuple[Column, Column]:
    """What the model and the base rate say of each spell, learned from the other folds."""
    said, base = np.empty(len(spells.x)), np.empty(len(spells.x))
    for past, rest in folds(len(spells.x), seed):
        x = standard(spells.x, past)
        model = OutcomeModel(prior_sd=SD, intercept_sd=2.0, horizons=(13.0,))
        model.fit_durations(x[past], spells.weeks[past], spells.ended[past])
        said[rest] = model.predict_proba(x[rest])[:, 1]
        base[rest] = np.average(seen.lasted[past], weights=seen.weight[past])
    return said, base


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
