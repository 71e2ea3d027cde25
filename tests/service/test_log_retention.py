"""Rows of the log are emptied when their time is up, and the log stays provable (TRUST E2.4)."""

import hashlib
import itertools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.domain import MatcherError
from matcher.services import retention
from matcher.services.caller import SYSTEM
from matcher.services.unit import Unit
from matcher.store import Store, audit, emptying, open_store, schema, tables
from matcher.store.log_classes import LEAST_DAYS, RETENTION, LogClass, class_in_sql, class_of
from matcher.store.log_rules import BLANK, numbers_digest
from tests.service.appending import MORNING, an_entry
from tests.service.emptied import (
    KEPT,
    LATER,
    ONE_OF_EACH,
    a_row,
    emptied,
    empty_everything,
    rows_of,
    run,
    run_on,
    sentences,
    services,
    unguarded,
    write,
)
from tests.service.test_log_tampering import undone

A, S = tables.audit, tables.audit_subjects
KINDS_OF_EACH = ("looks", "matching", "sign_ins", "rest")


# --- what goes and what stays ---------------------------------------------------------------------------------------


def test_a_row_is_kept_for_as_long_as_its_class_and_not_a_microsecond_longer(store: Store) -> None:
    write(store, ONE_OF_EACH)
    just = MORNING + timedelta(days=184)
    assert run(store, just) == {}
    assert run(store, just + timedelta(microseconds=1)) == {"looks": 1, "sign_ins": 1}
    assert run(store, just + timedelta(microseconds=1)) == {}
    assert run(store, MORNING + timedelta(days=1095, microseconds=1)) == {"matching": 1, "rest": 1}
    assert sentences(store, now=LATER) == []


def test_of_an_emptied_row_nothing_stays_but_number_time_class_and_hashes(store: Store) -> None:
    write(store, ONE_OF_EACH)
    before = rows_of(store)
    run(store, LATER, looks=184)
    (row,) = rows_of(store, A.c.emptied.is_not(None))
    stays = {name: before[0][name] for name in ("number", "at", "previous", "hash")}
    assert {name: row[name] for name in stays} == stays
    (record,) = rows_of(store, A.c.action == "delete")
    assert (row["emptied"], row["retention"]) == (record["number"], "looks")
    rest = {name: value for name, value in row.items() if name not in (*stays, "emptied", "retention")}
    assert set(map(str, rest.values())) == {"", "None", "{}"}
    with store.reading() as connection:
        assert 1 not in set(connection.execute(sa.select(S.c.number)).scalars())
    assert rows_of(store)[1:4] == before[1:]


def test_the_record_says_which_class_up_to_when_and_how_many(store: Store) -> None:
    write(store, ONE_OF_EACH + [a_row("list")])
    run(store, LATER, looks=200)
    (record,) = rows_of(store, A.c.action == "delete")
    assert (record["actor"], record["noun"], record["object"], record["at"]) == ("system", "retention", "looks", LATER)
    said = record["detail"]
    assert said.pop("digest") == numbers_digest([1, 5])
    until = (LATER - timedelta(days=200)).isoformat(timespec="microseconds")
    assert said == {"until": until, "days": 200, "first": 1, "last": 5, "rows": 2}


def test_what_is_kept_for_ever_stays_and_what_the_log_says_of_itself_always_does(store: Store) -> None:
    write(store, ONE_OF_EACH)
    assert run(store, LATER, looks=184) == {"looks": 1}
    far = LATER + timedelta(days=9000)
    assert run(store, far, looks=184) == {}
    run(store, far + timedelta(days=9000))
    left = {(row["action"], row["noun"]) for row in rows_of(store, A.c.emptied.is_(None))}
    assert left == {("seal", "retention"), ("delete", "retention")}


def test_a_day_without_anything_new_is_not_sealed_again(store: Store) -> None:
    write(store, ONE_OF_EACH)
    for day in range(1, 6):
        run(store, MORNING + timedelta(days=day, hours=1))
    assert [row["detail"]["last"] for row in rows_of(store, A.c.action == "seal")] == [4]
    write(store, [an_entry(9)], MORNING + timedelta(days=6))
    run(store, MORNING + timedelta(days=8))
    assert [row["detail"]["last"] for row in rows_of(store, A.c.action == "seal")] == [4, 6]


def test_a_row_that_dates_in_the_future_does_not_keep_the_others_from_being_sealed(store: Store) -> None:
    write(store, [a_row("read")], MORNING + timedelta(days=90_000))
    write(store, [a_row("read")])
    assert run(store, LATER) == {"looks": 1}


def test_batches_go_on_where_the_last_one_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "AT_ONCE", 3)
    write(store, [a_row("read" if n % 4 else "create", number=n) for n in range(20)])
    assert run(store, LATER, looks=184) == {"looks": 15}
    assert [row["detail"]["rows"] for row in rows_of(store, A.c.action == "delete")] == [3, 3, 3, 3, 3]
    assert sentences(store, now=LATER) == []
    # More rows about the log itself than a batch holds are no end.
    write(store, [a_row("read")], LATER)
    assert run(store, LATER + timedelta(days=400), looks=184) == {"looks": 1}


