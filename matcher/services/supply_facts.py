"""Facts about the supply: employers, workplaces, openings, support. One way for all; each noun says what is its own.

They are about no person, so reading them is not logged; every change is, with the names of the fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from matcher.services.access import Reach
from matcher.services.caller import Role
from matcher.services.errors import Malformed, NotAllowed, NotHere, Outdated, Refused
from matcher.services.fields import Group, Sight, sight, visible
from matcher.services.unit import Unit, new_id
from matcher.store.coding import from_mapping, to_plain
from matcher.store.facts import NOUNS, SUPPLY, load_one, raise_revision, save_rows

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Noun:
    """What is particular about one of the six.

    Attributes
    ----------
    name
        Its table, as in `matcher.store.facts.NOUNS`.
    word, danish
        One of them: in the log, and in a sentence as »Virksomheden«.
    prefix
        Of an id that is made here.
    groups
        The group that each of its fields is seen with.
    owned_by
        The rows of one employer; None when an employer has none.
    check
        Refuses codes and references that lead nowhere. It is given the row as it was, or None: what has not changed has
        been let in before.
    used_by
        What keeps a row from being removed, one sentence each.
    entered_by_employer
        Whether an employer may add one of her own.
    changed
        Told of a row, as it was and as it is, that has been given other values in this transaction.
    """

    name: str
    word: str
    danish: str
    prefix: str
    groups: Mapping[str, Group]
    owned_by: Callable[[str], Condition] | None
    check: Callable[[Unit, Any, Any], None]
    used_by: Callable[[Unit, str], list[str]]
    entered_by_employer: bool = False
    changed: Callable[[Unit, Any, Any], None] | None = None

    @property
    def table(self) -> sa.Table:
        """Where its rows are."""
        return NOUNS[self.name][1]


@dataclass(frozen=True, slots=True)
class SeenFact:
    """What one caller sees of one row.

    Attributes
    ----------
    id, version
        Of the row.
    values
        Plain values by name, only those the caller may read.
    """

    id: str
    version: int
    values: dict[str, Any]


def read(unit: Unit, noun: Noun, key: str) -> SeenFact:
    """One row, as the caller may see it."""
    _require_sight(unit, noun)
    found = load_one(unit.connection, noun.name, key) if _within_reach(unit, noun, key) else None
    if found is None:
        raise NotHere
    return _seen(unit, noun, *found)


def read_list(
    unit: Unit, noun: Noun, limit: int, after: str = "", *conditions: Condition
) -> tuple[list[SeenFact], str | None]:
    """The rows the caller may see, by id, and where the next page begins.

    Parameters
    ----------
    conditions
        Which of them are wanted.
    """
    _require_sight(unit, noun)
    kind, table = NOUNS[noun.name]
    query = sa.select(table).where(table.c.id > after, _reach(unit, noun), *conditions).order_by(table.c.id)
    rows = unit.connection.execute(query.limit(limit + 1)).mappings().all()
    page = [_seen(unit, noun, from_mapping(kind, row), row["version"]) for row in rows[:limit]]
    return page, page[-1].id if len(rows) > limit else None


def key_for(unit: Unit, noun: Noun, wanted: str | None) -> str:
    """The id of a row to be entered: the one that is wanted, or a new one.

    An employer gets hers from here: told which ids are in use, she would learn of others' rows.
    """
    if wanted is None:
        return new_id(noun.prefix)
    if unit.caller.role is Role.EMPLOYER:
        raise Malformed("Udelad id: det bliver givet", "id")
    return wanted


def create(unit: Unit, noun: Noun, fact: Any) -> SeenFact:
    """A new row.

    Raises
    ------
    Malformed
        When it names a code or a row that is not there.
    Refused
        When the id is in use.
    """
    if _sights(unit, noun) != {Sight.WRITE}:
        raise NotAllowed
    if unit.caller.role is Role.EMPLOYER and not noun.entered_by_employer:
        raise NotAllowed
    noun.check(unit, fact, None)
    # Looked for while it is written: whoever enters the same id at the same moment may have come between.
    if save_rows(unit.connection, noun.name, [fact], unit.now).new == 0:
        raise Refused("Det id er i brug; vælg et andet", "id_taken")
    unit.record("create", noun.word, fact.id)
    return _seen(unit, noun, fact, 1)


def replace(unit: Unit, noun: Noun, fact: Any, version: int) -> SeenFact:
    """Give a row other values.

    Raises
    ------
    Outdated
        When somebody has changed it since that version.
    NotAllowed
        When it changes a field that the caller's role may only read.
    Malformed
        When it names a code or a row that is not there.
    """
    if Sight.WRITE not in _sights(unit, noun):
        raise NotAllowed
    old, current = _locked(unit, noun, fact.id, version)
    changed = [field.name for field in fields(fact) if getattr(old, field.name) != getattr(fact, field.name)]
    _require_writing(unit, noun, changed)
    noun.check(unit, fact, old)
    save_rows(unit.connection, noun.name, [fact], unit.now)
    if noun.changed is not None:
        noun.changed(unit, old, fact)
    unit.record("change", noun.word, fact.id, fields=changed)
    return _seen(unit, noun, fact, current + bool(changed))


def delete(unit: Unit, noun: Noun, key: str, version: int) -> None:
    """Remove a row that nothing refers to.

    Only a consultant may: whether somebody has been bound to an opening is nothing an employer is to find out.

    Raises
    ------
    Refused
        With one sentence for each thing that refers to it.
    """
    unit.require(Role.CONSULTANT)
    _locked(unit, noun, key, version, to_delete=True)
    users = noun.used_by(unit, key)
    if users:
        raise Refused(f"{noun.danish} er i brug og kan ikke slettes", "in_use", tuple(users))
    unit.connection.execute(sa.delete(noun.table).where(noun.table.c.id == key))
    raise_revision(unit.connection, SUPPLY, unit.now)
    unit.record("delete", noun.word, key)


def is_there(unit: Unit, noun: Noun, key: str) -> bool:
    """Whether there is such a row within the caller's reach; then it stays until the transaction ends."""
    query = sa.select(noun.table.c.id).where(noun.table.c.id == key, _reach(unit, noun))
    return unit.connection.execute(query.with_for_update(read=True, key_share=True)).first() is not None


