"""A candidate's codes and references lead somewhere; what stood there before may stay."""

from typing import Any

import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.store import tables
from tests.office import Office

PERSON: dict[str, Any] = {"postcode": "6000", "hours_min": 4, "hours_target": 6, "hours_max": 8}
CATALOGUE = load_catalogue()
RANGED = next(a for a in CATALOGUE.accommodations.values() if a.amount_name and a.amount_unit != "clock")
NEEDS_AMOUNT = next(a for a in CATALOGUE.accommodations.values() if a.amount_name and a.amount_default is None)


def need(accommodation: str, **more: Any) -> dict[str, Any]:
    return {"needs": [{"accommodation": accommodation, "necessity": "skal", **more}]}


def wish(subject: str, target: str) -> dict[str, Any]:
    return {"wishes": [{"subject": subject, "target": target, "wanted": True}]}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"postcode": "0001"}, "postcode"),
    ({"text": "Ring 010190-1234"}, "text"),
    ({"languages": ["xx"]}, "languages"),
    ({"certificates": ["flyvecertifikat"]}, "certificates"),
    (need("SEN-99"), "needs.0.accommodation"),
    (need(RANGED.id, amount=RANGED.amount_high + 1), "needs.0.amount"),
    (need(NEEDS_AMOUNT.id), "needs.0.amount"),
    (need("SEN-01", amount=3), "needs.0.amount"),
    (need("PHY-09", parts=["støv"]), "needs.0.parts"),
    (need("SEN-01", windows="ma 08:00-09:00"), "needs.0.windows"),
    (wish("opgave", "T999"), "wishes.0.target"),
    (wish("branche", "rumfart"), "wishes.0.target"),
    (wish("virksomhed", "ingen"), "wishes.0.target"),
    (wish("arbejdssted", "ingen"), "wishes.0.target"),
    ({"wishes": wish("opgave", "T001")["wishes"] * 2}, "wishes"),
    ({"competences": [{"kind": "opgave", "value": "T999"}]}, "competences.0.value"),
    ({"competences": [{"kind": "fritekst", "value": "cpr 010190-1234"}]}, "competences.0.value"),
    ({"previous_employers": ["ingen"]}, "previous_employers"),
    ({"related_employers": ["ingen"]}, "related_employers"),
]


def test_what_leads_nowhere_is_named(sqlite_office: Office) -> None:
    client = sqlite_office.client("consultant")
    for wrong, field in WRONG:
        answer = client.post("/candidates", json={"id": "ny", **PERSON, **wrong})
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field, wrong
        assert answer.json()["errors"][0]["sentence"]
    assert client.get("/candidates/ny").status_code == 404


def test_what_leads_somewhere_is_taken(office: Office) -> None:
    workplace = office.facts.workplaces[0]
    wishes = [
        *wish("opgave", "T001")["wishes"],
        *wish("branche", workplace.sector)["wishes"],
        *wish("virksomhed", workplace.employer)["wishes"],
        *wish("arbejdssted", workplace.id)["wishes"],
    ]
    more = {
        "languages": ["en"],
        "certificates": [next(iter(CATALOGUE.certificates))],
        "previous_employers": [workplace.employer],
        "competences": [{"kind": "opgave", "value": "T001", "months": 4}],
        "wishes": wishes,
        **need("SCH-11", windows="ti 08:00-09:00"),
    }
    answer = office.client("consultant").post("/candidates", json={"id": "ny", **PERSON, **more})
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in ("wishes", "previous_employers", "languages")} == {
        name: more[name] for name in ("wishes", "previous_employers", "languages")
    }


def test_an_employer_that_was_imported_unlisted_may_stay_and_no_other_may_come(office: Office) -> None:
    mine = office.mine[0]
    with office.store.writing() as connection:
        connection.execute(
            sa.update(tables.candidates)
            .where(tables.candidates.c.id == mine)
            .values(previous_employers=["nedlagt"], needs=[], wishes=[], competences=[])
        )
    client, match = office.client("consultant"), {"If-Match": '"v1"'}
    more = {**PERSON, "previous_employers": ["nedlagt", "ingen"]}
    refused = client.put(f"/candidates/{mine}", json=more, headers=match)
    assert refused.json()["errors"][0]["sentence"] == "Virksomheden »ingen« findes ikke"
    kept = client.put(f"/candidates/{mine}", json={**PERSON, "previous_employers": ["nedlagt"]}, headers=match)
    assert (kept.status_code, kept.json()["previous_employers"]) == (200, ["nedlagt"])
