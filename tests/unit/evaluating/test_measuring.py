"""A plan beside first come, first served, and what may be seen of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from matcher.demo import make_municipality
from matcher.domain import Binding, BindingKind, Clause, ClauseUnit, Facts, Identity
from matcher.evaluating.measuring import measure
from matcher.evaluating.people import People
from matcher.evaluating.rounds import by_rounds
from matcher.pipeline import Planned, PlanRequest, make_plan
from matcher.services.evaluation import (
    age_band,
    document,
    evaluate_plan,
    identity_labels,
    without_what_was_chosen,
)
from matcher.weights import load_weights
from models.evaluation.fairness import impact
from models.evaluation.groups import intersections
from models.evaluation.no_harm import no_harm
from tests.municipality import CATALOGUE, DAY, asta, easy, helper, municipality, must

WEIGHTS = load_weights()


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)


def two_for_one_place(**bo: Any) -> Facts:
    """Asta, who has waited longest, fits a light and a heavy job that are worth the same; Bo only the light one."""
    light, heavy = helper(id="let", tasks=(easy(lift_kg=0.0),)), helper(id="tung", tasks=(easy(lift_kg=20.0),))
    people = (
        asta(waiting_since=date(2020, 1, 1)),
        asta(id="bo", waiting_since=date(2024, 1, 1), needs=(must("PHY-01", 5.0),), **bo),
    )
    return municipality(candidates=people, openings=(light, heavy))


def test_first_come_first_served_takes_what_the_next_one_needed() -> None:
    people = People(planned(two_for_one_place()))
    assert people.placed.tolist() == [True, True]
    today = people.today(1)
    placed, hours, value = today.placed, today.hours, today.value
    assert (placed.tolist(), hours.tolist()) == ([1.0, 0.0], [8.0, 0.0])
    assert value[0] == pytest.approx(people.value[0]) and value[1] == 0.0
    assert people.possible.tolist() == [True, True]


def test_whoever_has_waited_longer_comes_first() -> None:
    facts = two_for_one_place()
    first = replace(facts.candidates[1], waiting_since=date(2019, 1, 1))
    placed = People(planned(replace(facts, candidates=(facts.candidates[0], first)))).today(1).placed
    assert placed.tolist() == [1.0, 1.0]


def test_pinned_placements_are_there_before_anybody_comes() -> None:
    facts = replace(two_for_one_place(), bindings=(Binding("bo", "let", BindingKind.PIN),))
    today = People(planned(facts)).today(1)
    placed, value = today.placed, today.value
    assert placed.tolist() == [1.0, 1.0]
    assert value.max() < 1.0


def test_an_unknown_wait_is_drawn_from_those_of_the_others() -> None:
    facts = two_for_one_place()
    people = tuple(replace(row, waiting_since=None) for row in facts.candidates)
    placed = People(planned(replace(facts, candidates=people))).today(1).placed
    assert placed[0] == 1.0 and 0.0 < placed[1] < 1.0


def test_lists_with_prices_send_them_apart_and_lists_by_value_alone_do_not() -> None:
    facts = two_for_one_place()
    third = replace(facts.candidates[1], id="cille")
    people = People(planned(replace(facts, candidates=(*facts.candidates, third))))
    for priced, first in ((True, "tung"), (False, "let")):
        opening, rank = people.lists(priced=priced)
        ids = [people.planned.world.openings.rows[m].id for m in opening.tolist()]
        assert [ids[n] for n in np.flatnonzero(rank == 1)] == [first, "let", "let"]


def test_identities_give_the_groups_and_what_is_missing_stays_missing() -> None:
    facts = replace(
        two_for_one_place(),
        identities=(Identity("asta", sex="kvinde", birth_year=1990), Identity("bo", birth_year=1960)),
    )
    assert identity_labels(facts, ["asta", "bo", "cille"]) == {
        "sex": ["kvinde", "", ""],
        "age": ["30 til 39 år", "60 år og derover", ""],
        "sex_age": ["kvinde × 30 til 39 år", "", ""],
    }
    assert [age_band(year, DAY) for year in (1997, 1996, 1967, 1966)] == [
        "under 30 år",
        "30 til 39 år",
        "50 til 59 år",
        "60 år og derover",
    ]


def test_labels_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="2 people"):
        measure(planned(two_for_one_place()), {"sex": ["kvinde"]})


@pytest.fixture(scope="module")
def village() -> tuple[Planned, Facts]:
    facts = make_municipality("village", 1, CATALOGUE)
    return make_plan(facts, CATALOGUE, WEIGHTS, PlanRequest(time_limit=20)), facts


@pytest.fixture(scope="module")
def report(village: tuple[Planned, Facts]) -> dict[str, Any]:
    return evaluate_plan(*village)


def numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    else:
        yield value


def test_a_report_is_plain_and_says_how_to_read_it(report: dict[str, Any]) -> None:
    assert report["format"] == "brobygger-evaluation/1"
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert set(report["groups"]) == {"sex", "age", "sex_age", "needs", "hours", "postcode"}
    assert all(sentence.endswith(".") for sentence in report["reading"].values())
    assert "unbiased" not in json.dumps(report) and "fri for bias" not in json.dumps(report, ensure_ascii=False)


def test_the_plan_is_between_first_come_first_served_and_its_bound(report: dict[str, Any]) -> None:
    value = report["value"]
    assert 0 < value["first_come_first_served"] <= value["plan"] <= value["bound"] + 1e-6


def test_value_and_bound_are_counted_alike_where_a_clause_cannot_be_met() -> None:
    # Two jobs at one employer, who owes five positions: three short, at 0.1 each. The plan reaches its own bound.
    facts = two_for_one_place()
    owner = facts.employer_of(facts.openings[0]).id
    clause = Clause("k", "Rengøring", owner, ClauseUnit.POSITIONS, 5.0, penalty=0.1)
    made = planned(replace(facts, clauses=(clause,)))
    people = People(made)
    assert people.short(people.chosen) == pytest.approx(0.3)
    found = measure(made, {})
    assert found.value == pytest.approx(float(people.value.sum()) - 0.3)
    assert found.value == pytest.approx(made.plan.objective) and found.bound is not None
    assert found.value <= found.bound + 1e-9
    # First come, first served places one alone: four short.
    assert found.today == pytest.approx(float(people.today(1).value.sum()) - 0.4)


def test_the_lines_of_value_are_the_sums_over_the_placements() -> None:
    found = measure(planned(two_for_one_place()), {})
    worths = [placement.worth for placement in found.people.planned.plan.placements]
    assert len(worths) == 2
    for name in ("people", "company", "society"):
        plan, today = found.lines[name]
        assert plan == pytest.approx(sum(getattr(worth, name) for worth in worths))
        # Asta takes the light job, and Bo gets nothing.
        assert 0 < today < plan


def test_one_at_a_time_loses_what_everybody_at_once_reaches() -> None:
    # Asta comes first and takes the light job (they are worth the same to her); nothing is left for Bo.
    everybody, alone = by_rounds(People(planned(two_for_one_place())), rounds=(1,))
    assert (everybody.rounds, alone.rounds) == (1, 2)
    assert everybody.found.share == pytest.approx(1.0)
    assert 0.4 < alone.found.share < 0.6


def test_the_same_seed_gives_the_same_report(village: tuple[Planned, Facts], report: dict[str, Any]) -> None:
    assert evaluate_plan(*village) == report


def test_no_number_of_under_ten_people_is_shown(report: dict[str, Any]) -> None:
    rows = [
        row for kind in report["groups"].values() for outcome in kind["outcomes"].values() for row in outcome["groups"]
    ]
    assert len(rows) > 60
    assert all(row["n"] is None or row["n"] >= 10 for row in rows)
    assert all(row["selected"] is None or row["selected"] >= 10 for row in rows)
    # Nor one that could be reckoned from a rate.
    assert all(row["rate"] is None and row["ratio"] is None for row in rows if row["selected"] is None)
    assert any(row["selected"] is None for row in rows) and any(row["rate"] is not None for row in rows)


VERDICTS = ("flagged", "differs", "verdict", "worse", "standing")
DRAWN = ("low", "high")


def without(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {name: without(inner, names) for name, inner in value.items() if name not in names}
    return [without(inner, names) for inner in value] if isinstance(value, list) else value


def test_without_what_was_chosen_a_report_is_the_same_however_many_placements_are_left(
    village: tuple[Planned, Facts], report: dict[str, Any]
) -> None:
    made, facts = village
    fewer = evaluate_plan(replace(made, result=replace(made.result, chosen=made.result.chosen[3:])), facts)
    assert without(fewer, (*VERDICTS, *DRAWN)) != without(report, (*VERDICTS, *DRAWN))
    cut, whole = (without(without_what_was_chosen(one), (*VERDICTS, *DRAWN)) for one in (fewer, report))
    assert cut == whole
    assert whole["groups"]["sex"]["outcomes"]["possible"]["groups"][0]["n"] == 33


def groups_of(labels: dict[str, list[str]], possible: list[bool], placed: list[bool]) -> Any:
    """What a report says of groups when that is possible for each and given to each; all who could are on a list."""
    can, has, rng = np.array(possible), np.array(placed), np.random.default_rng(1)
    fairness, harm = {}, {}
    for kind, row in labels.items():
        fairness[kind] = {name: impact(got, row, rng) for name, got in (("possible", can), ("placed", has))}
        fairness[kind] |= {"shortlisted": fairness[kind]["possible"]}
        fairness[kind] |= {"placed_of_possible": impact(has[can], np.array(row)[can], rng)}
        harm[kind] = {"placed": no_harm(has.astype(float), np.zeros(len(has)), row, rng)}
    found = measure(planned(two_for_one_place()), {})
    return document(replace(found, fairness=fairness, harm=harm), 1)["groups"]


def told(groups: Any, kind: str, outcome: str = "placed", what: str = "selected") -> dict[str, int | None]:
    return {row["group"]: row[what] for row in groups[kind]["outcomes"][outcome]["groups"]}


def test_few_of_one_sex_and_age_cannot_be_worked_out_from_their_sex_or_their_age() -> None:
    def shown(young_women: int) -> Any:
        cells = {("kvinde", "ung"): young_women, ("kvinde", "ældre"): 20, ("mand", "ung"): 15, ("mand", "ældre"): 25}
        sex, age = ([key[n] for key in cells for _ in range(60)] for n in (0, 1))
        labels = {"sex": sex, "age": age, "sex_age": intersections(sex, age).tolist()}
        return groups_of(labels, [True] * 240, [place < many for many in cells.values() for place in range(60)])

    groups = shown(5)
    assert told(groups, "sex") == {"kvinde": 25, "mand": 40} and told(groups, "age")["ung"] == 20
    # Of the 25 women 20 are older: shown, they would tell of the 5.
    assert set(told(groups, "sex_age").values()) == {None}
    rows = groups["sex_age"]["outcomes"]["placed"]["groups"] + groups["sex_age"]["no_harm"]["placed"]["groups"]
    assert {row.get(name) for row in rows for name in ("n", "rate", "ratio", "plan", "difference")} == {None}
    assert told(shown(12), "sex_age")["kvinde × ung"] == 12


@pytest.mark.parametrize(
    ("placed", "possible", "n"),
    [(20, 52, 60), (20, 24, 60), (4, 30, 60), (20, 40, 45), (30, 38, 45), (20, 40, 60), (0, 40, 60), (20, 60, 60)],
)
def test_few_for_whom_nothing_is_possible_or_given_are_told_by_no_difference(
    placed: int, possible: int, n: int
) -> None:
    # Beside two large groups; how many of all have each is known.
    sizes = {"a": (placed, possible, n), "b": (30, 60, 100), "c": (40, 80, 120)}
    people = [(label, *sizes[label][:2], k) for label in sizes for k in range(sizes[label][2])]
    groups = groups_of(
        {"needs": [label for label, *_ in people]},
        [k < can for _, _, can, k in people],
        [k < has for _, has, _, k in people],
    )
    everybody, able, having = (sum(row[what] for row in sizes.values()) for what in (2, 1, 0))
    # Unknown of each group: who has it, who could, for whom nothing is possible; each published number is an equation.
    equations, numbers = [], []
    for part, whole in (((1, 0, 0), having), ((1, 1, 0), able), ((1, 1, 1), everybody)):
        equations.append(np.tile(part, 3))
        numbers.append(whole)
    for outcome, shares in {"placed": (1, 0, 0), "possible": (1, 1, 0), "placed_of_possible": (1, 0, 0)}.items():
        of = (1, 1, 0) if outcome == "placed_of_possible" else (1, 1, 1)
        for what, part in (("selected", shares), ("n", of)):
            for label, number in told(groups, "needs", outcome, what).items():
                if number is not None:
                    row = np.zeros(9)
                    row[3 * "abc".index(label) :][:3] = part
                    equations.append(row)
                    numbers.append(number)
    truth = np.ravel([(has, can - has, many - can) for has, can, many in sizes.values()])
    assert np.array(equations) @ truth == pytest.approx(numbers)
    rank = np.linalg.matrix_rank(equations)
    worked_out = [cell for cell in range(9) if np.linalg.matrix_rank([*equations, np.eye(9)[cell]]) == rank]
    # Nobody of a kind is no secret of anybody; one to nine are.
    assert [truth[cell] for cell in worked_out if 0 < truth[cell] < 10] == []
    if (placed, possible, n) == (20, 40, 60):
        assert len(worked_out) == 9


def test_under_thirty_there_is_no_rate(report: dict[str, Any]) -> None:
    for kind in report["groups"].values():
        for outcome in kind["outcomes"].values():
            for row in outcome["groups"]:
                assert row["rate"] is None or row["rate"]["n"] >= 30


def test_a_group_that_the_plan_leaves_out_is_named(village: tuple[Planned, Facts]) -> None:
    made, _ = village
    placed = People(made).placed
    # A planted unfairness: of the group everybody is left out, of the others most are placed.
    left = np.flatnonzero(~placed)[:30]
    labels = ["ramt" if n in left else "andre" for n in range(len(placed))]
    found = measure(made, {"planted": labels})
    assert found.fairness["planted"]["placed"].flagged == ("ramt",)
    assert found.fairness["planted"]["placed"].differing == ("andre", "ramt")


def test_every_employer_has_its_share_of_attention(village: tuple[Planned, Facts], report: dict[str, Any]) -> None:
    made, facts = village
    for lists in report["congestion"].values():
        assert set(lists["attention"]) == {facts.employer_of(opening).id for opening in facts.openings}
        assert sum(lists["attention"].values()) == pytest.approx(0.0)
        assert 0 < lists["coverage"] <= 1
    assert made.plan.placements
