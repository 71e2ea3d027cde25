"""Several processes append to the log at once, and the chain stays whole."""

import multiprocessing
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.store import audit, open_store, schema, tables
from tests.office import MORNING
from tests.service.test_log_tampering import an_entry

PROCESSES, TIMES = 4, 25


def append_often(url: str, first: int, now: datetime) -> None:
    """What each process does: one or two rows in a transaction, again and again."""
    store = open_store(url, pool=2)
    for n in range(TIMES):
        with store.writing() as connection:
            audit.append(connection, [an_entry(first + n)] * (1 + n % 2), now)
    store.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_appends_from_several_processes_give_an_unbroken_chain(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/a.db" if kind == "sqlite" else request.getfixturevalue("postgres_database")
    store = open_store(url)
    schema.upgrade(store)
    spawn = multiprocessing.get_context("spawn")
    crowd = [spawn.Process(target=append_often, args=(url, 100 * n, MORNING)) for n in range(PROCESSES)]
    for process in crowd:
        process.start()
    seen = 0
    while any(process.is_alive() for process in crowd):
        # A look through the log while it grows finds it whole, too.
        with store.reading() as connection:
            result = audit.verify(connection)
        assert result.flaws == () and result.rows >= seen
        seen = result.rows
    for process in crowd:
        process.join()
    assert [process.exitcode for process in crowd] == [0] * PROCESSES
    with store.reading() as connection:
        result = audit.verify(connection)
        actors = set(connection.execute(sa.select(tables.audit.c.actor)).scalars())
    store.close()
    wanted = PROCESSES * sum(1 + n % 2 for n in range(TIMES))
    assert (result.rows, result.number, result.flaws) == (wanted, wanted, ())
    assert actors == {f"ac_{100 * p + n}" for p in range(PROCESSES) for n in range(TIMES)}
