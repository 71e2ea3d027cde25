"""Clauses and pins as floors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.clauses import find_floors
from matcher.columns import make_world
from matcher.domain import Binding, BindingKind, Clause, ClauseUnit, Facts, Scheme
from matcher.options import build_options
from matcher.pairs import find_pairs
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, DAY, asta, bakery, helper, municipality


def floors_of(facts: Facts) -> tuple[dict[str, tuple[list[float], float, float]], list[tuple[str, str]]]:
    world = make_world(facts, CATALOGUE)
    pairs = find_pairs(world)
    options = build_options(world, pairs, load_weights())
    floors, broken = find_floors(world, pairs, options, load_weights())
    counts = floors.counts.toarray()
    return {
        floor: (counts[:, g].tolist(), floors.at_least[g], floors.penalty[g]) for g, floor in enumerate(floors.ids)
    }, broken


def clause(unit: ClauseUnit, quantity: float = 3.0, **more: object) -> Clause:
    return Clause("k", "Kontrakt", "bager", unit, quantity, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "counted", "penalty"),
    [
        (ClauseUnit.POSITIONS, 1.0, 0.5),
        # Eight hours of 37; a usual placement counts 8/37 too, and one such missing costs 0.5.
        (ClauseUnit.FTE, 8 / 37, 0.5 * 37 / 8),
        (ClauseUnit.PERSON_WEEKS, 26.0, 0.5 / 26),
        (ClauseUnit.HOURS, 208.0, 0.5 / 208),
    ],
)
def test_each_unit_counts_in_its_own_way(unit: ClauseUnit, counted: float, penalty: float) -> None:
    floors, _ = floors_of(municipality(clauses=(clause(unit, delivered=1.0),)))
    counts, at_least, each = floors["clause:k"]
    assert counts == pytest.approx([counted])
    assert at_least == 2.0
    assert each == pytest.approx(penalty)


def test_only_the_weeks_in_common_count() -> None:
    floors, _ = floors_of(municipality(clauses=(clause(ClauseUnit.PERSON_WEEKS, ends=DAY + timedelta(days=27)),)))
    assert floors["clause:k"][0] == [4.0]


def test_a_clause_outside_the_plans_weeks_is_no_floor() -> None:
    assert floors_of(municipality(clauses=(clause(ClauseUnit.POSITIONS, ends=date(2026, 1, 1)),)))[0] == {}


def test_a_clause_counts_its_own_workplaces_and_schemes_only() -> None:
    facts = municipality(
        candidates=(asta(), asta(id="bo", scheme=Scheme.INTERNSHIP)),
        workplaces=(bakery(), bakery(id="filialen", name="Filialen")),
        openings=(helper(id="a"), helper(id="b", workplace="filialen")),
        clauses=(
            clause(ClauseUnit.POSITIONS, workplaces=frozenset({"filialen"}), schemes=frozenset({Scheme.INTERNSHIP})),
        ),
    )
    floors, _ = floors_of(facts)
    assert sorted(floors["clause:k"][0]) == [0.0, 0.0, 0.0, 1.0]


def test_a_pin_is_a_hard_floor_and_one_that_cannot_be_honoured_is_reported() -> None:
    pin = Binding("asta", "hjælper", BindingKind.PIN)
    floors, broken = floors_of(municipality(bindings=(pin,)))
    assert floors["pin:asta:hjælper"] == ([1.0], 1.0, float("inf"))
    assert broken == []
    facts = municipality(openings=(helper(), helper(id="stor", hours_min=20.0, hours_max=30.0, hours_total=30.0)))
    facts = municipality(openings=facts.openings, bindings=(Binding("asta", "stor", BindingKind.PIN),))
    floors, broken = floors_of(facts)
    assert floors == {}
    assert broken == [("asta", "stor")]