def how_many(unit: Unit, table: sa.Table, condition: Condition, one: str, several: str) -> list[str]:
    """A sentence about the rows that refer to something: ``["3 stillinger"]``; none when there are none."""
    number = unit.connection.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar_one()
    return [f"{number} {one if number == 1 else several}"] if number else []


def mentioning(unit: Unit, column: sa.ColumnElement[Any], key: str) -> list[Any]:
    """The JSON values of a column in which an id stands as a text of its own, perhaps in other capitals."""
    mentioned = sa.cast(column, sa.Text).contains(json.dumps(key), autoescape=True)
    return list(unit.connection.execute(sa.select(column).where(mentioned)).scalars())


def _locked(unit: Unit, noun: Noun, key: str, version: int, *, to_delete: bool = False) -> tuple[Any, int]:
    found = None
    if _within_reach(unit, noun, key):
        found = load_one(unit.connection, noun.name, key, lock=True, to_delete=to_delete)
    if found is None:
        raise NotHere
    if found[1] != version:
        raise Outdated
    return found


def _within_reach(unit: Unit, noun: Noun, key: str) -> bool:
    query = sa.select(noun.table.c.id).where(noun.table.c.id == key, _reach(unit, noun))
    return unit.connection.execute(query).first() is not None


def _reach(unit: Unit, noun: Noun) -> Condition:
    """Which rows are the caller's to see: an employer's her own, the municipality's all."""
    if unit.caller.role is not Role.EMPLOYER:
        return sa.true()
    if noun.owned_by is None or unit.caller.employer is None:
        return sa.false()
    return noun.owned_by(unit.caller.employer)


def _sights(unit: Unit, noun: Noun) -> set[Sight]:
    return {sight(unit.caller.role, Reach.NONE, group) for group in noun.groups.values()}


def _require_sight(unit: Unit, noun: Noun) -> None:
    if not _sights(unit, noun) & {Sight.READ, Sight.WRITE}:
        raise NotAllowed


def _require_writing(unit: Unit, noun: Noun, changed: list[str]) -> None:
    """Refuse a change of what the caller may see but not change."""
    fixed = [name for name in changed if sight(unit.caller.role, Reach.NONE, noun.groups[name]) is not Sight.WRITE]
    if fixed:
        raise NotAllowed(f"Kun kommunen ændrer {', '.join(fixed)}; send det, som det står, og bed kommunen rette det.")


def _seen(unit: Unit, noun: Noun, fact: Any, version: int) -> SeenFact:
    values = visible(to_plain(fact), noun.groups, unit.caller.role, Reach.NONE)
    return SeenFact(fact.id, version, values)
