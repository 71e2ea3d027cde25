"""Employers, workplaces, openings, support: who sees and changes which, no code or reference that leads nowhere."""

from typing import Any

import pytest
import sqlalchemy as sa

from matcher.domain import Employer, EmployerKind
from matcher.services.fields import STAFF_FIELDS
from matcher.store import tables
from matcher.store.facts import SUPPLY, revision, save_rows
from tests.office import Office
from tests.service.supply_bodies import NOUNS, ROLES, TASK, bodies, entered, others_of


@pytest.mark.parametrize("noun", NOUNS)
def test_a_consultant_enters_reads_changes_and_removes_it(office: Office, noun: str) -> None:
    client, body = office.client("consultant"), bodies(office)[noun]
    made = client.post(f"/{noun}", json={"id": "ny", **body})
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    read = client.get(f"/{noun}/ny")
    assert (read.json(), read.headers["ETag"]) == (made.json(), '"v1"')
    assert {name: read.json()[name] for name in body} == {
        name: value if name not in ("tasks", "provisions") else read.json()[name] for name, value in body.items()
    }
    name = "contract" if noun == "clauses" else "title" if noun == "openings" else "name"
    path, match = f"/{noun}/ny", {"If-Match": '"v1"'}
    assert client.put(path, json={**body, name: "Andet navn"}).status_code == 428
    changed = client.put(path, json={**body, name: "Andet navn"}, headers=match)
    assert (changed.status_code, changed.json()[name], changed.headers["ETag"]) == (200, "Andet navn", '"v2"')
    assert client.put(path, json=body, headers=match).status_code == 412
    assert client.delete(path).status_code == 428
    assert client.delete(path, headers=match).status_code == 412
    assert client.delete(path, headers={"If-Match": '"v2"'}).status_code == 204
    assert client.get(path).status_code == 404
    log = office.rows(tables.audit, tables.audit.c.object == "ny")
    assert [row["action"] for row in log] == ["create", "change", "delete"]
    assert log[1]["detail"]["fields"] == [name] and "Andet navn" not in str(log[1]["detail"])


def test_reading_it_writes_nothing_into_the_log_and_every_change_tells_the_copies(office: Office) -> None:
    client = office.client("consultant", purpose=None)

    def now() -> tuple[int, int]:
        with office.store.reading() as connection:
            return revision(connection, SUPPLY), len(office.rows(tables.audit))

    supply, rows = now()
    for noun in NOUNS:
        assert client.get(f"/{noun}").status_code == 200
    assert now() == (supply, rows)
    entered(office, "budgets", id="b")
    assert now() == (supply + 1, rows + 1)
    client.put("/budgets/b", json={"name": "Puljen", "amount": 1}, headers={"If-Match": '"v1"'})
    client.delete("/budgets/b", headers={"If-Match": '"v2"'})
    assert now() == (supply + 3, rows + 3)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_what_trust_lets_it(sqlite_office: Office, role: str) -> None:
    for noun in NOUNS:
        entered(sqlite_office, noun, id="ny")
    client, found = sqlite_office.client(role), {}
    for noun in NOUNS:
        found[noun] = (client.get(f"/{noun}").status_code, client.get(f"/{noun}/ny").status_code)
    match role:
        case "administrator":
            assert found == dict.fromkeys(NOUNS, (403, 403))
        case "employer":
            own = dict.fromkeys(("workplaces", "openings", "clauses"), (200, 200))
            # A new employer of a consultant's is not hers; offers and budgets are nobody's but the municipality's.
            assert found == {**own, "employers": (200, 404), "offers": (403, 403), "budgets": (403, 403)}
        case _:
            assert found == dict.fromkeys(NOUNS, (200, 200))


@pytest.mark.parametrize("role", ["evaluator", "administrator", "auditor"])
def test_whoever_is_neither_consultant_nor_employer_changes_nothing(sqlite_office: Office, role: str) -> None:
    client, match = sqlite_office.client(role), {"If-Match": '"v1"'}
    for noun, body in bodies(sqlite_office).items():
        entered(sqlite_office, noun, id="ny")
        answers = [
            client.post(f"/{noun}", json=body),
            client.put(f"/{noun}/ny", json=body, headers=match),
            client.delete(f"/{noun}/ny", headers=match),
        ]
        assert [answer.status_code for answer in answers] == [403, 403, 403], noun


