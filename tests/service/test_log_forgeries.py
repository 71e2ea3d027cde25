"""The log refuses to be emptied but by rule, and whoever has done so with the owner's rights is found out and named."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import MatcherError
from matcher.store import Store, audit, open_store, schema, tables
from matcher.store.log_classes import RETENTION
from matcher.store.log_rules import BLANK, numbers_digest
from tests.service.appending import MORNING, an_entry
from tests.service.emptied import LATER, ONE_OF_EACH, a_row, rows_of, run, sentences, unguarded, write

A, S = tables.audit, tables.audit_subjects

# --- the database itself ---------------------------------------------------------------------------------------------

_BLANK = (
    "actor='', role='', organisation='', purpose=NULL, action='', noun='', object='', outcome='', request='', "
    "detail='{}', software='', subjects=''"
)


def record(number: int, **changes: Any) -> audit.Entry:
    """A record of a deletion of looks that the rows 1 to `number` could be under."""
    until = (LATER - timedelta(days=184)).isoformat(timespec="microseconds")
    detail = {"until": until, "days": 184, "first": 1, "last": number, "rows": 1, "digest": "-"} | changes
    return replace(a_row("delete", RETENTION), object="looks", detail=detail, subjects=frozenset())


def refused(store: Store, statement: str) -> bool:
    try:
        with store.writing() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        return "never changed" in str(error.orig)
    return False


def test_the_database_refuses_whatever_no_record_covers(store: Store) -> None:
    write(store, [*ONE_OF_EACH, a_row("read"), a_row("read")])
    write(store, [a_row("read")], LATER)
    # 8: a record of looks among 1 to 5. 9: one that is sooner than six months. 10: of what the log says of itself.
    soon = (LATER - timedelta(days=183)).isoformat(timespec="microseconds")
    write(store, [record(5), record(7, until=soon), replace(record(9), object="kept")], LATER)

    def to_empty(number: int, by: int, kind: str = "looks", values: str = _BLANK) -> str:
        return f"UPDATE audit SET {values}, emptied={by}, retention='{kind}' WHERE number = {number}"

    never = {
        "another class": to_empty(2, 8),
        "called another class": to_empty(2, 8, "matching"),
        "out of the range": to_empty(6, 8),
        "too young": to_empty(7, 8),
        "by a record that is too soon": to_empty(5, 9),
        "by an ordinary row": to_empty(1, 2),
        "by no row": to_empty(1, 99),
        "by itself": to_empty(8, 10, "kept"),
        "not wholly": to_empty(1, 8, values=_BLANK.replace("actor=''", "actor='x'")),
        "with a purpose left": to_empty(1, 8, values=_BLANK.replace("purpose=NULL", "purpose='matching'")),
        "with a detail left": to_empty(1, 8, values=_BLANK.replace("'{}'", "'{\"a\": 1}'")),
        "and moved": to_empty(1, 8, values=_BLANK + ", number=77"),
        "and dated otherwise": to_empty(1, 8, values=_BLANK + ", at='2020-01-01 00:00:00.000000'"),
        "with another hash": to_empty(1, 8, values=_BLANK + ", hash='x'"),
        "with another hash before": to_empty(1, 8, values=_BLANK + ", previous='x'"),
        "without saying by what": f"UPDATE audit SET {_BLANK}, retention='looks' WHERE number = 1",
        "without a class": f"UPDATE audit SET {_BLANK}, emptied=8 WHERE number = 1",
        "a changed field": "UPDATE audit SET actor = 'x' WHERE number = 1",
        "a removed row": "DELETE FROM audit WHERE number = 1",
        "a person of a row that is there": "DELETE FROM audit_subjects WHERE number = 1",
        "another person": "UPDATE audit_subjects SET candidate = 'x' WHERE number = 1",
    }
    assert [what for what, statement in never.items() if not refused(store, statement)] == []
    with store.writing() as connection:
        assert connection.exec_driver_sql(to_empty(1, 8)).rowcount == 1
        connection.exec_driver_sql("DELETE FROM audit_subjects WHERE number = 1")
    again = {
        "emptied": "UPDATE audit SET actor = 'x' WHERE number = 1",
        "emptied anew": to_empty(1, 8),
        "unemptied": "UPDATE audit SET emptied = NULL WHERE number = 1",
        "removed": "DELETE FROM audit WHERE number = 1",
    }
    assert [what for what, statement in again.items() if not refused(store, statement)] == []
    # What the database let by is still found to be too little: nobody has sealed it, and no record tells of these rows.
    assert "Række 1 er tømt uden at have været forseglet" in sentences(store)
    assert "Række 8 siger, at 1 rækker er tømt, men det er ikke dem, der er" in sentences(store)


def test_on_sqlite_no_row_is_replaced_whether_emptied_or_not(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    schema.upgrade(store)
    write(store, ONE_OF_EACH)
    run(store, LATER, looks=184)
    before = rows_of(store)
    for number in (1, 2):
        assert refused(store, f"INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = {number}")
        assert refused(store, f"UPDATE OR REPLACE audit SET number = {3 - number} WHERE number = {number}")
    assert refused(store, "INSERT OR REPLACE INTO audit_subjects VALUES (2, 'B9')")
    assert rows_of(store) == before and sentences(store) == []
    store.close()


# --- what somebody with the owner's rights does ---------------------------------------------------------------------


def forge(store: Store, rows: set[int], said: audit.Entry, at: datetime = LATER, dated: datetime | None = None) -> None:
    """Empty rows by hand under a record of one's own, with the chain whole; date them otherwise, too."""
    write(store, [said], at)
    with store.reading() as connection:
        by, _ = audit.anchor(connection)
    blank = {**BLANK, "emptied": by, "retention": "looks"} | ({} if dated is None else {"at": dated})
    unguarded(store, sa.update(A).where(A.c.number.in_(rows)).values(blank), sa.delete(S).where(S.c.number.in_(rows)))


