"""What is over is deleted by itself, and the log says how much."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from matcher.services import sessions
from matcher.services.caller import SYSTEM
from matcher.services.drawn_lists import KEPT_DAYS
from matcher.services.expiry import clear_expired
from matcher.settings import Assurance
from matcher.store import tables
from matcher.store.facts import save_rows
from tests.office import Office


def clear(office: Office) -> dict[str, int]:
    with office.services.unit(SYSTEM) as unit:
        return clear_expired(unit)


def sign_in(office: Office, hours: float) -> str:
    with office.services.unit(SYSTEM) as unit:
        return sessions.begin(unit, "ac_kim", Assurance.HIGH, hours).token


def test_sign_ins_that_have_ended_go_and_the_others_stay(office: Office) -> None:
    ended, revoked, lasting = sign_in(office, 1), sign_in(office, 10), sign_in(office, 10)
    with office.services.unit(office.caller("consultant")) as unit:
        sessions.end(unit, revoked)
    office.clock.pass_time(hours=1)
    assert clear(office) == {"sessions": 2, "answers": 0, "counters": 0, "drawn_lists": 0}
    assert [row["token"] for row in office.rows(tables.sessions)] == [sessions.hashed(lasting)]
    assert sessions.hashed(ended) != sessions.hashed(lasting)


def test_an_answer_is_kept_for_seven_days_and_a_count_for_two(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        for key in ("a", "b"):
            unit.connection.execute(
                sa.insert(tables.answers).values(
                    account="ac_kim", key=key, call="c", status=201, headers={}, at=unit.now
                )
            )
            unit.connection.execute(sa.insert(tables.counters).values(name=key, window=unit.now, number=1))
            office.clock.pass_time(days=1)
            unit.now = office.clock()
    office.clock.pass_time(days=1)
    assert clear(office) == {"sessions": 0, "answers": 0, "counters": 2, "drawn_lists": 0}
    office.clock.pass_time(days=4)
    assert clear(office)["answers"] == 1
    assert [row["key"] for row in office.rows(tables.answers)] == ["b"]


def test_what_was_deleted_stands_in_the_log_in_numbers_and_nothing_when_nothing_was(office: Office) -> None:
    clear(office)
    assert office.rows(tables.audit, tables.audit.c.action == "expire") == []
    sign_in(office, 1)
    office.clock.pass_time(hours=2)
    clear(office)
    (row,) = office.rows(tables.audit, tables.audit.c.action == "expire")
    assert row["detail"] == {"sessions": 1, "answers": 0, "counters": 0, "drawn_lists": 0} and row["actor"] == "system"


def test_a_list_drawn_by_chance_is_kept_for_three_years(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        for seed, days in ((1, KEPT_DAYS), (2, KEPT_DAYS - 1)):
            kept = {"candidate": office.mine[0], "seed": seed, "at": unit.now - timedelta(days=days)}
            unit.connection.execute(
                sa.insert(tables.drawn_lists).values(**kept, epsilon=0.02, weights="x", shown={"openings": []})
            )
    assert clear(office)["drawn_lists"] == 1
    assert [row["seed"] for row in office.rows(tables.drawn_lists)] == [2]


def test_a_list_drawn_by_chance_goes_with_the_person(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        save_rows(unit.connection, "candidates", [replace(office.facts.candidates[0], id="B900")], unit.now)
        kept = {"candidate": "B900", "seed": 1, "at": unit.now, "epsilon": 0.02, "weights": "x", "shown": {}}
        unit.connection.execute(sa.insert(tables.drawn_lists).values(**kept))
    assert len(office.rows(tables.drawn_lists)) == 1
    with office.store.writing() as connection:
        connection.execute(sa.delete(tables.candidates).where(tables.candidates.c.id == "B900"))
    assert office.rows(tables.drawn_lists) == []