def test_an_employer_changes_no_clause_and_nothing_of_the_municipalitys(sqlite_office: Office) -> None:
    client, match = sqlite_office.client("employer"), {"If-Match": '"v1"'}
    for noun in ("offers", "budgets", "clauses"):
        entered(sqlite_office, noun, id="ny")
        body = bodies(sqlite_office)[noun]
        answers = [client.post(f"/{noun}", json=body), client.put(f"/{noun}/ny", json=body, headers=match)]
        answers.append(client.delete(f"/{noun}/ny", headers=match))
        assert [answer.status_code for answer in answers] == [403, 403, 403], noun


def test_staff_counts_are_for_consultants_the_employer_and_the_auditor(sqlite_office: Office) -> None:
    entered(sqlite_office, "workplaces", id="ny", staff_now=20, union_statement=True)
    for role in ("consultant", "employer", "auditor"):
        assert set(sqlite_office.client(role).get("/workplaces/ny").json()) >= STAFF_FIELDS
    client = sqlite_office.client("evaluator")
    for row in (client.get("/workplaces/ny").json(), *client.get("/workplaces").json()["items"]):
        assert not set(row) & STAFF_FIELDS
        assert {"provisions", "sector", "postcode"} <= set(row)


@pytest.mark.parametrize("noun", ["employers", "workplaces", "openings", "clauses"])
def test_an_employer_meets_her_own_and_others_look_as_if_they_were_not_there(office: Office, noun: str) -> None:
    other = others_of(office, noun)
    client, body, match = office.client("employer"), bodies(office)[noun], {"If-Match": '"v1"'}
    own = {
        "employers": {office.employer},
        "workplaces": {w.id for w in office.facts.workplaces if w.employer == office.employer},
        "openings": {o.id for o in office.facts.openings if office.facts.employer_of(o).id == office.employer},
        "clauses": {c.id for c in office.facts.clauses if c.employer == office.employer},
    }[noun]
    assert {row["id"] for row in client.get(f"/{noun}", params={"limit": 200}).json()["items"]} == own
    for answers in (
        [client.get(f"/{noun}/{key}") for key in (other, "ingen")],
        [] if noun == "clauses" else [client.put(f"/{noun}/{k}", json=body, headers=match) for k in (other, "ingen")],
    ):
        assert [answer.status_code for answer in answers] == [404] * len(answers)
        said = [{k: v for k, v in answer.json().items() if k != "request"} for answer in answers]
        assert all(one == said[0] for one in said)


def test_an_employer_filters_no_further_than_her_own(sqlite_office: Office) -> None:
    client, facts = sqlite_office.client("employer"), sqlite_office.facts
    other = next(w for w in facts.workplaces if w.employer != sqlite_office.employer)
    assert client.get("/workplaces", params={"employer": other.employer}).json()["items"] == []
    assert client.get("/openings", params={"workplace": other.id}).json()["items"] == []
    assert client.get("/openings", params={"employer": other.employer}).json()["items"] == []


def test_an_employer_changes_her_own_but_gives_nothing_away_and_removes_nothing(office: Office) -> None:
    client, body, match = office.client("employer"), bodies(office)["workplaces"], {"If-Match": '"v1"'}
    own = next(w.id for w in office.facts.workplaces if w.employer == office.employer)
    other = next(e.id for e in office.facts.employers if e.id != office.employer)
    moved = client.put(f"/workplaces/{own}", json={**body, "employer": other}, headers=match)
    nowhere = client.put(f"/workplaces/{own}", json={**body, "employer": "ingen"}, headers=match)
    assert [moved.status_code, nowhere.status_code] == [422, 422]
    assert moved.json()["errors"][0]["sentence"].replace(other, "X") == (
        nowhere.json()["errors"][0]["sentence"].replace("ingen", "X")
    )
    assert client.put(f"/workplaces/{own}", json={**body, "staff_now": 7}, headers=match).json()["staff_now"] == 7
    assert client.delete(f"/workplaces/{own}", headers=match).status_code == 403
    theirs = next(w.id for w in office.facts.workplaces if w.employer != office.employer)
    elsewhere = client.post("/openings", json={**bodies(office)["openings"], "workplace": theirs})
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["field"]) == (422, "workplace")
    assert client.post("/employers", json=bodies(office)["employers"]).status_code == 403


