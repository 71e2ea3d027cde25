from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from matcher.catalogue.loader import load_catalogue
from matcher.demo.openings import draw_openings, workplaces_for
from matcher.demo.places import districts_of
from matcher.demo.sectors import HELD_CERTIFICATES, SECTOR_CERTIFICATE, TASK_CERTIFICATE, TASKS
from matcher.demo.workplaces import Sites, draw_sites
from matcher.domain import Opening, Scheme

CATALOGUE = load_catalogue()
DAY = date(2026, 11, 23)


@cache
def drawn() -> tuple[Sites, tuple[Opening, ...]]:
    counts = workplaces_for(np.random.default_rng(4), 900)
    districts = districts_of("kolding", CATALOGUE)
    sites = draw_sites(np.random.default_rng(1), np.random.default_rng(2), districts, len(counts), CATALOGUE, DAY)
    return sites, draw_openings(np.random.default_rng(3), counts, sites, CATALOGUE, DAY)


def test_openings_add_up_to_the_number_asked_for() -> None:
    counts = workplaces_for(np.random.default_rng(4), 900)
    assert sum(counts) == 900
    assert set(counts) == {1, 2, 3}
    assert len(drawn()[1]) == 900


def test_task_hours_add_up_to_the_hours_of_the_opening() -> None:
    for opening in drawn()[1]:
        assert sum(part.hours for part in opening.tasks) == opening.hours_total
        assert all(part.hours % 0.5 == 0 for part in opening.tasks)


def test_openings_have_one_to_five_tasks_of_their_sector_some_core_some_optional() -> None:
    sites, openings = drawn()
    sector = {w.id: w.sector for w in sites.workplaces}
    assert {len(opening.tasks) for opening in openings} == {1, 2, 3, 4, 5}
    assert {part.core for opening in openings for part in opening.tasks} == {True, False}
    for opening in openings:
        assert {part.task for part in opening.tasks} <= set(TASKS.value[sector[opening.workplace]])


def test_every_task_in_the_sectors_is_in_the_catalogue_and_every_task_has_a_sector() -> None:
    assert {task for tasks in TASKS.value.values() for task in tasks} == set(CATALOGUE.tasks)


def test_places_are_scarcer_than_candidates_would_be() -> None:
    """A third as many openings as candidates: 1.3 to 1.6 places each makes about half a place for everyone."""
    places = sum(opening.places for opening in drawn()[1]) / 900
    assert 1.3 <= places <= 1.6


def test_two_thirds_of_the_openings_can_be_had_for_ten_hours_or_less() -> None:
    assert np.mean([opening.hours_min <= 10 for opening in drawn()[1]]) > 2 / 3


def test_certificates_are_in_the_catalogue_and_somebody_holds_them() -> None:
    asked = {code for shares in SECTOR_CERTIFICATE.value.values() for code in shares}
    asked |= set(TASK_CERTIFICATE.value.values())
    assert asked <= set(CATALOGUE.certificates)
    assert set(HELD_CERTIFICATES.value) | {"kørekort-b"} == set(CATALOGUE.certificates)


def test_driving_a_truck_takes_a_truck_certificate() -> None:
    trucks = [o for o in drawn()[1] if any(part.task == "T034" for part in o.tasks)]
    assert CATALOGUE.tasks["T034"].danish == "Køre truck på lager"
    assert trucks
    assert all("truckcertifikat" in opening.certificates for opening in trucks)


def test_facts_that_have_not_been_asked_are_few() -> None:
    for field in ("windows", "danish", "seasonal"):
        missing = np.mean([getattr(opening, field) is None for opening in drawn()[1]])
        assert 0 < missing < 0.08, field


def test_a_demand_that_differs_stays_on_its_scale() -> None:
    different = [d for opening in drawn()[1] for part in opening.tasks for d in part.demands]
    assert different
    for axis, number in different:
        assert 0 <= number <= CATALOGUE.axes[axis].high


def test_every_scheme_is_welcome_somewhere() -> None:
    assert set().union(*(opening.schemes for opening in drawn()[1])) == set(Scheme)


def test_starts_lie_ahead() -> None:
    for opening in drawn()[1]:
        assert opening.start is None or opening.start > DAY
        assert opening.latest_start is None or opening.latest_start > DAY
