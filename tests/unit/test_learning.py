"""What is learned from, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matcher.domain import Competence, CompetenceKind, Facts, MatcherError, Outcome, Scheme
from matcher.features import FEATURE_NAMES
from matcher.learning import SAYS_NOTHING_OF_THE_FIT, Learnable, Past, expert_prior, learn, learnable
from matcher.weights import Weights, learned_weights, load_weights
from models.saving import SavedModel, save
from tests.municipality import CATALOGUE, DAY, asta, municipality

BAKING, CLEANING = sorted(CATALOGUE.tasks)[:2]
STORED = dict.fromkeys(FEATURE_NAMES, 0.25)


def outcome(
    weeks_ago: float, weeks: float | None, tasks: frozenset[str] = frozenset({BAKING}), **other: object
) -> Outcome:
    started = DAY - timedelta(weeks=weeks_ago)
    ended = None if weeks is None else started + timedelta(weeks=weeks)
    facts = municipality()
    values = {"hours": 6.0, **other}
    return Outcome(asta().id, facts.workplaces[0].id, Scheme.FLEKSJOB, started, ended, tasks=tasks, **values)  # type: ignore[arg-type]


def found(*past: Past, facts: Facts | None = None) -> Learnable:
    facts = facts or municipality()
    facts = replace(facts, outcomes=tuple(p.outcome for p in past))
    return learnable(facts, past, CATALOGUE, DAY)


def test_the_features_of_the_proposal_are_used_as_they_were_stored() -> None:
    got = found(Past(outcome(30, 10), features=STORED, chance=0.4))
    assert got.from_store == 1 and got.rebuilt == 0
    assert got.outcomes.x.tolist() == [[0.25] * len(FEATURE_NAMES)]
    assert got.outcomes.chance.tolist() == [0.4]


def test_an_outcome_without_a_proposal_is_looked_at_as_its_tasks_and_hours() -> None:
    got = found(Past(outcome(30, 10)))
    assert got.rebuilt == 1
    row = dict(zip(FEATURE_NAMES, got.outcomes.x[0], strict=True))
    target = asta().hours_target
    assert row["hours_near_target"] == pytest.approx(1 - abs(6.0 - target) / target)
    assert row["tasks_done"] == 0.0
    assert row["room_to_grow"] <= 0.5
    assert ((got.outcomes.x >= 0) & (got.outcomes.x <= 1)).all()


def test_what_came_of_a_placement_is_not_among_what_she_had_done_before_it() -> None:
    first, second = Past(outcome(60, 10)), Past(outcome(30, 10))
    done = found(first, second).outcomes.x[:, FEATURE_NAMES.index("tasks_done")]
    assert done.tolist() == [0.0, 1.0]
    told = asta(competences=(Competence(CompetenceKind.TASK, BAKING),))
    done = found(first, facts=municipality(candidates=(told,))).outcomes.x[:, FEATURE_NAMES.index("tasks_done")]
    assert done.tolist() == [1.0]


def test_an_outcome_without_tasks_is_left_out_and_counted() -> None:
    got = found(Past(outcome(30, 10, frozenset())), Past(outcome(30, 10, hours=0.0)), Past(outcome(30, 10)))
    assert (got.from_store, got.rebuilt, got.left_out) == (0, 1, 2)
    assert len(got.outcomes) == 1


def test_hours_that_nobody_recorded_are_not_known_rather_than_none() -> None:
    row = dict(zip(FEATURE_NAMES, found(Past(outcome(30, 10, hours=None))).outcomes.x[0], strict=True))
    assert row["hours_near_target"] == row["slack_in_week"] == 0.5


def test_a_placement_that_runs_is_no_failure_and_one_that_has_not_begun_is_nothing() -> None:
    running = Past(outcome(8, None), features=STORED)
    later = Past(replace(outcome(8, None), started=DAY + timedelta(days=1)), features=STORED)
    got = found(running, later).outcomes
    assert len(got) == 1
    assert not got.over[0]
    assert got.weeks.tolist() == got.followed.tolist() == [8.0]


def test_an_end_that_says_nothing_of_the_fit_is_watched_until_then() -> None:
    moved, left = (Past(outcome(30, 6), code, STORED) for code in ("moved", "job_did_not_fit"))
    got = found(moved, left).outcomes
    assert got.over.tolist() == [False, True]
    assert got.weeks.tolist() == [6.0, 6.0]
    assert got.followed.tolist() == [6.0, 30.0]


def test_the_reasons_that_say_nothing_are_reasons_of_an_end() -> None:
    ends = {key for key, reason in CATALOGUE.reasons.items() if "ended" in reason.steps}
    assert ends >= SAYS_NOTHING_OF_THE_FIT
    assert {
        "job_did_not_fit",
        "ended_by_candidate",
        "ended_by_employer",
        "support_ended",
    } <= ends - SAYS_NOTHING_OF_THE_FIT


def test_which_reason_it_was_never_enters() -> None:
    models = {
        save(learn(found(Past(outcome(30, 6), code, STORED)), load_weights()))
        for code in (None, "job_did_not_fit", "ended_by_candidate", "ended_by_employer", "end_not_known")
    }
    assert len(models) == 1


def model(*past: Past) -> SavedModel:
    return learn(found(*past), load_weights())


def test_with_nothing_to_learn_from_the_fit_is_the_experts_own() -> None:
    learned = learned_weights(load_weights(), "mo_1", model())
    x = np.random.default_rng(0).random((20, len(FEATURE_NAMES)))
    assert learned.fit == load_weights().fit
    assert learned.fit.probability(x).tolist() == load_weights().fit.probability(x).tolist()


def test_a_learned_fit_changes_nothing_but_the_fit_and_says_which_model_it_is() -> None:
    shipped = load_weights()
    learned = learned_weights(shipped, "mo_1", model(*[Past(outcome(60, 2), features=STORED)] * 5))
    assert learned.version == f"{shipped.version} + mo_1" and learned.model == "mo_1"
    assert learned.fingerprint != shipped.fingerprint
    assert learned.fit.intercept < shipped.fit.intercept
    for name in ("lines", "people", "company", "society", "scales", "clauses"):
        assert getattr(learned, name) == getattr(shipped, name)


def test_a_model_of_other_features_is_refused() -> None:
    saved = model()
    other = replace(saved, posterior=replace(saved.posterior, features=("x", *FEATURE_NAMES[1:])))
    with pytest.raises(MatcherError, match="andre træk"):
        learned_weights(load_weights(), "mo_1", other)


def test_what_has_been_learned_is_no_prior_for_the_same_outcomes() -> None:
    learned: Weights = learned_weights(load_weights(), "mo_1", model())
    with pytest.raises(ValueError, match="experts' own"):
        learn(found(), learned)


def test_every_expert_weight_goes_in_its_documented_direction() -> None:
    prior = expert_prior(load_weights())
    assert all(weight * direction >= 0 for weight, direction in zip(prior.weights, prior.directions, strict=True))
    assert set(prior.directions) == {1}


def test_a_day_that_is_not_today_is_the_day_it_is_looked_at_from() -> None:
    facts = municipality()
    got = learnable(facts, [Past(outcome(30, 29), features=STORED)], CATALOGUE, date(2026, 11, 1))
    assert not got.outcomes.over[0]
