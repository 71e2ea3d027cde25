"""What is set for all: by the administrator alone, against the catalogue, with every switch in the log."""

from typing import Any

import pytest

from matcher.catalogue.loader import load_catalogue
from matcher.store import tables
from matcher.store.facts import SUPPLY, load_settings, revision
from tests.office import Office

RULES = {rule.id: dict(rule.parameters) for rule in load_catalogue().rules}
RULE, NUMBER = next((r, n) for r, ps in RULES.items() for n, v in ps.items() if isinstance(v, float))
GOOD: dict[str, Any] = {
    "weeks": 30,
    "rules": [{"rule": "ratio", "on": False}],
    "parameters": [{"rule": RULE, "name": NUMBER, "number": 6}],
}


def version_of(office: Office) -> str:
    return str(office.client("administrator", None).get("/municipality").headers["ETag"])


def test_the_administrator_sets_weeks_rules_and_numbers(office: Office) -> None:
    client, match = office.client("administrator", None), {"If-Match": version_of(office)}
    assert client.put("/municipality", json=GOOD).status_code == 428
    with office.store.reading() as connection:
        before = revision(connection, SUPPLY)
        assumptions = load_settings(connection, office.facts.settings.day).assumptions
    answer = client.put("/municipality", json=GOOD, headers=match)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in GOOD} == GOOD
    assert answer.json()["assumptions"] == list(assumptions)
    assert client.put("/municipality", json=GOOD, headers=match).status_code == 412
    with office.store.reading() as connection:
        assert revision(connection, SUPPLY) == before + 1
        set_now = load_settings(connection, office.facts.settings.day)
    assert (set_now.weeks, set_now.rules, set_now.parameters) == (30, (("ratio", False),), ((RULE, NUMBER, 6.0),))
    row = office.rows(tables.audit, tables.audit.c.noun == "municipality")[-1]
    assert row["detail"] == {"fields": ["weeks", "rules", "parameters"], "rules": sorted({"ratio", RULE})}


def test_the_rules_in_force_follow_the_switches_and_the_numbers(office: Office) -> None:
    consultant = office.client("consultant", None)
    before = {rule["id"]: rule for rule in consultant.get("/rules").json()["items"]}
    assert {"ratio", RULE} <= set(before)
    assert {"version", "source", "verified", "note", "parameters", "valid_from"} <= set(before["ratio"])
    body = {**GOOD, "rules": [{"rule": "ratio", "on": False}]}
    office.client("administrator", None).put("/municipality", json=body, headers={"If-Match": version_of(office)})
    after = {rule["id"]: rule for rule in consultant.get("/rules").json()["items"]}
    assert set(before) - set(after) == {"ratio"} | ({RULE} & {"ratio"})
    if RULE != "ratio":
        assert after[RULE]["parameters"][NUMBER] == 6


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"weeks": 0}, "weeks"),
    ({"weeks": 2**40}, "weeks"),
    ({"rules": [{"rule": "findes_ikke", "on": True}]}, "rules"),
    ({"rules": [{"rule": "ratio", "on": True}, {"rule": "ratio", "on": False}]}, "rules"),
    ({"parameters": [{"rule": "ratio", "name": "findes_ikke", "number": 1}]}, "parameters"),
    ({"parameters": [{"rule": "findes_ikke", "name": "x", "number": 1}]}, "parameters"),
    ({"parameters": [{"rule": RULE, "name": NUMBER, "number": n} for n in (1, 2)]}, "parameters"),
    ({"parameters": [{"rule": RULE, "name": NUMBER, "number": 1e13}]}, "parameters.0.number"),
]


def test_what_the_catalogue_does_not_know_is_refused(sqlite_office: Office) -> None:
    client, match = sqlite_office.client("administrator", None), {"If-Match": version_of(sqlite_office)}
    for change, field in WRONG:
        answer = client.put("/municipality", json={**GOOD, **change}, headers=match)
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field, change
    assert version_of(sqlite_office) == match["If-Match"]


