"""Statements said in the database's own words: what goes in and comes out is what it is everywhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from matcher.store import tables
from matcher.store.hot import Hot
from tests.office import MORNING, Office

_ACCOUNT = Hot(sa.select(tables.accounts).where(tables.accounts.c.id == sa.bindparam("id")))
_COUNT = Hot(
    sa.insert(tables.counters).values(
        name=sa.bindparam("name"), window=sa.bindparam("window"), number=sa.bindparam("number")
    )
)


@pytest.mark.parametrize("table", [tables.candidates, tables.workplaces, tables.sessions, tables.audit], ids=str)
def test_rows_are_those_that_sqlalchemy_gives(office: Office, table: sa.Table) -> None:
    office.token("consultant")
    query = sa.select(table).order_by(*table.primary_key.columns)
    with office.store.reading() as connection:
        usual = [dict(row) for row in connection.execute(query).mappings()]
        hot = Hot(query)
        for _ in range(2):  # the first answer says how the driver writes numbers
            assert [row._asdict() for row in hot(connection)] == usual
    assert usual


def test_a_moment_goes_in_and_comes_out_in_utc(office: Office) -> None:
    with office.store.writing() as connection:
        assert _COUNT(connection, {"name": "x", "window": MORNING, "number": 7}) == []
    assert office.rows(tables.counters) == [{"name": "x", "window": MORNING, "number": 7}]


def test_a_refusal_is_sqlalchemys_own_and_holds_no_value(office: Office) -> None:
    values = {"name": "hemmelig", "window": MORNING, "number": 1}
    with office.store.writing() as connection:
        _COUNT(connection, values)
    with office.store.writing() as connection, pytest.raises(sa.exc.IntegrityError) as refusal:
        _COUNT(connection, values)
    assert (refusal.value.hide_parameters, refusal.value.params) == (True, None)


def test_a_value_that_is_missing_is_a_mistake(office: Office) -> None:
    with office.store.writing() as connection, pytest.raises(KeyError, match="window"):
        _COUNT(connection, {"name": "x", "number": 1})


def test_one_row_where_there_is_none_is_refused(office: Office) -> None:
    with office.store.reading() as connection:
        assert _ACCOUNT.one(connection, {"id": "ac_kim"}).name == "Kim Konsulent"
        with pytest.raises(sa.exc.NoResultFound):
            _ACCOUNT.one(connection, {"id": "nobody"})
        with pytest.raises(sa.exc.MultipleResultsFound):
            Hot(sa.select(tables.accounts)).one(connection)


def test_nothing_is_said_outside_a_transaction(office: Office) -> None:
    with office.store.engine.connect() as connection, pytest.raises(sa.exc.InvalidRequestError):
        _ACCOUNT(connection, {"id": "ac_kim"})


def test_a_list_of_any_length_is_refused(office: Office) -> None:
    among = Hot(sa.select(tables.accounts).where(tables.accounts.c.id.in_(sa.bindparam("ids", expanding=True))))
    with office.store.reading() as connection, pytest.raises(sa.exc.InvalidRequestError):
        among(connection, {"ids": ["ac_kim"]})


def test_a_connection_that_is_lost_is_let_go_of(make_copy: Callable[[str], Office]) -> None:
    office = make_copy("postgresql")
    with office.store.writing() as other, office.store.engine.connect() as connection:
        connection.begin()
        pid = connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
        other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(sa.exc.OperationalError) as refusal:
            _ACCOUNT(connection, {"id": "ac_kim"})
        assert refusal.value.connection_invalidated
        assert connection.invalidated
    with office.store.reading() as connection:
        assert _ACCOUNT(connection, {"id": "ac_kim"})
