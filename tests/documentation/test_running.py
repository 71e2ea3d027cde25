"""docs/running.md tells of every setting with its default, and the rights it advises are enough and no more."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from matcher.domain import MatcherError
from matcher.settings import Mode, Settings
from matcher.store import Store, audit, open_store, schema, tables
from matcher.store.log_classes import LogClass
from tests.office import MORNING
from tests.project import text_of
from tests.service.appending import an_entry
from tests.service.emptied import LATER, emptied, run_on

PAGE = text_of(Path("docs/running.md"))


def written() -> dict[str, tuple[str, str]]:
    """Default and meaning by the name of the variable."""
    rows = re.findall(r"^\| `BROBYGGER_(\w+)` \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
    assert len({name for name, _, _ in rows}) == len(rows)
    return {name.lower(): (default.strip("`"), meaning) for name, default, meaning in rows}


def in_words(value: Any) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value in ("", None):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value if isinstance(value, Enum) else value)


def test_every_setting_is_told_with_its_default_and_no_other() -> None:
    # Guards against the setting that only its maker knows of.
    told = {name: default for name, (default, _) in written().items()}
    real = {
        name: in_words(field.get_default(call_default_factory=True, validated_data={}))
        for name, field in Settings.model_fields.items()
    }
    assert told == real
    assert all(len(meaning) > 10 for _, meaning in written().values())


def test_every_setting_named_anywhere_on_the_page_exists() -> None:
    named = {name.lower() for name in re.findall(r"BROBYGGER_([A-Z_]+)", PAGE)}
    assert named <= set(Settings.model_fields)


def test_what_production_demands_is_told() -> None:
    (part,) = re.findall(r"## What production demands\n(.*?)\n## ", PAGE, re.DOTALL)
    demanded = set(re.findall(r"BROBYGGER_([A-Z_]+)", " ".join(Settings(mode=Mode.PRODUCTION).problems())))
    oidc = {name for name in demanded if name.startswith("OIDC_")}
    assert oidc == {"OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"}
    assert [name for name in demanded - oidc if f"BROBYGGER_{name}" not in part] == []
    assert "issuer, client id, client secret" in part


def test_every_command_on_the_page_exists() -> None:
    from typer.main import get_command

    from matcher.cli import app

    groups: dict[str, Any] = getattr(get_command(app), "commands", {})
    named = re.findall(r"brobygger (audit|database) ([a-z-]+)", PAGE)
    assert named and all(second in groups[first].commands for first, second in named)


# --- the rights that are advised -----------------------------------------------------------------------------------


@pytest.fixture
def advised(postgres_database: str) -> Iterator[Store]:
    """A database in which the page's own SQL has been run."""
    (advice,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    store = open_store(postgres_database)
    schema.upgrade(store)
    with store.writing() as connection:
        connection.exec_driver_sql("CREATE ROLE brobygger_service")
        connection.exec_driver_sql(advice)
    yield store
    with store.writing() as connection:
        connection.exec_driver_sql("DROP OWNED BY brobygger_service")
        connection.exec_driver_sql("DROP ROLE brobygger_service")
    store.close()


def as_service(connection: sa.Connection) -> sa.Connection:
    connection.exec_driver_sql("SET LOCAL ROLE brobygger_service")
    return connection


def test_the_service_can_do_its_work_with_the_rights_that_are_advised(advised: Store) -> None:
    with advised.writing() as connection:
        audit.append(as_service(connection), [an_entry(1), an_entry(2)], MORNING)
    with advised.writing() as connection:
        assert audit.verify(as_service(connection)).rows == 2
        for table in tables.METADATA.tables.values():
            if not table.name.startswith("audit"):
                connection.execute(sa.delete(table).where(sa.false()))
    with advised.reading() as connection:
        as_service(connection)
    schema.require_current(advised)


def test_the_service_cannot_change_the_log_even_without_its_triggers(advised: Store) -> None:
    with advised.writing() as connection:
        audit.append(connection, [an_entry(1)], MORNING)
    owners = ("ALTER TABLE audit DISABLE TRIGGER ALL", "DROP TRIGGER audit_no_change ON audit", "DROP TABLE audit")
    assert [statement for statement in owners if not refused(advised, statement)] == []
    with advised.writing() as connection:
        connection.exec_driver_sql("DROP FUNCTION audit_is_appended_to CASCADE")
    changes = (
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE audit_subjects SET candidate = 'x'",
        "DELETE FROM audit_subjects",
        "TRUNCATE audit_subjects",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (2, 0, '')",
        "UPDATE alembic_version SET version_num = 'x'",
    )
    assert [statement for statement in changes if not refused(advised, statement)] == []
    # The owner could: without the rights the statements do what they say.
    with advised.writing() as connection:
        assert connection.exec_driver_sql(changes[0]).rowcount == 1


def test_the_service_empties_rows_that_have_had_their_time_and_no_others(advised: Store) -> None:
    with advised.writing() as connection:
        audit.append(connection, [an_entry(1), an_entry(2)], MORNING)
    with advised.writing() as connection:
        assert run_on(as_service(connection), LATER)[LogClass.LOOKS] == 2
        assert emptied(connection) == {1, 2} and audit.verify(connection).flaws == ()
    with advised.writing() as connection:
        # What a record does not cover is not emptied by asking again.
        audit.append(as_service(connection), [an_entry(3)], LATER)
        records = sa.select(tables.audit.c.number).where(tables.audit.c.action == "delete")
        (record,) = connection.execute(records).scalars()
        assert connection.execute(sa.select(sa.func.audit_empty(record))).scalar_one() == 0


def test_a_service_without_the_right_to_empty_rows_says_which_right_is_missing(advised: Store) -> None:
    with advised.writing() as connection:
        audit.append(connection, [an_entry(1)], MORNING)
        connection.exec_driver_sql("REVOKE EXECUTE ON FUNCTION audit_empty(bigint) FROM brobygger_service")
    with pytest.raises(MatcherError, match="giv den retten til audit_empty"), advised.writing() as connection:
        run_on(as_service(connection), LATER)
    with advised.reading() as connection:
        assert audit.verify(connection).rows == 1


def refused(store: Store, statement: str) -> bool:
    """Whether the service is refused for want of rights."""
    try:
        with store.writing() as connection:
            as_service(connection).exec_driver_sql(statement)
    except sa.exc.ProgrammingError as error:
        return bool(re.search(r"permission denied|must be owner", str(error.orig)))
    return False
