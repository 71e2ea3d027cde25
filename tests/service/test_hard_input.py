"""No text, number or moment makes the database stumble: what it cannot hold is refused before it gets there."""

import copy
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.requests import Request

from api import errors
from matcher.store import tables
from tests.office import Office
from tests.service.supply_bodies import NOUNS, bodies

PERSON: dict[str, Any] = {
    "postcode": "6000",
    "hours_min": 4,
    "hours_target": 6,
    "hours_max": 8,
    "text": "Jeg kan lide at bage",
    "languages": ["en"],
    "certificates": [],
    "needs": [{"accommodation": "PHY-09", "necessity": "skal", "parts": ["lift"]}],
    "wishes": [{"subject": "opgave", "target": "T001", "wanted": True}],
    "competences": [{"kind": "fritekst", "value": "bagning", "months": 3}],
    "identity": {"name": "Asta", "sex": "kvinde"},
}
LETTERS = ["\x00", "\x1b", "\x85", "\ud800"]


def leaves(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every text and number in a body, with the way to it."""
    if isinstance(body, dict | list):
        for key, value in body.items() if isinstance(body, dict) else enumerate(body):
            yield from leaves(value, (*at, key))
    elif not isinstance(body, bool):
        yield at, body


def with_leaf(body: Any, at: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    place = changed
    for key in at[:-1]:
        place = place[key]
    place[at[-1]] = value
    return changed


@pytest.fixture(scope="module")
def paths() -> list[str]:
    """Paths and queries in which somebody hides what is no id."""
    nouns = [f"/{noun}/a%00b" for noun in NOUNS] + [f"/{noun}?after=%00" for noun in NOUNS]
    more = ["/openings?workplace=%00", "/workplaces?employer=a%1bb", "/clauses?employer=%ef%bf%bf"]
    return [*nouns, *more, "/candidates/%00", "/candidates/%00/bindings", "/candidates/%00/go-aheads"]


def test_no_letter_and_no_number_in_a_body_makes_a_database_stumble(make_copy: Callable[[str], Office]) -> None:
    office = make_copy("postgresql")
    client, every = office.client("consultant"), {**bodies(office), "candidates": PERSON}
    tried = 0
    for noun, body in every.items():
        body = {"id": "ny", **body}
        for at, value in leaves(body):
            texts = [f"a{letter}b" for letter in LETTERS] + ["x" * 40_000]
            for bad in texts if isinstance(value, str) else [2**63, 10**400, float("nan"), "x"]:
                sent = json.dumps(with_leaf(body, at, bad))
                answer = client.post(f"/{noun}", content=sent, headers={"content-type": "application/json"})
                assert answer.status_code == 422, (noun, at, bad, answer.text)
                tried += 1
    assert tried > 250


def test_nor_does_the_name_of_a_field(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant")
    for name in LETTERS:
        sent = json.dumps({"name": "Puljen", "amount": 1, f"a{name}": 1})
        answer = client.post("/budgets", content=sent, headers={"content-type": "application/json"})
        assert answer.status_code == 422


def test_nor_in_a_path_or_a_query(make_copy: Callable[[str], Office], paths: list[str]) -> None:
    client = make_copy("postgresql").client("consultant")
    assert [client.get(path).status_code for path in paths] == [422] * len(paths)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_who_enter_the_same_id_at_once_one_is_told_so(make_copy: Callable[[str], Office], kind: str) -> None:
    office = make_copy(kind)
    client = office.client("consultant")
    ready, statuses = threading.Barrier(6), []

    def enter() -> None:
        ready.wait()
        statuses.append(client.post("/budgets", json={"id": "b", "name": "Puljen", "amount": 1}).status_code)

    threads = [threading.Thread(target=enter) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409, 409, 409]
    assert len(office.rows(tables.budgets, tables.budgets.c.id == "b")) == 1
    assert len(office.rows(tables.audit, tables.audit.c.object == "b")) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_who_change_the_same_version_at_once_one_is_told_so(
    make_copy: Callable[[str], Office], kind: str
) -> None:
    office = make_copy(kind)
    client = office.client("consultant")
    client.post("/budgets", json={"id": "b", "name": "Puljen", "amount": 1})
    ready, answers = threading.Barrier(6), []

    def change(amount: int) -> None:
        ready.wait()
        body, match = {"name": "Puljen", "amount": amount}, {"If-Match": '"v1"'}
        answers.append((client.put("/budgets/b", json=body, headers=match).status_code, amount))

    threads = [threading.Thread(target=change, args=(amount,)) for amount in range(2, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in answers) == [200, 412, 412, 412, 412, 412]
    row = office.rows(tables.budgets, tables.budgets.c.id == "b")[0]
    assert [(200, row["amount"])] == [a for a in answers if a[0] == 200] and row["version"] == 2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_removed_while_somebody_refers_to_it_is_either_gone_or_there(
    make_copy: Callable[[str], Office], kind: str
) -> None:
    office = make_copy(kind)
    client, body = office.client("consultant"), bodies(office)["offers"]
    for n in range(6):
        client.post("/budgets", json={"id": f"b{n}", "name": "Puljen", "amount": 1})
        ready = threading.Barrier(2)
        statuses: dict[str, int] = {}

        def refer(n: int = n, ready: threading.Barrier = ready, statuses: dict[str, int] = statuses) -> None:
            ready.wait()
            statuses["refer"] = client.post("/offers", json={"id": f"m{n}", **body, "budget": f"b{n}"}).status_code

        def remove(n: int = n, ready: threading.Barrier = ready, statuses: dict[str, int] = statuses) -> None:
            ready.wait()
            statuses["remove"] = client.delete(f"/budgets/b{n}", headers={"If-Match": '"v1"'}).status_code

        threads = [threading.Thread(target=one) for one in (refer, remove)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (statuses["refer"], statuses["remove"]) in ((201, 409), (422, 204), (409, 204))


def test_what_slips_through_is_still_no_fault_of_ours(sqlite_office: Office) -> None:
    # The net below the shapes: whatever the driver refuses, nothing of the value is told outside.
    secret = "010190-1234"

    def stumbling(kind: type[sa.exc.DBAPIError]) -> Callable[[Request], None]:
        def route(request: Request) -> None:
            raise kind("INSERT", {"cpr": secret}, Exception("no"))

        return route

    for path, kind in (("/data", sa.exc.DataError), ("/crossed", sa.exc.IntegrityError)):
        sqlite_office.app.add_api_route(f"/api/v1{path}", stumbling(kind))
    client = sqlite_office.client("consultant")
    answers = [client.get(path) for path in ("/data", "/crossed")]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(422, "invalid"), (409, "conflict")]
    assert all(secret not in a.text and a.headers["content-type"] == errors.MEDIA_TYPE for a in answers)
