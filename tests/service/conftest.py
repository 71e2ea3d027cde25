"""Every test here may ask for an office, or for tables with nothing in them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.store import Store, open_store, schema
from tests.office import _postgres_office as _postgres_office
from tests.office import _sqlite_office as _sqlite_office
from tests.office import make_copy as make_copy
from tests.office import office as office
from tests.office import sqlite_office as sqlite_office
from tests.postgres import Server


def _migrated(url: str) -> str:
    store = open_store(url)
    schema.upgrade(store)
    store.close()
    return url


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "a.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def _empty_database(postgres_server: Server) -> str:
    return _migrated(postgres_server.fresh_database())


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The newest tables with nothing in them, on each of the databases: copies of one of each."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{shutil.copy(request.getfixturevalue('_empty_file'), tmp_path / 'a.db')}")
        yield store
        store.close()
        return
    server: Server = request.getfixturevalue("postgres_server")
    url = server.fresh_database(request.getfixturevalue("_empty_database"))
    store = open_store(url)
    yield store
    store.close()
    server.drop(url)
