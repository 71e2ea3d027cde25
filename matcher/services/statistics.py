"""People in numbers, for those who may see them in numbers alone: nothing under ten, nothing that gives it away.

All people are counted by scheme and one more thing at a time, and people with a history by how it stands and one more
thing; `small_numbers` hides what must be hidden in each such table, so that they can be seen side by side. The only
filter is the scheme: one row of the same tables. What the latest plan says is told as the plan itself tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from matcher.disclosure.small_numbers import Published, publish
from matcher.domain import Scheme
from matcher.services import plans
from matcher.services.access import Reach
from matcher.services.caller import Role
from matcher.services.errors import NotAllowed
from matcher.services.fields import Group, Sight, sight
from matcher.services.transitions import State
from matcher.services.unit import Unit
from matcher.store import tables

READERS = (Role.CONSULTANT, Role.EVALUATOR, Role.AUDITOR)
UNDECIDED = "undecided"
"""Scheme of those for whom none has been decided."""
SCHEMES = (*(scheme.value for scheme in Scheme), UNDECIDED)
HOURS = {"0-5": 5.0, "5-10": 10.0, "10-15": 15.0, "15-37": 37.0}
"""Bands of the hours a week wanted, each up to and with its number; the same as a plan's."""
WAITING = {"0-26": 26, "26-52": 52, "52-104": 104, "104-260": 260, "260-": 10_000}
"""Bands of weeks without work."""
ENDINGS = ("running", "candidate", "employer", "municipality", "not_said")
"""How somebody's latest history stands: it runs, or whose reason its end had."""
DURATIONS = {"0-13": 13, "13-26": 26, "26-": 10_000}
"""Weeks from beginning to end, or until today."""
CONFIDENCES = {"low": 1 / 3, "middle": 2 / 3, "high": 1.0}
"""Bands of the caseworker's belief."""
_NOT_KNOWN = "not_known"
_OTHER = "other"
_GROUPS: Mapping[str, Group] = {
    "scheme": Group.SCHEME,
    "hours": Group.SCHEME,
    "waiting": Group.SCHEME,
    # A district of tens of thousands, not an address.
    "area": Group.SCHEME,
    "needs": Group.NEEDS,
    "placements": Group.MATCHES,
    "history": Group.OUTCOMES,
    "duration": Group.OUTCOMES,
    "confidence": Group.CONFIDENCE,
}
"""Which fields of a person a table is about: who may not even see those in numbers is not given the table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people; None where they are too few, or would give others away."""

    key: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """People by one thing. Those of needs and placements may each be counted several times."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of those whose history has been long enough or has ended: how many were still there after so many weeks.

    Attributes
    ----------
    people, kept
        None where what is published does not tell.
    """

    weeks: int
    people: int | None
    kept: int | None


