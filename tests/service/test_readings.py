"""A text is read for whoever writes openings and wishes, and forgotten."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.readings.schemas import WITH_RELEASE
from matcher.domain import MatcherError
from matcher.settings import Settings
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


def with_release(office: Office, folder: Path) -> Any:
    """A consultant's browser where the municipality has a small ESCO release of its own."""
    for name, text in RELEASE.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    office.settings = office.settings.model_copy(update={"esco": str(folder)})
    return office.client("consultant")


RELEASE = {
    "occupations_da": "conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
    "http://data.europa.eu/esco/occupation/…,5120,kok,køkkenchef,laver mad\n",
    "ISCOGroups_da": "conceptUri,code,preferredLabel,altLabels,description\nuri:g,5120,Kokkearbejde,,\n",
    "skills_da": "conceptUri,preferredLabel,altLabels\nhttp://data.europa.eu/esco/skill/…,betjene kunder,\n",
}


def test_with_a_release_titles_and_skills_are_linked_as_the_documentation_shows(office: Office, tmp_path: Path) -> None:
    said = "Vi søger kok, der kan betjene kunder"
    answer = with_release(office, tmp_path).post("/readings", json={"text": said}).json()
    own = {"occupation", "isco", "skill"}
    found = {one["kind"]: one for one in answer["links"] if one["kind"] in own}
    assert found == {one["kind"]: one for one in WITH_RELEASE["links"]}
    assert [said[found[kind]["start"] : found[kind]["end"]] for kind in ("isco", "skill")] == ["kok", "betjene kunder"]
    assert answer["esco"] == WITH_RELEASE["esco"]
    # A title that nobody has is asked about.
    (one,) = with_release(office, tmp_path).post("/readings", json={"text": "mesterkok"}).json()["asks"]
    assert one["question"] == "Betyder »mesterkok« »kok«?"
    assert [(near["kind"], near["confidence"] < 0.6) for near in one["candidates"]] == [("occupation", True)]


def test_without_one_it_says_so_and_the_rest_is_the_same(office: Office, tmp_path: Path) -> None:
    without = office.client("consultant").post("/readings", json={"text": TEXT}).json()
    assert without["esco"] is None
    del office.app
    beside = with_release(office, tmp_path).post("/readings", json={"text": TEXT}).json()
    assert (beside["links"], beside["asks"]) == (without["links"], without["asks"])


def test_a_release_that_cannot_be_used_keeps_it_from_starting(sqlite_office: Office, tmp_path: Path) -> None:
    with pytest.raises(MatcherError, match="er ikke en mappe"):
        create_app(Settings(esco=str(tmp_path / "findes-ikke")), sqlite_office.services)
    with pytest.raises(MatcherError, match="her er ingen stillinger"):
        create_app(Settings(esco=str(tmp_path)), sqlite_office.services)
