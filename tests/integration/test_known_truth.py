"""In a world whose truth is known: what is planted is found as surely as stated, and where nothing is, nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom
from threadpoolctl import threadpool_limits

from models.evaluation.censoring import at_horizon
from models.evaluation.challenger import challenge
from models.evaluation.congestion import congestion
from models.evaluation.drift import drift
from models.evaluation.estimate import Estimate, mean
from models.evaluation.fairness import impact
from models.evaluation.off_policy import doubly_robust, ips, snips
from models.evaluation.time_split import split_by_time
from models.outcome import OutcomeModel
from models.posterior import logistic
from models.simulation.assumptions import Assumptions
from models.simulation.world import Placements, simulate

WORLD = Assumptions()
EXPERT = np.array(WORLD.expert_weights)
PRIOR_SD, INTERCEPT_SD = 0.5, 1.0
UP = [1, 1, 1, 1]
REPETITIONS = 200


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """As the worker trains: threads of several tests at once wait for each other, and everything here is small."""
    with threadpool_limits(1):
        yield


def one_truth(rng: np.random.Generator, *, rising: bool) -> Assumptions:
    """A world whose weights experts know as well as they say: drawn from the prior (and, if so, never below 0)."""
    while True:
        weights = rng.normal(EXPERT, PRIOR_SD)
        if not rising or (weights >= 0).all():
            break
    first, later = rng.normal(WORLD.expert_intercept, INTERCEPT_SD, 2)
    return replace(WORLD, weights=tuple(weights), intercept=float(first), later_intercept=float(later))


def learned(placements: Placements, directions: list[int] | None) -> OutcomeModel:
    model = OutcomeModel(EXPERT, WORLD.expert_intercept, PRIOR_SD, INTERCEPT_SD, directions)
    return model.fit_durations(placements.x, placements.weeks, placements.ended, followed=placements.followed)


def plausible(hits: int, of: int, rate: float) -> bool:
    """Whether so many hits are within the middle 99.8 % of what that rate gives."""
    low, high = binom.interval(0.998, of, rate)
    return bool(low <= hits <= high)


@pytest.mark.parametrize("directions", [None, UP], ids=["free", "rising"])
def test_the_posterior_covers_the_planted_weights_at_the_stated_rate(directions: list[int] | None) -> None:
    # About 240 placements each, many of them still running on the day of the data.
    rng = np.random.default_rng(20)
    covered = np.zeros(len(EXPERT) + 1)
    for _ in range(REPETITIONS):
        truth = replace(one_truth(rng, rising=directions is not None), decisions=300)
        said = learned(simulate(truth, rng).placements(), directions).evidence
        covered += [
            row.low <= true <= row.high for row, true in zip(said, (*truth.weights, truth.intercept), strict=True)
        ]
    assert all(plausible(int(hits), REPETITIONS, 0.9) for hits in covered), covered / REPETITIONS
    assert covered.mean() / REPETITIONS == pytest.approx(0.9, abs=0.025)


def test_without_outcomes_the_model_is_the_prior() -> None:
    x = np.random.default_rng(1).random((50, 4))
    empty, none = np.zeros((0, 4)), np.zeros(0)
    for model in (
        OutcomeModel(EXPERT, WORLD.expert_intercept).fit(empty, none),
        OutcomeModel(EXPERT, WORLD.expert_intercept).fit_durations(empty, none, none.astype(bool)),
    ):
        assert np.array_equal(model.predict_proba(x)[:, 1], logistic(x @ EXPERT + WORLD.expert_intercept))


def distances(
    truths: Callable[[np.random.Generator], Assumptions], decisions: int, repetitions: int, seed: int
) -> NDArray[np.float64]:
    """Mean squared distance from the true probability of the prior, the model and the challenger, by repetition.

    It is the Brier score less the part that no probability can avoid, so differences are those of the Brier score. The
    three are told the same and tried on the same, so their differences are taken in each repetition.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(repetitions):
        world = replace(truths(rng), decisions=decisions)
        known, new = simulate(world, rng).placements(), simulate(replace(world, decisions=1500), rng).placements()
        # As in training: the challenger cannot use what still runs, so those who are known stand for those who are not.
        seen = at_horizon(known.weeks, known.ended, world.horizons[0])
        rows = seen.known & (seen.weight > 0)
        said = (
            logistic(new.x @ EXPERT + world.expert_intercept),
            learned(known, UP).predict_proba(new.x)[:, 1],
            challenge(known.x[rows], seen.lasted[rows], new.x, UP, seen.weight[rows]),
        )
        found.append([float(((p - new.truth) ** 2).mean()) for p in said])
    return np.array(found)


