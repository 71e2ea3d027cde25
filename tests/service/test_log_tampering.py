"""Whoever changes the log behind the program's back is found out, and told by the number of the row.

Each test is an attacker with the rights of the database's owner: it takes away the triggers first.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.store import Store, audit, open_store, schema, tables
from matcher.store.log_classes import LogClass
from tests.service.appending import MORNING, an_entry
from tests.service.emptied import a_row, emptied, run_on

ROWS = 5
A, S, H = tables.audit, tables.audit_subjects, tables.audit_head


def fill(store: Store, rows: int = ROWS, *, guarded: bool = False) -> None:
    """A log of five rows, about two people each, and nothing that would keep an owner from changing it."""
    schema.upgrade(store)
    with store.writing() as connection:
        audit.append(connection, [an_entry(n + 1) for n in range(rows)], MORNING)
        if guarded:
            return
        if store.is_sqlite:
            for table in ("audit", "audit_subjects"):
                for event in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{event}")
        else:
            connection.exec_driver_sql("DROP FUNCTION audit_is_appended_to CASCADE")


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def check(store: Store, *anchors: tuple[int, str]) -> audit.Verification:
    with store.reading() as connection:
        return audit.verify(connection, anchors)


def found(store: Store, *anchors: tuple[int, str]) -> dict[int, str]:
    """Sentences by number."""
    return {flaw.number: flaw.sentence for flaw in check(store, *anchors).flaws}


def tamper(store: Store, *statements: Any) -> None:
    with store.writing() as connection:
        for statement in statements:
            connection.execute(statement)


def last(store: Store) -> tuple[int, str]:
    with store.reading() as connection:
        return audit.anchor(connection)


def test_an_untouched_log_is_whole(store: Store) -> None:
    result = check(store, last(store), (0, audit.START))
    assert (result.rows, result.number, result.hash, result.flaws) == (ROWS, ROWS, last(store)[1], ())


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/empty.db")
    schema.upgrade(store)
    assert check(store, (0, audit.START)) == audit.Verification(0, 0, audit.START, ())
    store.close()


def test_a_changed_field_is_found(store: Store) -> None:
    tamper(store, sa.update(A).where(A.c.number == 3).values(actor="ac_9"))
    assert found(store) == {3: "Række 3 er ændret, efter at den blev skrevet"}


def test_a_changed_moment_is_found(store: Store) -> None:
    tamper(store, sa.update(A).where(A.c.number == 2).values(at=MORNING + timedelta(microseconds=1)))
    assert found(store) == {2: "Række 2 er ændret, efter at den blev skrevet"}


def test_a_row_removed_from_the_middle_is_found(store: Store) -> None:
    tamper(store, sa.delete(A).where(A.c.number == 3))
    assert 3 in found(store) and "Række 3 mangler" in {flaw.sentence for flaw in check(store).flaws}


def test_the_first_row_removed_is_found(store: Store) -> None:
    tamper(store, sa.delete(A).where(A.c.number == 1), sa.delete(S).where(S.c.number == 1))
    assert found(store) == {1: "Række 1 mangler"}


def test_the_last_row_removed_is_found_by_the_head(store: Store) -> None:
    tamper(store, sa.delete(A).where(A.c.number == ROWS), sa.delete(S).where(S.c.number == ROWS))
    assert list(found(store)) == [ROWS] and f"Loggens hoved siger {ROWS}" in found(store)[ROWS]


def test_the_last_row_removed_together_with_the_head_is_found_by_the_anchor_alone(store: Store) -> None:
    noted = last(store)
    with store.reading() as connection:
        before = connection.execute(sa.select(A.c.hash).where(A.c.number == ROWS - 1)).scalar_one()
    tamper(
        store,
        sa.delete(A).where(A.c.number == ROWS),
        sa.delete(S).where(S.c.number == ROWS),
        sa.update(H).values(number=ROWS - 1, hash=before),
    )
    assert found(store) == {}
    assert found(store, noted) == {ROWS: f"Række {ROWS}, der blev noteret som anker, findes ikke"}


def test_two_rows_that_changed_places_are_found(store: Store) -> None:
    moved = [(A, 2, 99), (A, 4, 2), (A, 99, 4), (S, 2, 99), (S, 4, 2), (S, 99, 4)]
    tamper(store, *(sa.update(t).where(t.c.number == here).values(number=there) for t, here, there in moved))
    assert {2, 4} <= set(found(store))


def test_an_inserted_row_is_found(store: Store) -> None:
    with store.reading() as connection:
        row = dict(connection.execute(sa.select(A).where(A.c.number == ROWS)).mappings().one())
    tamper(store, sa.insert(A).values({**row, "number": ROWS + 1, "previous": row["hash"]}))
    assert ROWS + 1 in found(store)


def test_a_row_before_the_first_is_found(store: Store) -> None:
    with store.reading() as connection:
        row = dict(connection.execute(sa.select(A).where(A.c.number == 1)).mappings().one())
    tamper(store, sa.insert(A).values({**row, "number": -4}))
    assert "-4" in "".join(found(store).values())


def test_another_person_under_a_row_is_found(store: Store) -> None:
    tamper(store, sa.update(S).where(S.c.number == 2, S.c.candidate == "B9").values(candidate="B8"))
    assert found(store) == {2: "Række 2 handler ikke om de borgere, den blev skrevet om"}


@pytest.mark.parametrize("number", [2, 77])
def test_a_person_put_under_a_row_or_under_none_is_found(store: Store, number: int) -> None:
    tamper(store, sa.insert(S).values(number=number, candidate="B7"))
    assert list(found(store)) == [number]


def test_a_second_head_or_none_is_found(store: Store) -> None:
    number, digest = last(store)
    tamper(store, sa.insert(H).values(id=2, number=number, hash=digest))
    assert list(found(store)) == [ROWS + 1]
    tamper(store, sa.delete(H))
    assert "siger intet" in found(store)[ROWS + 1]


def test_a_whole_log_written_anew_is_found_by_the_anchor_alone(store: Store) -> None:
    noted = last(store)
    tamper(store, sa.delete(A), sa.delete(S), sa.update(H).values(number=0, hash=audit.START))
    with store.writing() as connection:
        audit.append(connection, [an_entry(n + 2) for n in range(ROWS)], MORNING)
    assert found(store) == {}
    assert found(store, noted) == {ROWS: f"Række {ROWS} er ikke den, der blev noteret som anker"}
    # A second anchor for the same number does not hide the first.
    assert list(found(store, noted, last(store))) == [ROWS]


def test_the_hash_is_of_everything_that_was_said(store: Store) -> None:
    # Worked out beside the program, so that a log can be checked without it.
    with store.reading() as connection:
        row = connection.execute(sa.select(A).where(A.c.number == 1)).mappings().one()
    said = {
        **{name: row[name] for name in "actor role organisation purpose action noun object outcome".split()},
        **{name: row[name] for name in "request software number detail previous".split()},
        "subjects": hashlib.sha256(b'["B1","B9"]').hexdigest(),
        "at": "2026-11-24T09:00:00.000000+00:00",
    }
    line = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(line.encode()).hexdigest() == row["hash"]


# --- any single change ------------------------------------------------------------------------------------------

COLUMNS = [(table, column) for table in (A, S) for column in table.c] + [(H, H.c.number), (H, H.c.hash)]
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=0, max_size=12)
PLAIN = st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | WORDS, lambda inner: st.lists(inner, max_size=3))


@pytest.fixture(scope="module", params=["written", "emptied"])
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A log of five rows; or one that began so, of which some have been emptied since, with what it says of that."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('log')}/a.db")
    fill(store)
    if request.param == "emptied":
        with store.writing() as connection:
            audit.append(connection, [a_row("suggest"), a_row("sign_in"), a_row("create")], MORNING)
            run_on(connection, MORNING + timedelta(days=200), dict.fromkeys((LogClass.LOOKS, LogClass.SIGN_INS), 184))
            audit.append(connection, [a_row("read")], MORNING + timedelta(days=200))
        assert check(store) == audit.Verification(12, 12, last(store)[1], (), 6)
    yield store
    store.close()


@contextmanager
def undone(store: Store) -> Iterator[sa.Connection]:
    """A transaction that leaves nothing behind."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def another(column: sa.Column[Any], value: Any, draw: Callable[[Any], Any]) -> Any:
    """A value of the column's kind that is not the one that is there."""
    if value is None:
        return draw(WORDS if isinstance(column.type, sa.Text) else st.integers(0, 20))
    if isinstance(value, int):
        return draw(st.integers(-(2**40), 2**40).filter(lambda new: new != value))
    if isinstance(value, dict):
        return draw(st.dictionaries(WORDS, PLAIN, max_size=3).filter(lambda new: json.dumps(new) != json.dumps(value)))
    if isinstance(value, str):
        return draw((WORDS | st.sampled_from([value + " ", value[:-1], value.upper()])).filter(lambda n: n != value))
    return value + timedelta(microseconds=draw(st.integers(1, 10**14)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=300)
@given(st.data())
def test_any_single_change_of_any_column_of_any_row_is_found(small: Store, data: st.DataObject) -> None:
    table, column = data.draw(st.sampled_from(COLUMNS))
    with undone(small) as connection:
        rows = connection.execute(sa.select(table)).mappings().all()
        row = data.draw(st.sampled_from(rows))
        value = another(column, row[column.name], data.draw)
        here = [key == row[key.name] for key in table.primary_key.columns]
        taken = any(
            all((value if key is column else row[key.name]) == other[key.name] for key in table.primary_key.columns)
            for other in rows
        )
        if column.primary_key and taken:
            return
        connection.execute(sa.update(table).where(*here).values({column.name: value}))
        assert audit.verify(connection).flaws, (table.name, column.name, value)


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "i går"), ("detail", "{"), ("detail", '"\\ud800"'), ("number", "tre"), ("hash", b"\x00"), ("actor", b"a")],
)
def test_a_value_that_cannot_even_be_read_is_found(small: Store, column: str, value: Any) -> None:
    with undone(small) as connection:
        connection.exec_driver_sql(f"UPDATE audit SET {column} = ? WHERE number = 3", (value,))
        found = {flaw.number for flaw in audit.verify(connection).flaws}
        # What the hash of an emptied row was of is gone; the row after it says what it was.
        assert (4 if column == "hash" and emptied(connection) else 3) in found


def test_on_sqlite_no_row_is_replaced_either(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    fill(store, guarded=True)
    row = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 3"
    with pytest.raises(sa.exc.IntegrityError), store.writing() as connection:
        connection.exec_driver_sql(row)
    assert check(store).flaws == ()
    store.close()
