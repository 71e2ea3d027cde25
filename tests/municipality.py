"""The smallest municipality in which everything fits: Asta and the bakery. Tests change one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.catalogue.loader import Catalogue, load_catalogue
from matcher.domain import (
    Answer,
    Budget,
    Candidate,
    DanishLevel,
    Employer,
    EmployerKind,
    Facts,
    Necessity,
    Need,
    Opening,
    OpeningTask,
    Provider,
    Provision,
    Scheme,
    Settings,
    SupportOffer,
    Transport,
    Week,
    Workplace,
)

DAY = date(2026, 11, 23)
CATALOGUE: Catalogue = load_catalogue()
WEEKDAYS = Week.parse("ma-fr 08:00-14:00")


def task_named(words: str) -> str:
    """Id of the catalogue task whose Danish name begins with those words."""
    return next(task.id for task in CATALOGUE.tasks.values() if task.danish.startswith(words))


EASY: tuple[tuple[str, float], ...] = tuple((axis, 0.0) for axis in CATALOGUE.axes)
"""Demands of a task that asks nothing of anybody."""
FIRST, SECOND, THIRD = list(CATALOGUE.tasks)[:3]


def easy(task: str = FIRST, hours: float = 10.0, *, core: bool = False, **demands: float) -> OpeningTask:
    """A task without demands but those named."""
    return OpeningTask(task, hours, core, tuple({**dict(EASY), **demands}.items()))


def asta(**changes: Any) -> Candidate:
    """Asta lives in Kolding, wants eight hours in a fleksjob on weekdays, cycles, and needs nothing special."""
    facts: dict[str, Any] = {
        "id": "asta",
        "scheme": Scheme.FLEKSJOB,
        "postcode": "6000",
        "hours_min": 4.0,
        "hours_target": 8.0,
        "hours_max": 12.0,
        "availability": WEEKDAYS,
        "commute_max": 30.0,
        "transport": frozenset({Transport.BICYCLE}),
        "danish": DanishLevel.GOOD,
        "certificates": frozenset(),
    }
    return Candidate(**{**facts, **changes})


def bakery(**changes: Any) -> Workplace:
    """The bakery in Kolding, with room under every rule."""
    facts: dict[str, Any] = {
        "id": "bageriet",
        "employer": "bager",
        "name": "Bageriet",
        "postcode": "6000",
        "sector": next(iter(CATALOGUE.sectors)),
        "ordinary_fte": 20.0,
        "subsidised_fte": 0.0,
        "staff_now": 20.0,
        "staff_12_months": 20.0,
        "vacancy_by_dismissal": False,
    }
    return Workplace(**{**facts, **changes})


def helper(**changes: Any) -> Opening:
    """The bakery's helper: one place, three to ten hours, easy tasks, any scheme."""
    facts: dict[str, Any] = {
        "id": "hjælper",
        "workplace": "bageriet",
        "title": "Hjælper",
        "places": 1,
        "hours_min": 3.0,
        "hours_max": 10.0,
        "hours_total": 10.0,
        "windows": WEEKDAYS,
        "danish": DanishLevel.BASIC,
        "seasonal": False,
        "tasks": (easy(),),
    }
    return Opening(**{**facts, **changes})


def offer(**changes: Any) -> SupportOffer:
    """Municipal mentors: five hours a week, up to three for one person, free."""
    facts: dict[str, Any] = {
        "id": "mentorer",
        "name": "Kommunens mentorer",
        "provider": Provider.MUNICIPALITY,
        "accommodations": frozenset({"SOC-02"}),
        "hours_per_week": 5.0,
        "hours_per_person": 3.0,
    }
    return SupportOffer(**{**facts, **changes})


def municipality(
    candidates: tuple[Candidate, ...] | None = None,
    workplaces: tuple[Workplace, ...] | None = None,
    openings: tuple[Opening, ...] | None = None,
    **tables: Any,
) -> Facts:
    """Asta and the bakery, with whatever is given instead."""
    facts: dict[str, Any] = {
        "settings": Settings(DAY),
        "employers": (Employer("bager", "Bager Bo", EmployerKind.PRIVATE),),
        "candidates": (asta(),) if candidates is None else candidates,
        "workplaces": (bakery(),) if workplaces is None else workplaces,
        "openings": (helper(),) if openings is None else openings,
    }
    return Facts(**{**facts, **tables})


def must(accommodation: str, amount: float | None = None, **more: Any) -> Need:
    """A must-need."""
    return Need(accommodation, Necessity.MUST, amount, **more)


def offers_it(accommodation: str, **more: Any) -> Provision:
    """A workplace's yes."""
    return Provision(accommodation, Answer.YES, **more)


def refuses_it(accommodation: str) -> Provision:
    """A workplace's no."""
    return Provision(accommodation, Answer.NO)


def budget(amount: float = 50_000.0) -> Budget:
    """Money for support."""
    return Budget("pulje", "Puljen", amount)


def with_tables(facts: Facts, **tables: Any) -> Facts:
    """The same facts with other tables."""
    return replace(facts, **tables)


def with_settings(facts: Facts, **changes: Any) -> Facts:
    """The same facts under other settings."""
    return replace(facts, settings=replace(facts.settings, **changes))
