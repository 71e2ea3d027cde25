"""The one way to the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from matcher.catalogue.accommodations import read_accommodations
from matcher.catalogue.places import Postcode, read_postcodes
from matcher.catalogue.reasons import CodedReason, read_reasons
from matcher.catalogue.rules import FILE, read_rules
from matcher.catalogue.tables import CatalogueError
from matcher.catalogue.tasks import read_axes, read_tasks
from matcher.catalogue.vocabulary import (
    Certificate,
    Language,
    Part,
    Sector,
    read_certificates,
    read_languages,
    read_parts,
    read_sectors,
)
from matcher.domain.accommodation import Accommodation
from matcher.domain.errors import MatcherError
from matcher.domain.rule import LegalRule
from matcher.domain.task import DemandAxis, Task


@dataclass(frozen=True)
class Catalogue:
    """Everything that is the same for every municipality, by id and in the order of the files.

    Attributes
    ----------
    accommodations
        The 49 kinds of accommodation.
    parts
        What accommodations may be split into; the parts of LNG-01 are also language codes.
    axes
        The scales of demand, in the order in which every task lists its numbers.
    tasks
        Tasks typical of small-hour and flexible work.
    rules
        Every version of every legal rule.
    postcodes
        Danish postal districts by four-digit code.
    sectors, certificates, languages
        Words the files and pages offer to choose from.
    reasons
        What a person may give as her reason when she decides something about a match.
    """

    accommodations: Mapping[str, Accommodation]
    parts: Mapping[str, Part]
    axes: Mapping[str, DemandAxis]
    tasks: Mapping[str, Task]
    rules: tuple[LegalRule, ...]
    postcodes: Mapping[str, Postcode]
    sectors: Mapping[str, Sector]
    certificates: Mapping[str, Certificate]
    languages: Mapping[str, Language]
    reasons: Mapping[str, CodedReason]

    def rule_versions(self, rule_id: str) -> tuple[LegalRule, ...]:
        """Every version of a rule, the oldest first; empty when there is no rule of that id."""
        versions = [rule for rule in self.rules if rule.id == rule_id]
        return tuple(sorted(versions, key=lambda rule: rule.valid_from or date.min))

    def rule(self, rule_id: str, day: date) -> LegalRule | None:
        """The version of a rule that is in force on that day and switched on; None when there is none."""
        return next((rule for rule in self.rules if rule.id == rule_id and rule.in_force(day)), None)

    def rules_on(
        self,
        day: date,
        switches: Iterable[tuple[str, bool]] = (),
        parameters: Iterable[tuple[str, str, float]] = (),
    ) -> Mapping[str, LegalRule]:
        """The rules in force on a day, as the municipality has set them.

        Parameters
        ----------
        day
            The day the plan is made for.
        switches
            (rule id, on) for rules the municipality has turned on or off.
        parameters
            (rule id, parameter name, number) for numbers the municipality has set itself; a yes/no parameter takes
            0 or 1.

        Returns
        -------
        Mapping
            One version of each rule in force, by id, with the municipality's numbers in it.

        Raises
        ------
        MatcherError
            When a switch or a number names a rule or a numeric parameter that does not exist.
        """
        known = {rule.id for rule in self.rules}
        switched, numbers = dict(switches), {(rule_id, name): value for rule_id, name, value in parameters}
        for rule_id in (*switched, *(rule_id for rule_id, _ in numbers)):
            if rule_id not in known:
                raise MatcherError(f"Reglen »{rule_id}« findes ikke; ret navnet under indstillinger.")
        for rule_id, name in numbers:
            if not any(_numeric(rule, name) for rule in self.rule_versions(rule_id)):
                raise MatcherError(f"Reglen »{rule_id}« har intet tal, der hedder »{name}«; ret navnet.")
        found: dict[str, LegalRule] = {}
        for rule in self.rules:
            own = tuple((name, _set(value, numbers.get((rule.id, name)))) for name, value in rule.parameters)
            current = replace(rule, enabled=switched.get(rule.id, rule.enabled), parameters=own)
            if current.in_force(day):
                found[rule.id] = current
        return MappingProxyType(found)

    def part_name(self, part: str) -> str:
        """The Danish name of a part of an accommodation, or of a working language."""
        return self.parts[part].danish if part in self.parts else self.languages[part].danish


def _numeric(rule: LegalRule, name: str) -> bool:
    return any(key == name and not isinstance(value, str) for key, value in rule.parameters)


def _set(value: float | str | bool, number: float | None) -> float | str | bool:
    if number is None or isinstance(value, str):
        return value
    return bool(number) if isinstance(value, bool) else float(number)


def read_catalogue(folder: Traversable) -> Catalogue:
    """Read and check a catalogue from any folder; :func:`load_catalogue` reads our own.

    Raises
    ------
    CatalogueError
        Naming file, row and column, at the first thing that cannot be right.
    """
    axes = read_axes(folder)
    parts = read_parts(folder)
    languages = read_languages(folder)
    accommodations = read_accommodations(folder, axes, {*parts, *languages})
    rules = read_rules(folder)
    for number, rule in enumerate(rules, start=1):
        named = dict(rule.parameters).get("accommodation")
        if named is not None and named not in accommodations:
            raise CatalogueError(FILE, number, "parameters", f"hensynet »{named}« findes ikke i kataloget")
    return Catalogue(
        accommodations=MappingProxyType(accommodations),
        parts=MappingProxyType(parts),
        axes=MappingProxyType(axes),
        tasks=MappingProxyType(read_tasks(folder, axes)),
        rules=rules,
        postcodes=MappingProxyType(read_postcodes(folder)),
        sectors=MappingProxyType(read_sectors(folder)),
        certificates=MappingProxyType(read_certificates(folder)),
        languages=MappingProxyType(languages),
        reasons=MappingProxyType(read_reasons(folder)),
    )


@cache
def load_catalogue() -> Catalogue:
    """Our own catalogue, read and checked once in a process."""
    return read_catalogue(files("matcher.catalogue").joinpath("data"))
