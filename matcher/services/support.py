"""What the municipality can draw on, and what contracts ask for: support offers, budgets, social clauses."""

from __future__ import annotations

from matcher.domain import Budget, Clause, SupportOffer
from matcher.services.codes import require_codes, require_postcode, require_text
from matcher.services.employers import require_employer
from matcher.services.errors import Malformed
from matcher.services.fields import BUDGET_FIELDS, CLAUSE_FIELDS, OFFER_FIELDS
from matcher.services.supply_facts import Condition, Noun, how_many, is_there
from matcher.services.unit import Unit
from matcher.services.workplaces import require_workplaces
from matcher.store import tables


def clauses_of(employer: str) -> Condition:
    """The clauses one employer must deliver on."""
    return tables.clauses.c.employer == employer


def _check_offer(unit: Unit, offer: SupportOffer, old: SupportOffer | None) -> None:
    require_text(offer.name, "name")
    require_codes("accommodations", offer.accommodations, "accommodations", old.accommodations if old else ())
    require_postcode(offer.postcode)
    if offer.budget is not None and not is_there(unit, BUDGETS, offer.budget):
        raise Malformed(f"Puljen »{offer.budget}« findes ikke", "budget")


def _check_budget(unit: Unit, budget: Budget, old: Budget | None) -> None:
    require_text(budget.name, "name")


def _check_clause(unit: Unit, clause: Clause, old: Clause | None) -> None:
    require_employer(unit, clause.employer, "employer")
    require_workplaces(unit, clause.workplaces, "workplaces")
    require_text(clause.contract, "contract")
    require_text(clause.evidence, "evidence")


def _booked(unit: Unit, resource: str) -> list[str]:
    bookings = tables.bookings
    live = (bookings.c.resource == resource) & bookings.c.released_at.is_(None)
    return how_many(unit, bookings, live, "forløb bruger af det", "forløb bruger af det")


def _offer_used_by(unit: Unit, offer: str) -> list[str]:
    return _booked(unit, f"offer:{offer}")


def _budget_used_by(unit: Unit, budget: str) -> list[str]:
    offers = tables.offers
    paid = how_many(unit, offers, offers.c.budget == budget, "støttetilbud", "støttetilbud")
    return [*paid, *_booked(unit, f"budget:{budget}")]


def _nobody(unit: Unit, key: str) -> list[str]:
    return []


OFFERS = Noun(
    name="offers",
    word="offer",
    danish="Støttetilbuddet",
    prefix="of",
    groups=OFFER_FIELDS,
    owned_by=None,
    check=_check_offer,
    used_by=_offer_used_by,
)
BUDGETS = Noun(
    name="budgets",
    word="budget",
    danish="Puljen",
    prefix="bu",
    groups=BUDGET_FIELDS,
    owned_by=None,
    check=_check_budget,
    used_by=_budget_used_by,
)
CLAUSES = Noun(
    name="clauses",
    word="clause",
    danish="Klausulen",
    prefix="cl",
    groups=CLAUSE_FIELDS,
    owned_by=clauses_of,
    check=_check_clause,
    used_by=_nobody,
)
