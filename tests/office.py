"""A municipality's office for tests: a database with a small municipality, somebody of every role, and ways in.

The fixture `office` gives one on SQLite and one on PostgreSQL, so that a test that asks for it runs on both.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.domain import Facts
from matcher.services import sessions
from matcher.services.caller import SYSTEM, Caller, Purpose, Role
from matcher.services.relations import begin_relation
from matcher.services.unit import Services
from matcher.settings import Assurance, Settings
from matcher.store import Store, open_store, schema, tables
from matcher.store.facts import save_facts
from matcher.store.secrets import Cipher

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""When every test begins; the same day as the invented municipality's."""
KEY = "en nøgle til prøverne, som intet beskytter"
NAMES = Cipher(KEY).pseudonym_key
"""The key of the pseudonyms here."""
ORGANISATION = "Kolding Kommune"


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def set_to_now(self) -> None:
        """Show the time it is, for what a process of its own will read on its own clock."""
        self.now = datetime.now(UTC)

    def pass_time(self, **amount: float) -> None:
        """Let some days, hours … go by."""
        self.now += timedelta(**amount)


@dataclass
class Office:
    """A database with the village, and somebody of every role.

    Attributes
    ----------
    url
        Of the database.
    facts
        The village as it was put in.
    mine, others
        Candidates that the consultant Kim has a case relation to, and those she has not.
    """

    url: str
    store: Store
    clock: Clock
    facts: Facts
    mine: tuple[str, ...]
    others: tuple[str, ...]
    employer: str
    _tokens: dict[str, str] = field(default_factory=dict)

    @cached_property
    def services(self) -> Services:
        """What the application works with."""
        return Services(self.store, Cipher(KEY), self.clock)

    @cached_property
    def settings(self) -> Settings:
        """Those of a demo, with a pace no test reaches."""
        return Settings(database=self.url, data_key=KEY, calls_per_minute=1_000_000)  # type: ignore[arg-type]

    def caller(self, role: str, purpose: Purpose | None = Purpose.MATCHING) -> Caller:
        """Somebody of that role, for calling services."""
        return replace(PEOPLE[role], purpose=purpose, employer=self.employer if role == "employer" else None)

    @cached_property
    def app(self) -> Any:
        """The application over this office. Its routes are read once in a process: that takes a second."""
        from starlette.datastructures import State

        from api.app import equip

        app = copy.copy(_application())
        app.state = State(dict(app.state._state))
        equip(app, self.settings, self.services)
        return app

    def client(self, role: str | None, purpose: Purpose | None = Purpose.MATCHING) -> Any:
        """A browser of somebody of that role, or of nobody; paths are below ``/api/v1``."""
        from starlette.testclient import TestClient

        headers = {}
        if role is not None:
            headers["Authorization"] = f"Bearer {self.token(role)}"
        if purpose is not None:
            headers["Brobygger-Purpose"] = purpose.value
        return TestClient(self.app, base_url="http://testserver/api/v1", headers=headers, raise_server_exceptions=False)

    def token(self, role: str) -> str:
        """A sign-in of that person; a new one when time has gone by, for one ends when nothing is done with it."""
        now = f"{role} {self.clock.now:%Y-%m-%d %H}"
        if now not in self._tokens:
            with self.services.unit(SYSTEM) as unit:
                self._tokens[now] = sessions.begin(unit, PEOPLE[role].account, Assurance.HIGH, 24 * 365).token
        return self._tokens[now]

    def forget_tokens(self) -> None:
        """Sign everybody in anew with her next call."""
        self._tokens.clear()

    def rows(self, table: sa.Table, *where: Any) -> list[dict[str, Any]]:
        """Rows of a table, as they are."""
        with self.store.reading() as connection:
            return [dict(row) for row in connection.execute(sa.select(table).where(*where)).mappings()]


@cache
def _application() -> Any:
    """An application over nothing, ready for its first call."""
    from api.app import create_app

    app = create_app(Settings(), Services(open_store("sqlite:///nowhere.db"), Cipher(KEY)))
    app.middleware_stack = app.build_middleware_stack()
    app.openapi()
    return app


