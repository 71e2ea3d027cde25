"""Asking the engine about people: read in one short unit, worked out in none, logged and answered in another.

Working out an answer takes longer than a transaction should last. So the people are read, the answer is made from that
and the warm supply, and it is given only if nothing it rests on has changed meanwhile; otherwise it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from matcher.columns.world import with_tasks
from matcher.domain import Binding, Candidate
from matcher.services.caller import Caller
from matcher.services.engine import Engine
from matcher.services.errors import Unavailable
from matcher.services.unit import Services, Unit
from matcher.services.warm import Moment, Warm, moment_of
from matcher.store import tables
from matcher.store.coding import from_mapping
from matcher.store.hot import Hot

_TRIES = 3
_AT_ONCE = 500
_More = TypeVar("_More")
_Found = TypeVar("_Found")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """One person as the engine is told of her.

    Attributes
    ----------
    candidate
        Her facts, with the tasks of her earlier placements.
    version
        Of her row.
    bindings
        Her pins and forbids.
    """

    candidate: Candidate
    version: int
    bindings: tuple[Binding, ...]

    @property
    def stamp(self) -> tuple[int, tuple[Binding, ...]]:
        """What changes when anything of it does."""
        return self.version, self.bindings


@dataclass(frozen=True, slots=True)
class Reading(Generic[_More]):
    """Whom a question is about, and what else it rests on.

    Attributes
    ----------
    candidates
        Their ids.
    more
        Anything that can be compared.
    """

    candidates: frozenset[str]
    more: _More


@dataclass(frozen=True, slots=True)
class Question(Generic[_More]):
    """What is asked, as it was read.

    Attributes
    ----------
    people
        Those it is about, by id.
    moment
        Where the database stood.
    more
        As it was read.
    """

    people: Mapping[str, Asked]
    moment: Moment
    more: _More

    @property
    def engine(self) -> Engine:
        """How far the engine may go."""
        return self.moment.engine

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Everybody's."""
        return tuple(binding for asked in self.people.values() for binding in asked.bindings)


def answer(
    services: Services,
    caller: Caller,
    read: Callable[[Unit], Reading[_More]],
    think: Callable[[Question[_More], Warm], _Found],
    conclude: Callable[[Unit, Question[_More], Warm, _Found], _Answer],
) -> _Answer:
    """Answer a question to the engine.

    Parameters
    ----------
    read
        Checks that the caller may ask, and says about whom. It is called again before the answer is given.
    think
        Works the answer out; it holds no transaction and touches no database. What is worked out in this process waits
        for its turn (`Warmth.turn`).
    conclude
        Logs the answer and makes it ready, in the unit at the end of which it may be given.

    Raises
    ------
    Unavailable
        When the engine is switched off, or what the answer rests on is changed all the time.
    """
    for _ in range(_TRIES):
        with services.unit(caller, writes=False) as unit:
            reading = read(unit)
            question = Question(people_of(unit, reading.candidates), _moment(unit), reading.more)
        state = question.moment.state
        warm = services.warmth.at(services.store, state)
        found = think(question, warm)
        with services.unit(caller) as unit:
            if warm.state == state and _still(unit, question, read(unit)):
                return conclude(unit, question, warm, found)
    raise Unavailable("Oplysningerne blev ændret, mens svaret blev regnet ud; prøv igen om lidt.")


def _moment(unit: Unit) -> Moment:
    moment = moment_of(unit.connection, unit.day)
    if moment.engine is Engine.OFF:
        raise Unavailable("Kommunen har slået forslagene fra. Stillingerne kan stadig ses og bruges i hånden.")
    return moment


def people_of(unit: Unit, candidates: Iterable[str]) -> dict[str, Asked]:
    """Those candidates as they are now, sorted by id; who does not exist is not there."""
    wanted = sorted(set(candidates))
    if len(wanted) == 1:
        return _one(unit, wanted[0])
    facts: dict[str, tuple[Candidate, int]] = {}
    bindings: dict[str, list[Binding]] = {}
    done: dict[str, set[str]] = {}
    for some in _some(wanted):
        for row in unit.connection.execute(_CANDIDATES, some).mappings():
            facts[row["id"]] = (from_mapping(Candidate, row), row["version"])
        for row in unit.connection.execute(_BINDINGS, some).mappings():
            bindings.setdefault(row["candidate"], []).append(from_mapping(Binding, row))
        for candidate, tasks in unit.connection.execute(_DONE, some):
            done.setdefault(candidate, set()).update(tasks)
    return {
        key: Asked(
            with_tasks(candidate, done[key]) if key in done else candidate, version, tuple(bindings.get(key, ()))
        )
        for key, (candidate, version) in sorted(facts.items())
    }


def _still(unit: Unit, question: Question[_More], reading: Reading[_More]) -> bool:
    """Whether everything an answer rests on is as it was."""
    now, then = _moment(unit), question.moment
    if (now.state, now.engine, reading.more) != (then.state, then.engine, question.more):
        return False
    if now.people == then.people and reading.candidates >= question.people.keys():
        return len(reading.candidates) == len(question.people)
    return people_of(unit, reading.candidates) == question.people


def _one(unit: Unit, key: str) -> dict[str, Asked]:
    """One person: whether there is anything else about her is asked along with her facts, and most have nothing."""
    found = _ALONE(unit.connection, {"id": key})
    if not found:
        return {}
    row = found[0]
    candidate = from_mapping(Candidate, row._asdict())
    bindings: tuple[Binding, ...] = ()
    if row.is_bound:
        bound = unit.connection.execute(_BINDINGS, {"ids": [key]}).mappings()
        bindings = tuple(from_mapping(Binding, binding) for binding in bound)
    if row.has_worked:
        done = {task for _, tasks in unit.connection.execute(_DONE, {"ids": [key]}) for task in tasks}
        candidate = with_tasks(candidate, done)
    return {key: Asked(candidate, row.version, bindings)}


def _some(wanted: list[str]) -> Iterator[dict[str, list[str]]]:
    for start in range(0, len(wanted), _AT_ONCE):
        yield {"ids": wanted[start : start + _AT_ONCE]}


def _about(query: sa.Select[Any], column: sa.Column[Any]) -> sa.Select[Any]:
    return query.where(column.in_(sa.bindparam("ids", expanding=True)))


_CANDIDATES = _about(sa.select(tables.candidates), tables.candidates.c.id)
_BINDINGS = _about(sa.select(tables.bindings), tables.bindings.c.candidate).order_by(
    tables.bindings.c.opening, tables.bindings.c.kind
)
_DONE = _about(sa.select(tables.outcomes.c.candidate, tables.outcomes.c.tasks), tables.outcomes.c.candidate)
_ALONE = Hot(
    sa.select(
        tables.candidates,
        sa.exists().where(tables.bindings.c.candidate == sa.bindparam("id")).label("is_bound"),
        sa.exists().where(tables.outcomes.c.candidate == sa.bindparam("id")).label("has_worked"),
    ).where(tables.candidates.c.id == sa.bindparam("id"))
)
