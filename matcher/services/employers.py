"""Employers (virksomheder)."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.domain import Employer, WishSubject
from matcher.services.codes import require_text
from matcher.services.errors import Malformed, Refused
from matcher.services.fields import EMPLOYER_FIELDS
from matcher.services.supply_facts import Condition, Noun, how_many, is_there, mentioning
from matcher.services.unit import Unit
from matcher.store import tables

_LOCK = 0x42_72_6F_63
"""Of PostgreSQL's advisory locks."""


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
    if employer.cvr is not None and (old is None or old.cvr != employer.cvr):
        _require_free(unit, employer)


def _require_free(unit: Unit, employer: Employer) -> None:
    """Refuse the CVR number of another employer: her people sign in by it."""
    if unit.connection.dialect.name == "postgresql":
        # Who enters the same number at the same moment waits here; SQLite has one writer anyway.
        unit.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    table = tables.employers
    others = sa.select(table.c.id).where(table.c.cvr == employer.cvr, table.c.id != employer.id)
    other = unit.connection.execute(others.limit(1)).scalar()
    if other is not None:
        raise Refused(f"CVR-nummeret er allerede virksomheden »{other}«s; ret det ene af dem", "cvr_taken")


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
