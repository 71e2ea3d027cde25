"""Postal districts."""

from __future__ import annotations

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.catalogue.places import Postcode

POSTCODES = load_catalogue().postcodes


def test_kolding_to_fredericia_is_about_fifteen_kilometres() -> None:
    assert POSTCODES["6000"].km_to(POSTCODES["7000"]) == pytest.approx(14.8, abs=0.1)
    assert POSTCODES["7000"].km_to(POSTCODES["6000"]) == pytest.approx(14.8, abs=0.1)


def test_a_degree_of_latitude_is_one_three_hundred_and_sixtieth_of_the_earth() -> None:
    south, north = Postcode("0001", "Syd", 9.5, 55.0, ()), Postcode("0002", "Nord", 9.5, 56.0, ())
    assert south.km_to(north) == pytest.approx(111.195, abs=0.001)
    assert south.km_to(south) == 0


def test_kolding_belongs_to_its_municipality_and_fredericia_touches_two() -> None:
    assert POSTCODES["6000"].name == "Kolding"
    assert POSTCODES["6000"].municipalities == (("0621", "Kolding"),)
    assert POSTCODES["7000"].municipalities == (("0607", "Fredericia"), ("0630", "Vejle"))


def test_districts_on_the_coast_lie_on_land() -> None:
    # Ringkøbing's official visual centre lies 260 km out in the North Sea; the town itself is at about 8.24 E, 56.09 N.
    ringkoebing = POSTCODES["6950"]
    assert ringkoebing.km_to(Postcode("0000", "Ringkøbing by", 8.24, 56.09, ())) < 5
    skagen = POSTCODES["9990"]
    assert skagen.km_to(Postcode("0000", "Skagen by", 10.58, 57.72, ())) < 8


def test_all_of_denmark_is_there() -> None:
    assert len(POSTCODES) == 1089
    assert all(postcode.code == code and postcode.municipalities for code, postcode in POSTCODES.items())
