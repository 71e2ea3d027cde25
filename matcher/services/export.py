"""Everything that is held about one person, for herself (GDPR 15, TRUST E2.6).

A row is given with all its columns, so that a column that comes later comes along; every table is either here or in
`NOT_GIVEN` with the reason, and a test compares the two with the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from matcher.services import looks, plans, retention
from matcher.services.access import require_relation
from matcher.services.caller import SYSTEM, Purpose
from matcher.services.errors import Incomplete, NotHere
from matcher.services.unit import Unit
from matcher.store import tables

FORMAT = "brobygger-person/1"
OF_HER = {
    "bindings": tables.bindings,
    "go_aheads": tables.go_aheads,
    "outcomes": tables.outcomes,
    "relations": tables.relations,
    "break_glass": tables.break_glass,
    "drawn_lists": tables.drawn_lists,
}
"""Tables of which she is given every row with her id in the column `candidate`."""
OF_A_PLACEMENT = {"steps": tables.steps, "bookings": tables.bookings, "follow_ups": tables.follow_ups}
"""Tables of which she is given every row with one of her placements in the column `placement`."""
OF_A_PLAN = {"placements": tables.plan_placements, "left_out": tables.plan_left_out}
"""Tables of which she is given every row with her id, under its plan."""
GIVEN_ONCE = {"candidate": tables.candidates, "identity": tables.identities, "placements": tables.placements}
"""Tables that have their own place in the document."""
NOT_GIVEN: Mapping[str, str] = {
    "plans": "of a plan she is given the row that is about her, her place in its standing, what its summary says "
    "of her alone, and what it was made with",
    "imports": "the imports she came with are given without their reports, which are about rows that were refused",
    "audit": "given as looks, without the employee",
    "audit_subjects": "given as looks",
    "audit_head": "about nobody",
    "accounts": "about employees",
    "sessions": "about employees",
    "counters": "about sign-ins of employees",
    "answers": "for seven days, that a call was made and with what status; nothing of anybody is in them",
    "links": "about openings; whom a shortlist showed is among the looks",
    "jobs": "orders to the worker: ids of plans and imports",
    "model_versions": "weights and figures over many placements; no row of anybody is in them",
    "resources": "about workplaces and support; what of it is booked for her is given with her placements",
    "employers": "about employers; those she has to do with are named under places",
    "workplaces": "about workplaces; those she has to do with are named under places",
    "openings": "about openings; those she has to do with are named under places",
    "budgets": "about nobody",
    "offers": "about support that is offered to all",
    "clauses": "about contracts",
    "municipality": "about nobody",
    "revisions": "about nobody",
}
"""Every other table, and why it is not given as it is."""
_ORGANISATION = {"account": "organisation"}


def export(unit: Unit, candidate: str) -> dict[str, Any]:
    """Everything held about a candidate, as plain values.

    Raises
    ------
    NotHere
        Whether or not there is such a candidate, when the caller has no case relation to her.
    Incomplete
        When the purpose is not an access request.
    """
    require_relation(unit, candidate)
    if unit.purpose is not Purpose.ACCESS_REQUEST:
        raise Incomplete("Udtrækket laves, når borgeren har bedt om indsigt: angiv formålet access_request")
    own = _Rows(unit)
    found = own.of(tables.candidates, tables.candidates.c.id == candidate)
    if not found:
        raise NotHere
    identities = own.of(tables.identities, tables.identities.c.candidate == candidate)
    for identity in identities:
        identity["cpr"] = unit.cipher.open(identity["cpr"])
    document: dict[str, Any] = {
        "format": FORMAT,
        "id": candidate,
        "made_at": unit.now.isoformat(),
        "candidate": found[0],
        "identity": identities[0] if identities else None,
        **{name: own.of(table, table.c.candidate == candidate) for name, table in OF_HER.items()},
        "placements": _placements(own, candidate),
        "plans": _plans(unit, own, candidate),
        "imports": _imports(unit, candidate),
    }
    document["places"] = _places(unit, document)
    document["looks"] = [_plain(asdict(look)) for look in looks.of(unit.connection, candidate)]
    document["whole_since"] = _plain(retention.whole_since(unit.connection))
    unit.record("export", "candidate", candidate, subjects={candidate}, looks=len(document["looks"]))
    return document


class _Rows:
    """Rows as plain values, each employee replaced by where she works."""

    def __init__(self, unit: Unit) -> None:
        self._connection = unit.connection
        accounts = unit.connection.execute(sa.select(tables.accounts.c.id, tables.accounts.c.organisation))
        self._organisations = {SYSTEM.account: SYSTEM.name} | {row.id: row.organisation for row in accounts}

    def of(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        """Those rows in the order of their keys."""
        query = sa.select(table).where(*where).order_by(*table.primary_key.columns)
        employees = [column.name for column in table.c if names_an_employee(column)]
        return [self._row(dict(row), employees) for row in self._connection.execute(query).mappings()]

    def _row(self, row: dict[str, Any], employees: list[str]) -> dict[str, Any]:
        for name in employees:
            account = row.pop(name)
            row[_ORGANISATION.get(name, name)] = None if account is None else self._organisations.get(account, "-")
        return _plain(row)  # type: ignore[no-any-return]


def names_an_employee(column: sa.Column[Any]) -> bool:
    """Whether a column holds an account's id: it is called `account` or by what somebody did."""
    return isinstance(column.type, sa.Text) and (column.name == "account" or column.name.endswith("_by"))


