"""What an employer may change of her own entry, and the number by which others sign in."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.store import tables
from tests.office import Office
from tests.service.supply_bodies import OTHER_KIND, bodies, entered


@pytest.mark.parametrize(
    "changes", [{"cvr": "12345678"}, {"cvr": None}, {"kind": "andet"}, {"registered_social": True}]
)
def test_an_employer_changes_her_name_but_not_what_she_signs_in_by_or_the_law_goes_by(
    office: Office, changes: dict[str, Any]
) -> None:
    client, path = office.client("employer"), f"/employers/{office.employer}"
    read = client.get(path)
    body = {name: value for name, value in read.json().items() if name not in ("id", "version")}
    wanted = {name: OTHER_KIND[body["kind"]] if name == "kind" else value for name, value in changes.items()}
    assert all(body[name] != value for name, value in wanted.items())
    match = {"If-Match": read.headers["ETag"]}
    refused = client.put(path, json={**body, **wanted}, headers=match)
    assert refused.status_code == 403 and next(iter(changes)) in refused.json()["detail"]
    assert client.get(path).json() == read.json()
    renamed = client.put(path, json={**body, "name": "Nyt navn"}, headers=match)
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Nyt navn")
    by_consultant = office.client("consultant").put(
        path, json={**body, **wanted}, headers={"If-Match": renamed.headers["ETag"]}
    )
    assert by_consultant.status_code == 200


def test_no_two_employers_get_the_same_cvr_number(office: Office) -> None:
    client, body = office.client("consultant"), bodies(office)["employers"]
    first = entered(office, "employers", id="v")
    twice = client.post("/employers", json={"id": "w", **body})
    assert (twice.status_code, twice.json()["code"]) == (409, "cvr_taken") and "»v«" in twice.json()["detail"]
    for n in range(2):
        entered(office, "employers", id=f"uden-{n}", cvr=None)
    taken = client.put("/employers/uden-0", json=body, headers={"If-Match": '"v1"'})
    assert (taken.status_code, taken.json()["code"]) == (409, "cvr_taken")
    kept = client.put("/employers/v", json={**body, "name": "Andet"}, headers={"If-Match": first.headers["ETag"]})
    assert kept.status_code == 200
    # What a file has left is no hindrance to mending something else, or the number itself.
    with office.store.writing() as connection:
        here = tables.employers.c.id == "uden-0"
        connection.execute(sa.update(tables.employers).where(here).values(cvr=body["cvr"]))
    renamed = {**body, "name": "Tredje"}
    assert client.put("/employers/uden-0", json=renamed, headers={"If-Match": '"v1"'}).status_code == 200
    mended = client.put("/employers/uden-0", json={**body, "cvr": "87654321"}, headers={"If-Match": '"v2"'})
    assert mended.status_code == 200


def test_of_two_who_enter_the_same_cvr_number_at_once_one_is_told_so(office: Office) -> None:
    client, body = office.client("consultant"), bodies(office)["employers"]
    ready, statuses = threading.Barrier(4), []

    def enter() -> None:
        ready.wait()
        statuses.append(client.post("/employers", json=body).status_code)

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409]


def test_an_employer_enters_workplaces_and_openings_under_ids_given_to_her(office: Office) -> None:
    client, body = office.client("employer"), bodies(office)["workplaces"]
    taken = next(w.id for w in office.facts.workplaces if w.employer != office.employer)
    answers = [client.post("/workplaces", json={"id": key, **body}) for key in (taken, "endnu-ikke-brugt")]
    assert [(a.status_code, a.json()["errors"]) for a in answers] == [
        (422, [{"field": "id", "sentence": "Udelad id: det bliver givet"}])
    ] * 2
    made = client.post("/workplaces", json=body)
    assert made.status_code == 201 and made.json()["id"].startswith("wo_")
    opening = client.post("/openings", json={**bodies(office)["openings"], "workplace": made.json()["id"]})
    assert opening.status_code == 201
    assert client.get(f"/openings/{opening.json()['id']}").json() == opening.json()
