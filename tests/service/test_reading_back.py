"""What was read may be sent back as it is, and changes nothing by what cannot be changed there."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.store import tables
from tests.office import Office


def paths(office: Office) -> dict[str, str]:
    own = next(o for o in office.facts.openings if office.facts.employer_of(o).id == office.employer)
    return {
        "candidates": f"/candidates/{office.mine[0]}",
        "employers": f"/employers/{office.employer}",
        "workplaces": f"/workplaces/{own.workplace}",
        "openings": f"/openings/{own.id}",
    }


def send_back(client: Any, path: str, **other: Any) -> Any:
    read = client.get(path)
    assert read.status_code == 200, read.text
    return read.json(), client.put(path, json={**read.json(), **other}, headers={"If-Match": read.headers["ETag"]})


@pytest.mark.parametrize("noun", ["candidates", "employers", "workplaces", "openings"])
def test_what_was_read_may_be_sent_back_and_changes_nothing(office: Office, noun: str) -> None:
    read, sent = send_back(office.client("consultant"), paths(office)[noun])
    assert sent.status_code == 200, sent.text
    assert sent.json() == read


@pytest.mark.parametrize("noun", ["employers", "workplaces", "openings"])
def test_an_employer_may_send_back_what_she_has_read(sqlite_office: Office, noun: str) -> None:
    read, sent = send_back(sqlite_office.client("employer"), paths(sqlite_office)[noun])
    assert sent.status_code == 200, sent.text
    assert sent.json() == read


def test_a_fact_may_be_changed_in_what_was_read(sqlite_office: Office) -> None:
    _, sent = send_back(sqlite_office.client("consultant"), paths(sqlite_office)["candidates"], commute_max=17)
    assert sent.status_code == 200 and sent.json()["commute_max"] == 17


@pytest.mark.parametrize(
    ("noun", "name", "value"),
    [
        ("candidates", "id", "B999"),
        ("candidates", "version", 7),
        ("candidates", "name", "En Anden"),
        ("candidates", "cpr", "010190-1234"),
        ("candidates", "birth_year", 1990),
        ("openings", "id", "S-999"),
        ("workplaces", "version", 7),
        ("employers", "id", "V-999"),
    ],
)
def test_what_cannot_be_changed_there_is_refused_and_never_passed_over(
    office: Office, noun: str, name: str, value: Any
) -> None:
    before = office.rows(getattr(tables, noun))
    _, sent = send_back(office.client("consultant"), paths(office)[noun], **{name: value})
    assert sent.status_code == 422, sent.text
    assert sent.json()["errors"][0]["field"] == name
    assert office.rows(getattr(tables, noun)) == before


def test_a_name_nobody_knows_is_a_mistake_as_before(sqlite_office: Office) -> None:
    _, sent = send_back(sqlite_office.client("consultant"), paths(sqlite_office)["openings"], titel="Kok")
    assert sent.status_code == 422
    assert sent.json()["errors"] == [{"field": "titel", "sentence": "Kendes ikke her; fjern det, eller ret navnet"}]
