from __future__ import annotations

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.demo.assumptions import MAIN_TOWN_SHARE, OUTSIDE_KM, OUTSIDE_SHARE
from matcher.demo.places import POPULATION, REGION_SYDDANMARK, Size, districts_of, main_town

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("size", ["village", "kolding"])
def test_candidates_of_one_municipality_live_in_it(size: Size) -> None:
    districts = districts_of(size, CATALOGUE)
    homes = [row for row, weight in zip(districts.rows, districts.home, strict=True) if weight > 0]
    assert homes
    assert {row.municipality for row in homes} == {"0621"}
    assert all("0621" in dict(CATALOGUE.postcodes[row.postcode].municipalities) for row in homes)


def test_a_neighbours_town_is_left_to_the_neighbour() -> None:
    """Postal district 6100 Haderslev touches Kolding municipality, but hardly anybody lives in that corner."""
    districts = districts_of("kolding", CATALOGUE)
    assert all(row.postcode != "6100" for row in districts.rows if row.municipality == "0621")


def test_the_largest_town_has_its_share_of_the_homes() -> None:
    districts = districts_of("kolding", CATALOGUE)
    shared = {row.postcode: len(CATALOGUE.postcodes[row.postcode].municipalities) for row in districts.rows}
    kolding = sum(w for row, w in zip(districts.rows, districts.home, strict=True) if row.postcode == "6000")
    assert kolding == pytest.approx(POPULATION.value["0621"] * MAIN_TOWN_SHARE.value / shared["6000"])
    assert kolding > districts.home.sum() / 2


def test_some_work_lies_outside_but_near() -> None:
    districts = districts_of("kolding", CATALOGUE)
    centre = CATALOGUE.postcodes["6000"]
    outside = [
        (row, weight)
        for row, weight in zip(districts.rows, districts.work, strict=True)
        if row.municipality != "0621" and weight > 0
    ]
    assert sum(weight for _, weight in outside) / districts.work.sum() == pytest.approx(OUTSIDE_SHARE.value)
    assert all(centre.km_to(CATALOGUE.postcodes[row.postcode]) <= OUTSIDE_KM.value for row, _ in outside)
    assert "0607" in {row.municipality for row, _ in outside}


def test_the_region_is_its_22_municipalities() -> None:
    districts = districts_of("region", CATALOGUE)
    assert len(REGION_SYDDANMARK) == 22
    assert {row.municipality for row in districts.rows} == set(REGION_SYDDANMARK)


def test_denmark_is_every_municipality_weighted_by_its_size() -> None:
    known = {code for place in CATALOGUE.postcodes.values() for code, _ in place.municipalities}
    assert known - set(POPULATION.value) <= {"0411"}, "only Christiansø may be left out"
    districts = districts_of("denmark", CATALOGUE)
    weight = dict.fromkeys(POPULATION.value, 0.0)
    for row, home in zip(districts.rows, districts.home, strict=True):
        weight[row.municipality] += float(home)
    assert min(weight.values()) > 0
    assert weight["0751"] > 3 * weight["0621"] > 9 * weight["0492"]


@pytest.mark.parametrize(("municipality", "town"), [("0621", "6000"), ("0607", "7000"), ("0630", "7100")])
def test_the_main_town_is_the_one_the_municipality_is_named_after(municipality: str, town: str) -> None:
    assert main_town(CATALOGUE, municipality) == town
