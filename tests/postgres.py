"""A real PostgreSQL server for the tests: nothing to set up before, nothing left behind.

The server listens on a Unix socket in a folder of its own, and on no port. A small shell script, the keeper, starts it
and waits for the end of its own input. That end comes when ``Server.stop`` says so and also when this process dies in
whatever way, so there is one way to clear up and every run of the tests takes it.

No driver is needed: databases are made with ``psql``, which comes with the server.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from functools import cache
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

EXISTING_SERVER = "BROBYGGER_TEST_POSTGRES_URL"
"""Names a server that is there already, whose user may create databases. It is used as it is."""

# Whom the server runs as when the tests run as root, which PostgreSQL refuses. Debian's package brings the first.
_UNPRIVILEGED = ("postgres", "nobody")

_PROGRAMS = ("initdb", "postgres", "pg_isready", "psql")

# Speed before safety everywhere: a power cut may take these databases. mktemp closes the folder to others, who could
# otherwise come in as the server's superuser.
_KEEP_OWN_SERVER = """
set -eu
folder=$(mktemp -d /tmp/brobygger-postgres.XXXXXX)
server=
clear_away() {
    if [ "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap clear_away EXIT
trap 'exit 1' HUP INT TERM
initdb -D "$folder/data" -U postgres -A trust -E UTF8 --locale="$LOCALE" --no-sync >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
postgres -D "$folder/data" -k "$folder" -h '' -p 5432 -F \
    -c synchronous_commit=off -c full_page_writes=off -c timezone=UTC >"$folder/log" 2>&1 &
server=$!
until pg_isready -q -h "$folder" -p 5432; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.02
done
echo "$folder"
read -r _ || true
"""

_KEEP_EXISTING_SERVER = r"""
trap '' HUP INT TERM
"$PSQL" -qAtX -d "$SERVER" -c "SELECT 'ready'" || exit
read -r _
"$PSQL" -qAtX -v ON_ERROR_STOP=1 -d "$SERVER" >/dev/null <<END
SELECT format('DROP DATABASE %I WITH (FORCE)', datname)
FROM pg_database WHERE starts_with(datname::text, '$PREFIX') \gexec
END
"""


class Server:
    """A running server, and as many empty databases on it as the tests ask for. Leaving the ``with`` block stops it.

    ``url`` leads to the server's own database, for statements about the server. All URLs are SQLAlchemy's, for
    psycopg 3.
    """

    url: str

    def __init__(self) -> None:
        reason = unavailable()
        if reason is not None:
            raise RuntimeError(reason)
        self._prefix = f"brobygger_test_{secrets.token_hex(6)}_"
        self._numbers = count(1)
        existing = os.environ.get(EXISTING_SERVER)
        if existing:
            self.url = "postgresql+psycopg://" + existing.partition("://")[2]
            settings = {"PSQL": str(_psql()), "SERVER": _for_psql(self.url), "PREFIX": self._prefix}
            self._keeper = _shell(_KEEP_EXISTING_SERVER, {**os.environ, **settings})
            self._first_line()
        else:
            # C.UTF-8 knows Danish capitals (lower('Å')); only Linux has it everywhere.
            settings = {"LOCALE": "C.UTF-8" if os.uname().sysname == "Linux" else "C"}
            settings["PATH"] = os.pathsep.join([str(_newest_programs()), os.defpath])
            self._keeper = _shell(_KEEP_OWN_SERVER, settings, _unprivileged_user())
            self.url = f"postgresql+psycopg://postgres@/postgres?host={self._first_line()}&port=5432"

    def fresh_database(self, template: str | None = None) -> str:
        """Create a database and give its URL: an empty one, or a copy of ``template``.

        ``template`` is the URL or the name of a database on this server that nobody is connected to at the moment.
        """
        name = f"{self._prefix}{next(self._numbers)}"
        query(self.url, f'CREATE DATABASE "{name}" TEMPLATE "{_name(template) if template else "template0"}"')
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")

    def drop(self, database: str) -> None:
        """Remove a database by its URL, whoever is connected to it. An empty one takes 8 MB of the disk."""
        query(self.url, f'DROP DATABASE "{_name(database)}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and remove its folder; on an existing server, remove the databases made here."""
        if self._keeper.stdin is None or self._keeper.stdin.closed:
            return
        _, complaint = self._keeper.communicate("stop\n", timeout=60)
        if self._keeper.returncode != 0:
            raise RuntimeError(f"PostgreSQL was not cleared away: {complaint.strip()}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _first_line(self) -> str:
        """What the keeper says when all is ready."""
        assert self._keeper.stdout is not None
        line = self._keeper.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"PostgreSQL did not start: {self._keeper.communicate()[1].strip()}")
        return line


def unavailable() -> str | None:
    """Say why there can be no server here, or ``None`` when there can."""
    if os.environ.get(EXISTING_SERVER):
        return None if _psql() else f"{EXISTING_SERVER} is set, but there is no psql to create databases with"
    if os.name != "posix":
        return (
            f"PostgreSQL is tested over a Unix socket, which {os.name} has not; or name a server in {EXISTING_SERVER}"
        )
    if os.geteuid() == 0 and _unprivileged_user() is None:
        return f"PostgreSQL refuses to run as root, and there is no user {' or '.join(_UNPRIVILEGED)}"
    if _newest_programs() is None:
        return f"no PostgreSQL server is installed (on Debian: the package postgresql) or named in {EXISTING_SERVER}"
    return None


def query(database: str, statement: str) -> str:
    """Run one SQL statement in a database, by its URL, and give the rows as psql prints them: ``a|b`` a line."""
    psql = _psql()
    assert psql is not None, "unavailable() says whether there is a psql"
    done = subprocess.run(
        [psql, "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", _for_psql(database), "-c", statement],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        # The command itself stays out of the message: a URL may hold a password.
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip()


def _for_psql(url: str) -> str:
    return "postgresql://" + url.partition("://")[2]


def _name(database: str) -> str:
    return urlsplit(database).path.removeprefix("/")


def _psql() -> str | None:
    programs = _newest_programs()
    return str(programs / "psql") if programs else shutil.which("psql")


def _unprivileged_user() -> tuple[int, int] | None:
    """The user and group to become when this process is root; ``None`` when it is not, or there is nobody to become."""
    import pwd  # Not on Windows, where this module must still be importable to say so.

    known = {user.pw_name: (user.pw_uid, user.pw_gid) for user in pwd.getpwall()}
    return next((known[name] for name in _UNPRIVILEGED if name in known), None) if os.geteuid() == 0 else None


def _shell(script: str, settings: dict[str, str], user: tuple[int, int] | None = None) -> subprocess.Popen[str]:
    """Start a script in a session of its own, so that Ctrl-C at the terminal does not reach it."""
    return subprocess.Popen(
        ["/bin/sh", "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=settings,
        cwd="/",  # The checkout may lie in a home that the user cannot read.
        start_new_session=True,
        user=user[0] if user else None,
        group=user[1] if user else None,
        extra_groups=[] if user else None,
    )


@cache
def _newest_programs() -> Path | None:
    """The folder with the newest server that the user of the server may run."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        # Debian's belongs to the client library and may name a folder that is not there.
        folders.append(Path(subprocess.run([pg_config, "--bindir"], capture_output=True, text=True).stdout.strip()))
    versions = {folder: version for folder in folders if (version := _version(folder))}
    return max(versions, key=lambda folder: versions[folder], default=None)


def _version(folder: Path) -> tuple[int, ...] | None:
    if not all(os.access(folder / program, os.X_OK) for program in _PROGRAMS):
        return None
    try:
        with _shell('"$POSTGRES" --version', {"POSTGRES": str(folder / "postgres")}, _unprivileged_user()) as asked:
            answer, _ = asked.communicate()
    except OSError:
        return None
    numbers = re.search(r"\(PostgreSQL\) ([\d.]+)", answer)
    return tuple(map(int, numbers[1].split("."))) if numbers else None
