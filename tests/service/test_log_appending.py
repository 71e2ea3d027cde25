"""Several processes append to the log at once, and the chain stays whole."""

import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.store import audit, open_store, schema, tables
from tests.service.appending import append_often

PROCESSES, TIMES = 3, 20


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_appends_from_several_processes_give_an_unbroken_chain(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/a.db" if kind == "sqlite" else request.getfixturevalue("postgres_database")
    store = open_store(url)
    schema.upgrade(store)
    spawn = multiprocessing.get_context("spawn")
    crowd = [spawn.Process(target=append_often, args=(url, 100 * n, TIMES)) for n in range(PROCESSES)]
    for process in crowd:
        process.start()
    seen = 0
    while any(process.is_alive() for process in crowd):
        # A look through the log while it grows finds it whole, too.
        with store.reading() as connection:
            result = audit.verify(connection)
        assert result.flaws == () and result.rows >= seen
        seen = result.rows
        crowd[0].join(0.1)
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