def test_lists_come_in_pages_and_can_be_narrowed(office: Office) -> None:
    client, facts = office.client("consultant"), office.facts
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = client.get("/openings", params={"limit": 17, "after": after}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) and set(seen) == set(facts.opening_by_id)
    workplace = facts.openings[0].workplace
    at = client.get("/openings", params={"workplace": workplace, "limit": 200}).json()["items"]
    assert {o["id"] for o in at} == {o.id for o in facts.openings if o.workplace == workplace}
    of = client.get("/openings", params={"employer": office.employer, "limit": 200}).json()["items"]
    assert {o["id"] for o in of} == {o.id for o in facts.openings if facts.employer_of(o).id == office.employer}
    mine = client.get("/workplaces", params={"employer": office.employer, "limit": 200}).json()["items"]
    assert {w["id"] for w in mine} == {w.id for w in facts.workplaces if w.employer == office.employer}


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("employers", {"name": "Ring 010190-1234"}, "name", "CPR"),
    ("employers", {"cvr": "123"}, "cvr", ""),
    ("workplaces", {"employer": "ingen"}, "employer", "Virksomheden »ingen« findes ikke"),
    ("workplaces", {"postcode": "0001"}, "postcode", "Postnummeret 0001 findes ikke"),
    ("workplaces", {"sector": "rumfart"}, "sector", "Branchen »rumfart«"),
    (
        "workplaces",
        {"provisions": [{"accommodation": "SEN-99", "answer": "ja"}]},
        "provisions.0.accommodation",
        "Hensynet »SEN-99«",
    ),
    (
        "workplaces",
        {"provisions": [{"accommodation": "PHY-03", "answer": "nej", "count": 2}]},
        "provisions.0.count",
        "Svaret er »nej«",
    ),
    (
        "workplaces",
        {"provisions": [{"accommodation": "SEN-01", "answer": "ja", "parts": ["lift"]}]},
        "provisions.0.parts",
        "SEN-01",
    ),
    ("workplaces", {"provisions": [{"accommodation": "SEN-01", "answer": "ja"}] * 2}, "provisions", "to gange"),
    ("openings", {"workplace": "ingen"}, "workplace", "Arbejdsstedet »ingen« findes ikke"),
    ("openings", {"languages": ["xx"]}, "languages", "Sproget »xx«"),
    ("openings", {"certificates": ["flyvecertifikat"]}, "certificates", "Beviset »flyvecertifikat«"),
    ("openings", {"tasks": [{"task": "T999", "hours": 1}]}, "tasks.0.task", "Opgaven »T999«"),
    ("openings", {"tasks": [{"task": TASK, "hours": 1, "demands": [["højde", 1]]}]}, "tasks.0.demands", "Kravet"),
    ("openings", {"tasks": [{"task": TASK, "hours": 1, "demands": [["noise", 99]]}]}, "tasks.0.demands", "noise"),
    ("openings", {"hours_max": 2}, "hours_max", "mindre"),
    ("offers", {"accommodations": ["SOC-99"]}, "accommodations", "Hensynet »SOC-99«"),
    ("offers", {"budget": "ingen"}, "budget", "Puljen »ingen« findes ikke"),
    ("offers", {"postcode": "6000"}, "radius_km", "radius"),
    ("clauses", {"employer": "ingen"}, "employer", "Virksomheden »ingen« findes ikke"),
    ("clauses", {"workplaces": ["ingen"]}, "workplaces", "Arbejdsstedet »ingen« findes ikke"),
]


def test_what_leads_nowhere_is_named_with_its_field(sqlite_office: Office) -> None:
    client, every = sqlite_office.client("consultant"), bodies(sqlite_office)
    for noun, wrong, field, words in WRONG:
        answer = client.post(f"/{noun}", json={**every[noun], **wrong})
        assert answer.status_code == 422, (noun, wrong)
        error = answer.json()["errors"][0]
        assert error["field"] == field and words in error["sentence"], (noun, wrong, error)