def test_the_engine_is_switched_with_a_reason_that_everybody_can_read(office: Office) -> None:
    client, match = office.client("administrator", None), {"If-Match": version_of(office)}
    assert client.get("/municipality").json()["engine"]["state"] == "on"
    assert client.put("/municipality/engine", json={"state": "off", "reason": " "}, headers=match).status_code == 422
    answer = client.put("/municipality/engine", json={"state": "off", "reason": "Vi efterser vægtene"}, headers=match)
    assert answer.status_code == 200
    assert client.put("/municipality/engine", json={"state": "on", "reason": "Igen"}, headers=match).status_code == 412
    for role in ("consultant", "evaluator", "auditor", "administrator"):
        engine = office.client(role, None).get("/municipality").json()["engine"]
        assert engine == {
            "state": "off",
            "reason": "Vi efterser vægtene",
            "set_by": "ac_ida",
            "set_at": "2026-11-24T09:00:00Z",
        }
    row = office.rows(tables.audit, tables.audit.c.noun == "engine")[-1]
    assert (row["action"], row["object"], row["detail"]) == ("switch", "off", {"before": "on"})
    # Manual work goes on.
    assert office.client("consultant", None).get("/openings").status_code == 200


def test_a_municipality_that_has_set_nothing_has_version_nought(office: Office) -> None:
    with office.store.writing() as connection:
        connection.execute(tables.municipality.delete())
    client = office.client("administrator", None)
    assert client.get("/municipality").headers["ETag"] == '"v0"'
    switched = client.put(
        "/municipality/engine", json={"state": "rules_only", "reason": "Fra start"}, headers={"If-Match": '"v0"'}
    )
    assert (switched.headers["ETag"], switched.json()["engine"]["state"]) == ('"v1"', "rules_only")
    assert client.put("/municipality", json=GOOD, headers={"If-Match": '"v1"'}).headers["ETag"] == '"v2"'


@pytest.mark.parametrize("role", ["consultant", "employer", "evaluator", "auditor"])
def test_nobody_else_sets_anything(sqlite_office: Office, role: str) -> None:
    client, match = sqlite_office.client(role, None), {"If-Match": version_of(sqlite_office)}
    assert client.put("/municipality", json=GOOD, headers=match).status_code == 403
    engine = client.put("/municipality/engine", json={"state": "off", "reason": "Nej"}, headers=match)
    assert engine.status_code == 403
    reads = [client.get(path).status_code for path in ("/municipality", "/rules")]
    assert reads == ([403, 403] if role == "employer" else [200, 200])


@pytest.mark.parametrize("role", ["consultant", "employer", "evaluator", "administrator", "auditor"])
def test_everybody_who_is_signed_in_reads_the_catalogue(sqlite_office: Office, role: str) -> None:
    client, catalogue = sqlite_office.client(role, None), load_catalogue()
    for name in ("accommodations", "tasks", "certificates", "sectors", "languages"):
        answer = client.get(f"/catalogue/{name}")
        assert [item["id"] for item in answer.json()["items"]] == list(getattr(catalogue, name))
    assert sqlite_office.client(None, None).get("/catalogue/tasks").status_code == 401


def test_the_catalogue_is_sent_again_only_when_the_software_is_another(sqlite_office: Office) -> None:
    client = sqlite_office.client("employer", None)
    first = client.get("/catalogue/accommodations")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/catalogue/accommodations", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/catalogue/accommodations", headers={"If-None-Match": '"0.0.0"'})
    assert other.status_code == 200


def test_the_catalogue_names_parts_and_axes_and_keeps_codes_of_bodily_functions_inside(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant", None)
    rows = {row["id"]: row for row in client.get("/catalogue/accommodations").json()["items"]}
    assert all("icf" not in row for row in rows.values())
    assert {"id": "lift", "danish": load_catalogue().part_name("lift")} in rows["PHY-09"]["parts"]
    tasks = client.get("/catalogue/tasks").json()
    assert [axis["id"] for axis in tasks["axes"]] == list(load_catalogue().axes) == list(tasks["items"][0]["demands"])
