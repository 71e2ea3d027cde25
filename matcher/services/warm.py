"""The supply, kept warm: made once for each state of the facts, shared by every call until the state is another.

No answer is given from an old supply: whoever asks says which state she has read in the database, and waits when it has
to be made. Candidates are read anew in every call, so a change of theirs leaves the supply as it is.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import sqlalchemy as sa

from matcher.catalogue.loader import load_catalogue
from matcher.domain import Facts
from matcher.domain.plan import Resource
from matcher.domain.suggestion import Standing
from matcher.services.engine import Engine
from matcher.services.learned import CHAMPION, current_weights
from matcher.store import Store, tables
from matcher.store.copies import FactsCopy
from matcher.store.facts import PEOPLE, SUPPLY
from matcher.store.hot import Hot

if TYPE_CHECKING:
    from matcher.services.unit import Services
    from matcher.supply import Supply
    from matcher.weights import Weights

NEEDED = frozenset({"employers", "budgets", "candidates", "workplaces", "openings", "offers", "clauses", "outcomes"})
"""The tables a supply is made from: bindings and go-aheads are read in every call."""
LEARNED, NOTHING_LEARNED = "learned model", "none"
"""Among the versions of an answer and of a plan: the learned model, and what is said where there is none."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_LOG = logging.getLogger("brobygger.warm")


@dataclass(frozen=True, slots=True)
class State:
    """What a supply is made from.

    Attributes
    ----------
    revision
        How often the supply has changed.
    plan
        Id of the plan whose prices are used; None when no plan has been made.
    day
        The day it is looked at from.
    model
        Id of the learned model in use; None while the experts' own weights are.
    """

    revision: int
    plan: str | None
    day: date
    model: str | None = None


class Kept(Generic[_Key, _Value]):
    """Answers that have been worked out, the latest ones, for whoever asks the very same again.

    Parameters
    ----------
    most
        Of them that are kept.
    """

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """What is kept under that key."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: _Key, value: _Value) -> None:
        """Keep something, and let go of what has not been asked for the longest."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Warm:
    """A supply with what it was made from.

    Attributes
    ----------
    standing
        What each person has by the plan, by candidate id; empty when there is no plan.
    proposed
        The openings the plan proposes, by candidate id.
    rules
        First twelve hex digits of SHA-256 over the legal rules in force and their numbers.
    resources
        Every resource with its price, by id; the price is None when nothing is priced.
    plan
        Id of the plan that prices, standing and proposals are of; None when there is none, or none that may be used.
    kept
        Answers from this supply, by everything else that they rest on.
    """

    state: State
    supply: Supply
    weights: Weights
    standing: Mapping[str, Standing]
    proposed: Mapping[str, tuple[str, ...]]
    rules: str
    resources: Mapping[str, tuple[Resource, float | None]]
    plan: str | None
    kept: Kept[Any, Any] = field(default_factory=lambda: Kept[Any, Any](), compare=False, repr=False)

    @property
    def versions(self) -> dict[str, Any]:
        """What an answer was made with, for the log."""
        return {
            "supply": self.state.revision,
            "plan": self.plan,
            "day": self.state.day.isoformat(),
            "weights": f"{self.weights.version} ({self.weights.fingerprint})",
            LEARNED: self.weights.model or NOTHING_LEARNED,
            "rules": self.rules,
        }


class Warmth:
    """The warm supply of one database, for all threads of a process.

    Attributes
    ----------
    turn
        Held while an answer is worked out. The interpreter runs one thread at a time; several that work on answers at
        once take it from each other at every step, and all of them are later than if they had waited.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._copy = FactsCopy(NEEDED)
        self._waiting: dict[State, Future[Warm]] = {}
        self._ready: Warm | None = None

    def at(self, store: Store, state: State) -> Warm:
        """The supply of that state; made when it is not there, once however many ask.

        It may be of a later state, when the facts have changed since `state` was read; never of an earlier one.
        """
        with self._lock:
            if self._ready is not None and self._ready.state == state:
                return self._ready
            future = self._waiting.get(state)
            mine = future is None
            if future is None:
                future = self._waiting[state] = Future()
        if mine:
            try:
                future.set_result(self._make(store, state))
            except BaseException as error:
                future.set_exception(error)
            finally:
                with self._lock:
                    del self._waiting[state]
        return future.result()

    def _make(self, store: Store, state: State) -> Warm:
        with self._making:
            with store.reading() as connection:
                # It may have been made while this one waited for its turn, or the facts may have moved on.
                moment = moment_of(connection, state.day)
                now = moment.state
                if self._ready is not None and self._ready.state == now:
                    return self._ready
                facts = self._copy.brought_up_to_date(connection, now.day)
                plan = _plan_of(connection, now.plan, learned=moment.engine is Engine.ON)
                proposed = _proposed_of(connection, None if plan is None else now.plan)
                weights = current_weights(connection)
            warm = _made(facts, now, weights, plan, proposed)
            with self._lock:
                self._ready = warm
            # What stays for hours need not be looked through by every collection of garbage: those take 0.1 s and more.
            gc.collect()
            gc.freeze()
            return warm


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the database stands.

    Attributes
    ----------
    state
        What a supply is made from.
    people
        How often candidates, their bindings, go-aheads and outcomes have changed.
    engine
        How far the engine may go.
    """

    state: State
    people: int
    engine: Engine