def test_a_batch_ends_after_so_many_people_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "PAIRS_AT_ONCE", 5)
    everybody = frozenset(f"B{n}" for n in range(9))
    # Two people in each, then nine, which is more than a batch by itself, then one row about nobody.
    about = [a_row("read"), a_row("read"), a_row("read"), replace(a_row("list"), subjects=everybody)]
    write(store, [*about, replace(a_row("read"), subjects=frozenset())])
    assert run(store, LATER, looks=184) == {"looks": 5}
    assert [row["detail"]["rows"] for row in rows_of(store, A.c.action == "delete")] == [3, 1, 1]
    assert [row["detail"]["last"] for row in rows_of(store, A.c.action == "seal")] == [3, 4, 5]
    assert sentences(store, now=LATER) == []


def test_whoever_waits_to_write_comes_in_between_two_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    mine, its = open_store(url), services(url)
    schema.upgrade(mine)
    write(mine, [a_row("read")] * 4)
    monkeypatch.setattr(emptying, "AT_ONCE", 2)
    begun = threading.Event()

    @contextmanager
    def slowly() -> Iterator[Unit]:
        with its.unit(SYSTEM) as unit:
            begun.set()
            yield unit
            time.sleep(0.2)

    worker = threading.Thread(
        target=retention.delete_expired, args=(partial(its.unit, SYSTEM, writes=False), slowly, KEPT)
    )
    worker.start()
    begun.wait()
    write(mine, [a_row("sign_in", "session")], LATER)
    worker.join()
    (own,) = rows_of(mine, A.c.action == "sign_in")
    assert rows_of(mine, A.c.action == "delete")[-1]["number"] > own["number"]
    its.store.close()
    mine.close()


def test_nothing_is_deleted_from_a_log_somebody_has_changed(store: Store) -> None:
    write(store, ONE_OF_EACH)
    run(store, MORNING + timedelta(days=2))
    unguarded(store, sa.update(A).where(A.c.number == 1).values(actor="ac_x"))
    with pytest.raises(MatcherError, match="Række 1 i loggen er ikke, som den blev skrevet"):
        run(store, LATER)
    assert rows_of(store, A.c.emptied.is_not(None)) == [] and len(sentences(store)) == 1
    unguarded(store, sa.delete(S).where(S.c.number == 1))
    write(store, ONE_OF_EACH, MORNING + timedelta(days=3))
    unguarded(store, sa.delete(A).where(A.c.number == 7))
    with pytest.raises(MatcherError, match="Række 7"):
        run(store, LATER)


def test_a_row_somebody_has_changed_is_not_sealed(store: Store) -> None:
    write(store, ONE_OF_EACH)
    unguarded(store, sa.update(A).where(A.c.number == 3).values(actor="ac_x"))
    with pytest.raises(MatcherError, match="Række 3"):
        run(store, MORNING + timedelta(days=2))
    assert rows_of(store, A.c.action == "seal") == []


def test_the_classes_are_the_same_in_the_program_in_queries_and_in_the_triggers(store: Store) -> None:
    actions = "read list reveal compare export evaluate suggest shortlist explain sign_in sign_out refuse step".split()
    actions += "create change delete give end import upload expire fail publish propose seal".split()
    nouns = "candidate plan placement binding go_ahead outcome follow_up link model train engine municipality".split()
    nouns += ["call", "session", "import", "relation", "store", "tidy", "account"]
    pairs = list(itertools.product(actions, nouns))
    write(store, [a_row(action, noun) for action, noun in pairs])
    with store.reading() as connection:
        found = connection.execute(sa.select(A.c.action, A.c.noun, class_in_sql().label("kind"))).all()
    assert {(row.action, row.noun): row.kind for row in found} == {pair: class_of(*pair) for pair in pairs}
    # The triggers refuse an emptying under a record of another class; here all are accepted.
    told = run(store, LATER)
    assert sum(told.values()) == len(pairs) and set(told) == {"looks", "matching", "sign_ins", "rest"}
    assert class_of("read", RETENTION) is LogClass.KEPT


def test_nothing_is_emptied_before_six_months_whoever_asks(store: Store) -> None:
    write(store, ONE_OF_EACH)
    now = MORNING + timedelta(days=100)
    with store.writing() as connection:
        run_on(connection, now, {})
        for kind, days, until in (
            (LogClass.LOOKS, 90, now - timedelta(days=90)),
            (LogClass.LOOKS, 200, now - timedelta(days=LEAST_DAYS)),
            (LogClass.KEPT, 200, now - timedelta(days=200)),
        ):
            with pytest.raises(ValueError, match="may not be emptied"):
                emptying.empty(connection, kind, days, until, an_entry(1), now, (1, 4))


# --- any sequence ----------------------------------------------------------------------------------------------------

