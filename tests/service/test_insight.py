"""A person's own copy: everything held about her, and when, why and where somebody looked; never which employee."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.services import export
from matcher.services.caller import SYSTEM, Purpose
from matcher.store import tables
from matcher.store.tables import METADATA
from tests.office import MORNING, PEOPLE, Office

DAY = date(2026, 11, 24)
NEW: dict[str, Any] = {"version": 1, "changed_at": MORNING}


def rows_of(office: Office, who: str, other: str) -> list[tuple[sa.Table, dict[str, Any]]]:
    """One row of each table that can be about a person, and a few about another."""
    opening = office.facts.openings[0].id
    workplace = office.facts.openings[0].workplace
    plan: dict[str, Any] = {"state": "published", "day": DAY, "request": {}, "seed": 7, "weights": {"people": 1}}
    pairs = [{"candidate": key, "opening": opening, "sentence": "Ikke længere mulig"} for key in (who, other)]
    summary = {"who": other, "broken_pins": pairs, "otherwise": pairs}
    summary["aside"] = [{"candidate": key, "opening": opening, "hours": 6.5} for key in (who, other)]
    summary["conflict"] = [{"sentence": "Nej", "candidates": some} for some in ([who], [other], [who, other])]
    plan |= {"versions": {"software": "1"}, "summary": summary, "resources": {}, "snapshot": "abc"}
    plan |= {"standing": {who: [opening, 0.5, 0.25], other: [opening, 0.4, 0.3]}, "created_by": "ac_kim"}
    work: dict[str, Any] = {"hours": 8, "presence": 10, "tasks": {"T001": 8}, "measures": [], "worth": {"people": 0.5}}
    placed = {"option": "o", **work, "uses": {"place:O": 1}, "pinned": False, "trace": {"why": "her own"}, "texts": {}}
    placement = {"opening": opening, "plan": "pl_1", "state": "started", "scheme": "fleksjob", **work}
    placement |= {"employer_text": "En kandidat", "created_at": MORNING, "created_by": "ac_bo", "waiting_set_by": None}
    file = {"name": "kommune.xlsx", "sha256": "ff", "dry_run": False, "accept_valid": True, "legal_basis": "LAB § 1"}
    file |= {"state": "done", "report": {"problems": [{"value": other}]}, "counts": {}, "created_by": "ac_kim"}
    step = {"number": 1, "at": MORNING, "decided_by": "ac_kim", "carried_out_by": "system", "to": "proposed"}
    resource = {
        "id": "place:O",
        "kind": "place",
        "owner": opening,
        "subject": "",
        "label": "",
        "unit": "",
        "capacity": 1,
    }
    return [
        (tables.plans, {"id": "pl_1", **plan, "created_at": MORNING, **NEW}),
        (tables.plan_placements, {"plan": "pl_1", "candidate": who, "opening": opening, **placed}),
        (tables.plan_placements, {"plan": "pl_1", "candidate": other, "opening": opening, **placed}),
        (tables.plans, {"id": "pl_2", **plan, "state": "draft", "standing": {}, "created_at": MORNING, **NEW}),
        (tables.plan_left_out, {"plan": "pl_2", "candidate": who, "reason": "no_place", "trace": {"why": "no room"}}),
        (tables.resources, {**resource, "changed_at": MORNING}),
        (tables.placements, {"id": "pt_1", "candidate": who, **placement, **NEW}),
        (tables.placements, {"id": "pt_2", "candidate": other, **placement, **NEW}),
        (tables.steps, {"id": "st_1", "placement": "pt_1", **step, "code": "plan_published", "note": "Hun vil gerne"}),
        (tables.steps, {"id": "st_2", "placement": "pt_2", **step, "code": "plan_published", "note": "Om en anden"}),
        (tables.bookings, {"placement": "pt_1", "resource": "place:O", "amount": 1, "booked_at": MORNING}),
        (
            tables.follow_ups,
            {"id": "fu_1", "placement": "pt_1", "due": DAY, "kind": "review", "done_by": "ac_kim", "note": "", **NEW},
        ),
        (
            tables.bindings,
            {"candidate": who, "opening": opening, "kind": "fasthold", "reason": "hun bor tæt på", **NEW},
        ),
        (
            tables.go_aheads,
            {"id": "ga_1", "candidate": who, "opening": opening, "given": DAY, "said_at": MORNING, **NEW},
        ),
        (
            tables.outcomes,
            {
                "id": "ou_1",
                "candidate": who,
                "workplace": workplace,
                "scheme": "praktik",
                "started": DAY,
                "tasks": [],
                **NEW,
            },
        ),
        (
            tables.break_glass,
            {
                "id": "bg_1",
                "candidate": who,
                "account": "ac_bo",
                "code": "x",
                "text": "akut",
                "at": MORNING,
                "until": MORNING,
            },
        ),
        (tables.drawn_lists, {"candidate": who, "seed": 7, "at": MORNING, "shown": {"openings": [{"net": 0.5}]}}),
        (tables.drawn_lists, {"candidate": other, "seed": 8, "at": MORNING, "shown": {"openings": []}}),
        (tables.imports, {"id": "im_1", **file, "created_at": MORNING}),
        (tables.imports, {"id": "im_2", **file, "created_at": MORNING}),
    ]


def whole(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row with something in every column that must not be empty."""
    kinds: dict[type, Any] = {str: "-", int: 1, float: 1.0, bool: False, dict: {}, date: DAY}
    missing = [c for c in table.c if not c.nullable and c.name not in row and c.server_default is None]
    return row | {c.name: {} if isinstance(c.type, sa.JSON) else kinds[c.type.python_type] for c in missing}