def sealed_log(store: Store) -> None:
    """Rows 1 to 4 of the first morning and 5 of a day ten days before `LATER`, all sealed; nothing deleted."""
    write(store, ONE_OF_EACH)
    write(store, [a_row("read")], LATER - timedelta(days=10))
    run(store, LATER - timedelta(days=5), looks=36_500)
    assert [row["detail"]["last"] for row in rows_of(store, A.c.action == "seal")] == [5] and sentences(store) == []


def honest(*numbers: int, **changes: Any) -> audit.Entry:
    """A record that says just what was done to those rows."""
    digest = numbers_digest(numbers)
    return record(0, **({"first": numbers[0], "last": numbers[-1], "rows": len(numbers), "digest": digest} | changes))


def test_a_forged_record_that_keeps_to_the_rule_is_a_deletion_by_rule(store: Store) -> None:
    # Without this the forgeries below would be found for some other reason.
    sealed_log(store)
    forge(store, {1}, honest(1))
    assert sentences(store, now=LATER) == []


def test_a_row_emptied_without_a_record_is_named(store: Store) -> None:
    sealed_log(store)
    blank = {**BLANK, "emptied": 40, "retention": "looks"}
    unguarded(store, sa.update(A).where(A.c.number == 1).values(blank), sa.delete(S).where(S.c.number == 1))
    assert sentences(store) == ["Række 1 er tømt, uden at nogen række i loggen siger det"]


def test_a_row_emptied_too_soon_is_named(store: Store) -> None:
    sealed_log(store)
    soon = (LATER - timedelta(days=1)).isoformat(timespec="microseconds")
    forge(store, {5}, honest(5, until=soon))
    assert sentences(store) == [
        "Række 5 er tømt, før der var gået seks måneder",
        "Række 7 sletter mere, end fristen tillader",
    ]


def test_a_row_emptied_sooner_than_its_record_says_it_is_kept_is_named(store: Store) -> None:
    sealed_log(store)
    forge(store, {1}, honest(1, days=1000))
    assert sentences(store) == ["Række 7 sletter mere, end fristen tillader"]


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (1, {"until": (MORNING - timedelta(days=1)).isoformat(timespec="microseconds")}),
        (1, {"first": 2, "last": 4}),
        (4, {"first": 1, "last": 3}),
    ],
    ids=["too young", "before its rows", "behind its rows"],
)
def test_a_row_that_its_record_does_not_speak_of_is_named(store: Store, row: int, changes: dict[str, Any]) -> None:
    write(store, [a_row("read")] * 5)
    run(store, MORNING + timedelta(days=2))
    forge(store, {row}, honest(row, **changes))
    assert sentences(store) == [f"Række {row} er tømt, men række 7 siger ikke, at den skulle"]


def test_a_row_under_a_record_of_another_class_is_named(store: Store) -> None:
    sealed_log(store)
    forge(store, {1}, replace(honest(1), object="rest"))
    assert sentences(store) == ["Række 1 er tømt, men række 7 siger ikke, at den skulle"]


