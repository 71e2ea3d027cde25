"""Workbooks over HTTP: read away from the call, told of row by row, taken in whole or not at all, only one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.domain import Binding, BindingKind, Candidate, Facts, Identity
from matcher.files.facts_writing import write_facts
from matcher.services import importing, imports
from matcher.services.fields import CANDIDATE_FIELDS
from matcher.services.importing import ReadFile
from matcher.services.unit import new_id
from matcher.store import facts as store_facts
from matcher.store import tables
from matcher.store.facts import NOUNS, load_facts
from tests.office import MORNING, Office
from tests.worker import work

BASIS = "lov om en aktiv beskæftigelsesindsats § 7"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The office's own facts, and the workbook's."""
    return make_municipality("village", 1, load_catalogue())


def workbook(facts: Facts, tmp_path: Path) -> bytes:
    path = tmp_path / f"{new_id('file')}.xlsx"
    write_facts(facts, path, load_catalogue())
    return path.read_bytes()


def send(office: Office, content: bytes, role: str = "consultant", name: str = "kommune.xlsx", **fields: Any) -> Any:
    headers = {"Idempotency-Key": fields.pop("key")} if "key" in fields else {}
    form = {"legal_basis": BASIS, **fields}
    return office.client(role).post("/imports", files={"file": (name, content)}, data=form, headers=headers)


def taken(office: Office, content: bytes, **fields: Any) -> dict[str, Any]:
    """What came of a file when the worker has read it."""
    answer = send(office, content, **fields)
    assert answer.status_code == 202, answer.text
    work(office, new_id("w"))
    found: dict[str, Any] = office.client(fields.get("role", "consultant")).get(answer.headers["Location"][7:]).json()
    return found


def candidate_row(office: Office, key: str) -> dict[str, Any]:
    return office.rows(tables.candidates, tables.candidates.c.id == key)[0]


def changed(village: Facts, office: Office) -> Facts:
    """A new candidate, one of Kim's with other hours, one of Bo's with other hours, an opening with another title."""
    new = replace(village.candidates[0], id="B900")
    wants = {office.mine[0]: "Kim", office.others[0]: "Bo"}
    people = tuple(replace(c, hours_max=37.0) if c.id in wants else c for c in village.candidates)
    openings = (replace(village.openings[0], title="Ny titel"), *village.openings[1:])
    return replace(village, candidates=(*people, new), openings=openings)


def test_the_same_facts_again_change_nothing(office: Office, village: Facts, tmp_path: Path) -> None:
    with office.store.reading() as connection:
        before = load_facts(connection, MORNING.date())
    found = taken(office, workbook(village, tmp_path))
    assert found["state"] == "done", found["error"]
    for name, counts in found["counts"]["tables"].items():
        assert (counts["new"], counts["changed"], counts["missing"]) == (0, 0, 0), name
    assert found["counts"]["tables"]["candidates"]["unchanged"] == len(office.mine)
    assert found["counts"]["tables"]["candidates"]["left"] == len(office.others)
    assert office.rows(tables.imports)[0]["content"] is None
    with office.store.reading() as connection:
        assert load_facts(connection, MORNING.date()) == before


def test_a_dry_run_says_what_would_become_of_it_and_changes_nothing(
    office: Office, village: Facts, tmp_path: Path
) -> None:
    before = {name: office.rows(table) for name, (_, table) in NOUNS.items()}
    found = taken(office, workbook(changed(village, office), tmp_path), dry_run="true")
    assert found["state"] == "checked"
    assert found["counts"]["tables"]["candidates"] == {
        "new": 1,
        "changed": 1,
        "unchanged": len(office.mine) - 1,
        "missing": 0,
        "left": len(office.others),
    }
    assert found["counts"]["tables"]["openings"]["changed"] == 1
    assert before == {name: office.rows(table) for name, (_, table) in NOUNS.items()}
    log = office.rows(tables.audit, tables.audit.c.action == "import")[-1]
    assert log["detail"]["state"] == "checked" and log["purpose"] == "matching"


