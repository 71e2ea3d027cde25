"""The tables: up and down on both databases, and equal to what the code believes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from matcher.domain import MatcherError
from matcher.store import Store, open_store, schema
from matcher.store.tables import METADATA

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