KINDS = st.sampled_from([("read", "candidate"), ("suggest", "candidate"), ("sign_in", "session"), ("create", "import")])
WRITTEN = st.lists(KINDS, min_size=1, max_size=4)
STEPS = st.lists(st.tuples(WRITTEN, st.integers(0, 500)), min_size=2, max_size=6)
KEEP = st.fixed_dictionaries({}, optional={kind: st.sampled_from([184, 400]) for kind in KEPT})


def live_through(connection: sa.Connection, steps: list[Any], keep: Any) -> list[tuple[int, str]]:
    """Rows are written, days go by, the day's chore is done, again and again; gives an anchor of every step."""
    now, anchors = MORNING, [(0, audit.START)]
    for kinds, days in steps:
        audit.append(connection, [a_row(action, noun, n) for n, (action, noun) in enumerate(kinds)], now)
        anchors.append(audit.anchor(connection))
        now += timedelta(days=days)
        run_on(connection, now, keep)
        anchors.append(audit.anchor(connection))
    assert audit.verify(connection, anchors, now).flaws == ()
    return anchors


def empty_by_hand(connection: sa.Connection, number: int, others: set[int]) -> None:
    """As the program would, under a record that is there."""
    a = A.c
    last = sa.select(sa.func.max(a.number)).where(a.action == "delete", a.noun == RETENTION)
    by = connection.execute(last).scalar_one() or 1
    kind = connection.execute(sa.select(class_in_sql()).where(a.number == number)).scalar_one()
    blank = {**BLANK, "emptied": by, "retention": kind}
    connection.execute(sa.update(A).where(a.number == number).values(blank))
    connection.execute(sa.delete(S).where(S.c.number == number))


def swap(connection: sa.Connection, one: int, other: int) -> None:
    """Two rows change places, with all that is theirs."""
    for here, there in ((one, -1), (other, one), (-1, other)):
        for table in (A, S):
            connection.execute(sa.update(table).where(table.c.number == here).values(number=there))


def take_guards_away(store: Store, connection: sa.Connection) -> None:
    if store.is_sqlite:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        connection.exec_driver_sql("DROP FUNCTION audit_is_appended_to CASCADE")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40, deadline=None
)
@given(st.data())
def test_after_any_sequence_the_log_is_whole_and_any_one_thing_done_to_it_is_found(
    store: Store, data: st.DataObject
) -> None:
    with undone(store) as connection:
        live_through(connection, data.draw(STEPS), data.draw(KEEP))
        take_guards_away(store, connection)
        gone = emptied(connection)
        numbers = sorted(connection.execute(sa.select(A.c.number)).scalars())
        number = data.draw(st.sampled_from(numbers))
        done = data.draw(st.sampled_from(["removed", "moved", "emptied"]))
        if done == "removed":
            connection.execute(sa.delete(A).where(A.c.number == number))
            connection.execute(sa.delete(S).where(S.c.number == number))
        elif done == "moved":
            other = data.draw(st.sampled_from([n for n in numbers if n != number]))
            swap(connection, number, other)
        elif number in gone:
            return
        else:
            empty_by_hand(connection, number, gone)
        assert audit.verify(connection).flaws, (done, number, gone)


# --- killed, and two at once -----------------------------------------------------------------------------------------

MANY = 120


def start(url: str, at_once: int) -> Any:
    process = multiprocessing.get_context("spawn").Process(target=empty_everything, args=(url, at_once))
    process.start()
    return process


def test_a_worker_killed_in_the_middle_leaves_a_whole_log_and_the_next_goes_on(
    store: Store, request: pytest.FixtureRequest
) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    write(store, [a_row("read", number=n) for n in range(MANY)])
    process = start(url, 1)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with store.reading() as connection:
            if len(emptied(connection)) >= 3:
                break
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with store.reading() as connection:
        left = MANY - len(emptied(connection))
        assert 0 < left < MANY and audit.verify(connection).flaws == ()
    assert run(store, LATER) == {"looks": left}
    assert sentences(store, now=LATER) == []


def test_two_workers_at_once_empty_each_row_once(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    write(store, [a_row("read" if n % 3 else "create", number=n) for n in range(MANY)])
    crowd = [start(url, 7), start(url, 5)]
    for process in crowd:
        process.join()
    assert [process.exitcode for process in crowd] == [0, 0]
    records = rows_of(store, A.c.action == "delete")
    assert sum(row["detail"]["rows"] for row in records) == MANY
    assert len(rows_of(store, A.c.emptied.is_not(None))) == MANY and sentences(store, now=LATER) == []


def test_the_record_can_be_checked_without_the_program(store: Store) -> None:
    # Worked out beside the program from what the seal is said to hold: number, time and class of each row.
    write(store, ONE_OF_EACH)
    run(store, LATER)
    (seal,) = rows_of(store, A.c.action == "seal")
    lines = [f"{n} 2026-11-24T09:00:00.000000+00:00 {kind}\n" for n, kind in enumerate(KINDS_OF_EACH, start=1)]
    assert seal["detail"] == {"first": 1, "last": 4, "digest": hashlib.sha256("".join(lines).encode()).hexdigest()}
