"""What the municipality has set for all: weeks, switches and numbers of legal rules, and how far the engine may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from matcher.domain import LegalRule, MatcherError, Settings
from matcher.services.caller import Role
from matcher.services.codes import require_text
from matcher.services.engine import Engine
from matcher.services.errors import Malformed, Outdated
from matcher.services.unit import Unit
from matcher.store import tables
from matcher.store.facts import SUPPLY, load_settings, raise_revision, save_settings

READERS = (Role.CONSULTANT, Role.EVALUATOR, Role.ADMINISTRATOR, Role.AUDITOR)
_LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Municipality:
    """What has been set.

    Attributes
    ----------
    settings
        Weeks, switches, numbers, assumptions; the day is today.
    engine, reason, set_by, set_at
        How far the engine may go; why, since when, and the account of whoever said so; None when nobody has.
    version
        0 while nothing has been set.
    """

    settings: Settings
    engine: Engine
    reason: str | None
    set_by: str | None
    set_at: datetime | None
    version: int


def read(unit: Unit) -> Municipality:
    """What the municipality has set."""
    unit.require(*READERS)
    return _municipality(unit, _row(unit))


def rules(unit: Unit) -> Mapping[str, LegalRule]:
    """The legal rules in force today, with the municipality's switches and numbers, by id."""
    unit.require(*READERS)
    settings = load_settings(unit.connection, unit.day)
    return unit.catalogue.rules_on(unit.day, settings.rules, settings.parameters)


def replace_settings(
    unit: Unit,
    weeks: int,
    switches: Sequence[tuple[str, bool]],
    parameters: Sequence[tuple[str, str, float]],
    version: int,
) -> Municipality:
    """Set how far plans look ahead, and which legal rules apply with which numbers.

    Raises
    ------
    Malformed
        When a switch or a number names a rule or a parameter that does not exist, or one twice.
    """
    unit.require(Role.ADMINISTRATOR)
    _expected(unit, version)
    _check_rules(unit, switches, parameters)
    old = load_settings(unit.connection, unit.day)
    new = replace(old, weeks=weeks, rules=tuple(switches), parameters=tuple(parameters))
    changed = [name for name in ("weeks", "rules", "parameters") if getattr(old, name) != getattr(new, name)]
    save_settings(unit.connection, new, unit.now)
    touched = {rule for rule, *_ in {*old.rules} ^ {*new.rules}} | {p[0] for p in {*old.parameters} ^ {*new.parameters}}
    unit.record("change", "municipality", "", fields=changed, rules=sorted(touched))
    return _municipality(unit, _row(unit))


def switch_engine(unit: Unit, engine: Engine, reason: str, version: int) -> Municipality:
    """Let the engine work, apply the rules alone, or stay off; manual work goes on whatever it is."""
    unit.require(Role.ADMINISTRATOR)
    row = _expected(unit, version)
    require_text(reason, "reason")
    if not reason.strip():
        raise Malformed("Skriv hvorfor; det vises for alle", "reason")
    if row is None:
        save_settings(unit.connection, Settings(unit.day), unit.now)
    before = Engine.ON if row is None else Engine(row["engine"])
    table = tables.municipality
    unit.connection.execute(
        sa.update(table).values(
            engine=engine.value,
            engine_reason=reason,
            engine_set_by=unit.caller.account,
            engine_set_at=unit.now,
            version=version + 1,
            changed_at=unit.now,
        )
    )
    raise_revision(unit.connection, SUPPLY, unit.now)
    unit.record("switch", "engine", engine.value, before=before.value)
    return _municipality(unit, _row(unit))


def _row(unit: Unit, *, lock: bool = False) -> Mapping[str, Any] | None:
    query = sa.select(tables.municipality)
    row = unit.connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else dict(row)


def _expected(unit: Unit, version: int) -> Mapping[str, Any] | None:
    row = _row(unit, lock=True)
    if version != (0 if row is None else row["version"]):
        raise Outdated
    return row


def _check_rules(
    unit: Unit, switches: Sequence[tuple[str, bool]], parameters: Sequence[tuple[str, str, float]]
) -> None:
    named = [rule for rule, _ in switches]
    if len(set(named)) < len(named):
        raise Malformed("Den samme regel står to gange", "rules")
    numbers = [(rule, name) for rule, name, _ in parameters]
    if len(set(numbers)) < len(numbers):
        raise Malformed("Det samme tal står to gange", "parameters")
    for place, (rule, name, number) in enumerate(parameters):
        truths = [v for r in unit.catalogue.rule_versions(rule) for n, v in r.parameters if n == name]
        if not -_LARGEST <= number <= _LARGEST:
            raise Malformed("Tallet er for stort", f"parameters.{place}.number")
        if truths and all(isinstance(value, bool) for value in truths) and number not in (0.0, 1.0):
            raise Malformed(f"»{name}« er ja eller nej: skriv 1 eller 0", f"parameters.{place}.number")
    for field, given in (("rules", (switches, ())), ("parameters", ((), parameters))):
        try:
            unit.catalogue.rules_on(unit.day, *given)
        except MatcherError as error:
            raise Malformed(str(error), field) from None


def _municipality(unit: Unit, row: Mapping[str, Any] | None) -> Municipality:
    settings = load_settings(unit.connection, unit.day)
    if row is None:
        return Municipality(settings, Engine.ON, None, None, None, 0)
    said = (row["engine_reason"], row["engine_set_by"], row["engine_set_at"])
    return Municipality(settings, Engine(row["engine"]), *said, row["version"])
