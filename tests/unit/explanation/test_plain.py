"""Traces as JSON, and the small words."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from matcher.columns import make_world
from matcher.domain import Scheme, Week
from matcher.explanation import as_plain, explain_left_out, explain_one, explain_placement, explain_unfilled
from matcher.explanation.trace import PlacementTrace
from matcher.explanation.wording import about_hours, amount_words, counted, hours_words, joined, one_more, week_words
from matcher.pipeline import make_plan
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, WEEKDAYS, asta, helper, municipality, must

WEIGHTS = load_weights()


def test_a_trace_becomes_json_with_every_field() -> None:
    made = make_plan(municipality(), CATALOGUE, WEIGHTS)
    plain = as_plain(explain_placement(made, made.plan.placements[0]))
    assert list(plain) == [field.name for field in fields(PlacementTrace)]
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["place"]["workplace_name"] == "Bageriet"
    assert plain["time"]["windows"] == "ma-fr 08:00-14:00"
    assert plain["best_alternative"] is None


def test_changes_keep_their_values_in_plain_words() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SEN-01"),)),),
        openings=(helper(windows=Week.parse("lø 08:00-14:00"), schemes=frozenset({Scheme.ORDINARY})),),
    )
    plain = as_plain(explain_one(make_world(facts, CATALOGUE), "asta", "hjælper", WEIGHTS))
    changes = {change["field"]: change for change in plain["changes"]}
    assert plain["verdict"] == "no"
    assert changes["schemes"]["value"] == ["fleksjob", "ordinær"]
    assert changes["windows"]["value"] == str(WEEKDAYS | Week.parse("lø 08:00-14:00"))
    assert (changes["provisions"]["value"]["accommodation"], changes["provisions"]["value"]["answer"]) == (
        "SEN-01",
        "ja",
    )
    json.dumps(plain, allow_nan=False)


def test_the_other_traces_become_json_as_well() -> None:
    made = make_plan(municipality(candidates=(asta(availability=None),)), CATALOGUE, WEIGHTS)
    for trace in (explain_left_out(made, "asta"), explain_unfilled(made, "hjælper")):
        assert json.loads(json.dumps(as_plain(trace), allow_nan=False))["waiting"] == 1


def test_what_is_no_trace_is_refused() -> None:
    with pytest.raises(TypeError, match="a trace is a dataclass, not dict"):
        as_plain({})


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ("ma-fr 08:00-14:00", "mandag til fredag kl. 8-14"),
        ("ma-ti 08:30-14:00", "mandag og tirsdag kl. 8.30-14"),
        ("ma 08:00-10:00; ma 12:00-14:00; lø 10:00-13:30", "mandag kl. 8-10 og 12-14, lørdag kl. 10-13.30"),
        ("ma-sø 00:00-24:00", "hele ugen, døgnet rundt"),
        ("", ""),
    ],
)
def test_a_week_in_words(week: str, words: str) -> None:
    assert week_words(week) == words


def test_hours_and_amounts_as_people_say_them() -> None:
    assert [hours_words(1.0), hours_words(2.5, "om ugen")] == ["1 time", "2,5 timer om ugen"]
    assert [about_hours(h) for h in (8.0, 8.125, 0.3, 1.1)] == [
        "8 timer",
        "ca. 8 timer",
        "ca. en halv time",
        "ca. 1 time",
    ]
    assert [amount_words(1, "pladser"), amount_words(2, "pladser"), amount_words(52_000.4, "kr.")] == [
        "1 plads",
        "2 pladser",
        "52.000 kr.",
    ]
    assert [one_more("pladser"), one_more("kr."), one_more("stk.")] == ["én plads mere", "1.000 kr. mere", "én mere"]


def test_lists_and_counts() -> None:
    assert [joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == ["", "a", "a og b", "a, b og c"]
    assert [counted(1, "borger", "borgere"), counted(0, "borger", "borgere")] == ["1 borger", "0 borgere"]
