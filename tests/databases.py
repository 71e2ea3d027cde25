"""The databases that tests ask for by the name of a fixture. `tests/conftest.py` hands them to every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, unavailable


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Give a PostgreSQL server of this test process's own, or skip and say why there is none."""
    reason = unavailable()
    if reason is not None:
        pytest.skip(reason)
    with Server() as server:
        yield server


@pytest.fixture
def postgres_database(postgres_server: Server) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database, which is gone after the test."""
    database = postgres_server.fresh_database()
    yield database
    postgres_server.drop(database)