def test_a_file_changes_ones_own_cases_begins_new_ones_and_leaves_others_alone(
    office: Office, village: Facts, tmp_path: Path
) -> None:
    theirs = candidate_row(office, office.others[0])
    found = taken(office, workbook(changed(village, office), tmp_path))
    assert found["state"] == "done"
    assert candidate_row(office, office.mine[0])["hours_max"] == 37.0
    assert candidate_row(office, office.mine[0])["version"] == 2
    assert candidate_row(office, office.others[0]) == theirs
    relation = office.rows(tables.relations, tables.relations.c.candidate == "B900")
    assert [(r["account"], r["given_by"]) for r in relation] == [("ac_kim", "ac_kim")]
    assert len(office.rows(tables.relations)) == len(office.facts.candidates) + 1
    assert office.client("consultant").get("/candidates/B900").status_code == 200
    assert office.client("colleague").get("/candidates/B900").status_code == 404
    log = office.rows(tables.audit, tables.audit.c.action == "import")[-1]
    about = office.rows(tables.audit_subjects, tables.audit_subjects.c.number == log["number"])
    assert {"B900", office.mine[0]} <= {a["candidate"] for a in about}
    assert not {a["candidate"] for a in about} & set(office.others)


def test_a_file_of_guesses_tells_nothing_of_other_peoples_cases(office: Office, village: Facts, tmp_path: Path) -> None:
    wrong = replace(
        village,
        candidates=tuple(replace(c, hours_max=37.0) if c.id in office.others else c for c in village.candidates),
    )
    answers = [taken(office, workbook(facts, tmp_path), dry_run="true") for facts in (village, wrong)]
    assert answers[0]["counts"] == answers[1]["counts"]
    problems = [
        office.client("consultant").get(f"/imports/{a['id']}/problems", params={"limit": 200}).json()["items"]
        for a in answers
    ]
    assert problems[0] == problems[1]
    named = [p["sentence"].split()[0] for p in problems[0] if p["code"] == "not_yours"]
    assert named == list(office.others)


def own_cases(village: Facts, office: Office, *more: Candidate) -> Facts:
    """The village with nobody but Kim's own candidates, and those."""
    own: dict[str, Any] = {
        name: tuple(row for row in getattr(village, name) if row.candidate in office.mine)
        for name in ("bindings", "go_aheads", "outcomes", "identities")
    }
    candidates = tuple(c for c in village.candidates if c.id in office.mine)
    return replace(village, candidates=(*candidates, *more), **own)


