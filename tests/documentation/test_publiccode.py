"""publiccode.yml keeps the standard's core schema (version 0) and tells the same as pyproject.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import text_of

PUBLIC: dict[str, Any] = yaml.safe_load(text_of(Path("publiccode.yml")))
PROJECT: dict[str, Any] = tomllib.loads(text_of(Path("pyproject.toml")))["project"]


def test_every_mandatory_key_is_there() -> None:
    mandatory = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    mandatory |= {"description", "legal", "maintenance", "localisation"}
    assert mandatory <= PUBLIC.keys()
    assert PUBLIC["publiccodeYmlVersion"] == "0"
    assert re.fullmatch(r"https://\S+\.git", PUBLIC["url"])


def test_enumerated_values_are_allowed_ones() -> None:
    assert PUBLIC["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert PUBLIC["softwareType"] in {"standalone/web", "standalone/backend", "standalone/other"}
    assert set(PUBLIC["platforms"]) <= {"web", "windows", "mac", "linux"}
    assert set(PUBLIC["categories"]) <= {"talent-management", "hr", "resource-management", "data-analytics"}
    assert set(PUBLIC["intendedAudience"]["scope"]) <= {"employment", "local-authorities", "welfare", "society"}
    assert PUBLIC["intendedAudience"]["countries"] == ["dk"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_descriptions_have_the_length_that_catalogues_show(language: str) -> None:
    description = PUBLIC["description"][language]
    assert 0 < len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert 5 <= len(description["features"]) <= 20


def test_who_maintains_it_is_named_unless_nobody_does() -> None:
    maintenance = PUBLIC["maintenance"]
    assert maintenance["type"] in {"internal", "contract", "community", "none"}
    needed = {"internal": "contacts", "community": "contacts", "contract": "contractors"}.get(maintenance["type"])
    assert needed is None or maintenance[needed][0]["name"]


def test_the_languages_of_the_interface_are_said() -> None:
    assert isinstance(PUBLIC["localisation"]["localisationReady"], bool)
    assert "da" in PUBLIC["localisation"]["availableLanguages"]


def test_it_agrees_with_pyproject() -> None:
    assert PUBLIC["softwareVersion"] == PROJECT["version"]
    assert PUBLIC["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert PUBLIC["name"].lower() == PROJECT["name"]
    assert text_of(Path("LICENSE")).startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
