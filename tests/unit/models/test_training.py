"""Training: learned from the past, measured on the future, the same whatever the order of rows."""

from dataclasses import replace

import numpy as np
import pytest

from models.saving import save
from models.training import Outcomes, split_day, train
from tests.unit.models.trained import DAY, PRIOR, TRUTH, invented, trained


def test_the_order_of_the_rows_says_nothing() -> None:
    outcomes = invented(300)
    order = np.random.default_rng(3).permutation(300)
    mixed = Outcomes(
        outcomes.x[order],
        outcomes.began[order],
        outcomes.ended[order],
        DAY,
        outcomes.chance[order],
        {"ordning": np.asarray(outcomes.groups["ordning"])[order].tolist()},
    )
    assert save(train(mixed, PRIOR)) == save(train(outcomes, PRIOR))


def test_it_is_measured_on_the_newest_quarter_with_what_was_known_before() -> None:
    outcomes = invented(400)
    day = split_day(outcomes, 13.0)
    assert day is not None
    past = outcomes.as_of(day)
    assert past.began.max() < day and not (past.ended[past.over] >= day).any()
    # What ended after the day was still running on it.
    later_end = (outcomes.began < day) & (outcomes.ended >= day)
    assert (~past.over).sum() == later_end.sum() + ((outcomes.began < day) & ~outcomes.over).sum()
    whole = outcomes.followed >= 13
    assert ((outcomes.began >= day) & whole).sum() == pytest.approx(0.25 * whole.sum(), abs=3)


def test_it_knows_more_than_the_base_rate_and_the_experts_when_there_is_something_to_know() -> None:
    model = trained(6_000)
    brier = {name: found["value"] for name, found in model.metrics["brier"].items()}
    assert brier["model"] < min(brier["base_rate"], brier["experts"]) - 0.002
    assert brier["model"] < brier["challenger"] + 0.005
    assert model.metrics["auc"]["model"]["low"] > 0.5
    assert not model.metrics["calibration_error"]["above_noise"]
    assert model.posterior.mean[:3] == pytest.approx(TRUTH, abs=0.3)


def test_under_thirty_later_placements_nothing_is_said_of_how_good_it_is() -> None:
    metrics = trained(60).metrics
    assert metrics["too_few"] is True
    assert "brier" not in metrics


def test_without_outcomes_the_model_is_the_prior() -> None:
    none = Outcomes(np.empty((0, 3)), np.empty(0, "M8[D]"), np.empty(0, "M8[D]"), DAY, np.empty(0))
    model = train(none, PRIOR)
    assert model.posterior.mean.tolist() == [0.5, 0.5, 0.3, 0.0]
    assert model.data["outcomes"] == 0


def test_what_cannot_have_been_is_refused() -> None:
    x, began = np.zeros((1, 3)), np.array(["2026-06-01"], "M8[D]")
    for ended in ("2026-05-01", "2026-08-01"):
        with pytest.raises(ValueError, match="cannot end before it began or after"):
            Outcomes(x, began, np.array([ended], "M8[D]"), DAY, np.full(1, np.nan))
    with pytest.raises(ValueError, match="must have begun"):
        Outcomes(x, np.array(["2026-07-02"], "M8[D]"), np.array(["NaT"], "M8[D]"), DAY, np.full(1, np.nan))


def test_how_far_ahead_the_model_is_comes_with_an_interval_of_the_same_placements() -> None:
    metrics = trained().metrics
    for name in ("experts", "base_rate"):
        ahead = metrics["ahead_of"][name]
        assert ahead["value"] == pytest.approx(metrics["brier"][name]["value"] - metrics["brier"]["model"]["value"])
        assert ahead["low"] < ahead["value"] < ahead["high"]
        assert ahead["high"] - ahead["low"] < metrics["brier"][name]["high"] - metrics["brier"][name]["low"]
        assert ahead["n"] == metrics["tried_on"]


def test_groups_are_measured_by_and_never_learned_from() -> None:
    outcomes = invented(400)
    sex = ["kvinde" if n % 3 else "mand" for n in range(400)]
    swapped = [{"kvinde": "mand", "mand": "kvinde"}[one] for one in sex]
    one, two = (train(replace(outcomes, groups={"Køn": labels}), PRIOR) for labels in (sex, swapped))
    assert one.posterior.mean.tobytes() == two.posterior.mean.tobytes()
    assert one.posterior.covariance.tobytes() == two.posterior.covariance.tobytes()
    assert one.data == two.data
    groups, turned = one.metrics["groups"]["Køn"]["of"], two.metrics["groups"]["Køn"]["of"]
    assert groups["kvinde"] == turned["mand"] and groups["mand"] == turned["kvinde"]
    assert groups["kvinde"]["brier"] != groups["mand"]["brier"]
    assert {name: value for name, value in one.metrics.items() if name != "groups"} == {
        name: value for name, value in two.metrics.items() if name != "groups"
    }
