"""An employer who does not answer: one reminder, then the match lapses by the date a named person has set."""

import threading

from matcher.services.caller import SYSTEM
from matcher.services.silence import Swept, sweep
from matcher.store import tables
from tests.office import Office, reopened
from tests.service.lives import Life, begin_life


def _sweep(office: Office) -> Swept:
    with office.services.unit(SYSTEM) as unit:
        return sweep(unit)


def _items(office: Office, life: Life) -> list[tuple[str, str, bool]]:
    rows = office.rows(tables.follow_ups, tables.follow_ups.c.placement == life.id)
    return sorted((row["due"].isoformat(), row["kind"], row["done_at"] is not None) for row in rows)


def test_she_is_reminded_once_and_the_match_lapses_after_the_date(office: Office) -> None:
    life = begin_life(office).until("introduced")
    assert (life.row["answer_by"].isoformat(), life.row["remind_on"].isoformat()) == ("2026-12-08", "2026-12-01")
    office.clock.pass_time(days=6)
    assert _sweep(office) == Swept(0, 0)
    office.clock.pass_time(days=1)
    assert [_sweep(office), _sweep(office)] == [Swept(1, 0), Swept(0, 0)]
    assert _items(office, life) == [("2026-12-01", "reminder", False)]
    office.clock.pass_time(days=7)
    assert _sweep(office) == Swept(0, 0) and life.row["state"] == "introduced"
    office.clock.pass_time(days=1)
    assert [_sweep(office), _sweep(office)] == [Swept(0, 1), Swept(0, 0)]
    assert life.row["state"] == "lapsed" and life.held == {}
    last = life.steps[-1]
    assert (last["decided_by"], last["carried_out_by"], last["code"]) == ("ac_kim", "system", "employer_silent")
    assert _items(office, life) == [("2026-12-01", "reminder", True), ("2026-12-09", "lapsed", False)]
    forbid = office.rows(tables.bindings, tables.bindings.c.code == "employer_silent")
    assert [(row["candidate"], row["opening"]) for row in forbid] == [(life.candidate, life.opening)]
    logged = office.rows(tables.audit, tables.audit.c.role == "system", tables.audit.c.object == life.id)
    assert [(row["action"], row["detail"].get("decided_by")) for row in logged] == [
        ("remind", None),
        ("step", "ac_kim"),
    ]


def test_the_consultants_own_date_counts_and_may_be_moved(office: Office) -> None:
    life = begin_life(office).until("go_ahead")
    assert life.take("introduced", answer_by="2026-11-24").status_code == 422
    assert life.take("introduced", answer_by="2026-11-27").status_code == 200
    assert life.row["remind_on"].isoformat() == "2026-11-26"
    office.clock.pass_time(days=2)
    assert _sweep(office) == Swept(1, 0)
    assert life.take("introduced", answer_by="2026-12-20").status_code == 200
    # Another date has been set: nothing is to be come back to until she is reminded anew.
    assert _items(office, life) == [("2026-11-26", "reminder", True)]
    office.clock.pass_time(days=2)
    assert _sweep(office) == Swept(0, 0) and life.row["state"] == "introduced"
    assert life.take("accepted", "employer").status_code == 200
    assert (life.row["answer_by"], life.row["remind_on"]) == (None, None)
    office.clock.pass_time(days=60)
    assert _sweep(office) == Swept(0, 0)


def test_two_sweeps_at_once_do_it_once(office: Office) -> None:
    lives = [begin_life(office, candidate).until("introduced") for candidate in office.mine[:2]]
    office.clock.pass_time(days=15)
    others = [reopened(office, office.url) for _ in range(2)]
    start = threading.Barrier(2)
    found: list[Swept] = []

    def run(other: Office) -> None:
        other.clock.now = office.clock.now
        start.wait()
        found.append(_sweep(other))

    threads = [threading.Thread(target=run, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.store.close()
    assert sum(swept.lapsed for swept in found) == 2
    for life in lives:
        assert [step["to"] for step in life.steps].count("lapsed") == 1
        assert [kind for _, kind, _ in _items(office, life)] == ["lapsed"]
