"""What notebook 02 says of a model is what was measured, and no more than chance allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.notebooks.learning import moved_says, verdict
from models.saving import SavedModel
from tests.unit.models.trained import trained


def ahead(low: float, value: float) -> SavedModel:
    """A model so far ahead of the experts, and far ahead of the base rate."""
    model = trained()
    brier = model.metrics["brier"]
    own = brier["model"]["value"]
    said = {
        "experts": {**brier["experts"], "value": own + value},
        "base_rate": {**brier["base_rate"], "value": own + 0.05},
    }
    by = {"experts": {"value": value, "low": low}, "base_rate": {"value": 0.05, "low": 0.02}}
    return replace(model, metrics={**model.metrics, "brier": {**brier, **said}, "ahead_of": by})


@pytest.mark.parametrize(
    ("low", "value", "says"),
    [
        (0.001, 0.01, "og forskellen er større end tilfældet."),
        (-0.01, 0.001, "men forskellen til eksperternes vægte alene kan være tilfældig."),
        (-0.02, -0.01, "ikke bedre end eksperternes vægte alene. Tag den ikke i brug."),
    ],
)
def test_the_verdict_is_no_surer_than_the_interval(low: float, value: float, says: str) -> None:
    assert says in verdict(ahead(low, value)).text


@pytest.mark.parametrize("of", [None, {"model": None, "experts": None, "base_rate": None}])
def test_where_the_distance_is_not_measured_or_hidden_chance_is_not_ruled_out(of: dict[str, None] | None) -> None:
    model = ahead(0.001, 0.01)
    unknown = replace(model, metrics={**model.metrics, "ahead_of": of})
    assert verdict(unknown).text.endswith("Om forskellen er større end tilfældet, kan ikke siges her.")


def test_the_weights_that_moved_have_the_names_that_users_know() -> None:
    model = trained(4_000)
    named = replace(model.posterior, features=("hours_near_target", "commute_ease", "tasks_done"))
    assert moved_says(replace(model, posterior=named)).text.startswith(
        "Efter forløbene vejer »Timer tæt på det ønskede«"
    )
