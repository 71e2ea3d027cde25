"""Part of the stored facts: some rows of a noun, and what alone is needed of everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from matcher.domain import Identity
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.facts import NOUNS
from matcher.store.parts import in_parts


def load_sex_and_birth_year(connection: sa.Connection) -> tuple[Identity, ...]:
    """Sex and year of birth alone, to measure groups by; who they are stays where it is, and nothing is decrypted."""
    table = tables.identities
    rows = connection.execute(sa.select(table.c.candidate, table.c.sex, table.c.birth_year))
    return tuple(Identity(row.candidate, sex=row.sex, birth_year=row.birth_year) for row in rows)


def load_some(connection: sa.Connection, name: str, keys: Collection[str]) -> Iterator[Any]:
    """The rows of a noun with those ids, by id; who or what does not exist is not there."""
    kind, table = NOUNS[name]
    for some in in_parts(sorted(keys)):
        query = sa.select(table).where(table.c.id.in_(some)).order_by(table.c.id)
        yield from (from_mapping(kind, row) for row in connection.execute(query).mappings())