def fill(office: Office) -> str:
    """A person about whom there is something in every table, and the log of it."""
    who, other = office.mine[:2]
    with office.store.writing() as connection:
        for table, row in rows_of(office, who, other):
            for name in ("bindings", "go_aheads", "outcomes"):
                if table.name == name:
                    connection.execute(sa.delete(table).where(table.c.candidate == who))
            connection.execute(sa.insert(table).values(**whole(table, row)))
    with office.services.unit(office.caller("colleague", Purpose.MATCHING)) as unit:
        unit.record("import", "import", "im_1", subjects={who, other}, rows=2)
        unit.record("run", "plan", "pl_1", subjects={who, other}, seed=7)
        unit.record("list", "suggestion", office.facts.openings[0].id, subjects={who})
        unit.record("change", "candidate", who, subjects={who}, fields=["needs"])
        unit.record("change", "candidate", other, subjects={other}, fields=["text"])
    with office.services.unit(SYSTEM) as unit:
        unit.record("remind", "placement", "pt_1", subjects={who}, account="ac_bo")
    client = office.client("consultant", Purpose.CORRECTION)
    said, match = {"name": "Asta", "cpr": "010190-1234"}, {"If-Match": '"v1"'}
    assert client.put(f"/candidates/{who}/identity", json=said, headers=match).status_code == 200
    return who