def test_a_candidate_whom_a_colleague_enters_while_the_file_is_taken_in_is_hers_alone(
    make_copy: Callable[[str], Office], village: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_copy("postgresql")
    new = replace(village.candidates[0], id="B900", text="fra filen")
    who = Identity("B900", name="Fra Filen")
    facts = replace(own_cases(village, office, new), identities=(who,))
    with office.services.unit(office.caller("consultant")) as unit:
        key = imports.submit(unit, imports.Upload("a.xlsx", b"PK", BASIS, False, False, None)).id
    insert = store_facts.insert_new

    def crossed(*given: Any) -> frozenset[str]:
        body = office.client("colleague").get(f"/candidates/{office.others[0]}").json()
        shown = {n: v for n, v in body.items() if n in CANDIDATE_FIELDS}
        said = {**shown, "id": "B900", "text": "kollegaens", "identity": {"name": "Hemmelig Hansen"}}
        answer = office.client("colleague").post("/candidates", json=said)
        assert answer.status_code == 201, answer.text
        return insert(*given)

    monkeypatch.setattr(importing, "insert_new", crossed)
    with office.services.unit(office.caller("consultant")) as unit:
        importing.conclude(unit, key, ReadFile(facts))
    assert office.client("consultant").get("/candidates/B900").status_code == 404
    seen = office.client("colleague").get("/candidates/B900").json()
    assert (seen["text"], seen["name"]) == ("kollegaens", "Hemmelig Hansen")
    assert [r["account"] for r in office.rows(tables.relations, tables.relations.c.candidate == "B900")] == ["ac_bo"]
    counts = office.rows(tables.imports)[0]["counts"]["tables"]["candidates"]
    assert (counts["new"], counts["left"]) == (0, 1)


def test_what_came_of_a_file_is_told_only_of_cases_one_still_has(
    office: Office, village: Facts, tmp_path: Path
) -> None:
    ill, other = (replace(village.candidate_by_id[c], postcode="0001") for c in office.mine[:2])
    new = replace(ill, id="B900")
    whole = own_cases(village, office, new)
    rows = {ill.id: ill, other.id: other}
    wrong = replace(whole, candidates=tuple(rows.get(c.id, c) for c in whole.candidates))
    found = taken(office, workbook(wrong, tmp_path))
    client = office.client("consultant")
    path = f"/imports/{found['id']}"

    def told() -> int:
        items = client.get(f"{path}/problems", params={"limit": 200}).json()["items"]
        return sum(item["kind"] == "problem" and item["column"] == "postnummer" for item in items)

    assert told() == 3 and client.get(f"{path}/report.xlsx").status_code == 200
    logged = office.rows(tables.audit, tables.audit.c.object == found["id"])[-2:]
    about = [
        {s["candidate"] for s in office.rows(tables.audit_subjects, tables.audit_subjects.c.number == r["number"])}
        for r in logged
    ]
    assert about[0] >= {ill.id, other.id} and about[1] == set(office.mine)
    for sheet in ("problems", "report.xlsx"):
        assert office.client("consultant", None).get(f"{path}/{sheet}").status_code == 428
    given = client.put(f"/candidates/{ill.id}/relations/ac_bo", json={"hand_over": True})
    assert given.status_code == 200, given.text
    assert told() == 2 and client.get(f"{path}/report.xlsx").status_code == 404


def test_refused_rows_refuse_the_file_and_come_back_with_what_to_mend(
    office: Office, village: Facts, tmp_path: Path
) -> None:
    wrong = replace(village.candidates[0], id="B900", postcode="0001")
    content = workbook(own_cases(village, office, wrong), tmp_path)
    found = taken(office, content)
    assert (found["state"], found["has_report"], found["counts"]["tables"]) == ("refused", True, {})
    assert office.rows(tables.candidates, tables.candidates.c.id == "B900") == []
    client = office.client("consultant")
    page = client.get(f"/imports/{found['id']}/problems", params={"limit": 1}).json()
    assert page["items"][0]["sheet"] == "Borgere" and page["items"][0]["row"] > 1 and page["items"][0]["sentence"]
    assert found["counts"]["problems"] == sum(
        p["kind"] != "warning"
        for p in client.get(f"/imports/{found['id']}/problems", params={"limit": 200}).json()["items"]
    )
    answer = client.get(f"/imports/{found['id']}/report.xlsx")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name("Borgere").to_python()
    assert any("postnummer" in str(cell).lower() and "0001" in str(cell) for line in sheet for cell in line)
    assert office.rows(tables.audit, tables.audit.c.action == "export")[-1]["object"] == found["id"]
    again = taken(office, content, accept_valid="true")
    assert again["state"] == "done" and office.rows(tables.candidates, tables.candidates.c.id == "B900") == []


def test_the_file_and_its_report_lie_encrypted_and_do_not_stay(office: Office, village: Facts, tmp_path: Path) -> None:
    who = Identity(office.mine[0], name="Asta Hansen", cpr="010190-1234")
    wrong = replace(village.candidates[0], id="B900", postcode="0001")
    content = workbook(replace(village, candidates=(*village.candidates, wrong), identities=(who,)), tmp_path)
    send(office, content)
    stored = office.rows(tables.imports)[0]
    assert stored["content"][:2] != b"PK" and len(stored["content"]) > len(content)
    work(office)
    stored = office.rows(tables.imports)[0]
    assert stored["content"] is None and stored["workbook"][:2] != b"PK"
    office.clock.pass_time(days=15)
    work(office, "w2")
    stored = office.rows(tables.imports)[0]
    assert (stored["workbook"], stored["report"]) == (None, {}) and stored["counts"]["problems"] >= 1
    assert office.client("consultant").get(f"/imports/{stored['id']}/report.xlsx").status_code == 404


def test_what_is_no_workbook_is_answered_in_a_sentence(office: Office) -> None:
    found = taken(office, b"PK\x03\x04 not a workbook")
    assert found["state"] == "refused" and found["error"] and found["counts"]["tables"] == {}
    assert office.rows(tables.jobs, tables.jobs.c.kind == "import")[0]["state"] == "done"


@pytest.mark.parametrize(
    ("name", "content", "basis", "field"),
    [
        ("kommune.xlsx", b"", BASIS, "file"),
        ("kommune.exe", b"MZ", BASIS, "file"),
        ("kommune.xlsx", b"PK", " ", "legal_basis"),
    ],
)
def test_a_file_without_content_name_or_legal_basis_is_not_taken(
    sqlite_office: Office, name: str, content: bytes, basis: str, field: str
) -> None:
    answer = send(sqlite_office, content, name=name, legal_basis=basis)
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field
    assert sqlite_office.rows(tables.imports) == []


def test_only_a_consultant_sends_files_and_only_she_sees_what_came_of_them(office: Office) -> None:
    for role in ("employer", "evaluator", "administrator", "auditor"):
        assert send(office, b"PK", role=role).status_code == 403
    found = taken(office, b"PK")
    for path in ("", "/problems", "/report.xlsx"):
        assert office.client("colleague").get(f"/imports/{found['id']}{path}").status_code == 404
    assert office.client("colleague").get("/imports").json()["items"] == []
    assert [i["id"] for i in office.client("consultant").get("/imports").json()["items"]] == [found["id"]]


def test_a_file_sent_twice_is_one_import_though_the_form_is_wrapped_anew(office: Office) -> None:
    answers = [send(office, b"PK", key="k1") for _ in range(2)]
    assert answers[0].request.headers["Content-Type"] != answers[1].request.headers["Content-Type"]
    assert answers[0].status_code == answers[1].status_code == 202 and len(office.rows(tables.imports)) == 1
    assert send(office, b"PK2", key="k1").json()["code"] == "key_used"
    assert send(office, b"PK", key="k1", dry_run="true").json()["code"] == "key_used"


def test_an_import_that_is_called_off_leaves_no_file(office: Office) -> None:
    job = send(office, b"PK").json()["job"]
    assert office.client("consultant").delete(f"/jobs/{job}").status_code == 200
    stored = office.rows(tables.imports)[0]
    assert (stored["state"], stored["content"]) == ("cancelled", None)
    assert work(office) == 2  # the daily work; the import is not taken


def test_a_write_that_fails_at_the_end_leaves_nothing_of_the_file(
    office: Office, village: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office, workbook(changed(village, office), tmp_path))

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "save_identities", fail)
        work(office)
    assert office.rows(tables.candidates, tables.candidates.c.id == "B900") == []
    assert candidate_row(office, office.mine[0])["version"] == 1
    office.clock.pass_time(seconds=10)
    work(office, "w2")
    assert office.rows(tables.imports)[0]["state"] == "done"
    assert candidate_row(office, "B900")["version"] == 1


def test_pins_in_a_file_are_signed_by_whoever_sent_it(office: Office, village: Facts, tmp_path: Path) -> None:
    opening = village.openings[0].id
    pins = tuple(Binding(c, opening, BindingKind.PIN, "aftalt") for c in (office.mine[0], office.others[0]))
    taken(office, workbook(replace(village, bindings=pins), tmp_path))
    stored = office.rows(tables.bindings, tables.bindings.c.reason == "aftalt")
    assert [(b["candidate"], b["decided_by"]) for b in stored] == [(office.mine[0], "ac_kim")]
