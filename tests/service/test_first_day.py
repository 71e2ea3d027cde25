"""The first day of whoever runs it: an administrator where nobody is, and sentences where something is in the way."""

import socket
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.commands.serve import _require_free
from matcher.domain import MatcherError
from matcher.services import publishing
from matcher.services.accounts import first_administrator
from matcher.services.caller import SYSTEM
from matcher.services.errors import Refused
from matcher.store import open_store, schema, tables
from tests.office import Office
from tests.server import free_port


def test_the_first_administrator_is_let_in_once(office: Office) -> None:
    with office.store.writing() as connection:
        connection.execute(
            sa.update(tables.accounts).where(tables.accounts.c.role == "administrator").values(active=False)
        )
    with office.services.unit(SYSTEM) as unit:
        password = first_administrator(unit, office.settings, "ane", "Ane Drift", "Kommunen")
    answer = office.client(None).post("/session", json={"username": "ane", "password": password})
    assert answer.status_code == 201 and answer.json()["role"] == "administrator"
    with pytest.raises(Refused, match="i forvejen"), office.services.unit(SYSTEM) as unit:
        first_administrator(unit, office.settings, "bodil", "Bodil", "Kommunen")


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        with pytest.raises(MatcherError, match="--port"):
            _require_free("127.0.0.1", taken.getsockname()[1])
    _require_free("127.0.0.1", free_port())


def test_to_look_for_a_database_does_not_make_one(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/mistyped.db")
    with pytest.raises(MatcherError, match="findes ikke"):
        schema.require_current(store)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("gap", "near"), [(0.0, True), (0.25, True), (0.26, False), (317.6, False), (None, False)])
def test_a_plan_that_may_be_far_from_the_best_is_published_only_by_who_has_seen_it(
    gap: float | None, near: bool
) -> None:
    # Guards against a search that was cut short on a busy machine and lets go of a good plan without a word.
    publishing._require_near_the_best({"gap": gap}, go_on=True)
    if near:
        publishing._require_near_the_best({"gap": gap}, go_on=False)
    else:
        with pytest.raises(Refused, match="mere tid"):
            publishing._require_near_the_best({"gap": gap}, go_on=False)