def copy_of(office: Office, who: str) -> dict[str, Any]:
    answer = office.client("consultant", Purpose.ACCESS_REQUEST).get(f"/candidates/{who}/export")
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_the_copy_holds_what_every_table_holds_about_her(office: Office) -> None:
    who = fill(office)
    copy = copy_of(office, who)
    assert (copy["format"], copy["id"]) == ("brobygger-person/1", who)
    assert copy["candidate"]["id"] == who and copy["candidate"]["needs"] == [
        json.loads(json.dumps(need))
        for need in office.rows(tables.candidates, tables.candidates.c.id == who)[0]["needs"]
    ]
    assert copy["identity"]["cpr"] == "010190-1234" and copy["identity"]["name"] == "Asta"
    assert [row["reason"] for row in copy["bindings"]] == ["hun bor tæt på"]
    assert [row["given"] for row in copy["go_aheads"]] == ["2026-11-24"]
    assert [row["id"] for row in copy["outcomes"]] == ["ou_1"]
    assert [row["text"] for row in copy["break_glass"]] == ["akut"]
    assert [(row["seed"], row["shown"]) for row in copy["drawn_lists"]] == [(7, {"openings": [{"net": 0.5}]})]
    (placement,) = copy["placements"]
    assert [row["note"] for row in placement["steps"]] == ["Hun vil gerne"]
    assert [row["amount"] for row in placement["bookings"]] == [1.0]
    assert [row["kind"] for row in placement["follow_ups"]] == ["review"]
    assert [plan["id"] for plan in copy["plans"]] == ["pl_1", "pl_2"]
    assert copy["plans"][0]["placements"][0]["trace"] == {"why": "her own"}
    assert copy["plans"][0]["standing"] == [office.facts.openings[0].id, 0.5, 0.25]
    hers = {"candidate": who, "opening": office.facts.openings[0].id}
    for plan in copy["plans"]:
        # Two plans, each with one row of hers beside another's in every list of its summary.
        assert plan["broken_pins"] == plan["otherwise"] == [{**hers, "sentence": "Ikke længere mulig"}]
        assert plan["aside"] == [{**hers, "hours": 6.5}]
        assert plan["conflict"] == [{"sentence": "Nej", "candidates": [who]}]
    assert copy["plans"][0]["weights"] == {"people": 1} and copy["plans"][0]["seed"] == 7
    assert copy["plans"][1]["left_out"][0]["trace"] == {"why": "no room"}
    assert [(row["id"], row["legal_basis"]) for row in copy["imports"]] == [("im_1", "LAB § 1")]
    assert copy["places"]["openings"][office.facts.openings[0].id]["title"] == office.facts.openings[0].title


def test_no_employee_and_no_other_person_is_in_it(office: Office) -> None:
    who = fill(office)
    text = json.dumps(copy_of(office, who), ensure_ascii=False)
    assert [p.account for p in PEOPLE.values() if p.account in text] == []
    assert [p.name for p in PEOPLE.values() if p.name in text] == []
    others = (set(office.mine) | set(office.others)) - {who}
    assert [key for key in sorted(others) if f'"{key}"' in text] == []
    assert "Om en anden" not in text


def test_employees_are_given_as_where_they_work(sqlite_office: Office) -> None:
    copy = copy_of(sqlite_office, fill(sqlite_office))
    (relation,) = copy["relations"]
    assert (relation["organisation"], relation["given_by"]) == ("Kolding Kommune", "Brobygger")
    (step,) = copy["placements"][0]["steps"]
    assert (step["decided_by"], step["carried_out_by"]) == ("Kolding Kommune", "Brobygger")
    assert copy["placements"][0]["waiting_set_by"] is None and "account" not in relation


def test_every_look_is_there_with_time_purpose_and_organisation(office: Office) -> None:
    who = fill(office)
    found = [
        (look["action"], look["noun"], look["purpose"], look["organisation"]) for look in copy_of(office, who)["looks"]
    ]
    here = "Kolding Kommune"
    assert found == [
        ("import", "import", "matching", here),
        # The plan that used her data, and the list that showed her.
        ("run", "plan", "matching", here),
        ("list", "suggestion", "matching", here),
        ("change", "candidate", "matching", here),
        ("remind", "placement", None, "-"),
        ("change", "identity", "correction", here),
    ]
    look = copy_of(office, who)["looks"][3]
    assert look["fields"] == ["needs"] and look["at"].startswith("2026-11-24T09:00:00")
    assert set(look) == {"number", "at", "purpose", "organisation", "role", "action", "noun", "outcome", "fields"}


def test_the_copy_itself_is_a_look(office: Office) -> None:
    who = fill(office)
    first, second = copy_of(office, who)["looks"], copy_of(office, who)["looks"]
    assert [(look["action"], look["purpose"]) for look in second[len(first) :]] == [("export", "access_request")]


