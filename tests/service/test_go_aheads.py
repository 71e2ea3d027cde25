"""The candidate's yes: written down as she said it, hers to take back, never removed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from matcher.domain import GoAhead
from matcher.services import go_aheads, importing
from matcher.services.shortlists import gone_ahead
from matcher.services.unit import new_id
from matcher.store import tables
from matcher.store.facts import save_rows
from tests.office import MORNING, Office

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def path_of(office: Office) -> tuple[str, str, str]:
    """A pair of Kim's without a yes, and the path of it."""
    candidate = office.mine[0]
    said = {yes.opening for yes in office.facts.go_aheads if yes.candidate == candidate}
    opening = next(o for o in sorted(office.facts.opening_by_id) if o not in said)
    return candidate, opening, f"/candidates/{candidate}/go-aheads/{opening}"


def stands(office: Office, candidate: str, opening: str) -> bool:
    with office.services.unit(office.caller("consultant"), writes=False) as unit:
        return go_aheads.stands(unit, candidate, opening)


def test_a_yes_is_given_taken_back_and_given_again(office: Office) -> None:
    candidate, opening, path = path_of(office)
    client, about = office.client("consultant"), tables.go_aheads.c.opening == opening
    assert not stands(office, candidate, opening)
    given = client.put(path, json={"said": "meeting"})
    assert given.status_code == 200
    assert given.json() == {
        "opening": opening,
        "given": "2026-11-24",
        "withdrawn": None,
        "said": "meeting",
        "recorded_by": "ac_kim",
        "stands": True,
    }
    assert stands(office, candidate, opening)
    # A yes that stands stays as it was said.
    assert client.put(path, json={"said": "writing"}).json()["said"] == "meeting"
    assert client.delete(path).status_code == 204
    assert not stands(office, candidate, opening)
    assert client.delete(path).status_code == 404
    office.clock.pass_time(days=2)
    client = office.client("consultant")
    assert client.put(path, json={"said": "telephone"}).json()["given"] == "2026-11-26"
    rows = office.rows(tables.go_aheads, tables.go_aheads.c.candidate == candidate, about)
    assert sorted((row["given"], row["withdrawn"]) for row in rows if row["withdrawn"]) == [(TODAY, TODAY)]
    assert [row["given"] for row in rows if row["withdrawn"] is None] == [date(2026, 11, 26)]
    listed = client.get(f"/candidates/{candidate}/go-aheads").json()["items"]
    assert [(y["given"], y["stands"]) for y in listed if y["opening"] == opening] == [
        ("2026-11-24", False),
        ("2026-11-26", True),
    ]
    log = office.rows(tables.audit, tables.audit.c.object == f"{candidate}/{opening}")
    assert [row["action"] for row in log] == ["give", "read", "withdraw", "give"]
    assert log[0]["detail"] == {"opening": opening, "said": "meeting"}


def test_a_yes_given_again_on_the_day_it_was_taken_back_stands(office: Office) -> None:
    candidate, opening, path = path_of(office)
    client = office.client("consultant")
    client.put(path, json={"said": "meeting"})
    client.delete(path)
    assert client.put(path, json={"said": "telephone"}).json()["stands"]
    assert stands(office, candidate, opening)
    rows = office.rows(tables.go_aheads, tables.go_aheads.c.candidate == candidate)
    assert [(r["said"], r["version"]) for r in rows if r["opening"] == opening] == [("telephone", 3)]


def test_every_yes_that_was_imported_is_taken_back_at_once(office: Office) -> None:
    candidate, opening, path = path_of(office)
    rows = [GoAhead(candidate, opening, date(2026, month, 1)) for month in (9, 10)]
    rows.append(GoAhead(candidate, opening, date(2026, 8, 1), date(2026, 8, 15)))
    with office.services.unit(office.caller("consultant")) as unit:
        save_rows(unit.connection, "go_aheads", rows, unit.now)
    assert office.client("consultant").delete(path).status_code == 204
    assert not stands(office, candidate, opening)
    here = (tables.go_aheads.c.candidate == candidate) & (tables.go_aheads.c.opening == opening)
    assert sorted(row["withdrawn"] for row in office.rows(tables.go_aheads, here)) == [
        date(2026, 8, 15),
        TODAY,
        TODAY,
    ]


def test_a_yes_of_tomorrow_does_not_stand_today(sqlite_office: Office) -> None:
    candidate, opening, _ = path_of(sqlite_office)
    with sqlite_office.services.unit(sqlite_office.caller("consultant")) as unit:
        save_rows(unit.connection, "go_aheads", [GoAhead(candidate, opening, date(2026, 11, 25))], unit.now)
    assert not stands(sqlite_office, candidate, opening)
    # Midnight is Danish: 23:30 in London on the 24th is the 25th here.
    sqlite_office.clock.pass_time(hours=14, minutes=30)
    assert stands(sqlite_office, candidate, opening)


def test_what_rests_on_the_yes_alone_ends_with_it(office: Office) -> None:
    candidate, opening, path = path_of(office)
    client = office.client("consultant")
    client.put(path, json={"said": "meeting"})
    a_match(office, candidate, opening, "introduced", key="pl_x")
    assert client.delete(path).status_code == 204
    assert [row["state"] for row in office.rows(tables.placements)] == ["withdrawn"]
    step = office.rows(tables.steps)[-1]
    assert (step["placement"], step["to"], step["code"]) == ("pl_x", "withdrawn", "go_ahead_withdrawn")


