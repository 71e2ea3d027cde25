"""Reading quality: of lists that were shown, and in a world whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from matcher.notebooks import learning, quality
from matcher.notebooks.pictures import drawing
from matcher.notebooks.pictures import learning as learning_pictures
from matcher.notebooks.pictures import quality as quality_pictures
from matcher.notebooks.showing import Picture, Table
from matcher.services.measuring import ShownList
from models.evaluation.groups import intersections
from models.training import try_later
from tests.unit.models.trained import PRIOR, invented, nearly_all_last

DAY = date(2026, 11, 23)


def test_the_place_of_what_was_proposed_gives_the_ranking() -> None:
    # Ten times first, ten times second, ten times fifth of five.
    lists = [ShownList(DAY, (1.0,) * 5, 5, place) for place in (0, 1, 4) for _ in range(10)]
    found = quality.ranking_of(lists)
    assert found.mrr.value == pytest.approx((1 + 1 / 2 + 1 / 5) / 3)
    assert found.hit.value == pytest.approx(2 / 3)
    said = str(quality.lists_say(lists))
    assert "blandt de tre første i 67 %" in said and "nummer 1,8" in said


def test_too_few_lists_say_so() -> None:
    assert "for få" in str(quality.lists_say([ShownList(DAY, (0.5, 0.5), 2, 0)] * 12))
    assert "**0 viste lister**" in str(quality.lists_say([]))
    assert "**under 10 viste lister**" in str(quality.lists_say([ShownList(DAY, (), 2, None)] * 3))


def test_in_a_known_world_the_model_orders_better_than_experts_and_they_better_than_chance() -> None:
    known = quality.known_lists()
    ndcg = {name: one.ndcg.value for name, one in quality.known_ranking(known).items()}
    first = {name: one.value for name, one in quality.best_first(known).items()}
    for found in (ndcg, first):
        assert found["chance"] < found["experts"] < found["model"] < found["truth"] == pytest.approx(1.0)


def test_in_a_known_world_the_log_alone_tells_what_another_weighting_would_give() -> None:
    found = quality.policies(quality.known_lists())
    assert all(one.estimate.holds(found.truth) and one.reliable for one in found.estimates.values())
    assert {one.unsupported for one in found.estimates.values()} == {0.0}
    # One that leaves the ties is another matter, and it is said.
    assert 0.05 < found.too_far < 0.5 and "aldrig blev vist" in str(quality.too_far_says(found))


def test_a_group_of_which_few_did_not_last_is_hidden_and_a_small_one_is_too_small() -> None:
    found = try_later(invented(400), PRIOR, (13.0, 26.0))
    assert found is not None
    n, whole = len(found.outcomes), found.whole
    place = np.cumsum(whole) - 1
    few = np.where(whole & (place < 18), "lille", "stor").tolist()
    turned = replace(found, outcomes=replace(found.outcomes, groups={"Køn": few, "Ordning": ["alle"] * n}))
    rows = {(row.kind, row.label): row for row in quality.groups(turned)}
    assert rows["Køn", "lille"].n is None and rows["Køn", "lille"].lasted is None
    everybody = rows["Ordning", "alle"]
    assert everybody.n == whole.sum() and everybody.lasted is not None and everybody.lasted.value == found.lasted.mean()
    table = quality.groups_table(turned)
    assert isinstance(table, Table)
    assert ("Køn: lille", "under 30", "for få", "for få") in table.rows
    # Of the small one under ten did not last, which the large one would tell beside all of them.
    small = found.lasted[:18]
    assert 0 < min(small.sum(), 18 - small.sum()) < 10
    assert ("Køn: stor", str(whole.sum() - 18), "skjult", "skjult") in table.rows


def test_what_rests_on_who_lasted_is_not_shown_where_the_card_hides_it() -> None:
    found = try_later(nearly_all_last(), PRIOR, (13.0, 26.0))
    assert found is not None and 0 < (~found.lasted).sum() < 10
    for show in (
        learning.skill_table,
        quality.error_says,
        quality.areas_say,
        learning_pictures.brier,
        quality_pictures.reliability,
        quality_pictures.areas,
    ):
        assert show(found) is learning.FEW_EITHER_WAY
    assert learning.skill_table(None) is learning.TOO_FEW_LATER
    table = quality.groups_table(found)
    assert isinstance(table, Table) and table.rows == (("Ordning: fleksjob", "50", "skjult", "skjult"),)
    # How many were tried is no secret.
    assert "prøves på **50," in str(learning.parts(found))


def test_the_key_gives_a_colour_its_meaning_whatever_the_first_point_is(monkeypatch: pytest.MonkeyPatch) -> None:
    # Guards against a first point beside the line that lent its colour to both rows of the key.
    keys: list[list[tuple[str, object]]] = []

    def drawn(figure: Figure, title: str) -> Picture:
        handles, labels = figure.axes[0].get_legend_handles_labels()
        lines = [handle for handle in handles if isinstance(handle, Line2D)]
        keys.append([(label, line.get_color()) for line, label in zip(lines, labels, strict=True)])
        return done(figure, title)

    done = drawing.done
    monkeypatch.setattr(drawing, "done", drawn)
    found = try_later(invented(400), PRIOR, (13.0, 26.0))
    assert found is not None
    first, *rest = quality.reliability(found)
    beside = replace(first, predicted=first.observed.high + 0.1)
    assert not beside.consistent
    monkeypatch.setattr(quality, "reliability", lambda found: (beside, *rest))
    quality_pictures.reliability(found)
    (key,) = keys
    assert key[1][0].startswith("omkring") and key[1][1] == drawing.BLUE
    assert key[2] == ("intervallet rammer ikke linjen", drawing.RED)


def test_sex_and_age_together_are_hidden_whole_where_they_would_tell_of_few() -> None:
    found = try_later(invented(400), PRIOR, (13.0, 26.0))
    assert found is not None
    sex, age = ["kvinde", "mand"] * len(found.outcomes), ["ung"] * 12 + ["ældre"] * len(found.outcomes)
    sex, age = sex[: len(found.outcomes)], age[: len(found.outcomes)]
    both = {"Køn": sex, "Alder": age, "Køn og alder": intersections(sex, age).tolist()}
    rows = quality.groups(replace(found, outcomes=replace(found.outcomes, groups=both)))
    crossed = [row for row in rows if row.kind == "Køn og alder"]
    assert [(row.label, row.n, row.hidden, row.lasted) for row in crossed] == [("alle grupper", None, True, None)]
    assert any(row.kind == "Køn" and row.lasted is not None for row in rows)
