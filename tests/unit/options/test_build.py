"""Options: hours, tasks, measures and what they use, on hand-made pairs."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.columns import World, make_world
from matcher.domain import Facts, Necessity, Need, Scheme, Settings, Week
from matcher.options import OWN, Options, build_options, clashing, jobs_at_once
from matcher.pairs import Pairs, find_pairs
from matcher.pipeline import make_plan
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    DAY,
    SECOND,
    THIRD,
    asta,
    bakery,
    budget,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
)


def built(facts: Facts, most: int | None = None) -> tuple[World, Pairs, Options]:
    world = make_world(facts, CATALOGUE)
    pairs = find_pairs(world)
    return world, pairs, build_options(world, pairs, load_weights(), most)


def uses_of(options: Options, k: int) -> dict[str, float]:
    row = options.uses[[k]].tocoo()
    return {options.resources.rows[r].id: float(amount) for r, amount in zip(row.col, row.data, strict=True)}


def test_a_plain_pair_gives_one_option_at_the_hours_she_wants() -> None:
    _, _, options = built(municipality())
    assert options.count == 1
    assert options.hours.tolist() == [8.0]
    assert uses_of(options, 0) == {"place:hjælper": 1.0}


def test_hours_stop_at_what_the_doable_tasks_fill() -> None:
    heavy = easy(SECOND, 5.0, lift_kg=20.0)
    facts = municipality(
        candidates=(asta(needs=(must("PHY-01", 5.0),)),), openings=(helper(tasks=(easy(hours=6.0), heavy)),)
    )
    _, _, options = built(facts)
    assert options.hours.tolist() == [6.0]
    assert options.task_hours.toarray().tolist() == [[6.0, 0.0]]


def test_half_intensity_and_breaks_stretch_presence_not_hours() -> None:
    # Ten minutes of break an hour leave 5/6 of the time; at half intensity an hour takes 1 / (0.5 × 5/6) = 2.4.
    _, _, options = built(municipality(candidates=(asta(intensity=0.5, needs=(must("SCH-04", 10.0),)),)))
    assert options.hours.tolist() == [8.0]
    assert options.presence == pytest.approx([19.2])


def test_a_shared_opening_counts_hours_and_task_hours_and_offers_fewer_hours() -> None:
    shared = helper(places=2, hours_total=12.0, tasks=(easy(hours=8.0), easy(SECOND, 4.0)))
    _, _, options = built(municipality(openings=(shared,)))
    assert options.hours.tolist() == [8.0, 4.0]
    # Eight hours over tasks of 8 and 4 hours: two thirds and one third.
    assert uses_of(options, 0) == pytest.approx(
        {
            "place:hjælper": 1,
            "hours:hjælper": 8,
            f"task:hjælper:{shared.tasks[0].task}": 16 / 3,
            f"task:hjælper:{SECOND}": 8 / 3,
        }
    )
    assert uses_of(options, 1)["hours:hjælper"] == 4.0


def test_each_way_to_find_a_mentor_is_an_option_and_the_cheapest_comes_first() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 2.0),)),),
        workplaces=(bakery(provisions=(offers_it("SOC-02", hours=3.0),)),),
        offers=(offer(id="dyr", cost_per_hour=100.0, budget="pulje"), offer(id="fri")),
        budgets=(budget(),),
    )
    world, _, options = built(facts)
    sources = ["own" if source == OWN else world.offers.rows[source].id for source in options.ways.source[:, 0]]
    assert sources == ["own", "fri", "dyr"]
    assert options.ways.cost[:, 0].tolist() == [0.0, 0.0, 5_200.0]  # 2 hours × 26 weeks × 100 kr.
    assert uses_of(options, 0) == {"place:hjælper": 1.0, "own:bageriet:SOC-02": 2.0}
    assert uses_of(options, 2) == {"place:hjælper": 1.0, "offer:dyr": 2.0, "budget:pulje": 5_200.0}
    assert options.valued.total[0] == options.valued.total[1] > options.valued.total[2]


def test_at_most_four_ways_are_kept_and_two_needs_are_met_together() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 1.0), must("PHY-03"))),),
        workplaces=(bakery(provisions=(offers_it("PHY-03", count=1),)),),
        offers=tuple(offer(id=f"m{i}", cost_per_hour=float(i)) for i in range(6)),
    )
    world, _, options = built(facts)
    assert options.count == 4
    assert {world.offers.rows[s].id for s in options.ways.source.max(axis=1)} == {"m0", "m1", "m2", "m3"}
    assert all(uses_of(options, k)["own:bageriet:PHY-03"] == 1.0 for k in range(4))


def test_a_should_need_uses_nothing() -> None:
    facts = municipality(
        candidates=(asta(needs=(Need("SOC-02", Necessity.SHOULD, 1.0),)),),
        workplaces=(bakery(provisions=(offers_it("SOC-02", hours=3.0),)),),
    )
    _, _, options = built(facts)
    assert uses_of(options, 0) == {"place:hjælper": 1.0}


def test_an_internship_takes_room_under_the_ratio_as_a_full_time_fraction() -> None:
    _, _, options = built(municipality(candidates=(asta(scheme=Scheme.INTERNSHIP),)))
    assert uses_of(options, 0) == pytest.approx({"place:hjælper": 1.0, "ratio:bageriet": 8 / 37})


def test_under_the_older_rule_heads_are_counted() -> None:
    facts = municipality(
        candidates=(asta(scheme=Scheme.INTERNSHIP),),
        workplaces=(bakery(ordinary_heads=10.0, subsidised_heads=1.0),),
        settings=Settings(DAY.replace(year=2020)),
    )
    _, _, options = built(facts)
    assert uses_of(options, 0) == {"place:hjælper": 1.0, "ratio:bageriet": 1.0}
    ratio = next(r for r in options.resources.rows if r.id == "ratio:bageriet")
    assert ratio.capacity == 1.0  # ten ordinary staff allow two, one is there already


def test_thinning_keeps_each_candidates_best_and_each_openings_best() -> None:
    openings = tuple(helper(id=f"o{i}", hours_max=4.0 + i) for i in range(5))
    candidates = tuple(asta(id=f"c{i}") for i in range(3))
    _, pairs, options = built(municipality(candidates=candidates, openings=openings), most=2)
    assert options.pairs_considered == pairs.count == 15
    kept = set(zip(options.candidate.tolist(), options.opening.tolist(), strict=True))
    assert {(c, o) for c in range(3) for o in (3, 4)} <= kept
    assert {o for _, o in kept} == set(range(5))
    assert options.pairs_kept < 15


def two_jobs(first: str, second: str, scheme: Scheme = Scheme.FLEKSJOB, task: str = THIRD) -> np.ndarray:
    person = asta(
        scheme=scheme,
        max_jobs=2,
        hours_min=4.0,
        hours_target=4.0,
        hours_max=8.0,
        availability=Week.parse("ma 08:00-14:00"),
    )
    openings = (
        helper(id="a", hours_min=4.0, windows=Week.parse(first)),
        helper(id="b", hours_min=4.0, windows=Week.parse(second), tasks=(easy(task),)),
    )
    world, pairs, options = built(municipality(candidates=(person,), openings=openings))
    assert options.hours.tolist() == [4.0, 4.0]
    return clashing(world, pairs, options)


def test_two_jobs_clash_when_the_week_has_no_room_for_both() -> None:
    # Four and four hours in six common hours do not fit.
    assert two_jobs("ma 08:00-14:00", "ma 08:00-14:00").tolist() == [[0, 1]]


def test_two_jobs_at_different_times_do_not_clash() -> None:
    person = asta(max_jobs=2, hours_target=4.0, hours_max=8.0)
    openings = (
        helper(id="a", hours_min=4.0, windows=Week.parse("ma 08:00-14:00")),
        helper(id="b", hours_min=4.0, windows=Week.parse("ti 08:00-14:00")),
    )
    world, pairs, options = built(municipality(candidates=(person,), openings=openings))
    one_each = [(i, j) for i, j in clashing(world, pairs, options) if options.opening[i] != options.opening[j]]
    assert one_each == []


def test_two_internships_at_one_workplace_need_different_tasks() -> None:
    person = asta(scheme=Scheme.INTERNSHIP, max_jobs=2, hours_min=4.0, hours_target=4.0, hours_max=8.0)
    for task, clash in ((easy().task, True), (THIRD, False)):
        openings = (helper(id="a", hours_min=4.0), helper(id="b", hours_min=4.0, tasks=(easy(task),)))
        world, pairs, options = built(municipality(candidates=(person,), openings=openings))
        assert bool(len(clashing(world, pairs, options))) is clash


def test_fewer_hours_are_not_offered_where_the_law_then_gives_too_little_assistance() -> None:
    # Four hours give 20 × 4 / 37 = 2.16 hours of assistance; she needs 2.5.
    facts = municipality(
        candidates=(asta(needs=(must("SOC-03", 2.5),)),),
        workplaces=(bakery(provisions=(offers_it("SOC-03", hours=10.0),)),),
        openings=(helper(places=2, hours_total=20.0, tasks=(easy(hours=20.0),)),),
    )
    _, _, options = built(facts)
    assert options.hours.tolist() == [8.0]


def test_one_offer_is_not_asked_for_more_than_it_gives_one_person() -> None:
    # Mentor two hours and training two hours; each offer gives one person at most three.
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 2.0), must("WRK-06", 2.0))),),
        offers=tuple(offer(id=f"s{i}", accommodations=frozenset({"SOC-02", "WRK-06"})) for i in range(2)),
    )
    world, _, options = built(facts)
    sources = {tuple(sorted(world.offers.rows[s].id for s in row)) for row in options.ways.source}
    assert sources == {("s0", "s1")}


def test_one_budget_is_not_asked_for_more_than_it_holds() -> None:
    # Each need costs 2 × 26 × 100 = 5,200 kr.; the budget has 8,000, and a free mentor is there.
    paid = {"cost_per_hour": 100.0, "budget": "pulje"}
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 2.0), must("WRK-06", 2.0))),),
        offers=(
            offer(id="dyr", **paid),
            offer(id="fri"),
            offer(id="oplæring", accommodations=frozenset({"WRK-06"}), **paid),
        ),
        budgets=(budget(8_000.0),),
    )
    world, _, options = built(facts)
    assert [{world.offers.rows[s].id for s in row} for row in options.ways.source] == [{"fri", "oplæring"}]


def test_two_jobs_at_once_are_the_most_a_plan_gives() -> None:
    # Two jobs of 2.5 hours fit six hours of a Monday; three would not, and are not asked of anybody.
    monday = Week.parse("ma 08:00-14:00")
    person = asta(max_jobs=3, hours_min=1.0, hours_target=2.5, hours_max=8.0, availability=monday)
    openings = tuple(helper(id=f"o{i}", hours_min=2.5, hours_max=2.5, windows=monday) for i in range(3))
    facts = municipality(candidates=(person,), openings=openings)
    world, pairs, options = built(facts)
    assert len(clashing(world, pairs, options)) == 0
    assert jobs_at_once(world.candidates()).tolist() == [2]
    assert len(make_plan(facts, CATALOGUE, load_weights()).plan.placements) == 2


def test_two_jobs_need_one_set_of_days_for_both() -> None:
    # One work day a week; one job can be done Monday or Thursday morning for an hour, the other on Thursday.
    person = asta(max_jobs=2, hours_min=1.0, hours_target=2.0, hours_max=4.0, needs=(must("SCH-03", 1.0),))
    openings = (
        helper(id="a", hours_min=2.0, hours_max=2.0, windows=Week.parse("ma 08:00-10:00; to 08:00-09:00")),
        helper(id="b", hours_min=2.0, hours_max=2.0, windows=Week.parse("to 10:00-13:00")),
    )
    world, pairs, options = built(municipality(candidates=(person,), openings=openings))
    assert clashing(world, pairs, options).tolist() == [[0, 1]]


def test_hours_fill_whole_shifts() -> None:
    # Eight hours wanted, shifts of five to six: one day gives six, two give ten; six is as near, and comes first.
    person = asta(hours_target=8.0, hours_max=12.0, needs=(must("SCH-02", 6.0),))
    _, _, options = built(municipality(candidates=(person,), openings=(helper(shortest_shift=5.0),)))
    assert options.hours.tolist() == [6.0]
