"""The municipality's facts, to and from the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matcher.domain import (
    Binding,
    Budget,
    Candidate,
    Clause,
    Employer,
    Facts,
    GoAhead,
    Identity,
    Opening,
    Outcome,
    Settings,
    SupportOffer,
    Workplace,
)
from matcher.store import tables
from matcher.store.coding import from_mapping, to_column, to_plain
from matcher.store.parts import in_parts
from matcher.store.secrets import Cipher

NOUNS: Mapping[str, tuple[type, sa.Table]] = {
    "employers": (Employer, tables.employers),
    "budgets": (Budget, tables.budgets),
    "candidates": (Candidate, tables.candidates),
    "workplaces": (Workplace, tables.workplaces),
    "openings": (Opening, tables.openings),
    "offers": (SupportOffer, tables.offers),
    "clauses": (Clause, tables.clauses),
    "bindings": (Binding, tables.bindings),
    "go_aheads": (GoAhead, tables.go_aheads),
    "outcomes": (Outcome, tables.outcomes),
}
"""The tables of `Facts` by name, in an order in which references are there before what refers to them."""
PEOPLE = "candidates"
SUPPLY = "supply"
"""Names of the two revisions; supply is everything that is not a candidate."""
_REVISION = {"candidates": PEOPLE, "bindings": PEOPLE, "go_aheads": PEOPLE, "outcomes": PEOPLE}
_DECIDED = ("code", "decided_by")
_ONLY = 1
_RAISED_LAST = "brobygger_revisions"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of one table when they were written."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Differences:
    """What would become of facts of one table if they were written.

    Attributes
    ----------
    new, changed
        The facts themselves.
    unchanged
        How many are there already, and equal.
    """

    new: tuple[Any, ...]
    changed: tuple[Any, ...]
    unchanged: int


def key_of(name: str, fact: Any) -> str:
    """The id of a fact's row. A fact without an id of its own is known by what it is about.

    A pair has one binding, so a pin takes the place of a forbid, and a forbid of a pin.
    """
    match name:
        case "go_aheads":
            return f"{fact.candidate}/{fact.opening}/{fact.given}"
        case "outcomes":
            return f"{fact.candidate}/{fact.workplace}/{fact.started}"
        case "bindings":
            return f"{fact.candidate}/{fact.opening}"
        case "identities":
            return str(fact.candidate)
        case _:
            return str(fact.id)


def load_facts(connection: sa.Connection, day: date, names: Collection[str] | None = None) -> Facts:
    """Everything the engine may be told, as of that day. Identities are never among it.

    Parameters
    ----------
    names
        Tables to read; those not named are empty. What is named must not refer to what is not.
    """
    found: dict[str, Any] = {}
    for name, (kind, table) in NOUNS.items():
        if names is None or name in names:
            rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
            found[name] = tuple(from_mapping(kind, row) for row in rows)
    return Facts(settings=load_settings(connection, day), **found)


def load_settings(connection: sa.Connection, day: date) -> Settings:
    """What the municipality has set, for a plan of that day."""
    row = connection.execute(sa.select(tables.municipality)).mappings().one_or_none()
    if row is None:
        return Settings(day)
    return from_mapping(Settings, {**row, "day": day})  # type: ignore[no-any-return]


def load_one(
    connection: sa.Connection, name: str, key: str, *, lock: bool = False, to_delete: bool = False
) -> tuple[Any, int] | None:
    """One fact with its version, or None.

    Parameters
    ----------
    lock
        Nobody else changes it until the transaction ends. Rows that refer to it may be added meanwhile.
    to_delete
        Nor may anybody else refer to it: needed where it is to be removed.
    """
    kind, table = NOUNS[name]
    query = sa.select(table).where(table.c.id == key)
    if lock or to_delete:
        query = query.with_for_update(key_share=not to_delete)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else (from_mapping(kind, row), row["version"])


def load_identities(
    connection: sa.Connection, cipher: Cipher, candidates: Collection[str] | None = None
) -> dict[str, Identity]:
    """Who those candidates are, by id: for services that may show it, never for the engine."""
    table = tables.identities
    query = sa.select(table)
    queries = [query]
    if candidates is not None:
        queries = [query.where(table.c.candidate.in_(some)) for some in in_parts(sorted(candidates))]
    return {
        row["candidate"]: from_mapping(Identity, {**row, "cpr": cipher.open(row["cpr"])})
        for some in queries
        for row in connection.execute(some).mappings()
    }


def identity_version(connection: sa.Connection, candidate: str) -> int:
    """Version of who that candidate is; 0 when nobody has said."""
    table = tables.identities
    return connection.execute(sa.select(table.c.version).where(table.c.candidate == candidate)).scalar() or 0


def save_facts(connection: sa.Connection, facts: Facts, cipher: Cipher, now: datetime) -> dict[str, Counts]:
    """Write every fact: new rows are added, changed ones get a new version, equal ones are left alone; none goes."""
    counts = {name: save_rows(connection, name, getattr(facts, name), now) for name in NOUNS}
    counts["identities"] = save_identities(connection, facts.identities, cipher, now)
    save_settings(connection, facts.settings, now)
    return counts


def save_rows(connection: sa.Connection, name: str, rows: Collection[Any], now: datetime, **more: object) -> Counts:
    """Write facts of one table.

    Parameters
    ----------
    more
        Columns beside the fact itself, e.g. ``decided_by``.
    """
    kind, table = NOUNS[name]
    names = [field.name for field in fields(kind)]
    old = _stored(connection, name, rows)
    new, changed = [], []
    for fact in rows:
        key = key_of(name, fact)
        values = {field: to_column(getattr(fact, field)) for field in names} | more
        if "id" in table.c:
            values["id"] = key
        if key not in old:
            new.append({**values, "version": 1, "changed_at": now})
        elif from_mapping(kind, old[key]) != fact or any(old[key][column] != value for column, value in more.items()):
            # Who decided a binding, and why, goes with what was decided.
            before = dict.fromkeys(_DECIDED, None) if name == "bindings" else {}
            changed.append({**before, **values, "version": old[key]["version"] + 1, "changed_at": now})
    if new:
        connection.execute(sa.insert(table), new)
    for values in changed:
        here = [column == values[column.name] for column in table.primary_key.columns]
        connection.execute(sa.update(table).where(*here).values(**values))
    if new or changed:
        raise_revision(connection, _REVISION.get(name, SUPPLY), now)
    return Counts(len(new), len(changed), len(rows) - len(new) - len(changed))


def insert_new(connection: sa.Connection, name: str, rows: Collection[Any], now: datetime) -> frozenset[str]:
    """Add facts of a table whose rows have ids, and leave alone what is there, also what came in this very moment.

    Returns
    -------
    frozenset of str
        Ids of those that were added: nobody else has added them.
    """
    kind, table = NOUNS[name]
    names = [field.name for field in fields(kind)]
    values = [
        {**{field: to_column(getattr(fact, field)) for field in names}, "version": 1, "changed_at": now}
        for fact in sorted(rows, key=lambda fact: fact.id)
    ]
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: Any = insert(table)
    statement = statement.on_conflict_do_nothing(index_elements=["id"]).returning(table.c.id)
    added: set[str] = set()
    for some in in_parts(values):
        added |= set(connection.execute(statement, some).scalars())
    if added:
        raise_revision(connection, _REVISION.get(name, SUPPLY), now)
    return frozenset(added)


def differences(connection: sa.Connection, name: str, rows: Collection[Any], *, lock: bool = False) -> Differences:
    """Compare facts of one table with what is stored; with `lock` what is there stays so until the transaction ends."""
    kind = NOUNS[name][0]
    old = _stored(connection, name, rows, lock=lock)
    new = tuple(fact for fact in rows if key_of(name, fact) not in old)
    changed = tuple(
        fact for fact in rows if (row := old.get(key_of(name, fact))) is not None and from_mapping(kind, row) != fact
    )
    return Differences(new, changed, len(rows) - len(new) - len(changed))


def differing_identities(connection: sa.Connection, identities: Collection[Identity], cipher: Cipher) -> Differences:
    """The same for who people are."""
    old = load_identities(connection, cipher, [i.candidate for i in identities])
    new = tuple(i for i in identities if i.candidate not in old)
    changed = tuple(i for i in identities if i.candidate in old and old[i.candidate] != i)
    return Differences(new, changed, len(identities) - len(new) - len(changed))


def stored_keys(connection: sa.Connection, name: str) -> dict[str, str]:
    """The keys of all facts of one table; each with the candidate it is about, or nothing."""
    table = NOUNS[name][1]
    about = table.c.id if name == "candidates" else table.c.get("candidate", sa.literal(""))
    key = table.c.id if "id" in table.c else table.c.candidate + "/" + table.c.opening
    return {row[0]: row[1] for row in connection.execute(sa.select(key, about))}


def save_identities(
    connection: sa.Connection, identities: Collection[Identity], cipher: Cipher, now: datetime
) -> Counts:
    """Write who people are; the CPR number is encrypted."""
    old = load_identities(connection, cipher, [i.candidate for i in identities])
    table = tables.identities
    new = changed = 0
    for identity in identities:
        values = {**to_plain(identity), "cpr": cipher.close(identity.cpr)}
        if identity.candidate not in old:
            connection.execute(sa.insert(table).values(**values, version=1, changed_at=now))
            new += 1
        elif old[identity.candidate] != identity:
            here = table.c.candidate == identity.candidate
            connection.execute(
                sa.update(table).where(here).values(**values, version=table.c.version + 1, changed_at=now)
            )
            changed += 1
    return Counts(new, changed, len(identities) - new - changed)


def save_settings(connection: sa.Connection, settings: Settings, now: datetime) -> None:
    """Write what the municipality has set. The day is not kept: a plan is made for the day it is asked for."""
    values = {name: to_plain(getattr(settings, name)) for name in ("weeks", "rules", "parameters", "assumptions")}
    table = tables.municipality
    row = connection.execute(sa.select(table)).mappings().one_or_none()
    if row is None:
        values |= {"id": _ONLY, "engine": "on", "version": 1, "changed_at": now}
        connection.execute(sa.insert(table).values(**values))
    elif any(row[name] != value for name, value in values.items()):
        connection.execute(sa.update(table).values(**values, version=row["version"] + 1, changed_at=now))
    else:
        return
    raise_revision(connection, SUPPLY, now)


def raise_revision(connection: sa.Connection, name: str, now: datetime) -> None:
    """Let copies of the facts know that they are old."""
    waiting: dict[str, datetime] | None = connection.info.get(_RAISED_LAST)
    if waiting is not None:
        waiting[name] = now
        return
    table = tables.revisions
    here = table.c.name == name
    raised = connection.execute(sa.update(table).where(here).values(number=table.c.number + 1, changed_at=now))
    if raised.rowcount == 0:
        connection.execute(sa.insert(table).values(name=name, number=1, changed_at=now))


@contextmanager
def revisions_last(connection: sa.Connection) -> Iterator[None]:
    """Raise revisions when everything within is written, and not before.

    A revision is one row that every writer changes: who held it from her first row on would let all others wait.
    """
    waiting: dict[str, datetime] = {}
    connection.info[_RAISED_LAST] = waiting
    try:
        yield
    finally:
        del connection.info[_RAISED_LAST]
    for name, now in sorted(waiting.items()):
        raise_revision(connection, name, now)


def revision(connection: sa.Connection, name: str) -> int:
    """How often the facts of that name have changed."""
    table = tables.revisions
    return connection.execute(sa.select(table.c.number).where(table.c.name == name)).scalar() or 0


def fingerprint(facts: Facts) -> str:
    """SHA-256 of the facts: equal facts have equal fingerprints, whatever the order of rows."""
    parts: dict[str, Any] = {name: sorted(map(_line, getattr(facts, name))) for name in NOUNS}
    parts["settings"] = _line(facts.settings)
    return hashlib.sha256(_line(parts).encode()).hexdigest()


def _line(value: Any) -> str:
    return json.dumps(_even(to_plain(value)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _even(plain: Any) -> Any:
    """Numbers as floats, so that 4 and 4.0, which are equal facts, are one."""
    if isinstance(plain, dict):
        return {name: _even(item) for name, item in plain.items()}
    if isinstance(plain, list):
        return [_even(item) for item in plain]
    return float(plain) if isinstance(plain, int) and not isinstance(plain, bool) else plain


def _stored(
    connection: sa.Connection, name: str, rows: Collection[Any], *, lock: bool = False
) -> dict[str, Mapping[str, Any]]:
    """The rows that are there already, by key."""
    kind, table = NOUNS[name]
    first = next(iter(table.primary_key.columns))
    wanted = sorted({fact.candidate if name == "bindings" else key_of(name, fact) for fact in rows})
    found: dict[str, Mapping[str, Any]] = {}
    for some in in_parts(wanted):
        query = sa.select(table).where(first.in_(some)).order_by(*table.primary_key.columns)
        for row in connection.execute(query.with_for_update(key_share=True) if lock else query).mappings():
            key = key_of(name, from_mapping(kind, row)) if name == "bindings" else row["id"]
            found[key] = dict(row)
    return found


__all__ = [
    "NOUNS",
    "PEOPLE",
    "SUPPLY",
    "Counts",
    "Differences",
    "differences",
    "differing_identities",
    "fingerprint",
    "identity_version",
    "insert_new",
    "key_of",
    "load_facts",
    "load_identities",
    "load_one",
    "load_settings",
    "raise_revision",
    "revision",
    "revisions_last",
    "save_facts",
    "save_identities",
    "save_rows",
    "save_settings",
    "stored_keys",
]
