"""Of small groups a model keeps no number, nor one that gives another away."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.disclosure.learned_groups import without_small_groups
from models.evaluation.estimate import share
from models.evaluation.lasting import lasting_by_group


def measured(**groups: tuple[int, int]) -> dict[str, Any]:
    """Measures of groups, each as how many they are and how many of them lasted; ``_`` is not known."""
    labels = [label for label, (n, _) in groups.items() for _ in range(n)]
    lasted = np.array([place < many for n, many in groups.values() for place in range(n)], dtype=bool)
    kinds = {"Køn": ["" if label == "_" else label for label in labels]}
    return {
        "lasted": share(int(lasted.sum()), len(lasted)).as_dict(),
        "groups": lasting_by_group(kinds, lasted, np.full(len(lasted), 0.6)),
    }


def test_large_groups_keep_their_numbers_and_intervals() -> None:
    found = without_small_groups(measured(kvinde=(60, 40), mand=(50, 30)))
    kinds = found["groups"]["Køn"]
    assert kinds["of"]["kvinde"]["n"] == 60 and kinds["of"]["mand"]["n"] == 50
    assert kinds["of"]["kvinde"]["lasted"]["value"] == 40 / 60
    assert kinds["of"]["kvinde"]["brier"]["low"] < kinds["of"]["kvinde"]["brier"]["high"]
    assert found["lasted"]["n"] == 110
    assert "many_lasted" not in str(found)


def test_a_group_under_thirty_is_too_small_and_has_no_number() -> None:
    of = without_small_groups(measured(kvinde=(60, 40), mand=(25, 12)))["groups"]["Køn"]["of"]
    assert of["mand"] == {"n": None, "hidden": False, "brier": None, "said": None, "lasted": None}
    assert of["kvinde"]["n"] == 60


def test_where_one_is_told_from_the_others_they_are_hidden_with_it() -> None:
    # 60 + 40 + 3 are 103 of whom one knows: 40 beside 60 would tell the 3.
    of = without_small_groups(measured(a=(60, 40), b=(40, 20), c=(3, 2)))["groups"]["Køn"]["of"]
    nothing = {"n": None, "hidden": True, "brier": None, "said": None, "lasted": None}
    assert of["b"] == of["c"] == nothing
    # Both columns of what is left are known from the totals, so that of `a` may be seen.
    assert of["a"]["n"] == 60 and of["a"]["brier"] is not None


def test_few_who_did_not_last_are_hidden_though_their_group_is_large() -> None:
    of = without_small_groups(measured(a=(60, 57), b=(50, 30)))["groups"]["Køn"]["of"]
    assert of["a"]["hidden"] and of["a"]["lasted"] is None and of["a"]["n"] == 60
    # 20 of `b` did not last: with the 23 of all that would tell the 3.
    assert of["b"]["hidden"] and of["b"]["n"] == 50


def test_how_many_lasted_of_all_is_hidden_where_nearly_all_did() -> None:
    found = without_small_groups(measured(a=(60, 57), b=(50, 48)))
    assert found["lasted"] is None
    assert all(one["hidden"] for one in found["groups"]["Køn"]["of"].values())


def test_those_of_whom_it_is_not_known_belong_to_no_group_and_give_none_away() -> None:
    found = without_small_groups(measured(a=(60, 40), b=(50, 30), _=(4, 2)))["groups"]["Køn"]
    assert found["missing"] is None
    assert found["of"]["b"]["hidden"] and not found["of"]["a"]["hidden"]
    assert without_small_groups(measured(a=(60, 40), _=(20, 10)))["groups"]["Køn"]["missing"] == 20


def test_without_measures_there_is_nothing_to_hide() -> None:
    few = {"day": None, "learned_from": 0, "tried_on": 0, "too_few": True}
    assert without_small_groups(few) == few
