"""The tables: up and down on both databases, and equal to what the code believes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from matcher.domain import MatcherError
from matcher.store import Store, audit, open_store, schema, tables
from matcher.store.audit import Entry
from matcher.store.facts import save_rows
from matcher.store.tables import METADATA
from tests.contract.fields import BASE

REVISIONS = [script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/a.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    store = open_store(url)
    yield store
    store.close()


def tables_of(store: Store) -> set[str]:
    return set(sa.inspect(store.engine).get_table_names()) - {"alembic_version"}


def test_every_migration_goes_up_and_down_and_up_again(store: Store) -> None:
    for revision in REVISIONS:
        before = tables_of(store)
        schema.upgrade(store, revision)
        assert schema.version(store) == revision
        after = tables_of(store)
        schema.downgrade(store, "-1")
        assert tables_of(store) == before
        schema.upgrade(store, revision)
        assert tables_of(store) == after
    assert tables_of(store) == set(METADATA.tables)
    schema.downgrade(store, "base")
    assert tables_of(store) == set()


def test_a_yes_from_before_its_moment_was_kept_is_never_revived(store: Store) -> None:
    schema.upgrade(store, "0006")
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    # Said by the log at noon and corrected later; said by a file; corrected before that very day, whatever that means.
    rows = {
        "2026-11-24": "2026-12-01 08:00:00",
        "2026-11-02": "2026-11-20 08:00:00",
        "2026-12-24": "2026-12-02 08:00:00",
    }
    with store.writing() as connection:
        for name in ("employers", "candidates", "workplaces", "openings"):
            save_rows(connection, name, getattr(BASE, name), noon)
        for given, changed in rows.items():
            values = f"'asta/hjælper/{given}', 'asta', 'hjælper', '{given}', '{changed}'"
            connection.exec_driver_sql(
                f"INSERT INTO go_aheads (id, candidate, opening, given, changed_at) VALUES ({values})"
            )
        for at, action in ((noon, "give"), (noon + timedelta(hours=1), "read"), (noon + timedelta(days=7), "give")):
            said: dict[str, Any] = dict.fromkeys(("actor", "role", "organisation", "request", "software"), "-")
            row = Entry(**said, purpose=None, action=action, noun="go_ahead", object="asta/hjælper", outcome="done")
            audit.append(connection, [row], at)
    schema.upgrade(store)
    g = tables.go_aheads
    with store.reading() as connection:
        found = {str(given): at for given, at in connection.execute(sa.select(g.c.given, g.c.said_at))}
    assert found == {
        "2026-11-24": noon,
        "2026-11-02": datetime(2026, 11, 1, 23, tzinfo=UTC),
        "2026-12-24": datetime(2026, 12, 2, 8, tzinfo=UTC),
    }


def test_a_model_that_can_be_read_no_more_is_in_use_no_more(store: Store) -> None:
    schema.upgrade(store, "0006")
    old, new = '{"schema": "brobygger-model/1"}', '{"schema": "brobygger-model/2"}'
    let_in, out = "2026-11-01 08:00:00", "2026-11-02 08:00:00"
    # id: alias, document, promoted, withdrawn
    rows: dict[str, tuple[str | None, str, str | None, str | None]] = {
        "used": ("champion", old, let_in, None),
        "before": (None, old, let_in, None),
        "readable": (None, new, let_in, None),
        "broken": (None, "[1", let_in, None),
        "other": (None, "[]", let_in, None),
        "out": (None, old, let_in, out),
        "waits": ("challenger", old, None, None),
    }
    insert = sa.text(
        "INSERT INTO model_versions (id, alias, document, checksum, card, outcomes, day, beaten_by, created_at, "
        "created_by, promoted_at, withdrawn_at, withdrawn_by, version, changed_at) VALUES (:id, :alias, :document, "
        "'-', '-', 40, '2026-10-01', '[]', :at, 'ac_ali', :promoted, :withdrawn, :by, 3, :at)"
    )
    with store.writing() as connection:
        for key, (alias, document, promoted, withdrawn) in rows.items():
            by = None if withdrawn is None else "ac_ida"
            told = {"document": document, "at": let_in, "promoted": promoted, "withdrawn": withdrawn, "by": by}
            connection.execute(insert, {"id": key, "alias": alias, **told})
    schema.upgrade(store)
    m = tables.model_versions
    with store.reading() as connection:
        found = {row["id"]: row for row in connection.execute(sa.select(m)).mappings()}
    assert {key: row["document"] for key, row in found.items()} == {key: row[1] for key, row in rows.items()}
    taken_out = {key for key, row in found.items() if row["withdrawn_by"] == "system"}
    assert taken_out == {"used", "before"}
    for key in taken_out:
        row = found[key]
        assert row["alias"] is None and row["version"] == 4
        assert row["withdrawn_at"] == row["changed_at"] and "Taget ud ved opdateringen" in row["withdrawn_reason"]
    left = {key: (r["alias"], r["withdrawn_by"], r["version"]) for key, r in found.items() if key not in taken_out}
    assert left == {
        "readable": (None, None, 3),
        "broken": (None, None, 3),
        "other": (None, None, 3),
        "out": (None, "ac_ida", 3),
        "waits": ("challenger", None, 3),
    }


def test_the_migrated_tables_are_those_the_code_believes_in(store: Store) -> None:
    schema.upgrade(store)
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_a_database_that_is_not_ready_is_refused_with_what_to_run(store: Store) -> None:
    with pytest.raises(MatcherError, match="brobygger database upgrade"):
        schema.require_current(store)
    schema.upgrade(store, REVISIONS[0])
    with pytest.raises(MatcherError, match="brobygger database upgrade"):
        schema.require_current(store)
    schema.upgrade(store)
    schema.require_current(store)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'future'"))
    with pytest.raises(MatcherError, match="nyere"):
        schema.require_current(store)


def test_the_log_can_only_be_appended_to(store: Store) -> None:
    schema.upgrade(store)
    insert = "INSERT INTO audit_subjects (number, candidate) VALUES (1, 'a')"
    with store.writing() as connection:
        connection.execute(sa.text(insert))
    for statement in ("UPDATE audit_subjects SET candidate = 'b'", "DELETE FROM audit_subjects"):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), store.writing() as connection:
            connection.execute(sa.text(statement))
