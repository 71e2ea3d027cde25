"""What becomes of old rows of the log from day to day: the worker's chore, and those who read the log afterwards."""

from typing import Any

from matcher.services import choices, measuring, training
from matcher.services.caller import SYSTEM, Purpose
from matcher.store import audit, tables
from tests.office import Office
from tests.service.emptied import unguarded
from tests.worker import work

A = tables.audit


def set_to(office: Office, **keep: Any) -> None:
    """As if it had been set so when the office began."""
    changes = {f"keep_{kind}_days": days for kind, days in keep.items()}
    office.__dict__["settings"] = office.settings.model_copy(update=changes)


def look_and_pass(office: Office, days: int) -> str:
    """Somebody looks at a person, asks for suggestions, and days go by."""
    who = office.mine[0]
    client = office.client("consultant")
    assert client.get(f"/candidates/{who}").status_code == 200
    assert client.post(f"/candidates/{who}/suggestions", json={}).status_code == 200
    office.clock.pass_time(days=days)
    return who


def emptied(office: Office) -> list[dict[str, Any]]:
    return office.rows(A, A.c.emptied.is_not(None))


def test_the_worker_empties_what_has_had_its_time_once_a_day(office: Office) -> None:
    look_and_pass(office, 185)
    work(office)
    gone = emptied(office)
    assert gone and {row["retention"] for row in gone} <= {"looks", "sign_ins"}
    assert len(office.rows(A, A.c.action == "suggest")) == 1
    (job,) = office.rows(tables.jobs, tables.jobs.c.kind == "tidy")
    assert job["state"] == "done" and job["found"]["looks"] == sum(row["retention"] == "looks" for row in gone)
    office.clock.pass_time(days=1000)
    work(office, "w2")
    assert {row["retention"] for row in emptied(office)} > {"looks", "matching"}
    assert office.rows(A, A.c.action == "suggest") == []
    with office.store.reading() as connection:
        assert audit.verify(connection, now=office.clock()).flaws == ()


def test_what_is_set_to_be_kept_for_ever_is_kept(office: Office) -> None:
    set_to(office, looks="forever", matching=200)
    look_and_pass(office, 10_000)
    work(office)
    assert {row["retention"] for row in emptied(office)} >= {"matching"}
    assert "looks" not in {row["retention"] for row in emptied(office)}


def test_a_log_somebody_has_changed_stops_its_own_deletion_and_nothing_else(office: Office) -> None:
    look_and_pass(office, 185)
    unguarded(office.store, A.update().where(A.c.number == 2).values(actor="ac_x"))
    with office.services.unit(SYSTEM) as unit:
        unit.connection.execute(
            tables.counters.insert().values(name="old", window=unit.now.replace(year=2020), number=1)
        )
    work(office)
    (job,) = office.rows(tables.jobs, tables.jobs.c.kind == "tidy")
    assert job["state"] == "failed" and "Række 2 i loggen er ikke, som den blev skrevet" in job["error"]
    assert emptied(office) == [] and office.rows(tables.counters, tables.counters.c.name == "old") == []


def test_a_person_is_told_from_when_looks_at_her_are_kept(office: Office) -> None:
    who = look_and_pass(office, 185)
    client = office.client("consultant", Purpose.ACCESS_REQUEST)
    before = client.get(f"/candidates/{who}/export").json()
    assert before["whole_since"] == {} and [look["action"] for look in before["looks"]] == ["read", "suggest"]
    work(office)
    since = (office.clock.now.replace(year=2026, month=11, day=25)).isoformat()
    page = client.get(f"/candidates/{who}/looks").json()
    assert [item["action"] for item in page["items"]] == ["suggest", "export"]
    assert page["whole_since"]["looks"] == since.replace("+00:00", "Z")
    after = client.get(f"/candidates/{who}/export").json()
    assert after["whole_since"]["looks"] == since and "matching" not in after["whole_since"]


def test_an_auditor_sees_that_a_row_has_been_emptied_and_by_what(office: Office) -> None:
    who = look_and_pass(office, 185)
    work(office)
    client = office.client("auditor", Purpose.SUPERVISION)
    rows = client.get("/audit").json()["items"]
    (record,) = [row for row in rows if row["action"] == "delete" and row["object"] == "looks"]
    gone = [row for row in rows if row.get("emptied") == record["number"]]
    assert gone and all(row["actor"] == row["action"] == row["object"] == "" and row["detail"] == {} for row in gone)
    assert record["detail"]["rows"] == len(gone) and all(row["subjects"] == [] for row in gone)
    assert [r["action"] for r in client.get("/audit", params={"candidate": who}).json()["items"]] == ["suggest"]
    whole = client.get("/audit/integrity").json()
    assert whole["whole"] and whole["emptied"] == len(emptied(office))


def test_whoever_learns_and_measures_from_old_lists_goes_on_without_them(office: Office) -> None:
    who = look_and_pass(office, 1)
    with office.services.unit(SYSTEM) as unit:
        kept = {"candidate": who, "seed": 1, "at": unit.now, "epsilon": 0.02, "weights": "x", "shown": {"openings": []}}
        unit.connection.execute(tables.drawn_lists.insert().values(**kept))
    caller = office.caller("evaluator", Purpose.EVALUATION)
    with office.services.unit(caller) as unit:
        assert len(measuring.shown_lists(unit)) == 1
    set_to(office, matching=184)
    office.clock.pass_time(days=185)
    work(office)
    with office.services.unit(caller) as unit:
        assert measuring.shown_lists(unit) == ()
        found = choices.read(unit)
        # A list whose row is gone cannot be valued, and is counted.
        assert found.rows == () and found.left_out >= 1
        assert training.material(unit).past is not None
    assert office.client("evaluator", Purpose.EVALUATION).get("/statistics").status_code == 200
    assert office.client("consultant").post(f"/candidates/{who}/suggestions", json={}).status_code == 200


def test_rows_of_no_call_have_a_name_of_their_own_so_that_nobody_can_guess_at_them(office: Office) -> None:
    with office.services.unit(SYSTEM) as unit:
        unit.record("remind", "placement", "pl_1")
        unit.record("remind", "placement", "pl_2")
    one, other = [row["request"] for row in office.rows(A, A.c.action == "remind")]
    assert one != other and len(one) >= 16
