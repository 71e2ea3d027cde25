"""A text is read for whoever writes openings and wishes, and forgotten."""

from __future__ import annotations

import logging

import pytest

from matcher.store.tables.metadata import METADATA
from tests.office import Office

TEXT = "Du skal vaske gulve, men ikke passe telefon. Hemmeligt: violblå."


def test_a_text_is_linked_with_its_evidence(office: Office) -> None:
    for role in ("consultant", "employer"):
        answer = office.client(role).post("/readings", json={"text": TEXT})
        assert answer.status_code == 200
        found = {(one["code"], one["absent"]): one for one in answer.json()["links"]}
        assert TEXT[found["T012", False]["start"] : found["T012", False]["end"]] == "vaske gulve"
        assert ("T044", True) in found


def test_nothing_of_it_is_kept(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    client = office.client("consultant")
    before = {table.name: len(office.rows(table)) for table in METADATA.sorted_tables}
    with caplog.at_level(logging.DEBUG):
        assert "violblå" not in client.post("/readings", json={"text": TEXT}).text
    after = {table.name: len(office.rows(table)) for table in METADATA.sorted_tables}
    assert after == before
    assert "violblå" not in caplog.text


def test_others_and_strangers_may_not(office: Office) -> None:
    for role in ("evaluator", "administrator", "auditor"):
        assert office.client(role).post("/readings", json={"text": TEXT}).status_code == 403
    assert office.client(None).post("/readings", json={"text": TEXT}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "a\x00"}, {"text": "a" * 20_001}, {"text": "a", "x": 1}])
def test_what_is_no_text_is_refused(office: Office, body: dict[str, object]) -> None:
    assert office.client("consultant").post("/readings", json=body).status_code == 422
