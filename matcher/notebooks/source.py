"""Where a notebook's data come from: a municipality's database, in the evaluator's name, or an invented one.

What is set says which: ``BROBYGGER_DATABASE`` (as for the commands) with ``BROBYGGER_EVALUATOR``, the user name of who
looks; without a database the demo. Both are read through the services, with the purpose of evaluation and a row in the
log each time. ``BROBYGGER_NOTEBOOK_PEOPLE`` lets plans be made for so many people instead of all, which is quicker.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.demo import make_municipality
from matcher.demo.municipality import DAY
from matcher.domain import MatcherError
from matcher.learning import Learnable, learnable
from matcher.services import models, training
from matcher.services.caller import SYSTEM, Caller, Purpose, Role
from matcher.services.unit import Services, Unit
from matcher.store import open_store, schema
from matcher.store.facts import save_facts
from matcher.store.secrets import Cipher
from matcher.weights import Weights, load_weights

DEMO_PEOPLE = 300
"""Invented people that plans are made for, when nobody has said how many: so that a plan takes seconds."""
SEED = 1
_SET = ("BROBYGGER_DATABASE", "BROBYGGER_EVALUATOR", "BROBYGGER_NOTEBOOK_PEOPLE")
_MOST = 100_000
_Found = TypeVar("_Found")


@dataclass(eq=False)
class Source:
    """Data to look at, and who looks.

    Attributes
    ----------
    about
        What it is, in a sentence.
    services, caller
        The door, and the evaluator.
    demo
        Whether everything in it is invented.
    people
        Plans are made for so many people; None for all.
    """

    about: str
    services: Services
    caller: Caller
    demo: bool
    people: int | None = None
    _open: ExitStack = field(repr=False, default_factory=ExitStack)

    def ask(self, question: Callable[[Unit], _Found]) -> _Found:
        """What a service answers the evaluator, with its row in the log."""
        with self.services.unit(self.caller) as unit:
            return question(unit)

    @property
    def catalogue(self) -> Catalogue:
        """What is the same for every municipality."""
        return load_catalogue()

    @property
    def experts(self) -> Weights:
        """The experts' own weights: the prior of what is learned."""
        return load_weights()

    @cached_property
    def learnable(self) -> Learnable:
        """The placements that can be learned from, as arrays."""

        def read(unit: Unit) -> training.Material:
            models.require_trainer(unit)
            found = training.material(unit)
            unit.record("evaluate", "model", "", subjects=found.candidates)
            return found

        material = self.ask(read)
        return learnable(material.facts, material.past, self.catalogue, material.day)

    def close(self) -> None:
        """Let go of the database."""
        self._open.close()

    def _repr_markdown_(self) -> str:
        return self.about


def open_source() -> Source:
    """The data that are set, or the demo.

    Raises
    ------
    MatcherError
        When a database is set and nobody has said who looks, or it is not there.
    """
    database, evaluator, said = (os.environ.get(name, "").strip() for name in _SET)
    people = _whole(said) if said else None
    return _stored(database, evaluator, people) if database else _invented(people or DEMO_PEOPLE)


def _stored(database: str, evaluator: str, people: int | None) -> Source:
    from matcher.commands.acting import acting

    if not evaluator:
        raise MatcherError("Sæt BROBYGGER_EVALUATOR til dit brugernavn: hvert opslag står i loggen med et navn")
    stack = ExitStack()
    services, caller = stack.enter_context(acting(database, evaluator, Purpose.EVALUATION))
    where = services.store.engine.url.render_as_string(hide_password=True)
    about = f"**Data:** kommunens database ({where}), læst af {caller.name} den {services.today:%d.%m.%Y}."
    return Source(about + _part(people), services, caller, False, people, stack)


def _invented(people: int) -> Source:
    stack = ExitStack()
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="brobygger-")))
    store = open_store(f"sqlite:///{folder}/demo.db")
    stack.callback(store.close)
    schema.upgrade(store)
    moment = datetime.combine(DAY, time(12), UTC)
    services = Services(store, Cipher("demo"), lambda: moment)
    facts = make_municipality("kolding", SEED, load_catalogue())
    with services.unit(SYSTEM) as unit:
        save_facts(unit.connection, facts, unit.cipher, unit.now)
    caller = Caller("demo", "Demo", Role.EVALUATOR, "Demokommunen", purpose=Purpose.EVALUATION, request="notebook")
    about = (
        f"**Data:** en opdigtet kommune med {len(facts.candidates)} borgere og {len(facts.openings)} stillinger, den "
        f"{DAY:%d.%m.%Y}. Ingen af dem findes, og intet tal herfra siger noget om en virkelig kommune."
    )
    return Source(about + _part(people), services, caller, True, people, stack)


def _part(people: int | None) -> str:
    if people is None:
        return ""
    return f" Planer lægges for højst {people} af borgerne og en tilsvarende del af stillingerne, så det går hurtigt."


def _whole(people: str) -> int:
    if not people.isdecimal() or not 1 <= int(people) <= _MOST:
        raise MatcherError(f"BROBYGGER_NOTEBOOK_PEOPLE skal være et helt tal fra 1 til {_MOST}, ikke »{people}«")
    return int(people)
