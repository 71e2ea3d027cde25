"""Workplaces (arbejdssteder), with what each answers about accommodations."""

from __future__ import annotations

from collections.abc import Collection

from matcher.domain import WishSubject, Workplace
from matcher.services.codes import fresh, require_code, require_postcode, require_provision, require_text
from matcher.services.employers import require_employer, wished_for
from matcher.services.errors import Malformed
from matcher.services.fields import WORKPLACE_FIELDS
from matcher.services.supply_facts import Condition, Noun, how_many, is_there, mentioning
from matcher.services.unit import Unit
from matcher.store import tables


def at_employer(employer: str) -> Condition:
    """The workplaces of one employer."""
    return tables.workplaces.c.employer == employer


def require_workplaces(unit: Unit, workplaces: Collection[str], field: str) -> None:
    """Refuse workplaces that are not there; one out of the caller's reach is not there."""
    for workplace in sorted(workplaces):
        if not is_there(unit, WORKPLACES, workplace):
            raise Malformed(f"Arbejdsstedet »{workplace}« findes ikke", field)


def _check(unit: Unit, workplace: Workplace, old: Workplace | None) -> None:
    require_employer(unit, workplace.employer, "employer")
    require_text(workplace.name, "name")
    require_postcode(workplace.postcode)
    require_code("sectors", workplace.sector, "sector")
    for field, provision in fresh(workplace.provisions, old.provisions if old else (), "provisions"):
        require_provision(provision, field)


def _used_by(unit: Unit, workplace: str) -> list[str]:
    openings, outcomes = tables.openings, tables.outcomes
    named = sum(workplace in listed for listed in mentioning(unit, tables.clauses.c.workplaces, workplace))
    return [
        *how_many(unit, openings, openings.c.workplace == workplace, "stilling", "stillinger"),
        *how_many(unit, outcomes, outcomes.c.workplace == workplace, "forløb", "forløb"),
        *([f"{named} {'klausul' if named == 1 else 'klausuler'}"] if named else []),
        *wished_for(unit, WishSubject.WORKPLACE, workplace),
    ]


WORKPLACES = Noun(
    name="workplaces",
    word="workplace",
    danish="Arbejdsstedet",
    prefix="wo",
    groups=WORKPLACE_FIELDS,
    owned_by=at_employer,
    check=_check,
    used_by=_used_by,
    entered_by_employer=True,
)