@dataclass(frozen=True, slots=True)
class Histories:
    """People with a history, each by the latest.

    Attributes
    ----------
    by_ending
        By how it stands.
    crossed
        By duration or confidence and then by how it stands.
    kept
        After 13 and 26 weeks.
    """

    people: int | None
    by_ending: Table
    crossed: dict[str, tuple[Table, ...]]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the caller may see in numbers.

    Attributes
    ----------
    scheme
        The filter; None for all.
    people
        All people, or those of the scheme.
    supply
        (sector, workplaces, openings): about no person.
    plan
        The latest plan's own numbers: who is placed, and why others are not; None where there is none, or a filter.
    """

    scheme: str | None
    people: int | None
    tables: tuple[Table, ...]
    histories: Histories | None
    supply: tuple[tuple[str, int, int], ...]
    plan: dict[str, Any] | None


def statistics(unit: Unit, scheme: str | None = None) -> Statistics:
    """People in numbers.

    Raises
    ------
    NotAllowed
        When the caller may not see schemes even in numbers, and asks for one.
    """
    unit.require(*READERS)
    if scheme is not None and not _sees(unit, "scheme"):
        raise NotAllowed("Din rolle kan ikke vælge en ordning.")
    row = None if scheme is None else SCHEMES.index(scheme)
    people = _people(unit)
    found = _tables_of_all(unit, people)
    base = publish(_count(people, _scheme, lambda _: 0, len(SCHEMES), 1))
    shown = [table for name, published in found if (table := _seen(unit, name, published, row)) is not None]
    if _sees(unit, "scheme") and row is None:
        shown.insert(0, Table("scheme", _figures(SCHEMES, base.rows)))
    answer = Statistics(
        scheme=scheme,
        people=base.total if row is None else base.rows[row],
        tables=tuple(shown),
        histories=_histories(unit, people, dict(found)) if row is None and _sees(unit, "history") else None,
        supply=_supply(unit),
        plan=_plan(unit) if row is None else None,
    )
    unit.record("read", "statistics", scheme or "", tables=[table.name for table in shown])
    return answer


Person = Mapping[str, Any]
Named = tuple[str, tuple[tuple[str, Published], ...]]
"""Name of a table and its parts: one for bands, one for each need or state (with and without)."""


def _people(unit: Unit) -> list[Person]:
    c, i, p, o = tables.candidates, tables.identities, tables.placements, tables.outcomes
    wanted = [c.c[name] for name in ("id", "scheme", "hours_target", "waiting_since", "postcode", "needs")]
    query = sa.select(*wanted, i.c.caseworker_confidence.label("confidence")).outerjoin(i, i.c.candidate == c.c.id)
    states: dict[str, set[str]] = {}
    for row in unit.connection.execute(sa.select(p.c.candidate, p.c.state).distinct()):
        states.setdefault(row.candidate, set()).add(row.state)
    latest: dict[str, Person] = {}
    columns = [o.c[name] for name in ("candidate", "started", "ended", "end_code")]
    for found in unit.connection.execute(sa.select(*columns).order_by(o.c.started, o.c.id)).mappings():
        latest[found["candidate"]] = dict(found)
    return [
        {**row, "states": states.get(row["id"], set()), "history": latest.get(row["id"])}
        for row in unit.connection.execute(query.order_by(c.c.id)).mappings()
    ]


def _count(
    people: Sequence[Person], row: Callable[[Person], int], column: Callable[[Person], int], rows: int, columns: int
) -> list[list[int]]:
    counts = [[0] * columns for _ in range(rows)]
    for person in people:
        counts[row(person)][column(person)] += 1
    return counts


def _scheme(person: Person) -> int:
    return SCHEMES.index(person["scheme"] or UNDECIDED)


def _tables_of_all(unit: Unit, people: Sequence[Person]) -> list[Named]:
    """Every table of all people by scheme and something else."""

    def bands(name: str, keys: Sequence[str], place: Callable[[Person], str]) -> Named:
        counts = _count(people, _scheme, lambda who: keys.index(place(who)), len(SCHEMES), len(keys))
        table = publish(counts)
        return name, tuple((key, _column(table, n)) for n, key in enumerate(keys))

    def with_each(name: str, keys: Sequence[str], has: Callable[[Person], set[str]]) -> Named:
        owned = [(_scheme(who), has(who)) for who in people]
        found = []
        for key in keys:
            counts = [[0, 0] for _ in SCHEMES]
            for scheme, own in owned:
                counts[scheme][0 if key in own else 1] += 1
            found.append((key, _column(publish(counts), 0)))
        return name, tuple(found)

    areas = _areas(unit)
    return [
        bands("hours", tuple(HOURS), lambda who: _band(HOURS, who["hours_target"])),
        bands("waiting", (*WAITING, _NOT_KNOWN), lambda who: _waiting(unit.day, who["waiting_since"])),
        bands("area", (*areas, _OTHER), lambda who: a if (a := _area(who["postcode"])) in areas else _OTHER),
        with_each(
            "needs", sorted(unit.catalogue.accommodations), lambda who: {n["accommodation"] for n in who["needs"]}
        ),
        with_each("placements", [state.value for state in State], lambda who: who["states"]),
        with_each("history", ["with"], lambda who: {"with"} if who["history"] else set()),
    ]


def _column(table: Published, n: int) -> Published:
    """One column of a table with its totals."""
    return Published(table.total, table.rows, (table.columns[n],), tuple((row[n],) for row in table.cells))


def _seen(unit: Unit, name: str, parts: Sequence[tuple[str, Published]], row: int | None) -> Table | None:
    if not _sees(unit, name):
        return None
    numbers = [part.columns[0] if row is None else part.cells[row][0] for _, part in parts]
    return Table(name, _figures([key for key, _ in parts], numbers))


def _figures(keys: Sequence[str], numbers: Sequence[int | None]) -> tuple[Figure, ...]:
    return tuple(Figure(key, number) for key, number in zip(keys, numbers, strict=True))


def _sees(unit: Unit, name: str) -> bool:
    return sight(unit.caller.role, Reach.NONE, _GROUPS[name]) is not Sight.NONE


def _histories(unit: Unit, people: Sequence[Person], found: Mapping[str, Any]) -> Histories | None:
    """People with a history, when it may be known how many they are."""
    ((_, known),) = found["history"]
    if known.columns[0] is None:
        return None
    own = [who for who in people if who["history"]]

    def ending(who: Person) -> int:
        return ENDINGS.index(_ending(unit, who["history"]))

    def crossed(keys: Sequence[str], place: Callable[[Person], str]) -> Published:
        return publish(_count(own, ending, lambda who: keys.index(place(who)), len(ENDINGS), len(keys)))

    duration = crossed(tuple(DURATIONS), lambda who: _band(DURATIONS, _weeks(unit.day, who["history"])))
    beliefs = (*CONFIDENCES, _NOT_KNOWN)
    confidence = crossed(
        beliefs,
        lambda who: _NOT_KNOWN if who["confidence"] is None else _band(CONFIDENCES, who["confidence"]),
    )
    tables_by = {"duration": _crossed(tuple(DURATIONS), duration)}
    if _sees(unit, "confidence"):
        tables_by["confidence"] = _crossed(beliefs, confidence)
    return Histories(
        people=duration.total,
        by_ending=Table("ending", _figures(ENDINGS, duration.rows)),
        crossed=tables_by,
        kept=tuple(_kept(duration, n, weeks) for n, weeks in ((1, 13), (2, 26))),
    )


def _crossed(keys: Sequence[str], table: Published) -> tuple[Table, ...]:
    """By column, each with its people by how their history stands, and all of them."""
    return tuple(
        Table(key, (*_figures(ENDINGS, [row[n] for row in table.cells]), Figure("all", table.columns[n])))
        for n, key in enumerate(keys)
    )


def _kept(table: Published, first: int, weeks: int) -> Kept:
    """Worked out from what is published alone, so that it tells nothing more."""
    kept, before, running = table.columns[first:], table.columns[:first], table.cells[0][:first]
    if None in (*kept, *before, *running):
        return Kept(weeks, None, None)
    stayed = sum(number or 0 for number in kept)
    left = sum(number or 0 for number in before) - sum(number or 0 for number in running)
    return Kept(weeks, stayed + left, stayed)


def _ending(unit: Unit, history: Person) -> str:
    if history["ended"] is None:
        return "running"
    reason = unit.catalogue.reasons.get(history["end_code"] or "")
    return "not_said" if reason is None else reason.side


def _weeks(day: date, history: Person) -> float:
    return ((history["ended"] or day) - history["started"]).days / 7  # type: ignore[no-any-return]


def _waiting(day: date, since: date | None) -> str:
    return _NOT_KNOWN if since is None else _band(WAITING, (day - since).days / 7)


def _band(bands: Mapping[str, float], value: float) -> str:
    return next((name for name, most in bands.items() if value <= most), list(bands)[-1])


def _area(postcode: str) -> str:
    return f"{postcode[:2]}xx"


def _areas(unit: Unit) -> tuple[str, ...]:
    """Where there are workplaces: which areas are named says nothing of where people live."""
    found = unit.connection.execute(sa.select(tables.workplaces.c.postcode).distinct()).scalars()
    return tuple(sorted({_area(postcode) for postcode in found}))


def _supply(unit: Unit) -> tuple[tuple[str, int, int], ...]:
    w, o = tables.workplaces, tables.openings
    many = sa.func.count().label("many")
    workplaces = unit.connection.execute(sa.select(w.c.sector, many).group_by(w.c.sector).order_by(w.c.sector)).all()
    query = sa.select(w.c.sector, many).join(o, o.c.workplace == w.c.id).group_by(w.c.sector)
    openings = {row.sector: row.many for row in unit.connection.execute(query)}
    return tuple((row.sector, row.many, openings.get(row.sector, 0)) for row in workplaces)


def _plan(unit: Unit) -> dict[str, Any] | None:
    latest = plans.latest(unit)
    if latest is None:
        return None
    row = plans.row_of(unit, latest)
    # As for those who see people in numbers alone, whoever asks.
    numbers = plans.numbers_for(Role.EVALUATOR, row["summary"])
    counts = numbers.get("counts", {})
    return {
        "id": latest,
        "day": row["day"],
        "placed": counts.get("placed"),
        "left_out": counts.get("left_out"),
        "reasons": [(reason["reason"], reason["people"]) for reason in numbers.get("left_out", [])],
    }
