"""The demo's accounts: marked, with a password that everybody knows, and therefore never in production."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from matcher.domain import Facts, MatcherError
from matcher.services import passwords
from matcher.services.accounts import Particulars, insert_local
from matcher.services.caller import Role
from matcher.services.errors import Refused
from matcher.services.unit import Services, Unit, new_id
from matcher.settings import Mode, load_settings
from matcher.store import tables

ORGANISATION = "Demokommunen"
PEOPLE = {
    "kim": ("Kim Konsulent", Role.CONSULTANT),
    "bo": ("Bo Konsulent", Role.CONSULTANT),
    "eva": ("Eva Virksomhed", Role.EMPLOYER),
    "ali": ("Ali Evaluator", Role.EVALUATOR),
    "ida": ("Ida Drift", Role.ADMINISTRATOR),
    "per": ("Per Revisor", Role.AUDITOR),
}
"""Name to sign in with → name and role. Kim and Bo have every other case each."""
_CONSULTANTS = ("kim", "bo")


def create_demo_accounts(unit: Unit, facts: Facts, *, mode: Mode | None = None) -> tuple[str, ...]:
    """Make one account of every role, and a second consultant; those that are there already are left alone.

    Parameters
    ----------
    facts
        The municipality, as it is in the database.
    mode
        What this is run for; as set in the environment when not given.

    Returns
    -------
    tuple
        Sentences that say who may sign in.

    Raises
    ------
    MatcherError
        In production.
    Refused
        When a name is taken by an account that is none of the demo's.
    """
    if (load_settings().mode if mode is None else mode) is Mode.PRODUCTION:
        raise MatcherError("Demoens konti har en kendt adgangskode og oprettes aldrig i produktion")
    here = _ids(unit)
    stored = passwords.kept(passwords.DEMO_PASSWORD) if len(here) < len(PEOPLE) else ""
    employer = _busiest(facts)
    for username, (name, role) in PEOPLE.items():
        if username in here or (role is Role.EMPLOYER and employer is None):
            continue
        own = employer if role is Role.EMPLOYER else None
        organisation = "Virksomhed" if role is Role.EMPLOYER else ORGANISATION
        here[username] = insert_local(unit, username, Particulars(name, role, organisation, own), stored, demo=True)
        unit.record("create", "account", here[username], role=role.value, demo=True)
    _share(unit, facts, tuple(here[username] for username in _CONSULTANTS))
    names = ", ".join(f"{username} ({PEOPLE[username][1].value})" for username in PEOPLE if username in here)
    return (f"Log ind som {names}; adgangskoden er {passwords.DEMO_PASSWORD}",)


def listed(services: Services) -> tuple[tuple[str, Role], ...]:
    """Name to sign in with and role of every demo account that may sign in, for the page of the demo."""
    table = tables.accounts
    query = sa.select(table.c.username, table.c.role).where(table.c.demo, table.c.active)
    with services.store.reading() as connection:
        rows = connection.execute(query.order_by(table.c.created_at, table.c.username)).all()
    order = list(PEOPLE)
    found = [(row.username, Role(row.role)) for row in rows if row.username in PEOPLE]
    return tuple(sorted(found, key=lambda one: order.index(one[0])))


def _ids(unit: Unit) -> dict[str, str]:
    table = tables.accounts
    query = sa.select(table.c.id, table.c.username, table.c.demo).where(table.c.username.in_(list(PEOPLE)))
    rows = unit.connection.execute(query).all()
    taken = sorted(row.username for row in rows if not row.demo)
    if taken:
        raise Refused(f"Navnet {', '.join(taken)} har en konto, som ikke er demoens", "username_taken")
    return {row.username: row.id for row in rows}


def _busiest(facts: Facts) -> str | None:
    """The employer with the most openings; the first by id of equals, so that every demo has the same."""
    counts = Counter(facts.employer_of(opening).id for opening in facts.openings)
    return min(counts, key=lambda key: (-counts[key], key), default=None)


def _share(unit: Unit, facts: Facts, accounts: tuple[str, ...]) -> None:
    """Give every candidate whom nobody has to one of the consultants, in turn."""
    r = tables.relations
    held = set(unit.connection.execute(sa.select(r.c.candidate).where(r.c.until.is_(None))).scalars())
    rows = [
        {
            "id": new_id("re"),
            "candidate": candidate,
            "account": accounts[n % len(accounts)],
            "since": unit.now,
            "given_by": unit.caller.account,
        }
        for n, candidate in enumerate(sorted(facts.candidate_by_id))
        if candidate not in held
    ]
    if rows:
        unit.connection.execute(sa.insert(r), rows)
        unit.record("give", "relation", "", count=len(rows), demo=True)
