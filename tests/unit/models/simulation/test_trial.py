"""Simulated trials: what is planted is read back, and power rises with size."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from models.evaluation.trial import draw_saturations, draw_within, saturation_effects, stepped_wedge, wedge_effects
from models.simulation.assumptions import sentences
from models.simulation.trial import (
    TrialAssumptions,
    changed,
    draw_saturation,
    draw_wedge,
    saturation_power,
    wedge_power,
)

PLAIN = TrialAssumptions(areas=12, people=40)


def plausible(hits: int, of: int, rate: float) -> bool:
    """Whether so many hits are within the middle 99.8 % of what that rate gives."""
    low, high = binom.interval(0.998, of, rate)
    return bool(low <= hits <= high)


def test_a_wedge_is_read_right_and_its_interval_covers_at_the_stated_rate() -> None:
    rng = np.random.default_rng(1)
    wedge = stepped_wedge(12, 3, rng)
    value, low, high = wedge_effects(draw_wedge(PLAIN, wedge, rng, 1000), wedge)
    truth = PLAIN.whole_effect
    assert truth == pytest.approx(0.05)
    assert value.mean() == pytest.approx(truth, abs=0.005)
    assert plausible(int(((low <= truth) & (truth <= high)).sum()), 1000, 0.95)


def test_where_there_is_nothing_a_wedge_finds_it_in_one_of_twenty() -> None:
    nothing = TrialAssumptions(effect=0.0, crowding=0.0)
    found = wedge_power(nothing, 3, np.random.default_rng(2), 1000)
    assert plausible(round(found.value * 1000), 1000, 0.05)


def test_power_rises_with_areas_and_with_the_effect() -> None:
    def power(areas: int, effect: float) -> float:
        world = TrialAssumptions(areas=areas, effect=effect, crowding=0.0)
        return wedge_power(world, 3, np.random.default_rng(3), 300).value

    assert power(6, 0.1) < power(12, 0.1) < power(24, 0.1)
    assert power(12, 0.03) < power(12, 0.1) < power(12, 0.2)
    assert power(24, 0.2) > 0.95


def test_a_saturation_trial_reads_back_the_gain_and_what_others_lose() -> None:
    rng = np.random.default_rng(4)
    world = TrialAssumptions(areas=400, people=100)
    saturation = draw_saturations(400, (0.0, 0.5, 1.0), rng)
    treated = draw_within(saturation, 100, rng)
    found = saturation_effects(draw_saturation(world, saturation, treated, rng), treated, saturation)
    assert found.direct.holds(world.effect) and found.displacement.holds(-world.crowding)
    half, whole = found.by_saturation
    assert half.everybody.holds(0.5 * world.whole_effect) and whole.everybody.holds(world.whole_effect)
    # Nobody is fooled: with so many areas the gain of one is far above what it does for the area.
    assert found.direct.low > whole.everybody.high


def test_the_gain_is_easier_to_find_than_who_pays_for_it() -> None:
    found = saturation_power(TrialAssumptions(areas=48), (0.0, 0.25, 0.5, 0.75), np.random.default_rng(5), 100)
    assert found.direct.value > 0.8 > found.displacement.value > 0.0


def test_every_assumption_has_its_sentence_and_nonsense_is_refused() -> None:
    assert all(text.endswith(".") for _, text, _ in sentences(PLAIN))
    assert [world.areas for world in changed(PLAIN, "areas", (6, 24))] == [6, 24]
    with pytest.raises(ValueError, match="three areas"):
        TrialAssumptions(areas=2)
    with pytest.raises(ValueError, match="base"):
        TrialAssumptions(base=1.5)
