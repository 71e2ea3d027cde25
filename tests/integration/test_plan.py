"""Facts in, plan out: whole plans on municipalities small enough to work out by hand, and on the village."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matcher.demo import make_municipality
from matcher.domain import Binding, BindingKind, Clause, ClauseUnit, Employer, EmployerKind, Facts, Identity, Scheme
from matcher.domain.plan import MeasureSource, Plan, PlanStatus
from matcher.pipeline import Planned, Step, make_plan
from matcher.weights import load_weights
from tests.municipality import (
    CATALOGUE,
    SECOND,
    asta,
    bakery,
    easy,
    helper,
    municipality,
    must,
    offer,
    offers_it,
    with_tables,
)

WEIGHTS = load_weights()
VILLAGE = make_municipality("village", 1, CATALOGUE)


def planned(facts: Facts) -> Planned:
    return make_plan(facts, CATALOGUE, WEIGHTS)  # every plan passes the independent verifier on its way


def plan(facts: Facts) -> Plan:
    return planned(facts).plan


def pairs_of(made: Plan) -> set[tuple[str, str]]:
    return {(p.candidate, p.opening) for p in made.placements}


def price(made: Plan, resource: str) -> float:
    return next(use.price for use in made.resources if use.resource.id == resource)


def test_asta_gets_the_one_job_there_is() -> None:
    made = plan(municipality())
    assert made.status is PlanStatus.OPTIMAL
    assert pairs_of(made) == {("asta", "hjælper")}
    placement = made.placements[0]
    assert (placement.hours, placement.presence) == (8.0, 8.0)
    assert placement.tasks == ((easy().task, 8.0),)
    assert made.objective == pytest.approx(placement.worth.total) == pytest.approx(made.bound)
    assert (made.left_out, made.unfilled) == ((), ())


def test_one_place_goes_to_whom_it_is_worth_most_and_its_price_is_what_the_other_would_give() -> None:
    # The same person, but one has waited since 2020 and the other since this year.
    facts = municipality(
        candidates=(asta(waiting_since=date(2026, 1, 1)), asta(id="bo", waiting_since=date(2020, 1, 1)))
    )
    made = planned(facts)
    assert pairs_of(made.plan) == {("bo", "hjælper")}
    assert made.plan.left_out == ("asta",)
    worth = sorted(made.options.valued.total.tolist())
    assert price(made.plan, "place:hjælper") == pytest.approx(worth[0])


def test_the_plan_helps_two_where_a_list_would_help_one() -> None:
    # Asta fits both openings and is worth more in the first; Bo fits only the first.
    nearby = helper(id="nær", tasks=(easy(lift_kg=0.0),))
    heavy = helper(id="tung", tasks=(easy(lift_kg=20.0),))
    facts = municipality(
        candidates=(asta(waiting_since=date(2015, 1, 1)), asta(id="bo", needs=(must("PHY-01", 5.0),))),
        openings=(nearby, heavy),
    )
    assert pairs_of(plan(facts)) == {("asta", "tung"), ("bo", "nær")}


def test_the_last_mentor_hours_are_promised_once() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SOC-02", 3.0),)), asta(id="bo", needs=(must("SOC-02", 3.0),))),
        openings=(helper(id="a"), helper(id="b")),
        offers=(offer(hours_per_week=5.0),),
    )
    made = plan(facts)
    assert len(made.placements) == 1
    measure = made.placements[0].measures[0]
    assert (measure.source, measure.provider, measure.amount) == (MeasureSource.OFFER, "mentorer", 3.0)
    use = next(use for use in made.resources if use.resource.id == "offer:mentorer")
    assert (use.used, use.left) == (3.0, 2.0)
    assert use.price > 0


def test_one_desk_serves_one() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("PHY-03"),)), asta(id="bo", needs=(must("PHY-03"),))),
        workplaces=(bakery(provisions=(offers_it("PHY-03", count=1),)),),
        openings=(helper(places=2, hours_total=20.0, tasks=(easy(hours=20.0),)),),
    )
    assert len(plan(facts).placements) == 1


def test_a_shared_opening_gives_no_more_hours_than_it_has() -> None:
    facts = municipality(
        candidates=(asta(), asta(id="bo")),
        openings=(helper(places=2, hours_total=12.0, tasks=(easy(hours=8.0), easy(SECOND, 4.0))),),
    )
    made = plan(facts)
    assert sorted(p.hours for p in made.placements) == [4.0, 8.0]


def test_one_person_may_hold_two_small_jobs_within_her_hours() -> None:
    facts = municipality(
        candidates=(asta(max_jobs=2, hours_min=4.0, hours_target=6.0, hours_max=10.0),),
        openings=(helper(id="a", hours_max=5.0), helper(id="b", hours_max=5.0), helper(id="c", hours_max=5.0)),
    )
    made = plan(facts)
    assert len(made.placements) == 2
    assert sum(p.hours for p in made.placements) <= 10.0


def test_room_under_the_ratio_is_shared() -> None:
    # Five ordinary staff allow one full-time fraction; 0.6 is taken, eight hours take 0.216: one more fits, two do not.
    interns = tuple(asta(id=f"p{i}", scheme=Scheme.INTERNSHIP) for i in range(3))
    facts = municipality(
        candidates=interns,
        workplaces=(bakery(ordinary_fte=5.0, subsidised_fte=0.6),),
        openings=tuple(helper(id=f"o{i}") for i in range(3)),
    )
    assert len(plan(facts).placements) == 1


def test_a_pin_is_kept_and_a_forbid_is_obeyed() -> None:
    candidates = (asta(waiting_since=date(2026, 1, 1)), asta(id="bo", waiting_since=date(2020, 1, 1)))
    pinned = municipality(candidates=candidates, bindings=(Binding("asta", "hjælper", BindingKind.PIN),))
    assert pairs_of(plan(pinned)) == {("asta", "hjælper")}
    forbidden = municipality(candidates=candidates, bindings=(Binding("bo", "hjælper", BindingKind.FORBID),))
    assert pairs_of(plan(forbidden)) == {("asta", "hjælper")}


def test_pins_that_cannot_hold_together_are_an_answer_in_words() -> None:
    facts = municipality(
        candidates=(asta(), asta(id="bo")),
        bindings=(Binding("asta", "hjælper", BindingKind.PIN), Binding("bo", "hjælper", BindingKind.PIN)),
    )
    made = plan(facts)
    assert made.status is PlanStatus.INFEASIBLE
    assert made.objective is None
    said = " ".join(made.conflict)
    assert "asta" in said and "bo" in said and "Hjælper" in said


def test_a_pin_that_breaks_a_rule_is_told_with_the_rule() -> None:
    facts = municipality(
        candidates=(asta(needs=(must("SEN-01"),)),), bindings=(Binding("asta", "hjælper", BindingKind.PIN),)
    )
    made = plan(facts)
    assert made.placements == ()
    assert [(c, o) for c, o, _ in made.broken_pins] == [("asta", "hjælper")]
    assert "ikke spurgt" in made.broken_pins[0][2]


def test_a_clause_that_cannot_be_met_is_short_and_forces_nobody() -> None:
    facts = municipality(clauses=(Clause("k", "Kontrakt", "bager", ClauseUnit.POSITIONS, 3.0),))
    made = plan(facts)
    use = made.clauses[0]
    assert (use.wanted, use.planned, use.missing) == (3.0, 1.0, 2.0)
    assert made.objective == pytest.approx(made.placements[0].worth.total - 2 * 0.5)


def test_a_clause_draws_a_placement_towards_its_employer() -> None:
    employers = (Employer("bager", "Bager Bo", EmployerKind.PRIVATE), Employer("kro", "Kroen", EmployerKind.PRIVATE))
    facts = municipality(
        employers=employers,
        workplaces=(bakery(), bakery(id="kroen", name="Kroen", employer="kro")),
        openings=(helper(id="a"), helper(id="b", workplace="kroen", hours_max=4.0)),
    )
    assert pairs_of(plan(facts)) == {("asta", "a")}
    with_clause = replace(facts, clauses=(Clause("k", "Kontrakt", "kro", ClauseUnit.POSITIONS, 1.0),))
    assert pairs_of(plan(with_clause)) == {("asta", "b")}


def test_a_fact_nobody_asked_about_keeps_the_pair_out_of_the_plan_but_not_out_of_sight() -> None:
    made = plan(municipality(candidates=(asta(needs=(must("SEN-01"),)),)))
    assert made.placements == ()
    assert (made.eligible, made.askable) == (0, 1)


def test_nobody_and_nothing_is_a_plan_too() -> None:
    made = plan(municipality(candidates=(), openings=()))
    assert made.placements == ()
    assert made.status is PlanStatus.OPTIMAL


def test_the_village_is_planned_to_proven_optimality() -> None:
    made = planned(VILLAGE)
    assert made.plan.status is PlanStatus.OPTIMAL
    assert len(made.plan.placements) > 10
    assert made.plan.gap is not None and made.plan.gap <= 1e-6


def shuffled(facts: Facts, seed: int) -> Facts:
    shuffler = random.Random(seed)
    tables = ("candidates", "employers", "workplaces", "openings", "offers", "budgets", "clauses", "outcomes")
    return with_tables(facts, **{t: tuple(shuffler.sample(getattr(facts, t), len(getattr(facts, t)))) for t in tables})


def decided(made: Plan) -> Plan:
    """The plan without the seconds it took."""
    return replace(made, seconds=())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_change_the_plan(seed: int) -> None:
    assert decided(plan(shuffled(VILLAGE, seed))) == decided(plan(VILLAGE))


def test_names_sex_age_and_cpr_do_not_change_the_plan() -> None:
    others = tuple(
        Identity(
            c.id,
            name=f"Navn {n}",
            cpr=f"{n % 28 + 1:02d}0180{n:04d}",
            sex="k" if n % 2 else "m",
            birth_year=1950 + n % 50,
        )
        for n, c in enumerate(VILLAGE.candidates)
    )
    renamed = tuple(replace(w, name=f"Arbejdssted {n}") for n, w in enumerate(VILLAGE.workplaces))
    made = plan(replace(VILLAGE, identities=others, workplaces=renamed))
    assert pairs_of(made) == pairs_of(plan(VILLAGE))
    assert made.objective == plan(VILLAGE).objective


def test_a_weight_moves_the_plan_the_way_it_says(tmp_path: Path) -> None:
    names = ("people", "company", "society")
    lines = {}
    for line in names:
        path = tmp_path / f"{line}.toml"
        weights = "\n".join(f"{name} = {1.0 if name == line else 0.0}" for name in names)
        path.write_text(f"[lines]\n{weights}\n[clauses]\npenalty = 0.0\n", encoding="utf-8")
        made = make_plan(VILLAGE, CATALOGUE, load_weights(path)).plan
        lines[line] = {name: sum(getattr(p.worth, name) for p in made.placements) for name in names}
    for line in names:
        assert all(lines[line][line] >= lines[other][line] - 1e-4 for other in names)


def test_a_plan_that_is_stopped_before_it_begins_says_so_and_is_a_plan_all_the_same() -> None:
    made = make_plan(VILLAGE, CATALOGUE, WEIGHTS, stop=lambda: True).plan
    assert (made.status, made.stopped) == (PlanStatus.FEASIBLE, True)
    best = plan(VILLAGE).objective
    assert made.objective is not None and best is not None and 0.7 * best < made.objective <= best


def test_every_stage_is_told_in_order_with_what_is_known_of_the_plan() -> None:
    seen: list[Step] = []
    made = make_plan(VILLAGE, CATALOGUE, WEIGHTS, progress=seen.append, stop=lambda: False).plan
    stages = list(dict.fromkeys(step.stage for step in seen))
    assert stages == ["columns", "eligibility", "options", "problem", "assignment", "check", "plan"]
    assert [stage for stage, _ in made.seconds] == stages
    assert all(0 <= step.share <= 1 for step in seen)
    told = [step for step in seen if step.objective is not None]
    assert told and all(step.stage == "assignment" and step.gap is not None for step in told)
    assert not made.stopped