def test_a_row_that_is_dated_back_to_be_emptied_is_found_by_its_seal(store: Store) -> None:
    sealed_log(store)
    forge(store, {5}, honest(5), dated=MORNING)
    (said,) = sentences(store)
    assert said == "En af rækkerne 1 til 5 har et andet tidspunkt eller en anden art, end række 6 forseglede"


def test_a_row_that_is_called_another_class_to_be_emptied_is_found_by_its_seal(store: Store) -> None:
    sealed_log(store)
    forge(store, {2}, honest(2))
    assert sentences(store) == [
        "En af rækkerne 1 til 5 har et andet tidspunkt eller en anden art, end række 6 forseglede"
    ]


def test_a_row_that_is_emptied_before_anybody_has_sealed_it_is_named(store: Store) -> None:
    sealed_log(store)
    write(store, [a_row("read")], LATER)
    forge(store, {7}, honest(7), at=MORNING)
    assert "Række 7 er tømt uden at have været forseglet" in sentences(store)
    # A seal of one's own comes too late.
    write(store, [replace(record(0), action="seal", object="", detail={"first": 6, "last": 7, "digest": "-"})], LATER)
    assert "Række 7 er tømt uden at have været forseglet" in sentences(store)


def test_a_record_that_dates_in_the_future_is_named(store: Store) -> None:
    sealed_log(store)
    far = LATER + timedelta(days=300)
    forge(store, {5}, honest(5, until=(far - timedelta(days=184)).isoformat(timespec="microseconds")), at=far)
    assert sentences(store, now=LATER) == ["Række 7 er dateret senere end nu"]
    write(store, [an_entry(1)], LATER + timedelta(hours=1))
    assert sentences(store) == ["Række 7 er dateret senere end række 8, der er skrevet efter"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rows": 3}, 1),
        ({"rows": 1}, 1),
        ({"digest": "0" * 64}, 1),
        ({"last": 1}, 1),
        ({"until": "i går"}, 3),
        ({"days": "mange"}, 3),
        ({"days": 10**12}, 3),
        ({"found": 2}, 3),
        ({"first": None}, 3),
    ],
    ids=str,
)
def test_a_record_that_does_not_say_what_was_done_is_named(store: Store, changes: dict[str, Any], told: int) -> None:
    write(store, [a_row("read"), a_row("read"), a_row("read")])
    run(store, MORNING + timedelta(days=2))
    forge(store, {1, 2}, honest(1, 2, **changes))
    assert len(sentences(store)) == told, sentences(store)


@pytest.mark.parametrize(
    "detail",
    [
        {"first": 1, "last": 3, "digest": "0" * 64},
        {"first": 5, "last": 5, "digest": numbers_digest([])},
        {"first": 4, "last": 77, "digest": "-"},
        {"first": "4", "last": 5, "digest": "-"},
        {},
    ],
    ids=str,
)
def test_a_forged_seal_is_named(store: Store, detail: dict[str, Any]) -> None:
    write(store, ONE_OF_EACH[:3])
    run(store, MORNING + timedelta(days=2))
    write(store, [replace(record(0), action="seal", object="", detail=detail)], LATER)
    assert any("Række 5" in said for said in sentences(store))


@pytest.mark.parametrize("detail", [{"first": 5, "last": 77, "digest": "-"}, {"last": "5"}, {}], ids=str)
def test_a_seal_that_cannot_be_right_stops_all_deletion(store: Store, detail: dict[str, Any]) -> None:
    write(store, ONE_OF_EACH[:3])
    run(store, MORNING + timedelta(days=2))
    write(store, [a_row("read")], MORNING + timedelta(days=3))
    write(store, [replace(record(0), action="seal", object="", detail=detail)], MORNING + timedelta(days=3))
    # Else it would count for the rows up to 77, and row 5 would be emptied without having been sealed.
    with pytest.raises(MatcherError, match="Række 6 i loggen er ikke, som den blev skrevet"):
        run(store, LATER)
    assert rows_of(store, A.c.emptied.is_not(None)) == []


def test_an_emptied_row_cannot_be_filled_or_given_a_person_again(store: Store) -> None:
    sealed_log(store)
    forge(store, {1}, honest(1))
    unguarded(store, sa.update(A).where(A.c.number == 1).values(actor="ac_7"))
    assert sentences(store) == ["Række 1 er tømt, men ikke helt"]
    unguarded(
        store, sa.update(A).where(A.c.number == 1).values(actor=""), sa.insert(S).values(number=1, candidate="B7")
    )
    assert sentences(store) == ["Række 1 er tømt, men ikke helt"]
