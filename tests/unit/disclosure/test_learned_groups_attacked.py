"""What a model keeps of few people cannot be worked out from all that it keeps; each test tries to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.disclosure.learned_groups import without_small_groups
from matcher.learning import HORIZONS
from models.cards import beaten_by, card
from models.evaluation.estimate import share
from models.evaluation.groups import intersections
from models.evaluation.lasting import lasting_by_group
from models.training import evaluate, train
from tests.unit.models.trained import PRIOR, nearly_all_last, trained

CELLS = {
    ("kvinde", "under 30 år"): (60, 5),
    ("kvinde", "30 til 39 år"): (60, 20),
    ("mand", "under 30 år"): (60, 15),
    ("mand", "30 til 39 år"): (60, 25),
}


def leaves(found: Any) -> Iterator[Any]:
    if isinstance(found, Mapping | list):
        for one in found.values() if isinstance(found, Mapping) else found:
            yield from leaves(one)
    else:
        yield found


def lasted_by_base_rate(metrics: Mapping[str, Any]) -> list[int]:
    """How many may have lasted, by Brier score b and log-loss of one number p said to all: p² − 2py + y = b."""
    n, score, loss = metrics["tried_on"], metrics["brier"]["base_rate"], metrics["log_loss"]["base_rate"]
    possible = []
    for many in range(n + 1):
        y = many / n
        if score is None or loss is None:
            possible.append(many)
        elif (root := y * y - y + score["value"]) >= 0:
            said = np.array([y - np.sqrt(root), y + np.sqrt(root)])
            said = said[(said > 0) & (said < 1)]
            if np.any(np.abs(-y * np.log(said) - (1 - y) * np.log(1 - said) - loss) < 1e-9):
                possible.append(many)
    return possible


def lasted_by_area(metrics: Mapping[str, Any]) -> list[int]:
    """How many may have lasted, by every area: one of k · (n − k) pairs, a tie counting one half."""
    n = metrics["tried_on"]
    areas = [one["value"] for one in metrics["auc"].values() if one is not None]
    pairs = [2 * k * (n - k) for k in range(n + 1)]
    return [k for k in range(n + 1) if all(abs(a * pairs[k] - round(a * pairs[k])) < 1e-7 for a in areas)]


def test_how_many_lasted_cannot_be_worked_out_from_the_scores_where_it_is_hidden() -> None:
    whole = evaluate(nearly_all_last(), PRIOR, HORIZONS)
    n = whole["tried_on"]
    lasted = round(whole["lasted"]["value"] * n)
    assert 0 < n - lasted < 10
    shown = without_small_groups(whole)
    # From all that was measured the scores tell that number, but for which of the two it is; from what is kept any
    # number is as good.
    assert lasted_by_base_rate(whole) == [n - lasted, lasted]
    assert lasted in lasted_by_area(whole) and len(lasted_by_area(whole)) < n / 4
    assert lasted_by_base_rate(shown) == lasted_by_area(shown) == list(range(n + 1))
    # Nor by any other way: no measured number is left, only counts of those that were tried on, and verdicts.
    assert [leaf for leaf in leaves(shown) if isinstance(leaf, float)] == []
    counts = {leaf for leaf in leaves(shown) if isinstance(leaf, int) and not isinstance(leaf, bool)}
    assert counts == {n, whole["learned_from"]}


def test_the_card_says_so_and_what_it_comes_to_all_the_same() -> None:
    whole = train(nearly_all_last(), PRIOR)
    shown = replace(whole, metrics=without_small_groups(whole.metrics))
    text = card(shown).split("## Hvor god den er")[1].split("## Grænser")[0]
    assert "er skjult, for det røber noget om få" in text and "Kalibreringsfejlen er" in text
    assert "Log-tab" not in text and "| fleksjob | 50 | skjult | skjult | skjult |" in text
    assert beaten_by(shown) == beaten_by(whole) != []


def test_scores_are_kept_where_ten_lasted_and_ten_did_not() -> None:
    whole = trained().metrics
    shown = without_small_groups(whole)
    for name in ("lasted", "brier", "log_loss", "auc", "calibration_error"):
        assert shown[name] == whole[name]
    assert "outdone_by" not in shown


@pytest.mark.parametrize(("beyond", "kept"), [(0, True), (1, False), (9, False), (10, True)])
def test_few_that_ended_early_are_not_told_by_a_score_of_more(beyond: int, kept: bool) -> None:
    censored = {"value": 0.2, "n": 100 + beyond}
    found = {"tried_on": 100, "lasted": share(60, 100).as_dict(), "brier_with_censored": censored}
    assert without_small_groups(found)["brier_with_censored"] == (censored if kept else None)


def by_sex_and_age(cells: Mapping[tuple[str, str], tuple[int, int]]) -> dict[str, Any]:
    """Measures of groups, each as how many they are and how many of them did not last."""
    people = [key for key, (n, _) in cells.items() for _ in range(n)]
    lasted = np.array([place >= ended for n, ended in cells.values() for place in range(n)])
    sex, age = [one for one, _ in people], [one for _, one in people]
    kinds = {"Køn": sex, "Alder": age, "Køn og alder": intersections(sex, age).tolist()}
    groups = lasting_by_group(kinds, lasted, np.full(len(lasted), 0.7))
    return {"lasted": share(int(lasted.sum()), len(lasted)).as_dict(), "groups": groups}


def ended(row: Mapping[str, Any]) -> int | None:
    return None if row["lasted"] is None else round((1 - row["lasted"]["value"]) * row["lasted"]["n"])


def rest_of(groups: Mapping[str, Any], kind: str, label: str) -> int | None:
    """How many of a group did not last beyond those of its parts of whom it is shown; None where none is."""
    parts = {one: row for one, row in groups["Køn og alder"]["of"].items() if label in one.split(" × ")}
    shown = [many for row in parts.values() if (many := ended(row)) is not None]
    whole = ended(groups[kind]["of"][label])
    return None if whole is None or not shown else whole - sum(shown)


def rests(groups: Mapping[str, Any]) -> list[int | None]:
    return [rest_of(groups, kind, label) for kind in ("Køn", "Alder") for label in groups[kind]["of"]]


def test_few_of_one_sex_and_age_cannot_be_worked_out_from_their_sex_or_their_age() -> None:
    whole = by_sex_and_age(CELLS)
    one_by_one = {kind: without_small_groups({"groups": {kind: one}}) for kind, one in whole["groups"].items()}
    # Cut each by itself, the sex less the cell that is shown is the five of the other.
    alone = {kind: one["groups"][kind] for kind, one in one_by_one.items()}
    alone["Køn og alder"]["of"]["kvinde × 30 til 39 år"] = whole["groups"]["Køn og alder"]["of"][
        "kvinde × 30 til 39 år"
    ]
    assert rest_of(alone, "Køn", "kvinde") == 5
    shown = without_small_groups(whole)["groups"]
    assert ended(shown["Køn"]["of"]["kvinde"]) == 25
    assert shown["Køn og alder"] == {"missing": None, "of": {}, "left_out": True}
    assert set(rests(shown)) == {None}


def test_few_whose_age_alone_is_not_known_are_not_told_either() -> None:
    large = dict.fromkeys(CELLS, (80, 30))
    few = without_small_groups(by_sex_and_age({**large, ("kvinde", ""): (8, 4), ("mand", ""): (40, 20)}))["groups"]
    assert few["Køn og alder"].get("left_out")
    # Of 48 whose age is not known one may see that; of the eight women among them nothing.
    assert few["Alder"]["missing"] == 48 and ended(few["Køn"]["of"]["kvinde"]) == 64


def test_sex_and_age_together_are_shown_where_no_difference_tells_of_few() -> None:
    large = dict.fromkeys(CELLS, (80, 30))
    found = without_small_groups(by_sex_and_age({**large, ("kvinde", ""): (40, 20), ("", ""): (20, 10)}))["groups"]
    assert [ended(row) for row in found["Køn og alder"]["of"].values()] == [30] * 4
    # What is left is nobody, or the twenty women of no known age.
    assert rests(found) == [20, 0, 0, 0]


def test_the_card_says_that_two_kinds_together_are_left_out() -> None:
    model = trained()
    groups = without_small_groups(by_sex_and_age(CELLS))["groups"]
    text = card(replace(model, metrics={**model.metrics, "groups": groups}))
    assert "Køn og alder er udeladt: ved siden af de andre tabeller ville det røbe noget om få." in text
    assert "| kvinde | 120 |" in text and "kvinde ×" not in text
