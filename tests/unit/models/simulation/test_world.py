"""The simulated world is what its assumptions say."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from models.simulation.assumptions import Assumptions, sentences
from models.simulation.world import Simulated, simulate

MANY = Assumptions(decisions=20_000)


def drawn(assumptions: Assumptions = MANY, seed: int = 1) -> Simulated:
    return simulate(assumptions, np.random.default_rng(seed))


def test_every_assumption_has_its_sentence() -> None:
    said = sentences(MANY)
    assert [name for name, _, _ in said] == [row.name for row in fields(Assumptions)]
    assert all(len(sentence) > 15 and sentence.rstrip()[-1] in ".:" for _, sentence, _ in said)


def test_the_same_seed_gives_the_same_world() -> None:
    one, two, other = (drawn(replace(MANY, decisions=50), seed) for seed in (1, 1, 2))
    assert np.array_equal(one.lasts, two.lasts) and np.array_equal(one.chosen, two.chosen)
    assert not np.array_equal(one.lasts, other.lasts)


def test_choices_come_as_often_as_their_propensities_say() -> None:
    world = drawn()
    assert np.allclose(world.propensity.sum(axis=1), 1.0)
    assert (world.of_chosen(world.propensity) > 0).all()
    assert not world.propensity[~world.eligible].any()
    # Of those with two equally likely choices the earlier one is chosen in half of the cases.
    two = (world.propensity == 0.5).sum(axis=1) == 2
    earlier = world.chosen[two] == (world.propensity[two] > 0).argmax(axis=1)
    assert two.sum() > 1000
    assert earlier.mean() == pytest.approx(0.5, abs=0.03)


def test_placements_last_as_often_as_the_truth_says() -> None:
    world = drawn()
    placements = world.placements()
    assert placements.lasted.mean() == pytest.approx(placements.truth.mean(), abs=0.01)
    likely = placements.truth > np.median(placements.truth)
    assert placements.lasted[likely].mean() == pytest.approx(placements.truth[likely].mean(), abs=0.015)
    later = 1 / (1 + np.exp(-(0.2 + placements.x @ np.array(MANY.weights))))
    reached = placements.lasted
    assert (world.lasts[world.placed][reached] >= 26).mean() == pytest.approx(later[reached].mean(), abs=0.015)


def test_what_still_runs_on_the_day_of_the_data_has_not_ended() -> None:
    placements = drawn().placements()
    running = ~placements.ended
    assert 0.05 < running.mean() < 0.95
    assert np.array_equal(placements.weeks[running], placements.followed[running])
    assert (placements.weeks <= placements.followed).all()


def test_groups_differ_in_nothing_but_what_is_planted() -> None:
    fair, unfair = drawn(), drawn(replace(MANY, unfairness=0.5))
    for world, expected in ((fair, 0.8), (unfair, 0.4)):
        hit = world.group == "c"
        assert world.placed[hit].mean() == pytest.approx(expected, abs=0.025)
        assert world.placed[~hit].mean() == pytest.approx(0.8, abs=0.015)
        assert world.truth[hit].mean() == pytest.approx(world.truth[~hit].mean(), abs=0.01)


def test_a_planted_drift_moves_one_feature_from_its_week_on() -> None:
    world = drawn(replace(MANY, drift=0.3))
    later = world.week >= 52
    moved = world.x[later].mean(axis=(0, 1)) - world.x[~later].mean(axis=(0, 1))
    # Up by .3 and cut at 1: the mean of min(u + .3, 1) is .8 − .3²/2 = .755.
    assert moved.tolist() == pytest.approx([0.0, 0.255, 0.0, 0.0], abs=0.015)


def test_the_value_of_a_policy_is_what_it_brings() -> None:
    world = drawn()
    assert world.value_of(world.propensity) == pytest.approx(world.reward.mean(), abs=0.015)
    other = world.reordered([0.0, 0.0, 0.0, 1.0])
    assert np.array_equal(other.sum(axis=1), np.ones(MANY.decisions))
    assert not other[world.propensity == 0].any()


@pytest.mark.parametrize(
    "wrong",
    [
        {"expert_weights": (1.0,), "weights": (1.0,)},
        {"expert_weights": (1.0,)},
        {"choices": 50},
        {"unfair_to": "z"},
        {"group_shares": (0.5, 0.3, 0.3)},
        {"unfairness": 1.5},
        {"horizons": (26.0, 13.0)},
        {"drifting": 4},
    ],
)
def test_assumptions_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(reversed(wrong))):
        replace(MANY, **wrong)  # type: ignore[arg-type]