def better(first: NDArray[np.float64], second: NDArray[np.float64]) -> str:
    """Which of two has the smaller distance, "" where the paired interval of their difference does not say."""
    difference = mean(first - second, 0.95)
    return "first" if difference.high < 0 else "second" if difference.low > 0 else ""


@pytest.mark.parametrize("decisions", [65, 125, 250])
def test_with_few_outcomes_the_model_is_better_than_the_prior_and_the_challenger(decisions: int) -> None:
    # 65, 125 and 250 decisions give about 50, 100 and 200 placements.
    prior, model, challenger = distances(lambda rng: one_truth(rng, rising=True), decisions, 24, seed=decisions).T
    assert better(model, prior) == "first"
    assert better(model, challenger) == "first"


WRONG = {
    "half of it says twice as much, half nothing": replace(WORLD, weights=(1.8, 1.8, 0.0, 0.0), intercept=-1.0),
    "two of four say thrice as much, and fewer last": replace(WORLD, weights=(2.8, 0.0, 2.8, 0.0), intercept=-2.5),
    "none of it says anything": replace(WORLD, weights=(0.0, 0.0, 0.0, 0.0), intercept=0.0),
}
"""Truths where experts, who give each feature .8 ± .5, are wrong by at least one and a half of what they allow for."""
SPREAD, FAR, NOTHING = WRONG


@pytest.mark.parametrize(
    ("wrong", "decisions", "than_prior", "than_challenger"),
    [
        # 25, 65 and 125 decisions give about 20, 50 and 100 placements.
        # Experts who know how many last are hard to beat with 50; the first outcomes lead away from them.
        (SPREAD, 25, "second", "first"),
        (SPREAD, 65, "second", "first"),
        (SPREAD, 125, "first", "first"),
        # Farther off, 50 are enough.
        (FAR, 25, "second", "first"),
        (FAR, 65, "first", "first"),
        (FAR, 125, "first", "first"),
        # The challenger says the base rate until it can cut, which here is the truth: 20 do not make up for the prior.
        (NOTHING, 25, "first", "second"),
        (NOTHING, 65, "first", "first"),
        (NOTHING, 125, "first", "first"),
    ],
)
def test_where_the_experts_are_wrong_the_model_leaves_them_behind_within_a_hundred_outcomes(
    wrong: str, decisions: int, than_prior: str, than_challenger: str
) -> None:
    prior, model, challenger = distances(lambda _: WRONG[wrong], decisions, 40, seed=decisions).T
    assert (better(model, prior), better(model, challenger)) == (than_prior, than_challenger)


@pytest.mark.parametrize("bend", [0.0, 3.0], ids=["a sum of parts", "not quite a sum of parts"])
def test_with_many_outcomes_the_model_is_not_far_behind_the_challenger(bend: float) -> None:
    # 6,250 decisions give about 5,000 placements.
    prior, model, challenger = distances(
        lambda rng: replace(one_truth(rng, rising=True), bend=bend), 6250, 20, seed=7
    ).T
    assert mean(model - challenger, 0.95).high < 0.005
    assert better(model, prior) == "first"


