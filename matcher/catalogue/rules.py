"""Reading ``rules.toml``: legal rules as dated objects, each with its source and its switch."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from importlib.resources.abc import Traversable
from itertools import combinations
from typing import Any

from matcher.catalogue.tables import CatalogueError
from matcher.domain.rule import LegalRule
from matcher.domain.scheme import Scheme

FILE = "rules.toml"
EFFECTS = ("block", "cap", "warn", "inform")
"""What a rule does: excludes a pair, sets an upper bound, is shown as a warning, is shown as information."""

_TEXTS = ("id", "version", "danish", "english", "note", "source")
_SWITCHES = ("enabled", "verified")
_DATES = ("valid_from", "valid_to")
_REQUIRED = (*_TEXTS, *_SWITCHES, "parameters", "schemes")


def read_rules(folder: Traversable) -> tuple[LegalRule, ...]:
    """Read ``rules.toml``; the row of an error counts the rules, the first being 1.

    Raises
    ------
    CatalogueError
        When a key is missing, unknown or of the wrong kind, an unverified rule has no note, or two versions of a
        rule are in force on the same day.
    """
    try:
        text = folder.joinpath(FILE).read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CatalogueError(FILE, 1, "rule", f"filen kan ikke læses som TOML: {fault}") from fault
    tables = content.get("rule")
    if set(content) != {"rule"} or not isinstance(tables, list):
        raise CatalogueError(FILE, 1, "rule", "filen skal bestå af [[rule]]-afsnit og intet andet")
    rules = tuple(_rule(number, table) for number, table in enumerate(tables, start=1))
    _check_versions(rules)
    return rules


def _rule(number: int, table: dict[str, Any]) -> LegalRule:
    for key in _REQUIRED:
        if key not in table:
            raise CatalogueError(FILE, number, key, "feltet mangler")
    for key in table:
        if key not in (*_REQUIRED, *_DATES):
            raise CatalogueError(FILE, number, key, "feltet kendes ikke; slet det eller ret navnet")
    for key in _TEXTS:
        if not isinstance(table[key], str) or (key != "note" and not table[key].strip()):
            raise CatalogueError(FILE, number, key, "skal være en tekst")
    for key in _SWITCHES:
        if not isinstance(table[key], bool):
            raise CatalogueError(FILE, number, key, "skal være true eller false")
    for key in _DATES:
        value = table.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise CatalogueError(FILE, number, key, "skal være en dato, fx 2026-02-01")
    if not table["verified"] and not table["note"].strip():
        raise CatalogueError(FILE, number, "note", "en regel, der ikke er efterset, skal sige hvad der er i tvivl")
    rule = LegalRule(
        id=table["id"],
        version=table["version"],
        valid_from=table.get("valid_from"),
        valid_to=table.get("valid_to"),
        danish=table["danish"],
        english=table["english"],
        parameters=_parameters(number, table["parameters"]),
        schemes=_schemes(number, table["schemes"]),
        enabled=table["enabled"],
        verified=table["verified"],
        note=table["note"],
        source=table["source"],
    )
    if rule.valid_from is not None and rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise CatalogueError(FILE, number, "valid_to", "reglen slutter, før den begynder")
    return rule


def _parameters(number: int, table: object) -> tuple[tuple[str, float | str | bool], ...]:
    if not isinstance(table, dict):
        raise CatalogueError(FILE, number, "parameters", 'skal være en tabel, fx { effect = "warn" }')
    if table.get("effect") not in EFFECTS:
        raise CatalogueError(FILE, number, "parameters", f"effect skal være en af {', '.join(EFFECTS)}")
    parameters: list[tuple[str, float | str | bool]] = []
    for name, value in table.items():
        if not isinstance(value, bool | int | float | str):
            raise CatalogueError(FILE, number, "parameters", f"»{name}« skal være et tal, en tekst, true eller false")
        parameters.append((name, value if isinstance(value, bool | str) else float(value)))
    return tuple(parameters)


def _schemes(number: int, names: object) -> tuple[str, ...]:
    known = [scheme.value for scheme in Scheme]
    if not isinstance(names, list) or any(name not in known for name in names) or len(set(names)) < len(names):
        raise CatalogueError(FILE, number, "schemes", f"skal være en liste af ordninger: {', '.join(known)}")
    return tuple(names)


def _check_versions(rules: tuple[LegalRule, ...]) -> None:
    numbered = enumerate(rules, start=1)
    for (_, first), (number, second) in combinations(numbered, 2):
        if first.id != second.id:
            continue
        if first.version == second.version:
            raise CatalogueError(FILE, number, "version", f"»{second.version}« af »{second.id}« findes to gange")
        latest_start = max(first.valid_from or date.min, second.valid_from or date.min)
        earliest_end = min(first.valid_to or date.max, second.valid_to or date.max)
        if latest_start <= earliest_end:
            raise CatalogueError(
                FILE, number, "valid_from", f"»{second.version}« og »{first.version}« af »{first.id}« gælder samtidig"
            )
