"""What is put into the database comes out as exactly what it was, whatever the texts and numbers."""

import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from matcher.domain import Facts
from matcher.store import Store, open_store, schema
from matcher.store.facts import fingerprint, load_facts, load_identities, save_facts
from matcher.store.secrets import Cipher
from tests.property.written_facts import municipalities

CIPHER = Cipher("en nøgle til prøverne, som intet beskytter")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'a.db'}")
        schema.upgrade(store)
        yield store
        store.close()


def in_order(facts: Facts) -> Facts:
    """The rows in the order in which the database gives them: it has no other meaning."""
    names = [field.name for field in fields(Facts) if field.init and field.name != "settings"]
    rows: dict[str, Any] = {name: tuple(sorted(getattr(facts, name), key=_key)) for name in names}
    return replace(facts, **rows)


def _key(row: object) -> tuple[str, ...]:
    names = ("id", "candidate", "opening", "workplace", "given", "started")
    return tuple(str(getattr(row, name, "")) for name in names)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(municipalities())
def test_facts_come_out_of_the_database_as_they_went_in(store: Store, facts: Facts) -> None:
    with store.engine.connect() as connection, connection.begin() as transaction:
        save_facts(connection, facts, CIPHER, NOW)
        found = load_facts(connection, facts.settings.day)
        identities = tuple(load_identities(connection, CIPHER).values())
        transaction.rollback()
    assert in_order(replace(found, identities=identities)) == in_order(facts)
    assert fingerprint(found) == fingerprint(facts)
