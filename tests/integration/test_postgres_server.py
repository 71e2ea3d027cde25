"""The server that the database tests stand on: it is real, its databases are empty, and it leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.postgres import EXISTING_SERVER, Server, query, unavailable
from tests.project import ROOT

COUNT_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
COUNT_DATABASES = "SELECT count(*) FROM pg_database WHERE NOT datistemplate"


@pytest.fixture
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip where no server can be started here, also when the other tests use one that exists elsewhere."""
    monkeypatch.delenv(EXISTING_SERVER, raising=False)
    if reason := unavailable():
        pytest.skip(reason)


@pytest.fixture
def own_server(_installed: None) -> Iterator[Server]:
    """A server for one test alone."""
    with Server() as server:
        yield server


def folder_of(url: str) -> Path:
    found = re.search(r"[?&]host=([^&]+)", url)
    assert found
    return Path(found[1])


def processes_of(url: str) -> list[int]:
    """The server's first process and all that it started."""
    workers = query(url, "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").splitlines()
    first = (folder_of(url) / "data" / "postmaster.pid").read_text().splitlines()[0]
    assert len(workers) > 1
    return [int(first), *map(int, workers)]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def test_two_databases_are_different_and_empty(postgres_server: Server) -> None:
    first, second = postgres_server.fresh_database(), postgres_server.fresh_database()
    query(first, "CREATE TABLE candidate (id integer)")
    assert first != second
    assert (query(first, COUNT_TABLES), query(second, COUNT_TABLES)) == ("1", "0")
    assert query(second, "SHOW server_encoding") == "UTF8"


def test_a_fixture_gives_an_empty_database(postgres_database: str) -> None:
    assert postgres_database.startswith("postgresql+psycopg://")
    assert query(postgres_database, COUNT_TABLES) == "0"


def test_a_copy_has_what_its_template_had_and_leaves_it_alone(postgres_server: Server) -> None:
    template = postgres_server.fresh_database()
    query(template, "CREATE TABLE candidate AS SELECT 7 AS hours")
    copy = postgres_server.fresh_database(template=template)
    query(copy, "UPDATE candidate SET hours = 8")
    assert query(copy, "SELECT hours FROM candidate") == "8"
    assert query(template, "SELECT hours FROM candidate") == "7"


def test_a_statement_that_fails_says_why(postgres_server: Server) -> None:
    with pytest.raises(RuntimeError, match='relation "nowhere" does not exist'):
        query(postgres_server.url, "SELECT * FROM nowhere")


def test_the_server_listens_on_a_short_path_and_on_no_port(own_server: Server) -> None:
    # A socket's path may have about 100 characters; more than 60 leaves no room for an unusual system.
    assert len(str(folder_of(own_server.url) / ".s.PGSQL.5432")) < 60
    assert query(own_server.url, "SHOW listen_addresses") == ""


def test_stopping_leaves_no_process_and_no_folder(own_server: Server) -> None:
    processes = processes_of(own_server.url)
    own_server.stop()
    assert [process for process in processes if is_running(process)] == []
    assert not folder_of(own_server.url).exists()
    own_server.stop()  # Once more does no harm.


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_tests_that_are_killed_leave_no_process_and_no_folder(how: signal.Signals, postgres_server: Server) -> None:
    script = "import time; from tests.postgres import Server; s = Server(); print(s.url, flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout
        url = tests.stdout.readline().strip()
        processes = processes_of(url)
        assert all(map(is_running, processes))
        tests.send_signal(how)
    for _ in range(600):
        if not any(map(is_running, processes)) and not folder_of(url).exists():
            break
        time.sleep(0.05)
    assert [process for process in processes if is_running(process)] == []
    assert not folder_of(url).exists()
    assert query(postgres_server.url, "SELECT 1") == "1", "the server of another process goes on"


@pytest.mark.usefixtures("_installed")
def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_KEEP_OWN_SERVER", postgres._KEEP_OWN_SERVER.replace(" -F ", " -c no_such_word=1 "))
    with pytest.raises(RuntimeError, match="no_such_word"):
        Server()


def test_a_server_that_exists_is_used_and_given_back_as_it_was(
    own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody_elses = own_server.fresh_database()
    before = query(own_server.url, COUNT_DATABASES)
    # As people write it: without the name of a driver.
    monkeypatch.setenv(EXISTING_SERVER, own_server.url.replace("+psycopg", ""))
    with Server() as guest:
        assert guest.url == own_server.url
        assert query(guest.fresh_database(), COUNT_TABLES) == "0"
        assert query(own_server.url, COUNT_DATABASES) == str(int(before) + 1)
    assert query(own_server.url, COUNT_DATABASES) == before
    assert query(somebody_elses, COUNT_TABLES) == "0"


@pytest.mark.usefixtures("_installed")
def test_a_server_that_is_named_but_not_there_is_an_error_not_a_skip(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Guards against a run that looks green because the address of the server was misspelt.
    monkeypatch.setenv(EXISTING_SERVER, f"postgresql:///postgres?host={tmp_path}")
    with pytest.raises(RuntimeError, match=re.escape(str(tmp_path))):
        Server()


def test_without_a_server_the_reason_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXISTING_SERVER, raising=False)
    monkeypatch.setattr(postgres, "_newest_programs", lambda: None)
    monkeypatch.setattr(postgres, "_unprivileged_user", lambda: (65534, 65534))
    assert "the package postgresql" in str(unavailable())
    with pytest.raises(RuntimeError, match="the package postgresql"):
        Server()


def test_root_without_anybody_to_become_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXISTING_SERVER, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "_UNPRIVILEGED", ())
    assert "root" in str(unavailable())