def _placements(own: _Rows, candidate: str) -> list[dict[str, Any]]:
    placements = own.of(tables.placements, tables.placements.c.candidate == candidate)
    for placement in placements:
        for name, table in OF_A_PLACEMENT.items():
            placement[name] = own.of(table, table.c.placement == placement["id"])
    return placements


def _plans(unit: Unit, own: _Rows, candidate: str) -> list[dict[str, Any]]:
    """Every plan that she was in: what it was made with, and what it said of her."""
    hers = {name: own.of(table, table.c.candidate == candidate) for name, table in OF_A_PLAN.items()}
    names = {row["plan"] for rows in hers.values() for row in rows}
    table = tables.plans
    made_with = "id day state weights seed snapshot versions method created_at published_at".split()
    columns = [table.c[name] for name in made_with]
    more = (table.c.standing, table.c.summary)
    query = sa.select(*columns, *more).where(table.c.id.in_(names)).order_by(table.c.created_at, table.c.id)
    found = []
    for row in unit.connection.execute(query).mappings():
        plan = {name: row[name] for name in made_with}
        plan["standing"] = (row["standing"] or {}).get(candidate)
        plan |= _named(row["summary"], candidate)
        for name, rows in hers.items():
            plan[name] = [{k: v for k, v in r.items() if k != "plan"} for r in rows if r["plan"] == row["id"]]
        found.append(_plain(plan))
    return found


def _named(summary: Mapping[str, Any], candidate: str) -> dict[str, Any]:
    """What a plan's summary says of her and of nobody else, by what it is called there."""
    found: dict[str, Any] = {
        name: [row for row in summary.get(name, ()) if row["candidate"] == candidate] for name in plans.NAMING
    }
    found["conflict"] = [row for row in summary.get("conflict", ()) if row["candidates"] == [candidate]]
    return found


def _imports(unit: Unit, candidate: str) -> list[dict[str, Any]]:
    """The files she came with or was changed by, as far as the log knows."""
    log, about, files = tables.audit, tables.audit_subjects, tables.imports
    keys = (
        sa.select(log.c.object)
        .join(about, about.c.number == log.c.number)
        .where(about.c.candidate == candidate, log.c.noun == "import")
    )
    columns = [files.c[name] for name in ("id", "name", "sha256", "legal_basis", "dry_run", "state", "created_at")]
    query = sa.select(*columns).where(files.c.id.in_(keys)).order_by(files.c.created_at, files.c.id)
    return [_plain(dict(row)) for row in unit.connection.execute(query).mappings()]


def _places(unit: Unit, document: Mapping[str, Any]) -> dict[str, Any]:
    """Names of the openings, workplaces and employers that stand in her rows."""
    rows = [*document["bindings"], *document["go_aheads"], *document["placements"], *document["outcomes"]]
    rows += [row for plan in document["plans"] for name in ("placements", *plans.NAMING) for row in plan[name]]
    openings = {row["opening"] for row in rows if "opening" in row}
    o, w, e = tables.openings, tables.workplaces, tables.employers
    found = unit.connection.execute(sa.select(o.c.id, o.c.title, o.c.workplace).where(o.c.id.in_(openings))).all()
    workplaces = {row.workplace for row in found} | {row["workplace"] for row in rows if "workplace" in row}
    at = unit.connection.execute(
        sa.select(w.c.id, w.c.name, e.c.name.label("employer"))
        .join(e, e.c.id == w.c.employer)
        .where(w.c.id.in_(workplaces))
    ).all()
    return {
        "openings": {row.id: {"title": row.title, "workplace": row.workplace} for row in found},
        "workplaces": {row.id: {"name": row.name, "employer": row.employer} for row in at},
    }


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
