"""Employers (virksomheder)."""

from __future__ import annotations

from matcher.domain import Employer, WishSubject
from matcher.services.codes import require_text
from matcher.services.errors import Malformed
from matcher.services.fields import EMPLOYER_FIELDS
from matcher.services.supply_facts import Condition, Noun, how_many, is_there, mentioning
from matcher.services.unit import Unit
from matcher.store import tables


def require_employer(unit: Unit, employer: str, field: str) -> None:
    """Refuse an employer that is not there; one out of the caller's reach is not there."""
    if not is_there(unit, EMPLOYERS, employer):
        raise Malformed(f"Virksomheden »{employer}« findes ikke", field)


def wished_for(unit: Unit, subject: WishSubject, target: str) -> list[str]:
    """A sentence about the candidates who want it, or do not want it."""
    number = sum(
        any(wish["subject"] == subject.value and wish["target"] == target for wish in wishes)
        for wishes in mentioning(unit, tables.candidates.c.wishes, target)
    )
    return [f"{number} {'borgers ønske' if number == 1 else 'borgeres ønsker'}"] if number else []


def _owned_by(employer: str) -> Condition:
    return tables.employers.c.id == employer


def _check(unit: Unit, employer: Employer, old: Employer | None) -> None:
    require_text(employer.name, "name")


def _used_by(unit: Unit, employer: str) -> list[str]:
    workplaces, clauses, accounts = tables.workplaces, tables.clauses, tables.accounts
    return [
        *how_many(unit, workplaces, workplaces.c.employer == employer, "arbejdssted", "arbejdssteder"),
        *how_many(unit, clauses, clauses.c.employer == employer, "klausul", "klausuler"),
        *how_many(unit, accounts, accounts.c.employer == employer, "bruger", "brugere"),
        *wished_for(unit, WishSubject.EMPLOYER, employer),
    ]


EMPLOYERS = Noun(
    name="employers",
    word="employer",
    danish="Virksomheden",
    prefix="em",
    groups=EMPLOYER_FIELDS,
    owned_by=_owned_by,
    check=_check,
    used_by=_used_by,
)
