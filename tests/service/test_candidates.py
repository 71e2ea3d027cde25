"""One door to a person: seen by her own consultant, changed against the version read, every look logged."""

import sqlalchemy as sa

from matcher.services.caller import Purpose
from matcher.store import tables
from tests.office import Office

BODY = {"postcode": "6000", "hours_min": 4, "hours_target": 6, "hours_max": 8, "availability": "ma-fr 08:00-12:00"}


def test_a_consultant_sees_her_own_candidate_and_the_look_is_logged(office: Office) -> None:
    mine = office.mine[0]
    answer = office.client("consultant").get(f"/candidates/{mine}")
    assert answer.status_code == 200 and answer.json()["id"] == mine and answer.headers["ETag"] == '"v1"'
    row = office.rows(tables.audit, tables.audit.c.action == "read")[-1]
    assert (row["actor"], row["purpose"], row["object"]) == ("ac_kim", "matching", mine)
    assert [r["candidate"] for r in office.rows(tables.audit_subjects)] == [mine]


def test_a_colleagues_candidate_and_nobody_look_the_same(office: Office) -> None:
    client = office.client("consultant")
    answers = [client.get(f"/candidates/{key}") for key in (office.others[0], "nobody")]
    assert [a.status_code for a in answers] == [404, 404]
    bodies = [{k: v for k, v in a.json().items() if k != "request"} for a in answers]
    assert bodies[0] == bodies[1]
    assert len(office.rows(tables.audit, tables.audit.c.outcome == "refused")) == 2


def test_a_look_without_a_purpose_is_refused(office: Office) -> None:
    answer = office.client("consultant", purpose=None).get(f"/candidates/{office.mine[0]}")
    assert answer.status_code == 428 and "formål" in answer.json()["detail"]


def test_the_list_holds_her_own_in_pages(office: Office) -> None:
    client = office.client("consultant")
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = client.get("/candidates", params={"limit": 7, "after": after}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert seen == list(office.mine)


def test_a_lost_update_is_refused(office: Office) -> None:
    client, path = office.client("consultant"), f"/candidates/{office.mine[0]}"
    assert client.put(path, json=BODY).status_code == 428
    assert client.put(path, json=BODY, headers={"If-Match": '"v1"'}).headers["ETag"] == '"v2"'
    assert client.put(path, json={**BODY, "hours_max": 9}, headers={"If-Match": '"v1"'}).status_code == 412
    row = office.rows(tables.audit, tables.audit.c.action == "change")[-1]
    assert "availability" in row["detail"]["fields"] and "6000" not in str(row["detail"])


def test_the_same_write_sent_twice_is_done_once(office: Office) -> None:
    client = office.client("consultant")
    answers = [
        client.post("/candidates", json={"id": "ny", **BODY}, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [201, 201] and answers[0].text == answers[1].text
    assert answers[1].headers["Idempotent-Replay"] == "true"
    assert len(office.rows(tables.candidates, tables.candidates.c.id == "ny")) == 1
    other = client.post("/candidates", json={"id": "anden", **BODY}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 409 and other.json()["code"] == "key_used"


def test_nonsense_is_named(office: Office) -> None:
    answer = office.client("consultant").post("/candidates", json={"id": "ny", **BODY, "hours_target": 9})
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "hours_target"
    answer = office.client("consultant").post("/candidates", json={"id": "ny", **BODY, "postcode": "0001"})
    assert answer.json()["errors"][0]["field"] == "postcode"


def test_the_cpr_number_is_hidden_until_it_is_asked_for_and_encrypted_where_it_lies(office: Office) -> None:
    client, path = office.client("consultant", Purpose.CORRECTION), f"/candidates/{office.mine[0]}"
    client.put(f"{path}/identity", json={"name": "Asta", "cpr": "010190-1234"})
    assert client.get(path).json()["cpr"] == "010190-••••"
    assert client.get(f"{path}/cpr").json() == {"cpr": "010190-1234"}
    stored = office.rows(tables.identities, tables.identities.c.candidate == office.mine[0])[0]["cpr"]
    assert "010190" not in stored and "1234" not in stored
    assert [r["object"] for r in office.rows(tables.audit, tables.audit.c.action == "reveal")] == [office.mine[0]]


def test_nothing_is_shown_when_the_log_cannot_be_written(office: Office) -> None:
    client = office.client("consultant")
    with office.store.writing() as connection:
        connection.execute(sa.text("ALTER TABLE audit RENAME TO audit_gone"))
    answer = client.get(f"/candidates/{office.mine[0]}")
    assert answer.status_code == 503 and office.mine[0] not in answer.text and "Loggen" in answer.json()["detail"]
