"""The outcome model: expert knowledge at first, then the data; always a sum, always with how sure one may be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.utils.estimator_checks import parametrize_with_checks

from models.outcome import OutcomeModel
from models.posterior import _densest

EXPERT = (0.5, 0.7)
PLANTED = np.array([1.2, 0.1, -0.8, 0.0])
"""Weights of the invented placements, all drawn from features between 0 and 1."""


@parametrize_with_checks([OutcomeModel()])  # type: ignore[untyped-decorator]
def test_the_contract_of_scikit_learn_holds(estimator: object, check: object) -> None:
    # Nothing is excluded. `check_array_api_input` is left out by scikit-learn itself unless SCIPY_ARRAY_API is set.
    check(estimator)  # type: ignore[operator]


def drawn(n: int, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    random = np.random.default_rng(seed)
    x = random.random((n, len(PLANTED)))
    return x, random.random(n) < 1.0 / (1.0 + np.exp(-(x @ PLANTED - 0.3)))


def lives(n: int, shape: float, seed: int = 2) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features, and how long each would last: S(13) = logistic(x · planted - 0.3), the hazard falling for shape < 1."""
    random = np.random.default_rng(seed)
    x = random.random((n, len(PLANTED)))
    s = np.logaddexp(0.0, -(x @ PLANTED - 0.3))
    return x, 13.0 * (random.exponential(size=n) / s) ** (1.0 / shape)


def test_with_no_outcomes_it_is_what_the_experts_say() -> None:
    model = OutcomeModel(prior_weights=EXPERT, prior_intercept=-2.0).fit(np.empty((0, 2)), [])
    x = np.array([[0.0, 0.0], [1.0, 1.0], [0.2, 0.5]])
    by_hand = [1 / (1 + math.exp(2.0)), 1 / (1 + math.exp(0.8)), 1 / (1 + math.exp(2.0 - 0.1 - 0.35))]
    assert model.predict_proba(x)[:, 1] == pytest.approx(by_hand, abs=1e-15)
    assert model.n_seen_ == 0
    assert [e.posterior_sd for e in model.evidence] == pytest.approx([0.5, 0.5, 1.0], abs=1e-15)
    assert all(e.too_little and e.learned == pytest.approx(0.0) and e.speaking == 0 for e in model.evidence)
    assert model.too_little_evidence(x).all()


def test_one_outcome_moves_the_weight_to_where_the_slope_is_zero() -> None:
    # One feature, prior N(0, 1) and an intercept held at 0: w = p(last) needs w = 1 - logistic(w), so w = 0.40106.
    model = OutcomeModel(prior_weights=[0.0], prior_sd=1.0, intercept_sd=1e-6).fit([[1.0]], [1])
    w = model.coef_[0, 0]
    assert w == pytest.approx(1 - 1 / (1 + math.exp(-w)), abs=1e-9)
    assert w == pytest.approx(0.40106, abs=1e-5)
    p = 1 / (1 + math.exp(-w))
    assert model.covariance_[0, 0] == pytest.approx(1 / (1 + p * (1 - p)), abs=1e-6)


def test_every_success_moves_the_score_up_and_every_failure_down() -> None:
    x = np.array([[0.3, 0.6]])
    before = OutcomeModel(prior_weights=EXPERT).fit(np.empty((0, 2)), []).predict_proba(x)[0, 1]
    for outcome, sign in ((1, 1), (0, -1)):
        after = OutcomeModel(prior_weights=EXPERT).fit([[0.5, 0.5]], [outcome]).predict_proba(x)[0, 1]
        assert (after - before) * sign > 0.001


def test_many_outcomes_overrule_the_experts() -> None:
    x, lasted = drawn(40_000)
    model = OutcomeModel(prior_weights=[0.0, 0.5, 0.0, 0.5]).fit(x, lasted)
    assert model.coef_[0] == pytest.approx(PLANTED, abs=0.12)
    assert all(e.learned > 0.95 and not e.too_little for e in model.evidence)
    assert not model.too_little_evidence(x[:50]).any()


def test_a_documented_direction_is_never_turned_round() -> None:
    x, lasted = drawn(4_000)
    model = OutcomeModel(prior_weights=[0.0, 0.0, 0.4, 0.0], directions=[1, 0, 1, -1]).fit(x, lasted)
    assert model.coef_[0, 2] == 0.0
    assert model.coef_[0, 3] <= 0.0
    held = model.evidence[2]
    assert held.low == pytest.approx(0.0, abs=0.02) and 0.0 < held.high < 0.15
    assert OutcomeModel().fit(x, lasted).coef_[0, 2] == pytest.approx(-0.7, abs=0.2)


@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("known", [True, False])
def test_placements_still_running_are_neither_success_nor_failure(shape: float, known: bool) -> None:
    x, lasts = lives(30_000, shape)
    followed = np.random.default_rng(3).uniform(1.0, 40.0, size=len(x))
    ended = lasts < followed
    weeks = np.minimum(lasts, followed)
    model = OutcomeModel(prior_weights=np.zeros(4))
    model.fit_durations(x, weeks, ended, followed=followed if known else None)
    assert model.coef_[0] == pytest.approx(PLANTED, abs=0.2)
    survival = model.predict_survival(x).mean(axis=0)
    assert survival == pytest.approx([(lasts >= 13).mean(), (lasts >= 26).mean()], abs=0.02)
    # Counting those still running as a failure, or leaving them out, says something else: more than three points.
    reached = followed >= 13
    left_out = (lasts[ended | reached] >= 13) & reached[ended | reached]
    assert abs(left_out.mean() - (lasts >= 13).mean()) > 0.03


