"""One door to a person: seen by her own consultant, changed against the version read, every look logged."""

import threading

import pytest
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
    assert [a.status_code for a in answers] == [201, 201] and answers[1].content == b""
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
    said = {"name": "Asta", "cpr": "010190-1234"}
    changed = client.put(f"{path}/identity", json=said, headers={"If-Match": '"v1"'})
    shown = [changed, client.get(path), client.get(f"{path}/identity")]
    assert [answer.json()["cpr"] for answer in shown] == ["010190-••••"] * 3
    assert client.get(f"{path}/cpr").json() == {"cpr": "010190-1234"}
    stored = office.rows(tables.identities, tables.identities.c.candidate == office.mine[0])[0]["cpr"]
    assert "010190" not in stored and "1234" not in stored
    assert [r["object"] for r in office.rows(tables.audit, tables.audit.c.action == "reveal")] == [office.mine[0]]


def test_who_somebody_is_has_a_version_and_keeps_what_is_left_out(office: Office) -> None:
    client, path = office.client("consultant", Purpose.CORRECTION), f"/candidates/{office.mine[0]}/identity"
    read = client.get(path)
    assert (read.status_code, read.headers["ETag"]) == (200, '"v1"')
    assert {"name", "sex", "birth_year"} <= set(read.json())
    assert client.put(path, json={"cpr": "010190-1234"}).status_code == 428
    changed = client.put(path, json={"cpr": "010190-1234"}, headers={"If-Match": read.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"v2"')
    assert changed.json() == {**read.json(), "cpr": "010190-••••", "version": 2}
    assert client.put(path, json={"name": "Asta"}, headers={"If-Match": '"v1"'}).status_code == 412
    removed = client.put(path, json={"sex": None}, headers={"If-Match": '"v2"'})
    assert removed.json() == {**changed.json(), "sex": None, "version": 3}
    stored = office.rows(tables.identities, tables.identities.c.candidate == office.mine[0])[0]
    assert stored["sex"] is None and stored["name"] == read.json()["name"] and stored["cpr"]
    log = office.rows(tables.audit, tables.audit.c.noun == "identity")
    assert [(r["action"], r["detail"].get("fields")) for r in log] == [
        ("read", None),
        ("change", ["cpr"]),
        ("change", ["sex"]),
    ]
    assert {r["candidate"] for r in office.rows(tables.audit_subjects)} == {office.mine[0]}


@pytest.mark.parametrize("match", [{}, {"If-Match": '"v0"'}])
def test_who_somebody_is_can_be_said_the_first_time_once(office: Office, match: dict[str, str]) -> None:
    client = office.client("consultant")
    assert client.post("/candidates", json={"id": "ny", **BODY}).status_code == 201
    nobody = client.get("/candidates/ny/identity")
    assert (nobody.headers["ETag"], nobody.json()["name"]) == ('"v0"', None)
    first = client.put("/candidates/ny/identity", json={"name": "Asta"}, headers=match)
    assert (first.status_code, first.headers["ETag"], first.json()["name"]) == (200, '"v1"', "Asta")
    again = client.put("/candidates/ny/identity", json={"name": "Bo"}, headers=match)
    assert again.status_code == (412 if match else 428)
    assert client.get("/candidates/ny/identity").json()["name"] == "Asta"


def test_of_two_who_say_at_once_who_somebody_is_one_is_told_so(office: Office) -> None:
    client, path = office.client("consultant"), f"/candidates/{office.mine[0]}/identity"
    ready, statuses = threading.Barrier(2), []

    def say(body: dict[str, str]) -> None:
        ready.wait()
        statuses.append(client.put(path, json=body, headers={"If-Match": '"v1"'}).status_code)

    threads = [threading.Thread(target=say, args=(body,)) for body in ({"name": "Asta"}, {"sex": "andet"})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412]


def test_who_somebody_is_is_cut_as_the_rest_of_her(sqlite_office: Office) -> None:
    path = f"/candidates/{sqlite_office.mine[0]}/identity"
    seen = sqlite_office.client("auditor").get(path)
    assert seen.status_code == 200 and set(seen.json()) == {"id", "version", "caseworker_confidence"}
    statuses = {role: sqlite_office.client(role).get(path).status_code for role in ("colleague", "employer")}
    assert statuses == {"colleague": 404, "employer": 403}
    assert sqlite_office.client("consultant", None).get(path).status_code == 428


def test_an_id_in_use_is_refused_alike_within_reach_and_outside_and_the_try_is_seen(office: Office) -> None:
    client = office.client("consultant")
    tried = (office.mine[0], office.others[0])
    answers = [client.post("/candidates", json={"id": key, **BODY}) for key in tried]
    bodies = [{k: v for k, v in a.json().items() if k != "request"} for a in answers]
    assert [a.status_code for a in answers] == [409, 409] and bodies[0] == bodies[1]
    log = office.rows(tables.audit, tables.audit.c.action == "create")
    assert [(r["actor"], r["noun"], r["object"], r["outcome"], r["purpose"]) for r in log] == [
        ("ac_kim", "candidate", key, "refused", "matching") for key in tried
    ]
    assert {r["number"]: r["candidate"] for r in office.rows(tables.audit_subjects)} == {
        r["number"]: r["object"] for r in log
    }
    looks = office.client("colleague").get(f"/candidates/{office.others[0]}/looks").json()["items"]
    assert [(look["action"], look["outcome"]) for look in looks] == [("create", "refused")]
    # Without a purpose not even this is learned.
    assert office.client("consultant", None).post("/candidates", json={"id": tried[1], **BODY}).status_code == 428


def test_an_id_is_given_to_whoever_names_none(office: Office) -> None:
    client = office.client("consultant")
    made = client.post("/candidates", json={**BODY, "identity": {"name": "Asta"}})
    assert made.status_code == 201 and made.json()["name"] == "Asta"
    assert client.get(f"/candidates/{made.json()['id']}").json() == made.json()


def test_nothing_is_shown_when_the_log_cannot_be_written(office: Office) -> None:
    client = office.client("consultant")
    with office.store.writing() as connection:
        connection.execute(sa.text("ALTER TABLE audit RENAME TO audit_gone"))
    answer = client.get(f"/candidates/{office.mine[0]}")
    assert answer.status_code == 503 and office.mine[0] not in answer.text and "Loggen" in answer.json()["detail"]