def moment_of(connection: sa.Connection, day: date) -> Moment:
    """Where the database stands now.

    The prices are those of the published plan; where there is none, of the draft finished last.
    """
    row = _MOMENT.one(connection)
    engine = Engine.ON if row[3] is None else Engine(row[3])
    return Moment(State(row[0] or 0, row[2], day, row[4]), row[1] or 0, engine)


def state_of(connection: sa.Connection, day: date) -> State:
    """The state a supply is made from now."""
    return moment_of(connection, day).state


def that_counts() -> sa.ColumnElement[str]:
    """Id of the plan that counts, as a question: the published one, else the draft made last that has a plan.

    Nothing but an index and the status of the last drafts is read: the rows are long.
    """
    plans = tables.plans
    # There is at most one published plan.
    published = sa.select(plans.c.id).where(plans.c.state == "published").limit(1).scalar_subquery()
    drafts = sa.select(plans.c.id).where(
        plans.c.state == "draft", (plans.c.status == "optimal") | (plans.c.status == "feasible")
    )
    draft = drafts.order_by(plans.c.finished_at.desc(), plans.c.id).limit(1).scalar_subquery()
    return sa.func.coalesce(published, draft)


def _moment() -> sa.Select[Any]:
    revisions = tables.revisions

    def number(name: str) -> sa.ScalarSelect[Any]:
        return sa.select(revisions.c.number).where(revisions.c.name == name).scalar_subquery()

    engine = sa.select(tables.municipality.c.engine).limit(1).scalar_subquery()
    model = sa.select(tables.model_versions.c.id).where(tables.model_versions.c.alias == CHAMPION).scalar_subquery()
    return sa.select(number(SUPPLY), number(PEOPLE), that_counts(), engine, model)


_MOMENT = Hot(_moment())


def warm_up(services: Services, stop: threading.Event | None = None, every: float = 2.0) -> threading.Thread:
    """Make the supply ready in a thread of its own, so that the first call need not wait.

    Parameters
    ----------
    stop
        Until it is set the thread looks for another state, so that callers seldom wait after a change either.
    every
        Seconds between two looks.
    """

    def work() -> None:
        while True:
            try:
                with services.store.reading() as connection:
                    state = state_of(connection, services.today)
                services.warmth.at(services.store, state)
            except Exception:  # the next call meets the same fault, and its caller is told
                _LOG.exception("the supply could not be made ready")
            if stop is None or stop.wait(every):
                return

    thread = threading.Thread(target=work, name="warm-up", daemon=True)
    thread.start()
    return thread


def _plan_of(connection: sa.Connection, plan: str | None, *, learned: bool) -> Mapping[str, Any] | None:
    """What is kept of the plan that counts; None of one that a learned model had a part in, where none may have."""
    if plan is None:
        return None
    columns = (tables.plans.c.resources, tables.plans.c.standing, tables.plans.c.versions)
    row = dict(connection.execute(sa.select(*columns).where(tables.plans.c.id == plan)).mappings().one())
    return row if learned or model_of(row["versions"]) is None else None


def model_of(versions: Mapping[str, Any] | None) -> str | None:
    """The learned model that a plan was made with; None when it was made with the experts' weights alone."""
    said = (versions or {}).get(LEARNED, NOTHING_LEARNED)
    return None if said == NOTHING_LEARNED else str(said)


def _proposed_of(connection: sa.Connection, plan: str | None) -> dict[str, tuple[str, ...]]:
    table = tables.plan_placements
    query = sa.select(table.c.candidate, table.c.opening).where(table.c.plan == plan).order_by(table.c.opening)
    found: dict[str, tuple[str, ...]] = {}
    for candidate, opening in [] if plan is None else connection.execute(query).all():
        found[candidate] = (*found.get(candidate, ()), opening)
    return found


def _made(
    facts: Facts,
    state: State,
    weights: Weights,
    plan: Mapping[str, Any] | None,
    proposed: Mapping[str, tuple[str, ...]],
) -> Warm:
    from matcher.supply import make_supply

    supply = make_supply(facts, load_catalogue(), weights, None if plan is None else _prices(plan["resources"]))
    kept = {} if plan is None else plan["standing"]
    standing = {candidate: Standing(net, best, second) for candidate, (best, net, second) in kept.items()}
    rules = sorted((r.id, r.version, sorted(r.parameters)) for r in supply.priced.world.rules.values())
    fingerprint = hashlib.sha256(json.dumps(rules, default=str).encode()).hexdigest()[:12]
    rows, prices = supply.priced.resources.rows, supply.priced.prices
    priced = [None] * len(rows) if prices is None else prices.tolist()
    resources = {row.id: (row, price) for row, price in zip(rows, priced, strict=True)}
    used = None if plan is None else state.plan
    return Warm(state, supply, weights, standing, proposed, fingerprint, resources, used)


def _prices(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, float] | None:
    """The plan's prices; None when it has none, because its rules exclude each other."""
    prices = {key: row.get("price") for key, row in resources.items()}
    known = {key: float(price) for key, price in prices.items() if price is not None}
    return known or None
