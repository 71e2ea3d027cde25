"""The pieces that traces are made of: how a need is met, the week's arithmetic, value in parts, rules, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.domain.accommodation import Kind
from matcher.domain.candidate import Necessity, NeedSource
from matcher.domain.plan import MeasureSource, ResourceKind
from matcher.domain.reason import Change


class Met(StrEnum):
    """How far a need is met: three values, because not asked is not no."""

    YES = "opfyldt"
    NO = "ikke opfyldt"
    PARTLY = "delvist opfyldt"
    NOT_ASKED = "ikke spurgt"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the opening with its workplace and employer, ids and names."""

    opening: str
    title: str
    workplace: str
    workplace_name: str
    employer: str
    employer_name: str
    sector: str
    places: int


@dataclass(frozen=True, slots=True)
class NeedTrace:
    """One need and how it is met here.

    Attributes
    ----------
    accommodation, words
        Id, and the need in words with its amount and parts.
    necessity, kind, source
        As in the catalogue and the candidate's facts.
    met, how
        Whether and how it is met, one sentence.
    verified
        When the workplace's answer was last checked; None when it rests on no answer or no date is recorded.
    review, review_passed
        When the need is to be looked at again, and whether that day lies before the plan's.
    """

    accommodation: str
    words: str
    necessity: Necessity
    kind: Kind
    source: NeedSource | None
    met: Met
    how: str
    verified: date | None
    review: date | None
    review_passed: bool


@dataclass(frozen=True, slots=True)
class MeasureTrace:
    """How a consumable need is met: by what, from whom, how much, what it costs in DKK and how much is left of it."""

    accommodation: str
    words: str
    source: MeasureSource
    provider: str
    provider_name: str
    given_by: str
    amount: float
    unit: str
    cost: float
    budget: str
    resource: str
    left: float | None


@dataclass(frozen=True, slots=True)
class TaskTrace:
    """One task of the placement: hours a week of the opening's hours in it, and what she has said or done."""

    task: str
    words: str
    hours: float
    hours_in_opening: float
    core: bool
    wanted: bool
    done_before: bool


@dataclass(frozen=True, slots=True)
class LeftTask:
    """A task of the opening that is left to others, with the reasons."""

    task: str
    words: str
    hours_in_opening: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeTrace:
    """The timetable's arithmetic; hours a week.

    Attributes
    ----------
    hours, presence
        Effective hours and hours at the workplace.
    asked_min, asked_target, asked_max
        What she has asked for.
    opening_min, opening_max
        What the opening gives one person.
    intensity, break_minutes
        Effective hours for each working hour, and minutes of break in each hour of presence.
    presence_per_hour
        Hours of presence for one effective hour: 1 / (intensity · (1 - breaks / 60)).
    week_room
        Most hours of presence a week that both sides' times leave after her must-needs.
    windows
        Those times, in the form ``ma-fr 09:00-14:00``.
    sentence
        The arithmetic in words.
    """

    hours: float
    presence: float
    asked_min: float
    asked_target: float
    asked_max: float
    opening_min: float
    opening_max: float
    intensity: float
    break_minutes: float
    presence_per_hour: float
    week_room: float
    windows: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CommuteTrace:
    """Minutes one way (an approximation), her own limit if she has named one, and the means of transport."""

    minutes: float
    limit: float | None
    transport: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartTrace:
    """One named part of a line of value: in [0, 1] before weights, its weight in its line, what it adds to the sum."""

    name: str
    words: str
    value: float
    weight: float
    adds: float


@dataclass(frozen=True, slots=True)
class LineTrace:
    """One of the three lines of value, with its weight in the total and its parts."""

    name: str
    words: str
    value: float
    weight: float
    parts: tuple[PartTrace, ...]


@dataclass(frozen=True, slots=True)
class FitTrace:
    """One feature of the fit score: its value in [0, 1] and what it adds to the log-odds that the placement lasts."""

    feature: str
    words: str
    meaning: str
    value: float
    adds: float


@dataclass(frozen=True, slots=True)
class ValueTrace:
    """What an option is worth: the total that the plan maximises, P(lasts), the lines, the fit, and what P rests on."""

    total: float
    lasts: float
    lines: tuple[LineTrace, ...]
    fit: tuple[FitTrace, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class ResourceTrace:
    """A resource that an option uses: how much of it, how much the plan leaves of it, and its price for each unit."""

    id: str
    kind: ResourceKind
    label: str
    unit: str
    amount: float
    capacity: float
    left: float
    price: float
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A legal rule that applied, in the version in force; `verified` False and `note` show wherever the rule shows."""

    id: str
    version: str
    words: str
    how: str
    effect: str
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class WishTrace:
    """A wish and whether the placement honours it: has what she wants, avoids what she does not want."""

    words: str
    wanted: bool
    honoured: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must look at: a legal warning, a missing document, a review that is overdue.

    `kind` is ``advarsel``, ``dokumentation`` or ``eftersyn``; `subject` the legal rule or accommodation it is about.
    """

    kind: str
    subject: str
    sentence: str


class Standing(StrEnum):
    """Why an option that was possible is not in the plan."""

    PROPOSED = "foreslået"
    TAKEN = "pladsen er optaget"
    SCARCE = "knappe ressourcer er mere værd for andre"
    LESS_WORTH = "mindre værd end det foreslåede"
    OPEN = "muligt, men ikke valgt"


@dataclass(frozen=True, slots=True)
class OptionTrace:
    """A possible option that competes: its value, the price of what it uses, the difference, and why it is not chosen.

    Attributes
    ----------
    candidate, place
        Who and where.
    hours, presence, commute
        Effective hours and presence a week, minutes one way.
    value, price, net
        Value, sum of prices of what it uses, and value minus price.
    standing, sentence
        Why it is not in the plan.
    scarce
        The resources with a price that it uses.
    """

    candidate: str
    place: Place
    hours: float
    presence: float
    commute: float
    value: float
    price: float
    net: float
    standing: Standing
    sentence: str
    scarce: tuple[ResourceTrace, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A pair that few changes would make possible, tried on the facts; `rules` are titles of what refuses it now."""

    candidate: str
    place: Place
    rules: tuple[str, ...]
    sentence: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class WorkConditions:
    """All that an employer may be told of a placement: conditions of the work, never causes, never a person.

    Attributes
    ----------
    title, workplace_name
        The employer's own opening.
    scheme, hours, presence, windows
        Under what, how much and when.
    tasks
        (task in words, hours a week).
    left_tasks
        Tasks that are left to others, in words; nothing says why.
    conditions
        What must be in place, in the catalogue's own wording for employers, sorted.
    brought
        Those of the conditions that do not come from the workplace, as (condition, who brings it).
    """

    title: str
    workplace_name: str
    scheme: str
    hours: float
    presence: float
    windows: str
    tasks: tuple[tuple[str, float], ...]
    left_tasks: tuple[str, ...]
    conditions: tuple[str, ...]
    brought: tuple[tuple[str, str], ...]
