"""Sectors, certificates, languages, and what must never stand in the catalogue."""

from __future__ import annotations

import re
from importlib.resources import files

from matcher.catalogue.loader import load_catalogue

CATALOGUE = load_catalogue()
# Names of illnesses and the words for naming them; a stem is enough to catch every inflection.
FORBIDDEN = re.compile(
    r"diagnos|depress|angst|adhd|autis|asperger|ptsd|skizo|bipolar|psykos|stress|demens|epilep|diabet|kræft|cancer"
    r"|sklerose|gigt|hjernerys|hjerneskad|migræne|astma|allergi|fibromyalg|slidgigt|misbrug|alkoholis|hjertes",
    re.IGNORECASE,
)


def test_no_illness_is_named_in_any_data_file() -> None:
    folder = files("matcher.catalogue").joinpath("data")
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    assert "accommodations.csv" in names
    found = [
        (name, match.group())
        for name in names
        for match in FORBIDDEN.finditer(folder.joinpath(name).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_search_for_illnesses_finds_one_when_there_is_one() -> None:
    assert FORBIDDEN.search("Borgeren har Migræne") is not None


def test_sectors_certificates_and_languages_can_be_looked_up_by_id() -> None:
    assert CATALOGUE.sectors["butik"].danish == "Butik og detailhandel"
    assert CATALOGUE.certificates["kørekort-b"].danish == "Kørekort B"
    assert CATALOGUE.languages["uk"].danish == "ukrainsk"
    assert len(CATALOGUE.sectors) >= 20


def test_a_part_and_a_language_both_have_a_danish_name() -> None:
    assert CATALOGUE.part_name("lift") == "elevator"
    assert CATALOGUE.part_name("ti") == "tigrinya"


def test_sources_name_every_data_file() -> None:
    folder = files("matcher.catalogue").joinpath("data")
    sources = folder.joinpath("SOURCES.md").read_text(encoding="utf-8")
    missing = [entry.name for entry in folder.iterdir() if entry.name != "SOURCES.md" and entry.name not in sources]
    assert missing == []


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    assert load_catalogue() is CATALOGUE
    assert not hasattr(CATALOGUE.tasks, "__setitem__")