PEOPLE = {
    "consultant": Caller("ac_kim", "Kim Konsulent", Role.CONSULTANT, ORGANISATION),
    "colleague": Caller("ac_bo", "Bo Konsulent", Role.CONSULTANT, ORGANISATION),
    "employer": Caller("ac_eva", "Eva Bager", Role.EMPLOYER, "Virksomhed"),
    "evaluator": Caller("ac_ali", "Ali Evaluator", Role.EVALUATOR, ORGANISATION),
    "administrator": Caller("ac_ida", "Ida Drift", Role.ADMINISTRATOR, ORGANISATION),
    "auditor": Caller("ac_per", "Per Revisor", Role.AUDITOR, ORGANISATION),
}
"""Somebody of every role; Kim has half of the cases, Bo the other half."""


def make_office(url: str) -> Office:
    """Fill an empty database: tables, the village, people, half of the cases to each of two consultants."""
    store = open_store(url)
    schema.upgrade(store)
    facts = make_municipality("village", 1, load_catalogue())
    candidates = sorted(facts.candidate_by_id)
    # The employer with the most openings, so that there is something for her to see.
    counts: dict[str, int] = {}
    for opening in facts.openings:
        owner = facts.employer_of(opening).id
        counts[owner] = counts.get(owner, 0) + 1
    employer = max(sorted(counts), key=lambda owner: counts[owner])
    office = Office(url, store, Clock(), facts, tuple(candidates[::2]), tuple(candidates[1::2]), employer)
    with office.services.unit(SYSTEM) as unit:
        save_facts(unit.connection, facts, unit.cipher, unit.now)
        for name, person in PEOPLE.items():
            unit.connection.execute(
                sa.insert(tables.accounts).values(
                    id=person.account,
                    username=name,
                    name=person.name,
                    role=person.role.value,
                    organisation=person.organisation,
                    employer=employer if name == "employer" else None,
                    active=True,
                    created_at=unit.now,
                    version=1,
                    changed_at=unit.now,
                )
            )
        for account, cases in (("ac_kim", office.mine), ("ac_bo", office.others)):
            for candidate in cases:
                begin_relation(unit, candidate, account)
    return office


def reopened(office: Office, url: str) -> Office:
    """The same office over a copy of its database."""
    return Office(url, open_store(url), Clock(), office.facts, office.mine, office.others, office.employer)


@pytest.fixture(scope="session")
def _sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Path]:
    path = tmp_path_factory.mktemp("office") / "office.db"
    office = make_office(f"sqlite:///{path}")
    with office.store.writing() as connection:
        connection.exec_driver_sql("SELECT 1")
    office.store.close()
    return office, path


@pytest.fixture(scope="session")
def _postgres_office(postgres_server: Any) -> Office:
    office = make_office(postgres_server.fresh_database())
    office.store.close()
    return office


@pytest.fixture
def make_copy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    """Give a function that copies the filled office: ``sqlite`` or ``postgresql``."""
    undo: list[Callable[[], None]] = []

    def copy(kind: str) -> Office:
        if kind == "sqlite":
            office, path = request.getfixturevalue("_sqlite_office")
            target = tmp_path / f"office-{len(undo)}.db"
            shutil.copy(path, target)
            made = reopened(office, f"sqlite:///{target}")
            undo.append(made.store.close)
            return made
        office = request.getfixturevalue("_postgres_office")
        server = request.getfixturevalue("postgres_server")
        url = server.fresh_database(template=office.url)
        made = reopened(office, url)
        undo.extend([lambda: server.drop(url), made.store.close])
        return made

    yield copy
    for step in reversed(undo):
        step()


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, make_copy: Callable[[str], Office]) -> Office:
    """Give a filled office, on each database in turn."""
    return make_copy(request.param)


@pytest.fixture
def sqlite_office(make_copy: Callable[[str], Office]) -> Office:
    """Give a filled office on SQLite alone, for what does not depend on the database."""
    return make_copy("sqlite")
