"""What was acknowledged is there after a sudden death, and the log holds as many writes as there were."""

import http.client
import random
import threading
import time

import pytest
import sqlalchemy as sa

from matcher.store import audit, tables
from tests.office import Office
from tests.server import Browser, Server

DEATHS, WRITES = 20, 1_000
BODY = {"postcode": "6000", "hours_min": 4, "hours_target": 6, "hours_max": 8}


def write_until_it_dies(server: Server, token: str, name: str, acknowledged: list[str]) -> None:
    """Enter candidates one after the other and note those that were acknowledged."""
    browser = Browser(server.port, token)
    number = 0
    try:
        while True:
            number += 1
            key = f"{name}-{number}"
            status, _ = browser.post("/api/v1/candidates", {"id": key, **BODY})
            assert status == 201, status
            acknowledged.append(key)
    except (OSError, http.client.HTTPException):
        # The connection may end in the middle of an answer, which the client has many names for.
        return


@pytest.mark.slow
def test_every_acknowledged_write_outlives_twenty_deaths(office: Office) -> None:
    office.clock.set_to_now()
    token = office.token("consultant")
    office.store.close()
    server = Server(office.url)
    acknowledged: list[str] = []
    chance = random.Random(7)
    before = len(office.rows(tables.audit))
    for death in range(DEATHS):
        with server:
            enough = len(acknowledged) + WRITES // DEATHS
            writers = [
                threading.Thread(target=write_until_it_dies, args=(server, token, f"{death}-{n}", acknowledged))
                for n in range(2)
            ]
            for writer in writers:
                writer.start()
            while len(acknowledged) < enough and any(writer.is_alive() for writer in writers):
                time.sleep(0.002)
            # Somewhere in the middle of the next write, never between two.
            time.sleep(chance.uniform(0.0, 0.02))
            server.kill()
            for writer in writers:
                writer.join()
        kept = {row["id"] for row in office.rows(tables.candidates)}
        assert set(acknowledged) <= kept
    assert len(acknowledged) >= WRITES
    written = {row["id"] for row in office.rows(tables.candidates)} - set(office.mine) - set(office.others)
    logged = [row["object"] for row in office.rows(tables.audit, tables.audit.c.action == "create")]
    assert sorted(logged) == sorted(written)
    assert len(office.rows(tables.audit)) == before + len(written)
    with office.store.reading() as connection:
        assert audit.verify(connection).flaws == ()
        if office.store.is_sqlite:
            assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
    # Nothing is half there: each has its relation.
    related = {row["candidate"] for row in office.rows(tables.relations)}
    assert written <= related