def test_only_her_own_consultant_writes_it_down(office: Office) -> None:
    _, opening, mine = path_of(office)
    client = office.client("consultant")
    others = [f"/candidates/{key}/go-aheads" for key in (office.others[0], "ingen")]
    for path in others:
        assert client.get(path).status_code == 404
        assert client.put(f"{path}/{opening}", json={"said": "meeting"}).status_code == 404
        assert client.delete(f"{path}/{opening}").status_code == 404
    for role in ("employer", "evaluator", "administrator", "auditor"):
        other = office.client(role)
        answers = [other.put(mine, json={"said": "meeting"}), other.delete(mine), other.get(mine.rsplit("/", 1)[0])]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert client.put(f"/candidates/{office.mine[0]}/go-aheads/ingen", json={"said": "meeting"}).status_code == 404
    assert client.put(mine, json={"said": "gættet"}).status_code == 422
    assert office.client("consultant", purpose=None).put(mine, json={"said": "meeting"}).status_code == 428


def imported(office: Office, *rows: GoAhead) -> None:
    """Take those yeses in as a consultant's file does."""
    facts = replace(office.facts, go_aheads=rows)
    with office.services.unit(office.caller("consultant")) as unit:
        key = new_id("im")
        unit.connection.execute(sa.insert(tables.imports).values(**whole_import(office, key)))
        importing.conclude(unit, key, importing.ReadFile(facts))


def whole_import(office: Office, key: str) -> dict[str, Any]:
    told = {"name": "kommune.xlsx", "sha256": "ff", "dry_run": False, "accept_valid": True, "legal_basis": "LAB § 1"}
    made = {"state": "running", "report": {}, "counts": {}, "created_at": office.clock.now, "created_by": "ac_kim"}
    return {"id": key, **told, **made}


def ended(office: Office, candidate: str, opening: str) -> None:
    """A match of that pair that is over by now."""
    a_match(office, candidate, opening, "ended")


def a_match(office: Office, candidate: str, opening: str, state: str, key: str | None = None) -> None:
    """A match of that pair, as it lies in the database."""
    now = office.clock.now
    row: dict[str, Any] = {
        "id": key or new_id("pl"),
        "candidate": candidate,
        "opening": opening,
        "state": state,
        "scheme": "fleksjob",
    }
    row |= {"hours": 4.0, "presence": 4.0, "tasks": {}, "measures": [], "worth": {}, "employer_text": ""}
    row |= {"created_at": now, "created_by": "ac_kim", "version": 1, "changed_at": now}
    with office.store.writing() as connection:
        connection.execute(sa.insert(tables.placements).values(**row))


def test_a_file_that_corrects_a_used_up_yes_does_not_revive_it(office: Office) -> None:
    candidate, opening, path = path_of(office)
    office.client("consultant").put(path, json={"said": "meeting"})
    office.clock.pass_time(days=10)
    ended(office, candidate, opening)
    assert not stands(office, candidate, opening)
    office.clock.pass_time(days=10)
    # A later end of the yes is a correction of the row; an earlier day of it is another row.
    imported(office, GoAhead(candidate, opening, TODAY, date(2027, 6, 1)), GoAhead(candidate, opening, TODAY - DAY))
    about = (tables.go_aheads.c.candidate == candidate) & (tables.go_aheads.c.opening == opening)
    rows = {row["given"]: row for row in office.rows(tables.go_aheads, about)}
    assert rows[TODAY]["changed_at"] == office.clock.now and rows[TODAY]["version"] == 2
    assert rows[TODAY]["said_at"] == MORNING
    assert rows[TODAY - DAY]["said_at"] == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert not stands(office, candidate, opening)
    with office.services.unit(office.caller("consultant")) as unit:
        assert candidate not in gone_ahead(unit, opening)
    # She alone says it anew.
    assert office.client("consultant").put(path, json={"said": "telephone"}).json()["stands"]
    assert stands(office, candidate, opening)


def test_a_yes_said_anew_on_the_day_the_match_ended_stands(office: Office) -> None:
    candidate, opening, path = path_of(office)
    office.client("consultant").put(path, json={"said": "meeting"})
    office.clock.pass_time(hours=1)
    ended(office, candidate, opening)
    office.clock.pass_time(hours=1)
    assert office.client("consultant").put(path, json={"said": "meeting"}).json()["stands"]
    (row,) = office.rows(tables.go_aheads, tables.go_aheads.c.opening == opening, tables.go_aheads.c.said.is_not(None))
    assert (row["said_at"], row["version"]) == (office.clock.now, 2)


def test_a_file_does_not_give_a_yes_that_was_taken_back(office: Office) -> None:
    candidate, opening, path = path_of(office)
    client = office.client("consultant")
    client.put(path, json={"said": "meeting"})
    assert client.delete(path).status_code == 204
    for withdrawn in (None, date(2027, 6, 1)):
        imported(office, GoAhead(candidate, opening, TODAY, withdrawn))
        assert not stands(office, candidate, opening)
