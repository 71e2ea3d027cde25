"""One change of every domain field, put into a database and taken out again: the test names the field that is lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.domain import Facts, Identity, Settings
from matcher.store import Store, open_store, schema
from matcher.store.facts import NOUNS, fingerprint, load_facts, load_identities, save_facts, save_rows
from matcher.store.secrets import Cipher
from tests.contract.fields import BASE, FIELDS, TABLES, Field, changed_facts

CIPHER = Cipher("en nøgle til prøverne, som intet beskytter")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("contract") / "a.db"
    store = open_store(f"sqlite:///{path}")
    schema.upgrade(store)
    yield store
    store.close()


def kept(store: Store, *written: Facts) -> tuple[Facts, int]:
    """What is taken out of the database after those facts were put in, and the sum of versions; nothing stays."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        for facts in written:
            save_facts(connection, facts, CIPHER, NOW)
        found = load_facts(connection, written[-1].settings.day)
        identities = tuple(load_identities(connection, CIPHER).values())
        tables = [*(table for _, table in NOUNS.values()), sa.table("municipality", sa.column("version"))]
        tables.append(sa.table("identities", sa.column("version")))
        versions = sum(connection.execute(sa.select(sa.func.sum(t.c.version))).scalar() or 0 for t in tables)
        transaction.rollback()
    return replace(found, identities=identities), versions


def by_id(facts: Facts) -> dict[str, object]:
    """The facts without the order of rows, which has no meaning; nor has that in which a set tells what is in it."""
    return {
        field.name: Counter(getattr(facts, field.name)) if field.name != "settings" else facts.settings
        for field in fields(Facts)
        if field.init
    }


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.noun.__name__}.{field.name}")
def test_the_database_gives_back_what_it_was_given(store: Store, field: Field) -> None:
    facts = changed_facts(field)
    assert by_id(facts) != by_id(BASE)
    assert by_id(kept(store, facts)[0]) == by_id(facts)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.noun.__name__}.{field.name}")
def test_the_fingerprint_of_the_facts_changes_with_the_field(field: Field) -> None:
    # Who people are is no part of it: no stage is told.
    facts = changed_facts(field)
    assert (fingerprint(facts) != fingerprint(BASE)) is (field.noun is not Identity)


KEYS = {("GoAhead", "given"), ("Outcome", "workplace"), ("Outcome", "started")}
"""What a fact without an id is known by: another value is another fact, beside the first."""


@pytest.mark.parametrize(
    "field",
    [f for f in FIELDS if (f.noun.__name__, f.name) not in KEYS and (f.noun, f.name) != (Settings, "day")],
    ids=lambda field: f"{field.noun.__name__}.{field.name}",
)
def test_writing_a_change_over_what_is_there_changes_one_row(store: Store, field: Field) -> None:
    _, before = kept(store, BASE, BASE)
    found, after = kept(store, BASE, changed_facts(field))
    assert after == before + 1
    assert by_id(found) == by_id(changed_facts(field))


@pytest.mark.parametrize("name", list(NOUNS))
def test_every_field_has_a_column(name: str) -> None:
    # Guards against a field that is added to the domain with a default, and which the table then forgets in silence.
    kind, table = NOUNS[name]
    assert {field.name for field in fields(kind)} <= set(table.c.keys())


def test_every_noun_of_the_facts_has_a_table() -> None:
    nouns = {field.name for field in fields(Facts) if field.init} - {"settings", "identities"}
    assert nouns == set(NOUNS) and {kind for kind, _ in NOUNS.values()} | {Identity} == set(TABLES)


def test_writing_the_same_again_changes_nothing(store: Store) -> None:
    with store.engine.connect() as connection, connection.begin() as transaction:
        save_facts(connection, BASE, CIPHER, NOW)
        for name in NOUNS:
            counts = save_rows(connection, name, getattr(BASE, name), NOW)
            assert (counts.new, counts.changed) == (0, 0)
        transaction.rollback()
