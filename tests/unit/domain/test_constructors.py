"""Wrong objects cannot be built: every constructor refuses nonsense and names the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from matcher.domain import (
    Binding,
    BindingKind,
    Clause,
    ClauseUnit,
    Employer,
    EmployerKind,
    GoAhead,
    InvalidFact,
    Outcome,
    Scheme,
    Settings,
    Wish,
    WishSubject,
)
from tests.municipality import DAY, asta, bakery, easy, helper, municipality, must, offer, offers_it

REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("id", lambda: asta(id="")),
    ("id", lambda: asta(id=" c1")),
    ("id", lambda: asta(id="0101701234")),
    ("id", lambda: asta(id="010170-1234")),
    ("hours_target", lambda: asta(hours_target=2.0)),
    ("hours_max", lambda: asta(hours_max=40.0)),
    ("hours_min", lambda: asta(hours_min=float("nan"))),
    ("intensity", lambda: asta(intensity=0.0)),
    ("max_jobs", lambda: asta(max_jobs=0)),
    ("commute_max", lambda: asta(commute_max=0.0)),
    ("grant_to", lambda: asta(grant_from=DAY, grant_to=date(2020, 1, 1))),
    ("needs", lambda: asta(needs=(must("SEN-01"), must("SEN-01")))),
    ("amount", lambda: must("PHY-01", -1.0)),
    ("target", lambda: Wish(WishSubject.TASK, "", True)),
    ("cvr", lambda: Employer("e", "E", EmployerKind.PRIVATE, cvr="123")),
    ("name", lambda: Employer("e", " ", EmployerKind.PRIVATE)),
    ("p_number", lambda: bakery(p_number="12")),
    ("ordinary_fte", lambda: bakery(ordinary_fte=-1.0)),
    ("provisions", lambda: bakery(provisions=(offers_it("SEN-01"), offers_it("SEN-01")))),
    ("places", lambda: helper(places=0)),
    ("hours_max", lambda: helper(hours_min=9.0, hours_max=8.0)),
    ("hours_total", lambda: helper(hours_total=1.0)),
    ("schemes", lambda: helper(schemes=frozenset())),
    ("tasks", lambda: helper(tasks=())),
    ("tasks", lambda: helper(tasks=(easy(), easy()))),
    ("latest_start", lambda: helper(start=DAY, latest_start=date(2020, 1, 1))),
    ("hours", lambda: easy(hours=0.0)),
    ("accommodations", lambda: offer(accommodations=frozenset())),
    ("radius_km", lambda: offer(postcode="6000")),
    ("quantity", lambda: Clause("k", "K", "bager", ClauseUnit.HOURS, -1.0)),
    ("withdrawn", lambda: GoAhead("asta", "hjælper", DAY, date(2020, 1, 1))),
    ("ended", lambda: Outcome("asta", "bageriet", Scheme.FLEKSJOB, DAY, date(2020, 1, 1))),
    ("weeks", lambda: Settings(DAY, weeks=0)),
    ("candidates", lambda: municipality(candidates=(asta(), asta()))),
    ("openings.workplace", lambda: municipality(openings=(helper(workplace="andet"),))),
    ("workplaces.employer", lambda: municipality(workplaces=(bakery(employer="anden"),))),
    (
        "wishes.workplace",
        lambda: municipality(candidates=(asta(wishes=(Wish(WishSubject.WORKPLACE, "andet", True),)),)),
    ),
    (
        "bindings",
        lambda: municipality(
            bindings=(
                Binding("asta", "hjælper", BindingKind.PIN),
                Binding("asta", "hjælper", BindingKind.FORBID),
            )
        ),
    ),
]


@pytest.mark.parametrize(("field", "build"), REFUSED)
def test_nonsense_is_refused_and_the_field_is_named(field: str, build: Callable[[], object]) -> None:
    with pytest.raises(InvalidFact) as caught:
        build()
    assert caught.value.field == field


def test_one_hour_a_week_is_a_job() -> None:
    assert asta(hours_min=0.5, hours_target=1.0, hours_max=1.0).hours_target == 1.0
