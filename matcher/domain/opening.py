"""Openings: bundles of tasks with hours, that may be split and shared (stilling, opgave)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.checks import require, require_id, require_number
from matcher.domain.scheme import DanishLevel, Scheme
from matcher.domain.week import FULL_TIME_HOURS, Week


@dataclass(frozen=True, slots=True)
class OpeningTask:
    """One task of an opening.

    Attributes
    ----------
    task
        Task id of the catalogue.
    hours
        Effective hours a week the task takes in the opening as a whole.
    core
        True when everyone in the opening must be able to do it; an optional task may be left to others (job carving).
    demands
        (axis id, number) where this workplace asks something else than the task usually does.
    """

    task: str
    hours: float
    core: bool = False
    demands: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        require_id(self.task, "task")
        require_number(self.hours, "hours", 0.5, 1_000)


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening at one workplace.

    Hours are effective hours a week. A fact that is None has not been asked.

    Attributes
    ----------
    id, workplace, title
        Internal id, workplace id, title.
    places
        How many people it takes.
    hours_min, hours_max
        Fewest and most hours for one person.
    hours_total
        Hours of the opening as a whole.
    windows
        Half-hours of the week when the work may be done, the person's to choose within; None when not asked.
    shortest_shift
        Fewest hours of presence a day that make sense to the workplace.
    schemes
        Schemes it accepts.
    danish
        Danish it asks for; None when not asked.
    languages
        Languages other than Danish in which the work can be done, ISO 639-1.
    certificates
        Certificates it requires (catalogue ids).
    start, latest_start
        First and last day it may start; None when any day.
    growth
        Whether the hours may grow; None when not asked.
    seasonal
        Whether it is a short seasonal task (DOMAIN R10); None when not asked.
    text
        Free text of the advertisement.
    tasks
        What is to be done.
    """

    id: str
    workplace: str
    title: str
    places: int
    hours_min: float
    hours_max: float
    hours_total: float
    windows: Week | None = None
    shortest_shift: float = 1.0
    schemes: frozenset[Scheme] = frozenset(Scheme)
    danish: DanishLevel | None = None
    languages: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    start: date | None = None
    latest_start: date | None = None
    growth: bool | None = None
    seasonal: bool | None = None
    text: str = ""
    tasks: tuple[OpeningTask, ...] = ()

    def __post_init__(self) -> None:
        require_id(self.id)
        require_id(self.workplace, "workplace")
        require(bool(self.title.strip()), "title", "stillingen mangler en titel")
        require(1 <= self.places <= 1_000, "places", "en stilling har fra 1 til 1000 pladser")
        require_number(self.hours_min, "hours_min", 0.5, FULL_TIME_HOURS)
        require_number(self.hours_max, "hours_max", 0.5, FULL_TIME_HOURS)
        require(self.hours_min <= self.hours_max, "hours_max", "højst timer er mindre end mindst timer")
        require_number(self.hours_total, "hours_total", 0.5, 37_000)
        require(
            self.hours_min <= self.hours_total, "hours_total", "timer i alt er mindre end mindst timer til én person"
        )
        require_number(self.shortest_shift, "shortest_shift", 0.5, 12)
        require(bool(self.schemes), "schemes", "stillingen tager ikke imod nogen ordning")
        require(bool(self.tasks), "tasks", "stillingen har ingen opgaver; skriv mindst én på arket Opgaver")
        names = [task.task for task in self.tasks]
        require(len(set(names)) == len(names), "tasks", "den samme opgave er skrevet to gange i stillingen")
        require(
            self.start is None or self.latest_start is None or self.start <= self.latest_start,
            "latest_start",
            "seneste start ligger før tidligste start",
        )