def test_what_an_import_let_in_can_still_be_changed_around(sqlite_office: Office) -> None:
    # Beside a provision with a number nobody uses, the rest of the row can be given other values.
    client = sqlite_office.client("consultant")
    entered(sqlite_office, "workplaces", id="ny")
    odd = [{"accommodation": "SEN-01", "answer": "ja", "amount": 3}]
    body = bodies(sqlite_office)["workplaces"]
    refused = client.put("/workplaces/ny", json={**body, "provisions": odd}, headers={"If-Match": '"v1"'})
    assert refused.json()["errors"][0]["field"] == "provisions.0.amount"
    with sqlite_office.store.writing() as connection:
        connection.execute(
            sa.update(tables.workplaces)
            .where(tables.workplaces.c.id == "ny")
            .values(
                provisions=[
                    {
                        "accommodation": "SEN-01",
                        "answer": "ja",
                        "amount": 3.0,
                        "count": None,
                        "hours": None,
                        "parts": None,
                        "verified": None,
                    }
                ]
            )
        )
    changed = client.put(
        "/workplaces/ny", json={**body, "provisions": odd, "name": "Nyt"}, headers={"If-Match": '"v1"'}
    )
    assert (changed.status_code, changed.json()["name"]) == (200, "Nyt")


def test_an_id_is_used_once(office: Office) -> None:
    entered(office, "budgets", id="b")
    again = office.client("consultant").post("/budgets", json={"id": "b", "name": "En anden", "amount": 1})
    assert (again.status_code, again.json()["code"]) == (409, "id_taken")


def test_nothing_that_something_refers_to_is_removed(office: Office) -> None:
    client = office.client("consultant")
    entered(office, "employers", id="v")
    entered(office, "workplaces", id="a", employer="v")
    entered(office, "openings", id="s", workplace="a")
    entered(office, "clauses", id="k", employer="v", workplaces=["a"])
    entered(office, "budgets", id="p")
    entered(office, "offers", id="m", budget="p")
    wishes = [
        {"subject": "virksomhed", "target": "v", "wanted": True},
        {"subject": "arbejdssted", "target": "a", "wanted": False},
    ]
    person = {"postcode": "6000", "hours_min": 4, "hours_target": 6, "hours_max": 8}
    assert client.post("/candidates", json={"id": "ny", **person, "wishes": wishes}).status_code == 201
    assert client.put("/candidates/ny/go-aheads/s", json={"said": "meeting"}).status_code == 200
    match = {"If-Match": '"v1"'}

    def in_the_way(path: str) -> list[str]:
        answer = client.delete(path, headers=match)
        assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
        return [error["sentence"] for error in answer.json()["errors"]]

    assert in_the_way("/employers/v") == ["1 arbejdssted", "1 klausul", "1 borgers ønske"]
    assert in_the_way("/workplaces/a") == ["1 stilling", "1 klausul", "1 borgers ønske"]
    assert in_the_way("/openings/s") == ["1 ja fra en borger"]
    assert in_the_way("/budgets/p") == ["1 støttetilbud"]
    # What only reads like the id is no reference to it.
    entered(office, "employers", id="V", cvr="87654321")
    for path in ("/employers/V", "/offers/m", "/budgets/p", "/clauses/k"):
        assert client.delete(path, headers=match).status_code == 204


def test_what_the_database_holds_is_shown_however_long_it_is(sqlite_office: Office) -> None:
    # An import may hold more than a call may: reading it is no place to find out.
    name = "x" * 20_000
    with sqlite_office.services.unit(sqlite_office.caller("consultant")) as unit:
        save_rows(unit.connection, "employers", [Employer("lang/id", name, EmployerKind.PRIVATE)], unit.now)
    client = sqlite_office.client("consultant")
    found = client.get("/employers", params={"after": "lang", "limit": 1}).json()["items"]
    assert found == [
        {
            "id": "lang/id",
            "version": 1,
            "name": name,
            "kind": "privat",
            "cvr": None,
            "registered_social": None,
        }
    ]