def test_followed_to_the_horizon_by_all_it_is_plain_logistic_regression() -> None:
    x, lasts = lives(500, 0.7)
    plain = OutcomeModel().fit(x, lasts >= 13)
    weeks = np.minimum(lasts, 13.0)
    timed = OutcomeModel(horizons=(13.0,)).fit_durations(x, weeks, lasts < 13.0, followed=np.full(500, 13.0))
    assert timed.coef_ == pytest.approx(plain.coef_, abs=1e-8)
    assert timed.covariance_ == pytest.approx(plain.covariance_, abs=1e-8)


def test_a_placement_that_has_only_begun_says_almost_nothing() -> None:
    model = OutcomeModel(prior_weights=EXPERT, prior_intercept=-2.0)
    model.fit_durations([[0.5, 0.5]], [0.0], [False])
    assert model.coef_[0] == pytest.approx(EXPERT, abs=1e-12)
    model.fit_durations([[0.5, 0.5]] * 5, [1.0] * 5, [False] * 5)
    # Five of them have together run five thirteenths of the way: less than one success of five would say.
    assert 0.198 < model.predict_proba([[0.5, 0.5]])[0, 1] < 0.27


def test_a_weight_of_two_is_the_row_twice() -> None:
    x, lasted = drawn(60)
    twice = OutcomeModel().fit(np.repeat(x, 2, axis=0), np.repeat(lasted, 2))
    weighted = OutcomeModel().fit(x, lasted, sample_weight=np.full(60, 2.0))
    assert weighted.coef_ == pytest.approx(twice.coef_, abs=1e-9)
    assert weighted.covariance_ == pytest.approx(twice.covariance_, abs=1e-9)


def test_the_interval_holds_the_probability_and_narrows_with_outcomes() -> None:
    x, lasted = drawn(5_000)
    few, many = OutcomeModel().fit(x[:50], lasted[:50]), OutcomeModel().fit(x, lasted)
    for model in (few, many):
        bounds, p = model.predict_interval(x[:200]), model.predict_proba(x[:200])[:, 1]
        assert ((bounds[:, 0] < p) & (p < bounds[:, 1])).all()
    width = [np.ptp(model.predict_interval(x[:200]), axis=1).mean() for model in (few, many)]
    assert width[1] < width[0] / 3
    assert few.predict_interval(x[:1], 0.99)[0, 1] > few.predict_interval(x[:1], 0.5)[0, 1]


def test_an_outcome_speaks_for_a_feature_that_is_not_what_it_mostly_is() -> None:
    x = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.7], [1.0, 0.2]])
    model = OutcomeModel().fit(x, [1, 0, 1, 1])
    assert [e.speaking for e in model.evidence] == [0, 2, 4]


@given(st.integers(0, 2**32 - 1))
def test_the_slope_and_the_bend_are_those_of_the_value(seed: int) -> None:
    from models.likelihood import Seen

    random = np.random.default_rng(seed)
    m = 9
    kind = np.repeat(np.array([0, 1, 2], dtype=np.int8), 3)
    seen = Seen(np.arange(m), np.zeros(m, int), kind, random.uniform(0.05, 1.0, m), random.uniform(0.5, 2.0, m))
    eta = random.normal(size=m) * 3
    for i in range(m):
        step = np.zeros(m)
        step[i] = 1e-5
        up, down = seen.value(eta + step), seen.value(eta - step)
        at = seen.value(eta)
        assert at[1][i] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-4, abs=1e-7)
        assert at[2][i] == pytest.approx((up[1][i] - down[1][i]) / 2e-5, rel=1e-4, abs=1e-7)
        assert at[2][i] <= 0.0


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"prior_weights": [1.0]}, "prior_weights has 1 numbers, X has 2"),
        ({"directions": [1]}, "directions needs"),
        ({"prior_weights": [-1.0, 0.0], "directions": [1, 0]}, "stand against directions"),
        ({"prior_sd": 0.0}, "standard deviations above 0"),
    ],
)
def test_a_prior_that_makes_no_sense_is_refused(parameters: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        OutcomeModel(**parameters).fit([[0.0, 1.0], [1.0, 0.0]], [0, 1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weeks", "ended", "followed", "sentence"),
    [
        ([1.0], [True, False], None, "weeks needs one entry"),
        ([-1.0, 2.0], [True, False], None, "at least 0"),
        ([5.0, 2.0], [True, False], [4.0, 4.0], "longer than it was followed"),
    ],
)
def test_times_that_cannot_be_are_refused(
    weeks: list[float], ended: list[bool], followed: list[float] | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        OutcomeModel().fit_durations([[0.0], [1.0]], weeks, ended, followed=followed)


@pytest.mark.parametrize("direction", [-1, 0, 1])
@pytest.mark.parametrize("centre", [-3.0, -0.2, 0.0, 0.1, 0.9, 4.0])
def test_the_interval_of_a_weight_holds_its_most_probable_value_and_the_share_it_says(
    centre: float, direction: int
) -> None:
    low, high = _densest(centre, 0.5, direction, 0.9)
    drawn = np.random.default_rng(1).normal(centre, 0.5, 2_000_000)
    drawn = drawn[drawn * direction >= 0] if direction else drawn
    most_probable = centre if centre * direction >= 0 else 0.0
    assert low <= most_probable <= high
    if len(drawn) > 10_000:
        assert np.mean((drawn >= low) & (drawn <= high)) == pytest.approx(0.9, abs=0.01)
