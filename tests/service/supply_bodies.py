"""What a consultant may enter of each noun that is not a candidate, for the tests of those nouns."""

from typing import Any

from matcher.catalogue.loader import load_catalogue
from matcher.domain import EmployerKind
from tests.office import Office

CATALOGUE = load_catalogue()
TASK = next(iter(CATALOGUE.tasks))
SECTOR = next(iter(CATALOGUE.sectors))
NOUNS = ("employers", "workplaces", "openings", "offers", "budgets", "clauses")
ROLES = ("consultant", "employer", "evaluator", "administrator", "auditor")
OTHER_KIND = {kind.value: next(k for k in EmployerKind if k is not kind).value for kind in EmployerKind}


def bodies(office: Office) -> dict[str, dict[str, Any]]:
    """A body of each noun that refers to what is there."""
    workplace = next(w for w in office.facts.workplaces if w.employer == office.employer)
    return {
        "employers": {"name": "Bager Bo", "kind": "privat", "cvr": "12345678"},
        "workplaces": {
            "employer": office.employer,
            "name": "Bageriet",
            "postcode": "6000",
            "sector": SECTOR,
            "ordinary_fte": 12.5,
            "provisions": [{"accommodation": "SEN-01", "answer": "ja", "verified": "2026-01-05"}],
        },
        "openings": {
            "workplace": workplace.id,
            "title": "Hjælper",
            "places": 2,
            "hours_min": 3,
            "hours_max": 10,
            "hours_total": 12,
            "windows": "ma-fr 08:00-14:00",
            "tasks": [{"task": TASK, "hours": 12, "core": True, "demands": [["lift_kg", 5]]}],
        },
        "offers": {"name": "Mentorer", "provider": "kommune", "accommodations": ["SOC-02"], "hours_per_week": 5},
        "budgets": {"name": "Puljen", "amount": 50_000},
        "clauses": {"contract": "Rengøring", "employer": office.employer, "unit": "pladser", "quantity": 2},
    }


def entered(office: Office, noun: str, **changes: Any) -> Any:
    """A new row of that noun, entered by a consultant."""
    answer = office.client("consultant").post(f"/{noun}", json={**bodies(office)[noun], **changes})
    assert answer.status_code == 201, answer.text
    return answer


def others_of(office: Office, noun: str) -> str:
    """A row that is not the employer's."""
    facts, own = office.facts, office.employer
    match noun:
        case "employers":
            return next(e.id for e in facts.employers if e.id != own)
        case "workplaces":
            return next(w.id for w in facts.workplaces if w.employer != own)
        case "openings":
            return next(o.id for o in facts.openings if facts.employer_of(o).id != own)
    other = next(e.id for e in facts.employers if e.id != own)
    return str(entered(office, "clauses", employer=other).json()["id"])