def test_estimates_of_another_policy_cover_the_truth_at_the_stated_rate() -> None:
    rng = np.random.default_rng(30)
    other = [1.0, 0.2, 1.5, 0.0]
    estimates: dict[str, list[Estimate]] = {"ips": [], "snips": [], "dr": []}
    truths, logged = [], []
    for _ in range(REPETITIONS):
        world = simulate(replace(WORLD, decisions=600), rng)
        policy = world.reordered(other)
        propensity, target = world.of_chosen(world.propensity), world.of_chosen(policy)
        # What experts believed, and wrongly so: DR needs no right model.
        said = WORLD.placed * world.score
        rows = (world.reward, propensity, target)
        estimates["ips"].append(ips(*rows, level=0.9).estimate)
        estimates["snips"].append(snips(*rows, level=0.9).estimate)
        estimates["dr"].append(doubly_robust(*rows, world.of_chosen(said), (policy * said).sum(axis=1), 0.9).estimate)
        truths.append(world.value_of(policy))
        logged.append(world.value_of(world.propensity))
    truth = float(np.mean(truths))
    for name, found in estimates.items():
        assert plausible(sum(one.holds(truth) for one in found), REPETITIONS, 0.9), name
        assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=0.006), name
    width = {name: np.mean([one.high - one.low for one in found]) for name, found in estimates.items()}
    assert width["dr"] < 0.9 * width["ips"]
    assert truth > float(np.mean(logged))


def test_a_planted_unfairness_is_found_and_none_where_none_was_planted() -> None:
    rng = np.random.default_rng(40)

    def claimed(unfairness: float) -> list[tuple[str, ...]]:
        worlds = (simulate(replace(WORLD, decisions=600, unfairness=unfairness), rng) for _ in range(60))
        return [impact(world.placed, world.group, rng, repetitions=5).differing for world in worlds]

    assert sum("c" in groups for groups in claimed(0.3)) >= 58
    # At most 5 % of 60; 8 would be one in a hundred.
    assert sum(bool(groups) for groups in claimed(0.0)) <= 7


def test_a_planted_drift_is_found_in_its_feature_and_none_where_none_was_planted() -> None:
    rng = np.random.default_rng(50)

    def claimed(moved: float) -> list[set[str]]:
        found = []
        for _ in range(60):
            world = simulate(replace(WORLD, decisions=500, drift=moved), rng)
            later = world.week >= WORLD.drift_week
            rows = drift(world.x_chosen[~later], world.x_chosen[later], list("abcd"))
            found.append({row.name for row in rows if row.moved})
        return found

    planted = claimed(0.2)
    assert sum("b" in names for names in planted) >= 58
    assert sum(bool(names - {"b"}) for names in planted) <= 7
    assert sum(bool(names) for names in claimed(0.0)) <= 7


def test_a_model_of_the_past_is_tried_on_the_future_only() -> None:
    rng = np.random.default_rng(60)
    world = replace(WORLD, decisions=1500)
    placements = simulate(world, rng).placements()
    began = np.datetime64("2024-01-01") + (placements.began * 7).astype("timedelta64[D]")
    known = began + np.timedelta64(13 * 7, "D")
    split = split_by_time(began, known, "2025-01-01", "2025-09-01")
    assert len(split.train) > 300 and len(split.test) > 300 and split.unknown_then > 100
    model: Any = OutcomeModel(EXPERT, WORLD.expert_intercept).fit(
        placements.x[split.train], placements.lasted[split.train]
    )
    said = model.predict_proba(placements.x[split.test])[:, 1]
    assert ((said - placements.truth[split.test]) ** 2).mean() < 0.01


def test_lists_by_value_alone_crowd_the_best_openings() -> None:
    world = simulate(WORLD, np.random.default_rng(70))
    first = world.opening[np.arange(len(world.chosen)), world.chosen]
    by_chance = world.opening[:, 0]
    places, employer = np.full(WORLD.openings, 5.0), np.arange(WORLD.openings) // 4
    ranks = np.ones(len(first))
    valued, drawn = (congestion(shown, ranks, places, employer) for shown in (first, by_chance))
    assert valued.gini_openings > drawn.gini_openings + 0.15
    assert valued.crowded > drawn.crowded
