"""Bringing a database to the tables this version knows, and back: the migrations, run from code."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from matcher.domain import MatcherError
from matcher.store.connecting import Store

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(store: Store, to: str = "head") -> None:
    """Run the migrations up to a revision; all of it in one transaction, or nothing."""
    _run(store, lambda config: command.upgrade(config, to))


def downgrade(store: Store, to: str) -> None:
    """Run the migrations down to a revision, ``base`` for none at all."""
    _run(store, lambda config: command.downgrade(config, to))


def version(store: Store) -> str | None:
    """The revision the database is at; None when it is empty."""
    with store.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this version of the code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def revisions() -> tuple[str, ...]:
    """Every revision this version of the code knows, the oldest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())[::-1]


def require_current(store: Store) -> None:
    """Refuse to work with tables that are older or newer than the code.

    Raises
    ------
    MatcherError
        Saying what to run.
    """
    file = store.engine.url.database
    # To look would be to make it: a mistyped name would be an old database from then on.
    if store.is_sqlite and not Path(str(file)).is_file():
        raise MatcherError(f"Databasen {file} findes ikke; ret navnet, eller kør »brobygger database upgrade« først")
    try:
        found = version(store)
    except sa.exc.OperationalError as error:
        raise MatcherError(f"Databasen {store.url} kan ikke åbnes: {error.orig}") from None
    if found == newest():
        return
    if found is None or found in revisions():
        raise MatcherError("Databasens tabeller er ikke de nyeste; kør »brobygger database upgrade« først")
    raise MatcherError("Databasen er fra en nyere udgave af Brobygger; brug den udgave, eller en sikkerhedskopi")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def _run(store: Store, do: object) -> None:
    config = _config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        do(config)  # type: ignore[operator]
