"""What is over is deleted by itself, and the log says how much."""

import sqlalchemy as sa

from matcher.services import sessions
from matcher.services.caller import SYSTEM
from matcher.services.expiry import clear_expired
from matcher.settings import Assurance
from matcher.store import tables
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
    assert clear(office) == {"sessions": 2, "answers": 0, "counters": 0}
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
    assert clear(office) == {"sessions": 0, "answers": 0, "counters": 2}
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
    assert row["detail"] == {"sessions": 1, "answers": 0, "counters": 0} and row["actor"] == "system"