def test_the_looks_alone_come_in_pages(office: Office) -> None:
    who = fill(office)
    client = office.client("consultant", Purpose.GUIDANCE)
    wanted = [look["number"] for look in copy_of(office, who)["looks"]]
    seen: list[int] = []
    more = 0
    for _ in range(3):
        page = client.get(f"/candidates/{who}/looks", params={"limit": 2, "after": more}).json()
        assert len(page["items"]) == 2
        seen += [item["number"] for item in page["items"]]
        more = page["next"]
    assert seen == wanted
    assert office.rows(tables.audit, tables.audit.c.noun == "looks")[-1]["detail"] == {"count": 2}


def test_only_her_own_consultant_and_only_for_an_access_request(office: Office) -> None:
    mine, theirs = office.mine[0], office.others[0]
    ask = Purpose.ACCESS_REQUEST
    assert office.client("consultant", Purpose.MATCHING).get(f"/candidates/{mine}/export").status_code == 428
    for path in ("export", "looks"):
        answers = [office.client("consultant", ask).get(f"/candidates/{key}/{path}") for key in (theirs, "nobody")]
        assert [a.status_code for a in answers] == [404, 404]
        assert office.client("consultant", None).get(f"/candidates/{mine}/{path}").status_code == 428
        for role in ("employer", "evaluator", "administrator"):
            assert office.client(role, ask).get(f"/candidates/{mine}/{path}").status_code == 403


def test_nothing_is_handed_out_when_the_log_cannot_be_written(sqlite_office: Office) -> None:
    who = fill(sqlite_office)
    client = sqlite_office.client("consultant", Purpose.ACCESS_REQUEST)
    with sqlite_office.store.writing() as connection:
        connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    answer = client.get(f"/candidates/{who}/export")
    assert answer.status_code == 503 and "010190" not in answer.text


# --- no table is forgotten ------------------------------------------------------------------------------------------


def given() -> dict[str, sa.Table]:
    parts = (export.OF_HER, export.OF_A_PLACEMENT, export.OF_A_PLAN, export.GIVEN_ONCE)
    return {table.name: table for part in parts for table in part.values()}


def test_every_table_is_given_to_her_or_left_out_for_a_reason() -> None:
    # Guards against a table about people that nobody thought of when she asked what is held about her.
    assert set(given()) | set(export.NOT_GIVEN) == set(METADATA.tables)
    assert set(given()) & set(export.NOT_GIVEN) == set()
    assert all(len(reason) > 10 for reason in export.NOT_GIVEN.values())


def test_a_table_with_a_person_or_a_placement_in_it_is_given() -> None:
    about = {
        name
        for name, table in METADATA.tables.items()
        if {"candidate", "placement"} & set(table.c.keys())
        or any(key.column.table.name in ("candidates", "placements") for key in table.foreign_keys)
    }
    assert about - set(given()) == {"audit_subjects"}


def test_the_test_fills_every_table_that_is_given(sqlite_office: Office) -> None:
    # Guards against a table that is in the list and yet never in the copy.
    who, other = sqlite_office.mine[:2]
    filled = {table.name for table, _ in rows_of(sqlite_office, who, other)} | {"candidates", "identities", "relations"}
    assert set(given()) <= filled


def test_every_column_of_a_table_that_is_given_comes_along(sqlite_office: Office) -> None:
    copy = copy_of(sqlite_office, fill(sqlite_office))
    places: dict[str, dict[str, Any]] = {
        "candidates": copy["candidate"],
        "identities": copy["identity"],
        "placements": copy["placements"][0],
        "plan_placements": copy["plans"][0]["placements"][0] | {"plan": ""},
        "plan_left_out": copy["plans"][1]["left_out"][0] | {"plan": ""},
        **{name: copy["placements"][0][name][0] for name in export.OF_A_PLACEMENT},
        **{name: copy[name][0] for name in export.OF_HER},
    }
    assert places.keys() == given().keys()
    columns = {
        name: {"organisation" if c == "account" else c for c in list(table.c.keys())} for name, table in given().items()
    }
    assert {name: missing for name in columns if (missing := columns[name] - set(places[name]))} == {}
