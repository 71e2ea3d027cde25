"""`brobygger audit …` and `brobygger database …`: what they print, and how they end."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.store import audit, open_store, schema, tables
from tests.command_line import failure, run
from tests.office import MORNING
from tests.service.appending import an_entry
from tests.service.emptied import a_row
from tests.service.test_log_tampering import fill

LONG_AGO = MORNING - timedelta(days=3000)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that holds nothing yet."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path}/a.db"


def with_log(url: str) -> str:
    store = open_store(url)
    fill(store, guarded=True)
    store.close()
    return url


def change(url: str, statement: sa.Executable) -> None:
    """As an owner would who knows how: the guards are as before when it is done."""
    store = open_store(url)
    with store.writing() as connection:
        guards = _guards_of(connection) if store.is_sqlite else {}
        for name in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        if not store.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(statement)
        for guard in guards.values():
            connection.exec_driver_sql(guard)
    store.close()


def _guards_of(connection: sa.Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: made for name, made in rows if name.startswith("audit")}


def test_a_whole_log_is_called_whole_and_an_anchor_that_was_printed_fits(url: str) -> None:
    with_log(url)
    printed = run("audit", "anchor", "--database", url)
    assert printed.exit_code == 0
    found = re.fullmatch(r"(5:[0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00)\n", printed.stdout)
    assert found is not None, printed.stdout
    result = run("audit", "verify", "--database", url, "--anchor", found[1], "--anchor", printed.stdout)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Loggen er hel: 5 rækker; 2 ankre passer.\n", "")


def test_without_an_anchor_it_says_what_it_cannot_see(tmp_path: Path) -> None:
    result = run("audit", "verify", "--database", with_log(f"sqlite:///{tmp_path}/a.db"))
    assert result.exit_code == 0 and "--anchor" in result.stderr


def test_a_changed_log_is_told_sentence_by_sentence_with_code_1(url: str) -> None:
    with_log(url)
    change(url, sa.update(tables.audit).where(tables.audit.c.number.in_([2, 4])).values(purpose="guidance"))
    result = run("audit", "verify", "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "Række 2 er ændret, efter at den blev skrevet.",
        "Række 4 er ændret, efter at den blev skrevet.",
    ]


@pytest.mark.parametrize("gone", ["audit_no_update", "audit_subjects_no_delete"])
def test_a_whole_log_that_the_database_no_longer_guards_is_told_with_code_1(tmp_path: Path, gone: str) -> None:
    url = with_log(f"sqlite:///{tmp_path}/a.db")
    change(url, sa.text("SELECT 1"))
    assert run("audit", "verify", "--database", url).exit_code == 0
    store = open_store(url)
    with store.writing() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {gone}")
        if gone == "audit_no_update":
            # One that refuses nothing guards nothing.
            connection.exec_driver_sql(f"CREATE TRIGGER {gone} BEFORE UPDATE ON audit BEGIN SELECT 1; END")
    store.close()
    result = run("audit", "verify", "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{gone} mangler eller er slået fra" in result.stderr


def test_a_trigger_that_is_switched_off_is_told_too(postgres_database: str) -> None:
    url = with_log(postgres_database)
    assert run("audit", "verify", "--database", url).exit_code == 0
    store = open_store(url)
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_no_change")
    store.close()
    result = run("audit", "verify", "--database", url)
    assert result.exit_code == 1 and "audit_no_change mangler" in result.stderr
    assert "audit_no_truncate" not in result.stderr


def test_a_log_written_anew_is_found_by_the_anchor(tmp_path: Path) -> None:
    url = with_log(f"sqlite:///{tmp_path}/a.db")
    noted = run("audit", "anchor", "--database", url).stdout.split()[0]
    for table in (tables.audit, tables.audit_subjects):
        change(url, sa.delete(table))
    change(url, sa.update(tables.audit_head).values(number=0, hash=audit.START))
    store = open_store(url)
    with store.writing() as connection:
        audit.append(connection, [an_entry(n) for n in range(20, 26)], MORNING)
    store.close()
    assert run("audit", "verify", "--database", url).exit_code == 0
    result = run("audit", "verify", "--database", url, "--anchor", noted)
    assert (result.exit_code, result.stderr) == (1, "Række 5 er ikke den, der blev noteret som anker.\n")


def test_the_database_is_the_one_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROBYGGER_DATABASE", with_log(f"sqlite:///{tmp_path}/set.db"))
    assert "5 rækker" in run("audit", "verify").stdout
    assert run("database", "version").stdout == f"{schema.newest()} (den nyeste)\n"


def test_an_empty_database_is_brought_up_looked_at_and_taken_down(url: str) -> None:
    newest = schema.newest()
    result = run("database", "upgrade", "--database", url)
    assert result.exit_code == 0 and f"er på {newest}, før tom." in result.stdout
    assert f"er på {newest} i forvejen." in run("database", "upgrade", "--database", url).stdout
    assert "--yes" in failure("database", "downgrade", "0001", "--database", url)
    assert run("database", "version", "--database", url).exit_code == 0
    assert "er på 0001, før" in run("database", "downgrade", "0001", "--yes", "--database", url).stdout
    result = run("database", "version", "--database", url)
    assert (result.exit_code, result.stdout) == (1, f"0001 (den nyeste er {newest})\n")
    assert "er nyere" in failure("database", "downgrade", newest, "--yes", "--database", url)
    run("database", "downgrade", "base", "--yes", "--database", url)
    assert run("database", "version", "--database", url).stdout == f"tom (den nyeste er {newest})\n"


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = with_log(f"sqlite:///{tmp_path}/a.db")
    change(url, sa.text("UPDATE alembic_version SET version_num = 'future'"))
    for words in (["upgrade"], ["downgrade", "base", "--yes"]):
        assert "nyere udgave" in failure("database", *words, "--database", url)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["audit", "verify", "--anchor", "5"], "Ankeret »5« kan ikke læses"),
        (["audit", "verify", "--anchor"], "--anchor mangler en værdi"),
        (["audit", "anchr"], "Kommandoen »anchr« findes ikke (mente du »anchor«?); se »brobygger audit --help«"),
        (["database", "downgrade"], "Der mangler REVISION"),
        (["database", "downgrade", "7777"], "Revisionen 7777 findes ikke"),
        (["database", "upgrade", "--databse", "x"], "Tilvalget --databse findes ikke (mente du »--database«?)"),
    ],
)
def test_what_cannot_be_understood_is_one_danish_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROBYGGER_DATABASE", with_log(f"sqlite:///{tmp_path}/a.db"))
    assert sentence in failure(*words)


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    for words in (["audit", "verify"], ["audit", "anchor"], ["database", "version"], ["database", "downgrade", "base"]):
        assert "findes ikke" in failure(*words, "--database", f"sqlite:///{file}")
    assert not file.exists()


def test_a_file_that_is_no_database_and_a_server_that_is_not_there_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database at all" * 100)
    assert "a.db" in failure("audit", "verify", "--database", f"sqlite:///{tmp_path}/a.db")
    said = failure("database", "upgrade", "--database", "postgresql://a:hemmelig@127.0.0.1:1/x")
    assert "127.0.0.1" in said and "hemmelig" not in said
    assert "Databasens adresse kan ikke læses" in failure("database", "version", "--database", "hvad")


def with_old_rows(url: str) -> str:
    """A log of five looks and a plan, all of them long ago."""
    store = open_store(url)
    schema.upgrade(store)
    with store.writing() as connection:
        audit.append(connection, [*(an_entry(n) for n in range(5)), a_row("plan", "plan")], LONG_AGO)
    store.close()
    return url


def test_what_has_had_its_time_is_told_and_then_deleted(url: str) -> None:
    with_old_rows(url)
    anchored = run("audit", "anchor", "--database", url).stdout
    told = run("audit", "delete-expired", "--dry-run", "--database", url)
    assert (told.exit_code, told.stdout.splitlines()) == (
        0,
        [
            "Opslag og søgninger, beholdes i 184 dage: 5 rækker ville blive slettet.",
            "Matchninger og det, der blev afgjort af dem, beholdes i 1095 dage: 1 række ville blive slettet.",
            "Logins, beholdes i 184 dage: 0 rækker ville blive slettet.",
            "Andet, beholdes i 1095 dage: 0 rækker ville blive slettet.",
        ],
    )
    check = ("audit", "verify", "--database", url, "--anchor", anchored)
    assert run(*check).stdout == "Loggen er hel: 6 rækker; ankeret passer.\n"
    done = run("audit", "delete-expired", "--database", url)
    assert "beholdes i 184 dage: 5 rækker slettet." in done.stdout and done.exit_code == 0
    again = run("audit", "delete-expired", "--database", url)
    assert again.stdout.count(": 0 rækker slettet.") == 4
    assert run(*check).stdout == "Loggen er hel: 9 rækker, 6 af dem tømt efter fristen; ankeret passer.\n"


def test_what_is_to_be_kept_for_ever_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROBYGGER_KEEP_LOOKS_DAYS", "forever")
    url = with_old_rows(f"sqlite:///{tmp_path}/a.db")
    done = run("audit", "delete-expired", "--database", url).stdout.splitlines()
    assert done[:2] == [
        "Opslag og søgninger, beholdes for altid.",
        "Matchninger og det, der blev afgjort af dem, beholdes i 1095 dage: 1 række slettet.",
    ]


def test_nothing_is_deleted_from_a_log_that_was_changed_and_that_is_said(tmp_path: Path) -> None:
    url = with_old_rows(f"sqlite:///{tmp_path}/a.db")
    change(url, sa.update(tables.audit).where(tables.audit.c.number == 2).values(purpose="guidance"))
    assert "Række 2 i loggen er ikke, som den blev skrevet" in failure("audit", "delete-expired", "--database", url)
    assert "tømt" not in run("audit", "verify", "--database", url).stderr


def test_a_log_with_emptied_rows_is_not_taken_down_to_a_version_that_cannot_read_them(url: str) -> None:
    with_old_rows(url)
    run("audit", "delete-expired", "--database", url)
    said = failure("database", "downgrade", "0007", "--yes", "--database", url)
    assert "Loggen har 6 rækker, hvis indhold er slettet efter kommunens frist" in said and "sikkerhedskopi" in said
    assert run("database", "version", "--database", url).exit_code == 0
    assert "6 af dem tømt" in run("audit", "verify", "--database", url).stdout


def test_a_log_of_which_nothing_is_emptied_goes_down_and_up_and_stays_whole_and_guarded(url: str) -> None:
    with_log(url)
    run("database", "downgrade", "0007", "--yes", "--database", url)
    store = open_store(url)
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit_subjects"):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"), store.writing() as connection:
            connection.execute(sa.text(statement))
    store.close()
    run("database", "upgrade", "--database", url)
    assert run("audit", "verify", "--database", url).stdout == "Loggen er hel: 5 rækker.\n"


@pytest.mark.parametrize(
    "words",
    [
        "audit",
        "audit verify",
        "audit anchor",
        "audit delete-expired",
        "database",
        "database upgrade",
        "database downgrade",
    ],
)
def test_the_help_is_danish(words: str) -> None:
    result = run(*words.split(), "--help")
    assert result.exit_code == 0 and "Vis denne hjælp." in result.stdout and "Brug: brobygger" in result.stdout
    assert not re.search(r"\b(Usage|Options|Arguments|Commands|default|required)\b", result.stdout)


def test_a_group_alone_shows_its_commands() -> None:
    said = run("audit")
    assert said.exit_code == 2 and "verify" in said.stderr and "anchor" in said.stderr
