"""The triggers by which the database itself refuses to change the log: whether they are still there."""

from __future__ import annotations

import sqlalchemy as sa

_TABLES = ("audit", "audit_subjects")
_NAMES = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_truncate")}
_THERE = {
    # A trigger of that name which refuses nothing guards nothing; nor does one that is switched off.
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' "
    "AND tgrelid IN (to_regclass('audit'), to_regclass('audit_subjects'))",
}


def missing_guards(connection: sa.Connection) -> tuple[str, ...]:
    """Names of the triggers on the log that are gone or switched off, sorted; none when it is guarded."""
    kind = connection.dialect.name
    there = set(connection.execute(sa.text(_THERE[kind])).scalars())
    return tuple(sorted({f"{table}_{name}" for table in _TABLES for name in _NAMES[kind]} - there))
