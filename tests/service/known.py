"""What there is in the office, by the names of path parameters: for tests that walk the whole API."""

from __future__ import annotations

import sqlalchemy as sa

from matcher.store import tables
from tests.office import PEOPLE, Office


def known_values(office: Office) -> dict[str, list[str]]:
    """Some ids that are there for each name of a path parameter: the first within the consultant's reach, if any is."""

    def ids(table: sa.Table, column: str = "id") -> list[str]:
        with office.store.reading() as connection:
            return [str(value) for value in connection.execute(sa.select(table.c[column])).scalars()][:4] or ["nobody"]

    own = [o.id for o in office.facts.openings if office.facts.employer_of(o).id == office.employer]
    foreign = [o.id for o in office.facts.openings if office.facts.employer_of(o).id != office.employer]
    return {
        "candidate": [office.mine[0], office.others[0], office.mine[1], office.others[1]],
        "opening": [own[0], foreign[0], own[-1], foreign[-1]],
        "employer": [office.employer, next(e.id for e in office.facts.employers if e.id != office.employer)],
        "workplace": [office.facts.opening_by_id[own[0]].workplace, office.facts.opening_by_id[foreign[0]].workplace],
        "account": [person.account for person in list(PEOPLE.values())[:2]],
        "offer": ids(tables.offers),
        "budget": ids(tables.budgets),
        "clause": ids(tables.clauses),
        "plan": ids(tables.plans),
        "other": ids(tables.plans),
        "model": ids(tables.model_versions),
        "job": ids(tables.jobs),
        "import_id": ids(tables.imports),
        "placement": ids(tables.placements),
        "follow_up": ids(tables.follow_ups),
        "outcome": ids(tables.outcomes),
        "link": ids(tables.links),
        "glass": ids(tables.break_glass),
        "token": ["forged"],
    }
